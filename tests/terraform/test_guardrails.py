"""The guardrails let the real plans of our own stacks pass, and refuse what is changed in them."""

from collections.abc import Callable
from copy import deepcopy
from typing import NamedTuple

import pytest

from tests.spacelift.inputs import plan
from tests.spacelift.rego import Case, Json, evaluate, source
from tools.plan import Result

pytestmark = pytest.mark.terraform


def denials(stack: str, changes: list[Json]) -> list[str]:
    """What the guardrails say to a plan; only the stack of the entrances has the label for them."""
    labels = [f"stack:sandbox/{stack}", *(["exposure:edge"] if stack == "tm-edge" else [])]
    said = evaluate(source("guardrails"), Case("guardrails", stack, plan(changes, labels)))
    found: list[str] = said.get("deny", [])
    return found


def test_no_stack_of_ours_is_refused(results: list[Result]) -> None:
    assert {
        result.stack: said for result in results if (said := denials(result.stack, list(result.changes)))
    } == {}


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


OPEN = "can be reached from the internet"
PLAIN = "is not encrypted as it has to be"
TRANSIT = ("encryption_info", 0, "encryption_in_transit", 0)
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
    Mutant("tm-keys", "aws_kms_key", _without("Stack"), "tag Stack is missing"),
    Mutant("tm-vpc", "aws_vpc", _without("Owner"), "tag Owner is missing"),
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: f"{each.stack}: {each.kind} {each.said}")
def test_a_plan_made_worse_is_refused(results: list[Result], mutant: Mutant) -> None:
    [planned] = [result for result in results if result.stack == mutant.stack]
    change = deepcopy(next(each for each in planned.changes if each["type"] == mutant.kind))
    mutant.spoil(change)

    assert denials(mutant.stack, [change]) == [f"{change['address']}: {mutant.said}"]


def test_entrances_belong_to_their_stack(results: list[Result]) -> None:
    """The same load balancers in the plan of another stack are refused."""
    [planned] = [result for result in results if result.stack == "tm-edge"]

    said = denials("tm-eks", list(planned.changes))

    assert len(said) == 3
    assert all(OPEN in sentence for sentence in said)
