"""A change of a plan in words."""

from collections.abc import Iterator

from tools.rehearse.root import Json


def differences(change: Json) -> str:
    """Each value that would change, by its place in the resource; not those that only AWS knows, no secret."""
    before, after = change.get("before"), change.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ""
    unknown, secret = (
        _marked(change, which) for which in (("after_unknown",), ("before_sensitive", "after_sensitive"))
    )
    words: list[str] = []
    for name in sorted((before.keys() | after.keys()) - unknown):
        found = _changed(name, before.get(name), after.get(name))
        words += [f" {name}=(sensitive)"] * any(True for _ in found) if name in secret else found
    return "".join(words)


def _marked(change: Json, which: tuple[str, ...]) -> set[str]:
    """Arguments of which terraform says so, wholly or in part."""
    marks = [change.get(each) for each in which]
    return {name for each in marks if isinstance(each, dict) for name, held in each.items() if held}


def _changed(where: str, before: object, after: object) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            yield from _changed(f"{where}.{key}", before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _changed(f"{where}.{number}", old, new)
    elif (before or None) != (after or None):  # the provider tells nothing from no value
        yield f" {where}={before!r}->{after!r}"
