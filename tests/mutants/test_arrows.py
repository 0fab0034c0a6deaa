"""The proof has two directions, and each of the 38 arrows is in both."""

from modules.model.flow import Elsewhere
from modules.model.flows import FLOWS
from tests.mutants.arrows import NOWHERE
from tests.mutants.catalogue import MUTANTS
from tests.policy import test_arrows as proof


def test_every_arrow_is_missed_when_lost_and_bounded_when_open() -> None:
    killers = {mutant.name: mutant.killer.__module__ for mutant in MUTANTS}
    arrows = [flow.arrow for flow in FLOWS]

    assert len(arrows) == len(set(arrows)) == 38
    for arrow in set(arrows) - NOWHERE:
        for name in (f"arrow {arrow} is lost", f"arrow {arrow} opens more"):
            assert killers[name] == proof.__name__, f"{name} is for the proof over all layers to refuse"


def test_arrows_without_a_mutant_have_a_reason_in_the_model() -> None:
    reasons = {flow.arrow: flow.over.reason for flow in FLOWS if isinstance(flow.over, Elsewhere)}

    assert {"1.1", "2.1", "4.1", "6.4"} == NOWHERE == reasons.keys()
    assert all(len(reason.split()) >= 5 for reason in reasons.values())
