"""cert-manager and the issuer that the vendor's installer is handed: certificates inside the cluster only."""

from typing import Any

from modules.addons.common import REPLICAS, by_name, resources
from modules.kit.chart import Manifest
from modules.model.names import ISSUER
from modules.model.ports import Port

NAMESPACE = "cert-manager"

SMALL = resources("50m", "128Mi")


def certificates(registry: str, namespace: str) -> dict[str, Any]:
    """`registry` and `namespace` are where every image of it comes from, that of the ACME solver too.

    The chart gives its budgets `minAvailable: 1`, its accounts the names of their parts, its images its own version.
    """
    return {
        "imageRegistry": registry,
        "imageNamespace": namespace,
        "global": {"leaderElection": {"namespace": NAMESPACE}},
        "crds": {"enabled": True, "keep": True},
        "webhook": _part("webhook") | {"securePort": int(Port.KUBELET)},
        "cainjector": _part("cainjector"),
        "startupapicheck": {"resources": SMALL},
        **_part("cert-manager"),
    }


def _part(name: str) -> dict[str, Any]:
    return {
        "podDisruptionBudget": {"enabled": True},
        "replicaCount": REPLICAS,
        "resources": SMALL,
        "topologySpreadConstraints": by_name(name),
    }


def issuers() -> tuple[Manifest, ...]:
    """The vendor's issuer; balancers check no certificate of their targets, and the mesh has its own."""
    return (
        Manifest(
            api_version="cert-manager.io/v1",
            kind="ClusterIssuer",
            name=ISSUER,
            namespace=None,
            body={"spec": {"selfSigned": {}}},
        ),
    )
