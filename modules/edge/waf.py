"""A web ACL that admits address sets and nobody else, after AWS's managed rules have had their say. NM-03…NM-05."""

from dataclasses import dataclass
from typing import Any

from cdktf_cdktf_provider_aws.wafv2_web_acl import (
    Wafv2WebAcl,
    Wafv2WebAclDataProtectionConfig,
    Wafv2WebAclDataProtectionConfigDataProtection,
    Wafv2WebAclDataProtectionConfigDataProtectionField,
    Wafv2WebAclDefaultAction,
    Wafv2WebAclDefaultActionBlock,
    Wafv2WebAclRule,
    Wafv2WebAclRuleAction,
    Wafv2WebAclRuleActionAllow,
    Wafv2WebAclRuleActionBlock,
    Wafv2WebAclRuleOverrideAction,
    Wafv2WebAclRuleOverrideActionCount,
    Wafv2WebAclRuleOverrideActionNone,
    Wafv2WebAclRuleVisibilityConfig,
    Wafv2WebAclVisibilityConfig,
)
from cdktf_cdktf_provider_aws.wafv2_web_acl_logging_configuration import (
    Wafv2WebAclLoggingConfiguration,
    Wafv2WebAclLoggingConfigurationRedactedFields,
    Wafv2WebAclLoggingConfigurationRedactedFieldsSingleHeader,
)
from constructs import Construct

from modules.kit.stack import Dependable, Ref

MANAGED = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesAnonymousIpList",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesSQLiRuleSet",
)
"""AWS's rule groups in the order of evaluation; 1,175 of 1,500 capacity units."""

ONLY_COUNTS = ("AWSManagedRulesAnonymousIpList",)
"""The company's VPN may leave through a provider that this list calls anonymous."""

COUNTED = (("AWSManagedRulesCommonRuleSet", "SizeRestrictions_BODY"),)
"""Contracts, dashboards and manifests are larger than the 8 KB that this rule takes (9.1)."""

SECRET_HEADERS = ("authorization", "cookie", "x-auth-token")
"""What carries a session or the token of a service account; never in a log or a sample."""

RATE, RATE_SECONDS = 10_000, 300
"""Requests of one address in a window: everyone at the company comes from a few addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAclInputs:
    """`address_sets` are those that may come in, by name."""

    name: str
    address_sets: dict[str, Ref]
    log_group_arn: Ref
    log_ready: Dependable


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAclOutputs:
    """For the association with a load balancer."""

    web_acl_arn: Ref


class WebAcl(Construct):
    """Nothing is allowed before the managed rules have looked at it, and nothing by default."""

    def __init__(self, scope: Construct, inputs: WebAclInputs) -> None:
        """Create the web ACL and its logging."""
        super().__init__(scope, "waf")
        made = Wafv2WebAcl(
            self,
            "acl",
            name=inputs.name,
            description="Blocks everyone but the address sets of its allow rules",
            scope="REGIONAL",
            default_action=Wafv2WebAclDefaultAction(block=Wafv2WebAclDefaultActionBlock()),
            rule=self._rules(inputs),
            data_protection_config=Wafv2WebAclDataProtectionConfig(
                data_protection=[
                    Wafv2WebAclDataProtectionConfigDataProtection(
                        action="SUBSTITUTION",
                        field=Wafv2WebAclDataProtectionConfigDataProtectionField(
                            field_type="SINGLE_HEADER", field_keys=list(SECRET_HEADERS)
                        ),
                    )
                ]
            ),
            visibility_config=Wafv2WebAclVisibilityConfig(
                cloudwatch_metrics_enabled=True, metric_name=inputs.name, sampled_requests_enabled=True
            ),
            tags={"Name": inputs.name},
        )
        Wafv2WebAclLoggingConfiguration(
            self,
            "logging",
            depends_on=[inputs.log_ready],
            resource_arn=made.arn,
            log_destination_configs=[inputs.log_group_arn],
            redacted_fields=[
                Wafv2WebAclLoggingConfigurationRedactedFields(
                    single_header=Wafv2WebAclLoggingConfigurationRedactedFieldsSingleHeader(name=header)
                )
                for header in SECRET_HEADERS
            ],
        )
        self.outputs = WebAclOutputs(web_acl_arn=Ref(made.arn))

    def _rules(self, inputs: WebAclInputs) -> list[Wafv2WebAclRule]:
        block = Wafv2WebAclRuleAction(block=Wafv2WebAclRuleActionBlock())
        rate = {"limit": RATE, "aggregate_key_type": "IP", "evaluation_window_sec": RATE_SECONDS}
        rules = [_rule("rate-limit", 0, {"rate_based_statement": rate}, action=block)]
        rules += [
            _rule(name, 10 + at, _managed(name), override=_override(name)) for at, name in enumerate(MANAGED)
        ]
        allow = Wafv2WebAclRuleAction(allow=Wafv2WebAclRuleActionAllow())
        return rules + [
            _rule(f"allow-{name}", 90 + at, {"ip_set_reference_statement": {"arn": arn}}, action=allow)
            for at, (name, arn) in enumerate(inputs.address_sets.items())
        ]


def _managed(name: str) -> dict[str, Any]:
    counted = [
        {"name": rule, "action_to_use": {"count": {}}} for group, rule in COUNTED if group == name
    ] or None
    statement = {"vendor_name": "AWS", "name": name, "rule_action_override": counted}
    return {"managed_rule_group_statement": statement}


def _override(name: str) -> Wafv2WebAclRuleOverrideAction:
    if name in ONLY_COUNTS:
        return Wafv2WebAclRuleOverrideAction(count=Wafv2WebAclRuleOverrideActionCount())
    return Wafv2WebAclRuleOverrideAction(none=Wafv2WebAclRuleOverrideActionNone())


def _rule(
    name: str,
    priority: int,
    statement: dict[str, Any],
    action: Wafv2WebAclRuleAction | None = None,
    override: Wafv2WebAclRuleOverrideAction | None = None,
) -> Wafv2WebAclRule:
    return Wafv2WebAclRule(
        name=name,
        priority=priority,
        statement=statement,
        action=action,
        override_action=override,
        visibility_config=Wafv2WebAclRuleVisibilityConfig(
            cloudwatch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
        ),
    )
