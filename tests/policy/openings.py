"""What network policies open, read from the JSON, and what the flows say, worked out a second time."""

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import NamedTuple

from modules.model.environment import Environment
from modules.model.flow import AwsApi, Flow, InMesh, Tcp
from modules.model.namespaces import namespaces
from modules.model.parties import Party, Tier
from modules.model.pods import PODS, Pods
from modules.model.ports import Port
from modules.model.subnets import block
from tests.policy.charts import objects
from tests.policy.facts import Estate, Json, only, only_known

REASON = "tm.blx-demo.com/flow"

PEER = {"ipBlock", "namespaceSelector", "podSelector"}

Labels = tuple[tuple[str, str], ...]

NO_INTERNET = frozenset({"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"})
"""Networks of whoever, nodes and their metadata, which are no internet."""

SIDECAR = 15006
"""Where a sidecar takes everything over: policies see the port that was called, which can be any."""


class Pod(NamedTuple):
    """Pods of a namespace with these labels, all of it without any."""

    namespace: str
    labels: Labels = ()


class Opening(NamedTuple):
    """One port of one peer; port 0 is all of the protocol, a peer is pods or an address range."""

    reason: str
    side: str
    pods: Pod
    peer: Pod | IPv4Network
    protocol: str
    port: int


def _labels(selector: Json) -> Labels:
    only_known(selector, {"matchLabels"}, "selector")
    return tuple(sorted(selector.get("matchLabels", {}).items()))


def policies(estate: Estate) -> list[Json]:
    """Every network policy of every stack."""
    return [each for _, each in objects(estate, "NetworkPolicy")]


def is_denial(policy: Json) -> bool:
    """Whether it only denies: no rule at all."""
    return not {"ingress", "egress"} & policy["spec"].keys()


def openings(estate: Estate) -> list[Opening]:
    """What all policies open together; one of an unknown form fails."""
    return [each for _, each in addressed(estate)]


def addressed(estate: Estate) -> list[tuple[str, Opening]]:
    """The same, each with the address of its policy."""
    return [
        (object_at(stack, policy), each)
        for stack, policy in objects(estate, "NetworkPolicy")
        if not is_denial(policy)
        for each in _read(policy)
    ]


def object_at(stack: str, made: Json) -> str:
    """The address of a Kubernetes object: its stack, kind, namespace and name."""
    place = "/".join(filter(None, (made["metadata"].get("namespace", ""), made["metadata"]["name"])))
    return f"{stack} {made['kind']}.{place}"


def _read(policy: Json) -> Iterator[Opening]:
    spec, name = policy["spec"], policy["metadata"]["name"]
    side = only({"ingress", "egress"} & spec.keys(), name)
    only_known(spec, {"podSelector", "policyTypes", side}, name)
    assert spec["policyTypes"] == [side.title()], name
    pods = Pod(policy["metadata"]["namespace"], _labels(spec["podSelector"]))
    peers = "from" if side == "ingress" else "to"
    for rule in spec[side]:
        only_known(rule, {peers, "ports"}, name)
        assert rule[peers], f"{name}: no peer is everybody"
        assert rule["ports"], f"{name}: no port is every port"
        for peer in rule[peers]:
            for port in rule["ports"]:
                only_known(port, {"protocol", "port"}, name)
                number = port.get("port", 0)
                reason = policy["metadata"]["annotations"][REASON]
                yield Opening(reason, side, pods, _peer(peer, name), port["protocol"], number)


def _peer(peer: Json, name: str) -> Pod | IPv4Network:
    only_known(peer, PEER, name)
    if "ipBlock" in peer:
        assert set(peer) == {"ipBlock"}, name
        only_known(peer["ipBlock"], {"cidr", "except"}, name)
        cidr = IPv4Network(peer["ipBlock"]["cidr"])
        wanted = NO_INTERNET if cidr.prefixlen == 0 else frozenset()
        assert frozenset(peer["ipBlock"].get("except", ())) == wanted, f"{name}: {cidr}"
        return cidr
    namespaces = dict(_labels(peer["namespaceSelector"]))
    assert set(namespaces) == {"kubernetes.io/metadata.name"}, name
    return Pod(namespaces["kubernetes.io/metadata.name"], _labels(peer.get("podSelector", {})))


def expected(environment: Environment, identified: set[str]) -> list[Opening]:
    """What the flows open for pods of our namespaces, and the baseline; pods of some namespaces have roles."""
    found = [each for flow in environment.flows for each in _row(environment, flow)]
    return found + list(_baseline(environment, identified))


def _pod(pods: Pods) -> Pod:
    return Pod(pods.namespace, tuple(sorted(pods.labels)))


def _row(environment: Environment, flow: Flow) -> Iterator[Opening]:
    openers = [
        each for each in PODS if each.party is flow.opener and each.opens and flow.opener is not Party.EKS_TM
    ]
    if isinstance(flow.over, AwsApi):
        for each in openers:
            for cidr in _apis(environment, flow.over):
                yield Opening(flow.label, "egress", _pod(each), cidr, "TCP", 443)
    elif isinstance(flow.over, Tcp | InMesh):
        for number in flow.over.ports:
            yield from _port(environment, flow, openers, number)


def _port(environment: Environment, flow: Flow, openers: list[Pods], number: Port) -> Iterator[Opening]:
    there = {each.name for each in namespaces(environment.features)}
    listeners = [
        each
        for each in PODS
        if each.namespace in there and number in each.ports and flow.listener in {each.party, Party.EKS_TM}
    ]
    ends = (
        ("egress", openers, listeners, flow.listener),
        ("ingress", listeners, openers, flow.opener),
    )
    gossip = isinstance(flow.over, InMesh) and number in flow.over.datagrams
    for protocol in ("TCP", "UDP") if gossip else ("TCP",):
        for side, pods, others, party in ends:
            for each in pods:
                for peer in _peers(environment, others, party):
                    port = 0 if number == SIDECAR else int(number)
                    yield Opening(flow.label, side, _pod(each), peer, protocol, port)


def _peers(environment: Environment, pods: list[Pods], party: Party) -> list[Pod | IPv4Network]:
    """The pods of a party, or where it lives when it is none."""
    return [*map(_pod, pods)] or [_place(environment, party)]


def _apis(environment: Environment, over: AwsApi) -> Iterator[IPv4Network]:
    prefixes = {action.partition(":")[0] for action in over.actions} - {"iam", "route53"}
    if prefixes - {"s3"}:
        yield block(environment.vpcs.tm.cidr, Tier.PRIVATE)
    if prefixes & {"s3", "ecr"}:
        yield IPv4Network("0.0.0.0/0")


def _place(environment: Environment, party: Party) -> IPv4Network:
    if party.home is Party.INTERNET:
        return IPv4Network("0.0.0.0/0")
    assert party.home.tier, party
    return block(environment.vpcs.tm.cidr, party.home.tier)


def _baseline(environment: Environment, identified: set[str]) -> Iterator[Opening]:
    private = block(environment.vpcs.tm.cidr, Tier.PRIVATE)
    service = IPv4Network((environment.vpcs.tm.service_cidr[1], 32))
    dns = Pod("kube-system", (("k8s-app", "kube-dns"),))
    istiod = Pod("istio-system", (("app", "istiod"),))
    agent, metadata = IPv4Network("169.254.170.23/32"), IPv4Network("169.254.169.254/32")
    for each in namespaces(environment.features):
        own = Pod(each.name)
        for protocol in ("TCP", "UDP"):
            yield Opening("baseline dns", "egress", own, dns, protocol, 53)
        for peer in (private, service):
            yield Opening("baseline cluster-api", "egress", own, peer, "TCP", 443)
        if each.name == "tm-system":
            yield Opening("baseline metadata", "egress", own, metadata, "TCP", 80)
        if each.injected:
            yield Opening("baseline istiod", "egress", own, istiod, "TCP", 15012)
            yield Opening("baseline proxies", "ingress", istiod, own, "TCP", 15012)
        if each.name in identified:
            yield Opening("baseline pod-identity", "egress", own, agent, "TCP", 80)
