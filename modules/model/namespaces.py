"""Namespaces of the TM cluster: how much a pod may do in each, and whether it is part of the mesh.

Source: kubernetes.md §12; three names are fixed by the document's load balancers (NM-06…NM-08).
"""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Pod Security levels."""

    PRIVILEGED = "privileged"
    BASELINE = "baseline"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Namespace:
    """`enforced` is refused below, `warned` is only said; `injected` pods get a sidecar (10.1, 10.2)."""

    name: str
    enforced: Level
    warned: Level
    injected: bool
    quota: "Quota"


@dataclass(frozen=True, slots=True)
class Quota:
    """The most that all pods of a namespace ask for: processors, GiB of memory, pods, volumes."""

    processors: int
    memory: int
    pods: int
    volumes: int = 0


NAMESPACES = (
    Namespace("istio-system", Level.RESTRICTED, Level.RESTRICTED, injected=False, quota=Quota(16, 16, 60)),
    Namespace("argocd", Level.RESTRICTED, Level.RESTRICTED, injected=False, quota=Quota(16, 24, 80)),
    Namespace("cert-manager", Level.RESTRICTED, Level.RESTRICTED, injected=False, quota=Quota(4, 4, 30)),
    Namespace("external-secrets", Level.RESTRICTED, Level.RESTRICTED, injected=False, quota=Quota(4, 4, 30)),
    Namespace("external-dns", Level.RESTRICTED, Level.RESTRICTED, injected=False, quota=Quota(1, 1, 5)),
    Namespace(
        "tm-monitoring", Level.RESTRICTED, Level.RESTRICTED, injected=False, quota=Quota(24, 80, 100, 20)
    ),
    Namespace("tm-data", Level.RESTRICTED, Level.RESTRICTED, injected=True, quota=Quota(8, 8, 30)),
    # The vendor's images are unknown, so what they break is said and not refused.
    Namespace("tm-system", Level.BASELINE, Level.RESTRICTED, injected=True, quota=Quota(100, 400, 1000, 100)),
)
"""All that are made here; `kube-system` is there before."""

WITH_SECRETS = ("argocd", "tm-data", "tm-monitoring")
"""Where external-secrets brings secrets; the vendor's pods mount theirs by the CSI driver (kubernetes.md §5.3)."""
