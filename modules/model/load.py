"""From environment files to environments: one sentence per mistake, all of them at once."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from modules.model.checks import cross_check
from modules.model.environment import Environment
from modules.model.raw import Found

TOO_DEEP = "is nested too deeply; write tables as in environments/schema.json"

LONGEST_VALUE = 60
"""Characters of a mistaken value that a sentence repeats."""


class InputError(Exception):
    """Sentences for the person who wrote the files; each names file, key, what, and what instead."""

    def __init__(self, sentences: list[str]) -> None:
        """Keep the sentences in the order in which a reader meets them."""
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def load_all(folder: Path, today: date) -> list[Environment]:
    """Every `*.toml` of the folder. Raises `InputError` with those of all files together."""
    environments, sentences = [], []
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        sentences.append(
            f"{folder.name}: holds no environment; add a file such as {folder.name}/sandbox.toml"
        )
    for path in paths:
        try:
            environments.append(load(path, today))
        except InputError as mistakes:
            sentences += mistakes.sentences
    if sentences:
        raise InputError(sentences)
    return environments


def load(path: Path, today: date | None) -> Environment:
    """One environment. `today` refuses entries that have expired; without it dates are not judged.

    Raises `InputError`. The way through JSON keeps strict types while text still becomes addresses and dates.
    """
    raw = _read(path)
    found = cross_check(raw, path.stem)
    try:
        environment = Environment.model_validate_json(_json(raw, path), context={"today": today})
    except ValidationError as error:
        refused = [_sentence(detail) for detail in error.errors()]
        keys = {key for key, _ in refused}
        found = refused + [mistake for mistake in found if mistake[0] not in keys]
    else:
        if not found:
            return environment
    unique = dict.fromkeys(found)
    raise InputError([f"{_name(path)}: {key}: {what}." for key, what in unique])


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _json(raw: dict[str, Any], path: Path) -> str:
    try:
        return json.dumps(raw, default=str)
    except RecursionError:
        raise InputError([f"{_name(path)}: {TOO_DEEP}."]) from None


def schema() -> str:
    """The JSON schema of an environment file, with which editors complete and check it."""
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Environment.model_json_schema()
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        what = f"cannot be read: {error.strerror}; make it a readable file"
    except UnicodeDecodeError:
        what = "is not text in UTF-8; write a TOML file"
    except tomllib.TOMLDecodeError as error:
        what = f"is not valid TOML: {error}; correct it there"
    except RecursionError:
        what = TOO_DEEP
    except ValueError:  # of Python itself, for a number of thousands of digits
        what = "holds a number that is too long; correct it"
    else:
        if raw:
            return raw
        what = "is empty; start from another environment and environments/schema.json"
    raise InputError([f"{_name(path)}: {what}."])


def _choices(shape: type[BaseModel], table: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Tables whose keys depend on their `mode`."""
    for name, field in shape.model_fields.items():
        if field.discriminator:
            yield (*table, name)
        elif isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _choices(field.annotation, (*table, name))


def _key(location: tuple[int | str, ...]) -> str:
    for table in _choices(Environment):  # pydantic names the mode between such a table and its key
        if location[: len(table)] == table:
            location = (*table, *location[len(table) + 1 :])
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part != "[key]":
            text += f".{part}" if re.fullmatch(r"[A-Za-z0-9_-]+", part) else f".{part!r}"
    return text.removeprefix(".")


@cache
def _known_keys() -> tuple[str, ...]:
    schema = Environment.model_json_schema()
    shapes = [schema, *schema["$defs"].values()]
    return tuple(sorted({key for shape in shapes for key in shape.get("properties", ())}))


def _sentence(error: ErrorDetails) -> Found:
    key, given, context = _key(error["loc"]), _short(error["input"]), error.get("ctx", {})
    key += ".mode" * error["type"].startswith("union_tag")
    match error["type"]:
        case "missing" | "union_tag_not_found":
            what = "is missing; add it as environments/schema.json describes it"
        case "extra_forbidden":
            what = f"is not a known key here; {_instead(str(error['loc'][-1]))}"
        case "value_error":
            what = _own_words(str(context["error"]), error["input"], key)
        case "string_type" | "int_type" | "float_type" | "bool_type":
            kind = _kind(error["type"])
            what = f"{given} is not {kind}"
        case "too_short" | "too_long":
            what = f"has {context['actual_length']} entries; write {_limits(context)}"
        case "enum" | "literal_error" | "union_tag_invalid":
            allowed = context.get("expected") or context.get("expected_tags")
            what = f"{_short(context.get('tag', error['input']))} is not allowed; write {allowed}"
        case "model_type" | "dict_type" | "model_attributes_type":
            what = f"is not a table; write it as [{key}]"
        case _:
            what = f"{given} does not fit: {error['msg'][0].lower() + error['msg'][1:]}; correct the value"
    return key, what


def _kind(error: str) -> str:
    if error == "bool_type":
        return "a truth value; write true or false, without quotes"
    return "text; write it in quotes" if error == "string_type" else "a number; write one, without quotes"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _instead(key: str) -> str:
    near = difflib.get_close_matches(key, _known_keys(), 1)
    return f"write {near[0]!r}" if near and near[0] != key else "delete it"


def _limits(context: Mapping[str, object]) -> str:
    words = {"min_length": "at least", "max_length": "at most"}
    return " and ".join(f"{word} {context[name]}" for name, word in words.items() if name in context)


def _own_words(message: str, given: object, key: str) -> str:
    """Our validators say what to write instead; those of `ipaddress` do not."""
    if "host bits" in message:
        return f"{message}; write {IPv4Network(str(given), strict=False)}"
    if "; " not in message:
        kind, example = ("address", "198.51.100.10") if key.endswith("gateway") else ("range", "10.40.0.0/16")
        return f"{_short(given)} is not an IPv4 {kind}; write one such as {example}"
    return message
