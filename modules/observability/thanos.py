"""Values of Thanos (kubernetes.md §7): beside Prometheus, not receiving; history in an encrypted bucket."""

import json
from dataclasses import dataclass
from typing import Any

from modules.kit.stack import Ref
from modules.model.upstreams import Upstream
from modules.observability.shape import CLASS, REPLICA, container, pod, resources, source, spread

OBJECTS, OBJECTS_KEY = "thanos-objstore", "objstore.yml"
RECENT = "dnssrv+_grpc._tcp.tm-monitoring-thanos-discovery.tm-monitoring.svc.cluster.local"
"""Thanos beside each Prometheus."""
TWICE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanosInputs:
    """`objects` is where blocks lie, in Thanos' own words."""

    registry_account: str
    region: str
    objects: dict[str, Any]


def objects(bucket: Ref, region: str) -> dict[str, Any]:
    """The bucket; it encrypts by itself, and the identity of the pod opens it (K10)."""
    return {
        "type": "S3",
        "config": {"bucket": bucket, "endpoint": f"s3.{region}.amazonaws.com", "region": region},
    }


def thanos(inputs: ThanosInputs) -> dict[str, Any]:
    """Two of everything but the compactor, of which there must be one."""
    registry = source(inputs.registry_account, inputs.region, Upstream.QUAY)
    return {
        "fullnameOverride": "thanos",
        "global": {
            "image": {"registry": registry},
            # No secret: Thanos has one way to be told where its blocks are, and it is a secret of Kubernetes.
            "objstore": {
                "createSecret": True,
                "secretName": OBJECTS,
                "secretKey": OBJECTS_KEY,
                "config": json.dumps(inputs.objects, sort_keys=True),
            },
            "networkPolicies": False,
            "pdb": {"enabled": False},
            "podSecurityContext": pod(),
            "containerSecurityContext": {**container(), "runAsNonRoot": True},
            "rbac": {"create": True},
            "serviceAccount": {"create": True, "perComponent": True},
            "serviceMonitor": {"enabled": True},
            "storageClass": CLASS,
            "thanosRules": {"enabled": True},
        },
        "query": _part("query", "query")
        | {
            "replicaLabels": [REPLICA],
            "endpoints": {"autogen": {"enabled": True}, "static": [RECENT]},
        },
        "queryFrontend": {"enabled": True} | _part("queryFrontend", "query-frontend"),
        "storegateway": _part("storegateway", "storegateway"),
        "compactor": {
            "enabled": True,
            "replicaCount": 1,
            "retention": {"resolutionRaw": "30d", "resolution5m": "90d", "resolution1h": "365d"},
            "vpa": {"enabled": False},
            "serviceAccount": {"create": True, "name": "compactor"},
            "persistence": {"enabled": True, "size": "100Gi", "storageClass": CLASS},
            "podSecurityContext": pod(),
            "resources": resources("250m", "512Mi", "2Gi"),
        },
        "receive": {"enabled": False},
        "ruler": {"enabled": False},
        # The chart makes the secret above only for this part, of which nothing runs.
        "bucket": {"enabled": True, "bucketweb": {"enabled": False}},
    }


def _part(key: str, name: str) -> dict[str, Any]:
    memory = ("256Mi", "1Gi") if key != "storegateway" else ("512Mi", "2Gi")
    return {
        "replicaCount": TWICE,
        "pdb": {"enabled": True, "minAvailable": TWICE - 1},
        "serviceAccount": {"create": True, "name": name},
        "resources": resources("100m", *memory),
        "topologySpreadConstraints": spread(app_kubernetes_io__component=name),
    }
