"""Environment files as they were read, before their types are known: checks pass over what is no table."""

from typing import Any

Found = tuple[str, str]
"""The key, and a sentence that says what is wrong with it and what to write instead."""


def table_of(raw: object, *path: str) -> dict[str, Any]:
    """The table under these keys; an empty one where something else stands."""
    for key in path:
        raw = raw.get(key) if isinstance(raw, dict) else None
    return raw if isinstance(raw, dict) else {}


def rows_of(raw: dict[str, Any], key: str) -> list[tuple[str, dict[str, Any]]]:
    """The rows of a list of tables, each with its key, such as `pools[0]`."""
    rows = raw.get(key)
    rows = rows if isinstance(rows, list) else []
    return [(f"{key}[{i}]", row) for i, row in enumerate(rows) if isinstance(row, dict)]
