"""The Audit account looks after every account of the estate, if there is more than one (CX-27; arrow 15.3)."""

import pytest

from tests.policy.audit import DELEGATION, FINDINGS, MEMBERS, manager, others
from tests.policy.facts import Estate, only
from tests.policy.test_findings import FEATURES, STANDARDS

pytestmark = pytest.mark.policy

DELEGATED = {
    "aws_cloudtrail_organization_delegated_admin_account": "account_id",
    "aws_guardduty_organization_admin_account": "admin_account_id",
    "aws_inspector2_delegated_admin_account": "account_id",
    "aws_organizations_delegated_administrator": "account_id",
    "aws_securityhub_organization_admin_account": "admin_account_id",
}
"""Who says, and where, that the Audit account administers."""

ENROLLING = (
    "aws_guardduty_organization_configuration",
    "aws_guardduty_organization_configuration_feature",
    "aws_inspector2_member_association",
    "aws_inspector2_organization_configuration",
    "aws_securityhub_configuration_policy",
    "aws_securityhub_configuration_policy_association",
    "aws_securityhub_organization_configuration",
)


def test_the_organization_obeys_the_audit_account_alone(estate: Estate) -> None:
    """CX-27: said in the management account, once for each service; without an organization not at all."""
    delegated = manager(estate.environment) is not None
    assert (DELEGATION in estate.stacks) == delegated
    for kind, attribute in DELEGATED.items():
        found = [(stack, made[attribute]) for stack, _, made in estate.everywhere(kind)]
        assert found == [(DELEGATION, estate.environment.accounts.audit)] * delegated, kind


def test_everything_of_the_organization_is_in_one_stack(estate: Estate) -> None:
    """An estate of one account asks nothing of an organization."""
    delegated = manager(estate.environment) is not None
    assert (MEMBERS in estate.stacks) == delegated
    for kind in ENROLLING:
        assert {stack for stack, _, _ in estate.everywhere(kind)} <= {MEMBERS}, kind


def test_guardduty_enrols_every_account_with_every_protection(estate: Estate) -> None:
    """P60, CX-27, arrow 15.3."""
    if not manager(estate.environment):
        return
    everyone = only(estate.resources(MEMBERS, "aws_guardduty_organization_configuration").values())
    assert everyone["auto_enable_organization_members"] == "ALL"
    features = list(estate.resources(MEMBERS, "aws_guardduty_organization_configuration_feature").values())
    assert sorted(each["name"] for each in features) == sorted(FEATURES)
    for each in (everyone, *features):
        assert estate.target(MEMBERS, each["detector_id"])[:2] == (FINDINGS, "aws_guardduty_detector")
    for each in features:
        agents = {agent["name"]: agent["auto_enable"] for agent in each.get("additional_configuration", [])}
        wanted = {
            agent: "ALL" if status == "ENABLED" else "NONE"
            for agent, status in FEATURES[each["name"]].items()
        }
        assert (each["auto_enable"], agents) == ("ALL", wanted), each["name"]


def test_security_hub_judges_every_account_by_the_same_standards(estate: Estate) -> None:
    """P62, CX-27, arrow 15.3: central configuration, which makes every account a member."""
    if not manager(estate.environment):
        return
    central = only(estate.resources(MEMBERS, "aws_securityhub_organization_configuration").values())
    assert central["organization_configuration"] == {"configuration_type": "CENTRAL"}
    made = estate.resources(MEMBERS, "aws_securityhub_configuration_policy")
    name, policy = only(made.items())
    told = policy["configuration_policy"]
    assert told["service_enabled"] is True
    region = estate.environment.region
    assert set(told["enabled_standard_arns"]) == {
        f"arn:aws:securityhub:{region}::standards/{standard}" for standard in STANDARDS
    }
    assert told["security_controls_configuration"] == {"disabled_control_identifiers": []}
    associations = estate.resources(MEMBERS, "aws_securityhub_configuration_policy_association").values()
    assert {estate.target(MEMBERS, each["policy_id"]).name for each in associations} <= {name}
    assert sorted(each["target_id"] for each in associations) == sorted(others(estate.environment))


def test_inspector_is_joined_by_every_account(estate: Estate) -> None:
    """P61, CX-27, arrows 15.1 to 15.3."""
    if not manager(estate.environment):
        return
    joining = only(estate.resources(MEMBERS, "aws_inspector2_organization_configuration").values())
    assert joining["auto_enable"] == {"ec2": True, "ecr": True, "lambda": True, "lambda_code": False}
    joined = estate.resources(MEMBERS, "aws_inspector2_member_association")
    assert sorted(each["account_id"] for each in joined.values()) == sorted(others(estate.environment))
    for each in estate.resources(MEMBERS, "aws_inspector2_enabler").values():
        assert set(each["depends_on"]) == {f"aws_inspector2_member_association.{name}" for name in joined}
