"""The Audit zone of an estate in one account, of one that shares accounts in part, and of one that grows."""

import pytest

from modules.model.auditees import auditees
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy.facts import Estate


@pytest.fixture(scope="module")
def alone(variants: Variants) -> Estate:
    return variants.synthesize(estates.alone(variants.sandbox))


@pytest.fixture(scope="module")
def shared(variants: Variants) -> Estate:
    return variants.synthesize(estates.shared(variants.sandbox))


def _audit(estate: Estate) -> list[str]:
    return sorted(name for name in estate.stacks if name.startswith(("audit-", "config-")))


def test_one_account_asks_nothing_of_an_organization(alone: Estate) -> None:
    assert _audit(alone) == ["audit-findings", "audit-trail", "config-audit"]


def test_every_account_has_one_recorder_and_one_enrolment(shared: Estate) -> None:
    assert _audit(shared) == [
        "audit-delegation",
        "audit-findings",
        "audit-members",
        "audit-trail",
        "config-apps-development",
        "config-apps-production",
        "config-audit",
        "config-shared",
        "config-tm",
    ]
    joined = shared.resources("audit-members", "aws_inspector2_member_association")
    assert sorted(name.removeprefix("members_inspector-") for name in joined) == [
        "apps-development",
        "apps-production",
        "shared",
        "tm",
    ]


def test_the_audit_account_is_the_first_of_those_it_looks_after(variants: Variants) -> None:
    assert [each.name for each in auditees(variants.sandbox)] == [
        "audit",
        "network",
        "tm",
        "shared",
        "apps-development",
        "apps-staging",
        "apps-production",
        "lake",
    ]
    assert [each.name for each in auditees(estates.alone(variants.sandbox))] == ["audit"]
