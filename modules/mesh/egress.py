"""The ways out of the mesh: everything else is refused by the proxies (`REGISTRY_ONLY`; 11.1, 12.2, 13.1)."""

from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any

from modules.kit.chart import Manifest
from modules.kit.stack import Ref
from modules.mesh.gateway import NAMESPACE, NETWORKING

CLUSTER = (
    "default/kubernetes.default.svc.cluster.local",
    "kube-system/kube-dns.kube-system.svc.cluster.local",
)
"""Services outside the mesh that every pod may ask: the API server and the resolver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Hosts that pods of one namespace connect to on one port.

    With `ranges` a connection goes to the address that the pod has looked up, if it lies there; without, to
    what the proxy looks up itself. `tls` is encrypted by the pod, and the name in it is checked.
    """

    key: str
    namespace: str
    hosts: tuple[str | Ref, ...]
    port: int
    tls: bool
    ranges: tuple[IPv4Network, ...] = ()


def way(entry: Way) -> Manifest:
    """Known in its namespace only."""
    port = {
        "number": entry.port,
        "name": f"{'tls' if entry.tls else 'tcp'}-{entry.key}",
        "protocol": "TLS" if entry.tls else "TCP",
    }
    spec: dict[str, Any] = {
        "exportTo": ["."],
        "hosts": list(entry.hosts),
        "location": "MESH_EXTERNAL",
        "ports": [port],
        "resolution": "NONE" if entry.ranges else "DNS",
    }
    if entry.ranges:
        spec["addresses"] = [str(each) for each in entry.ranges]
    return Manifest(
        api_version=NETWORKING,
        kind="ServiceEntry",
        name=entry.key,
        namespace=entry.namespace,
        body={"spec": spec},
    )


def sidecar(namespace: str, seen: tuple[str, ...]) -> Manifest:
    """Proxies of a namespace know the services that its rows lead to, and no others."""
    others = [f"{each}/*" for each in seen if each != namespace]
    hosts = ["./*", *others, f"{NAMESPACE}/*", *CLUSTER]
    return Manifest(
        api_version=NETWORKING,
        kind="Sidecar",
        name="default",
        namespace=namespace,
        body={"spec": {"egress": [{"hosts": hosts}], "outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"}}},
    )
