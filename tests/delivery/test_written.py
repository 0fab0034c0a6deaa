"""What is committed of Spacelift's side is what the environments say, and what every test here has judged."""

from pathlib import Path

import pytest

from modules.kit.write import render
from modules.model.environment import Environment
from modules.model.samples import sample
from modules.spacelift.document import FILE
from modules.spacelift.files import read_policies, write
from modules.synth import Synthesis
from modules.wiring.spacelift import deliver
from tests.conftest import ROOT
from tests.delivery.facts import Side


def stale(sides: dict[str, Side], root: Path) -> set[str]:
    """Roots below `root` that differ from the ones that were made, are missing, or have no source."""
    made = {
        f"{environment}/{name}": render(document)
        for environment, side in sides.items()
        for name, document in side.roots.items()
    }
    files = sorted((root / "spacelift").glob(f"*/*/{FILE}"))
    there = {"/".join(file.parts[-3:-1]): file.read_text(encoding="utf-8") for file in files}
    return {name for name in made.keys() | there.keys() if made.get(name) != there.get(name)}


def test_written_roots_are_those_of_a_fresh_run(
    request: pytest.FixtureRequest, sides: dict[str, Side]
) -> None:
    if request.config.getoption("--synthesized"):
        pytest.skip("a tree from elsewhere is judged, not compared")
    assert stale(sides, ROOT) == set(), "run make synth and commit it"


def test_written_pages_are_those_of_a_fresh_run(
    environments: dict[str, Environment], synthesis: Synthesis
) -> None:
    made = deliver(list(environments.values()), synthesis, read_policies(ROOT), sample)
    for path, page in made.pages.items():
        file = ROOT / "docs" / "generated" / path
        assert file.read_text(encoding="utf-8") == page, f"{path} is stale; run make synth"


def test_a_root_that_was_edited_is_noticed(sides: dict[str, Side], tmp_path: Path) -> None:
    """Edited, lost, or one too many."""
    documents = {
        Path(environment, name, FILE): document
        for environment, side in sides.items()
        for name, document in side.roots.items()
    }
    write(tmp_path, documents, {})
    assert stale(sides, tmp_path) == set()
    home = tmp_path / "spacelift" / "sandbox"
    factory = home / "factory" / FILE
    text = factory.read_text(encoding="utf-8")
    factory.write_text(text.replace('"autodeploy": false', '"autodeploy": true', 1), encoding="utf-8")
    (home / "runners-lake" / FILE).unlink()
    (home / "more").mkdir()
    (home / "more" / FILE).write_text("{}", encoding="utf-8")
    assert stale(sides, tmp_path) == {"sandbox/factory", "sandbox/runners-lake", "sandbox/more"}
