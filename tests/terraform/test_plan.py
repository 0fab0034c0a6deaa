"""The real terraform and the real AWS provider accept every written stack."""

from collections import defaultdict
from pathlib import Path

import pytest

from modules.model.environment import Environment
from modules.model.vendor import Keycloak
from tests.modules.variants import Variants
from tests.policy.facts import Estate
from tools.plan import Result, Surroundings, plan_all
from tools.terraform import SIX_ONLY

pytestmark = pytest.mark.terraform


def test_every_stack_plans(results: list[Result]) -> None:
    assert {result.stack: result.problem for result in results if result.problem} == {}


def test_a_broken_stack_does_not_plan(estate: Estate, around: Surroundings, tmp_path: Path) -> None:
    """The judge judges: a range that is none is refused by the provider itself."""
    stack = estate.stacks["tm-firewall"]
    rules = stack["resource"]["aws_vpc_security_group_egress_rule"]
    broken = rules | {"firewall_eks-tm-to-internet-443": {"cidr_ipv4": "10.0.0.0/33", "ip_protocol": "tcp"}}
    resource = stack["resource"] | {"aws_vpc_security_group_egress_rule": broken}
    stacks = estate.stacks | {"tm-firewall": stack | {"resource": resource}}

    [result] = plan_all(stacks, ["tm-firewall"], around, tmp_path, lambda _: None)

    assert "terraform plan:" in result.problem
    assert "security_group_id" in result.problem


def test_a_plan_that_shows_a_secret_is_refused(estate: Estate, around: Surroundings, tmp_path: Path) -> None:
    """No secret is in a plan: the same stack with a plain argument instead of a write-only one is noticed."""
    stack = estate.stacks["tm-secrets"]
    versions = {
        name: {"secret_id": made["secret_id"], "secret_string": "plain"}
        for name, made in stack["resource"]["aws_secretsmanager_secret_version"].items()
    }
    resource = stack["resource"] | {"aws_secretsmanager_secret_version": versions}
    stacks = estate.stacks | {"tm-secrets": stack | {"resource": resource}}

    [result] = plan_all(stacks, ["tm-secrets"], around, tmp_path, lambda _: None)

    assert result.problem == "the plan shows secret_string"


def test_charts_are_planned_beside_aws(estate: Estate, around: Surroundings, tmp_path: Path) -> None:
    """The stand-in for helm answers in the same run as the real AWS provider, and refuses what helm would."""
    stack = estate.stacks["tm-mesh"]
    releases = stack["resource"]["helm_release"]
    broken = {name: made | {"atomik": True} for name, made in releases.items()}
    stacks = estate.stacks | {"tm-mesh": stack | {"resource": stack["resource"] | {"helm_release": broken}}}

    [result] = plan_all(stacks, ["tm-mesh"], around, tmp_path, lambda _: None)

    assert 'No argument or block type is named "atomik"' in result.problem


def test_stacks_that_share_a_provider_are_told_apart(
    estate: Estate, results: list[Result], around: Surroundings, tmp_path: Path
) -> None:
    """One that fails is named and the others are planned; a plan is the same, whatever was planned before."""
    keys = estate.stacks["tm-keys"]
    broken = {
        name: made | {"enable_key_rotation": "often"}
        for name, made in keys["resource"]["aws_kms_key"].items()
    }
    stacks = estate.stacks | {"tm-keys": keys | {"resource": keys["resource"] | {"aws_kms_key": broken}}}

    failed, alone = plan_all(stacks, ["tm-keys", "network-transit"], around, tmp_path, lambda _: None)

    assert "enable_key_rotation" in failed.problem
    assert not alone.problem
    [among] = [result for result in results if result.stack == "network-transit"]
    assert among.changes == alone.changes


def test_resources_have_the_default_tags_of_the_provider_that_they_name(
    estate: Estate, results: list[Result]
) -> None:
    """A provider of one process serves many configurations; stacks, and aliases of a stack, differ in tags."""
    seen: dict[str, set[str]] = defaultdict(set)
    for result in results:
        document = estate.stacks[result.stack]
        defaults = {
            block.get("alias", ""): block["default_tags"][0]["tags"] for block in document["provider"]["aws"]
        }
        for change in result.changes:
            tags = (change["change"]["after"] or {}).get("tags_all")
            if change["mode"] == "managed" and tags:
                made = document["resource"][change["type"]][change["name"]]
                alias = made.get("provider", "aws").partition(".")[2]
                wanted = defaults[alias] | made.get("tags", {})
                assert {key: tags[key] for key in wanted} == wanted, f"{result.stack} {change['address']}"
                seen[result.stack].add(alias)
    assert [aliases for aliases in seen.values() if len(aliases) > 1]


def test_a_type_that_the_provider_has_not_is_refused(
    estate: Estate, around: Surroundings, tmp_path: Path
) -> None:
    """Of the provider's schemas terraform sees those of the types in use: one that is none is missed."""
    stack = estate.stacks["tm-vault"]
    resource = stack["resource"] | {"aws_kms_kee": {"x": {}}}
    stacks = estate.stacks | {"tm-vault": stack | {"resource": resource, "data": {"aws_regiom": {"x": {}}}}}

    [result] = plan_all(stacks, ["tm-vault"], around, tmp_path, lambda _: None)

    assert 'does not support resource type "aws_kms_kee"' in " ".join(result.problem.split())
    assert 'does not support data source "aws_regiom"' in " ".join(result.problem.split())


def test_what_an_environment_may_add_plans_as_well(
    environments: dict[str, Environment], around: Surroundings, tmp_path: Path
) -> None:
    """Stacks that no committed environment has: Keycloak, and the secrets that it waits for."""
    changed = {"keycloak": Keycloak(database="keycloak", user="keycloak")}
    variants = Variants(environments["sandbox"], tmp_path / "synthesized")
    made = variants.synthesize(environments["sandbox"].model_copy(update=changed))

    results = plan_all(made.stacks, ["tm-keycloak", "tm-secrets"], around, tmp_path, lambda _: None)

    assert {result.stack: result.problem for result in results} == {"tm-keycloak": "", "tm-secrets": ""}


def test_left_out_arguments_are_few_and_used(estate: Estate) -> None:
    """The list of 6.x-only arguments holds a reason each, and nothing that no stack has."""
    for kind, argument, reason in SIX_ONLY:
        assert any(argument in made for _, _, made in estate.everywhere(kind)), f"{kind}.{argument}"
        assert len(reason) > 20
    assert len(SIX_ONLY) <= 10
