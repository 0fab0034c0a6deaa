"""The clusters: private, logged, encrypted, entered by named roles, nodes as the vendor wants them (P30, P31).

Inventory: CO-04, CL-01, PE-5, NM-17, CX-35.
"""

import json
import re
from datetime import date

import pytest

from tests.policy.clusters import Cluster, clusters, control_plane, document, launch_template
from tests.policy.facts import Estate, only
from tests.policy.people import account_of

pytestmark = pytest.mark.policy

VERSIONS = {"1.35": date(2027, 3, 27), "1.36": date(2027, 8, 2)}
"""What EKS offers, and the end of its standard support; written down a second time."""

ADDONS = {"aws-ebs-csi-driver", "coredns", "eks-pod-identity-agent", "kube-proxy", "vpc-cni"}
BEFORE_NODES = {"eks-pod-identity-agent", "kube-proxy", "vpc-cni"}

ACCOUNTS = {
    "vpc-cni": ("kube-system", "aws-node"),
    "ebs-csi": ("kube-system", "ebs-csi-controller-sa"),
}
"""Namespaces and service accounts, as the add-ons name them (kubernetes.md §2)."""

OF_APPS = {"external-secrets": ("external-secrets", "external-secrets")}

ADMIN, LOOK, OPERATE = "AmazonEKSClusterAdminPolicy", "AmazonEKSViewPolicy", "AmazonEKSAdminPolicy"
PLAN = "AmazonEKSAdminViewPolicy"
"""Reads secrets as well, in which Helm keeps its releases: for plans of charts only."""

ON_OWN_VOLUMES = {"ec2:DeleteSnapshot", "ec2:DeleteVolume", "ec2:ModifyVolume"}


def test_the_api_is_private_and_wears_its_own_group(estate: Estate) -> None:
    """P30, NT-09; FSBP EKS.1, CIS EKS 5.4."""
    for at in clusters(estate):
        _, cluster = control_plane(estate, at)
        assert cluster["name"] == at.name
        place = cluster["vpc_config"]
        assert (place["endpoint_private_access"], place["endpoint_public_access"]) == (True, False)
        assert "public_access_cidrs" not in place
        group = estate.target(at.stack, only(place["security_group_ids"]))
        assert estate.at(group)["tags"]["Party"] == f"{at.party}-api"
        tiers = [estate.at(estate.target(at.stack, subnet))["tags"]["Tier"] for subnet in place["subnet_ids"]]
        assert tiers == ["private"] * 3
        network = cluster["kubernetes_network_config"]
        assert network == {
            "ip_family": "ipv4",
            "service_ipv4_cidr": at.service_cidr,
        }


def test_the_control_plane_is_logged_where_we_have_made_the_log_group(estate: Estate) -> None:
    """P30; FSBP EKS.8: AWS takes exactly this name, and would make the group without key and end."""
    for at in clusters(estate):
        name, cluster = control_plane(estate, at)
        assert set(cluster["enabled_cluster_log_types"]) == {
            "api",
            "audit",
            "authenticator",
            "controllerManager",
            "scheduler",
        }
        groups = estate.resources(at.stack, "aws_cloudwatch_log_group")
        key, group = only(groups.items(), name)
        assert group["name"] == f"/aws/eks/{at.name}/cluster"
        assert f"aws_cloudwatch_log_group.{key}" in cluster["depends_on"]


def test_kubernetes_secrets_are_encrypted_with_their_own_key(estate: Estate) -> None:
    """P30; FSBP EKS.3."""
    for at in clusters(estate):
        encryption = control_plane(estate, at)[1]["encryption_config"]
        assert encryption["resources"] == ["secrets"]
        assert estate.target(at.stack, encryption["provider"]["key_arn"]).name == "keys_cluster-secrets"


def test_the_version_is_one_that_is_supported(estate: Estate) -> None:
    """FSBP EKS.2: pinned, offered by EKS, and out of the extended support that costs."""
    for at in clusters(estate):
        _, cluster = control_plane(estate, at)
        assert cluster["version"] in VERSIONS
        assert cluster["version"] == estate.environment.versions.kubernetes
        assert cluster["upgrade_policy"] == {"support_type": "STANDARD"}
        assert cluster["bootstrap_self_managed_addons"] is False
        for name, group in estate.resources(at.stack, "aws_eks_node_group").items():
            assert group["version"] == cluster["version"], name


def test_the_cluster_refuses_to_be_deleted_as_the_environment_says(estate: Estate) -> None:
    for at in clusters(estate):
        assert control_plane(estate, at)[1]["deletion_protection"] is at.protected


def test_only_access_entries_admit_and_the_creator_is_nobody(estate: Estate) -> None:
    """P30: no aws-auth, no lasting right of whoever made the cluster."""
    for at in clusters(estate):
        assert control_plane(estate, at)[1]["access_config"] == {
            "authentication_mode": "API",
            "bootstrap_cluster_creator_admin_permissions": False,
        }
        for kind in ("kubernetes_config_map", "kubernetes_config_map_v1", "kubernetes_config_map_v1_data"):
            assert not estate.everywhere(kind), kind


def _rights(estate: Estate, at: Cluster) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Principal to policy and namespaces; an entry without policy, or a policy without entry, fails."""
    entries = estate.resources(at.stack, "aws_eks_access_entry")
    found = {}
    for name, made in estate.resources(at.stack, "aws_eks_access_policy_association").items():
        entry = entries[estate.target(at.stack, made["principal_arn"]).name]
        assert entry["type"] == "STANDARD", name
        policy = made["policy_arn"].removeprefix("arn:aws:eks::aws:cluster-access-policy/")
        scope = made["access_scope"]
        assert (scope["type"] == "namespace") == bool(scope.get("namespaces")), name
        found[entry["principal_arn"]] = (policy, tuple(scope.get("namespaces", ())))
    assert len(found) == len(entries)
    return found


def test_people_look_the_jump_host_operates_and_runs_change(estate: Estate) -> None:
    """PE-1 to PE-3, 8.3: whoever changes the cluster does it through a reviewed run."""
    for at in clusters(estate):
        account, name = at.account, estate.environment.name
        wanted: dict[str, tuple[str, tuple[str, ...]]] = {}
        for stack in at.runs:
            role = f"arn:aws:iam::{account}:role/spacelift/{name}-{stack}"
            wanted |= {
                f"{role}-apply": (ADMIN, ()),
                f"{role}-plan": (PLAN if at.stack == "tm-eks" else LOOK, ()),
            }
        found = {}
        for principal, right in _rights(estate, at).items():
            if principal.startswith("${"):
                target = estate.target(at.stack, principal)
                assert target.kind == "aws_iam_role"
                found[estate.at(target)["name"]] = right
            else:
                found[principal] = right
        if at.stack == "tm-eks":
            wanted[f"{name}-jumphost-tm"] = (OPERATE, ("tm-*",))
        if estate.environment.identity.mode == "saml":
            wanted |= {f"{name}-{persona}": (LOOK, ()) for persona in ("devops", "sre")}
            if at.stack == "tm-eks":
                wanted[f"{name}-tm-setup-engineer"] = (OPERATE, ("tm-*",))
        assert found == wanted


def test_addons_are_pinned_and_the_network_is_there_before_the_nodes(estate: Estate) -> None:
    """SE-2: network policies are enforced by the VPC CNI."""
    for at in clusters(estate):
        addons = estate.resources(at.stack, "aws_eks_addon")
        assert {made["addon_name"] for made in addons.values()} == ADDONS
        for name, made in addons.items():
            assert re.fullmatch(r"v\d+\.\d+\.\d+-eksbuild\.\d+", made["addon_version"]), name
        version = estate.environment.versions.kubernetes
        by_name = {made["addon_name"]: (name, made) for name, made in addons.items()}
        assert by_name["kube-proxy"][1]["addon_version"].startswith(f"v{version}.")
        settings = json.loads(by_name["vpc-cni"][1]["configuration_values"])
        assert settings["enableNetworkPolicy"] == "true"
        assert settings["nodeAgent"] == {"enablePolicyEventLogs": "true"}
        groups = estate.resources(at.stack, "aws_eks_node_group")
        for addon, (name, made) in by_name.items():
            after = made.get("depends_on", [])
            if addon in BEFORE_NODES:
                assert all(f"aws_eks_addon.{name}" in group["depends_on"] for group in groups.values()), addon
            else:
                assert {f"aws_eks_node_group.{group}" for group in groups} <= set(after), addon


def test_pods_get_roles_by_namespace_and_service_account(estate: Estate) -> None:
    """K-series: what every cluster has, and what those of Apps have besides."""
    for at in clusters(estate):
        found = {}
        for made in estate.resources(at.stack, "aws_eks_pod_identity_association").values():
            role = estate.at(estate.target(at.stack, made["role_arn"]))
            component = role["name"].removeprefix(f"{at.name}-")
            found[component] = (made["namespace"], made["service_account"])
        assert found == ACCOUNTS | (OF_APPS if at.stack != "tm-eks" else {})


def test_every_pods_role_trusts_its_own_service_account_of_its_own_cluster(estate: Estate) -> None:
    """P42, K-series: nobody else's pod, and no other cluster's, takes the role, wherever it is made."""
    for stack, name, made in estate.everywhere("aws_eks_pod_identity_association"):
        account, region = account_of(estate, stack), estate.environment.region
        cluster = estate.at(estate.target(stack, made["cluster_name"]))["name"]
        role = estate.at(estate.target(stack, made["role_arn"]))
        trust = only(document(estate, stack, role["assume_role_policy"]), f"{stack} {name}")
        assert set(trust["actions"]) == {"sts:AssumeRole", "sts:TagSession"}, f"{stack} {name}"
        assert only(trust["principals"])["identifiers"] == ["pods.eks.amazonaws.com"], f"{stack} {name}"
        told = {each["variable"]: (each["test"], each["values"]) for each in trust["condition"]}
        assert told == {
            "aws:SourceAccount": ("StringEquals", [account]),
            "aws:SourceArn": ("ArnEquals", [f"arn:aws:eks:{region}:{account}:cluster/{cluster}"]),
            "aws:RequestTag/kubernetes-namespace": ("StringEquals", [made["namespace"]]),
            "aws:RequestTag/kubernetes-service-account": ("StringEquals", [made["service_account"]]),
        }, f"{stack} {name}"


def test_pods_change_addresses_and_volumes_of_their_own_only(estate: Estate) -> None:
    """The EBS driver touches only what it has made and tagged; nothing changes on every resource."""
    for at in clusters(estate):
        for component in ACCOUNTS:
            policy = estate.resources(at.stack, "aws_iam_role_policy")[f"eks_identities_{component}-flows"]
            for statement in document(estate, at.stack, policy["policy"]):
                looks = all(action.startswith("ec2:Describe") for action in statement["actions"])
                assert looks == ("*" in statement["resources"]), f"{component} {statement['sid']}"
                if set(statement["actions"]) & ON_OWN_VOLUMES:
                    condition = only(statement["condition"], component)
                    assert condition["variable"] == "aws:ResourceTag/ebs.csi.aws.com/cluster", component
                if "ec2:CreateTags" in statement["actions"] and component == "ebs-csi":
                    assert only(statement["condition"])["variable"] == "ec2:CreateAction"
                if "kms:CreateGrant" in statement["actions"]:
                    bound = {each["variable"] for each in statement["condition"]}
                    assert bound == {"kms:GrantIsForAWSResource", "kms:ViaService"}


def test_services_of_apps_read_the_secrets_of_their_environment_alone(estate: Estate) -> None:
    """5.4: credentials lie in the account of the environment; another one's are out of reach twice."""
    region = estate.environment.region
    for at in clusters(estate)[1:]:
        policy = estate.resources(at.stack, "aws_iam_role_policy")["eks_identities_external-secrets-flows"]
        told = {each["sid"]: each for each in document(estate, at.stack, policy["policy"])}
        assert set(told) == {"Decrypt", "Read"}
        assert set(told["Read"]["actions"]) == {
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
        }
        secrets = f"arn:aws:secretsmanager:{region}:{at.account}:secret:{estate.environment.name}"
        assert told["Read"]["resources"] == [f"{secrets}/{at.stack.removesuffix('-eks')}/*"]
        assert told["Decrypt"]["actions"] == ["kms:Decrypt"]
        key = estate.target(at.stack, only(told["Decrypt"]["resources"]))
        assert (key.stack, key.name) == (at.stack, "keys_secrets")
        through = only(told["Decrypt"]["condition"])
        assert (through["variable"], through["values"]) == (
            "kms:ViaService",
            [f"secretsmanager.{region}.amazonaws.com"],
        )


def test_clusters_keep_apart(estate: Estate) -> None:
    """NT-08: a cluster stands in its own VPC, wears its groups and encrypts with keys of its own account."""
    for at in clusters(estate):
        _, cluster = control_plane(estate, at)
        places = {estate.target(at.stack, subnet).stack for subnet in cluster["vpc_config"]["subnet_ids"]}
        assert places == {at.vpc}
        groups = {estate.target(at.stack, only(cluster["vpc_config"]["security_group_ids"])).stack}
        interface = only(launch_template(estate, at)["network_interfaces"])
        groups.add(estate.target(at.stack, only(interface["security_groups"])).stack)
        assert groups == {f"{at.vpc.removesuffix('-vpc')}-firewall"}
        key = estate.target(at.stack, cluster["encryption_config"]["provider"]["key_arn"])
        assert key.stack == ("tm-keys" if at.stack == "tm-eks" else at.stack)
        assert account_of(estate, at.stack) == at.account


def test_vendor_contract_irsa_is_possible(estate: Estate) -> None:
    """Vendor contract «installer identity»: the vendor knows nothing but IRSA, which needs an OIDC provider."""
    for at in clusters(estate):
        _, provider = only(estate.resources(at.stack, "aws_iam_openid_connect_provider").items())
        assert provider["client_id_list"] == ["sts.amazonaws.com"]
        name, _ = control_plane(estate, at)
        assert provider["url"] == f"${{aws_eks_cluster.{name}.identity[0].oidc[0].issuer}}"
