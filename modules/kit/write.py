"""The canonical JSON: what is committed, reviewed, planned by Spacelift and judged by the tests."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

FILE = "cdk.tf.json"
META = "stack.meta.json"
GENERATED = (f"*/*/{FILE}", f"*/*/{META}", "*/*/charts/**/*")
MARK = "generated, do not edit"

CONSTRUCT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HASHED = re.compile(r"[a-zA-Z0-9_-]+_[0-9A-F]{8}(?![a-zA-Z0-9_-])")

Json = dict[str, Any]


class AddressError(ValueError):
    """Two elements of a stack would share one address, or an id would make that possible."""


def canonical(synthesized: Json) -> Json:
    """Addresses without hashes; no metadata, nulls or stand-in for "no backend"; sorted.

    Raises `AddressError`: Terraform would see one element where the code made two.
    """
    document = _clean(_renamed(synthesized, _addresses(synthesized)))
    backend = document["terraform"].pop("backend", {})
    if "s3" in backend:  # beside it stands CDKTF's own default, with a path of this machine
        document["terraform"]["backend"] = {"s3": backend["s3"]}
    return {"//": MARK} | {key: document[key] for key in sorted(document)}


def _addresses(synthesized: Json) -> dict[str, str]:
    """CDKTF's `<path>_<hash>` to the construct path joined by `_`, from the metadata that it writes.

    Paths joined by `_` cannot meet as long as no id holds a `_`.
    """
    found: dict[str, str] = {}
    for kind in ("resource", "data"):
        for made in synthesized.get(kind, {}).values():
            for element in made.values():
                metadata = element["//"]["metadata"]
                ids = metadata["path"].split("/")[1:]
                unsafe = [part for part in ids if not CONSTRUCT_ID.fullmatch(part)]
                taken = "_".join(ids) in found.values() and metadata["uniqueId"] not in found
                if unsafe or taken:
                    message = f"construct {metadata['path']}: ids must be kebab-case and paths must differ"
                    raise AddressError(message)
                found[metadata["uniqueId"]] = "_".join(ids)
    return found


def _renamed(value: Any, addresses: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {addresses.get(key, key): _renamed(inner, addresses) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, addresses) for inner in value]
    if isinstance(value, str):
        return HASHED.sub(lambda found: addresses.get(found[0], found[0]), value)
    return value


def _clean(value: Any) -> Any:
    """An explicit null means the same as an absent key, but hides attributes from scanners."""
    if isinstance(value, dict):
        cleaned = {key: _clean(value[key]) for key in sorted(value) if key != "//"}
        return {key: inner for key, inner in cleaned.items() if inner is not None}
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    return value


def render(document: Json) -> str:
    """Two spaces, one newline at the end, nothing escaped that need not be."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def described(home: Path, texts: Mapping[Path, str]) -> Json:
    """What stands beside a stack's files, so that a run can see whether they are those of synthesis.

    `home` is the stack's folder and all paths are below `spacelift/`. `sha256` is that of the list which
    sha256sum makes of the stack's JSON and its charts, sorted by path (modules/model/integrity.py).
    """
    found = {path.relative_to(home).as_posix(): text for path, text in texts.items() if home in path.parents}
    listed = [f"{sha256(found[name].encode()).hexdigest()}  {name}\n" for name in sorted(found)]
    return {"//": MARK, "sha256": sha256("".join(listed).encode()).hexdigest(), "stack": home.as_posix()}


def write_tree(root: Path, documents: Mapping[Path, Json], charts: Mapping[Path, str]) -> None:
    """Write every file below `root`, each in one step; delete generated files that lost their source.

    A chart comes before the stack that reads it, and what describes both comes last. Files without our mark
    are never touched.
    """
    texts = dict(sorted(charts.items())) | {path: render(made) for path, made in sorted(documents.items())}
    texts |= {path.with_name(META): render(described(path.parent, texts)) for path in sorted(documents)}
    for path, text in texts.items():
        replace(root / path, text)
    for file in (each for pattern in GENERATED for each in sorted(root.glob(pattern))):
        written = file.is_file() and file.relative_to(root) not in texts
        if written and MARK in file.read_text(encoding="utf-8")[:200]:
            file.unlink()
            _remove_empty(file.parent, root)


def _remove_empty(folder: Path, root: Path) -> None:
    if folder != root and not any(folder.iterdir()):
        folder.rmdir()
        _remove_empty(folder.parent, root)


def replace(file: Path, text: str) -> None:
    """Write a file so that a reader, or a crash, meets the old or the new text and nothing between."""
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
