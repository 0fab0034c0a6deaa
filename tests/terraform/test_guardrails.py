"""The policies of plans let the real plans of our own stacks pass, and say what is wrong once they are changed."""

import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

import pytest

from modules.kit.write import write_tree
from modules.synth import Synthesis
from tests.delivery.facts import Side
from tests.spacelift.inputs import plan
from tests.spacelift.measure import measured
from tests.spacelift.rego import Case, Json, evaluate, source
from tools.plan import Result

pytestmark = pytest.mark.terraform

SECURITY = "review:security"


def labels_of(side: Side, stack: str) -> list[str]:
    """Labels with which the factory makes this stack."""
    made: list[str] = side.of("spacelift_stack")[stack]["labels"]
    return made


def said(policy: str, side: Side, stack: str, changes: list[Json], synth: Json | None = None) -> Json:
    """All that one policy says to a plan of a stack."""
    given = plan(changes, labels_of(side, stack), {"synth": synth} if synth else None)
    return evaluate(source(policy), Case(policy, stack, given))


def denials(side: Side, stack: str, changes: list[Json]) -> list[str]:
    """What the guardrails deny."""
    found: list[str] = said("guardrails", side, stack, changes).get("deny", [])
    return found


def test_no_stack_of_ours_is_refused(results: list[Result], side: Side) -> None:
    assert {
        result.stack: found
        for result in results
        if (found := denials(side, result.stack, list(result.changes)))
    } == {}


def test_files_of_ours_are_what_their_runs_measure(
    results: list[Result], side: Side, synthesis: Synthesis, tmp_path: Path
) -> None:
    """The hooks run in the folder of a stack, as Spacelift checks it out: each with charts, and some others."""
    if not shutil.which("jq"):
        pytest.skip("jq is not on the PATH")
    write_tree(tmp_path, synthesis.documents, synthesis.charts)
    charted = {path.parts[1] for path in synthesis.charts}
    judged = [result for at, result in enumerate(results) if result.stack in charted or at % 8 == 0]
    assert len(judged) > 3
    for result in judged:
        synth = measured(tmp_path / side.environment.name / result.stack)
        assert said("integrity", side, result.stack, list(result.changes[:1]), synth) == {}, result.stack


def test_a_plan_that_changes_rights_is_flagged_and_no_other(results: list[Result], side: Side) -> None:
    """Of each plan, everything about rights and a few resources besides; the review denies nothing."""
    quiet = 0
    for result in results:
        made = [each for each in result.changes if each["change"]["actions"] == ["create"]]
        about = [each for each in made if each["type"].startswith(("aws_iam_", "aws_kms_"))]
        found = said("review", side, result.stack, about + made[:10])
        rights = [each["address"] for each in about]
        assert "deny" not in found, result.stack
        assert {f"{address}: changes who may do what" for address in rights} <= set(found.get("warn", []))
        assert not rights or found["flag"] == [SECURITY], result.stack
        quiet += "flag" not in found
    assert quiet, "a flag on everything would say nothing"


def _loses(change: Json) -> None:
    change["change"] |= {"actions": ["delete"], "before": change["change"]["after"], "after": None}


def _replaces(change: Json) -> None:
    change["change"]["actions"] = ["delete", "create"]


class Mutant(NamedTuple):
    """One resource of one real plan, what is done to it, and what the guardrails have to say of it."""

    stack: str
    kind: str
    spoil: Callable[[Json], None]
    said: str


def _says(argument: str, value: object) -> Callable[[Json], None]:
    def spoil(change: Json) -> None:
        change["change"]["after"][argument] = value

    return spoil


def _without(tag: str) -> Callable[[Json], None]:
    def spoil(change: Json) -> None:
        del change["change"]["after"]["tags_all"][tag]

    return spoil


def _inside(*path: str | int, value: object) -> Callable[[Json], None]:
    def spoil(change: Json) -> None:
        held = change["change"]["after"]
        for step in path[:-1]:
            held = held[step]
        held[path[-1]] = value

    return spoil


def _weakens(*path: str | int, value: object) -> Callable[[Json], None]:
    """An update: what was planned is what there was."""
    spoil = _inside(*path, value=value)

    def change(planned: Json) -> None:
        planned["change"] |= {"actions": ["update"], "before": deepcopy(planned["change"]["after"])}
        spoil(planned)

    return change


OPEN = "can be reached from the internet"
PLAIN = "is not encrypted as it has to be"
TRANSIT = ("encryption_info", 0, "encryption_in_transit", 0)
REIGNS = "may do everything, or what administrators may"
RULER = "arn:aws:iam::aws:policy/AdministratorAccess"
ANYBODY = '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}'
DISK = ("block_device_mappings", 0, "ebs", 0, "encrypted")
REACH = ("broker_node_group_info", 0, "connectivity_info", 0, "public_access", 0, "type")

MUTANTS = (
    Mutant("tm-keys", "aws_kms_key", _loses, "losing it needs the label allow-destroy:aws_kms_key"),
    Mutant(
        "tm-aurora", "aws_rds_cluster", _replaces, "losing it needs the label allow-destroy:aws_rds_cluster"
    ),
    Mutant("tm-kafka", "aws_msk_cluster", _loses, "losing it needs the label allow-destroy:aws_msk_cluster"),
    Mutant("tm-edge", "aws_s3_bucket_public_access_block", _loses, "without it something stands open"),
    Mutant(
        "tm-firewall",
        "aws_vpc_security_group_ingress_rule",
        _says("cidr_ipv4", "0.0.0.0/0"),
        "lets 0.0.0.0/0 in",
    ),
    Mutant("tm-firewall", "aws_vpc_security_group_ingress_rule", _says("cidr_ipv6", "::/0"), "lets ::/0 in"),
    Mutant("tm-aurora", "aws_rds_cluster", _says("storage_encrypted", False), PLAIN),
    Mutant("tm-aurora", "aws_rds_cluster_instance", _says("publicly_accessible", True), OPEN),
    Mutant("tm-eks", "aws_eks_cluster", _inside("vpc_config", 0, "endpoint_public_access", value=True), OPEN),
    Mutant("tm-eks", "aws_eks_cluster", _says("encryption_config", []), PLAIN),
    Mutant("tm-kafka", "aws_msk_cluster", _inside(*REACH, value="SERVICE_PROVIDED_EIPS"), OPEN),
    Mutant("tm-kafka", "aws_msk_cluster", _inside(*TRANSIT, "client_broker", value="TLS_PLAINTEXT"), PLAIN),
    Mutant(
        "tm-edge",
        "aws_s3_bucket_public_access_block",
        _says("block_public_acls", False),
        "block_public_acls has to be true",
    ),
    Mutant("tm-secrets", "aws_secretsmanager_secret", _says("kms_key_id", None), PLAIN),
    Mutant("lake-storage", "aws_s3_bucket", _loses, "losing it needs the label allow-destroy:aws_s3_bucket"),
    Mutant(
        "lake-storage",
        "aws_s3_bucket_server_side_encryption_configuration",
        _loses,
        "without it something stands open",
    ),
    Mutant(
        "lake-storage",
        "aws_s3_bucket_server_side_encryption_configuration",
        _weakens("rule", 0, "apply_server_side_encryption_by_default", 0, "sse_algorithm", value="AES256"),
        PLAIN,
    ),
    Mutant("tm-eks", "aws_launch_template", _inside(*DISK, value="false"), PLAIN),
    Mutant(
        "shared-registry",
        "aws_ecr_repository",
        _inside("encryption_configuration", 0, "encryption_type", value="AES256"),
        PLAIN,
    ),
    Mutant("tm-eks", "aws_iam_role", _inside("assume_role_policy", value=ANYBODY), OPEN),
    Mutant("tm-eks", "aws_iam_role_policy_attachment", _inside("policy_arn", value=RULER), REIGNS),
    Mutant("tm-keys", "aws_kms_key", _without("Stack"), "tag Stack is missing"),
    Mutant("tm-vpc", "aws_vpc", _without("Owner"), "tag Owner is missing"),
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: f"{each.stack}: {each.kind} {each.said}")
def test_a_plan_made_worse_is_refused(results: list[Result], side: Side, mutant: Mutant) -> None:
    change = deepcopy(first(results, mutant.stack, mutant.kind))
    mutant.spoil(change)

    assert denials(side, mutant.stack, [change]) == [f"{change['address']}: {mutant.said}"]


def first(results: list[Result], stack: str, kind: str) -> Json:
    """The first resource of a type in the plan of a stack."""
    [planned] = [result for result in results if result.stack == stack]
    found: Json = next(each for each in planned.changes if each["type"] == kind)
    return found


@pytest.mark.parametrize("kind", ["public_access_block", "server_side_encryption_configuration"])
def test_a_bucket_without_what_belongs_to_it_is_refused(results: list[Result], side: Side, kind: str) -> None:
    [planned] = [result for result in results if result.stack == "lake-storage"]
    lost = first(results, "lake-storage", f"aws_s3_bucket_{kind}")
    left = [each for each in planned.changes if each is not lost]

    assert denials(side, "lake-storage", left) == [f"a new bucket is without its aws_s3_bucket_{kind}"]


def test_a_change_of_rights_needs_eyes(results: list[Result], side: Side) -> None:
    """An update of one policy in IAM, and nothing else."""
    change = deepcopy(first(results, "tm-eks", "aws_iam_role_policy"))
    change["change"] |= {"actions": ["update"], "before": {}}

    found = said("review", side, "tm-eks", [change])

    assert found["flag"] == [SECURITY]
    assert f"{change['address']}: changes who may do what" in found["warn"]


def test_entrances_belong_to_their_stack(results: list[Result], side: Side) -> None:
    """The same load balancers in the plan of another stack are refused."""
    [planned] = [result for result in results if result.stack == "tm-edge"]

    found = denials(side, "tm-eks", list(planned.changes))

    assert len(found) == 3
    assert all(OPEN in sentence for sentence in found)
