"""Golden signals of what carries the rest: nodes, certificates, secrets, Argo CD, and the watching itself."""

from modules.observability.signals import Alert, Area, Golden, Severity, Signal

NODES = Area(
    "nodes",
    "nodes of the cluster",
    (
        Signal("traffic", Golden.TRAFFIC, "bytes received each second", "Bps", 'sum by (instance) (rate(node_network_receive_bytes_total{device!="lo"}[5m]))'),
        Signal("errors", Golden.ERRORS, "nodes that are not ready", "short", 'sum(kube_node_status_condition{condition="Ready",status!="true"})', Alert("> 0", 10, Severity.CRITICAL, "A node has not been ready for ten minutes")),
        Signal("latency", Golden.LATENCY, "time that a pod takes to start", "s", "histogram_quantile(0.99, sum by (le) (rate(kubelet_pod_start_duration_seconds_bucket[15m])))"),
        Signal("memory", Golden.SATURATION, "memory in use", "percentunit", "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes", Alert("> 0.92", 15, Severity.WARNING, "A node has less than 8 % of its memory left")),
        Signal("disk", Golden.SATURATION, "disk in use", "percentunit", '1 - node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/"}', Alert("> 0.85", 15, Severity.WARNING, "A disk of a node is 85 % full")),
        Signal("pods", Golden.SATURATION, "pods that find no node", "short", 'sum(kube_pod_status_phase{phase="Pending"})', Alert("> 0", 30, Severity.WARNING, "Pods have found no node for half an hour; look at the autoscaler")),
    ),
)  # fmt: skip

CERTIFICATES = Area(
    "certificates",
    "certificates",
    (
        Signal("expiry", Golden.SATURATION, "days until the next one expires", "d", "min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds - time()) / 86400", Alert("< 14", 60, Severity.CRITICAL, "A certificate expires within 14 days; cert-manager should have renewed it")),
        Signal("errors", Golden.ERRORS, "certificates that are not ready", "short", 'sum by (namespace, name) (certmanager_certificate_ready_status{condition!="True"})', Alert("> 0", 30, Severity.WARNING, "A certificate has not been ready for half an hour")),
    ),
)  # fmt: skip

SECRETS = Area(
    "secrets",
    "secrets from Secrets Manager",
    (
        Signal("errors", Golden.ERRORS, "secrets that are not in step", "short", 'sum by (namespace, name) (externalsecret_status_condition{condition="Ready",status="False"})', Alert("> 0", 30, Severity.WARNING, "A secret does not come into the cluster; it may be empty still")),
        Signal("calls", Golden.ERRORS, "calls that fail, each second", "cps", "sum(rate(externalsecret_sync_calls_error[15m]))", Alert("> 0.1", 30, Severity.WARNING, "Calls for secrets fail; look at the store's role")),
    ),
)  # fmt: skip

ARGO = Area(
    "argo",
    "Argo CD",
    (
        Signal("sync", Golden.ERRORS, "applications that are not in step", "short", 'sum by (project, name) (argocd_app_info{sync_status!="Synced"})', Alert("> 0", 60, Severity.WARNING, "An application has not been in step with Git for an hour")),
        Signal("health", Golden.ERRORS, "applications that are not well", "short", 'sum by (project, name) (argocd_app_info{health_status!~"Healthy|Progressing"})', Alert("> 0", 15, Severity.CRITICAL, "An application is not well")),
        Signal("latency", Golden.LATENCY, "time to look at an application", "s", "histogram_quantile(0.95, sum by (le) (rate(argocd_app_reconcile_bucket[15m])))"),
        Signal("traffic", Golden.TRAFFIC, "requests to Git each second", "reqps", "sum by (request_type) (rate(argocd_git_request_total[15m]))"),
    ),
)  # fmt: skip

WATCHING = Area(
    "watching",
    "the watching itself",
    (
        Signal("targets", Golden.ERRORS, "targets that do not answer", "short", "sum by (job) (up == bool 0)", Alert("> 0", 30, Severity.WARNING, "A target of Prometheus has not answered for half an hour")),
        Signal("upload", Golden.ERRORS, "blocks that do not reach the bucket", "short", "sum(increase(thanos_shipper_upload_failures_total[1h]))", Alert("> 0", 60, Severity.CRITICAL, "Metrics do not reach the bucket; Prometheus keeps two days")),
        Signal("compactor", Golden.ERRORS, "the compactor has stopped", "short", "max(thanos_compact_halted)", Alert("> 0", 15, Severity.WARNING, "The compactor has stopped; old metrics are not deleted")),
        Signal("notices", Golden.ERRORS, "notices that fail, each second", "cps", "sum by (integration) (rate(alertmanager_notifications_failed_total[15m]))", Alert("> 0", 15, Severity.CRITICAL, "Alerts do not reach their topics")),
    ),
)  # fmt: skip

AREAS = (NODES, CERTIFICATES, SECRETS, ARGO, WATCHING)
