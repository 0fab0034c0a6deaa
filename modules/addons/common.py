"""What the values of several charts have in common."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from modules.model.pods import INSTANCE, NAME

ZONE = "topology.kubernetes.io/zone"

REPLICAS = 2
"""Of every controller: one leads, one takes over."""

ONE_STAYS = MappingProxyType({"enabled": True, "minAvailable": 1})
"""A disruption budget, below the number of replicas, so that nodes can be drained."""

POD: Mapping[str, Any] = MappingProxyType(
    {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}, "fsGroup": 65534, "runAsUser": 65534}
)
"""Nobody, where a chart leaves it open."""
CONTAINER: Mapping[str, Any] = MappingProxyType(
    {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
    }
)


def spread(key: str, value: str) -> list[dict[str, Any]]:
    """Over the zones as evenly as there is room; a controller that waits for a zone would help nobody."""
    return [
        {
            "labelSelector": {"matchLabels": {key: value}},
            "maxSkew": 1,
            "topologyKey": ZONE,
            "whenUnsatisfiable": "ScheduleAnyway",
        }
    ]


def by_name(name: str) -> list[dict[str, Any]]:
    """Spread of the pods that a chart names so."""
    return spread(NAME, name)


def by_release(name: str) -> list[dict[str, Any]]:
    """Spread of all pods of a release."""
    return spread(INSTANCE, name)


def resources(cpu: str, memory: str) -> Mapping[str, Mapping[str, str]]:
    """What a container is promised; memory is also its most, processors have no most (throttling)."""
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": memory}}


def account(name: str) -> dict[str, Any]:
    """A service account of a name that the roles of Pod Identity know."""
    return {"create": True, "name": name}
