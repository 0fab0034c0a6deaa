"""Network policies of the TM cluster, made from the same rows as everything else that opens something.

Each namespace denies both directions; what is allowed names its row. A connection between two pods needs the
policy of both. Traffic with a pod's own node, and so its probes, no policy touches (Kubernetes; the agent of the
VPC CNI puts the node into every map). Pods of `kube-system` have no policies of ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network

from modules.model.endpoints import GATEWAY, services
from modules.model.environment import Environment
from modules.model.flow import AwsApi, Flow, InMesh, Tcp
from modules.model.namespaces import namespaces
from modules.model.parties import Party, Tier
from modules.model.pods import PODS, Pods, listening, pods_of
from modules.model.ports import Port
from modules.model.subnets import block
from modules.model.values import PRIVATE
from modules.model.workloads import COMPONENTS, component_actions

LINK_LOCAL = IPv4Network("169.254.0.0/16")
METADATA = IPv4Network("169.254.169.254/32")
"""Of the node: the vendor's pods ask it for their region (vendor contract), and nobody else does."""
POD_IDENTITY = IPv4Network("169.254.170.23/32")
"""The agent on the node that hands out credentials (EKS user guide)."""

INTERNET = IPv4Network("0.0.0.0/0")
NOT_INTERNET = (*PRIVATE, LINK_LOCAL)

KUBE_DNS = (("k8s-app", "kube-dns"),)
TCP, UDP = "TCP", "UDP"

METADATA_NAMESPACE = "tm-system"


@dataclass(frozen=True, slots=True)
class Peer:
    """Addresses, or pods of a namespace with these labels, or all of it without any."""

    cidr: IPv4Network | None = None
    namespace: str = ""
    labels: tuple[tuple[str, str], ...] = ()

    @property
    def excluded(self) -> tuple[IPv4Network, ...]:
        """What is no internet in the whole of all addresses: networks, nodes and their metadata."""
        return NOT_INTERNET if self.cidr == INTERNET else ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Any of these peers on any of these ports (protocol and number, None for all of the protocol)."""

    peers: tuple[Peer, ...]
    ports: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """What pods of a namespace with these labels may take in, or else may open; `reason` is a row or a baseline."""

    namespace: str
    name: str
    labels: tuple[tuple[str, str], ...]
    ingress: bool
    rules: tuple[Rule, ...]
    reason: str


def policies(env: Environment) -> tuple[Policy, ...]:
    """Every policy that allows something, sorted. Denying is the construct's, for every namespace alike.

    Raises `ValueError` for a row that begins or ends at pods that nobody has described.
    """
    found = [*_baseline(env), *(each for flow in env.flows for each in _of_row(env, flow))]
    return tuple(sorted(found, key=lambda each: (each.namespace, each.name)))


def _of_row(env: Environment, flow: Flow) -> Iterator[Policy]:
    if Party.EKS_TM not in {flow.opener.home, flow.listener.home}:
        return
    match flow.over:
        case Tcp(ports) | InMesh(ports):
            yield from _egress(env, flow, ports)
            yield from _ingress(env, flow, ports)
        case AwsApi(actions):
            yield from _calls(env, flow, actions)


def _openers(flow: Flow) -> tuple[Pods, ...]:
    """Pods that open a row; none for a row of the cluster as such, which nodes, charts of EKS and baselines serve."""
    if flow.opener is Party.EKS_TM or flow.opener.home is not Party.EKS_TM:
        return ()
    found = tuple(each for each in pods_of(flow.opener) if each.opens)
    if not found:
        message = f"{flow.label}: nobody has described the pods of {flow.opener}; write them in pods.py"
        raise ValueError(message)
    return found


def _listeners(
    env: Environment, flow: Flow, ports: tuple[Port, ...]
) -> tuple[tuple[Pods, tuple[Port, ...]], ...]:
    """Pods that listen on ports of a row, each with those ports; any pod of the cluster where the row names it."""
    there = {each.name for each in namespaces(env.features)}
    if flow.listener.home is not Party.EKS_TM:
        return ()
    if flow.listener is Party.EKS_TM:
        candidates = tuple(each for each in PODS if each.namespace in there)
    else:
        candidates = tuple(dict.fromkeys(each for port in ports for each in listening(flow.listener, port)))
        if not candidates:
            message = (
                f"{flow.label}: nobody has described who listens at {flow.listener}; write it in pods.py"
            )
            raise ValueError(message)
    found = ((each, tuple(port for port in ports if port in each.ports)) for each in candidates)
    return tuple((each, held) for each, held in found if held)


def _egress(env: Environment, flow: Flow, ports: tuple[Port, ...]) -> Iterator[Policy]:
    also = _datagrams(flow)
    found = _listeners(env, flow, ports)
    targets = tuple(Rule((_pods(each),), _numbers(held, also)) for each, held in found)
    rules = targets or (Rule((_place(env, flow.listener),), _numbers(ports, also)),)
    for each in _openers(flow):
        name = _name(flow, each, f"to-{flow.listener}")
        yield Policy(each.namespace, name, each.labels, ingress=False, rules=rules, reason=flow.label)


def _ingress(env: Environment, flow: Flow, ports: tuple[Port, ...]) -> Iterator[Policy]:
    found = _listeners(env, flow, ports)
    peers = tuple(_pods(each) for each in _openers(flow))
    if found and not peers:
        peers = (_place(env, flow.opener),)
    for each, held in found:
        name = _name(flow, each, f"from-{flow.opener}")
        rules = (Rule(peers, _numbers(held, _datagrams(flow))),)
        yield Policy(each.namespace, name, each.labels, ingress=True, rules=rules, reason=flow.label)


def _calls(env: Environment, flow: Flow, actions: tuple[str, ...]) -> Iterator[Policy]:
    """APIs of AWS: the endpoints in the private tier, and for S3 the addresses that its gateway leads to."""
    used = {service for action in actions for service in services(action.partition(":")[0])}
    peers = (Peer(_tier(env, Tier.PRIVATE)),) * bool(used - {GATEWAY}) + (Peer(INTERNET),) * (GATEWAY in used)
    rules = tuple(Rule((peer,), _numbers((Port.HTTPS,))) for peer in peers)
    if not rules:
        return
    for each in _openers(flow):
        name = _name(flow, each, f"to-{flow.listener}")
        yield Policy(each.namespace, name, each.labels, ingress=False, rules=rules, reason=flow.label)


def _name(flow: Flow, pods: Pods, peer: str) -> str:
    """Of the row, of the pods where a party is several kinds of them, and of the other end."""
    kinds = [each for each in pods_of(pods.party) if each.namespace == pods.namespace]
    own = pods.labels[0][1] if len(kinds) > 1 and pods.labels else pods.party.value
    return "-".join((flow.label.replace(" ", "-").replace(".", "-"), own, peer))


def _place(env: Environment, party: Party) -> Peer:
    """Where a party that is no pod lives. Raises `ValueError` for one without addresses."""
    home = party.home
    if home is Party.INTERNET:
        return Peer(INTERNET)
    if home.tier is None or home.zone is not Party.EKS_TM.zone:
        raise ValueError(f"{party} has no addresses that a network policy could name")
    return Peer(_tier(env, home.tier))


def _tier(env: Environment, tier: Tier) -> IPv4Network:
    return block(env.vpcs.tm.cidr, tier)


def _pods(pods: Pods) -> Peer:
    return Peer(namespace=pods.namespace, labels=pods.labels)


def _datagrams(flow: Flow) -> tuple[Port, ...]:
    return flow.over.datagrams if isinstance(flow.over, InMesh) else ()


def _numbers(ports: tuple[Port, ...], also: tuple[Port, ...] = ()) -> tuple[tuple[str, int | None], ...]:
    """A sidecar takes over whatever port was called, so a policy sees the application's and cannot name it."""
    connections = tuple((TCP, None if port is Port.ISTIO_INBOUND else int(port)) for port in ports)
    return connections + tuple((UDP, int(port)) for port in ports if port in also)


def _baseline(env: Environment) -> Iterator[Policy]:
    """What every pod needs and no arrow draws: names, the API of the cluster, credentials, its mesh."""
    # The API is called by its Kubernetes service too, whose address is the first of its range (EKS user guide).
    services_cidr = IPv4Network((env.vpcs.tm.service_cidr[1], 32))
    api = Rule((Peer(_tier(env, Tier.PRIVATE)), Peer(services_cidr)), _numbers((Port.HTTPS,)))
    dns = Rule(
        (Peer(namespace="kube-system", labels=KUBE_DNS),), ((TCP, int(Port.DNS)), (UDP, int(Port.DNS)))
    )
    agent = Rule((Peer(POD_IDENTITY),), _numbers((Port.HTTP,)))
    region = Rule((Peer(METADATA),), _numbers((Port.HTTP,)))
    (istiod,) = listening(Party.ISTIO, Port.ISTIO_XDS)
    xds = _numbers((Port.ISTIO_XDS,))
    identified = {each.namespace for each in COMPONENTS if component_actions(env.flows, Party.EKS_TM, each)}
    own = namespaces(env.features)
    for each in own:
        allowed = {"cluster-api": api, "dns": dns}
        allowed |= {"pod-identity": agent} if each.name in identified else {}
        allowed |= {"metadata": region} if each.name == METADATA_NAMESPACE else {}
        allowed |= {"istiod": Rule((_pods(istiod),), xds)} if each.injected else {}
        for name, rule in allowed.items():
            yield _base(each.name, name, rule)
    injected = tuple(Peer(namespace=each.name) for each in own if each.injected)
    yield Policy(
        istiod.namespace,
        "baseline-proxies",
        istiod.labels,
        ingress=True,
        rules=(Rule(injected, xds),),
        reason="baseline proxies",
    )


def _base(namespace: str, name: str, rule: Rule) -> Policy:
    return Policy(namespace, f"baseline-{name}", (), ingress=False, rules=(rule,), reason=f"baseline {name}")
