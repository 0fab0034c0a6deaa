"""What the mesh admits and lets out, made from the flows: the same rows that network policies are made from.

A pod has a proxy when its namespace is injected, and the ingress is one. Nothing here concerns pods without.
"""

from dataclasses import dataclass
from ipaddress import IPv4Network

from modules.model.endpoints import services
from modules.model.environment import Environment
from modules.model.flow import AwsApi, Flow, InMesh, Tcp
from modules.model.links import Link
from modules.model.namespaces import NAMESPACES
from modules.model.parties import Party, Tier, Zone
from modules.model.pods import PODS, Pods, pods_of
from modules.model.ports import Port
from modules.model.subnets import block, subnets
from modules.model.workloads import OF_NODES

TRUST_DOMAIN = "cluster.local"
"""Istio's default; part of every identity in the mesh."""

INJECTED = tuple(each.name for each in NAMESPACES if each.injected)
"""Also those that an environment may leave out: no row of its flows leads there then."""

WHOLE_CLUSTER = Party.EKS_TM
"""The document draws arrows 11.1 and 13.1 from the cluster; in it, Vault is who needs them."""

TOKENS = "sts"
"""A pod with a role of its own exchanges its token there before it calls any other API (vendor contract: IRSA)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one row admits; without ports all of them, because nobody knows those of the vendor's services."""

    row: str
    principals: tuple[str, ...]
    ports: tuple[Port, ...]


@dataclass(frozen=True, slots=True)
class Admission:
    """Who may call pods of a namespace with these labels, all of it without any."""

    name: str
    namespace: str
    labels: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Entrance:
    """One way into the ingress: the load balancer's own addresses, and those of the clients that it names."""

    row: str
    balancers: IPv4Network
    clients: tuple[IPv4Network, ...]


@dataclass(frozen=True, slots=True)
class Exit:
    """A party outside the cluster that pods of a namespace connect to; `services` are those of AWS alone."""

    namespace: str
    target: Party
    port: Port
    services: tuple[str, ...] = ()


def principal(pods: Pods) -> str:
    """The identity of pods in the mesh; a whole namespace where service accounts are the vendor's."""
    return f"{TRUST_DOMAIN}/ns/{pods.namespace}/sa/{pods.account or '*'}"


def has_proxy(pods: Pods) -> bool:
    """Whether it speaks mutual TLS."""
    return pods.namespace in INJECTED or pods.party is Party.ISTIO_INGRESS


def admissions(flows: tuple[Flow, ...]) -> tuple[Admission, ...]:
    """One policy for each kind of pods that a row between pods with proxies ends at."""
    found: dict[Pods, list[Rule]] = {}
    for flow in flows:
        if not isinstance(flow.over, InMesh):
            continue
        callers = tuple(principal(each) for each in pods_of(flow.opener) if has_proxy(each))
        for pods in pods_of(flow.listener):
            ports = tuple(port for port in flow.over.ports if port in pods.ports)
            if callers and ports and has_proxy(pods):
                named = tuple(port for port in ports if port is not Port.ISTIO_INBOUND)
                found.setdefault(pods, []).append(Rule(flow.row, callers, named))
    return tuple(
        Admission(pods.party.value, pods.namespace, pods.labels, tuple(rules))
        for pods, rules in found.items()
    )


def entrances(environment: Environment, links: tuple[Link, ...]) -> tuple[Entrance, ...]:
    """Every load balancer before the ingress, and who comes through it.

    The one for Apps hides its callers behind its own addresses; what an application's own proxy names counts too.
    """
    found = []
    for flow in environment.flows:
        if flow.listener is not Party.ISTIO_INGRESS or not isinstance(flow.over, Tcp):
            continue
        tier = flow.opener.tier or Tier.PUBLIC
        own = block(environment.vpcs.tm.cidr, tier)
        clients = {
            link.opener.cidr
            for link in links
            if link.listener.party is flow.opener and link.ports[0] == Port.HTTPS
        }
        if flow.opener is Party.EDGE_APPS:
            clients.add(own)
        found.append(Entrance(flow.row, own, tuple(sorted(clients))))
    return tuple(found)


def exits(flows: tuple[Flow, ...]) -> tuple[Exit, ...]:
    """What pods in injected namespaces connect to outside the cluster; everything else is refused."""
    ports: set[tuple[str, Party, Port]] = set()
    called: dict[str, set[str]] = {}
    for flow in flows:
        for namespace in _opens_from(flow):
            match flow.over:
                case Tcp(wanted) if flow.listener.tier in {Tier.DATABASE, Tier.KAFKA}:
                    ports |= {(namespace, flow.listener, port) for port in wanted}
                case AwsApi(actions):
                    called.setdefault(namespace, {TOKENS}).update(_hosts(actions))
                case _:
                    pass
    named = [Exit(*each) for each in sorted(ports)]
    apis = [
        Exit(namespace, Party.AWS_APIS, Port.HTTPS, tuple(sorted(names)))
        for namespace, names in sorted(called.items())
    ]
    return (*named, *apis)


def _opens_from(flow: Flow) -> set[str]:
    own = {each.namespace for each in pods_of(flow.opener) if each.namespace in INJECTED}
    if flow.opener is WHOLE_CLUSTER and not flow.part and flow.row not in OF_NODES:
        own |= {each.namespace for each in PODS if each.party is Party.VAULT}
    return own


def _hosts(actions: tuple[str, ...]) -> set[str]:
    """Services by the first part of their host names; IAM has no endpoint in a VPC, but a name."""
    prefixes = {action.partition(":")[0] for action in actions}
    return {name for prefix in prefixes for name in services(prefix) or (prefix,)}


def api_host(service: str, region: str) -> str:
    """The name under which a pod calls an AWS service (AWS documentation); IAM is the same in every region."""
    return "iam.amazonaws.com" if service == "iam" else f"{service}.{region}.amazonaws.com"


def ranges(environment: Environment, party: Party) -> tuple[IPv4Network, ...]:
    """Subnets of a party of the TM VPC."""
    vpc = next(each for each in environment.estate if each.zone is Zone.TM)
    return subnets(vpc.cidr, party.tier) if party.tier else ()


def sees(namespace: str, flows: tuple[Flow, ...]) -> tuple[str, ...]:
    """Injected namespaces, its own included, whose services the proxies of a namespace have to know."""
    found = {namespace}
    for flow in flows:
        if isinstance(flow.over, InMesh) and namespace in {each.namespace for each in pods_of(flow.opener)}:
            found |= {each.namespace for each in pods_of(flow.listener) if each.namespace in INJECTED}
    return tuple(sorted(found))
