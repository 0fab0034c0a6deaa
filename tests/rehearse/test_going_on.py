"""A rehearsal goes on where it was stopped or failed, and says in one sentence when it cannot."""

import json
import pickle
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress

from modules.kit.stack import Edge
from modules.model.environment import Environment
from tools.providers import Lanes
from tools.rehearse import __main__ as program
from tools.rehearse.estate import Estate, Stack
from tools.rehearse.gaps import Gap
from tools.rehearse.memory import RememberedError, restore
from tools.rehearse.rehearsal import APPLY, Rehearsal
from tools.rehearse.root import Json, Root, RootError
from tools.rehearse.simulator import Simulator
from tools.rehearse.walk import DONE, FAILED, Step
from tools.terraform import Provider

BROKEN: set[str] = set()
"""Stacks that cannot be applied."""


@pytest.fixture
def small(environments: dict[str, Environment], monkeypatch: pytest.MonkeyPatch) -> Estate:
    """`house` reads what `ground` made; terraform is a file that comes and goes."""

    def apply(root: Root, _variables: Json) -> None:
        if root.stack.name in BROKEN:
            raise RootError("boom")
        state = {"outputs": {"id": {"value": root.stack.name}}, "resources": []}
        root.kept.write_text(json.dumps(state), encoding="utf-8")

    monkeypatch.setattr(Root, "apply", apply)
    monkeypatch.setattr(Root, "write", lambda root, _document: root.folder.mkdir(parents=True, exist_ok=True))
    monkeypatch.setattr(Root, "plan", lambda *_: {})
    monkeypatch.setattr(Root, "destroy", lambda root, _variables: root.kept.unlink())
    monkeypatch.setattr(Root, "held", lambda root: ["all"] if root.kept.exists() else [])
    providers = {"aws": [{"allowed_account_ids": ["111111111111"]}]}
    ground = Stack("ground", {"provider": providers, "resource": {}})
    reads = {"provider": providers, "resource": {}, "variable": {"ground_id": {"type": "string"}}}
    house = Stack("house", reads, (Edge("ground", "id", "house", "ground_id"),))
    BROKEN.clear()
    return Estate(environments["sandbox"], {"ground": ground, "house": house})


def _rehearsal(estate: Estate, folder: Path) -> Rehearsal:
    return Rehearsal(estate, Provider(None, None), folder, Lanes(), [])


def _walk(rehearsal: Rehearsal, aws: Simulator, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "read", lambda *_: rehearsal.estate)
    program._walk(rehearsal, aws, None, folder)


def test_after_a_failure_everything_was_destroyed_and_yet_it_goes_on(
    small: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    BROKEN.add("house")
    first, aws = _rehearsal(small, tmp_path), Simulator("")
    _walk(first, aws, tmp_path, monkeypatch)
    assert first.problems == {"house: apply": "boom"}
    assert not first.roots["ground"].kept.exists()

    BROKEN.clear()
    second = _rehearsal(small, tmp_path)
    second.recall(aws, tmp_path / "sandbox.pickle")
    assert {name: step.verdict for name, step in second.steps[APPLY].items()} == {"ground": DONE}
    _walk(second, aws, tmp_path, monkeypatch)
    assert second.problems == {}
    assert not (tmp_path / "sandbox.pickle").exists()


def test_who_is_stopped_between_two_parts_goes_on_as_well(
    small: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearsal = _rehearsal(small, tmp_path)

    def plan(*_: object) -> Json:
        rehearsal.stopped.set()
        return {}

    monkeypatch.setattr(Root, "plan", plan)
    _walk(rehearsal, Simulator(""), tmp_path, monkeypatch)
    assert rehearsal.roots["house"].kept.exists()
    assert (tmp_path / "sandbox.pickle").exists()


def test_what_changes_by_itself_is_said_without_secrets(
    small: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = {
        "actions": ["update"],
        "before": {"name": "a", "password": "old", "rule": [{"port": 1}], "id": "x", "tags": None},
        "after": {"name": "b", "password": "new", "rule": [{"port": 2}], "id": None, "tags": {}},
        "before_sensitive": {"password": True, "rule": []},
        "after_sensitive": {"rule": []},
        "after_unknown": {"id": True},
    }
    monkeypatch.setattr(Root, "plan", lambda *_: {"aws_x.y": change})
    rehearsal = _rehearsal(small, tmp_path)
    rehearsal.apply()
    said = rehearsal.settle()["ground"].problem
    assert said.endswith("update aws_x.y name='a'->'b' password=(sensitive) rule.0.port=1->2")


CREATE: Json = {"actions": ["create"], "before": None, "after": {}}
UPDATE: Json = {"actions": ["update"], "before": {}, "after": {}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"aws_vpc.one": CREATE, "output.of_gap": UPDATE}, ""),
        ({"aws_vpc.one": UPDATE}, "the second plan is not empty: update aws_vpc.one"),
        ({}, "the second plan is not empty: no plan for aws_vpc.one"),
        (
            {"aws_vpc.one": CREATE, "output.other": UPDATE},
            "the second plan is not empty: update output.other",
        ),
        ({"aws_vpc.one": CREATE, "aws_x.y": CREATE}, "the second plan is not empty: create aws_x.y"),
    ],
    ids=["as expected", "a gap that is there", "a gap unplanned", "another output", "another resource"],
)
def test_a_gap_is_created_by_the_second_plan_and_excuses_nothing_else(
    small: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: Json, said: str
) -> None:
    resources: Json = {"aws_vpc": {"one": {}}, "aws_x": {"y": {}}}
    outputs = {"of_gap": {"value": "${aws_vpc.one.id}"}, "other": {"value": "${aws_x.y.id}"}}
    document = small.stacks["ground"].document | {"resource": resources, "output": outputs}
    stacks = {"ground": replace(small.stacks["ground"], document=document)}
    monkeypatch.setattr(Root, "plan", lambda *_: changes)
    rehearsal = Rehearsal(
        replace(small, stacks=stacks), Provider(None, None), tmp_path, Lanes(), [Gap("aws_vpc", "", "")]
    )
    rehearsal.apply()
    assert rehearsal.problems == {}
    assert rehearsal.settle()["ground"].problem == said


def test_only_what_is_protected_is_released(small: Estate, tmp_path: Path) -> None:
    """And it goes on by what is written, not by what was released since."""
    rehearsal, file = _rehearsal(small, tmp_path), tmp_path / "aws.pickle"
    rehearsal.apply()
    open_house = replace(small.stacks["house"], document=small.stacks["house"].document | {"locals": {}})
    assert rehearsal.release(replace(small, stacks=small.stacks | {"house": open_house})).keys() == {"house"}
    assert rehearsal.roots["house"].stack is open_house
    rehearsal.remember(Simulator(""), file)
    again = _rehearsal(small, tmp_path)
    again.recall(Simulator(""), file)
    assert again.steps[APPLY].keys() == {"ground", "house"}


def test_what_is_applied_already_is_applied_again_only_with_other_values(
    small: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Spacelift does: JSON and outputs that stay the same start no run."""
    applied: list[str] = []

    def run(root: Root, _variables: Json, command: str, *_: str) -> str:
        assert command == "apply"
        applied.append(root.stack.name)
        return ""

    monkeypatch.undo()
    monkeypatch.setattr(Root, "run", run)
    outputs = {"outputs": {"id": {"value": "one"}}}
    monkeypatch.setattr(Root, "state", lambda _root: outputs)
    monkeypatch.setattr(Root, "write", lambda *_: None)
    rehearsal = _rehearsal(small, tmp_path)
    rehearsal.apply()
    rehearsal.change(small)
    rehearsal.apply()
    assert applied == ["ground", "house"]
    outputs["outputs"]["id"]["value"] = "two"
    rehearsal.change(small)
    rehearsal.apply()
    assert applied == ["ground", "house", "house"]


def test_stacks_that_nobody_would_take_down_are_named(small: Estate, tmp_path: Path) -> None:
    file = tmp_path / "aws.pickle"
    _rehearsal(small, tmp_path).remember(Simulator(""), file)
    fewer = replace(small, stacks={"ground": small.stacks["ground"]})
    with pytest.raises(RememberedError, match="holds house, which"):
        _rehearsal(fewer, tmp_path).recall(Simulator(""), file)


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps(("one", "two")), pickle.dumps([])[:3]])
def test_a_broken_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "aws.pickle").write_bytes(content)
    with pytest.raises(RememberedError, match="is of another version, or broken"):
        restore(tmp_path / "aws.pickle")


def test_a_state_that_is_none_fails_its_stack_alone(small: Estate, tmp_path: Path) -> None:
    rehearsal = _rehearsal(small, tmp_path)
    rehearsal.apply()
    rehearsal.roots["ground"].kept.write_text("{", encoding="utf-8")
    rehearsal.steps[APPLY].pop("house")
    steps = rehearsal.apply()
    assert (steps["ground"].verdict, steps["house"].verdict) == (DONE, FAILED)
    assert "is no state" in steps["house"].problem


def test_the_table_says_how_long_it_took_or_what_became_of_it(
    small: Estate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    BROKEN.add("house")
    rehearsal = _rehearsal(small, tmp_path)
    rehearsal.apply()
    program._show(rehearsal, {"111111111111 aws s3 buckets": 1}, Console(width=80))
    said = capsys.readouterr().out
    assert re.search(r"ground\W+0\W+0 s", said)
    assert re.search(r"house\W+0\W+failed", said)
    assert "house: apply: boom" in said
    assert "left after destroying: 111111111111 aws s3 buckets: 1" in said


def test_without_a_terminal_every_stack_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    report = program._progress(Progress(console=Console()), 1)
    report(APPLY, "ground")
    report(APPLY, Step("ground", DONE, 2.4))
    assert capsys.readouterr().out.strip() == "apply ground: done, 2 s"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--env", "nowhere"], "no environment or stack has that name"),
        (["--stack", "nothing"], "no environment or stack has that name"),
        (["--resume"], "nothing to go on with in"),
    ],
)
def test_what_cannot_be_tried_is_said_in_a_sentence(
    tmp_path: Path,
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(program, "choose_provider", lambda: Provider(None, None))
    monkeypatch.setattr(sys, "argv", ["rehearse", "--folder", str(tmp_path), *arguments])
    assert program.main() == 2
    assert said in " ".join(capsys.readouterr().out.split())


def test_two_do_not_work_in_one_folder(tmp_path: Path) -> None:
    with (
        program._alone(tmp_path),
        pytest.raises(program.BusyError, match="another rehearsal works in"),
        program._alone(tmp_path),
    ):
        pass
