"""People through Identity Center, and in an estate of one account."""

import json

import pytest

from modules.synth import Synthesis
from tests.modules import estates
from tests.modules.variants import Variants
from tests.mutants.change import Mutant, block, drop, put
from tests.policy import people, test_personas, test_sessions, test_shapes
from tests.policy.facts import Estate
from tests.policy.rules import RULES

STACK = "access-personas"

ROLE_LIMIT, SET_LIMIT, MANAGED_LIMIT = 10_240, 32_768, 6_144
"""Characters of a role's inline policies, of a permission set's (sso-admin API reference), of a managed policy."""
"""Characters of a role's inline policies and of a managed policy that IAM takes, without white space."""


@pytest.fixture(scope="module")
def center(variants: Variants) -> Estate:
    return variants.synthesize(estates.center(variants.sandbox))


@pytest.fixture(scope="module")
def alone(variants: Variants) -> Estate:
    return variants.synthesize(estates.center_alone(variants.sandbox))


def test_one_account_has_one_boundary_and_every_role_once(alone: Estate, variants: Variants) -> None:
    for estate in (alone, variants.synthesize(estates.alone(variants.sandbox))):
        assert [stack for stack in estate.stacks if stack.startswith("access-")][:1] == ["access-tm"]
        assert list(people.boundaries(estate)) == [estates.ACCOUNT]
        assert sorted(grant.persona for grant in people.grants(estate)) == sorted(people.WORKS)


def test_accounts_shared_in_part_share_a_stack(variants: Variants) -> None:
    estate = variants.synthesize(estates.joined(variants.sandbox))

    assert [stack for stack in estate.stacks if stack.startswith("access-")] == [
        "access-tm",
        "access-shared",
        "access-apps-development",
        "access-apps-production",
        "access-audit",
        "access-lake",
    ]
    for rule in RULES:
        if rule.__module__ in {test_personas.__name__, test_sessions.__name__}:
            rule(estate)


MUTANTS = (
    Mutant(
        "a permission set without a boundary",
        drop(STACK, "aws_ssoadmin_permissions_boundary_attachment", "center_sre-boundary"),
        test_personas.test_every_persona_is_on_its_path_and_bound,
    ),
    Mutant(
        "a boundary that is not there",
        block(
            STACK,
            (
                *("resource", "aws_ssoadmin_permissions_boundary_attachment", "center_sre-boundary"),
                *("permissions_boundary", "customer_managed_policy_reference", "name"),
            ),
            "other",
        ),
        test_personas.test_every_persona_is_on_its_path_and_bound,
    ),
    Mutant(
        "an assignment to a user",
        put(
            STACK,
            "aws_ssoadmin_account_assignment",
            "center_devops-in-222222222222",
            principal_type="USER",
        ),
        test_personas.test_people_are_trusted_by_provider_and_audience_only,
    ),
    Mutant(
        "an assignment to the group of another persona",
        put(
            STACK,
            "aws_ssoadmin_account_assignment",
            "center_devops-in-222222222222",
            principal_id="00000000-0000-0000-0000-000000000003",
        ),
        test_personas.test_people_are_trusted_by_provider_and_audience_only,
    ),
    Mutant(
        "an assignment in an account where the persona has no work",
        put(
            STACK,
            "aws_ssoadmin_account_assignment",
            "center_smart-contract-developer-in-222222222222",
            target_id="111111111111",
        ),
        test_personas.test_there_are_four_personas_and_each_is_only_where_it_works,
    ),
    Mutant(
        "an administrator",
        put(STACK, "aws_ssoadmin_managed_policy_attachment", "center_x", managed_policy_arn="x"),
        test_shapes.test_every_resource_has_its_shape,
    ),
    Mutant(
        "a session of half a day",
        put(STACK, "aws_ssoadmin_permission_set", "center_devops", session_duration="PT12H"),
        test_shapes.test_every_resource_has_its_shape,
    ),
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_weakened_identity_center_is_refused(mutant: Mutant, center: Estate) -> None:
    with pytest.raises((AssertionError, KeyError, ValueError)):
        mutant.killer(mutant.applied(center))


def test_permission_sets_wait_for_every_boundary_and_are_bound_before_they_are_given(center: Estate) -> None:
    for made in center.resources(STACK, "aws_ssoadmin_account_assignment").values():
        waits = " ".join(made["depends_on"])
        assert "boundary_attachment" in waits
        assert "inline_policy" in waits
    for made in center.resources(STACK, "aws_ssoadmin_permission_set").values():
        assert len(made["name"]) <= 32


def test_policies_fit_into_what_iam_takes(variants: Variants) -> None:
    """As many Apps environments as the model allows, with everything else in accounts of its own."""
    for change in (estates.crowded, estates.alone):
        estate = variants.synthesize(change(variants.sandbox))
        for grant in people.grants(estate):
            limit = SET_LIMIT if grant.stack == STACK else ROLE_LIMIT
            assert len(json.dumps(grant.statements, separators=(",", ":"))) < limit, grant.persona
        for account, statements in people.boundaries(estate).items():
            assert len(json.dumps(statements, separators=(",", ":"))) < MANAGED_LIMIT, account


def test_only_setup_engineers_make_a_stack_read_jump_hosts(synthesis: Synthesis, estate: Estate) -> None:
    read = {
        (edge.consumer, edge.producer)
        for edge in synthesis.edges[estate.environment.name]
        if edge.consumer.startswith("access-") and edge.output
    }
    assert read == {("access-tm", "tm-jumphost"), ("access-shared", "shared-jumphost")}
