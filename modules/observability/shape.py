"""What all workloads of the namespace have in common."""

from typing import Any

from modules.model.images import registry
from modules.model.upstreams import Upstream

NAMESPACE = "tm-monitoring"
CLASS = "gp3"
"""The storage class of stack tm-addons, encrypted."""

RETENTION = "2d"
"""What Prometheus keeps itself; what is older lies in the bucket."""

REPLICA = "prometheus_replica"
"""The label by which Thanos knows two Prometheus for one."""


def source(account: str, region: str, upstream: Upstream) -> str:
    """Registry and prefix of a public registry's images, for charts that keep the path elsewhere."""
    return f"{registry(account, region)}/{upstream}"


def resources(cpu: str, memory: str, limit: str) -> dict[str, Any]:
    """No limit of processor time: it would slow down what nobody else uses."""
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": limit}}


def spread(**labels: str) -> list[dict[str, Any]]:
    """Over zones, as evenly as there is room; labels with `_` for `.` and `__` for `/`."""
    matched = {key.replace("__", "/").replace("_", "."): value for key, value in labels.items()}
    return [
        {
            "maxSkew": 1,
            "topologyKey": "topology.kubernetes.io/zone",
            "whenUnsatisfiable": "ScheduleAnyway",
            "labelSelector": {"matchLabels": matched},
        }
    ]


def volume(size: str) -> dict[str, Any]:
    """A claim for a disk of this size."""
    spec = {
        "storageClassName": CLASS,
        "accessModes": ["ReadWriteOnce"],
        "resources": {"requests": {"storage": size}},
    }
    return {"volumeClaimTemplate": {"spec": spec}}


def pod() -> dict[str, Any]:
    """Security of a pod: nobody's user, and the runtime's own filter of system calls."""
    return {
        "runAsNonRoot": True,
        "runAsUser": 1000,
        "runAsGroup": 2000,
        "fsGroup": 2000,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def container() -> dict[str, Any]:
    """Security of a container: it gains nothing and writes nowhere but to its volumes."""
    return {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
