"""Values of the exporter of CloudWatch: Aurora, MSK and load balancers, found by the names of their metrics."""

import json
from typing import Any

from modules.model.ports import Port
from modules.model.upstreams import Upstream
from modules.observability.shape import container, pod, resources, source

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

PERIOD = 300
"""Seconds; each look costs."""


def exporter(account: str, region: str) -> dict[str, Any]:
    """By names alone it needs no right to look at tags, and no endpoint for it."""
    jobs = [
        {
            "name": name,
            "namespace": service,
            "regions": [region],
            "dimensionNameRequirements": list(dimensions),
            "metrics": [
                {
                    "name": metric,
                    "statistics": list(STATISTICS),
                    "period": PERIOD,
                    "length": PERIOD,
                }
                for metric in metrics
            ],
        }
        for name, service, dimensions, metrics in SERVICES
    ]
    config = {"apiVersion": "v1alpha1", "sts-region": region, "customNamespace": jobs}
    return {
        "fullnameOverride": "cloudwatch-exporter",
        "replicaCount": 1,
        "image": {"registry": source(account, region, Upstream.QUAY)},
        "serviceAccount": {"create": True, "name": "cloudwatch-exporter"},
        "testConnection": False,
        "containerPort": Port.CLOUD_METRICS.value,
        "serviceMonitor": {"enabled": True},
        "podSecurityContext": pod(),
        "securityContext": container(),
        "resources": resources("50m", "64Mi", "256Mi"),
        "config": json.dumps(config, sort_keys=True),
    }
