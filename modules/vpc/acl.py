"""Network ACLs: one per tier, stateless, so every flow stands there twice (SE-1)."""

from dataclasses import dataclass
from zlib import crc32

from cdktf_cdktf_provider_aws.network_acl import NetworkAcl
from cdktf_cdktf_provider_aws.network_acl_rule import NetworkAclRule
from constructs import Construct

from modules.kit.stack import Ref
from modules.model.links import ALL, Link
from modules.model.parties import Tier
from modules.model.paths import Entry, entries

LAST_NUMBER = 32000
"""AWS takes numbers up to 32766."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AclsInputs:
    """Subnets by tier and zone letter."""

    name: str
    vpc: str
    vpc_id: Ref
    subnet_ids: dict[Tier, dict[str, Ref]]
    links: tuple[Link, ...]


class Acls(Construct):
    """What no flow needs is dropped at the subnet's border, whatever security groups say."""

    def __init__(self, scope: Construct, inputs: AclsInputs) -> None:
        """Create an ACL per tier and its entries."""
        super().__init__(scope, "acl")
        for tier, subnets in inputs.subnet_ids.items():
            acl = NetworkAcl(
                self,
                tier.value,
                vpc_id=inputs.vpc_id,
                subnet_ids=list(subnets.values()),
                tags={"Name": f"{inputs.name}-{tier}", "Tier": tier.value},
            )
            acl_id = Ref(acl.id)
            found = {_key(tier, entry): entry for entry in entries(inputs.links, (inputs.vpc, tier))}
            numbers = _numbers(sorted(found))
            for key, entry in found.items():
                self._rule(key, acl_id, entry, numbers[key])

    def _rule(self, key: str, acl_id: Ref, entry: Entry, number: int) -> None:
        low, high = entry.ports
        NetworkAclRule(
            self,
            key,
            network_acl_id=acl_id,
            egress=not entry.ingress,
            rule_number=number,
            rule_action="allow",
            protocol=entry.protocol,
            cidr_block=str(entry.cidr),
            from_port=None if entry.protocol == ALL else low,
            to_port=None if entry.protocol == ALL else high,
        )


def _key(tier: Tier, entry: Entry) -> str:
    low, high = entry.ports
    port = "all" if entry.protocol == ALL else f"{low}" if low == high else "return"
    return f"{tier}-{'from' if entry.ingress else 'to'}-{entry.peer}-{port}"


def _numbers(keys: list[str]) -> dict[str, int]:
    """A number that depends on nothing but the entry: a new entry moves no other one.

    All entries allow, so their order says nothing; AWS only wants each number once in a direction.
    """
    numbers: dict[str, int] = {}
    for key in keys:
        number = crc32(key.encode()) % LAST_NUMBER + 1
        while number in numbers.values():
            number = number % LAST_NUMBER + 1
        numbers[key] = number
    return numbers
