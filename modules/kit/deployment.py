"""What pods of our own charts have in common (kubernetes.md §8): a user of their own, a zone each, one leaves at a time."""

from typing import Any


def deployment(
    account: str,
    labels: dict[str, str],
    replicas: int,
    user: int,
    annotations: dict[str, str],
    pod: dict[str, Any],
) -> dict[str, Any]:
    """The spec of a Deployment; `pod` adds containers and volumes to what every pod is told."""
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
        "template": {"metadata": {"labels": labels, "annotations": annotations}, "spec": told | pod},
    }
