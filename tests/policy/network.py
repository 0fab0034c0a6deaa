"""A small network simulator over synthesized JSON: where a packet goes, and which filters it meets."""

from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network
from typing import NamedTuple

from tests.policy.facts import Estate, Json, Target, only_known

Hop = tuple[str, str]
"""VPC and tier."""

ROUTE = {"route_table_id", "destination_cidr_block", "depends_on"} | {
    "gateway_id",
    "nat_gateway_id",
    "transit_gateway_id",
}
SUBNET = {"vpc_id", "availability_zone", "cidr_block", "map_public_ip_on_launch", "tags"}
ACL_RULE = {"network_acl_id", "egress", "rule_number", "rule_action", "protocol"} | {
    "cidr_block",
    "from_port",
    "to_port",
}
TGW_ROUTE = {"destination_cidr_block", "transit_gateway_attachment_id", "transit_gateway_route_table_id"} | {
    "blackhole",
    "provider",
    "depends_on",
}


@dataclass(frozen=True, order=True)
class Entry:
    """One entry of a network ACL, as it works."""

    ingress: bool
    cidr: IPv4Network
    protocol: str
    ports: tuple[int, int]
    at: str = field(default="", compare=False)
    """The address of its resource."""


class Route(NamedTuple):
    """One route of a VPC's table."""

    cidr: IPv4Network
    made: Json
    stack: str
    at: str


class Beyond(NamedTuple):
    """One route of the transit gateway: a static one wins, and nobody is behind a black hole."""

    cidr: IPv4Network
    static: bool
    behind: str
    at: str


@dataclass(frozen=True)
class Network:
    """Read once per estate; every question is answered from the JSON alone."""

    estate: Estate

    @cached_property
    def vpcs(self) -> dict[str, IPv4Network]:
        """VPC by name and its range."""
        return {
            stack.removesuffix("-vpc"): IPv4Network(made["cidr_block"])
            for stack, _, made in self.estate.everywhere("aws_vpc")
        }

    @cached_property
    def subnets(self) -> dict[Target, Hop]:
        """Every subnet and the tier that it belongs to."""
        found = {}
        for stack, name, made in self.estate.everywhere("aws_subnet"):
            only_known(made, SUBNET, f"{stack} {name}")
            found[Target(stack, "aws_subnet", name, "id")] = (
                stack.removesuffix("-vpc"),
                made["tags"]["Tier"],
            )
        return found

    @cached_property
    def tables(self) -> dict[Hop, list[Target]]:
        """Route tables of each tier, by what the associations say."""
        found: dict[Hop, list[Target]] = {}
        for stack, _, made in self.estate.everywhere("aws_route_table_association"):
            hop = self.subnets[self.estate.target(stack, made["subnet_id"])]
            table = self.estate.target(stack, made["route_table_id"])
            if table not in found.setdefault(hop, []):
                found[hop].append(table)
        return found

    @cached_property
    def routes(self) -> dict[Target, list[Route]]:
        """Routes of each table."""
        found: dict[Target, list[Route]] = {}
        for stack, name, made in self.estate.everywhere("aws_route"):
            only_known(made, ROUTE, f"{stack} {name}")
            table = self.estate.target(stack, made["route_table_id"])
            cidr, at = IPv4Network(made["destination_cidr_block"]), f"{stack} aws_route.{name}"
            found.setdefault(table, []).append(Route(cidr, made, stack, at))
        return found

    @cached_property
    def attachments(self) -> dict[Target, str]:
        """Attachment and the VPC, or external network, behind it."""
        found = {
            Target(stack, "aws_ec2_transit_gateway_vpc_attachment", name, "id"): stack.removesuffix("-vpc")
            for stack, name, _ in self.estate.everywhere("aws_ec2_transit_gateway_vpc_attachment")
        }
        for stack, name, made in self.estate.everywhere("aws_vpn_connection"):
            target = Target(stack, "aws_vpn_connection", name, "transit_gateway_attachment_id")
            found[target] = made["tags"]["Name"]
        return found

    @cached_property
    def associations(self) -> dict[str, Target]:
        """The transit gateway route table that packets from a VPC or external network are looked up in."""
        return {
            self.attachments[
                self.estate.target(stack, made["transit_gateway_attachment_id"])
            ]: self.estate.target(stack, made["transit_gateway_route_table_id"])
            for stack, _, made in self.estate.everywhere("aws_ec2_transit_gateway_route_table_association")
        }

    @cached_property
    def transit_routes(self) -> dict[Target, list[Beyond]]:
        """Routes of each table of the transit gateway."""
        found: dict[Target, list[Beyond]] = {}
        for kind in ("aws_ec2_transit_gateway_route_table_propagation", "aws_ec2_transit_gateway_route"):
            for stack, name, made in self.estate.everywhere(kind):
                only_known(made, TGW_ROUTE, f"{stack} {name}")
                behind = ""
                if not made.get("blackhole"):
                    attachment = self.estate.target(stack, made["transit_gateway_attachment_id"])
                    behind = self.attachments[attachment]
                static = "destination_cidr_block" in made
                cidr = IPv4Network(made["destination_cidr_block"]) if static else self.vpcs[behind]
                table = self.estate.target(stack, made["transit_gateway_route_table_id"])
                found.setdefault(table, []).append(Beyond(cidr, static, behind, f"{stack} {kind}.{name}"))
        return found

    def tier_of(self, vpc: str, address: IPv4Address) -> Hop | None:
        """The tier that an address of a VPC lies in."""
        for target, hop in self.subnets.items():
            if hop[0] == vpc and address in IPv4Network(self.estate.at(target)["cidr_block"]):
                return hop
        return None

    def walk(self, start: Hop, to: IPv4Address) -> tuple[Hop, ...] | None:
        """Tiers that a packet passes from one on, to an address inside or outside; None when it is dropped."""
        path = [start]
        while len(path) < 8:
            here = path[-1]
            if to in self.vpcs[here[0]]:
                end = self.tier_of(here[0], to)
                return (*path, end) if end and end != here else tuple(path)
            step = self._step(here, to)
            if step is None:
                return None
            if step == here:
                return tuple(path)
            path.append(step)
            if step[1] == "transit" and step[0] == here[0]:
                beyond = self.over_transit(here[0], to)
                if beyond is None:
                    return None
                if beyond not in self.vpcs:
                    return tuple(path)
                path.append((beyond, "transit"))
        return None

    def _step(self, here: Hop, to: IPv4Address) -> Hop | None:
        """Where the route tables of a tier send an address; `here` itself when it leaves to the internet."""
        nexts = {self._lookup(here, table, to) for table in self.tables[here]}
        assert len(nexts) == 1, f"{here}: zones disagree on the way to {to}: {nexts}"
        return nexts.pop()

    def _route(self, table: Target, to: IPv4Address) -> Route | None:
        """The longest of the routes that hold an address."""
        fitting = [route for route in self.routes.get(table, []) if to in route.cidr]
        return max(fitting, key=lambda each: each.cidr.prefixlen) if fitting else None

    def _lookup(self, here: Hop, table: Target, to: IPv4Address) -> Hop | None:
        found = self._route(table, to)
        if found is None:
            return None
        if "nat_gateway_id" in found.made:
            nat = self.estate.at(self.estate.target(found.stack, found.made["nat_gateway_id"]))
            return self.subnets[self.estate.target(found.stack, nat["subnet_id"])]
        if "transit_gateway_id" in found.made:
            return (here[0], "transit")
        gateway = self.estate.target(found.stack, found.made["gateway_id"])
        assert gateway.kind == "aws_internet_gateway", f"{here}: a route to {gateway}"
        return here

    def _beyond(self, origin: str, to: IPv4Address) -> Beyond | None:
        """The route of the transit gateway that packets of a VPC or external network take."""
        table = self.associations.get(origin)
        routes = self.transit_routes.get(table, []) if table else []
        fitting = [each for each in routes if to in each.cidr]
        return max(fitting, key=lambda each: (each.cidr.prefixlen, each.static), default=None)

    def over_transit(self, origin: str, to: IPv4Address) -> str | None:
        """Who is behind the transit gateway for packets of a VPC or external network."""
        found = self._beyond(origin, to)
        return (found.behind or None) if found else None

    def from_outside(self, network: str, to: IPv4Address) -> tuple[Hop, ...] | None:
        """The same for a packet that an external network sends into the transit gateway."""
        vpc = self.over_transit(network, to)
        end = self.tier_of(vpc, to) if vpc else None
        return ((vpc, "transit"), end) if vpc and end else None

    def addresses(self, way: tuple[Hop, ...], to: IPv4Address, origin: str = "") -> tuple[str, ...]:
        """Addresses of the routes that packets take on a way; inside a VPC they need none."""
        first = self._beyond(origin, to) if origin else None
        found = [first.at] if first else []
        for here in way:
            if to in self.vpcs[here[0]]:
                break
            over = self._beyond(here[0], to) if here[1] == "transit" else None
            route = self._route(self.tables[here][0], to) if here in self.tables else None
            found += [each.at for each in (over if over and over.behind != here[0] else route,) if each]
        return tuple(dict.fromkeys(found))

    @cached_property
    def acl_of(self) -> dict[Hop, Target]:
        """The network ACL of each tier."""
        found: dict[Hop, Target] = {}
        for stack, name, made in self.estate.everywhere("aws_network_acl"):
            only_known(made, {"vpc_id", "subnet_ids", "tags"}, f"{stack} {name}")
            hops = {self.subnets[self.estate.target(stack, subnet)] for subnet in made["subnet_ids"]}
            assert len(hops) == 1, f"{stack} {name} covers {hops}"
            found[hops.pop()] = Target(stack, "aws_network_acl", name, "id")
        return found

    @cached_property
    def acls(self) -> dict[Hop, set[Entry]]:
        """Entries of each tier's network ACL. Anything but `allow` is refused: order would matter then."""
        tiers = {target: hop for hop, target in self.acl_of.items()}
        found: dict[Hop, set[Entry]] = {hop: set() for hop in self.acl_of}
        for stack, name, made in self.estate.everywhere("aws_network_acl_rule"):
            only_known(made, ACL_RULE, f"{stack} {name}")
            assert made["rule_action"] == "allow", f"{stack} {name}: {made['rule_action']}"
            assert (made["protocol"] == "-1") == ("from_port" not in made), f"{stack} {name}"
            ports = (made.get("from_port", 0), made.get("to_port", 65535))
            at = f"{stack} aws_network_acl_rule.{name}"
            entry = Entry(not made["egress"], IPv4Network(made["cidr_block"]), made["protocol"], ports, at)
            found[tiers[self.estate.target(stack, made["network_acl_id"])]].add(entry)
        return found
