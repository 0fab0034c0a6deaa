"""Everything that is possible, as one graph: who reaches whom, on which ports or by which calls.

Each edge is found by asking every filter (reach.py); a chain of edges is a way over others.
"""

from collections.abc import Iterator
from typing import NamedTuple

import networkx as nx

from tests.policy.packets import ALL, ANY, TCP, judged
from tests.policy.places import Place
from tests.policy.reach import VPN, Reach
from tests.policy.workloads import CLUSTER, SYSTEM, Party, Workload

CALL, SESSION, REQUEST = "call", "session", "request"
"""How one reaches what is no place: an API, a host by Session Manager, a public name."""

SAME_ADDRESSES = {"company-vpn", "integrations"}
"""Addresses of the internet, which stands for them as somebody who is reached."""

SAMPLE, FEW = 8080, 16
"""A port of pods that listen on ports nobody knows, and how many ports are asked one by one."""


class Edge(NamedTuple):
    """`ports` for a connection, the action for a call."""

    source: str
    target: str
    protocol: str
    ports: tuple[int, int] = ANY
    action: str = ""


def connections(reach: Reach) -> tuple[Edge, ...]:
    """Every connection between places, between pods, and from one to the other; found once for an estate."""
    known = reach.estate.known
    if "connections" not in known:
        known["connections"] = tuple(_connections(reach))
    found: tuple[Edge, ...] = known["connections"]
    return found


def _connections(reach: Reach) -> Iterator[Edge]:
    for source in reach.parties.values():
        if isinstance(source, Workload) and source.namespace == SYSTEM:
            continue  # it is where its node is
        for target in reach.parties.values():
            if _asked(reach, source, target):
                for protocol, ports in _candidates(reach, source, target):
                    for open_ in _open(reach, source, target, protocol, ports):
                        yield Edge(source.name, target.name, protocol, open_)


def _asked(reach: Reach, source: Party, target: Party) -> bool:
    if isinstance(target, Workload):
        closed = target.namespace != SYSTEM
        # Traffic with a pod's own node no policy touches, and pods without policies are where nodes are.
        return source.name != CLUSTER and (closed or isinstance(source, Workload))
    outside = isinstance(source, Place) and not source.vpc
    if outside and (not target.vpc or target.name == source.name):
        return False
    return bool(target.vpc) or target.name not in SAME_ADDRESSES


def _candidates(reach: Reach, source: Party, target: Party) -> Iterator[tuple[str, tuple[int, int]]]:
    """What groups and network policies leave to be asked; all that is not among them is closed by one of those."""
    found = reach.packets.candidates(reach.place(source), reach.place(target))
    named = [(ALL, ANY)]
    for own, peer, side in ((source, target, "egress"), (target, source, "ingress")):
        if isinstance(own, Workload):
            ports = reach.workloads.ports(own, peer, side)
            if ports is not None:
                named = list(_both(named, [(protocol, _span(port)) for protocol, port in ports]))
    held = set(_both(found, named))
    yield from sorted(each for each in held if not any(_holds(other, each) for other in held - {each}))


def _holds(wide: tuple[str, tuple[int, int]], narrow: tuple[str, tuple[int, int]]) -> bool:
    """Whether one is asked with the other."""
    inside = wide[1][0] <= narrow[1][0] and narrow[1][1] <= wide[1][1]
    return inside and wide[0] in {ALL, narrow[0]}


def _span(port: int) -> tuple[int, int]:
    return (port, port) if port else ANY


def _both(
    some: list[tuple[str, tuple[int, int]]], others: list[tuple[str, tuple[int, int]]]
) -> Iterator[tuple[str, tuple[int, int]]]:
    for one in some:
        for other in others:
            protocol = other[0] if one[0] == ALL else one[0]
            ports = (max(one[1][0], other[1][0]), min(one[1][1], other[1][1]))
            if other[0] in {ALL, protocol} and ports[0] <= ports[1]:
                yield protocol, ports


def _open(
    reach: Reach, source: Party, target: Party, protocol: str, ports: tuple[int, int]
) -> list[tuple[int, int]]:
    """The range whole where each port that is asked is open, else those that are."""
    low, high = ports
    asked = range(low, high + 1) if high - low < FEW else sorted({low, max(SAMPLE, low), high})
    over = TCP if protocol == ALL else protocol
    found = [port for port in asked if judged(reach.connect(source, target, port, over))]
    return [ports] if len(found) == len(asked) else [(port, port) for port in found]


def requests(reach: Reach) -> Iterator[Edge]:
    """Public names of the estate, for whoever may have a way to them."""
    inside = {name for name, place in reach.packets.places.items() if place.vpc.startswith("apps-")}
    for source in (VPN, *sorted(inside), "integrations", "internet"):
        if source in reach.parties:
            for host in sorted(reach.doors.records(inside=source in inside)):
                if reach.can(source, host):
                    yield Edge(source, host, REQUEST, (443, 443))


def sessions(reach: Reach) -> Iterator[Edge]:
    """Sessions of people on hosts."""
    for persona in reach.people:
        stacks = sorted({stack for stack, _, _ in reach.estate.everywhere("aws_instance")})
        for host in (f"jumphost-{stack.partition('-')[0]}" for stack in stacks):
            if host in reach.parties and reach.can(persona, host):
                yield Edge(persona, host, SESSION)


def calls(reach: Reach) -> Iterator[Edge]:
    """Calls of AWS's APIs, each by its action."""
    for party, actions in reach.calls.effective.items():
        for action in sorted(actions):
            yield Edge(party, reach.service(action.partition(":")[0]), CALL, ANY, action)


def graph(reach: Reach) -> "nx.MultiDiGraph[str]":
    """All of it together. People stand before the company's VPN, and callers of Apps clusters on their nodes."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made.add_nodes_from([*reach.sources, *reach.targets])
    for each in (*connections(reach), *requests(reach), *sessions(reach), *calls(reach)):
        made.add_edge(each.source, each.target, protocol=each.protocol, ports=each.ports, action=each.action)
    for persona in reach.people:
        made.add_edge(persona, VPN, protocol="elsewhere", ports=ANY, action="")
    return made


def chains(reach: Reach) -> "nx.MultiDiGraph[str]":
    """Connections alone, without nodes, which stand for all of their pods: who gets where over others."""
    made = graph(reach)
    made.remove_nodes_from([*reach.services, CLUSTER])
    return made
