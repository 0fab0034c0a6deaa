"""The hardening table of tests/policy speaks of what the committed estate has."""

from tests.policy.facts import Estate
from tests.policy.test_hardening import RULES, exempt


def test_the_table_speaks_of_what_is_there(estate: Estate) -> None:
    """A row about a type that is gone protects nothing; a sandbox has all of them."""
    for rule in RULES if estate.environment.name == "sandbox" else ():
        counts = [made for _, _, made in estate.everywhere(rule["type"]) if not exempt(rule, made)]
        assert counts, f"{rule['type']}; {rule['id']}"
