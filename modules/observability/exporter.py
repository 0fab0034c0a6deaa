"""Values of the exporter of CloudWatch: Aurora, MSK and load balancers, found by the names of their metrics."""

import json
from typing import Any

from modules.model.exporters import SERVICES, STATISTICS
from modules.model.ports import Port
from modules.model.upstreams import Upstream
from modules.observability.shape import container, pod, resources, source

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
