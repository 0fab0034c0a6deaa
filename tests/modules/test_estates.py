"""Estates that are not in the repository, each held to every policy."""

from collections.abc import Callable

import pytest

from modules.model.environment import Environment
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy.facts import Estate
from tests.policy.rules import RULES, Rule

OTHERS = (
    estates.alone,
    estates.shared,
    estates.center,
    estates.center_alone,
    estates.closed,
    estates.large,
    estates.plain,
)


@pytest.fixture(scope="module", params=OTHERS, ids=lambda other: other.__name__)
def other(request: pytest.FixtureRequest, variants: Variants) -> Estate:
    change: Callable[[Environment], Environment] = request.param
    return variants.synthesize(change(variants.sandbox))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_policy_holds_elsewhere(other: Estate, rule: Rule) -> None:
    rule(other)
