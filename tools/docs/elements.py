"""What the written stacks are made of: resources, and Kubernetes objects in the values of releases."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from modules.model.flows import FLOWS
from modules.model.support import SUPPORT

Json = dict[str, Any]

ROW = r"\d{1,2}\.\d(?: [a-z][a-z-]*)?"
LABELLED = re.compile(rf"\barrows? ({ROW}(?:, {ROW})*)")
EACH = re.compile(ROW)
ROWS = frozenset(flow.row for flow in FLOWS + SUPPORT)
ANNOTATION = "blx-demo.com/rows"
"""Annotation in which a Kubernetes object names the rows that it is there for."""


@dataclass(frozen=True, slots=True, order=True)
class Element:
    """One resource, or one Kubernetes object of a release; `rows` are the flows that it names.

    `text` is what it holds without the names of its attributes: each value as JSON has it, one per line.
    """

    stack: str
    kind: str
    name: str
    text: str
    rows: frozenset[str]
    release: str = ""

    @property
    def address(self) -> str:
        """As Terraform says it; an object after the release that brings it."""
        own = f"{self.kind}.{self.name}"
        return f"{self.release} {self.kind} {self.name}" if self.release else own


@dataclass(frozen=True, slots=True)
class Selector:
    """`stack type.name ~ text`, with `*` for anything; the text is part of a value, never of an attribute's name."""

    stack: str
    what: str
    text: str

    @classmethod
    def read(cls, written: str) -> "Selector":
        """From the file of the inventory."""
        where, _, text = written.partition(" ~ ")
        stack, _, what = where.partition(" ")
        return cls(stack, what, text)

    def takes(self, element: Element) -> bool:
        """Whether an element is meant."""
        return (
            fnmatchcase(element.stack, self.stack)
            and fnmatchcase(f"{element.kind}.{element.name}", self.what)
            and self.text in element.text
        )


def elements(stacks: dict[str, Json]) -> tuple[Element, ...]:
    """Every element of an environment, sorted."""
    return tuple(sorted(each for stack, document in stacks.items() for each in _of(stack, document)))


def _of(stack: str, document: Json) -> Iterator[Element]:
    for kind, held in document.get("resource", {}).items():
        for name, made in held.items():
            objects = [each for text in made.get("values", ()) for each in _objects(text)]
            if kind == "helm_release":
                own = {key: made[key] for key in made if key != "values" or not objects}
                yield Element(stack, kind, name, _values(own), _rows(_values(own)))
            else:
                yield Element(stack, kind, name, _values(made), _rows(_values(made)))
            for each in objects:
                yield _object(stack, f"{kind}.{name}", each)


def _objects(text: str) -> list[Json]:
    """The objects of a local chart; the values of a public one hold none."""
    try:
        read = json.loads(text)
    except ValueError:
        return []
    return [each for each in read.get("objects", []) if isinstance(each, dict) and "kind" in each]


def _object(stack: str, release: str, made: Json) -> Element:
    about = made["metadata"]
    name = f"{about['namespace']}/{about['name']}" if "namespace" in about else str(about["name"])
    text = _values(made)
    noted = about.get("annotations", {}).get(ANNOTATION, "")
    return Element(stack, made["kind"], name, text, _rows(f"arrows {noted} {text}"), release)


def _values(held: object) -> str:
    if isinstance(held, dict):
        return "\n".join(_values(each) for each in held.values())
    if isinstance(held, list):
        return "\n".join(_values(each) for each in held)
    return json.dumps(held, ensure_ascii=False)


def _rows(text: str) -> frozenset[str]:
    """Rows that a text names; a word after an arrow that names no row is only a word."""
    found = {row for held in LABELLED.findall(text) for row in EACH.findall(held)}
    return frozenset(row if row in ROWS else row.split()[0] for row in found)


def seeds(stacks: dict[str, Json]) -> dict[str, frozenset[str]]:
    """The ids that the tag SeedId of each stack holds."""
    return {
        stack: frozenset(
            seed
            for block in document.get("provider", {}).get("aws", ())
            for tags in block.get("default_tags", ())
            for seed in tags["tags"].get("SeedId", "").split()
        )
        for stack, document in stacks.items()
    }
