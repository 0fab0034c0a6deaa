"""Network ACLs: one per tier, stateless, so every flow stands there twice (SE-1)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.network_acl import NetworkAcl
from cdktf_cdktf_provider_aws.network_acl_rule import NetworkAclRule
from constructs import Construct

from modules.kit.stack import Ref
from modules.model.links import ALL, Link
from modules.model.parties import Tier
from modules.model.paths import Entry, entries


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
            found = entries(inputs.links, (inputs.vpc, tier))
            for (entry, _), number in zip(found.items(), _numbers(found), strict=True):
                self._rule(tier, acl_id, entry, number)

    def _rule(self, tier: Tier, acl_id: Ref, entry: Entry, number: int) -> None:
        low, high = entry.ports
        port = "all" if entry.protocol == ALL else f"{low}" if low == high else "return"
        NetworkAclRule(
            self,
            f"{tier}-{'from' if entry.ingress else 'to'}-{entry.peer}-{port}",
            network_acl_id=acl_id,
            egress=not entry.ingress,
            rule_number=number,
            rule_action="allow",
            protocol=entry.protocol,
            cidr_block=str(entry.cidr),
            from_port=None if entry.protocol == ALL else low,
            to_port=None if entry.protocol == ALL else high,
        )


def _numbers(found: dict[Entry, tuple[str, ...]]) -> list[int]:
    """13.1 becomes 13100, 13101, … so that a number names its arrow and a new arrow moves no other's."""
    numbers: list[int] = []
    used: set[tuple[bool, int]] = set()
    for entry, labels in found.items():
        major, minor = min(tuple(map(int, label.split()[1].split("."))) for label in labels)
        number = major * 1000 + minor * 100
        while (entry.ingress, number) in used:
            number += 1
        used.add((entry.ingress, number))
        numbers.append(number)
    return numbers
