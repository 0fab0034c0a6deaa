"""What watches: encrypted history, exact rights, people by group, alerts that reach a team (K10, K11, K18, K21, P33).

Inventory: CO-05, CL-04…CL-06, TD-3.
"""

import json
import re

import pytest

from tests.policy.charts import images_outside, objects_of, values_at, values_of
from tests.policy.facts import Estate, Json, only, only_known

pytestmark = pytest.mark.policy

TM = "tm-observability"

ROLES = {
    "metrics": ("prometheus", "s3", {"s3:GetObject", "s3:ListBucket", "s3:PutObject"}),
    "metrics-store": ("storegateway", "s3", {"s3:GetObject", "s3:ListBucket"}),
    "metrics-compactor": (
        "compactor",
        "s3",
        {"s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"},
    ),
    "cloud-metrics": (
        "cloudwatch-exporter",
        "",
        {"cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "sts:GetCallerIdentity"},
    ),
    "alerts": ("alertmanager", "sns", {"sns:Publish"}),
}
"""Service account, the service through which it uses the key, and what it may do (arrow 7.2)."""

IMAGES = {
    "tm-monitoring": {
        "alertmanager.alertmanagerSpec": "quay",
        "prometheus.prometheusSpec": "quay",
        "prometheusOperator": "quay",
        "prometheusOperator.prometheusConfigReloader": "quay",
        "grafana": "dockerhub",
        "grafana.sidecar": "quay",
        "grafana.testFramework": "dockerhub",
        "grafana.initChownData": "dockerhub",
        "grafana.imageRenderer": "dockerhub",
        "kube-state-metrics": "k8s",
        "prometheus-node-exporter": "quay",
    },
    "thanos": {"global": "quay"},
    "cloudwatch-exporter": {"": "quay"},
}
"""Every image of the charts with these values, and the cache it comes through; two more stand below other keys."""

SINGLE = ("thanosRuler", "kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy")


def _values(estate: Estate, name: str) -> Json:
    return values_of(estate.resources(TM, "helm_release")[f"observability_{name}"])


def _objects(estate: Estate, chart: str, kind: str) -> list[Json]:
    made = objects_of(estate.resources(TM, "helm_release")[f"observability_{chart}"])
    return [each for each in made if each["kind"] == kind]


def _statements(estate: Estate, reference: str) -> list[Json]:
    found: list[Json] = estate.stacks[TM]["data"]["aws_iam_policy_document"][
        estate.target(TM, reference).name
    ]["statement"]
    return found


def test_who_watches_may_do_what_its_row_says(estate: Estate) -> None:
    """7.2: upload, history, compaction, cloud-metrics, alarms; each on its own things."""
    environment = estate.environment
    cluster = f"{environment.name}-tm-vault"
    roles = estate.resources(TM, "aws_iam_role")
    assert {each["name"] for each in roles.values()} == {f"{cluster}-{key}" for key in ROLES}
    policies = {
        estate.at(estate.target(TM, each["role"]))["name"]: _statements(estate, each["policy"])
        for each in estate.resources(TM, "aws_iam_role_policy").values()
    }
    for key, (_, service, actions) in ROLES.items():
        statements = policies[f"{cluster}-{key}"]
        held = {action for each in statements for action in each["actions"]}
        assert held - {"kms:Decrypt", "kms:GenerateDataKey"} == actions, key
        for each in statements:
            only_known(each, {"actions", "condition", "effect", "resources", "sid"}, key)
            _on_its_own(estate, each, service, key)
    made = estate.resources(TM, "aws_eks_pod_identity_association").values()
    assert {(each["namespace"], each["service_account"]) for each in made} == {
        ("tm-monitoring", account) for account, _, _ in ROLES.values()
    }


def _on_its_own(estate: Estate, statement: Json, service: str, key: str) -> None:
    environment = estate.environment
    bucket = f"arn:aws:s3:::{environment.name}-tm-metrics-{environment.accounts.tm}"
    topic = f"arn:aws:sns:{environment.region}:{environment.accounts.tm}:{environment.name}-alerts-"
    [kind] = {action.partition(":")[0] for action in statement["actions"]} - {"sts"}
    resources = statement["resources"]
    if kind == "kms":
        assert estate.target(TM, only(resources)).name == "keys_observability", key
        through = {"StringEquals": [f"{service}.{environment.region}.amazonaws.com"]}
        assert {row["test"]: row["values"] for row in statement["condition"]} == through, key
    elif kind == "s3":
        assert set(resources) in ({bucket}, {f"{bucket}/*"}), key
    elif kind == "sns":
        assert {name.removeprefix(topic) for name in resources} == set(environment.teams), key
    else:
        assert kind == "cloudwatch", key


def test_pods_have_the_accounts_that_their_roles_are_for(estate: Estate) -> None:
    """K17."""
    stack, thanos = _values(estate, "tm-monitoring"), _values(estate, "thanos")
    assert thanos["global"]["serviceAccount"] == {"create": True, "perComponent": True}
    told = {
        stack["prometheus"]["serviceAccount"]["name"],
        stack["alertmanager"]["serviceAccount"]["name"],
        thanos["storegateway"]["serviceAccount"]["name"],
        thanos["compactor"]["serviceAccount"]["name"],
        _values(estate, "cloudwatch-exporter")["serviceAccount"]["name"],
    }
    assert told == {account for account, _, _ in ROLES.values()}


def test_history_lies_in_a_bucket_with_a_key_of_its_own(estate: Estate) -> None:
    """CO-09; §7: the compactor alone decides what is deleted."""
    [bucket] = estate.resources(TM, "aws_s3_bucket").values()
    assert bucket["bucket"] == f"{estate.environment.name}-tm-metrics-{estate.environment.accounts.tm}"
    [encryption] = estate.resources(TM, "aws_s3_bucket_server_side_encryption_configuration").values()
    default = only(encryption["rule"])["apply_server_side_encryption_by_default"]
    assert estate.target(TM, default["kms_master_key_id"]).name == "keys_observability"
    [lifecycle] = estate.resources(TM, "aws_s3_bucket_lifecycle_configuration").values()
    rule = only(lifecycle["rule"])
    assert "expiration" not in rule
    assert only(rule["abort_incomplete_multipart_upload"])["days_after_initiation"] == 7
    assert 1 <= only(rule["noncurrent_version_expiration"])["noncurrent_days"] <= 30


def test_thanos_is_told_where_blocks_lie_and_given_no_key(estate: Estate) -> None:
    """K10: the identity of the pod opens the bucket."""
    thanos = _values(estate, "thanos")
    store = thanos["global"]["objstore"]
    # The chart makes the secret only where both are on (templates/bucket/secret-objstore.yaml).
    assert store["createSecret"] is thanos["bucket"]["enabled"] is True
    config = json.loads(store["config"])
    spec = _values(estate, "tm-monitoring")["prometheus"]["prometheusSpec"]["thanos"]
    assert spec["objectStorageConfig"] == {"secret": config}
    assert config["type"] == "S3"
    only_known(config["config"], {"bucket", "endpoint", "region"}, "objstore")
    assert estate.target(TM, config["config"]["bucket"]).kind == "aws_s3_bucket_policy"
    region = estate.environment.region
    assert (config["config"]["endpoint"], config["config"]["region"]) == (
        f"s3.{region}.amazonaws.com",
        region,
    )


def test_thanos_stands_beside_prometheus_and_compacts_once(estate: Estate) -> None:
    """K11."""
    thanos, spec = (
        _values(estate, "thanos"),
        _values(estate, "tm-monitoring")["prometheus"]["prometheusSpec"],
    )
    assert thanos["receive"] == thanos["ruler"] == {"enabled": False}
    assert thanos["compactor"]["replicaCount"] == 1
    assert thanos["compactor"]["vpa"] == {"enabled": False}
    assert set(thanos["compactor"]["retention"]) == {"resolutionRaw", "resolution5m", "resolution1h"}
    assert thanos["query"]["replicaLabels"] == [spec["replicaExternalLabelName"]]
    assert spec["disableCompaction"] is True
    assert spec["enableRemoteWriteReceiver"] is False
    assert thanos["queryFrontend"]["enabled"] is True
    assert thanos["global"]["networkPolicies"] is False


def test_monitors_of_others_read_no_file_and_speak_for_themselves(estate: Estate) -> None:
    """K11: Argo CD brings monitors from Git; one must not have Prometheus send its own token away."""
    spec = _values(estate, "tm-monitoring")["prometheus"]["prometheusSpec"]
    assert spec["arbitraryFSAccessThroughSMs"] == {"deny": True}
    assert spec["enforcedNamespaceLabel"] == "namespace"
    assert {each["namespace"] for each in spec["excludedFromEnforcement"]} == {"tm-monitoring"}
    assert {each["resource"] for each in spec["excludedFromEnforcement"]} == {
        "podmonitors",
        "prometheusrules",
        "scrapeconfigs",
        "servicemonitors",
    }


def test_what_watches_survives_the_loss_of_a_zone(estate: Estate) -> None:
    """K21."""
    stack, thanos = _values(estate, "tm-monitoring"), _values(estate, "thanos")
    found = {
        "prometheus": (stack["prometheus"]["prometheusSpec"], stack["prometheus"]["podDisruptionBudget"]),
        "alertmanager": (
            stack["alertmanager"]["alertmanagerSpec"],
            stack["alertmanager"]["podDisruptionBudget"],
        ),
        **{part: (thanos[part], thanos[part]["pdb"]) for part in ("query", "queryFrontend", "storegateway")},
    }
    for part, (told, budget) in found.items():
        replicas = told["replicas"] if "replicas" in told else told["replicaCount"]
        assert budget["enabled"] is True, part
        assert 1 <= budget["minAvailable"] < replicas, part
        [spread] = told["topologySpreadConstraints"]
        assert spread["topologyKey"] == "topology.kubernetes.io/zone", part
        assert told["resources"].keys() == {"requests", "limits"}, part
    for secured in (stack["prometheus"]["prometheusSpec"], stack["alertmanager"]["alertmanagerSpec"]):
        assert secured["securityContext"]["runAsNonRoot"] is True
        assert secured["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert thanos["global"]["podSecurityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}


def test_images_of_what_watches_come_from_our_registry(estate: Estate) -> None:
    """K18, P33: also those that hide in arguments of the operator, in tests and in parts that are off."""
    environment = estate.environment
    registry = f"{environment.accounts.shared}.dkr.ecr.{environment.region}.amazonaws.com"
    for release, images in IMAGES.items():
        told = _values(estate, release)
        for path, upstream in images.items():
            here = values_at(told, path) if path else told
            assert here["image"] == {"registry": f"{registry}/{upstream}"}, f"{release} {path}"
        assert images_outside(told, registry) == [], release
    stack = _values(estate, "tm-monitoring")
    assert stack["prometheusOperator"]["thanosImage"] == {"registry": f"{registry}/quay"}
    assert stack["grafana"]["downloadDashboardsImage"] == {"registry": f"{registry}/dockerhub"}
    webhooks = stack["prometheusOperator"]["admissionWebhooks"]
    assert webhooks["patch"] == webhooks["deployment"] == {"enabled": False}
    # Without the job no certificate is there when the rules of the same release come.
    assert webhooks["failurePolicy"] == "IgnoreOnInstallOnly"
    assert stack["crds"]["upgradeJob"] == {"enabled": False}
    assert all(stack[each] == {"enabled": False} for each in SINGLE)
    assert _values(estate, "thanos")["bucket"]["bucketweb"] == {"enabled": False}
    assert _values(estate, "cloudwatch-exporter")["testConnection"] is False


def test_people_see_what_their_group_may_and_no_secret_is_here(estate: Estate) -> None:
    """PE-1, PE-2; 7.1: the client secret and the administrator's password come through External Secrets."""
    told = _values(estate, "tm-monitoring")["grafana"]
    oidc, settings = estate.environment.oidc, told["grafana.ini"]
    sign_in = settings["auth.generic_oauth"]
    devops, sre = oidc.groups.devops, oidc.groups.sre
    rule = f"contains(groups[*], '{devops}') && 'Admin' || contains(groups[*], '{sre}') && 'Editor'"
    assert sign_in["role_attribute_path"] == rule
    assert sign_in["role_attribute_strict"] is True
    assert sign_in["allow_assign_grafana_admin"] is False
    assert (sign_in["client_id"], sign_in["token_url"]) == (oidc.grafana_client, oidc.token)
    found = re.fullmatch(r"\$__env\{(\w+)\}", sign_in["client_secret"])
    assert found, "a secret stands in the values"
    reference = told["envValueFrom"][found[1]]["secretKeyRef"]
    asked = {
        each["metadata"]["name"]: each["spec"]
        for each in _objects(estate, "monitoring-secrets", "ExternalSecret")
    }
    admin = told["admin"]
    assert {name: {row["secretKey"] for row in spec["data"]} for name, spec in asked.items()} == {
        reference["name"]: {reference["key"]},
        admin["existingSecret"]: {admin["userKey"], admin["passwordKey"]},
    }
    assert settings["auth"] == {"disable_login_form": True}
    assert settings["auth.anonymous"] == {"enabled": False}
    assert settings["users"]["allow_sign_up"] is False
    assert "adminPassword" not in told
    prefix = f"{estate.environment.name}/tm-monitoring/"
    held = {each["name"] for each in estate.resources(TM, "aws_secretsmanager_secret").values()}
    keys = {row["remoteRef"]["key"] for spec in asked.values() for row in spec["data"]}
    assert keys == held
    assert all(name.startswith(prefix) for name in held)


def test_alerts_reach_the_topic_of_their_team(estate: Estate) -> None:
    config = _values(estate, "tm-monitoring")["alertmanager"]["config"]
    teams, owner = set(estate.environment.teams), estate.environment.owner
    receivers = {each["name"]: each for each in config["receivers"]}
    assert set(receivers) == teams | {"nowhere"}
    assert config["route"]["receiver"] == owner
    routed = {each["receiver"]: each["matchers"] for each in config["route"]["routes"]}
    assert routed.pop("nowhere") == ['alertname =~ "InfoInhibitor|Watchdog"']
    assert routed == {team: [f'team = "{team}"'] for team in teams - {owner}}
    for team in teams:
        [topic] = receivers[team]["sns_configs"]
        only_known(topic, {"topic_arn", "sigv4", "send_resolved"}, team)
        only_known(topic["sigv4"], {"region"}, team)
        assert estate.at(estate.target(TM, topic["topic_arn"]))["tags"]["Team"] == team


def test_topics_are_encrypted_and_only_alertmanager_publishes(estate: Estate) -> None:
    topics = estate.resources(TM, "aws_sns_topic")
    for name, topic in topics.items():
        assert estate.target(TM, topic["kms_master_key_id"]).name == "keys_observability", name
    policies = estate.resources(TM, "aws_sns_topic_policy").values()
    assert {estate.target(TM, each["arn"]).name for each in policies} == set(topics)
    publisher = (
        f"arn:aws:iam::{estate.environment.accounts.tm}:role/{estate.environment.name}-tm-vault-alerts"
    )
    for each in policies:
        statements = _statements(estate, each["policy"])
        told = {only(row["condition"])["variable"]: row for row in statements}
        assert set(told) == {"aws:SecureTransport", "aws:PrincipalArn"}
        assert only(told["aws:PrincipalArn"]["condition"])["values"] == [publisher]
        assert all(row["effect"] == "Deny" and row["actions"] == ["sns:Publish"] for row in statements)
        assert all(row["principals"] == [{"type": "*", "identifiers": ["*"]}] for row in statements)
