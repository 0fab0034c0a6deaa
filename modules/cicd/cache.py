"""Redis of Argo CD: three in three zones, and three proxies that find the first of them (kubernetes.md §6)."""

from typing import Any

from modules.model.images import cached
from modules.model.upstreams import Upstream

REPLICAS = 3


def redis(account: str, region: str) -> dict[str, Any]:
    """Values of the subchart redis-ha; the image of its test is named too, though nobody runs it."""
    image = cached(account, region, Upstream.ECR_PUBLIC, "docker/library/redis")
    proxy = cached(account, region, Upstream.ECR_PUBLIC, "docker/library/haproxy")
    check = cached(account, region, Upstream.DOCKER_HUB, "koalaman/shellcheck")
    two_of_three = {"minAvailable": REPLICAS - 1}
    small = {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"memory": "256Mi"}}
    return {
        "enabled": True,
        "replicas": REPLICAS,
        "auth": True,
        "existingSecret": "argocd-redis",
        "image": {"repository": image},
        "configmapTest": {"image": {"repository": check}},
        "hardAntiAffinity": True,
        "podDisruptionBudget": two_of_three,
        "serviceAccount": {"create": True, "name": "argocd-redis-ha", "automountToken": False},
        "persistentVolume": {"enabled": False},
        "exporter": {"enabled": False},
        "sysctlImage": {"enabled": False},
        # Flows decide; the chart's own policies would admit by labels that it chooses.
        "networkPolicy": {"enabled": False},
        "redis": {"resources": small},
        "sentinel": {"resources": small},
        "splitBrainDetection": {"resources": small},
        "init": {"resources": small},
        "topologySpreadConstraints": {
            "enabled": True,
            "maxSkew": 1,
            "topologyKey": "topology.kubernetes.io/zone",
            "whenUnsatisfiable": "ScheduleAnyway",
        },
        "haproxy": {
            "enabled": True,
            "replicas": REPLICAS,
            "image": {"repository": proxy},
            "hardAntiAffinity": True,
            "podDisruptionBudget": two_of_three,
            "serviceAccount": {"create": True, "automountToken": False},
            "metrics": {"enabled": False},
            "networkPolicy": {"enabled": False},
            "resources": small,
            "init": {"resources": small},
        },
    }
