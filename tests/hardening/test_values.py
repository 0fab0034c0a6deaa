"""Values that only AWS would refuse, at apply."""

import pytest

from tests.hardening.values import OPERATIONS, Judgement, judge
from tests.policy.facts import Estate

pytestmark = pytest.mark.policy

LEAST = 500
"""Values of the sandbox, at least, for which a model says something."""


def _judged(estate: Estate) -> Judgement:
    judgement = Judgement()
    for kind in OPERATIONS:
        for stack, name, made in estate.everywhere(kind):
            judge(kind, made, f"{stack} {kind}.{name}", judgement)
    return judgement


def test_values_are_ones_that_aws_takes(estate: Estate) -> None:
    judgement = _judged(estate)
    assert judgement.refused == []
    assert judgement.judged >= LEAST or estate.environment.name != "sandbox"


def test_every_operation_has_something_to_say(estate: Estate) -> None:
    for kind in OPERATIONS if estate.environment.name == "sandbox" else ():
        judgement = Judgement()
        for stack, name, made in estate.everywhere(kind):
            judge(kind, made, f"{stack} {name}", judgement)
        assert judgement.judged, kind
