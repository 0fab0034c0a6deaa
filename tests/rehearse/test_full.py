"""The whole estate: applied in order, unchanged, changed as listed, destroyed."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from modules.model.environment import Environment
from tests.rehearse.changes import CHANGES, QA, STATEFUL, Change
from tools.rehearse.estate import Estate, read, unprotected
from tools.rehearse.gaps import MOST
from tools.rehearse.preview import preview
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
    estate = read(environments["sandbox"], tmp_path_factory.mktemp("cdktf.out"))
    with rehearsing(estate, provider, tmp_path_factory.mktemp("run"), frozenset({QA})) as (rehearsal, aws):
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

    found = preview(rehearsal, after)

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

    assert preview(rehearsal, _with(before, "network-transit", document)) == set()
    del document["moved"]
    assert len(preview(rehearsal, _with(before, "network-transit", document))) > 1


def test_an_environment_comes_and_goes(applied: Rehearsing, tmp_path: Path) -> None:
    """What is planned above is done: new stacks and those that it touches, then back, and nothing is left of it."""
    rehearsal, aws = applied
    [added] = [change for change in CHANGES if change.new]
    before, left = rehearsal.estate, aws.rest()
    rehearsal.change(read(added.make(before.environment), tmp_path))
    rehearsal.apply()
    rehearsal.settle()
    assert rehearsal.problems == {}
    assert all(rehearsal.roots[name].held() or rehearsal.absent[name] for name in added.new)

    rehearsal.destroy(added.new)
    rehearsal.change(before)
    rehearsal.apply()
    assert rehearsal.problems == {}
    assert aws.rest() == left


def test_everything_is_destroyed(
    applied: Rehearsing, environments: dict[str, Environment], tmp_path: Path
) -> None:
    rehearsal, aws = applied
    rehearsal.release(read(unprotected(environments["sandbox"]), tmp_path))
    rehearsal.destroy()
    assert rehearsal.problems == {}
    assert aws.rest() == {}


def _with(estate: Estate, name: str, document: dict[str, object]) -> Estate:
    return Estate(estate.environment, estate.stacks | {name: replace(estate.stacks[name], document=document)})


def _kind(change: str) -> str:
    return change.rpartition(" ")[2].partition(".")[0]
