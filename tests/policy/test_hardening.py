"""Attributes that Checkov does not ask about, or only in some stacks: one table, each row by its public id."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.policy.facts import Estate, Json

pytestmark = pytest.mark.policy

RULES: tuple[Json, ...] = tuple(
    tomllib.loads(Path(__file__).with_name("hardening.toml").read_text(encoding="utf-8"))["rule"]
)


def values(made: Any, path: str) -> Iterator[Any]:  # noqa: ANN401 -- JSON
    """Every value at a path; lists are passed through, but for one at its end that `holds` judges."""
    if isinstance(made, list):
        for each in made:
            yield from values(each, path)
        return
    first, _, rest = path.partition(".")
    if not isinstance(made, dict) or first not in made:
        yield None  # a block without it is as weak as a resource without it
    elif rest:
        yield from values(made[first], rest)
    else:
        yield made[first]


def exempt(rule: Json, made: Json) -> bool:
    """Whether a row does not count for this resource."""
    return bool(rule.get("unless")) and rule["unless"].items() <= made.items()


def _obeys(rule: Json, estate: Estate, stack: str, value: Any) -> bool:  # noqa: ANN401
    if value is None:
        return False
    if "is" in rule:
        return bool(value == rule["is"] and type(value) is type(rule["is"]))
    if "among" in rule:
        return value in rule["among"]
    if "holds" in rule:
        return set(rule["holds"]) <= set(value)
    if "refers" in rule:
        return bool(estate.target(stack, value.removesuffix(":*")).kind == rule["refers"])
    return bool(rule.get("least", value) <= value <= rule.get("most", value))


def test_attributes_are_as_the_benchmarks_ask(estate: Estate) -> None:
    """P20 to P25, P31, P60: FSBP and CIS, by the ids in the table."""
    for rule in RULES:
        for stack, name, made in estate.everywhere(rule["type"]):
            if exempt(rule, made):
                continue
            for value in values(made, rule["path"]):
                where = f"{stack} {rule['type']}.{name}: {rule['path']}"
                assert _obeys(rule, estate, stack, value), f"{where} is {value!r}; {rule['id']}"
