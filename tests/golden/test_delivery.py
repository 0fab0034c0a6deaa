"""Spacelift's side on disk is that of a fresh synthesis, and what loses its source goes."""

from pathlib import Path

from modules.kit.write import MARK, render
from modules.model.environment import Environment
from modules.model.samples import sample
from modules.spacelift.files import read_policies, write
from modules.synth import Synthesis
from modules.wiring.spacelift import deliver

ROOT = Path(__file__).parents[2]


def test_roots_and_pages_are_fresh(environments: dict[str, Environment], synthesis: Synthesis) -> None:
    made = deliver(list(environments.values()), synthesis, read_policies(ROOT), sample)
    for path, document in made.documents.items():
        file = ROOT / "spacelift" / path
        assert file.exists(), f"{path} is not written; run make synth and commit it"
        assert file.read_text(encoding="utf-8") == render(document), f"{path} is stale; run make synth"
    for path, text in made.pages.items():
        written = (ROOT / "docs" / "generated" / path).read_text(encoding="utf-8")
        assert written == text, f"{path} is stale; run make synth"
    found = {path.relative_to(ROOT / "spacelift") for path in ROOT.glob("spacelift/*/*/main.tf.json")}
    assert found == made.documents.keys()
    pages = (ROOT / "docs" / "generated").iterdir()
    ours = {path.name for path in pages if MARK in path.read_text(encoding="utf-8")[:200]}
    assert ours == {path.name for path in made.pages}


def test_what_lost_its_source_is_deleted_and_nothing_else(tmp_path: Path) -> None:
    document = {"//": MARK}
    write(
        tmp_path,
        {Path("a/factory/main.tf.json"): document},
        {Path("first-deployment-a.md"): f"<!-- {MARK} -->"},
    )
    kept = tmp_path / "spacelift" / "b" / "own" / "main.tf.json"
    kept.parent.mkdir(parents=True)
    kept.write_text("{}")

    write(tmp_path, {Path("c/factory/main.tf.json"): document}, {})

    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert files == ["spacelift/b/own/main.tf.json", "spacelift/c/factory/main.tf.json"]
    assert not (tmp_path / "docs" / "generated").exists()
