"""Objects held against what is known of their kind (`tests/facts/kinds.toml`)."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.policy.facts import Json

FACTS = Path(__file__).parents[1] / "facts" / "kinds.toml"

FIELD = re.compile(r"(\w+)(\[\])?(\{\}|\.\*|:any|:bool|:int)?(!)?")
"""Name, whether it is a list, of what, and whether it has to be there."""

TYPES: Mapping[str, tuple[type, ...]] = {"": (str,), ":any": (int, str), ":bool": (bool,), ":int": (int,)}


@cache
def kinds() -> Json:
    """Everything in the file: a table for each kind, `versions` and `every`."""
    return tomllib.loads(FACTS.read_text(encoding="utf-8"))


def kind_of(made: Json) -> Json:
    """What is known of an object's kind. Raises `KeyError` for a kind that nobody wrote down."""
    known: Json = kinds()[f"{made['apiVersion']} {made['kind']}"]
    return known


def faults(made: Json) -> Iterator[str]:
    """The path and the fault of everything in an object that its kind does not have."""
    known, every = kind_of(made), kinds()["every"]
    rows = known["fields"] | every | {".": f"{every['.']} {known['fields']['.']}"}
    enums = {path: values.split() for path, values in known.get("enums", {}).items()}
    yield from _object(made, "", rows, enums)


def part_faults(kind: str, path: str, value: object) -> Iterator[str]:
    """The same for a part of an object of this kind, such as one container of a Deployment."""
    known = kinds()[kind]
    enums = {where: values.split() for where, values in known.get("enums", {}).items()}
    yield from _object(value, path, known["fields"], enums)


def _field(text: str) -> re.Match[str]:
    found = FIELD.fullmatch(text)
    assert found, f"{FACTS.name}: {text}"
    return found


def _object(made: object, path: str, rows: Json, enums: Json) -> Iterator[str]:
    if not isinstance(made, dict) or (path or ".") not in rows:
        yield f"{path} is {made!r}, or nobody wrote down what is below it"
        return
    fields = {field[1]: field for field in map(_field, rows[path or "."].split())}
    yield from (
        f"{path}.{name} is missing" for name, found in fields.items() if found[4] and name not in made
    )
    for name, value in made.items():
        if name not in fields:
            yield f"{path}.{name} is no field"
            continue
        here = f"{path}.{name}".lstrip(".") + (fields[name][2] or "")
        if fields[name][2] and not isinstance(value, list):
            yield f"{here} is no list"
            continue
        for each in value if fields[name][2] else [value]:
            yield from _value(each, here, fields[name][3] or "", rows, enums)


def _value(value: object, path: str, form: str, rows: Json, enums: Json) -> Iterator[str]:
    if form == "{}":
        yield from _object(value, path, rows, enums)
    elif form == ".*":
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            yield f"{path} is no map of texts"
    elif not isinstance(value, TYPES[form]) or (isinstance(value, bool) and form != ":bool"):
        yield f"{path} is {value!r}, of another type"
    elif value not in enums.get(path, [value]):
        yield f"{path} is {value!r}, none of {enums[path]}"
