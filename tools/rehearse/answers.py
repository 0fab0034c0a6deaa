"""Operations that moto lacks and a stack cannot do without: one small answer each.

What is written can be read again, in the same account and region, and is gone when it is deleted. Nothing acts.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: `place` is account and region, `path` what the pattern of the answer found."""

    place: str
    path: tuple[str, ...]
    body: Json


@dataclass(frozen=True, slots=True)
class Missing(Exception):  # noqa: N818 -- what an answer says of a thing that is not there
    """`code` is the error that AWS's own SDK knows; some are told apart by their words only."""

    code: str
    said: str = "said by the rehearsal"

    @property
    def status(self) -> str:
        """Of HTTP."""
        return "400 Bad Request" if self.code.startswith("BadRequest") else "404 Not Found"


SETTINGS = frozenset({"dns-config", "guard", "scaling-tags"})
"""Kinds of what belongs to something else: whoever ends that does not know whether there are any."""

ABSENT = {
    "ecr-cache": "PullThroughCacheRuleNotFoundException",
    "ecr-template": "TemplateNotFoundException",
    "ssm-run": "AssociationDoesNotExist",
}
"""What AWS says of a kind that is not there, where it is not ResourceNotFoundException."""

Shelf = dict[tuple[str, str, str], Json]
"""Things by kind, place and name."""


@dataclass(slots=True)
class Shelves:
    """Everything that was written by way of an answer."""

    things: Shelf = field(default_factory=dict)

    def put(self, kind: str, place: str, name: str, thing: Json) -> Json:
        """Keep and give back."""
        self.things[kind, place, name] = thing
        return thing

    def get(self, kind: str, place: str, name: str, code: str) -> Json:
        """Raises `Missing` with this code."""
        if (kind, place, name) not in self.things:
            raise Missing(code)
        return self.things[kind, place, name]

    def all(self, kind: str, place: str) -> list[Json]:
        """In the order in which they came."""
        return [thing for (k, p, _), thing in self.things.items() if (k, p) == (kind, place)]

    def drop(self, kind: str, place: str, name: str) -> Json:
        """Gone. Raises `Missing` where it was not there; only settings (`SETTINGS`) may have been."""
        found = self.things.pop((kind, place, name), None)
        if found is None and kind not in SETTINGS:
            raise Missing(ABSENT.get(kind, "ResourceNotFoundException"))
        return found or {}


Give = Callable[[Shelves, Asked], Json | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """`operation` is a target of the JSON protocols or `METHOD /path` as a pattern; `why` is for the reader."""

    service: str
    operation: str
    why: str
    give: Give


def answer(
    answers: tuple[Answer, ...], shelves: Shelves, service: str, operation: str, asked: Asked
) -> Json | None:
    """What an answer gives, or None where moto is asked."""
    for each in answers:
        found = re.fullmatch(each.operation, operation)
        if each.service == service and found:
            path = tuple(unquote(part) for part in found.groups())
            return each.give(shelves, Asked(asked.place, path, asked.body))
    return None


def parsed(body: bytes) -> Json:
    """The body of a request, where it is JSON."""
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
