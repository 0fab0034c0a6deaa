"""cert-manager and the issuer that the vendor's installer is handed: certificates inside the cluster only."""

from typing import Any

from modules.addons.common import ONE_STAYS, REPLICAS, account, by_name, resources
from modules.kit.chart import Manifest
from modules.model.charts import Chart

ISSUER = "selfsigned-issuer"
"""Vendor contract: output `cert_manager_selfsigned_cluster_issuer`."""

NAMESPACE = "cert-manager"


def certificates(registry: str, namespace: str, chart: Chart) -> dict[str, Any]:
    """`registry` and `namespace` are where every image of it comes from, that of the ACME solver too."""
    tag = {"image": {"tag": chart.version}}
    small = {"resources": resources("50m", "128Mi")}
    return {
        "imageRegistry": registry,
        "imageNamespace": namespace,
        "global": {"leaderElection": {"namespace": NAMESPACE}},
        "crds": {"enabled": True, "keep": True},
        "replicaCount": REPLICAS,
        "podDisruptionBudget": ONE_STAYS,
        "serviceAccount": account("cert-manager"),
        "topologySpreadConstraints": by_name("cert-manager"),
        "webhook": tag
        | small
        | {
            "replicaCount": REPLICAS,
            "podDisruptionBudget": ONE_STAYS,
            "serviceAccount": account("cert-manager-webhook"),
            "securePort": 10250,
            "topologySpreadConstraints": by_name("webhook"),
        },
        "cainjector": tag
        | small
        | {
            "replicaCount": REPLICAS,
            "podDisruptionBudget": ONE_STAYS,
            "serviceAccount": account("cert-manager-cainjector"),
            "topologySpreadConstraints": by_name("cainjector"),
        },
        "acmesolver": tag,
        "startupapicheck": tag | small,
    } | (tag | small)


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
