"""Who is where: every wearer of a security group with its subnets, and everyone outside, read from the JSON."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network

from modules.model.parties import Party
from tests.policy.facts import REFERENCE, Estate, Json, Target

INTERNET = IPv4Network("8.8.8.8/32")
"""Stands for the internet: an address that no range of the estate holds."""

TIERS = {party.value: party.tier for party in Party}

NOT_WEARERS = {
    "aws_network_acl_rule",
    "aws_route",
    "aws_security_group",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
    "helm_release",
}
"""Rules, routes, groups themselves, and charts: pods wear their nodes' group, and values only name it."""

CARRIERS = {"aws_launch_template", "aws_db_subnet_group", "aws_dms_replication_subnet_group"}
"""They hold groups or subnets for others, who wear them."""


@dataclass(frozen=True, order=True)
class Place:
    """A party in a VPC with its group and its subnets' ranges, or somebody outside with addresses."""

    name: str
    vpc: str
    tiers: tuple[str, ...]
    group: Target | None
    ranges: tuple[IPv4Network, ...]


def places(estate: Estate) -> dict[str, Place]:
    """Everyone by name: the party's, with the environment's behind it for Apps; a party that nobody is yet is absent."""
    subnets: dict[Target, set[Target]] = {}
    for groups, found in _wearers(estate):
        for group in groups:
            subnets.setdefault(group, set()).update(found)
    inside = [_inside(estate, group, found) for group, found in subnets.items()]
    return {place.name: place for place in sorted([*inside, *_outside(estate)])}


def unworn(estate: Estate) -> dict[str, Place]:
    """Parties whose group stands ready but whom nothing is yet, as if they were in the tier that the model says."""
    worn = {place.group for place in places(estate).values()}
    found = {}
    for stack, name, made in estate.everywhere("aws_security_group"):
        group = Target(stack, "aws_security_group", name, "id")
        if group not in worn:
            vpc, tier = estate.target(stack, made["vpc_id"]).stack, TIERS.get(made["tags"]["Party"])
            held = {
                Target(vpc, "aws_subnet", key, "id")
                for key, subnet in estate.resources(vpc, "aws_subnet").items()
                if subnet["tags"]["Tier"] == tier
            }
            place = _inside(estate, group, held)
            found[place.name] = place
    return found


def _inside(estate: Estate, group: Target, found: set[Target]) -> Place:
    made = estate.at(group)
    vpc = estate.target(group.stack, made["vpc_id"]).stack.removesuffix("-vpc")
    party = made["tags"]["Party"]
    zone, _, own = vpc.partition("-")
    party = f"endpoints-{zone}" if party == "endpoints" else party
    name = f"{party}-{own}" if own else party
    held = [estate.at(subnet) for subnet in sorted(found)]
    tiers = tuple(sorted({each["tags"]["Tier"] for each in held}))
    return Place(name, vpc, tiers, group, tuple(sorted(IPv4Network(each["cidr_block"]) for each in held)))


def _outside(estate: Estate) -> Iterator[Place]:
    environment = estate.environment
    yield Place("company-vpn", "", (), None, tuple(sorted(environment.network.vpn_cidrs)))
    if environment.integrations:
        yield Place(
            "integrations", "", (), None, tuple(sorted(each.cidr for each in environment.integrations))
        )
    for network in environment.external_networks:
        yield Place(f"external-{network.name}", "", (), None, (network.cidr,))
    yield Place("internet", "", (), None, (INTERNET,))


def _wearers(estate: Estate) -> Iterator[tuple[set[Target], set[Target]]]:
    """Groups and subnets of every resource that has both, itself or through what carries them."""
    for stack, document in estate.stacks.items():
        for kind, held in document.get("resource", {}).items():
            if kind in NOT_WEARERS or kind in CARRIERS:
                continue
            for name, made in held.items():
                found = mentioned(estate, stack, made)
                groups = {each for each in found if each.kind == "aws_security_group"}
                subnets = {each for each in found if each.kind == "aws_subnet"}
                assert bool(groups) <= bool(subnets), f"{stack} {kind} {name} wears a group without a subnet"
                assert len(groups) <= 1, f"{stack} {kind} {name} wears {len(groups)} groups"
                yield groups, subnets


def mentioned(estate: Estate, stack: str, made: Json) -> set[Target]:
    """Groups and subnets that a resource refers to, through carriers as well."""
    found: set[Target] = set()
    for text in (each for each in _texts(made) if "${" in each):
        for reference in re.findall(r"\$\{[^{}]+\}", text):
            if not REFERENCE.fullmatch(reference):
                continue
            target = estate.target(stack, reference)
            if target.kind in {"aws_security_group", "aws_subnet"}:
                found.add(target)
            elif target.kind in CARRIERS:
                found |= mentioned(estate, target.stack, estate.at(target))
    return found


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
