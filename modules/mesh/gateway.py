"""The ingress: its chart's values, its listener and certificate, and where each Core host leads (9.2, 10.2)."""

from dataclasses import dataclass
from typing import Any

from modules.kit.chart import Manifest
from modules.mesh.control import REPLICAS, resources, seccomp, spread
from modules.model.hosts import Backend
from modules.model.names import INGRESS_CLASS, ISSUER
from modules.model.ports import Port

INGRESS, NAMESPACE = Backend.CORE.service, Backend.CORE.namespace
CERTIFICATE = f"{INGRESS}-tls"
HOURS, BEFORE = "2160h", "720h"
"""How long a certificate of the ingress lasts, and how long before its end it is made anew."""

NETWORKING = "networking.istio.io/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A public name and the Service of the vendor's that answers to it."""

    key: str
    host: str
    service: str
    namespace: str
    port: int


def values() -> dict[str, Any]:
    """Pods of the ingress; the image is the proxy's, which istiod puts in."""
    return {
        "name": INGRESS,
        "serviceAccount": {"create": True, "name": INGRESS},
        "service": {
            "type": "ClusterIP",
            "ports": [
                _port("status-port", Port.ISTIO_HEALTH),
                _port("https", Port.INGRESS_HTTPS),
            ],
        },
        "autoscaling": {"enabled": True, "minReplicas": REPLICAS, "maxReplicas": REPLICAS * 2},
        "podDisruptionBudget": {"minAvailable": REPLICAS - 1},
        "resources": resources("200m", "256Mi", "2000m", "1024Mi"),
        "securityContext": {"runAsNonRoot": True, "seccompProfile": seccomp()},
        "topologySpreadConstraints": spread("istio", INGRESS),
    }


def _port(name: str, port: Port) -> dict[str, Any]:
    return {"name": name, "port": port.value, "protocol": "TCP", "targetPort": port.value}


def manifests(routes: tuple[Route, ...]) -> list[Manifest]:
    """Certificate, listener, class of Ingress objects, and a route for each host."""
    hosts = [route.host for route in routes]
    return [_certificate(hosts), _listener(), _class(), *(_route(route) for route in routes)]


def _certificate(hosts: list[str]) -> Manifest:
    """Self-signed: load balancers encrypt to it and do not check it."""
    return Manifest(
        api_version="cert-manager.io/v1",
        kind="Certificate",
        name=CERTIFICATE,
        namespace=NAMESPACE,
        body={
            "spec": {
                "secretName": CERTIFICATE,
                "duration": HOURS,
                "renewBefore": BEFORE,
                "dnsNames": hosts,
                "issuerRef": {"group": "cert-manager.io", "kind": "ClusterIssuer", "name": ISSUER},
                "privateKey": {"algorithm": "RSA", "size": 2048, "rotationPolicy": "Always"},
            }
        },
    )


def _listener() -> Manifest:
    server = {
        "port": {"number": Port.INGRESS_HTTPS.value, "name": "https", "protocol": "HTTPS"},
        # Load balancers send no server name, so no name may be asked for here (istio/istio#35420).
        "hosts": ["*"],
        "tls": {"mode": "SIMPLE", "credentialName": CERTIFICATE, "minProtocolVersion": "TLSV1_2"},
    }
    return Manifest(
        api_version=NETWORKING,
        kind="Gateway",
        name=INGRESS,
        namespace=NAMESPACE,
        body={"spec": {"selector": {"istio": INGRESS}, "servers": [server]}},
    )


def _class() -> Manifest:
    """The vendor contract's ingress class. Routes are ours, so an Ingress of it adds none on 8443."""
    return Manifest(
        api_version="networking.k8s.io/v1",
        kind="IngressClass",
        name=INGRESS_CLASS,
        namespace=None,
        body={"spec": {"controller": "istio.io/ingress-controller"}},
    )


def _route(route: Route) -> Manifest:
    where = f"{route.service}.{route.namespace}.svc.cluster.local"
    destination = {"host": where, "port": {"number": route.port}}
    return Manifest(
        api_version=NETWORKING,
        kind="VirtualService",
        name=route.key,
        namespace=NAMESPACE,
        body={
            "spec": {
                "exportTo": ["."],
                "gateways": [f"{NAMESPACE}/{INGRESS}"],
                "hosts": [route.host],
                "http": [{"name": route.key, "route": [{"destination": destination}]}],
            }
        },
    )
