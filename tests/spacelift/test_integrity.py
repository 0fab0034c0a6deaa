"""The hooks measure in a folder what the integrity policy reads."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from modules.kit.write import MARK, write_tree
from modules.model.integrity import INTEGRITY_HOOKS
from tests.spacelift.inputs import Json, plan
from tests.spacelift.measure import measured
from tests.spacelift.plan_cases import STALE
from tests.spacelift.rego import Case, evaluate, source

WRITTEN = Path(__file__).parents[2] / "spacelift" / "sandbox" / "tm-keys"
LABELS = ("stack:sandbox/tm-keys", "state:spacelift")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project root as Spacelift checks it out."""
    if not shutil.which("jq"):
        pytest.skip("jq is not on the PATH")
    folder = tmp_path / "tm-keys"
    shutil.copytree(WRITTEN, folder)
    return folder


def _measure(root: Path) -> Json:
    """What the policy says after the hooks have run."""
    given = plan([], LABELS, {"synth": measured(root)})
    return evaluate(source("integrity"), Case("integrity", "measured", given))


def test_what_synthesis_wrote_passes(root: Path) -> None:
    assert _measure(root) == {}


def test_a_file_changed_by_hand_is_refused(root: Path) -> None:
    file = root / "cdk.tf.json"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    assert _measure(root) == {"deny": [STALE]}


def test_the_files_of_another_stack_are_refused(root: Path) -> None:
    shutil.copytree(WRITTEN.parent / "tm-vpc", root, dirs_exist_ok=True)

    assert _measure(root) == {"deny": ["the files are those of sandbox/tm-vpc"]}


def test_charts_are_measured_with_it(tmp_path: Path) -> None:
    home = Path("sandbox", "tm-keys")
    chart = home / "charts" / "objects" / "Chart.yaml"
    write_tree(tmp_path, {home / "cdk.tf.json": {"//": MARK, "terraform": {}}}, {chart: f"# {MARK}\n"})
    assert _measure(tmp_path / home) == {}

    (tmp_path / chart).write_text("# by hand", encoding="utf-8")
    assert _measure(tmp_path / home) == {"deny": [STALE]}


def test_a_chart_has_no_file_more_whatever_its_name(root: Path) -> None:
    """A name with a space and a quote is measured like every other."""
    more = root / "charts" / "objects" / 'an "other.yaml'
    more.parent.mkdir(parents=True)
    more.write_text("# by hand", encoding="utf-8")

    assert _measure(root) == {"deny": [STALE]}


@pytest.mark.parametrize("name", ["charts/objects/templates/x.yaml", "charts/x", "charts"])
def test_a_link_ends_the_run(root: Path, tmp_path: Path, name: str) -> None:
    """Its target would be rendered, and not measured."""
    link = root / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(tmp_path)

    with pytest.raises(subprocess.CalledProcessError):
        _measure(root)


def test_a_backend_is_refused(root: Path) -> None:
    file = root / "cdk.tf.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    document["terraform"]["backend"] = {"local": {"path": "x"}}
    file.write_text(json.dumps(document), encoding="utf-8")

    assert len(_measure(root)["deny"]) == 2


def refused(name: str) -> Json:
    return {"deny": [f"{name}: Terraform reads it, and synthesis has not written it"]}


@pytest.mark.parametrize("name", ["x.tf.json", "terraform.tfvars", "x.auto.tfvars.json", "x.tofu"])
def test_another_file_that_terraform_reads_is_refused(root: Path, name: str) -> None:
    (root / name).write_text("{}", encoding="utf-8")

    assert _measure(root) == refused(name)


BACKEND = """# One run's credentials.
terraform {
  backend "http" {
    address  = "https://state.example"
    username = "run"
  }
}
"""
RESOURCE = 'resource "aws_iam_user" "x" {\n  name = "x"\n}\n'


def test_the_file_that_names_the_place_of_the_state_is_known_by_what_it_holds(root: Path) -> None:
    (root / "any.tf").write_text(BACKEND, encoding="utf-8")
    assert _measure(root) == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.tf", RESOURCE),
        ("x.tf", BACKEND + RESOURCE),
        ("x.tf", 'provider "aws" {}\n'),
        ("x.tf", "locals {\n}\n"),
        ("x.tf", "terraform {\n  required_providers {\n  }\n}\n"),
        ("override.tf", BACKEND),
        ("x_override.tf", BACKEND),
    ],
)
def test_more_than_the_place_of_the_state_is_refused(root: Path, name: str, text: str) -> None:
    (root / "state.tf").write_text(BACKEND, encoding="utf-8")
    (root / name).write_text(text, encoding="utf-8")

    assert _measure(root) == refused(name)


def test_without_the_description_the_run_fails(root: Path) -> None:
    (root / "stack.meta.json").unlink()

    with pytest.raises(subprocess.CalledProcessError):
        _measure(root)


def test_hooks_are_one_line_each_and_hold_no_template() -> None:
    for hook in INTEGRITY_HOOKS:
        assert not {"\n", "${", "%{"} & {hook[at : at + size] for size in (1, 2) for at in range(len(hook))}
