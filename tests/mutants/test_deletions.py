"""No type of resource can lose one of its kind unseen: 53 of 73 deletions pass Checkov without a word."""

from tests.mutants.change import Mutant, drop
from tests.policy import test_arrows as arrows
from tests.policy import test_connections as connections
from tests.policy import test_shapes as shapes
from tests.policy.facts import Estate
from tests.policy.rules import RULES, Rule

FIRST = (shapes.test_every_reference_leads_somewhere, shapes.test_every_resource_has_what_makes_it_work)
"""They see most of it at once."""

LAST = tuple(rule for rule in RULES if rule.__module__ in {connections.__name__, arrows.__name__})
"""They take longest."""


def _refuses(rule: Rule, estate: Estate) -> bool:
    try:
        rule(estate)
    except (AssertionError, LookupError, ValueError):
        return True
    return False


def test_every_deletion_is_noticed(estate: Estate) -> None:
    """One resource of each type, the first: what is built in a loop is judged alike."""
    assert not any(_refuses(rule, estate) for rule in RULES), "what is refused already hides every deletion"
    between = [rule for rule in RULES if rule not in {*FIRST, *LAST}]
    found: dict[str, tuple[str, str]] = {}
    for stack, document in estate.stacks.items():
        for kind, elements in document["resource"].items():
            found.setdefault(kind, (stack, next(iter(elements))))
    unseen = [
        f"{stack} {kind}.{name}"
        for kind, (stack, name) in sorted(found.items())
        for gone in [Mutant("gone", drop(stack, kind, name), RULES[0]).applied(estate)]
        if not any(_refuses(rule, gone) for rule in (*FIRST, *between, *LAST))
    ]
    assert unseen == []
