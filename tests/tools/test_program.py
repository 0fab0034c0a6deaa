"""The program as a user runs it: exit codes, messages, and what is on the disk afterwards."""

import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("main.py", "modules", "environments", "spacelift", "docs")


def _copied(folder: Path) -> Path:
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project in another folder."""
    return _copied(tmp_path)


def _run(project: Path) -> subprocess.CompletedProcess[str]:
    """On a machine that has Python and Node, and no Terraform."""
    bare = {"PATH": "", "JSII_NODE": str(shutil.which("node"))}
    return subprocess.run(
        [sys.executable, "main.py"],
        cwd=project,
        env=os.environ | bare,
        capture_output=True,
        text=True,
        check=False,
    )


def _written(project: Path) -> dict[str, tuple[bytes, int]]:
    paths = [path for path in project.rglob("*") if path.is_file() and "modules" not in path.parts]
    return {str(path.relative_to(project)): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


class Repeated(NamedTuple):
    """A copy in which synthesis ran again, with an entry that ends soon: its files before and after, what it said."""

    folder: Path
    before: dict[str, tuple[bytes, int]]
    after: dict[str, tuple[bytes, int]]
    soon: date
    said: str


@pytest.fixture(scope="module")
def repeated(tmp_path_factory: pytest.TempPathFactory) -> Repeated:
    folder = _copied(tmp_path_factory.mktemp("again"))
    file = folder / "environments" / "sandbox.toml"
    head, alias, tail = file.read_text(encoding="utf-8").partition("[legacy_saml_alias]")
    soon = date.today() + timedelta(days=10)
    file.write_text(head + alias + tail.replace("2027-12-31", str(soon), 1), encoding="utf-8")
    before = _written(folder)
    done = _run(folder)
    assert done.returncode == 0
    return Repeated(folder, before, _written(folder), soon, done.stderr)


@pytest.mark.parametrize("content", [b"", b"name =", b"\x00\xff", b'name = "sandbox"\n'])
def test_bad_input_exits_with_2_and_leaves_everything_alone(project: Path, content: bytes) -> None:
    (project / "environments" / "sandbox.toml").write_bytes(content)
    before = _written(project)

    done = _run(project)

    assert done.returncode == 2
    assert done.stdout == ""
    assert all(line.startswith("environments/sandbox.toml: ") for line in done.stderr.splitlines())
    assert done.stderr.count("\n") >= 1
    assert _written(project) == before


def test_an_entry_that_ends_soon_is_said(repeated: Repeated) -> None:
    """That it changes nothing, the next test says."""
    [sentence] = repeated.said.splitlines()
    assert sentence.startswith(
        f"environments/sandbox.toml: legacy_saml_alias.expires: {repeated.soon} is in 10 days; "
    )


def test_another_folder_gives_the_same_bytes(repeated: Repeated) -> None:
    """P83: and a second run touches nothing."""
    assert {name: repeated.after[name] for name in repeated.before} == repeated.before
    assert all(name.startswith("cdktf.out/") for name in repeated.after.keys() - repeated.before.keys())


def test_cdktf_sees_the_same_json_as_spacelift(repeated: Repeated) -> None:
    for path in (repeated.folder / "spacelift" / "sandbox").glob("*/cdk.tf.json"):
        own = repeated.folder / "cdktf.out" / "stacks" / f"sandbox-{path.parent.name}" / "cdk.tf.json"
        assert own.read_bytes() == path.read_bytes()


def test_a_removed_environment_takes_its_files_along_and_nothing_else(project: Path) -> None:
    own = project / "spacelift" / "policies" / "own"
    own.mkdir(parents=True)
    (own / "cdk.tf.json").write_text('{"//": "written by hand"}')
    text = (project / "environments" / "sandbox.toml").read_text(encoding="utf-8")
    begin, end = text.index("[apps.staging]"), text.index("[apps.production]")
    (project / "environments" / "sandbox.toml").write_text(text[:begin] + text[end:], encoding="utf-8")

    assert _run(project).returncode == 0

    left = {path.name for path in (project / "spacelift" / "sandbox").iterdir()}
    assert not any(name.startswith("apps-staging") for name in left)
    assert "apps-production-vpc" in left
    assert (own / "cdk.tf.json").exists()
