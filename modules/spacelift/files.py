"""Spacelift's side on disk: written in the same run as the stacks, and nothing without a source stays."""

from collections.abc import Mapping
from pathlib import Path

from modules.kit.write import MARK, Json, render, replace
from modules.spacelift.document import FILE

POLICIES = "policies"


def read_policies(root: Path) -> dict[str, str]:
    """Texts of `spacelift/policies/<name>.rego` by name, without their tests."""
    files = sorted((root / "spacelift" / POLICIES).glob("*.rego"))
    return {file.stem: file.read_text(encoding="utf-8") for file in files if not file.stem.endswith("_test")}


def write(root: Path, documents: Mapping[Path, Json], pages: Mapping[Path, str]) -> None:
    """Below the repository's `root`; files without our mark are never touched."""
    texts = {root / "spacelift" / path: render(document) for path, document in sorted(documents.items())}
    texts |= {root / "docs" / "generated" / path: text for path, text in sorted(pages.items())}
    for path, text in texts.items():
        replace(path, text)
    there = [*root.glob(f"spacelift/*/*/{FILE}"), *root.glob("docs/generated/*.md")]
    for file in sorted(set(there) - texts.keys()):
        if MARK in file.read_text(encoding="utf-8")[:200]:
            file.unlink()
            for folder in (file.parent, file.parent.parent):
                if not any(folder.iterdir()):
                    folder.rmdir()
