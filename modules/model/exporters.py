"""Which metrics there are, and who says each: an alert on any other would be silent for ever (7.2).

The names are those that the exporters' documents use. No exporter has run here: a name that is wrong in both
table and alert is found by the alert on silent targets alone, once the estate stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SERVICES = (
    (
        "database",
        "AWS/RDS",
        ("DBClusterIdentifier",),
        ("CPUUtilization", "CommitLatency", "DatabaseConnections", "Deadlocks", "FreeableMemory"),
    ),
    ("streams", "AWS/Kafka", ("Cluster Name",), ("ActiveControllerCount", "OfflinePartitionsCount")),
    ("brokers", "AWS/Kafka", ("Cluster Name", "Broker ID"), ("CpuUser", "KafkaDataLogsDiskUsed")),
    (
        "balancers",
        "AWS/ApplicationELB",
        ("LoadBalancer",),
        ("HTTPCode_ELB_5XX_Count", "RequestCount", "TargetResponseTime"),
    ),
    ("targets", "AWS/ApplicationELB", ("LoadBalancer", "TargetGroup"), ("UnHealthyHostCount",)),
)
"""Name, namespace of CloudWatch, exactly the dimensions that the metrics have, and the metrics."""

STATISTICS = ("Average", "Maximum", "Sum")

UPPER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
OTHER = re.compile(r"[^a-z0-9_]")

ASIDE = re.compile(
    r'"[^"]*"|\{[^}]*\}|\[[^\]]*\]|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)'
)
"""Parts of a query in which names of labels stand, not of metrics."""
NAMED = re.compile(r"(?<![\w.])([a-zA-Z_:][\w:]*)\b(?!\s*\()")
WORDS = frozenset(
    {"and", "bool", "by", "group_left", "group_right", "ignoring", "offset", "on", "or", "unless"}
)


@dataclass(frozen=True, slots=True)
class Exporter:
    """Somebody who says metrics, and how Prometheus comes to ask.

    `release` brings it, empty for the brokers that AWS runs. `monitor` is an object of the chart golden-signals;
    without one the release's own chart asks, as long as all `switches` among its values are on.
    """

    name: str
    release: str
    metrics: frozenset[str]
    monitor: str = ""
    switches: tuple[str, ...] = ()


def cloudwatch_name(namespace: str, metric: str, statistic: str) -> str:
    """What the exporter makes of a metric of CloudWatch; a metric that begins with its service loses that word."""
    service = _snake(namespace.lower())
    name = _snake(metric)
    for word in service.split("_"):
        name = name.removeprefix(word)
    return f"{service}_{name.removeprefix('_')}_{_snake(statistic)}"


def _snake(text: str) -> str:
    return OTHER.sub("_", UPPER.sub("_", text).lower())


MONITORING = "tm-monitoring"

EXPORTERS = (
    Exporter(
        "proxies",
        "istiod",
        frozenset({"istio_request_duration_milliseconds_bucket", "istio_requests_total"}),
        monitor="proxies",
    ),
    Exporter("istiod", "istiod", frozenset({"pilot_total_xds_rejects"}), monitor="istiod"),
    Exporter(
        "pool",
        "pg-pool",
        frozenset(
            {
                "pgbouncer_pools_client_maxwait_seconds",
                "pgbouncer_pools_client_waiting_connections",
                "pgbouncer_stats_queries_pooled_total",
                "pgbouncer_up",
            }
        ),
        monitor="proxies",  # the sidecar of the pool adds them to its own
    ),
    Exporter(
        "applications",
        "argocd",
        frozenset({"argocd_app_info", "argocd_app_reconcile_bucket"}),
        monitor="argo-controller",
    ),
    Exporter("repositories", "argocd", frozenset({"argocd_git_request_total"}), monitor="argo-repository"),
    Exporter(
        "certificates",
        "cert-manager",
        frozenset(
            {"certmanager_certificate_expiration_timestamp_seconds", "certmanager_certificate_ready_status"}
        ),
        monitor="certificates",
    ),
    Exporter(
        "secrets",
        "external-secrets",
        frozenset({"externalsecret_status_condition", "externalsecret_sync_calls_error"}),
        monitor="secrets",
    ),
    Exporter(
        "brokers",
        "",
        frozenset(
            {
                "kafka_network_RequestMetrics_99thPercentile",
                "kafka_server_BrokerTopicMetrics_Count",
                "kafka_server_ReplicaManager_Value",
            }
        ),
        monitor="kafka",
    ),
    Exporter(
        "state",
        MONITORING,
        frozenset(
            {"kube_node_status_condition", "kube_pod_container_resource_limits", "kube_pod_status_phase"}
        ),
        switches=("kubeStateMetrics.enabled",),
    ),
    Exporter(
        "nodes",
        MONITORING,
        frozenset(
            {
                "node_filesystem_avail_bytes",
                "node_filesystem_size_bytes",
                "node_memory_MemAvailable_bytes",
                "node_memory_MemTotal_bytes",
                "node_network_receive_bytes_total",
            }
        ),
        switches=("nodeExporter.enabled",),
    ),
    Exporter(
        "kubelets",
        MONITORING,
        frozenset({"container_memory_working_set_bytes", "kubelet_pod_start_duration_seconds_bucket"}),
        switches=("kubelet.enabled", "kubelet.serviceMonitor.cAdvisor"),
    ),
    Exporter("prometheus", MONITORING, frozenset({"up"}), switches=("prometheus.enabled",)),
    Exporter(
        "alertmanager",
        MONITORING,
        frozenset({"alertmanager_notifications_failed_total"}),
        switches=("alertmanager.enabled", "alertmanager.serviceMonitor.selfMonitor"),
    ),
    Exporter(
        "upload",
        MONITORING,
        frozenset({"thanos_shipper_upload_failures_total"}),
        switches=("prometheus.thanosService.enabled", "prometheus.thanosServiceMonitor.enabled"),
    ),
    Exporter(
        "compactor",
        "thanos",
        frozenset({"thanos_compact_halted"}),
        switches=("compactor.enabled", "global.serviceMonitor.enabled"),
    ),
    Exporter(
        "cloudwatch",
        "cloudwatch-exporter",
        frozenset(
            cloudwatch_name(namespace, metric, statistic)
            for _, namespace, _, metrics in SERVICES
            for metric in metrics
            for statistic in STATISTICS
        ),
        switches=("serviceMonitor.enabled",),
    ),
)
"""Each metric is said by one of them; only those that somebody looks at are written down."""


def metrics_of(query: str) -> frozenset[str]:
    """Names of metrics in a query of PromQL: every name that is no function, no label and no word of the language."""
    return frozenset(NAMED.findall(ASIDE.sub(" ", query))) - WORDS


def unsaid(query: str) -> Iterator[str]:
    """Metrics in a query that nobody says."""
    known = frozenset().union(*(each.metrics for each in EXPORTERS))
    yield from sorted(metrics_of(query) - known)
