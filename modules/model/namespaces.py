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


NAMESPACES = (
    Namespace("istio-system", Level.RESTRICTED, Level.RESTRICTED, injected=False),
    Namespace("argocd", Level.RESTRICTED, Level.RESTRICTED, injected=False),
    Namespace("cert-manager", Level.RESTRICTED, Level.RESTRICTED, injected=False),
    Namespace("external-secrets", Level.RESTRICTED, Level.RESTRICTED, injected=False),
    Namespace("external-dns", Level.RESTRICTED, Level.RESTRICTED, injected=False),
    Namespace("tm-monitoring", Level.RESTRICTED, Level.RESTRICTED, injected=False),
    Namespace("tm-data", Level.RESTRICTED, Level.RESTRICTED, injected=True),
    Namespace("microservices", Level.RESTRICTED, Level.RESTRICTED, injected=True),
    # The vendor's images are unknown, so what they break is said and not refused.
    Namespace("tm-system", Level.BASELINE, Level.RESTRICTED, injected=True),
)
"""All that are made here; `kube-system` is there before."""
