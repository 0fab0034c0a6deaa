"""What Spacelift is told of stacks, as a rehearsal reads it; every edge is needed, and a broken one is named."""

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from modules.kit.stack import Edge
from modules.model.environment import Environment
from tests.delivery.facts import Side
from tools.providers import Lanes
from tools.rehearse import preview as previews
from tools.rehearse.estate import Estate, EstateError, Json, Stack, edges_of, joined, unlike
from tools.rehearse.order import out_of_order
from tools.rehearse.rehearsal import Rehearsal
from tools.rehearse.root import Root
from tools.terraform import Provider


@pytest.fixture(scope="module")
def factory(sides: dict[str, Side]) -> Json:
    return sides["sandbox"].roots["factory"]


@pytest.fixture(scope="module")
def whole(environments: dict[str, Environment], sides: dict[str, Side], factory: Json) -> Estate:
    stacks = {name: Stack(name, document) for name, document in sides["sandbox"].stacks.items()}
    return joined(environments["sandbox"], stacks, factory)


def test_edges_are_those_of_the_references(whole: Estate, sides: dict[str, Side]) -> None:
    told = [reference[:4] for reference in sides["sandbox"].references()]
    edges = [edge for stack in whole.stacks.values() for edge in stack.edges]
    assert sorted((e.producer, e.output, e.consumer, e.variable) for e in edges if e.output) == sorted(told)
    order = {(e.producer, e.consumer) for e in edges if not e.output}
    assert order == sides["sandbox"].order - {(p, c) for p, _, c, _ in told}
    names = list(whole.stacks)
    assert all(names.index(e.producer) < names.index(e.consumer) for e in edges)
    assert {name for name, stack in whole.stacks.items() if stack.private} >= {"tm-addons", "tm-vault"}


def test_nothing_is_missing_and_every_reference_is(whole: Estate) -> None:
    """With all edges nobody complains; without any single one its consumer does, and names what is missing."""
    for stack in whole.stacks.values():
        assert [*stack.loose_ends, *whole.strangers(stack), *out_of_order(whole, stack)] == []
        for edge in stack.edges:
            rest = replace(stack, edges=tuple(each for each in stack.edges if each is not edge))
            broken = Estate(whole.environment, whole.stacks | {stack.name: rest})
            said = [*rest.loose_ends, *out_of_order(broken, rest)]
            if edge.output:
                assert f"no edge gives {stack.name} a value for {edge.variable}" in said
            elif edge.producer not in broken.before(stack.name):
                assert said != [], edge
                assert all(stack.name in each for each in said)


def test_a_reference_to_another_variable_is_named(whole: Estate, factory: Json) -> None:
    broken = deepcopy(factory)
    [name, *_] = broken["resource"]["spacelift_stack_dependency_reference"]
    reference = broken["resource"]["spacelift_stack_dependency_reference"][name]
    right = reference["input_name"].removeprefix("TF_VAR_")
    reference["input_name"] = "TF_VAR_nobody"
    estate = joined(whole.environment, whole.stacks, broken)
    said = [each for stack in estate.stacks.values() for each in stack.loose_ends]
    assert len(said) == 2
    assert f"a value for {right}" in said[0]
    assert "to nobody, which" in said[1]


def test_edges_to_nowhere_and_in_a_circle_are_named(whole: Estate, factory: Json) -> None:
    without = {name: stack for name, stack in whole.stacks.items() if name != "tm-kafka"}
    with pytest.raises(EstateError, match="tm-kafka waits for tm-vpc"):
        joined(whole.environment, without, factory)
    circle = deepcopy(factory)
    circle["resource"]["spacelift_stack_dependency"]["back"] = {
        "stack_id": "${spacelift_stack.tm-vpc.id}",
        "depends_on_stack_id": "${spacelift_stack.tm-kafka.id}",
    }
    with pytest.raises(EstateError, match=r"these wait for each other: .*tm-vpc"):
        joined(whole.environment, whole.stacks, circle)


def test_two_edges_for_one_variable_are_named(whole: Estate) -> None:
    stack = whole.stacks["tm-kafka"]
    twice = next(edge for edge in stack.edges if edge.output)
    assert replace(stack, edges=(*stack.edges, twice)).loose_ends == [
        f"2 edges give tm-kafka {twice.variable}"
    ]


def test_written_stacks_that_the_environment_does_not_make_are_named(whole: Estate, tmp_path: Path) -> None:
    for name, stack in whole.stacks.items():
        file = tmp_path / "sandbox" / name / "cdk.tf.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(stack.document), encoding="utf-8")
    factory = tmp_path / "sandbox" / "factory" / "main.tf.json"
    factory.parent.mkdir()
    factory.write_text(json.dumps(whole.factory), encoding="utf-8")
    assert unlike(whole, tmp_path) == []
    assert unlike(whole.only(["tm-keys"]), tmp_path) == []
    file = tmp_path / "sandbox" / "tm-vpc" / "cdk.tf.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    document["output"].popitem()
    document["resource"]["aws_vpc"].popitem()
    file.write_text(json.dumps(document), encoding="utf-8")
    told = deepcopy(whole.factory)
    told["resource"]["spacelift_stack_dependency"].popitem()
    factory.write_text(json.dumps(told), encoding="utf-8")
    said = unlike(whole, tmp_path)
    assert [each.rpartition(".")[0] for each in said] == [
        "tm-vpc: output",
        "tm-vpc: resource.aws_vpc",
        "factory: resource.spacelift_stack_dependency",
    ]


def test_what_reads_a_changed_output_is_previewed_too(
    environments: dict[str, Environment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`house` has the JSON that it had; that it is replaced only its producer's new output says."""

    def stack(name: str, *edges: Edge, **more: object) -> Stack:
        providers = {"aws": [{"allowed_account_ids": ["111111111111"]}]}
        return Stack(name, {"provider": providers, "resource": {}, **more}, edges)

    edge = Edge("ground", "id", "house", "ground_id")
    before = {each.name: each for each in (stack("ground"), stack("house", edge), stack("garden"))}
    after = before | {"ground": stack("ground", locals={})}
    changes: dict[str, Json] = {
        "ground": {"output.id": {"actions": ["update"], "before": "old", "after": "new"}},
        "house": {"aws_vpc.home": {"actions": ["delete", "create"]}},
    }
    given: dict[str, Json] = {}

    def plan(root: Root, variables: Json) -> Json:
        given[root.stack.name] = variables
        return changes[root.stack.name]

    monkeypatch.setattr(Root, "plan", plan)
    monkeypatch.setattr(Root, "write", lambda *_: None)
    monkeypatch.setattr(previews, "samples", lambda *_: {})
    environment = environments["sandbox"]
    rehearsal = Rehearsal(Estate(environment, before), Provider(None, None), tmp_path, Lanes(), [])

    assert previews.preview(rehearsal, Estate(environment, after)) == {
        "update ground output.id",
        "delete and create house aws_vpc.home",
    }
    assert given == {"ground": {}, "house": {"ground_id": "new"}}


def test_a_dependency_without_a_reference_is_order(factory: Json) -> None:
    alone = {"spacelift_stack_dependency": {"b_a": {"stack_id": "b", "depends_on_stack_id": "a"}}}
    assert list(edges_of({"resource": alone})) == [Edge("a", "", "b", "")]
