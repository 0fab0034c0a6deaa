"""The repository's own rules."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "modules").rglob("*.py"))
EVERYTHING = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "tools").rglob("*.py"))]


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def _inside(path: Path, *folders: str) -> bool:
    return any(path.is_relative_to(ROOT / "modules" / folder) for folder in folders)


def test_the_model_is_pure_python() -> None:
    for path in SOURCES:
        if _inside(path, "model"):
            for name in _imports(path):
                outside = name.split(".")[0] in {
                    "cdktf",
                    "constructs",
                    "jsii",
                    "os",
                    "socket",
                    "subprocess",
                    "random",
                }
                assert not outside, f"{path}: {name}"
                assert not name.startswith("modules.") or name.startswith("modules.model"), f"{path}: {name}"
                assert not name.startswith("cdktf_cdktf"), f"{path}: {name}"


def test_only_the_kit_knows_cdktf() -> None:
    allowed = {
        ROOT / "modules" / "platform.py",
        ROOT / "modules" / "synth.py",
        ROOT / "modules" / "wiring" / "__init__.py",
    }
    for path in SOURCES:
        if not _inside(path, "kit") and path not in allowed:
            assert "cdktf" not in _imports(path), path


def test_no_module_sees_the_whole_environment() -> None:
    allowed = ("model", "wiring", "platform.py", "synth.py")
    for path in SOURCES:
        if not _inside(path, *allowed):
            assert not re.search(r"import .*\bEnvironment\b", path.read_text(encoding="utf-8")), path


def test_nothing_depends_on_clock_chance_or_surroundings() -> None:
    for path in SOURCES:
        if path.name != "lazy.py":
            text = path.read_text(encoding="utf-8")
            for word in ("os.environ", "date.today", "datetime.now", "random.", "uuid"):
                assert word not in text, f"{path}: {word}"


def test_no_comparison_with_the_name_of_an_environment() -> None:
    names = [path.stem for path in (ROOT / "environments").glob("*.toml")]
    for path in SOURCES:
        for name in [*names, "development", "staging", "production"]:
            assert not re.search(
                rf"[=!]= ['\"]{name}['\"]|['\"]{name}['\"] [=!]=", path.read_text(encoding="utf-8")
            ), path


def test_no_mutable_state_at_module_level() -> None:
    for path in SOURCES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            value = getattr(node, "value", None)
            if isinstance(node, ast.Assign | ast.AnnAssign) and "__all__" not in ast.dump(node):
                assert not isinstance(value, ast.List | ast.Dict | ast.Set), f"{path}:{node.lineno}"


def test_every_module_is_documented_and_tested() -> None:
    packages = [
        path.parent
        for path in (ROOT / "modules").glob("*/construct.py")
        if path.parent.name not in {"model", "kit", "wiring"}
    ]
    assert packages
    for package in packages:
        text = (package / "__init__.py").read_text(encoding="utf-8")
        assert re.search(r"Arrows?:|Inventory:", text), f"{package.name}: no arrow and no inventory id"
        assert (ROOT / "tests" / "modules" / f"test_{package.name}.py").exists(), package.name


def test_files_and_functions_stay_small() -> None:
    for path in SOURCES:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= (150 if path.name == "construct.py" else 300), f"{path}: {lines} lines"
    assert max(len(path.relative_to(ROOT).parts) for path in EVERYTHING) <= 3


def test_escape_hatches_may_only_become_fewer() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    assert text.count("add_override(") <= 3
    assert text.count("type: ignore") <= 0
    assert text.count("noqa") <= 5


def test_tests_are_collected() -> None:
    """A file with a test function has a name that pytest looks for."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        functions = [
            node.name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.FunctionDef)
        ]
        if any(name.startswith("test_") for name in functions):
            assert path.name.startswith("test_"), path


def test_policy_tests_share_no_code_with_the_generators() -> None:
    for path in sorted((ROOT / "tests" / "policy").glob("*.py")):
        for name in _imports(path):
            assert not name.startswith("modules.") or name.startswith("modules.model"), f"{path.name}: {name}"


def _tracked() -> list[Path]:
    try:
        done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        pytest.skip(f"no git checkout: {error}")
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    hosts = [f"{name}.org" for name in ("pypi", "pythonhosted", "npmjs", "debian")]
    for path in _tracked():
        text = path.read_text(encoding="utf-8")
        assert not any(host in text for host in hosts), path
        assert not re.search(r"(^|[^A-Za-z0-9_./])/(work|farm|root|home)/\w", text), path


def test_nothing_generated_by_tools_is_committed() -> None:
    for path in _tracked():
        parts = set(path.relative_to(ROOT).parts)
        assert not parts & {"node_modules", ".venv", "cdktf.out", ".terraform", "__pycache__"}, path


def test_decisions_are_short_and_say_what_enforces_them() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [path.name[:4] for path in decisions] == [
        f"{number:04}" for number in range(1, len(decisions) + 1)
    ]
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 60, path
        assert text.startswith(f"# {path.name[:4]} "), path
        assert text.splitlines()[1].startswith("Status: "), path
        for heading in ("## Context", "## Options", "## Decision", "## Consequences", "## Enforced by"):
            assert heading in text, f"{path.name}: {heading}"
        for named in re.findall(r"`((?:tests|modules|tools)/[\w/.]+)`", text.partition("## Enforced by")[2]):
            assert (ROOT / named).exists(), f"{path.name}: {named}"


def test_project_roots_are_no_prefix_of_one_another() -> None:
    """Spacelift and globs match by prefix."""
    roots = sorted(
        str(path.parent.relative_to(ROOT)) for path in (ROOT / "spacelift").glob("*/*/cdk.tf.json")
    )
    for one in roots:
        assert not any(other != one and other.startswith(one) for other in roots), one


def test_readme_lists_every_stack() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / "spacelift").glob("*/*/cdk.tf.json"):
        name = re.sub(r"^(access-|config-)?apps-[a-z0-9]+", r"\1apps-<env>", path.parent.name)
        assert f"`{name}`" in readme, name
