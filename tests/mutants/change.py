"""A small language for weakening synthesized JSON; the catalogues beside this file are written in it."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.policy.facts import Estate, Json

Stacks = dict[str, dict[str, Any]]

IN, OUT = "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"
SG, ACL, ACL_RULE = "aws_security_group", "aws_network_acl", "aws_network_acl_rule"
FW, VPC, DEV, SHARED, TGW = "tm-firewall", "tm-vpc", "apps-development-vpc", "shared-vpc", "network-transit"
KAFKA_IN = "firewall_kafka-from-eks-tm-9096"
PROPAGATION = "aws_ec2_transit_gateway_route_table_propagation"


@dataclass(frozen=True)
class Mutant:
    """`change` breaks the stacks; `killer` is the test that must fail on them."""

    name: str
    change: Callable[[Stacks], None]
    killer: Callable[[Estate], None]

    def applied(self, estate: Estate) -> Estate:
        """A copy of the estate with this change. Raises if the change changes nothing."""
        copies = Copies(estate.stacks)
        self.change(copies)
        kept = {name: made for name, made in estate.stacks.items() if name not in copies.gone}
        if not copies.gone and all(made == estate.stacks.get(name) for name, made in copies.items()):
            message = f"{self.name} changes nothing"
            raise ValueError(message)
        return Estate(estate.environment, kept | copies)


class Copies(dict[str, Json]):
    """Stacks that are copied when somebody looks at one: a change looks at few."""

    def __init__(self, originals: Stacks) -> None:
        super().__init__()
        self.originals = originals
        self.gone: set[str] = set()

    def __missing__(self, name: str) -> Json:
        made = self[name] = copy.deepcopy(self.originals[name])
        return made

    def __delitem__(self, name: str) -> None:
        """A stack that is not there any more."""
        self.gone.add(name)
        self.pop(name, None)


def put(stack: str, kind: str, name: str, /, **attributes: object) -> Callable[[Stacks], None]:
    """Set attributes of a resource; None removes one; a new name makes a new resource."""

    def change(stacks: Stacks) -> None:
        made = stacks[stack].setdefault("resource", {}).setdefault(kind, {}).setdefault(name, {})
        for key, value in attributes.items():
            made.pop(key, None) if value is None else made.update({key: value})

    return change


def drop(stack: str, kind: str, name: str) -> Callable[[Stacks], None]:
    """Delete a resource."""

    def change(stacks: Stacks) -> None:
        del stacks[stack]["resource"][kind][name]

    return change


def block(stack: str, path: tuple[str | int, ...], value: object) -> Callable[[Stacks], None]:
    """Set a value anywhere in a stack."""

    def change(stacks: Stacks) -> None:
        here: Any = stacks[stack]
        for key in path[:-1]:
            here = here[key]
        here[path[-1]] = value

    return change


def all_of(*changes: Callable[[Stacks], None]) -> Callable[[Stacks], None]:
    """Several changes that only together open something."""

    def change(stacks: Stacks) -> None:
        for each in changes:
            each(stacks)

    return change


def crowd(ingress: bool) -> Callable[[Stacks], None]:  # noqa: FBT001 -- a direction, in a table of mutants
    """One entry more than AWS takes, in one direction of an ACL."""
    return all_of(
        *(
            put(
                VPC,
                ACL_RULE,
                f"vpc_acl_x{i}",
                network_acl_id="${aws_network_acl.vpc_acl_kafka.id}",
                egress=not ingress,
                rule_number=i,
                rule_action="allow",
                protocol="tcp",
                cidr_block=f"10.0.{i}.0/24",
                from_port=1,
                to_port=1,
            )
            for i in range(1, 21)
        )
    )


def route(stack: str, table: str, cidr: str) -> Callable[[Stacks], None]:
    """A route into the transit gateway."""
    return put(
        stack,
        "aws_route",
        "routes_extra",
        route_table_id=f"${{aws_route_table.vpc_tables_{table}.id}}",
        destination_cidr_block=cidr,
        transit_gateway_id="${var.network_transit_transit_gateway_id}",
    )


def known_to(stack: str, zone: str) -> Callable[[Stacks], None]:
    """A VPC announces itself to a zone that no flow joins it with."""
    return put(
        stack,
        PROPAGATION,
        "attachment_extra",
        transit_gateway_attachment_id="${aws_ec2_transit_gateway_vpc_attachment.attachment_vpc.id}",
        transit_gateway_route_table_id=f"${{var.network_transit_route_table_ids_{zone}}}",
    )


def peer_rule(own: str, other: str, **kwargs: object) -> dict[str, Any]:
    return {
        "security_group_id": f"${{aws_security_group.firewall_{own}.id}}",
        "referenced_security_group_id": f"${{aws_security_group.firewall_{other}.id}}",
        "ip_protocol": "tcp",
        "from_port": 22,
        "to_port": 22,
        "description": "arrow 13.1",
        "tags": {},
    } | kwargs
