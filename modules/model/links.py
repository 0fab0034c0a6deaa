"""From arrows to connections: who may open what to whom, in which VPC.

A link is what a packet filter can judge. Security groups, network ACLs, routes and transit gateway
routing are all made from the same links; the policy tests read them back from the JSON.
"""

from dataclasses import dataclass
from ipaddress import IPv4Network
from itertools import product

from modules.model.endpoints import GATEWAY, services
from modules.model.environment import Environment
from modules.model.flow import AllTraffic, AwsApi, Elsewhere, Flow, InMesh, Session, Tcp
from modules.model.parties import Party, Tier
from modules.model.ports import ANY, Port
from modules.model.subnets import block
from modules.model.tables import Vpc

ANYWHERE = IPv4Network("0.0.0.0/0")

TCP, ALL = "tcp", "-1"


@dataclass(frozen=True, slots=True, order=True)
class End:
    """One end of a link: a party inside a VPC, or a named address range outside the estate."""

    party: Party
    name: str
    """Unique among the ends of an environment; in rule addresses, so it never holds a value."""
    cidr: IPv4Network
    vpc: str | None = None
    tier: Tier | None = None


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """`opener` may open connections to these ports of `listener`, because of the labels' arrows."""

    opener: End
    listener: End
    protocol: str
    ports: tuple[int, int]
    labels: tuple[str, ...]

    @property
    def crosses(self) -> bool:
        """Whether it runs from one VPC of the estate to another."""
        return None not in (self.opener.vpc, self.listener.vpc) and self.opener.vpc != self.listener.vpc


def links(environment: Environment) -> tuple[Link, ...]:
    """Every permitted connection of an environment, each once, with all the arrows that need it."""
    found: dict[tuple[End, End, str, tuple[int, int]], list[str]] = {}
    for flow in environment.flows:
        for opener, listener, protocol, ports in _connections(environment, flow):
            labels = found.setdefault((opener, listener, protocol, ports), [])
            if flow.label not in labels:
                labels.append(flow.label)
    return tuple(sorted(Link(*key, tuple(labels)) for key, labels in found.items()))


def _connections(environment: Environment, flow: Flow) -> list[tuple[End, End, str, tuple[int, int]]]:
    opener, listener = flow.opener.home, flow.listener.home
    match flow.over:
        case Tcp(ports):
            found = [(TCP, (int(port), int(port))) for port in ports]
        case AllTraffic():
            found = [(ALL, ANY)]
        case Session():
            opener, listener = listener, listener.endpoints
            found = [(TCP, (int(Port.HTTPS), int(Port.HTTPS)))]
        case AwsApi(actions):
            if opener.tier is None:  # the caller is an AWS service: IAM alone decides
                return []
            return _api_calls(environment, opener, actions)
        case InMesh() | Elsewhere():
            return []
    return [(a, b, *kind) for (a, b), kind in product(_pairs(environment, opener, listener), found)]


def _api_calls(
    environment: Environment, opener: Party, actions: tuple[str, ...]
) -> list[tuple[End, End, str, tuple[int, int]]]:
    used = {service for action in actions for service in services(action.partition(":")[0])}
    targets = [opener.endpoints] * bool(used - {GATEWAY}) + [Party.S3_GATEWAY] * (GATEWAY in used)
    https = (int(Port.HTTPS), int(Port.HTTPS))
    return [(a, b, TCP, https) for target in targets for a, b in _pairs(environment, opener, target)]


def _pairs(environment: Environment, opener: Party, listener: Party) -> list[tuple[End, End]]:
    """Parties of one zone meet only inside their own VPC: Apps environments never reach one another."""
    return [
        (a, b)
        for a, b in product(_ends(environment, opener), _ends(environment, listener))
        if a.party.zone is not b.party.zone or a.vpc == b.vpc
        if a.vpc is not None or b.vpc is not None
    ]


def _ends(environment: Environment, party: Party) -> list[End]:
    if party is Party.COMPANY_VPN:
        return [End(party, party, cidr) for cidr in environment.network.vpn_cidrs]
    if party is Party.INTEGRATIONS:
        return [End(party, f"integration-{each.name}", each.cidr) for each in environment.integrations]
    if party is Party.EXTERNAL_NETWORKS:
        return [End(party, f"external-{net.name}", net.cidr) for net in environment.external_networks]
    if party in {Party.INTERNET, Party.S3_GATEWAY}:
        return [End(party, party, ANYWHERE)]
    return [
        _end(vpc, party, party.tier) for vpc in environment.estate if vpc.zone is party.zone and party.tier
    ]


def _end(vpc: Vpc, party: Party, tier: Tier) -> End:
    single = vpc.name == vpc.zone
    name = party.value if single else f"{party.value}-{vpc.name.removeprefix(f'{vpc.zone}-')}"
    return End(party, name, block(vpc.cidr, tier), vpc.name, tier)


def seen_by(vpc: str, found: tuple[Link, ...]) -> tuple[Link, ...]:
    """The links that begin or end in one VPC."""
    return tuple(link for link in found if vpc in (link.opener.vpc, link.listener.vpc))
