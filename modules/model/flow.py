"""What a flow is: who, to whom, over what. The flows themselves are rows in flows.py and support.py."""

from dataclasses import dataclass
from enum import StrEnum

from modules.model.parties import Party
from modules.model.ports import Port


@dataclass(frozen=True, slots=True)
class Tcp:
    """Connections to these ports of the target. Enforced by security groups, NACLs and routes."""

    ports: tuple[Port, ...]


@dataclass(frozen=True, slots=True)
class AllTraffic:
    """Every port and protocol. Only for the nodes of one cluster among themselves (vendor contract)."""


@dataclass(frozen=True, slots=True)
class AwsApi:
    """Calls of these IAM actions. Enforced by IAM and VPC endpoint policies; HTTPS to the endpoints."""

    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """An interactive session through Session Manager: no inbound port, the host dials out."""

    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InMesh:
    """Connections inside one cluster. Enforced by network policies and mesh authorization.

    `datagrams` are those of the ports that are also asked by UDP; everything else is TCP.
    """

    ports: tuple[Port, ...]
    datagrams: tuple[Port, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Happens outside what this project owns; the reason says where."""

    reason: str


Over = Tcp | AllTraffic | AwsApi | Session | InMesh | Elsewhere


class Feature(StrEnum):
    """What an environment may leave out. A flow that requires one is absent without it."""

    INTERNET = "internet"
    """`network.private_egress = "nat"`."""
    DATALAKE = "datalake"
    """The `[datalake]` table."""
    KEYCLOAK = "keycloak"
    """The `[keycloak]` table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One arrow, drawn from `source` to `target` as in the document.

    `opener` opens the connection and `listener` accepts it where that differs from the drawing
    (images flow from the registry, but the jump host pulls them). `persona` is on whose behalf.
    `part` names a supporting row; the arrow itself has none.
    """

    arrow: str
    source: Party
    target: Party
    over: Over
    opened_by: Party | None = None
    accepted_by: Party | None = None
    persona: Party | None = None
    part: str = ""
    requires: Feature | None = None

    @property
    def opener(self) -> Party:
        """Who opens the connection."""
        return self.opened_by or self.source

    @property
    def listener(self) -> Party:
        """Who accepts the connection."""
        return self.accepted_by or self.target

    @property
    def label(self) -> str:
        """What descriptions of rules say: `arrow 13.1`, or `arrow 8.3 kubelet` for a supporting row."""
        return f"arrow {self.row}"

    @property
    def row(self) -> str:
        """The same without the word: what names the row."""
        return " ".join(filter(None, (self.arrow, self.part)))
