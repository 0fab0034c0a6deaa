"""What arrow 7.2 needs inside: who measures, who keeps, who asks, and who tells; supporting rows of it."""

from modules.model.flow import AwsApi, Feature, Flow, InMesh, Tcp
from modules.model.parties import Party
from modules.model.ports import Port

METRICS_UPLOAD = AwsApi(
    ("kms:Decrypt", "kms:GenerateDataKey", "s3:GetObject", "s3:ListBucket", "s3:PutObject")
)
"""Thanos beside Prometheus, which brings blocks to the bucket; a large one in parts, which KMS decrypts."""
METRICS_HISTORY = AwsApi(("kms:Decrypt", "s3:GetObject", "s3:ListBucket"))
"""The store of Thanos, which reads old blocks."""
METRICS_COMPACTION = AwsApi((*METRICS_UPLOAD.actions, "s3:DeleteObject"))
"""The compactor of Thanos, which alone deletes: retention is its work."""
CLOUD_METRICS = AwsApi(("cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "sts:GetCallerIdentity"))
"""The exporter of CloudWatch, which finds metrics by their names and not by tags."""
ALARMS = AwsApi(("kms:Decrypt", "kms:GenerateDataKey", "sns:Publish"))
"""Alertmanager, which publishes to encrypted topics."""

WATCHING = (
    Flow(arrow="7.2", part="upload", source=Party.METRICS, target=Party.AWS_APIS, over=METRICS_UPLOAD),
    Flow(
        arrow="7.2", part="history", source=Party.METRICS_STORE, target=Party.AWS_APIS, over=METRICS_HISTORY
    ),
    Flow(
        arrow="7.2",
        part="compaction",
        source=Party.METRICS_COMPACTOR,
        target=Party.AWS_APIS,
        over=METRICS_COMPACTION,
    ),
    Flow(
        arrow="7.2",
        part="cloud-metrics",
        source=Party.CLOUD_METRICS,
        target=Party.AWS_APIS,
        over=CLOUD_METRICS,
    ),
    Flow(arrow="7.2", part="alarms", source=Party.ALERTS, target=Party.AWS_APIS, over=ALARMS),
    Flow(
        arrow="7.2",
        part="kafka-metrics",
        source=Party.METRICS,
        target=Party.KAFKA,
        over=Tcp((Port.KAFKA_METRICS, Port.BROKER_METRICS)),
    ),
    Flow(
        arrow="7.2",
        part="sign-in",
        source=Party.DASHBOARDS,
        target=Party.IDENTITY_PROVIDER,
        over=Tcp((Port.HTTPS,)),
        requires=Feature.INTERNET,
    ),
    Flow(
        arrow="7.2",
        part="dashboards",
        source=Party.DASHBOARDS,
        target=Party.OBSERVABILITY,
        over=InMesh((Port.PROMETHEUS, Port.ALERTMANAGER)),
    ),
    Flow(
        arrow="7.2",
        part="query",
        source=Party.METRICS_FRONTEND,
        target=Party.METRICS_QUERY,
        over=InMesh((Port.PROMETHEUS,)),
    ),
    Flow(
        arrow="7.2",
        part="recent",
        source=Party.METRICS_QUERY,
        target=Party.METRICS,
        over=InMesh((Port.THANOS_STORE,)),
    ),
    Flow(
        arrow="7.2",
        part="old",
        source=Party.METRICS_QUERY,
        target=Party.METRICS_STORE,
        over=InMesh((Port.THANOS_STORE,)),
    ),
    Flow(
        arrow="7.2",
        part="alerts",
        source=Party.METRICS,
        target=Party.OBSERVABILITY,
        over=InMesh((Port.ALERTMANAGER,)),
    ),
    Flow(
        arrow="7.2",
        part="gossip",
        source=Party.ALERTS,
        target=Party.ALERTS,
        # They look for one another and pass news on by UDP, and hand over everything they know by TCP.
        over=InMesh((Port.ALERT_GOSSIP,), datagrams=(Port.ALERT_GOSSIP,)),
    ),
    Flow(
        arrow="7.2",
        part="scrape",  # every pod of the cluster that says at one of these how it is
        source=Party.METRICS,
        target=Party.EKS_TM,
        over=InMesh(
            (
                Port.STATE_METRICS,
                Port.GRAFANA,
                Port.PROMETHEUS,
                Port.ALERTMANAGER,
                Port.ARGO_METRICS,
                Port.ARGO_SERVER_METRICS,
                Port.ARGO_REPO_METRICS,
                Port.CERTIFICATE_METRICS,
                Port.CLOUD_METRICS,
                Port.THANOS_METRICS,
                Port.ISTIO_METRICS,
                Port.PROXY_METRICS,
            )
        ),
    ),
    Flow(
        arrow="7.2",
        part="nodes",
        source=Party.METRICS,
        target=Party.NODES,
        over=InMesh((Port.KUBELET, Port.NODE_METRICS, Port.DNS_METRICS)),
    ),
)
"""Arrow 7.2 inside: who measures, who keeps, who asks, and who tells."""
