"""A test of Spacelift's side is worth what it refuses."""

from collections import Counter

import pytest

from tests.delivery import test_graph, test_rights, test_roles, test_stacks
from tests.delivery.catalogue import MUTANTS
from tests.delivery.change import Mutant
from tests.delivery.facts import Side


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_is_refused(mutant: Mutant, side: Side) -> None:
    if side.environment.name != "sandbox":
        pytest.skip("the catalogue names addresses of the sandbox")
    mutated = mutant.applied(side)
    with pytest.raises((AssertionError, KeyError)):
        mutant.killer(mutated)


def test_every_test_has_two_mutants() -> None:
    killers = Counter(mutant.killer for mutant in MUTANTS)
    rules = [
        rule
        for module in (test_graph, test_stacks, test_roles, test_rights)
        for name, rule in vars(module).items()
        if name.startswith("test_")
    ]
    assert {rule.__name__: killers[rule] for rule in rules if killers[rule] < 2} == {}
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
