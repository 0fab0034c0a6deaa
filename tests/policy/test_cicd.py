"""Argo CD: who may do what in it, what it may do itself, and that it stands (K12, K18, K21; CX-17, PE-1, PE-2).

Inventory: CL-07, CL-08, CX-17.
"""

import json
import re

import pytest

from modules.model.flow import InMesh
from modules.model.pods import PODS
from tests.policy.charts import images_outside, objects_of, values_at, values_of
from tests.policy.facts import Estate, Json, only, only_known

pytestmark = pytest.mark.policy

TM = "tm-cicd"

IMAGES = (
    ("global.image", "quay/argoproj/argocd"),
    ("redisSecretInit.image", "quay/argoproj/argocd"),
    ("redis-ha.image", "ecr-public/docker/library/redis"),
    ("redis-ha.haproxy.image", "ecr-public/docker/library/haproxy"),
    ("redis-ha.configmapTest.image", "dockerhub/koalaman/shellcheck"),
)
"""Every image that the chart argo-cd 10.1.1 has with these values, and where it comes from."""

OFF = ("dex", "notifications", "redis-ha.exporter", "redis-ha.sysctlImage", "redis-ha.haproxy.metrics")
"""Parts that bring images or pods of their own; two more (`commitServer`, `server.extensions`) are off by default."""

KINDS = {
    "argocd-server": {8080, 8083},
    "argocd-repo-server": {8081, 8084},
    "argocd-application-controller": {8082},
    "argocd-applicationset-controller": {8080},
    "redis-ha-haproxy": {6379},
    "redis-ha": {6379, 26379},
}
"""Pods of the chart with these values by the label that tells them apart, and the ports that others need (R)."""

PROJECTS = {"vault": "tm-system"}

WORKLOADS = {
    "": "ConfigMap PersistentVolumeClaim Service ServiceAccount",
    "apps": "Deployment StatefulSet",
    "autoscaling": "HorizontalPodAutoscaler",
    "batch": "CronJob Job",
    "monitoring.coreos.com": "PodMonitor PrometheusRule ServiceMonitor",
    "policy": "PodDisruptionBudget",
}
"""CX-17: no binding to a load balancer, no network rule, no secret, nothing of a cloud, nothing of the whole cluster."""

LOOKED_AT = {
    ("", "events"),
    ("", "pods"),
    ("", "pods/log"),
    ("apps", "controllerrevisions"),
    ("apps", "replicasets"),
}

MEANT, MADE = 'request.operation == "DELETE" ? oldObject : object', "variables.meant.spec"
JOB = f"{MADE}.jobTemplate"
POD = f"has({MADE}) && has({JOB}) ? {JOB}.spec.template : {MADE}.template"
NAMED = 'request.resource.resource in ["configmaps", "serviceaccounts"]'
LABELS = "variables.pod.metadata.labels"
MARK = '"app.kubernetes.io/part-of"'
OTHER = f"!has(variables.pod.metadata) || !has({LABELS}) || !({MARK} in {LABELS})"
ACCOUNT = "variables.pod.spec.serviceAccountName"
REFUSED = (
    f'!({NAMED}) || !(variables.meant.metadata.name in ["vault-installer", "installer-inputs", "kafka-access"])',
    f'{NAMED} || !has({ACCOUNT}) || {ACCOUNT} != "vault-installer"',
    f'{NAMED} || {OTHER} || {LABELS}[{MARK}] != "vault-installer"',
)
"""What Git may neither bring nor take away, in the words of the API server (CEL); a word less would let it."""


def _release(estate: Estate, name: str) -> Json:
    return estate.resources(TM, "helm_release")[f"cicd_{name}"]


def _values(estate: Estate) -> Json:
    return values_of(_release(estate, "argocd"))


def _objects(estate: Estate, chart: str, kind: str) -> dict[tuple[str, str], Json]:
    return {
        (each["metadata"]["namespace"], each["metadata"]["name"]): each
        for each in objects_of(_release(estate, chart))
        if each["kind"] == kind
    }


def test_devops_administer_sres_look_and_nobody_else_may_anything(estate: Estate) -> None:
    """PE-1, PE-2; 3.1 and 4.1 lead the other two personas elsewhere."""
    told = _values(estate)["configs"]
    groups = estate.environment.oidc.groups
    assert told["rbac"]["policy.default"] == ""
    assert told["rbac"]["policy.csv"].splitlines() == [
        f"g, {groups.devops}, role:admin",
        f"g, {groups.sre}, role:readonly",
    ]
    only_known(told["rbac"], {"policy.default", "policy.csv", "scopes"}, TM)
    assert told["rbac"]["scopes"] == "[groups]"
    assert told["cm"]["admin.enabled"] is False
    assert told["cm"]["exec.enabled"] is False
    known = {"admin.enabled", "exec.enabled", "application.resourceTrackingMethod"}
    only_known(told["cm"], known | {"oidc.config", "resource.respectRBAC"}, TM)
    assert told["params"]["server.insecure"] is False
    only_known(told["params"], {"server.insecure", "applicationsetcontroller.policy"}, TM)


def test_people_come_by_the_companys_provider_whose_secret_is_not_here(estate: Estate) -> None:
    """6.1; the secret is filled by hand in Secrets Manager, and comes through External Secrets."""
    told = json.loads(_values(estate)["configs"]["cm"]["oidc.config"])
    oidc = estate.environment.oidc
    assert (told["issuer"], told["clientID"]) == (oidc.issuer, oidc.argo_cd_client)
    assert "groups" in told["requestedScopes"]
    name, _, key = told["clientSecret"].removeprefix("$").partition(":")
    assert told["clientSecret"].startswith("$"), "a secret stands in the values"
    asked = _objects(estate, "argocd-secrets", "ExternalSecret")["argocd", name]["spec"]
    assert asked["target"]["template"]["metadata"]["labels"] == {"app.kubernetes.io/part-of": "argocd"}
    assert [each["secretKey"] for each in asked["data"]] == [key]
    assert _values(estate)["dex"] == {"enabled": False}


def test_the_repository_opens_with_credentials_from_secrets_manager(estate: Estate) -> None:
    """6.4 git; the label is what Argo CD finds them by."""
    git = estate.environment.git
    [asked] = [
        each["spec"]
        for each in _objects(estate, "argocd-secrets", "ExternalSecret").values()
        if "argocd.argoproj.io/secret-type" in each["spec"]["target"]["template"]["metadata"]["labels"]
    ]
    template = asked["target"]["template"]
    assert template["metadata"]["labels"] == {"argocd.argoproj.io/secret-type": "repo-creds"}
    assert template["data"] == {"type": "git", "url": git.repository}
    assert {each["secretKey"] for each in asked["data"]} == {"username", "password"}
    assert git.repository.startswith("https://git.gft.com/")
    assert "repositories" not in _values(estate)["configs"]
    assert "credentialTemplates" not in _values(estate)["configs"]


def test_secrets_of_argo_cd_are_read_in_the_role_of_its_store_alone(estate: Estate) -> None:
    made = {name: each["name"] for name, each in estate.resources(TM, "aws_secretsmanager_secret").items()}
    held = {
        remote["remoteRef"]["key"]
        for each in _objects(estate, "argocd-secrets", "ExternalSecret").values()
        for remote in each["spec"]["data"]
    }
    assert held == set(made.values())
    assert all(name.startswith(f"{estate.environment.name}/tm-argocd/") for name in held)
    for each in _objects(estate, "argocd-secrets", "ExternalSecret").values():
        assert each["spec"]["secretStoreRef"] == {"kind": "SecretStore", "name": "platform"}
    policies = estate.resources(TM, "aws_secretsmanager_secret_policy").values()
    assert {estate.target(TM, each["secret_arn"]).name for each in policies} == set(made)
    for each in policies:
        document = estate.stacks[TM]["data"]["aws_iam_policy_document"]
        [statement] = document[estate.target(TM, each["policy"]).name]["statement"]
        assert (statement["effect"], statement["actions"]) == ("Deny", ["secretsmanager:GetSecretValue"])
        assert statement["principals"] == [{"type": "*", "identifiers": ["*"]}]
        reader = f"arn:aws:iam::{estate.environment.accounts.tm}:role/{estate.environment.name}-tm-vault-store-argocd"
        assert only(statement["condition"]) == {
            "test": "ArnNotLike",
            "variable": "aws:PrincipalArn",
            "values": [reader],
        }


def test_argo_cd_survives_the_loss_of_a_zone(estate: Estate) -> None:
    """K21; chart README, high availability."""
    told = _values(estate)
    assert told["controller"]["replicas"] == 1  # it has one cluster; a second one would have nothing to do
    assert told["controller"]["pdb"] == {"enabled": True, "maxUnavailable": 1}, "a node could not be drained"
    for part in ("server", "repoServer", "applicationSet"):
        least = (
            told[part]["autoscaling"]["minReplicas"] if part != "applicationSet" else told[part]["replicas"]
        )
        assert told[part]["pdb"]["enabled"] is True, part
        assert 1 <= told[part]["pdb"]["minAvailable"] < least, part
        [spread] = told[part]["topologySpreadConstraints"]
        assert (spread["topologyKey"], spread["maxSkew"]) == ("topology.kubernetes.io/zone", 1), part
        assert spread["labelSelector"]["matchLabels"]["app.kubernetes.io/name"] in KINDS, part
    redis = told["redis-ha"]
    assert redis["enabled"] is redis["haproxy"]["enabled"] is redis["auth"] is True
    for part in (redis, redis["haproxy"]):
        assert part["hardAntiAffinity"] is True
        assert part["replicas"] == 3
        assert part["podDisruptionBudget"] == {"minAvailable": 2}
    for path in (
        "controller",
        "server",
        "repoServer",
        "applicationSet",
        "redisSecretInit",
        "redis-ha.haproxy",
    ):
        assert values_at(told, path)["resources"].keys() == {"requests", "limits"}, path


def test_network_policies_of_argo_cd_are_ours_and_leave_no_pod_out(estate: Estate) -> None:
    """K12: with redis-ha the chart has no policy for Redis and its proxy; so none is the chart's."""
    told = _values(estate)
    assert told["global"]["networkPolicy"] == {"create": False, "defaultDenyIngress": False}
    assert (
        told["redis-ha"]["networkPolicy"]
        == told["redis-ha"]["haproxy"]["networkPolicy"]
        == {"enabled": False}
    )
    for path in OFF:
        assert values_at(told, path)["enabled"] is False, path
    assert "commitServer" not in told
    for kind, ports in KINDS.items():
        rows = [each for each in PODS if each.namespace == "argocd" and kind in dict(each.labels).values()]
        assert {int(port) for row in rows for port in row.ports} == ports, kind
        opened = {
            int(port)
            for flow in estate.environment.flows
            if isinstance(flow.over, InMesh) and flow.listener in {row.party for row in rows}
            for port in flow.over.ports
        }
        assert ports & {6379, 8081, 26379} <= opened, kind


def test_images_of_argo_cd_come_from_our_registry(estate: Estate) -> None:
    """K18, P33: also those that hide in subcharts, hooks and tests."""
    told = _values(estate)
    environment = estate.environment
    registry = f"{environment.accounts.shared}.dkr.ecr.{environment.region}.amazonaws.com"
    for path, image in IMAGES:
        assert values_at(told, path)["repository"] == f"{registry}/{image}", path
    assert images_outside(told, registry) == []


def test_argo_cd_holds_workloads_of_its_projects_and_nothing_else(estate: Estate) -> None:
    """CX-17, twice: Argo CD refuses what is in no project, and Kubernetes refuses what is in no role."""
    told = _values(estate)
    assert told["createClusterRoles"] is told["createAggregateRoles"] is False
    cluster = told["configs"]["clusterCredentials"]
    assert set(cluster) == {"in-cluster"}
    assert cluster["in-cluster"]["clusterResources"] is False
    assert set(cluster["in-cluster"]["namespaces"].split(",")) == set(PROJECTS.values())
    assert cluster["in-cluster"]["config"] == {"tlsClientConfig": {"insecure": False}}
    projects = _objects(estate, "argocd-bootstrap", "AppProject")
    assert {name for _, name in projects} == set(PROJECTS)
    for (namespace, name), each in projects.items():
        spec = each["spec"]
        assert namespace == "argocd"
        only_known(
            spec,
            {
                "clusterResourceWhitelist",
                "description",
                "destinations",
                "namespaceResourceWhitelist",
                "sourceNamespaces",
                "sourceRepos",
            },
            name,
        )
        inside = {"server": "https://kubernetes.default.svc", "namespace": PROJECTS[name]}
        assert spec["destinations"] == [inside], name
        assert spec["sourceRepos"] == [estate.environment.git.repository], name
        assert spec["sourceNamespaces"] == ["argocd"], name
        assert spec["clusterResourceWhitelist"] == [], name
        held = {(row["group"], row["kind"]) for row in spec["namespaceResourceWhitelist"]}
        assert held == {(group, kind) for group, kinds in WORKLOADS.items() for kind in kinds.split()}, name


def test_kubernetes_gives_argo_cd_no_more_than_its_projects(estate: Estate) -> None:
    words = {(group, kind.lower() + "s") for group, kinds in WORKLOADS.items() for kind in kinds.split()}
    roles = _objects(estate, "argocd-bootstrap", "Role")
    accounts = ("argocd-application-controller", "argocd-server")
    assert set(roles) == {(namespace, name) for namespace in PROJECTS.values() for name in accounts}
    for (_, account), role in roles.items():
        for rule in role["rules"]:
            only_known(rule, {"apiGroups", "resources", "verbs"}, account)
            changed = set(rule["verbs"]) - {"get", "list", "watch"}
            meant = {(only(rule["apiGroups"]), each) for each in rule["resources"]}
            assert "*" not in rule["verbs"], account
            assert meant <= words | LOOKED_AT, account
            assert not changed or (account == accounts[0] and meant <= words), account
    bindings = _objects(estate, "argocd-bootstrap", "RoleBinding")
    assert set(bindings) == set(roles)
    for (_, account), each in bindings.items():
        subject = {"kind": "ServiceAccount", "name": account, "namespace": "argocd"}
        assert each["subjects"] == [subject], account
        assert (each["roleRef"]["kind"], each["roleRef"]["name"]) == ("Role", account), account
    told = {each["kind"] for each in objects_of(_release(estate, "argocd-bootstrap"))}
    assert told == {"AppProject", "ApplicationSet", "Role", "RoleBinding"}


def test_git_chooses_neither_project_nor_namespace(estate: Estate) -> None:
    """Who may write to the repository gets no further than the folder says, and an empty folder deletes nothing."""
    [(_, root)] = _objects(estate, "argocd-bootstrap", "ApplicationSet").items()
    spec, git = root["spec"], estate.environment.git
    assert spec["goTemplate"] is True
    assert spec["goTemplateOptions"] == ["missingkey=error"]
    assert spec["syncPolicy"] == {"preserveResourcesOnDeletion": True}
    assert _values(estate)["configs"]["params"]["applicationsetcontroller.policy"] == "create-update"
    made = spec["template"]["spec"]
    assert made["project"] == "{{ .values.project }}"
    assert made["destination"]["namespace"] == "{{ .values.namespace }}"
    assert made["destination"]["server"] == "https://kubernetes.default.svc"
    assert "CreateNamespace=false" in made["syncPolicy"]["syncOptions"]
    found = {}
    for generator in spec["generators"]:
        only_known(generator, {"git"}, TM)
        from_git = generator["git"]
        assert from_git["repoURL"] == made["source"]["repoURL"] == git.repository
        assert from_git["revision"] == made["source"]["targetRevision"] == git.revision
        [folder] = from_git["directories"]
        assert re.fullmatch(rf"{git.folder}/({'|'.join(PROJECTS)})/\*", folder["path"])
        assert folder["path"].split("/")[-2] == from_git["values"]["project"]
        found[from_git["values"]["project"]] = from_git["values"]["namespace"]
    assert found == PROJECTS


def test_what_comes_from_git_is_never_the_installer(estate: Estate) -> None:
    """CX-17, 8.3: the role in AWS and the network know the installer by names that a workload could take."""
    [policy] = _cluster(estate, "ValidatingAdmissionPolicy")
    [binding] = _cluster(estate, "ValidatingAdmissionPolicyBinding")
    spec, name = policy["spec"], policy["metadata"]["name"]
    assert binding["spec"] == {"policyName": name, "validationActions": ["Deny"]}
    assert spec["failurePolicy"] == "Fail"
    constraints = spec["matchConstraints"]
    assert constraints["namespaceSelector"] == {"matchLabels": {"kubernetes.io/metadata.name": "tm-system"}}
    assert {only(rule["apiGroups"]): set(rule["resources"]) for rule in constraints["resourceRules"]} == {
        "": {"configmaps", "serviceaccounts"},
        "apps": {"deployments", "statefulsets"},
        "batch": {"cronjobs", "jobs"},
    }
    assert all(
        set(rule["operations"]) == {"CREATE", "DELETE", "UPDATE"} for rule in constraints["resourceRules"]
    )
    who = "system:serviceaccount:argocd:argocd-application-controller"
    asked = only(spec["matchConditions"])["expression"]
    assert asked == f'request.userInfo.username == "{who}"'
    assert spec["variables"] == [{"name": "meant", "expression": MEANT}, {"name": "pod", "expression": POD}]
    assert tuple(each["expression"] for each in spec["validations"]) == REFUSED
    assert all(each["message"] for each in spec["validations"])
    assert all(rule["apiVersions"] == ["*"] for rule in constraints["resourceRules"])
    assert "helm_release.cicd_argocd-guard" in str(_release(estate, "argocd")["depends_on"])


def _cluster(estate: Estate, kind: str) -> list[Json]:
    return [each for each in objects_of(_release(estate, "argocd-guard")) if each["kind"] == kind]
