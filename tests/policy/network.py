"""A small network simulator over synthesized JSON: where a packet goes, and which filters it meets."""

from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network

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


@dataclass(frozen=True)
class Network:
    """Read once per estate; every question is answered from the JSON alone."""

    estate: Estate
    walked: dict[tuple[Hop, IPv4Address], tuple[Hop, ...]] = field(default_factory=dict)

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
    def routes(self) -> dict[Target, list[tuple[IPv4Network, Json, str]]]:
        """Routes of each table: range, resource, stack."""
        found: dict[Target, list[tuple[IPv4Network, Json, str]]] = {}
        for stack, name, made in self.estate.everywhere("aws_route"):
            only_known(made, ROUTE, f"{stack} {name}")
            table = self.estate.target(stack, made["route_table_id"])
            found.setdefault(table, []).append((IPv4Network(made["destination_cidr_block"]), made, stack))
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
    def transit_routes(self) -> dict[Target, list[tuple[IPv4Network, bool, str]]]:
        """Routes of each table: range, whether it is static (which wins), and who is behind it, if anyone."""
        found: dict[Target, list[tuple[IPv4Network, bool, str]]] = {}
        for stack, name, made in self.estate.everywhere("aws_ec2_transit_gateway_route_table_propagation"):
            only_known(made, TGW_ROUTE, f"{stack} {name}")
            vpc = self.attachments[self.estate.target(stack, made["transit_gateway_attachment_id"])]
            table = self.estate.target(stack, made["transit_gateway_route_table_id"])
            found.setdefault(table, []).append((self.vpcs[vpc], False, vpc))
        for stack, name, made in self.estate.everywhere("aws_ec2_transit_gateway_route"):
            only_known(made, TGW_ROUTE, f"{stack} {name}")
            behind = ""
            if not made.get("blackhole"):
                behind = self.attachments[self.estate.target(stack, made["transit_gateway_attachment_id"])]
            table = self.estate.target(stack, made["transit_gateway_route_table_id"])
            found.setdefault(table, []).append((IPv4Network(made["destination_cidr_block"]), True, behind))
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
                beyond = self._over_transit(here[0], to)
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

    def _lookup(self, here: Hop, table: Target, to: IPv4Address) -> Hop | None:
        fitting = [route for route in self.routes.get(table, []) if to in route[0]]
        if not fitting:
            return None
        _, route, stack = max(fitting, key=lambda each: each[0].prefixlen)
        if "nat_gateway_id" in route:
            nat = self.estate.at(self.estate.target(stack, route["nat_gateway_id"]))
            return self.subnets[self.estate.target(stack, nat["subnet_id"])]
        if "transit_gateway_id" in route:
            return (here[0], "transit")
        gateway = self.estate.target(stack, route["gateway_id"])
        assert gateway.kind == "aws_internet_gateway", f"{here}: a route to {gateway}"
        return here

    def _over_transit(self, origin: str, to: IPv4Address) -> str | None:
        """Who is behind the transit gateway for packets of a VPC or external network."""
        routes = self.transit_routes.get(self.associations[origin], [])
        fitting = [(cidr.prefixlen, static, behind) for cidr, static, behind in routes if to in cidr]
        return (max(fitting)[2] or None) if fitting else None

    def from_outside(self, network: str, to: IPv4Address) -> tuple[Hop, ...] | None:
        """The same for a packet that an external network sends into the transit gateway."""
        vpc = self._over_transit(network, to)
        end = self.tier_of(vpc, to) if vpc else None
        return ((vpc, "transit"), end) if vpc and end else None

    @cached_property
    def acls(self) -> dict[Hop, set[Entry]]:
        """Entries of each tier's network ACL. Anything but `allow` is refused: order would matter then."""
        tiers: dict[Target, Hop] = {}
        for stack, name, made in self.estate.everywhere("aws_network_acl"):
            only_known(made, {"vpc_id", "subnet_ids", "tags"}, f"{stack} {name}")
            hops = {self.subnets[self.estate.target(stack, subnet)] for subnet in made["subnet_ids"]}
            assert len(hops) == 1, f"{stack} {name} covers {hops}"
            tiers[Target(stack, "aws_network_acl", name, "id")] = hops.pop()
        found: dict[Hop, set[Entry]] = {hop: set() for hop in tiers.values()}
        for stack, name, made in self.estate.everywhere("aws_network_acl_rule"):
            only_known(made, ACL_RULE, f"{stack} {name}")
            assert made["rule_action"] == "allow", f"{stack} {name}: {made['rule_action']}"
            assert (made["protocol"] == "-1") == ("from_port" not in made), f"{stack} {name}"
            ports = (made.get("from_port", 0), made.get("to_port", 65535))
            entry = Entry(not made["egress"], IPv4Network(made["cidr_block"]), made["protocol"], ports)
            found[tiers[self.estate.target(stack, made["network_acl_id"])]].add(entry)
        return found
