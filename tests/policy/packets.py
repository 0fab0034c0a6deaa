"""Can packets of one place come to another? Groups, routes and network ACLs together, from the JSON alone.

The answer is the way with every filter passed, or the first thing that stops it, each with its address.
What else has to agree, from network policies to IAM, is in reach.py. Names are those of places.py.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network

from tests.policy.facts import Estate, Json, Target
from tests.policy.network import Hop, Network
from tests.policy.places import INTERNET, Place, places

TCP, ALL = "tcp", "-1"

ANY = (0, 65535)

RETURN = (1024, 65535)
"""Ports of answers, all of which a stateless filter has to let through."""

Filters = Iterator[tuple[str, str]]
"""Each filter with its address, and what is wrong with it, if anything."""


@dataclass(frozen=True)
class Verdict:
    """`steps` are the filters passed, in order; `stopped` is the first that refuses, empty when none does.

    Each says what it is, and in brackets where: stack and address.
    """

    steps: tuple[str, ...]
    stopped: str = ""

    def __bool__(self) -> bool:
        return not self.stopped


def judged(filters: Iterable[tuple[str, str]]) -> Verdict:
    """Passed until the first that refuses."""
    steps: list[str] = []
    for step, problem in filters:
        if problem:
            return Verdict(tuple(steps), f"{step}: {problem}")
        if step not in steps:
            steps.append(step)
    return Verdict(tuple(steps))


def bracketed(at: str) -> str:
    """An address behind what it is the address of."""
    return f" [{at}]" if at else ""


@dataclass(frozen=True)
class Rule:
    """One rule of a security group; exactly one of the peers is set."""

    protocol: str
    ports: tuple[int, int]
    group: Target | None
    ranges: tuple[IPv4Network, ...]
    says: str
    at: str
    gateway: Target | None = None
    """The endpoint whose addresses AWS keeps in a list: those of S3."""

    def admits(self, peer: Place, port: int, protocol: str) -> bool:
        """Whether it is about this peer and this port; a range has to hold all of the peer's addresses."""
        fits = self.protocol in {ALL, protocol} and self.ports[0] <= port <= self.ports[1]
        return fits and self.concerns(peer)

    def concerns(self, peer: Place) -> bool:
        """Whether it is about this peer on some port."""
        if self.group:
            return self.group == peer.group
        if self.gateway:
            return False
        return all(any(each.subnet_of(held) for held in self.ranges) for each in peer.ranges)


@dataclass(frozen=True)
class Packets:
    """Read once per estate."""

    estate: Estate

    @cached_property
    def network(self) -> Network:
        return Network(self.estate)

    @cached_property
    def places(self) -> dict[str, Place]:
        return places(self.estate)

    @cached_property
    def rules(self) -> dict[tuple[Target, str], list[Rule]]:
        """Rules of every group, by direction."""
        found: dict[tuple[Target, str], list[Rule]] = {}
        for side in ("ingress", "egress"):
            kind = f"aws_vpc_security_group_{side}_rule"
            for stack, name, made in self.estate.everywhere(kind):
                group = self.estate.target(stack, made["security_group_id"])
                found.setdefault((group, side), []).append(self._rule(stack, made, f"{stack} {kind}.{name}"))
        return found

    def _rule(self, stack: str, made: Json, at: str) -> Rule:
        group: Target | None = None
        gateway: Target | None = None
        ranges: tuple[IPv4Network, ...] = ()
        if "referenced_security_group_id" in made:
            group = self.estate.target(stack, made["referenced_security_group_id"])
        elif "cidr_ipv4" in made:
            ranges = (IPv4Network(made["cidr_ipv4"]),)
        else:
            target = self.estate.target(stack, made["prefix_list_id"])
            if target.kind == "aws_ec2_managed_prefix_list":
                ranges = tuple(IPv4Network(each["cidr"]) for each in self.estate.at(target)["entry"])
            else:
                gateway = target
        ports = (made.get("from_port", 0), made.get("to_port", 65535))
        return Rule(made["ip_protocol"], ports, group, ranges, made["description"], at, gateway)

    def can(self, source: Place, target: Place, port: int, protocol: str = TCP) -> Verdict:
        """Whether packets to this port of `target` arrive, and the answers to them."""
        return judged(self.filters(source, target, port, protocol))

    @cached_property
    def _known(self) -> dict[tuple[str, str, int, str], list[tuple[str, str]]]:
        return {}

    def filters(self, source: Place, target: Place, port: int, protocol: str) -> list[tuple[str, str]]:
        """Every filter between two places in the order of a packet, with what is wrong with it, each pair once."""
        key = (source.name, target.name, port, protocol)
        if key not in self._known:
            found: list[tuple[str, str]] = []
            for step in self._filters(source, target, port, protocol):
                found.append(step)
                if step[1]:
                    break
            self._known[key] = found
        return self._known[key]

    def _filters(self, source: Place, target: Place, port: int, protocol: str) -> Filters:
        yield from self._group(source, target, "egress", port, protocol)
        ways = self._ways(source, target)
        if isinstance(ways, str):
            yield f"routes{bracketed(self._tables(source if source.vpc else target))}", ways
            return
        there, back = ways
        yield f"routes {' → '.join('/'.join(hop) for hop in there)}{self._routes(source, target, there)}", ""
        if tuple(reversed(back)) != there:
            at = self._routes(target, source, back)
            yield f"routes{at}", f"answers take another way, {' → '.join('/'.join(hop) for hop in back)}"
        yield from self._acls(source, target, there, port, protocol)
        yield from self._group(target, source, "ingress", port, protocol)

    def candidates(self, source: Place, target: Place) -> list[tuple[str, tuple[int, int]]]:
        """Protocols and ports that the groups of both let through; outside of them nothing is possible."""
        key = (source.name, target.name)
        if key not in self._candidates:
            self._candidates[key] = self._common(source, target)
        return self._candidates[key]

    @cached_property
    def _candidates(self) -> dict[tuple[str, str], list[tuple[str, tuple[int, int]]]]:
        return {}

    def _common(self, source: Place, target: Place) -> list[tuple[str, tuple[int, int]]]:
        found = set()
        for out in self._about(source, target, "egress"):
            for into in self._about(target, source, "ingress"):
                protocol = into[0] if out[0] == ALL else out[0]
                ports = (max(out[1][0], into[1][0]), min(out[1][1], into[1][1]))
                if into[0] in {ALL, protocol} and ports[0] <= ports[1]:
                    found.add((protocol, ports))
        return sorted(found)

    def _about(self, own: Place, peer: Place, side: str) -> list[tuple[str, tuple[int, int]]]:
        if own.group is None:
            return [(ALL, ANY)]
        rules = self.rules.get((own.group, side), [])
        return [(rule.protocol, rule.ports) for rule in rules if rule.concerns(peer)]

    def _tables(self, place: Place) -> str:
        """Route tables of a place, which is not always where a route is missing, but where one looks first."""
        held = [self.network.tables.get((place.vpc, tier), []) for tier in place.tiers]
        return ", ".join(table.address for tables in held for table in tables[:1])

    def _routes(self, source: Place, target: Place, there: tuple[Hop, ...]) -> str:
        if not target.tiers and target.vpc:
            return ""
        to = self._address(target, target.tiers[0] if target.tiers else "")
        origin = source.name if source.name.startswith("external-") else ""
        return bracketed(", ".join(self.network.addresses(there, to, origin)))

    def _group(self, own: Place, peer: Place, side: str, port: int, protocol: str) -> Filters:
        if own.group is None:
            return
        for rule in self.rules.get((own.group, side), []):
            if rule.admits(peer, port, protocol):
                yield f"{side} of {own.name}: {rule.says}{bracketed(rule.at)}", ""
                return
        where = f"{side} of {own.name}{bracketed(own.group.address)}"
        yield where, f"no rule for {peer.name} on {protocol} {port}"

    def _ways(self, source: Place, target: Place) -> tuple[tuple[Hop, ...], tuple[Hop, ...]] | str:
        """Tiers there and back, the same for every subnet of both; else what is wrong."""
        if not source.vpc and not target.vpc:
            return "neither is in the estate"
        found = {
            self._there_and_back(source, tier, target, far)
            for tier in source.tiers or ("",)
            for far in target.tiers or ("",)
        }
        if len(found) != 1:
            return f"subnets disagree: {found}"
        there, back = found.pop()
        if there is None or back is None:
            return f"no route {'for answers' if there else 'to ' + target.name}"
        return there, back

    def _there_and_back(
        self, source: Place, tier: str, target: Place, far: str
    ) -> tuple[tuple[Hop, ...] | None, tuple[Hop, ...] | None]:
        walk = self.network.walk
        if not source.vpc:
            back = walk((target.vpc, far), self._address(source, tier))
            return self._enter(source, target, far), back
        there = walk((source.vpc, tier), self._address(target, far))
        if there and target.name.startswith("external-") and there[-1][1] != "transit":
            return None, None  # a private address that leaves by the internet gateway arrives nowhere
        if target.vpc or there is None:
            return there, walk((target.vpc, far), self._address(source, tier)) if target.vpc else None
        return there, walk(there[-1], self._address(source, tier))  # the NAT gateway sends answers home

    def _enter(self, source: Place, target: Place, far: str) -> tuple[Hop, ...] | None:
        if source.name.startswith("external-"):
            return self.network.from_outside(source.name, self._address(target, far))
        # From the internet one comes in where the way out is direct: to the tier of the internet gateway.
        out = self.network.walk((target.vpc, far), INTERNET.network_address)
        return out if out == ((target.vpc, far),) else None

    def _address(self, place: Place, tier: str) -> IPv4Address:
        if not place.vpc:
            return place.ranges[0].network_address
        held = [
            IPv4Network(self.estate.at(target)["cidr_block"])
            for target, hop in self.network.subnets.items()
            if hop == (place.vpc, tier)
        ]
        return max(each.broadcast_address for each in held)

    def _acls(self, source: Place, target: Place, way: tuple[Hop, ...], port: int, protocol: str) -> Filters:
        hops = way * 2 if len(way) == 1 and source.vpc and target.vpc else way
        for at, hop in enumerate(hops):
            enters, leaves = at > 0 or not source.vpc, at < len(hops) - 1 or not target.vpc
            for applies, peer, inward in ((enters, source, True), (leaves, target, False)):
                if applies:
                    yield from self._acl(hop, peer, inward=inward, port=port, protocol=protocol)

    def lets_out(self, hop: Hop, peer: Place, port: int) -> Filters:
        """What a tier's network ACL says of connections that leave it for somebody without a tier."""
        yield from self._acl(hop, peer, inward=False, port=port, protocol=TCP)

    def _acl(self, hop: Hop, peer: Place, *, inward: bool, port: int, protocol: str) -> Filters:
        """The packets that go `inward`, or out, and the answers to them, which go the other way."""
        passed: list[str] = []
        for answers, ports in ((False, (port, port)), (True, RETURN)):
            let = self._lets(hop, peer, ingress=inward is not answers, protocol=protocol, ports=ports)
            if not let:
                what = "answers" if answers else f"{protocol} {port}"
                acl = self.network.acl_of[hop].address
                yield f"network ACL of {'/'.join(hop)}{bracketed(acl)}", f"refuses {what} of {peer.name}"
            passed += let
        at = ", ".join(dict.fromkeys(passed))
        yield f"network ACL of {'/'.join(hop)} for {peer.name}{bracketed(at)}", ""

    def _lets(
        self, hop: Hop, peer: Place, *, ingress: bool, protocol: str, ports: tuple[int, int]
    ) -> list[str]:
        """Addresses of the entries that let all of the peer's addresses through; none when one is refused."""
        fitting = [
            entry
            for entry in self.network.acls[hop]
            if entry.ingress is ingress
            and entry.protocol in {ALL, protocol}
            and entry.ports[0] <= ports[0]
            and ports[1] <= entry.ports[1]
        ]
        found = [
            sorted(entry.at for entry in fitting if each.subnet_of(entry.cidr))[:1] for each in peer.ranges
        ]
        return [at for held in found for at in held] if all(found) else []
