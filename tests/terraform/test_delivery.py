"""The real terraform accepts Spacelift's side: the real AWS provider its roles, a stand-in the rest.

The factory's guard lets the real plan of the factory pass, and refuses what is changed in it.
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.delivery.facts import Side
from tests.policy.facts import Json
from tests.spacelift.inputs import plan
from tests.spacelift.rego import Case, evaluate, source
from tools.plan import Surroundings, surroundings
from tools.terraform import Provider

pytestmark = pytest.mark.terraform

PART = 40
"""Changes in one evaluation; the engine is slower than their number."""


@pytest.fixture(scope="module")
def around(
    side: Side, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Surroundings]:
    with surroundings(side.roots, provider, tmp_path_factory.mktemp("around")) as made:
        yield made


def planned(document: Json, folder: Path, around: Surroundings) -> tuple[str, Json]:
    """What terraform said when it failed, or the plan."""
    copy = document
    if "aws" not in document["provider"]:  # nobody is there to be read from
        text = json.dumps({key: held for key, held in document.items() if key != "data"})
        copy = json.loads(text.replace("${data.spacelift_role.space-admin.id}", "sample"))
    return around.plan(copy, {name: f"sample-{name}" for name in document.get("variable", {})}, folder)


@pytest.fixture(scope="module")
def plans(
    side: Side, around: Surroundings, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[str, Json]]:
    """Of the roots with roles, which are all of one kind, the largest."""
    largest = max(side.runners, key=lambda name: len(side.runners[name]["resource"]["aws_iam_role"]))
    scratch = tmp_path_factory.mktemp("roots")
    return {
        name: planned(side.roots[name], scratch / name, around) for name in ("bootstrap", "factory", largest)
    }


def test_roots_plan(side: Side, plans: dict[str, tuple[str, Json]]) -> None:
    for name, (said, shown) in plans.items():
        assert not said, f"{name}: {said[:2000]}"
        created = [
            each["address"] for each in shown["resource_changes"] if each["change"]["actions"] == ["create"]
        ]
        assert len(created) == sum(len(made) for made in side.roots[name]["resource"].values()), name


def denials(side: Side, changes: list[Json]) -> list[str]:
    """What the factory's guard denies. Its rules are about one resource each, so parts say what the whole says."""
    labels = side.of("spacelift_stack", "bootstrap")["factory"]["labels"]
    parts = [changes[at : at + PART] for at in range(0, len(changes), PART)]
    said = [evaluate(source("factory"), Case("factory", "x", plan(part, labels))) for part in parts]
    return [sentence for each in said for sentence in each.get("deny", [])]


def test_the_guard_lets_the_factory_s_own_plan_pass(side: Side, plans: dict[str, tuple[str, Json]]) -> None:
    assert denials(side, plans["factory"][1]["resource_changes"]) == []


def test_the_guard_refuses_what_only_people_make(side: Side, plans: dict[str, tuple[str, Json]]) -> None:
    """The plan of `bootstrap` in the factory's place: roles, spaces and workers."""
    said = denials(side, plans["bootstrap"][1]["resource_changes"])
    kinds = {sentence.rpartition(" ")[2] for sentence in said if "does not manage" in sentence}
    assert kinds == {
        "spacelift_role",
        "spacelift_role_attachment",
        "spacelift_space",
        "spacelift_worker_pool",
    }


STACK = ("spacelift_stack", "tm-aurora")
WORSE: tuple[tuple[str, tuple[str, str], Json, str], ...] = (
    ("unprotected", STACK, {"protect_from_deletion": False}, "new stacks are protected"),
    ("deploys itself", STACK, {"autodeploy": True}, "autodeploy is not as"),
    ("local code", STACK, {"enable_local_preview": True}, "enable_local_preview is not as"),
    ("an open state", STACK, {"opentofu": [{"external_state_access": True}]}, "of its engine"),
    (
        "nobody approves",
        STACK,
        {"labels": ["owner:x", "stack:x", "feature:ignore_runtime_config"]},
        "approver:",
    ),
)


@pytest.mark.parametrize(("_name", "at", "after", "said"), WORSE, ids=[row[0] for row in WORSE])
def test_the_guard_refuses_a_plan_made_worse(
    side: Side, plans: dict[str, tuple[str, Json]], _name: str, at: tuple[str, str], after: Json, said: str
) -> None:
    change = copy.deepcopy(found(plans["factory"][1], *at))
    change["change"]["after"] |= after
    [sentence] = denials(side, [change])
    assert said in sentence


def found(shown: Json, kind: str, name: str) -> Json:
    """One resource of a plan."""
    [change] = [each for each in shown["resource_changes"] if each["address"] == f"{kind}.{name}"]
    held: Json = change
    return held


@pytest.mark.parametrize(
    ("kind", "name"),
    [STACK, ("spacelift_policy", "guardrails"), ("spacelift_policy_attachment", "tm-aurora_approval")],
)
def test_the_guard_refuses_a_loss(
    side: Side, plans: dict[str, tuple[str, Json]], kind: str, name: str
) -> None:
    change = copy.deepcopy(found(plans["factory"][1], kind, name))
    change["change"] |= {"actions": ["delete"], "before": change["change"]["after"], "after": None}
    assert len(denials(side, [change])) == 1


def test_an_attribute_that_the_provider_has_not_is_refused(
    side: Side, around: Surroundings, tmp_path: Path
) -> None:
    root = side.roots["factory"]
    stack = {"x": {"name": "x", "branch": "main", "repository": "x", "administrative": True}}
    said, _ = planned(root | {"resource": {"spacelift_stack": stack}}, tmp_path / "x", around)
    assert "administrative" in said
