"""Weakened watching."""

import json
from collections.abc import Callable
from typing import Any

from modules.model.exporters import SERVICES
from tests.mutants.change import Mutant, Stacks, block, drop, put
from tests.mutants.cicd import valued
from tests.mutants.values import thing as objects
from tests.policy import test_observability as watching
from tests.policy import test_signals as signals

TM = "tm-observability"
DOCUMENTS = ("data", "aws_iam_policy_document")
TOPIC, TOPIC_POLICY = "aws_sns_topic", "aws_sns_topic_policy"
ASSOCIATION = "aws_eks_pod_identity_association"
LIFECYCLE = ("resource", "aws_s3_bucket_lifecycle_configuration", "observability_metrics_lifecycle")
ENCRYPTION = (
    "resource",
    "aws_s3_bucket_server_side_encryption_configuration",
    "observability_metrics_encryption",
)
NOTICE = (*DOCUMENTS, "observability_topics_banklitex-policy-document", "statement")


def stack(*path: str | int, to: object) -> Callable[[Stacks], None]:
    return valued(TM, "observability_tm-monitoring", path, to)


def thanos(*path: str | int, to: object) -> Callable[[Stacks], None]:
    return valued(TM, "observability_thanos", path, to)


def cloud(*path: str | int, to: object) -> Callable[[Stacks], None]:
    return valued(TM, "observability_cloudwatch-exporter", path, to)


def shown(kind: str, name: str, path: tuple[str | int, ...], value: object) -> Callable[[Stacks], None]:
    """Set a value inside an object of the chart golden-signals; without a value the object goes."""

    def change(stacks: Stacks) -> None:
        made = stacks[TM]["resource"]["helm_release"]["observability_golden-signals"]
        masked = made["values"][0].replace('split(":"', "split(':'").replace('split(","', "split(','")
        told: Any = json.loads(masked)
        here: Any = next(e for e in told["objects"] if (e["kind"], e["metadata"]["name"]) == (kind, name))
        if not path:
            told["objects"].remove(here)
        for key in path[:-1]:
            here = here[key]
        if path:
            here[path[-1]] = value
        made["values"] = [json.dumps(told)]

    return change


RIGHTS = watching.test_who_watches_may_do_what_its_row_says
ACCOUNTS = watching.test_pods_have_the_accounts_that_their_roles_are_for
BUCKET = watching.test_history_lies_in_a_bucket_with_a_key_of_its_own
BLOCKS = watching.test_thanos_is_told_where_blocks_lie_and_given_no_key
OTHERS = watching.test_monitors_of_others_read_no_file_and_speak_for_themselves
ONCE = watching.test_thanos_stands_beside_prometheus_and_compacts_once
STANDS = watching.test_what_watches_survives_the_loss_of_a_zone
IMAGES = watching.test_images_of_what_watches_come_from_our_registry
PEOPLE = watching.test_people_see_what_their_group_may_and_no_secret_is_here
ROUTES = watching.test_alerts_reach_the_topic_of_their_team
TOPICS = watching.test_topics_are_encrypted_and_only_alertmanager_publishes
DASHBOARDS = signals.test_every_area_has_a_dashboard_that_grafana_finds
ALERTS = signals.test_every_alert_says_who_acts_and_what_is_wrong
ASKED = signals.test_prometheus_asks_who_has_something_to_say
BROKERS = signals.test_prometheus_asks_every_broker_of_kafka
SAID = signals.test_what_is_looked_at_is_said_by_somebody_in_the_same_cluster
KNOWN = signals.test_every_pod_that_watches_is_known_to_the_flows

GRAFANA = ("grafana", "grafana.ini")
OAUTH = (*GRAFANA, "auth.generic_oauth")
RULE = ("spec", "groups", 0, "rules", 0)

OTHER_STATISTIC = {
    "apiVersion": "v1alpha1",
    "customNamespace": [
        {"namespace": namespace, "metrics": [{"name": each, "statistics": ["Minimum"]} for each in metrics]}
        for _, namespace, _, metrics in SERVICES
    ],
}

OBSERVABILITY = (
    Mutant("Prometheus deletes history", block(TM, (*DOCUMENTS, "identities_metrics-policy", "statement", 0, "actions"), ["s3:DeleteObject"]), RIGHTS),
    Mutant("the store reads every bucket", block(TM, (*DOCUMENTS, "identities_metrics-store-policy", "statement", 0, "resources"), ["arn:aws:s3:::*"]), RIGHTS),
    Mutant("the key is used by hand", block(TM, (*DOCUMENTS, "identities_metrics-policy", "statement", 1, "condition"), []), RIGHTS),
    Mutant("a role for any pod that watches", put(TM, ASSOCIATION, "identities_alerts-identity", service_account="default"), RIGHTS),
    Mutant("Prometheus with an account of no role", stack("prometheus", "serviceAccount", "name", to="default"), ACCOUNTS),
    Mutant("one account for all of Thanos", thanos("global", "serviceAccount", "perComponent", to=False), ACCOUNTS),
    Mutant("metrics expire in the bucket", block(TM, (*LIFECYCLE, "rule", 0, "expiration"), [{"days": 30}]), BUCKET),
    Mutant("metrics with the key of secrets", block(TM, (*ENCRYPTION, "rule", 0, "apply_server_side_encryption_by_default", "kms_master_key_id"), "${var.tm_keys_key_arns_secrets}"), BUCKET),
    Mutant("parts of broken uploads stay", block(TM, (*LIFECYCLE, "rule", 0, "abort_incomplete_multipart_upload"), [{"days_after_initiation": 365}]), BUCKET),
    Mutant("Thanos takes the node's rights", stack("prometheus", "prometheusSpec", "thanos", "objectStorageConfig", to={"secret": {"type": "S3", "config": {"aws_sdk_auth": True}}}), BLOCKS),
    Mutant("an access key for Thanos", thanos("global", "objstore", "config", to='{"type": "S3", "config": {"access_key": "a"}}'), BLOCKS),
    Mutant("Thanos receives", thanos("receive", "enabled", to=True), ONCE),
    Mutant("two compactors", thanos("compactor", "replicaCount", to=2), ONCE),
    Mutant("Prometheus compacts too", stack("prometheus", "prometheusSpec", "disableCompaction", to=False), ONCE),
    Mutant("one Prometheus seen as two", thanos("query", "replicaLabels", to=["replica"]), ONCE),
    Mutant("no Prometheus may go", stack("prometheus", "podDisruptionBudget", "minAvailable", to=2), STANDS),
    Mutant("one store", thanos("storegateway", "replicaCount", to=1), STANDS),
    Mutant("Thanos without a filter of system calls", thanos("global", "podSecurityContext", "seccompProfile", to={}), STANDS),
    Mutant("the reloader from its own registry", stack("prometheusOperator", "prometheusConfigReloader", to={}), IMAGES),
    Mutant("Grafana's sidecar from its own registry", stack("grafana", "sidecar", "image", "registry", to="quay.io"), IMAGES),
    Mutant("a job that makes certificates", stack("prometheusOperator", "admissionWebhooks", "patch", "enabled", to=True), IMAGES),
    Mutant("a connection test from Docker Hub", cloud("testConnection", to=True), IMAGES),
    Mutant("everybody sees everything", stack(*GRAFANA, "auth.anonymous", "enabled", to=True), PEOPLE),
    Mutant("SREs administer Grafana", stack(*OAUTH, "role_attribute_path", to="'Admin'"), PEOPLE),
    Mutant("a password that Grafana does not find", objects(TM, "observability_monitoring-secrets", "ExternalSecret", "grafana-admin", ("spec", "data", 1, "secretKey"), "word"), PEOPLE),
    Mutant("people of no group", stack(*OAUTH, "role_attribute_strict", to=False), PEOPLE),
    Mutant("Grafana's client secret in the values", stack(*OAUTH, "client_secret", to="abc"), PEOPLE),
    Mutant("Grafana's password in the values", stack("grafana", "adminPassword", to="abc"), PEOPLE),
    Mutant("alerts of no team go nowhere", stack("alertmanager", "config", "route", "receiver", to="nowhere"), ROUTES),
    Mutant("a team that hears nothing", stack("alertmanager", "config", "route", "routes", 1, "receiver", to="nowhere"), ROUTES),
    Mutant("another team's topic", stack("alertmanager", "config", "receivers", 2, "sns_configs", 0, "topic_arn", to="${aws_sns_topic.observability_topics_pl-mobile-banking.arn}"), ROUTES),
    Mutant("alerts in the clear", put(TM, TOPIC, "observability_topics_banklitex", kms_master_key_id="${var.tm_keys_key_arns_secrets}"), TOPICS),
    Mutant("anybody publishes", drop(TM, TOPIC_POLICY, "observability_topics_banklitex-policy"), TOPICS),
    Mutant("any role publishes", block(TM, (*NOTICE, 1, "condition", 0, "values"), ["*"]), TOPICS),
    Mutant("a dashboard that Grafana does not find", shown("ConfigMap", "golden-aurora", ("metadata", "labels"), {}), DASHBOARDS),
    Mutant("nobody sees Kafka", shown("ConfigMap", "golden-kafka", (), None), DASHBOARDS),
    Mutant("an alert for nobody", shown("PrometheusRule", "golden-nodes", (*RULE, "labels", "team"), "nobody"), ALERTS),
    Mutant("an alert without words", shown("PrometheusRule", "golden-nodes", (*RULE, "annotations", "summary"), "bad"), ALERTS),
    Mutant("an alert that always fires", shown("PrometheusRule", "golden-argo", (*RULE, "expr"), "vector(1)"), ALERTS),
    Mutant("nobody asks the proxies", shown("PodMonitor", "proxies", (), None), ASKED),
    Mutant("proxies are found by a port that none declares", shown("PodMonitor", "proxies", ("spec", "podMetricsEndpoints", 0), {"portNumber": 15020, "path": "/stats/prometheus"}), ASKED),
    Mutant("proxies are asked at a port of the mesh", shown("PodMonitor", "proxies", ("spec", "podMetricsEndpoints", 0, "relabelings"), []), ASKED),
    Mutant("rules are refused until a certificate is there", stack("prometheusOperator", "admissionWebhooks", "failurePolicy", to="Fail"), IMAGES),
    Mutant("nobody makes the secret of Thanos", thanos("bucket", "enabled", to=False), BLOCKS),
    Mutant("Thanos shows its bucket to everybody", thanos("bucket", "bucketweb", "enabled", to=True), IMAGES),
    Mutant("monitors read Prometheus' files", stack("prometheus", "prometheusSpec", "arbitraryFSAccessThroughSMs", "deny", to=False), OTHERS),
    Mutant("monitors speak for other namespaces", stack("prometheus", "prometheusSpec", "excludedFromEnforcement", 0, "namespace", to="tm-system"), OTHERS),
    Mutant("one broker is asked", shown("ScrapeConfig", "kafka", ("spec", "staticConfigs", 0, "targets"), ["b-1.example.com:11001"]), BROKERS),
    Mutant("nobody asks the brokers' machines", shown("ScrapeConfig", "kafka-machines", (), None), BROKERS),
    Mutant("watching begins in another namespace", shown("PodMonitor", "istiod", ("metadata", "namespace"), "istio-system"), KNOWN),
    Mutant("watching begins nowhere", shown("PodMonitor", "istiod", ("metadata", "namespace"), ""), KNOWN),
    Mutant("an alert on a metric that nobody says", shown("PrometheusRule", "golden-kafka", ("spec", "groups", 0, "rules", 3, "expr"), "(max(aws_kafka_kafka_data_logs_disk_used_maximum)) > 85"), SAID),
    Mutant("an alert on no metric", shown("PrometheusRule", "golden-nodes", (*RULE, "expr"), "(vector(1)) > 0"), SAID),
    Mutant("CloudWatch is not asked for what an alert looks at", cloud("config", to='{"apiVersion": "v1alpha1", "customNamespace": []}'), SAID),
    Mutant("CloudWatch is asked for another statistic", cloud("config", to=json.dumps(OTHER_STATISTIC)), SAID),
    Mutant("nobody asks the exporter of CloudWatch", cloud("serviceMonitor", "enabled", to=False), SAID),
    Mutant("kubelets are not asked for containers", stack("kubelet", "serviceMonitor", "cAdvisor", to=False), SAID),
    Mutant("no exporter of the cluster's objects", stack("kubeStateMetrics", "enabled", to=False), SAID),
    Mutant("Alertmanager does not say how it is", stack("alertmanager", "serviceMonitor", "selfMonitor", to=False), SAID),
    Mutant("the pool's exporter is not installed", drop("tm-vault", "helm_release", "vault_pg-pool"), SAID),
    Mutant("external-secrets is in another cluster", put("tm-addons", "helm_release", "addons_external-secrets", name="secrets"), SAID),
    Mutant("brokers do not say how they are", block("tm-kafka", ("resource", "aws_msk_cluster", "kafka_cluster_brokers", "open_monitoring", "prometheus", "jmx_exporter", "enabled_in_broker"), False), SAID),
    Mutant("nobody is found for a monitor", shown("PodMonitor", "istiod", ("spec", "selector", "matchLabels", "app"), "pilot"), ASKED),
    Mutant("pods are asked where they say nothing", shown("PodMonitor", "certificates", ("spec", "podMetricsEndpoints", 0, "path"), "/"), ASKED),
)  # fmt: skip
