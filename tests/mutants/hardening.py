"""Each row of the hardening table twice: its attribute weakened, and its attribute gone."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.hardening import test_table as table
from tests.mutants.change import Mutant, Stacks
from tests.policy import test_hardening as hardening
from tests.policy.facts import Json

GONE = object()
"""In place of a value: the attribute is not there."""


def _weak(rule: Json) -> Any:  # noqa: ANN401 -- any JSON
    if "is" in rule:
        value = rule["is"]
        return not value if isinstance(value, bool) else type(value)()
    if "refers" in rule:
        return "${aws_internet_gateway.other.arn}"
    if "holds" in rule:
        return rule["holds"][1:]
    return rule["least"] - 1 if "least" in rule else rule.get("most", 0) + 1


def _judged(stacks: Stacks, rule: Json) -> Json:
    """The first resource that a row counts for, in a stack that may be changed."""
    for stack, document in getattr(stacks, "originals", stacks).items():
        for name, made in document.get("resource", {}).get(rule["type"], {}).items():
            if not hardening.exempt(rule, made):
                found: Json = stacks[stack]["resource"][rule["type"]][name]
                return found
    raise KeyError(rule["type"])


def _blocks(made: Any, path: list[str]) -> Iterator[Json]:  # noqa: ANN401 -- JSON
    if isinstance(made, list):
        for each in made:
            yield from _blocks(each, path)
    elif path:
        yield from _blocks(made[path[0]], path[1:])
    else:
        yield made


def _with(rule: Json, value: object) -> Callable[[Stacks], None]:
    def change(stacks: Stacks) -> None:
        *way, last = rule["path"].split(".")
        for block in _blocks(_judged(stacks, rule), way):
            if value is GONE:
                del block[last]
            else:
                block[last] = value

    return change


def _without(kind: str) -> Callable[[Stacks], None]:
    """No resource of a type is left anywhere."""

    def change(stacks: Stacks) -> None:
        for stack in getattr(stacks, "originals", stacks):
            stacks[stack].get("resource", {}).pop(kind, None)

    return change


HARDENING = tuple(
    Mutant(f"{rule['id']}: {how}", _with(rule, value), hardening.test_attributes_are_as_the_benchmarks_ask)
    for rule in hardening.RULES
    for how, value in (("weak", _weak(rule)), ("gone", GONE))
) + tuple(
    Mutant(f"no {kind} is left", _without(kind), table.test_the_table_speaks_of_what_is_there)
    for kind in sorted({rule["type"] for rule in hardening.RULES})
)
