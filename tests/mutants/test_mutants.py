"""A policy test is worth what it refuses: every mutant has to be killed by the test that it names."""

import re
from collections import Counter

import pytest

from tests.mutants.catalogue import MUTANTS
from tests.mutants.change import Mutant
from tests.policy.facts import Estate
from tests.policy.rules import RULES


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_mutant_is_refused(mutant: Mutant, estate: Estate) -> None:
    if estate.environment.name != "sandbox":
        pytest.skip("the catalogue names addresses of the sandbox")
    weakened = mutant.applied(estate)  # a change that cannot be made is no weakening that is refused
    with pytest.raises((AssertionError, KeyError)):
        mutant.killer(weakened)


def test_every_policy_test_has_two_mutants() -> None:
    killers = Counter(mutant.killer for mutant in MUTANTS)

    assert {rule.__name__: killers[rule] for rule in RULES if killers[rule] < 2} == {}
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


OF_THE_CLUSTERS = (*(f"K{number:02}" for number in range(1, 23)), "P33", "P34", "P35")
"""Rules of what runs in a cluster, by their ids in the design."""


@pytest.mark.parametrize("rule", OF_THE_CLUSTERS)
def test_every_rule_of_the_clusters_is_found_by_its_id_and_refuses_something(rule: str) -> None:
    found = [test for test in RULES if re.search(rf"\b{rule}\b", test.__doc__ or "")]

    assert found, f"no policy test says {rule}"
    assert {mutant.killer for mutant in MUTANTS} >= set(found)
