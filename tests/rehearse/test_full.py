"""The whole estate: applied in order, unchanged, changed as listed, destroyed."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from modules.model.environment import Environment
from tests.rehearse.changes import CHANGES, STATEFUL, Change
from tools.rehearse.estate import Estate, read, unprotected
from tools.rehearse.gaps import MOST
from tools.rehearse.rehearsal import Rehearsal, rehearsing
from tools.rehearse.simulator import Simulator
from tools.terraform import Provider

pytestmark = pytest.mark.rehearse

Rehearsing = tuple[Rehearsal, Simulator]


@pytest.fixture(scope="module")
def applied(
    environments: dict[str, Environment],
    provider: Provider,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Rehearsing]:
    estate = read(unprotected(environments["sandbox"]), tmp_path_factory.mktemp("cdktf.out"))
    with rehearsing(estate, provider, tmp_path_factory.mktemp("run")) as (rehearsal, aws):
        rehearsal.apply()
        rehearsal.settle()
        yield rehearsal, aws


def test_every_stack_is_applied_and_its_second_plan_is_empty(applied: Rehearsing) -> None:
    assert applied[0].problems == {}


def test_most_resources_are_applied(applied: Rehearsing) -> None:
    rehearsal, _ = applied
    every = sum(len(root.stack.addresses) for root in rehearsal.roots.values())
    held = sum(len(root.held()) for root in rehearsal.roots.values())
    assert held >= (1 - MOST) * every


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_change_does_what_is_listed(applied: Rehearsing, tmp_path: Path, change: Change) -> None:
    rehearsal, _ = applied
    before = rehearsal.estate
    after = read(change.make(before.environment), tmp_path)

    found = rehearsal.preview(after)

    assert after.stacks.keys() - before.stacks.keys() == change.new
    assert before.stacks.keys() - after.stacks.keys() == change.gone
    assert found == set(change.expected)
    assert [each for each in found if "delete" in each and _kind(each) in STATEFUL] == []


def test_a_renamed_module_is_moved(applied: Rehearsing) -> None:
    """With `moved`, the new address takes what the old one held."""
    rehearsal, _ = applied
    before = rehearsal.estate
    document = deepcopy(before.stacks["network-transit"].document)
    gateways = document["resource"]["aws_customer_gateway"]
    [name] = gateways
    gateways["renamed"] = gateways.pop(name)
    [vpn] = document["resource"]["aws_vpn_connection"].values()
    vpn["customer_gateway_id"] = "${aws_customer_gateway.renamed.id}"
    document["moved"] = [{"from": f"aws_customer_gateway.{name}", "to": "aws_customer_gateway.renamed"}]

    assert rehearsal.preview(_with(before, "network-transit", document)) == set()
    del document["moved"]
    assert len(rehearsal.preview(_with(before, "network-transit", document))) > 1


def test_everything_is_destroyed(applied: Rehearsing) -> None:
    rehearsal, aws = applied
    rehearsal.destroy()
    assert rehearsal.problems == {}
    assert aws.rest() == {}


def _with(estate: Estate, name: str, document: dict[str, object]) -> Estate:
    return Estate(estate.environment, estate.stacks | {name: replace(estate.stacks[name], document=document)})


def _kind(change: str) -> str:
    return change.rpartition(" ")[2].partition(".")[0]
