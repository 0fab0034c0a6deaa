"""No type of resource can lose one of its kind unseen: 53 of 73 deletions pass Checkov without a word."""

import inspect
import sys
from functools import cache

from tests.mutants.change import Mutant, drop
from tests.policy import test_arrows as arrows
from tests.policy import test_connections as connections
from tests.policy import test_shapes as shapes
from tests.policy.facts import Estate
from tests.policy.rules import RULES, Rule

FIRST = (shapes.test_every_reference_leads_somewhere, shapes.test_every_resource_has_what_makes_it_work)
"""They see most of it at once."""

LAST = {connections.__name__, arrows.__name__}
"""Modules that take longest."""


@cache
def _sources(rule: Rule) -> tuple[str, str]:
    return inspect.getsource(rule), inspect.getsource(sys.modules[rule.__module__])


def _by_likelihood(kind: str) -> list[Rule]:
    """Every rule; those first that name the type, then those of a module that does."""

    def rank(rule: Rule) -> tuple[bool, ...]:
        return (
            rule not in FIRST,
            rule.__module__ in LAST,
            *(kind not in text for text in _sources(rule)),
        )

    return sorted(RULES, key=rank)


def _refuses(rule: Rule, estate: Estate) -> bool:
    try:
        rule(estate)
    except (AssertionError, LookupError, ValueError):
        return True
    return False


def test_every_deletion_is_noticed(estate: Estate) -> None:
    """One resource of each type, the first: what is built in a loop is judged alike."""
    assert not any(_refuses(rule, estate) for rule in RULES), "what is refused already hides every deletion"
    found: dict[str, tuple[str, str]] = {}
    for stack, document in estate.stacks.items():
        for kind, elements in document["resource"].items():
            found.setdefault(kind, (stack, next(iter(elements))))
    unseen = [
        f"{stack} {kind}.{name}"
        for kind, (stack, name) in sorted(found.items())
        for gone in [Mutant("gone", drop(stack, kind, name), RULES[0]).applied(estate)]
        if not any(_refuses(rule, gone) for rule in _by_likelihood(kind))
    ]
    assert unseen == []
