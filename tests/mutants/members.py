"""Accounts that the Audit account does not look after."""

from collections.abc import Callable

from tests.mutants.change import Mutant, Stacks, block, drop, put
from tests.policy import test_members as members

HERE, HEAD = "audit-members", "audit-delegation"
FEATURE = "aws_guardduty_organization_configuration_feature"
POLICY, ASSOCIATION = (
    "aws_securityhub_configuration_policy",
    "aws_securityhub_configuration_policy_association",
)
TOLD = ("resource", POLICY, "members_standards", "configuration_policy")


def gone(stack: str) -> Callable[[Stacks], None]:
    """Delete a whole stack."""

    def change(stacks: Stacks) -> None:
        del stacks[stack]

    return change


MEMBERS = (
    *(
        Mutant(
            f"the organization does not know who administers: {kind}",
            drop(HEAD, kind, f"delegation_{name}"),
            members.test_the_organization_obeys_the_audit_account_alone,
        )
        for kind, name in (
            ("aws_cloudtrail_organization_delegated_admin_account", "trail"),
            ("aws_guardduty_organization_admin_account", "guardduty"),
            ("aws_inspector2_delegated_admin_account", "inspector"),
            ("aws_organizations_delegated_administrator", "config"),
            ("aws_securityhub_organization_admin_account", "hub"),
        )
    ),
    Mutant(
        "another account administers",
        put(
            HEAD,
            "aws_guardduty_organization_admin_account",
            "delegation_guardduty",
            admin_account_id="1" * 12,
        ),
        members.test_the_organization_obeys_the_audit_account_alone,
    ),
    Mutant(
        "nobody is enrolled",
        gone(HERE),
        members.test_everything_of_the_organization_is_in_one_stack,
    ),
    Mutant(
        "another stack configures the organization",
        put("audit-findings", "aws_inspector2_organization_configuration", "x", auto_enable={}),
        members.test_everything_of_the_organization_is_in_one_stack,
    ),
    Mutant(
        "GuardDuty waits to be asked",
        put(
            HERE,
            "aws_guardduty_organization_configuration",
            "members_guardduty",
            auto_enable_organization_members="NONE",
        ),
        members.test_guardduty_enrols_every_account_with_every_protection,
    ),
    Mutant(
        "disks of members are not scanned for malware",
        drop(HERE, FEATURE, "members_ebs-malware-protection"),
        members.test_guardduty_enrols_every_account_with_every_protection,
    ),
    Mutant(
        "only new accounts are protected",
        put(HERE, FEATURE, "members_s3-data-events", auto_enable="NEW"),
        members.test_guardduty_enrols_every_account_with_every_protection,
    ),
    Mutant(
        "hosts of members have no agent",
        block(
            HERE,
            ("resource", FEATURE, "members_runtime-monitoring", "additional_configuration", 2, "auto_enable"),
            "NONE",
        ),
        members.test_guardduty_enrols_every_account_with_every_protection,
    ),
    Mutant(
        "one account is judged by nothing",
        drop(HERE, ASSOCIATION, "members_hub-tm"),
        members.test_security_hub_judges_every_account_by_the_same_standards,
    ),
    Mutant(
        "members are not judged by CIS",
        block(
            HERE,
            (*TOLD, "enabled_standard_arns"),
            [
                "arn:aws:securityhub:eu-central-1::standards/aws-foundational-security-best-practices/v/1.0.0",
            ],
        ),
        members.test_security_hub_judges_every_account_by_the_same_standards,
    ),
    Mutant(
        "a control is switched off",
        block(
            HERE, (*TOLD, "security_controls_configuration", "disabled_control_identifiers"), ["GuardDuty.1"]
        ),
        members.test_security_hub_judges_every_account_by_the_same_standards,
    ),
    Mutant(
        "Security Hub is switched off everywhere",
        block(HERE, (*TOLD, "service_enabled"), value=False),
        members.test_security_hub_judges_every_account_by_the_same_standards,
    ),
    Mutant(
        "every account chooses its standards",
        put(
            HERE,
            "aws_securityhub_organization_configuration",
            "members_hub",
            organization_configuration={"configuration_type": "LOCAL"},
        ),
        members.test_security_hub_judges_every_account_by_the_same_standards,
    ),
    Mutant(
        "one account has not joined Inspector",
        drop(HERE, "aws_inspector2_member_association", "members_inspector-shared"),
        members.test_inspector_is_joined_by_every_account,
    ),
    Mutant(
        "new accounts are not scanned",
        drop(HERE, "aws_inspector2_organization_configuration", "members_inspector"),
        members.test_inspector_is_joined_by_every_account,
    ),
    Mutant(
        "accounts are scanned before they have joined",
        put(HERE, "aws_inspector2_enabler", "members_inspector-enabled", depends_on=[]),
        members.test_inspector_is_joined_by_every_account,
    ),
)
