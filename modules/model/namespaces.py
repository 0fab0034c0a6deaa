"""Namespaces of the TM cluster: how much a pod may do in each, and whether it is part of the mesh.

Source: kubernetes.md §12; three names are fixed by the document's load balancers (NM-06…NM-08).
"""

from dataclasses import dataclass
from enum import StrEnum

from modules.model.flow import Feature


class Level(StrEnum):
    """Pod Security levels."""

    PRIVILEGED = "privileged"
    BASELINE = "baseline"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Namespace:
    """`enforced` is refused below, `warned` is only said; `injected` pods get a sidecar (10.1, 10.2).

    `secrets` are brought by external-secrets; the vendor's pods mount theirs by the CSI driver (kubernetes.md §5.3).
    Without the feature that it `requires` a namespace is absent.
    """

    name: str
    enforced: Level
    warned: Level
    injected: bool
    quota: "Quota"
    secrets: bool = False
    requires: Feature | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """The most that all pods of a namespace ask for: processors, GiB of memory, pods, volumes."""

    processors: int
    memory: int
    pods: int
    volumes: int = 0


RESTRICTED, BASELINE = Level.RESTRICTED, Level.BASELINE

NAMESPACES = (
    Namespace("istio-system", RESTRICTED, RESTRICTED, injected=False, quota=Quota(16, 16, 60)),
    Namespace("argocd", RESTRICTED, RESTRICTED, injected=False, quota=Quota(16, 24, 80), secrets=True),
    Namespace("cert-manager", RESTRICTED, RESTRICTED, injected=False, quota=Quota(4, 4, 30)),
    Namespace("external-secrets", RESTRICTED, RESTRICTED, injected=False, quota=Quota(4, 4, 30)),
    Namespace("external-dns", RESTRICTED, RESTRICTED, injected=False, quota=Quota(1, 1, 5)),
    Namespace(
        "tm-monitoring", RESTRICTED, RESTRICTED, injected=False, quota=Quota(24, 80, 100, 20), secrets=True
    ),
    Namespace("tm-data", RESTRICTED, RESTRICTED, injected=True, quota=Quota(8, 8, 30), secrets=True),
    Namespace(
        "identity",
        RESTRICTED,
        RESTRICTED,
        injected=True,
        quota=Quota(8, 12, 10),
        secrets=True,
        requires=Feature.KEYCLOAK,
    ),
    # The vendor's images are unknown, so what they break is said and not refused.
    Namespace("tm-system", BASELINE, RESTRICTED, injected=True, quota=Quota(100, 400, 1000, 100)),
)
"""All that can be made here; `kube-system` is there before."""


def namespaces(features: frozenset[Feature]) -> tuple[Namespace, ...]:
    """Those of an environment with these features."""
    return tuple(each for each in NAMESPACES if each.requires is None or each.requires in features)


def with_secrets(features: frozenset[Feature]) -> tuple[str, ...]:
    """Names of those into which external-secrets brings secrets, sorted."""
    return tuple(sorted(each.name for each in namespaces(features) if each.secrets))


def injected(features: frozenset[Feature]) -> tuple[str, ...]:
    """Names of those whose pods get a sidecar."""
    return tuple(each.name for each in namespaces(features) if each.injected)
