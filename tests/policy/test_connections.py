"""Packets of every flow arrive, and only those: groups, routes and network ACLs of all stacks together.

Policies inside the cluster, names and IAM are in test_arrows.py. The ways are found on the JSON alone (packets.py);
only the list of wanted links comes from the model.
Inventory: CX-18.
"""

from collections.abc import Iterator

import pytest

from modules.model.links import Link, links
from modules.model.parties import Party
from tests.policy.facts import Estate
from tests.policy.packets import ALL, Packets
from tests.policy.places import Place
from tests.policy.reach import Reach

pytestmark = pytest.mark.policy

NOBODY = {"secret-rotation"}
"""Parties whose rules stand ready but whom nothing in the JSON is: rotation is by hand (CX-22)."""

BUILT_BY = {"lake-ingest": "lake-ingest", "spacelift-workers": "shared-workers"}
"""Parties whose stack an environment may not have."""

Connection = tuple[str, str, str, int]
"""From, to, protocol, port."""


def _names(link: Link) -> tuple[str, str]:
    opener = "integrations" if link.opener.party is Party.INTEGRATIONS else link.opener.name
    return opener, link.listener.name


def _wanted(estate: Estate) -> dict[tuple[str, str], list[Link]]:
    """Links between places; S3 is a route to a list of addresses and no place."""
    found: dict[tuple[str, str], list[Link]] = {}
    for link in links(estate.environment):
        if link.listener.party is not Party.S3_GATEWAY:
            found.setdefault(_names(link), []).append(link)
    return found


def _ports(reach: Packets) -> list[int]:
    """Every port at which some rule begins or ends, and those beside it: between them nothing changes."""
    found = {
        port
        for rules in reach.rules.values()
        for rule in rules
        for edge in rule.ports
        for port in (edge - 1, edge, edge + 1)
    }
    return sorted(port for port in found if 0 <= port <= 65535)


def _asked(reach: Packets, source: Place, target: Place, ports: list[int]) -> Iterator[tuple[str, int]]:
    """Protocols and ports that the groups of both let through: what they stop, nothing else has to."""
    open_ = reach.candidates(source, target)
    for protocol in ("tcp", "udp"):
        for port in ports:
            if any(own in {ALL, protocol} and low <= port <= high for own, (low, high) in open_):
                yield protocol, port


def test_everybody_whom_a_flow_names_is_somewhere(estate: Estate) -> None:
    """A group that nobody wears opens nothing: a flow of it would be possible on paper only."""
    known = Reach.of(estate).packets.places.keys()
    named = {name for pair in _wanted(estate) for name in pair}
    absent = {party for party, stack in BUILT_BY.items() if stack not in estate.stacks}
    assert named - known == (NOBODY | absent) & named


def test_every_flow_is_possible(estate: Estate) -> None:
    """Each of the document's arrows that crosses a network, with what supports it."""
    reach = Reach.of(estate).packets
    for (opener, listener), found in _wanted(estate).items():
        if not {opener, listener} <= reach.places.keys():
            continue
        for link in found:
            for port in link.ports:
                verdict = reach.can(reach.places[opener], reach.places[listener], port, link.protocol)
                assert verdict, f"{opener} to {listener} {port} ({', '.join(link.labels)}): {verdict.stopped}"


def test_every_possible_connection_is_a_flow(estate: Estate) -> None:
    """P04: no pair of parties, no port and no protocol beyond the flows, over however many stacks."""
    reach = Reach.of(estate).packets
    ports, wanted = _ports(reach), _wanted(estate)
    for source in reach.places.values():
        for target in reach.places.values():
            if not source.vpc and (not target.vpc or target.name == source.name):
                continue
            if not target.vpc and target.name in {"company-vpn", "integrations"}:
                continue  # addresses of the internet, which stands for them
            found = wanted.get((source.name, target.name), [])
            for protocol, port in _asked(reach, source, target, ports):
                explained = any(
                    link.protocol in {"-1", protocol} and link.ports[0] <= port <= link.ports[1]
                    for link in found
                )
                if not explained:
                    verdict = reach.can(source, target, port, protocol)
                    assert not verdict, f"{source.name} to {target.name} {protocol} {port}: {verdict.steps}"
