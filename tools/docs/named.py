"""Which tests name which ids of the inventory: in docstrings, and as texts of their tables.

A module says in its docstring what it is; the test of the module stands for that.
"""

import ast
import re
from pathlib import Path

PREFIXES = "EP|HZ|NM|SA|PE|ZN|CO|NT|SE|CL|WA|TD|CX"
ID = rf"(?:{PREFIXES})-\d{{1,2}}"
ARROW = r"(?<![\d.v§/-])(?<!TLS )(?<!CIS )(?<!§ )\d{1,2}\.\d(?![\d.])"
RANGE = re.compile(rf"({ID})…({ID})")
EXACT = re.compile(rf"^(?:arrow )?({ID}|\d{{1,2}}\.\d)(?= [a-z]|$)", re.MULTILINE)
EXCEPTED = re.compile(rf"\bbut ((?:{ID})(?: and {ID})*)")


def ids(text: str, arrows: frozenset[str]) -> set[str]:
    """Ids that a text names; `EP-01…EP-14 but EP-04` is a range with an exception."""
    found = set(re.findall(rf"\b{ID}\b", text)) | (set(re.findall(ARROW, text)) & arrows)
    for first, last in RANGE.findall(text):
        prefix, low = first.split("-")
        width, high = len(low), int(last.split("-")[1])
        found |= {f"{prefix}-{number:0{width}}" for number in range(int(low), high + 1)}
    for excepted in EXCEPTED.findall(text):
        found -= set(re.findall(ID, excepted))
    return found


def named(root: Path, arrows: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Tests by id, as pytest names them; what a whole file says of itself stands under the file's name."""
    found: dict[str, set[str]] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        file = path.relative_to(root).as_posix()
        for where, text in _texts(ast.parse(path.read_text(encoding="utf-8"))):
            for each in ids(text, arrows):
                found.setdefault(each, set()).add(f"{file}::{where}" if where else file)
    for path in sorted((root / "modules").glob("*/__init__.py")):
        test = root / "tests" / "modules" / f"test_{path.parent.name}.py"
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        for each in ids(text, arrows) if test.exists() else ():
            found.setdefault(each, set()).add(test.relative_to(root).as_posix())
    return {each: tuple(sorted(tests)) for each, tests in sorted(found.items())}


def _texts(tree: ast.Module) -> list[tuple[str, str]]:
    """(test, text) of what a file says; texts outside a test belong to the file."""
    found = []
    for node in tree.body:
        test = ""
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            test = node.name
            found.append((test, ast.get_docstring(node) or ""))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.append(("", str(node.value.value)))
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                found += [(test, said) for said in EXACT.findall(inner.value)]
    return found
