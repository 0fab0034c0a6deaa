"""From environment files to environments: one sentence per mistake, all of them at once."""

import difflib
import json
import tomllib
from datetime import date
from functools import cache
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from modules.model.checks import Found, cross_check
from modules.model.environment import Environment


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
        environment = Environment.model_validate_json(json.dumps(raw, default=str), context={"today": today})
    except ValidationError as error:
        refused = [_sentence(detail) for detail in error.errors()]
        keys = {key for key, _ in refused}
        found = refused + [mistake for mistake in found if mistake[0] not in keys]
    else:
        if not found:
            return environment
    unique = dict.fromkeys(found)
    raise InputError([f"{path.parent.name}/{path.name}: {key}: {what}." for key, what in unique])


def schema() -> str:
    """The JSON schema of an environment file, with which editors complete and check it."""
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Environment.model_json_schema()
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _read(path: Path) -> dict[str, Any]:
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except UnicodeDecodeError:
        raise InputError([f"{name}: is not text in UTF-8; write a TOML file."]) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError([f"{name}: is not valid TOML: {error}; correct it there."]) from None
    except RecursionError:
        raise InputError(
            [f"{name}: is nested too deeply; write tables as in environments/schema.json."]
        ) from None
    except OSError as error:
        raise InputError([f"{name}: cannot be read: {error.strerror}; make it a readable file."]) from None
    if not raw:
        raise InputError([f"{name}: is empty; start from another environment and environments/schema.json."])
    return raw


def _key(location: tuple[int | str, ...]) -> str:
    parts = [part for part in location if part not in {"spacelift", "s3", "[key]"}]
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return text.removeprefix(".")


@cache
def _known_keys() -> tuple[str, ...]:
    schema = Environment.model_json_schema()
    shapes = [schema, *schema["$defs"].values()]
    return tuple(sorted({key for shape in shapes for key in shape.get("properties", ())}))


def _sentence(error: ErrorDetails) -> Found:
    key, given, context = _key(error["loc"]), error["input"], error.get("ctx", {})
    match error["type"]:
        case "missing":
            what = "is missing; add it as environments/schema.json describes it"
        case "extra_forbidden":
            near = difflib.get_close_matches(str(error["loc"][-1]), _known_keys(), 1)
            what = f"is not a known key; {f'write {near[0]!r}' if near else 'delete it'}"
        case "value_error":
            what = _own_words(str(context["error"]), given)
        case "string_type" | "int_type" | "float_type":
            kind = (
                "text; write it in quotes"
                if "string" in error["type"]
                else "a number; write one, without quotes"
            )
            what = f"{given!r} is not {kind}"
        case "enum" | "literal_error" | "union_tag_invalid":
            allowed = context.get("expected") or context.get("expected_tags")
            what = f"{_shown(given, context)} is not allowed; write {allowed}"
        case "union_tag_not_found":
            what = 'has no mode; write mode = "spacelift" or mode = "s3"'
        case "model_type" | "dict_type" | "model_attributes_type":
            what = f"is not a table; write it as [{key}]"
        case _:
            message = error["msg"][0].lower() + error["msg"][1:]
            what = f"{given!r} does not fit: {message}; correct the value"
    return key, what


def _shown(given: object, context: dict[str, Any]) -> str:
    return repr(context.get("tag", given))


def _own_words(message: str, given: object) -> str:
    """Our validators say what to write instead; those of `ipaddress` do not."""
    if "host bits" in message:
        return f"{message}; write {IPv4Network(str(given), strict=False)}"
    if "Expected 4 octets" in message or "permitted" in message or "netmask" in message:
        return f"{given!r} is not an IPv4 address or range; write one such as 10.40.0.0/16"
    return message
