"""Can one party open a connection to another? Groups, routes and network ACLs together, from the JSON alone.

The answer is the way with every filter passed, or the first thing that stops it. Names are those of places.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network

from tests.policy.facts import Estate, Json, Target
from tests.policy.network import Hop, Network
from tests.policy.places import INTERNET, Place, places

TCP, ALL = "tcp", "-1"

RETURN = (1024, 65535)
"""Ports of answers, all of which a stateless filter has to let through."""

WORLD = IPv4Network("0.0.0.0/0")


@dataclass(frozen=True)
class Verdict:
    """`steps` are the filters passed, in order; `stopped` is the first that refuses, empty when none does."""

    steps: tuple[str, ...]
    stopped: str = ""

    def __bool__(self) -> bool:
        return not self.stopped


@dataclass(frozen=True)
class Rule:
    """One rule of a security group; exactly one of the peers is set."""

    protocol: str
    ports: tuple[int, int]
    group: Target | None
    ranges: tuple[IPv4Network, ...]
    says: str

    def admits(self, peer: Place, port: int, protocol: str) -> bool:
        """Whether it is about this peer and this port; a range has to hold all of the peer's addresses."""
        if self.protocol not in {ALL, protocol} or not self.ports[0] <= port <= self.ports[1]:
            return False
        if self.group:
            return self.group == peer.group
        return all(any(each.subnet_of(held) for held in self.ranges) for each in peer.ranges)


@dataclass(frozen=True)
class Reach:
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
            for stack, _, made in self.estate.everywhere(f"aws_vpc_security_group_{side}_rule"):
                group = self.estate.target(stack, made["security_group_id"])
                found.setdefault((group, side), []).append(self._rule(stack, made))
        return found

    @cached_property
    def gateways(self) -> dict[str, Target]:
        """The S3 gateway endpoint of every VPC."""
        return {
            stack.removesuffix("-vpc"): Target(stack, "aws_vpc_endpoint", name, "")
            for stack, name, made in self.estate.everywhere("aws_vpc_endpoint")
            if made["vpc_endpoint_type"] == "Gateway"
        }

    def _rule(self, stack: str, made: Json) -> Rule:
        group: Target | None = None
        ranges: tuple[IPv4Network, ...] = ()
        if "referenced_security_group_id" in made:
            group = self.estate.target(stack, made["referenced_security_group_id"])
        elif "cidr_ipv4" in made:
            ranges = (IPv4Network(made["cidr_ipv4"]),)
        else:
            target = self.estate.target(stack, made["prefix_list_id"])
            if target.kind == "aws_ec2_managed_prefix_list":
                ranges = tuple(IPv4Network(each["cidr"]) for each in self.estate.at(target)["entry"])
        ports = (made.get("from_port", 0), made.get("to_port", 65535))
        return Rule(made["ip_protocol"], ports, group, ranges, made["description"])

    def can(self, source: Place, target: Place, port: int, protocol: str = TCP) -> Verdict:
        """Whether `source` can open a connection to this port of `target`. Neither listens for itself here."""
        steps: list[str] = []
        for step, problem in self._filters(source, target, port, protocol):
            if problem:
                return Verdict(tuple(steps), f"{step}: {problem}")
            if step not in steps:
                steps.append(step)
        return Verdict(tuple(steps))

    def _filters(self, source: Place, target: Place, port: int, protocol: str) -> Iterator[tuple[str, str]]:
        yield from self._group(source, target, "egress", port, protocol)
        ways = self._ways(source, target)
        if isinstance(ways, str):
            yield "routes", ways
            return
        there, back = ways
        yield f"routes {' → '.join('/'.join(hop) for hop in there)}", ""
        if tuple(reversed(back)) != there:
            yield "routes", f"answers take another way: {back}"
        yield from self._acls(source, target, there, port, protocol)
        yield from self._group(target, source, "ingress", port, protocol)

    def _group(
        self, own: Place, peer: Place, side: str, port: int, protocol: str
    ) -> Iterator[tuple[str, str]]:
        if own.group is None:
            return
        for rule in self.rules.get((own.group, side), []):
            if rule.admits(peer, port, protocol):
                yield f"{side} of {own.name}: {rule.says}", ""
                return
        yield f"{side} of {own.name}", f"no rule for {peer.name} on {protocol} {port}"

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

    def _acls(
        self, source: Place, target: Place, way: tuple[Hop, ...], port: int, protocol: str
    ) -> Iterator[tuple[str, str]]:
        hops = way * 2 if len(way) == 1 and source.vpc and target.vpc else way
        for at, hop in enumerate(hops):
            enters, leaves = at > 0 or not source.vpc, at < len(hops) - 1 or not target.vpc
            for applies, peer, inward in ((enters, source, True), (leaves, target, False)):
                if applies:
                    yield from self._acl(hop, peer, inward=inward, port=port, protocol=protocol)

    def _acl(
        self, hop: Hop, peer: Place, *, inward: bool, port: int, protocol: str
    ) -> Iterator[tuple[str, str]]:
        """The packets that go `inward`, or out, and the answers to them, which go the other way."""
        for answers, ports in ((False, (port, port)), (True, RETURN)):
            if not self._lets(hop, peer, ingress=inward is not answers, protocol=protocol, ports=ports):
                what = "answers" if answers else f"{protocol} {port}"
                yield f"network ACL of {'/'.join(hop)}", f"refuses {what} of {peer.name}"
        yield f"network ACL of {'/'.join(hop)}", ""

    def _lets(self, hop: Hop, peer: Place, *, ingress: bool, protocol: str, ports: tuple[int, int]) -> bool:
        fitting = [
            entry
            for entry in self.network.acls[hop]
            if entry.ingress is ingress
            and entry.protocol in {ALL, protocol}
            and entry.ports[0] <= ports[0]
            and ports[1] <= entry.ports[1]
        ]
        return all(any(each.subnet_of(entry.cidr) for entry in fitting) for each in peer.ranges)
