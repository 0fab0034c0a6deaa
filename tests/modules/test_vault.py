"""The vendor's ground without a pool, and what an application is meant to use."""

import pytest

from modules.vault.access import grants
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy import test_vault
from tests.policy.facts import Estate
from tests.policy.rules import Rule


@pytest.fixture(scope="module")
def plain(variants: Variants) -> Estate:
    """The first apply: no pool yet, and nobody in the register."""
    return variants.synthesize(estates.plain(variants.sandbox))


RULES: tuple[Rule, ...] = tuple(rule for name, rule in vars(test_vault).items() if name.startswith("test_"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_ground_without_a_pool_keeps_every_policy(plain: Estate, rule: Rule) -> None:
    rule(plain)


def test_without_a_pool_nothing_of_it_is_left(plain: Estate) -> None:
    assert set(plain.resources("tm-vault", "helm_release")) == {"vault_vault-installer"}
    assert "tm-data" not in str(plain.resources("tm-secrets", "aws_secretsmanager_secret"))
    assert "pgbouncer" not in str(plain.stacks["tm-observability"])


def test_an_application_owns_what_begins_with_its_name() -> None:
    topic, group = grants(("pl-mb",))

    assert (topic.principal, topic.prefix, topic.resource) == ("User:pl-mb", "pl-mb.", "topic")
    assert (group.resource, group.operations) == ("group", ("Describe", "Read"))
