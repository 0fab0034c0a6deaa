"""The security groups of one VPC, made from the flows and from nothing else."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.ec2_managed_prefix_list import (
    Ec2ManagedPrefixList,
    Ec2ManagedPrefixListEntry,
)
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_security_group_egress_rule import VpcSecurityGroupEgressRule
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

from modules.firewall.rules import Rule, Side, rules
from modules.kit.stack import Ref
from modules.model.links import ALL, Link
from modules.model.parties import Party

SIZES = ((Party.COMPANY_VPN, 6), (Party.INTEGRATIONS, 10))
"""What the environment allows. The size of a prefix list counts as that many rules in every group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirewallInputs:
    """`clients` are the addresses that come by the public names, with the arrow each is admitted for."""

    environment: str
    vpc: str
    vpc_id: Ref
    links: tuple[Link, ...]
    clients: dict[Party, dict[str, str]]
    endpoints_group_id: Ref
    s3_prefix_list_id: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class FirewallOutputs:
    """Workloads wear these groups; nobody else adds a rule to them."""

    group_ids: dict[Party, Ref]


class Firewall(Construct):
    """Every flow becomes a rule out of its opener and a rule into its listener."""

    def __init__(self, scope: Construct, inputs: FirewallInputs) -> None:
        """Create a group per party, a prefix list per kind of public client, and the rules."""
        super().__init__(scope, "firewall")
        ends = {end for link in inputs.links for end in (link.opener, link.listener) if end.vpc == inputs.vpc}
        here = sorted({end.party for end in ends})
        groups = {party: self._group(party, inputs) for party in here if party is not party.endpoints}
        targets = {party.value: groups.get(party, inputs.endpoints_group_id) for party in here}
        lists = {Party.S3_GATEWAY.value: inputs.s3_prefix_list_id}
        openers = {link.opener.party for link in inputs.links}
        lists |= {party.value: self._list(party, size, inputs) for party, size in SIZES if party in openers}
        for rule in rules(inputs.vpc, inputs.links):
            self._rule(rule, targets, lists)
        self.outputs = FirewallOutputs(group_ids=groups)

    def _group(self, party: Party, inputs: FirewallInputs) -> Ref:
        group = SecurityGroup(
            self,
            party.value,
            name=f"{inputs.environment}-{inputs.vpc}-{party}",
            description=f"{party} in the {inputs.vpc} VPC",
            vpc_id=inputs.vpc_id,
            tags={"Name": f"{inputs.environment}-{inputs.vpc}-{party}", "Party": party.value},
        )
        return Ref(group.id)

    def _list(self, party: Party, size: int, inputs: FirewallInputs) -> Ref:
        made = Ec2ManagedPrefixList(
            self,
            party.value,
            name=f"{inputs.environment}-{party}",
            address_family="IPv4",
            max_entries=size,
            entry=[
                Ec2ManagedPrefixListEntry(cidr=cidr, description=admitted)
                for cidr, admitted in sorted(inputs.clients[party].items())
            ],
            tags={"Name": f"{inputs.environment}-{party}"},
        )
        return Ref(made.id)

    def _rule(self, rule: Rule, groups: dict[str, Ref], lists: dict[str, Ref]) -> None:
        made = VpcSecurityGroupIngressRule if rule.side is Side.INGRESS else VpcSecurityGroupEgressRule
        low, high = rule.ports
        made(
            self,
            rule.key,
            security_group_id=groups[rule.own],
            referenced_security_group_id=groups.get(rule.group),
            prefix_list_id=lists.get(rule.prefix_list),
            cidr_ipv4=rule.cidr or None,
            ip_protocol=rule.protocol,
            from_port=None if rule.protocol == ALL else low,
            to_port=None if rule.protocol == ALL else high,
            description=rule.description,
            tags={"Name": rule.key},
        )
