"""Packets: every flow has a way through routes and network ACLs, and the ACLs let nothing else through.

P02, P05, P07. The way is walked on the JSON; only the list of wanted links comes from the model.
"""

from ipaddress import IPv4Address, IPv4Network

import pytest

from modules.model.links import End, Link, links
from modules.model.parties import Party, Tier
from tests.policy.facts import Estate, Target
from tests.policy.network import Entry, Hop, Network

pytestmark = pytest.mark.policy

OUTSIDE = IPv4Address("8.8.8.8")
"""Stands for the internet: an address that no range of the estate holds."""

WORLD = IPv4Network("0.0.0.0/0")

NOT_OUTSIDE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
"""What is not the internet: dropped where a default route would carry it to the hub."""

RETURN = (1024, 65535)

INWARD = True

PUBLIC = {Party.COMPANY_VPN, Party.INTEGRATIONS}
"""Who comes in by public names, from the internet."""


def _address(network: Network, hop: Hop) -> IPv4Address:
    """Some address of a tier: the last one of its last subnet, so that all zones are in the block."""
    ranges = [
        IPv4Network(network.estate.at(t)["cidr_block"]) for t, at in network.subnets.items() if at == hop
    ]
    return max(each.broadcast_address for each in ranges)


def _ways(network: Network, link: Link) -> tuple[tuple[Hop, ...] | None, tuple[Hop, ...] | None]:
    """Tiers from opener to listener and back, as the routes say."""
    opener, listener = link.opener, link.listener
    start = (opener.vpc, str(opener.tier)) if opener.vpc else None
    end = (listener.vpc, str(listener.tier)) if listener.vpc else None
    if listener.party is Party.S3_GATEWAY:
        assert start
        return (start,), (start,)
    if start is None:
        assert end
        if opener.party in PUBLIC:
            public = network.walk(end, OUTSIDE)
            return public, public
        back = network.walk(end, opener.cidr.network_address)
        return network.from_outside(opener.name, _address(network, end)), back
    if end is None:
        way = network.walk(start, OUTSIDE)
        return way, network.walk(way[-1], _address(network, start)) if way else None
    return network.walk(start, _address(network, end)), network.walk(end, _address(network, start))


def _seen_as(end: End) -> IPv4Network:
    """An ACL cannot tell public clients apart: it takes no address lists (ADR 0012)."""
    return WORLD if end.party in PUBLIC else end.cidr


def _needed(link: Link, way: tuple[Hop, ...]) -> list[tuple[Hop, Entry]]:
    """What each ACL on the way has to let through, there and back."""
    if link.opener.vpc and link.listener.vpc and len(way) == 1:
        way = way * 2  # from one zone of a tier to another
    protocol, ports = link.protocol, link.ports
    back = ports if protocol == "-1" else RETURN
    found = []
    for at, hop in enumerate(way):
        if at or not link.opener.vpc:
            found.append((hop, Entry(INWARD, _seen_as(link.opener), protocol, ports)))
            found.append((hop, Entry(not INWARD, _seen_as(link.opener), protocol, back)))
        if at < len(way) - 1 or not link.listener.vpc:
            found.append((hop, Entry(not INWARD, link.listener.cidr, protocol, ports)))
            found.append((hop, Entry(INWARD, link.listener.cidr, protocol, back)))
    return found


def test_every_flow_has_a_way_there_and_back(estate: Estate) -> None:
    network = Network(estate)
    for link in links(estate.environment):
        there, back = _ways(network, link)
        label = f"{link.opener.name} to {link.listener.name}"
        assert there, f"{label} ({', '.join(link.labels)}): no route"
        assert back, f"{label} ({', '.join(link.labels)}): no route for the answers"
        assert tuple(reversed(back)) == there, f"{label}: answers take another way, {back} instead of {there}"


def test_acls_are_exactly_what_the_flows_need(estate: Estate) -> None:
    """P05: return ports included; one entry more or wider fails."""
    network = Network(estate)
    wanted: dict[Hop, set[Entry]] = {hop: set() for hop in network.acls}
    for link in links(estate.environment):
        there, _ = _ways(network, link)
        for hop, entry in _needed(link, there or ()):
            wanted[hop].add(entry)
    for hop, entries in wanted.items():
        whole = {(entry.ingress, entry.cidr) for entry in entries if entry.protocol == "-1"}
        needed = {e for e in entries if e.protocol == "-1" or (e.ingress, e.cidr) not in whole}
        assert network.acls[hop] == needed, f"{hop}: {network.acls[hop] ^ needed}"


def test_acls_stay_within_the_quota(estate: Estate) -> None:
    """AWS: 20 rules for each direction of a network ACL, its own last one included, unless raised."""
    for hop, entries in Network(estate).acls.items():
        for ingress in (True, False):
            assert sum(entry.ingress is ingress for entry in entries) <= 19, f"{hop}"


def test_apps_environments_cannot_reach_one_another(estate: Estate) -> None:
    """P07: neither directly nor by way of another zone."""
    network = Network(estate)
    apps = [name for name in network.vpcs if name.startswith("apps-")]
    for one in apps:
        for other in apps:
            if one != other:
                way = network.walk((one, "private"), _address(network, (other, "private")))
                assert way is None, f"{one} reaches {other} by {way}"


def test_only_the_hub_and_shared_services_reach_the_internet(estate: Estate) -> None:
    """P02: no way out of the database, Kafka and Apps tiers, not even through another zone."""
    network = Network(estate)
    for hop in set(network.subnets.values()):
        way = network.walk(hop, OUTSIDE)
        may = hop in {
            ("tm", "public"),
            ("tm", "private"),
            ("tm", "transit"),
            ("shared", "private"),
            ("shared", "workers"),
        }
        assert way is None or may, f"{hop} reaches the internet by {way}"


def test_no_zone_reaches_a_zone_that_no_flow_names(estate: Estate) -> None:
    """Routes between VPCs exist only between tiers that a flow joins."""
    network = Network(estate)
    joined = {
        frozenset(((link.opener.vpc, link.opener.tier), (link.listener.vpc, link.listener.tier)))
        for link in links(estate.environment)
        if link.crosses
    }
    # The NAT gateways stand in the hub's public tier: who leaves through them has a route there, and so has, by
    # way of them, the hub's own private tier to those. Groups and ACLs stop it (test_connections.py).
    joined |= {
        frozenset(((link.opener.vpc, link.opener.tier), ("tm", near)))
        for link in links(estate.environment)
        if link.listener.party is Party.INTERNET and link.opener.vpc != "tm"
        for near in (Tier.PUBLIC, Tier.PRIVATE)
    }
    for here in set(network.subnets.values()):
        for there in set(network.subnets.values()):
            if here[0] != there[0] and "transit" not in {here[1], there[1]}:
                way = network.walk(here, _address(network, there))
                back = network.walk(there, _address(network, here))
                reachable = bool(way and back)
                assert reachable == (frozenset((here, there)) in joined), f"{here} to {there}: {way}"


def test_default_routes_are_only_where_flows_leave(estate: Estate) -> None:
    """P02: no default route for database, Kafka and Apps, even one that would lead nowhere."""
    network = Network(estate)
    found = {
        hop
        for hop, tables in network.tables.items()
        for table in tables
        for route in network.routes.get(table, [])
        if route.cidr == WORLD
    }
    leaving = {
        (link.opener.vpc, str(link.opener.tier))
        for link in links(estate.environment)
        if link.listener.party is Party.INTERNET
    }
    hub = {("tm", "transit")} if leaving else set()
    assert found == leaving | hub | {("tm", "public")}


def test_transit_tables_hold_exactly_the_networks_that_flows_join(estate: Estate) -> None:
    """P07: a zone's table knows the other end of its members' flows, the way out where one is, and no more."""
    network = Network(estate)
    members: dict[Target, set[str]] = {}
    for name, table in network.associations.items():
        members.setdefault(table, set()).add(name)
    ranges = network.vpcs | {net_name(each.name): each.cidr for each in estate.environment.external_networks}
    zones = [{n for n in ranges if n.startswith(prefix)} for prefix in ("tm", "shared", "apps-", "external-")]
    assert sorted(map(sorted, members.values())) == sorted(sorted(zone) for zone in zones if zone)
    for table, names in members.items():
        wanted = {(ranges[far], far) for far in _joined(estate, names)}
        if any(
            link.opener.vpc in names - {"tm"}
            for link in links(estate.environment)
            if link.listener.party is Party.INTERNET
        ):
            wanted |= {(WORLD, "tm"), *((IPv4Network(cidr), "") for cidr in NOT_OUTSIDE)}
        assert {(each.cidr, each.behind) for each in network.transit_routes.get(table, [])} == wanted, (
            f"table of {sorted(names)}"
        )


def net_name(name: str) -> str:
    return f"external-{name}"


def _joined(estate: Estate, names: set[str]) -> set[str]:
    """The far ends of the flows of some VPCs or external networks; answers of the hub count as its flows."""
    found: set[str] = set()
    for link in links(estate.environment):
        if link.listener.party is Party.S3_GATEWAY or link.opener.party in PUBLIC:
            continue
        near = link.opener.vpc or link.opener.name
        far = link.listener.vpc or "tm"
        found |= {far} if near in names else set()
        found |= {near} if far in names else set()
    return found - names
