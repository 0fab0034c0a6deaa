"""Every public host name of the document (EP-01…EP-14), the block that serves it and what answers there."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from modules.model.names import DOMAIN, LEGACY_SAML
from modules.model.parties import Party
from modules.model.ports import Port


class Block(StrEnum):
    """The three API blocks of the public hosted zone, each with its own DMZ (NT-03)."""

    CICD = "cicd"
    OBSERVABILITY = "observability"
    CORE = "core"

    @property
    def party(self) -> Party:
        """The load balancer that serves the block."""
        return Party[f"EDGE_{self.name}"]

    @property
    def certificate(self) -> str:
        """The name of the block's own certificate (NM-09…NM-11)."""
        match self:
            case Block.CICD:
                return f"argui.{DOMAIN}"
            case Block.OBSERVABILITY:
                return f"*.observability.{DOMAIN}"
            case Block.CORE:
                return f"*.{DOMAIN}"

    @property
    def load_balancer(self) -> str:
        """The name that the document gives the block's load balancer (NM-06…NM-08, CX-07)."""
        match self:
            case Block.CICD:
                return "k8s-argocd-argocdar"
            case Block.OBSERVABILITY:
                return "k8s-tmmonito-tmmonito"
            case Block.CORE:
                return "k8s-istiosys-tmingres"

    @property
    def firewall(self) -> str:
        """The name of the block's web ACL, after the environment's (NM-03…NM-05)."""
        match self:
            case Block.CICD:
                return "tm-argocd"
            case Block.OBSERVABILITY:
                return "tm-monitoring"
            case Block.CORE:
                return "tm-vault-core"


@dataclass(frozen=True, slots=True)
class Health:
    """How a load balancer asks whether a target is well."""

    protocol: str
    port: Port
    path: str


class Backend(StrEnum):
    """A service of the TM cluster behind a load balancer: one target group, bound to pods by the cluster.

    Namespaces follow from the names of the load balancers, ports and paths from the charts (kubernetes.md §3).
    """

    namespace: str
    service: str
    protocol: str
    port: Port
    health: Health

    def __new__(
        cls, value: str, namespace: str, service: str, protocol: str, port: Port, health: Health
    ) -> Self:
        """Attach the row to the name."""
        backend = str.__new__(cls, value)
        backend._value_ = value
        backend.namespace, backend.service = namespace, service
        backend.protocol, backend.port, backend.health = protocol, port, health
        return backend

    ARGO_UI = (
        "argo-ui",
        "argocd",
        "argocd-server",
        "HTTPS",
        Port.ARGO_UI,
        Health("HTTPS", Port.ARGO_UI, "/healthz"),
    )
    GRAFANA = (
        "grafana",
        "tm-monitoring",
        "tm-monitoring-grafana",
        "HTTP",
        Port.GRAFANA,
        Health("HTTP", Port.GRAFANA, "/api/health"),
    )
    ALERTMANAGER = (
        "alertmanager",
        "tm-monitoring",
        "tm-monitoring-alertmanager",
        "HTTP",
        Port.ALERTMANAGER,
        Health("HTTP", Port.ALERTMANAGER, "/-/healthy"),
    )
    METRICS = (
        "metrics",
        "tm-monitoring",
        "thanos-query-frontend",
        "HTTP",
        Port.PROMETHEUS,
        Health("HTTP", Port.PROMETHEUS, "/-/healthy"),
    )
    CORE = (
        "tm-ingress",
        "istio-system",
        "tm-ingress",
        "HTTPS",
        Port.INGRESS_HTTPS,
        Health("HTTP", Port.ISTIO_HEALTH, "/healthz/ready"),
    )


@dataclass(frozen=True, slots=True)
class Host:
    """One public name; `seed` is its id in the inventory."""

    seed: str
    name: str
    block: Block
    backend: Backend = Backend.CORE

    @property
    def key(self) -> str:
        """For addresses of resources: the name without its domain."""
        return self.name.removesuffix(f".{DOMAIN}").replace(".", "-")

    @property
    def priority(self) -> int:
        """Of its listener rule; it depends on nothing but the host, so that no other rule moves."""
        return int(self.seed.removeprefix("EP-")) * 10


HOSTS = (
    Host("EP-01", f"argui.{DOMAIN}", Block.CICD, Backend.ARGO_UI),
    Host("EP-02", f"core-api.{DOMAIN}", Block.CORE),
    Host("EP-03", f"ops.{DOMAIN}", Block.CORE),
    Host("EP-05", f"documentation.{DOMAIN}", Block.CORE),
    Host("EP-06", f"tm-grafana.observability.{DOMAIN}", Block.OBSERVABILITY, Backend.GRAFANA),
    Host("EP-07", f"tm-alertmanager.observability.{DOMAIN}", Block.OBSERVABILITY, Backend.ALERTMANAGER),
    Host("EP-08", f"tm-metrics.observability.{DOMAIN}", Block.OBSERVABILITY, Backend.METRICS),
    Host("EP-10", f"workflows-api.{DOMAIN}", Block.CORE),
    Host("EP-11", f"data-loader-api.{DOMAIN}", Block.CORE),
    Host("EP-12", f"audit-api.{DOMAIN}", Block.CORE),
    Host("EP-13", f"access-control-api.{DOMAIN}", Block.CORE),
    Host("EP-14", f"saml-dev.{DOMAIN}", Block.CORE),
)
"""The names in the zone. EP-09 is Kafka, whose broker names AWS makes."""

CORE_KEYS = tuple(host.key for host in HOSTS if host.block is Block.CORE)
"""Of the Core hosts in the zone; each leads to one Service of the vendor's."""

SAML = "saml-dev"
"""The host whose Service the legacy name leads to as well (CX-05)."""

LEGACY_HOST = Host("EP-04", LEGACY_SAML, Block.CORE)
"""Served by the Core block with a certificate of its own, because no certificate of the document covers it."""
