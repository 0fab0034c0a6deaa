"""The real terraform accepts Spacelift's side: the real AWS provider its roles, a stand-in the rest."""

import json
from pathlib import Path

import pytest

from tests.delivery.facts import Side
from tests.policy.facts import Json
from tests.standin.schemas import load
from tests.standin.server import stand_ins
from tools.plan import simulated_aws
from tools.terraform import HOST, Provider, Workspace, scratch_copy

pytestmark = pytest.mark.terraform

ADDRESS = f"{HOST}/spacelift-io/spacelift"


def planned(document: Json, folder: Path, provider: Provider) -> tuple[str, Json]:
    """What terraform said when it failed, or the plan."""
    copy = scratch_copy(document, provider) if "aws" in document["provider"] else document
    copy = copy | {"terraform": {key: held for key, held in copy["terraform"].items() if key != "backend"}}
    if "aws" not in document["provider"]:  # nobody is there to be read from
        text = json.dumps({key: held for key, held in copy.items() if key != "data"})
        copy = json.loads(text.replace("${data.spacelift_role.space-admin.id}", "sample"))
    variables = {name: f"sample-{name}" for name in document.get("variable", {})}
    with simulated_aws() as endpoint, stand_ins({ADDRESS: load("spacelift")}) as reattach:
        workspace = Workspace(folder, endpoint, variables, reattach)
        workspace.prepare(copy, provider)
        for step in (
            ("init", "-backend=false", "-input=false", "-no-color"),
            ("validate", "-no-color"),
            ("plan", "-input=false", "-no-color", "-lock=false", "-out=plan"),
        ):
            done = workspace.run(*step)
            if done.returncode:
                return f"{step[0]}: {done.stderr or done.stdout}", {}
        shown: Json = json.loads(workspace.run("show", "-json", "plan").stdout)
        return "", shown


def test_roots_plan(side: Side, provider: Provider, tmp_path: Path) -> None:
    """Of the roots with roles, which are all of one kind, the largest."""
    largest = max(side.runners, key=lambda name: len(side.runners[name]["resource"]["aws_iam_role"]))
    for name in ("bootstrap", "factory", largest):
        document = side.roots[name]
        said, plan = planned(document, tmp_path / name, provider)
        assert not said, f"{name}: {said[:2000]}"
        created = [
            each["address"] for each in plan["resource_changes"] if each["change"]["actions"] == ["create"]
        ]
        assert len(created) == sum(len(made) for made in document["resource"].values()), name


def test_an_attribute_that_the_provider_has_not_is_refused(
    side: Side, provider: Provider, tmp_path: Path
) -> None:
    root = side.roots["factory"]
    stack = {"x": {"name": "x", "branch": "main", "repository": "x", "administrative": True}}
    said, _ = planned(root | {"resource": {"spacelift_stack": stack}}, tmp_path / "x", provider)
    assert "administrative" in said
