"""Values of Istio's own charts: definitions, node plug-in, control plane (kubernetes.md §2 and §4).

Keys were read in the charts' files at version 1.30.3.
"""

from typing import Any

from modules.model.hosts import Backend

REPLICAS = 3
"""Of istiod and of the ingress at least, one in each zone."""

LOCAL_ADDRESSES = ("169.254.169.254/32", "169.254.170.23/32")
"""Metadata of the node, which a component of Vault asks for its region (vendor contract), and Pod Identity."""


def seccomp() -> dict[str, Any]:
    """The runtime's own profile, which the restricted level asks for."""
    return {"type": "RuntimeDefault"}


def resources(cpu: str, memory: str, most_cpu: str, most_memory: str) -> dict[str, Any]:
    """What a container asks for, and the most that it gets."""
    return {
        "requests": {"cpu": cpu, "memory": memory},
        "limits": {"cpu": most_cpu, "memory": most_memory},
    }


def spread(label: str, value: str) -> list[dict[str, Any]]:
    """Pods of these labels lie in different zones, or they do not start."""
    return [
        {
            "maxSkew": 1,
            "topologyKey": "topology.kubernetes.io/zone",
            "whenUnsatisfiable": "DoNotSchedule",
            "labelSelector": {"matchLabels": {label: value}},
        }
    ]


def base() -> dict[str, Any]:
    """Definitions of Istio's objects, and the webhook that checks them."""
    return {"defaultRevision": "default"}


def cni(hub: str, version: str) -> dict[str, Any]:
    """The plug-in leads traffic into proxies, so that no pod has to change its own network (K08)."""
    return {
        "global": {"hub": hub, "tag": version, "logAsJson": True},
        "cniBinDir": "/opt/cni/bin",
        "cniConfDir": "/etc/cni/net.d",
        "excludeNamespaces": ["kube-system", Backend.CORE.namespace],
        "seccompProfile": seccomp(),
        "resources": resources("100m", "100Mi", "500m", "256Mi"),
    }


def istiod(hub: str, version: str) -> dict[str, Any]:
    """The control plane; where its proxies may go is decided in the policies (`REGISTRY_ONLY`)."""
    return {
        "autoscaleEnabled": True,
        "autoscaleMin": REPLICAS,
        "autoscaleMax": REPLICAS + 2,
        "pdb": {"minAvailable": REPLICAS - 1},
        "cni": {"enabled": True},
        "resources": resources("500m", "2048Mi", "2000m", "4096Mi"),
        "seccompProfile": seccomp(),
        "topologySpreadConstraints": spread("app", "istiod"),
        "global": {
            "hub": hub,
            "tag": version,
            "logAsJson": True,
            "proxy": {
                "excludeIPRanges": ",".join(LOCAL_ADDRESSES),
                "resources": resources("100m", "128Mi", "2000m", "1024Mi"),
                "seccompProfile": seccomp(),
            },
        },
        "meshConfig": _mesh(),
    }


def _mesh() -> dict[str, Any]:
    ingress = Backend.CORE.service
    return {
        "accessLogEncoding": "JSON",
        "defaultConfig": {
            # One load balancer is before the ingress: the last address it names is the client's.
            "gatewayTopology": {"numTrustedProxies": 1},
            "holdApplicationUntilProxyStarts": True,
        },
        "enableAutoMtls": True,
        # The vendor's installer asks for an ingress class; an Ingress of another class is not the mesh's.
        "ingressControllerMode": "STRICT",
        "ingressSelector": ingress,
        "ingressService": ingress,
        "meshMTLS": {"minProtocolVersion": "TLSV1_2"},
        "outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"},
    }
