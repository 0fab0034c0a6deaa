"""Schemas of providers, from their binding (CDKTF) or, where there is none, from a committed file of facts."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FACTS = Path(__file__).parents[1] / "facts" / "providers"

SCALARS = ("string", "number", "bool", "dynamic")

Type = str | list[Any]
"""As Terraform writes it: `"string"`, `["list", "string"]`, `["object", {…}]`."""


class NoSchemaError(LookupError):
    """Nothing says what a provider's resources look like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One argument or result; `nested` in place of `type` for objects of protocol 6."""

    type: Type | None
    nesting: str = ""
    nested: "dict[str, Attribute]" = field(default_factory=dict)
    required: bool = False
    optional: bool = False
    computed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A resource, a data source, a provider's configuration, or a block inside one; limits of zero are none."""

    attributes: dict[str, Attribute]
    blocks: "dict[str, Block]" = field(default_factory=dict)
    nesting: str = "single"
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """What one provider offers."""

    configuration: Block
    resources: dict[str, Block]
    data: dict[str, Block]


def load(provider: str, folder: Path = FACTS) -> Schema:
    """From `<folder>/<provider>.toml`, else from the installed binding. Raises `NoSchemaError`."""
    file = folder / f"{provider}.toml"
    if file.exists():
        return from_facts(tomllib.loads(file.read_text(encoding="utf-8")))
    if find_spec(f"cdktf_cdktf_provider_{provider}"):
        from tests.standin.binding import from_binding  # noqa: PLC0415 -- it knows these classes

        return from_binding(provider)
    raise NoSchemaError(f"no binding of provider {provider} is installed, and there is no {file.name}")


def from_facts(facts: dict[str, Any]) -> Schema:
    """Tables `provider`, `resource.<type>` and `data.<type>`, each with `attributes` and `blocks`.

    An attribute is a text: flags, then a type, such as `optional computed set(string)`.
    """
    return Schema(
        configuration=_block(facts.get("provider", {})),
        resources={kind: _block(table) for kind, table in facts.get("resource", {}).items()},
        data={kind: _block(table) for kind, table in facts.get("data", {}).items()},
    )


def _block(table: dict[str, Any]) -> Block:
    return Block(
        attributes={name: _attribute(name, words) for name, words in table.get("attributes", {}).items()},
        blocks={name: _block(inner) for name, inner in table.get("blocks", {}).items()},
        nesting=table.get("nesting", "list"),
        least=table.get("least", 0),
        most=table.get("most", 0),
    )


def _attribute(name: str, words: str) -> Attribute:
    *flags, written = words.split()
    if not flags or not set(flags) <= {"required", "optional", "computed"}:
        raise NoSchemaError(f"{name}: {words!r} is not flags and a type")
    return Attribute(
        type=_type(written),
        required="required" in flags,
        optional="optional" in flags,
        computed="computed" in flags,
    )


def _type(written: str) -> Type:
    inner = re.fullmatch(r"(list|set|map)\((.+)\)", written)
    if inner:
        return [inner[1], _type(inner[2])]
    if written not in SCALARS:
        raise NoSchemaError(f"{written!r} is not a type")
    return written


def holes(
    block: Block, value: dict[str, Any], empty: object = None
) -> Iterator[tuple[dict[str, Any], str, Attribute]]:
    """Every place in a planned object that the provider would fill in: holder, key, and what it may hold."""
    for name, attribute in block.attributes.items():
        if value.get(name) == empty and attribute.computed:
            yield value, name, attribute
        for each in _elements(attribute.nesting, value.get(name)) if attribute.nested else ():
            yield from holes(Block(attributes=attribute.nested), each, empty)
    for name, inner in block.blocks.items():
        for each in _elements(inner.nesting, value.get(name)):
            yield from holes(inner, each, empty)


def result(name: str, attribute: Attribute, seed: str) -> Any:  # noqa: ANN401 -- any value of Terraform
    """What a provider could have made of a hole: the same for the same seed, and of the right type."""
    if attribute.nested:
        inner = {each: result(each, nested, seed) for each, nested in attribute.nested.items()}
        return {"single": inner, "map": {}}.get(attribute.nesting, [])
    return _value(attribute.type, f"{name}-{seed}")


def _value(kind: Type | None, text: str) -> Any:  # noqa: ANN401
    if isinstance(kind, list):
        empty: dict[str, Any] = {"map": {}, "list": [], "set": []}
        objects = kind[1].items() if kind[0] == "object" else ()
        return empty.get(kind[0], {name: _value(inner, f"{name}-{text}") for name, inner in objects})
    return {"string": text, "number": 1, "bool": False}.get(kind or "")


def _elements(nesting: str, value: object) -> list[dict[str, Any]]:
    found = list(value.values()) if isinstance(value, dict) and nesting != "single" else value
    found = found if isinstance(found, list) else [found]
    return [each for each in found if isinstance(each, dict)]
