"""The ground floor of the TM cluster: what every chart and the vendor's installer stand on."""

from collections.abc import Iterator
from typing import Any

import pytest

from modules.model.flow import Feature
from modules.model.namespaces import NAMESPACES
from tests.policy.charts import objects, public, values_of
from tests.policy.clusters import document
from tests.policy.facts import Estate, Json, only

pytestmark = pytest.mark.policy

STACK = "tm-addons"

LEVELS = {
    "argocd": ("restricted", "restricted"),
    "cert-manager": ("restricted", "restricted"),
    "external-dns": ("restricted", "restricted"),
    "external-secrets": ("restricted", "restricted"),
    "istio-system": ("restricted", "restricted"),
    "tm-data": ("restricted", "restricted"),
    "tm-monitoring": ("restricted", "restricted"),
    "tm-system": ("baseline", "restricted"),
}
"""Enforced, warned: as the pods of rendered charts need it (kubernetes.md §12), written down a second time."""

WITH_KEYCLOAK = {"identity": ("restricted", "restricted")}

INJECTED = {"identity", "tm-data", "tm-system"}
BOUND = {"argocd", "istio-system", "tm-monitoring"}

ACCOUNTS = {
    ("external-dns", "external-dns"),
    ("external-secrets", "external-secrets"),
    ("kube-system", "aws-load-balancer-controller"),
    ("kube-system", "cluster-autoscaler"),
}

STORES = {"argocd": "tm-argocd", "tm-data": "tm-data", "tm-monitoring": "tm-monitoring"}
"""Namespace and the part of the name that its secrets begin with; Keycloak has one more."""

BINDING = {
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeVpcs",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
}
"""Each reconciliation of a binding calls these, the security groups' one to tidy up (controller 3.5.0)."""

BELOW = "internal.tm.blx-demo.com"


def _values(estate: Estate, chart: str) -> Json:
    return only(
        values_of(release) for stack, row, release in public(estate) if (stack, row.name) == (STACK, chart)
    )


def _one(estate: Estate, kind: str) -> Json:
    return only([each for _, each in objects(estate, kind)], kind)


def _allowed(estate: Estate, component: str) -> list[Json]:
    policy = estate.resources(STACK, "aws_iam_role_policy")[f"identities_{component}-flows"]
    return document(estate, STACK, policy["policy"])


def _levels(estate: Estate) -> dict[str, tuple[str, str]]:
    return LEVELS | (WITH_KEYCLOAK if estate.environment.keycloak else {})


def test_namespaces_have_levels_of_the_clusters_version(estate: Estate) -> None:
    """K19, K01: and nothing else has a namespace made."""
    version = f"v{estate.environment.versions.kubernetes}"
    prefix = "pod-security.kubernetes.io"
    made = {each["metadata"]["name"]: each["metadata"] for _, each in objects(estate, "Namespace")}
    assert set(made) == set(_levels(estate))
    for name, (enforced, warned) in _levels(estate).items():
        labels = made[name]["labels"]
        wanted = {f"{prefix}/enforce": enforced, f"{prefix}/audit": warned, f"{prefix}/warn": warned}
        wanted |= {f"{prefix}/{mode}-version": version for mode in ("enforce", "audit", "warn")}
        wanted |= {"istio-injection": "enabled"} if name in INJECTED else {}
        wanted |= {"elbv2.k8s.aws/pod-readiness-gate-inject": "enabled"} if name in BOUND else {}
        assert labels == wanted, name
        assert made[name]["annotations"] == {"helm.sh/resource-policy": "keep"}, name


def test_namespaces_have_a_quota_and_no_door_of_their_own(estate: Estate) -> None:
    """K03: load balancers are Terraform's, and nothing listens on nodes."""
    quotas = {each["metadata"]["namespace"]: each["spec"] for _, each in objects(estate, "ResourceQuota")}
    assert set(quotas) == set(_levels(estate))
    for name, spec in quotas.items():
        hard = spec["hard"]
        assert {hard["services.loadbalancers"], hard["services.nodeports"]} == {"0"}, name
        row = only(each for each in NAMESPACES if each.name == name).quota
        told = {"pods": row.pods, "persistentvolumeclaims": row.volumes, "requests.cpu": row.processors}
        assert {key: hard[key] for key in told} == {key: str(value) for key, value in told.items()}, name
        assert hard["requests.memory"] == f"{row.memory}Gi", name
    limits = {
        each["metadata"]["namespace"]: each["spec"]["limits"] for _, each in objects(estate, "LimitRange")
    }
    assert set(limits) == set(quotas)
    small = {"type": "Container", "defaultRequest": {"cpu": "50m", "memory": "64Mi"}}
    assert all(each == [small] for each in limits.values()), "a limit by default would refuse larger pods"
    largest = max(quotas, key=lambda name: int(quotas[name]["hard"]["requests.cpu"]))
    assert largest == "tm-system"


def test_vendor_contract_volumes_are_gp3_and_encrypted_by_default(estate: Estate) -> None:
    """Vendor contract «nodes»: default storage class; the only default, and with our key."""
    made = _one(estate, "StorageClass")
    assert made["metadata"]["annotations"] == {"storageclass.kubernetes.io/is-default-class": "true"}
    assert (made["provisioner"], made["volumeBindingMode"]) == ("ebs.csi.aws.com", "WaitForFirstConsumer")
    parameters = made["parameters"]
    assert (parameters["type"], parameters["encrypted"]) == ("gp3", "true")
    key = estate.target(STACK, parameters["kmsKeyId"])
    assert (key.stack, key.name) == ("tm-keys", "keys_volumes")


def test_vendor_contract_priority_class_and_issuer(estate: Estate) -> None:
    """Vendor contract «nodes», «outputs»: names and value are the vendor's."""
    priority = _one(estate, "PriorityClass")
    assert (priority["metadata"]["name"], priority["value"]) == ("platform-support", 50)
    assert priority["globalDefault"] is False
    issuer = _one(estate, "ClusterIssuer")
    assert (issuer["metadata"]["name"], issuer["spec"]) == ("selfsigned-issuer", {"selfSigned": {}})


def test_vendor_contract_secrets_are_mounted_and_not_copied(estate: Estate) -> None:
    """Vendor contract «secrets to pods»: driver and AWS provider in kube-system; nothing becomes a Kubernetes secret."""
    driver = _values(estate, "secrets-store-csi-driver-provider-aws")["secrets-store-csi-driver"]
    assert driver["install"] is True
    assert driver["syncSecret"] == {"enabled": False}
    assert driver["enableSecretRotation"] is True
    assert "tokenRequests" not in driver, "the chart's own ask for both kinds of identity"


def test_the_balancer_controller_binds_and_makes_nothing(estate: Estate) -> None:
    """K04, K03: what it may change are registrations in the target groups of tm-edge."""
    groups = {name for stack, name, _ in estate.everywhere("aws_lb_target_group") if stack == "tm-edge"}
    for statement in _allowed(estate, "balancer"):
        assert not [
            each for each in statement["actions"] if any(w in each for w in ("Create", "Delete", "Modify"))
        ]
        if "*" in statement["resources"]:
            assert all(":Describe" in action for action in statement["actions"])
        else:
            assert set(statement["actions"]) == {
                "elasticloadbalancing:DeregisterTargets",
                "elasticloadbalancing:RegisterTargets",
            }
            assert {estate.target(STACK, each).name for each in statement["resources"]} == groups
    allowed = {action for statement in _allowed(estate, "balancer") for action in statement["actions"]}
    assert allowed >= BINDING, "the controller stops at the first call that is refused"
    values = _values(estate, "aws-load-balancer-controller")
    off = ("createIngressClassResource", "enableBackendSecurityGroup", "enableServiceMutatorWebhook")
    assert not any(values[key] for key in (*off, "enableShield", "enableWaf", "enableWafv2"))
    assert values["ingressClassParams"] == {"create": False}
    assert not any(values["controllerConfig"]["featureGates"].values())
    assert estate.target(STACK, values["vpcId"]).stack == "tm-vpc"


def test_the_autoscaler_is_of_the_clusters_version_and_changes_its_groups_alone(estate: Estate) -> None:
    """K13, P40."""
    environment = estate.environment
    values = _values(estate, "cluster-autoscaler")
    assert values["image"]["tag"].startswith(f"v{environment.versions.kubernetes}.")
    assert values["autoDiscovery"] == {"clusterName": f"{environment.name}-tm-vault"}
    changing = [each for each in _allowed(estate, "autoscaler") if "*" not in each["resources"]]
    for statement in _allowed(estate, "autoscaler"):
        changes = {"autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"}
        if changes & set(statement["actions"]):
            assert statement in changing
            assert only(statement["condition"]) == {
                "test": "StringEquals",
                "variable": f"aws:ResourceTag/k8s.io/cluster-autoscaler/{environment.name}-tm-vault",
                "values": ["owned"],
            }


def test_external_dns_has_a_branch_of_the_private_zone_to_itself(estate: Estate) -> None:
    """K14: it writes where Terraform has no record, in the private twin and in no other zone.

    Without the internet it is not there: the API of Route 53 has no endpoint in a VPC.
    """
    if Feature.INTERNET not in estate.environment.features:
        assert "external-dns" not in {row.name for _, row, _ in public(estate)}
        return
    inside = _values(estate, "external-dns")
    zone = inside["extraArgs"]["zone-id-filter"]
    assert estate.target(STACK, zone).stack == "tm-private-dns"
    assert inside["extraArgs"]["aws-zone-type"] == "private"
    assert "publish-internal-services" not in inside["extraArgs"], "nobody outside the cluster reaches those"
    assert (inside["policy"], inside["domainFilters"]) == ("upsert-only", [BELOW])
    for _, name, made in estate.everywhere("aws_route53_record"):
        assert not str(made["name"]).endswith(BELOW), name
    for statement in _allowed(estate, "names"):
        if statement["actions"] != ["route53:ListHostedZones"]:
            assert statement["resources"] == [f"arn:aws:route53:::hostedzone/{zone}"]
        if "route53:ChangeResourceRecordSets" in statement["actions"]:
            bound = only(statement["condition"])
            assert bound["variable"] == "route53:ChangeResourceRecordSetsNormalizedRecordNames"
            assert (bound["test"], bound["values"]) == ("ForAllValues:StringLike", [f"*.{BELOW}"])


def test_each_store_reads_the_secrets_of_its_namespace(estate: Estate) -> None:
    """K09: one role for each namespace, which external-secrets takes; it reads nothing by itself."""
    account, region = estate.environment.accounts.tm, estate.environment.region
    assert not objects(estate, "ClusterSecretStore")
    found: dict[str, tuple[list[str], Json]] = {}
    for _, made in objects(estate, "SecretStore"):
        assert set(made["spec"]["provider"]) == {"aws"}
        aws = made["spec"]["provider"]["aws"]
        assert set(aws) == {"region", "role", "service"}, "no service account: Pod Identity knows none there"
        assert (aws["region"], aws["service"]) == (region, "SecretsManager"), made["metadata"]["namespace"]
        role = estate.target(STACK, aws["role"])
        policy = only(
            each
            for each in estate.resources(STACK, "aws_iam_role_policy").values()
            if estate.target(STACK, each["role"])[:3] == role[:3]
        )
        told = {each["sid"]: each for each in document(estate, STACK, policy["policy"])}
        assert set(told) == {"Decrypt", "Read"}
        key = estate.target(STACK, only(told["Decrypt"]["resources"]))
        assert (key.stack, key.name) == ("tm-keys", "keys_secrets")
        found[made["metadata"]["namespace"]] = (told["Read"]["resources"], estate.at(role))
    stores = STORES | ({"identity": "tm-identity"} if estate.environment.keycloak else {})
    prefix = f"arn:aws:secretsmanager:{region}:{account}:secret:{estate.environment.name}"
    assert {name: arns for name, (arns, _) in found.items()} == {
        name: [f"{prefix}/{part}/*"] for name, part in stores.items()
    }
    taken = only(_allowed(estate, "stores"))
    assert set(taken["actions"]) == {"sts:AssumeRole", "sts:TagSession"}
    roles = {f"arn:aws:iam::{account}:role/{taker['name']}" for _, taker in found.values()}
    assert set(taken["resources"]) == roles
    reader = f"arn:aws:iam::{account}:role/{estate.environment.name}-tm-vault-stores"
    for _, taker in found.values():
        trust = only(document(estate, STACK, taker["assume_role_policy"]))
        assert only(trust["principals"])["identifiers"] == [reader]


def _everything(value: object, above: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{above}.{key}", inner
            yield from _everything(inner, f"{above}.{key}")


def test_roles_and_service_accounts_know_one_another(estate: Estate) -> None:
    """K17: a role without its account serves nobody, an account without its role calls in vain."""
    associated = {
        (made["namespace"], made["service_account"])
        for made in estate.resources(STACK, "aws_eks_pod_identity_association").values()
    }
    without = (
        {("external-dns", "external-dns")} if Feature.INTERNET not in estate.environment.features else set()
    )
    assert associated == ACCOUNTS - without
    named = {
        (release["namespace"], value["name"])
        for stack, _, release in public(estate)
        if stack == STACK
        for path, value in _everything(values_of(release))
        if path.endswith(".serviceAccount") and "name" in value
    }
    assert associated <= named


def test_images_come_from_our_registry(estate: Estate) -> None:
    """P33, K18: also those of the driver's side cars, and of cert-manager as a whole."""
    ours = f"{estate.environment.accounts.shared}.dkr.ecr.{estate.environment.region}.amazonaws.com/"
    for stack, row, release in public(estate):
        if stack == STACK:
            told = [
                value
                for path, value in _everything(values_of(release))
                if path.endswith((".image.repository", "Image.repository", ".imageRegistry"))
            ]
            assert told, row.name
            assert all(each.startswith(ours) for each in told), row.name


def test_controllers_are_two_and_one_stays(estate: Estate) -> None:
    """K21: external-dns alone is one, because its chart knows no more."""
    for stack, row, release in public(estate):
        values = values_of(release)
        if stack != STACK or row.name in {"external-dns", "secrets-store-csi-driver-provider-aws"}:
            continue
        assert values.get("replicaCount", values.get("replicas")) == 2, row.name
        budget = values["podDisruptionBudget"]
        assert budget.get("minAvailable", 1) < 2, row.name
        assert budget.get("enabled", budget.get("maxUnavailable") == 1), row.name
        zone = only(values["topologySpreadConstraints"], row.name)
        assert zone["topologyKey"] == "topology.kubernetes.io/zone", row.name
        assert {"limits", "requests"} <= values["resources"].keys(), row.name
