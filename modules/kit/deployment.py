"""What pods of our own charts have in common (kubernetes.md §8): a user of their own, a zone each, one leaves at a time."""

from typing import Any


def deployment(
    account: str,
    labels: dict[str, str],
    replicas: int,
    user: int,
    metrics: int,
    pod: dict[str, Any],
) -> dict[str, Any]:
    """The spec of a Deployment; `pod` adds containers and volumes to what every pod is told, `metrics` is their port."""
    spread = {
        "maxSkew": 1,
        "topologyKey": "topology.kubernetes.io/zone",
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": {"matchLabels": labels},
    }
    told = {
        "serviceAccountName": account,
        "automountServiceAccountToken": False,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": user,
            "runAsGroup": user,
            "fsGroup": user,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "topologySpreadConstraints": [spread],
    }
    return {
        "replicas": replicas,
        "selector": {"matchLabels": labels},
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}},
        "template": {"metadata": {"labels": labels, "annotations": _scraped(metrics)}, "spec": told | pod},
    }


def hardened() -> dict[str, Any]:
    """Security of a container: it gains nothing and writes nowhere but to its volumes."""
    return {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
    }


def _scraped(port: int) -> dict[str, str]:
    """The sidecar adds these metrics to its own, so that nobody outside the mesh needs a port of the pod."""
    return {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": str(port),
        "prometheus.io/path": "/metrics",
    }
