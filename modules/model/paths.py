"""Which subnets a connection passes, from end to end. Stateless filters have to agree at each of them."""

from dataclasses import dataclass
from ipaddress import IPv4Network

from modules.model.links import ALL, ANYWHERE, Link
from modules.model.parties import PUBLIC_CLIENTS, Party, Tier, Zone
from modules.model.ports import ANY, EPHEMERAL

HUB = Zone.TM.value
"""The VPC with the internet gateway and the NAT gateways: the others leave through it (NT-12)."""

Hop = tuple[str, Tier]
"""A VPC by name, and the tier of it that the packet is in."""


def hops(link: Link) -> tuple[Hop, ...]:
    """Every subnet tier that the packets of a link are in, in order from opener to listener."""
    start: tuple[Hop, ...] = ()
    end: tuple[Hop, ...] = ()
    if link.opener.vpc and link.opener.tier:
        start = ((link.opener.vpc, link.opener.tier),)
    if link.listener.vpc and link.listener.tier:
        end = ((link.listener.vpc, link.listener.tier),)
    if link.crosses:
        return start + _transit(start) + _transit(end) + end
    if link.opener.party is Party.EXTERNAL_NETWORKS:
        return _transit(end) + end
    if link.listener.party is Party.INTERNET:
        away = start[0][0] != HUB
        return start + ((*_transit(start), (HUB, Tier.TRANSIT)) if away else ()) + ((HUB, Tier.PUBLIC),)
    return start + end


def _transit(ends: tuple[Hop, ...]) -> tuple[Hop, ...]:
    return ((ends[0][0], Tier.TRANSIT),)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """What a network ACL has to let through: `peer` is the far address, `ports` those of the receiver."""

    ingress: bool
    peer: str
    cidr: IPv4Network
    protocol: str
    ports: tuple[int, int]


def entries(links: tuple[Link, ...], hop: Hop) -> dict[Entry, tuple[str, ...]]:
    """Entries of one tier's network ACL with the labels of the flows that need each, sorted.

    Where everything from an address is let through, narrower entries for it say nothing and are left out.
    """
    found: dict[Entry, list[str]] = {}
    for link in links:
        path = hops(link)
        for at, here in enumerate(path):
            if here != hop:
                continue
            for entry in _at(link, enters=at > 0 or not link.opener.vpc, leaves=_leaves(link, at, path)):
                found.setdefault(entry, []).extend(link.labels)
    whole = {(entry.ingress, entry.cidr) for entry in found if entry.protocol == ALL}
    merged: dict[tuple[object, ...], tuple[Entry, list[str]]] = {}
    for entry, labels in sorted(found.items()):
        if entry.protocol == ALL or (entry.ingress, entry.cidr) not in whole:
            effect = (entry.ingress, entry.cidr, entry.protocol, entry.ports)
            merged.setdefault(effect, (entry, []))[1].extend(labels)
    return {entry: tuple(dict.fromkeys(labels)) for entry, labels in merged.values()}


def _leaves(link: Link, at: int, path: tuple[Hop, ...]) -> bool:
    return at < len(path) - 1 or not link.listener.vpc


def _at(link: Link, *, enters: bool, leaves: bool) -> list[Entry]:
    back = ANY if link.protocol == ALL else EPHEMERAL
    found = []
    for applies, end, toward in ((enters, link.opener, True), (leaves, link.listener, False)):
        if not applies:
            continue
        peer = f"{end.vpc}-{end.tier}" if end.vpc else end.name
        cidr = end.cidr
        if (
            end.party in PUBLIC_CLIENTS
        ):  # an ACL takes no address lists; those stand in groups and WAF (ADR 0012)
            peer, cidr = "public-clients", ANYWHERE
        found.append(Entry(toward, peer, cidr, link.protocol, link.ports))
        found.append(Entry(not toward, peer, cidr, link.protocol, back))
    return found


def routes(links: tuple[Link, ...], hop: Hop) -> dict[str, IPv4Network]:
    """Ranges that a tier reaches over the transit gateway, by name: both directions of every flow.

    The hub's public tier also sends home what its NAT gateways translated for other VPCs.
    """
    found: dict[str, IPv4Network] = {}
    for link in links:
        own, other = link.opener, link.listener
        away = link.listener.party is Party.INTERNET and link.opener.vpc != HUB
        outside = link.opener.party is Party.EXTERNAL_NETWORKS
        if away and hop == (HUB, Tier.PUBLIC):
            found[f"{own.vpc}-{own.tier}"] = own.cidr
        if not (link.crosses or outside):
            continue
        for near, far in ((own, other), (other, own)):
            if (near.vpc, near.tier) == hop:
                found[f"{far.vpc}-{far.tier}" if far.vpc else far.name] = far.cidr
    return dict(sorted(found.items()))


def reaches(links: tuple[Link, ...], vpc: str) -> tuple[str, ...]:
    """Other VPCs and external networks whose packets this VPC's attachment exchanges, by name, sorted."""
    found: set[str] = set()
    for link in links:
        ends = (link.opener, link.listener)
        if link.crosses and vpc in (ends[0].vpc, ends[1].vpc):
            found.update(str(end.vpc) for end in ends)
        if link.opener.party is Party.EXTERNAL_NETWORKS and link.listener.vpc == vpc:
            found.add(link.opener.name)
        if link.listener.party is Party.INTERNET and link.opener.vpc != HUB and vpc in (link.opener.vpc, HUB):
            found.update({str(link.opener.vpc), HUB})
    return tuple(sorted(found - {vpc}))


def leaves_through_hub(links: tuple[Link, ...], vpc: str, tier: Tier | None = None) -> bool:
    """Whether a VPC without an internet gateway, or one tier of it, opens connections to the internet."""
    return vpc != HUB and any(
        link.opener.vpc == vpc and tier in {None, link.opener.tier} and link.listener.party is Party.INTERNET
        for link in links
    )
