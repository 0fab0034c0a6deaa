"""Route 53 Resolver DNS Firewall: only names that a flow needs are answered (SE-4, CX-01)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.route53_resolver_firewall_config import Route53ResolverFirewallConfig
from cdktf_cdktf_provider_aws.route53_resolver_firewall_domain_list import (
    Route53ResolverFirewallDomainList,
)
from cdktf_cdktf_provider_aws.route53_resolver_firewall_rule import Route53ResolverFirewallRule
from cdktf_cdktf_provider_aws.route53_resolver_firewall_rule_group import Route53ResolverFirewallRuleGroup
from cdktf_cdktf_provider_aws.route53_resolver_firewall_rule_group_association import (
    Route53ResolverFirewallRuleGroupAssociation,
)
from constructs import Construct

from modules.kit.stack import Ref
from modules.model.names import DOMAIN


def always(region: str) -> tuple[str, ...]:
    """AWS APIs and data stores under both of their names, instances, and our own names."""
    return ("*.amazonaws.com", f"*.{region}.api.aws", "*.compute.internal", "*.ec2.internal", f"*.{DOMAIN}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsFirewallInputs:
    """`domains` are those of the flows that leave the VPC for the internet."""

    name: str
    region: str
    vpc_id: Ref
    domains: tuple[str, ...]


class DnsFirewall(Construct):
    """A name that no flow needs does not resolve, so that an open port 443 is no open door."""

    def __init__(self, scope: Construct, inputs: DnsFirewallInputs) -> None:
        """Create allow list, block list, and bind them to the VPC; fail closed."""
        super().__init__(scope, "dns-firewall")
        group = Route53ResolverFirewallRuleGroup(self, "rules", name=inputs.name, tags={"Name": inputs.name})
        allowed = self._list("allowed", inputs.name, [*always(inputs.region), *inputs.domains])
        Route53ResolverFirewallRule(
            self,
            "allow",
            name="allow",
            action="ALLOW",
            priority=100,
            firewall_domain_list_id=allowed,
            firewall_rule_group_id=group.id,
            # A CNAME of an allowed name may lead to a name of its provider.
            firewall_domain_redirection_action="TRUST_REDIRECTION_DOMAIN",
        )
        Route53ResolverFirewallRule(
            self,
            "block",
            name="block",
            action="BLOCK",
            block_response="NXDOMAIN",
            priority=200,
            firewall_domain_list_id=self._list("everything", inputs.name, ["*"]),
            firewall_rule_group_id=group.id,
        )
        Route53ResolverFirewallRuleGroupAssociation(
            self,
            "bound",
            name=inputs.name,
            firewall_rule_group_id=group.id,
            mutation_protection="DISABLED",
            priority=101,
            vpc_id=inputs.vpc_id,
        )
        Route53ResolverFirewallConfig(
            self, "fails-closed", resource_id=inputs.vpc_id, firewall_fail_open="DISABLED"
        )

    def _list(self, key: str, name: str, domains: list[str]) -> Ref:
        # With the dot that AWS answers with, or every plan would show a difference.
        made = Route53ResolverFirewallDomainList(
            self,
            key,
            name=f"{name}-{key}",
            domains=sorted(f"{domain}." for domain in domains),
            tags={"Name": f"{name}-{key}"},
        )
        return Ref(made.id)
