"""The installer's part: what it hands over, and what it needs; without the dummy provider nothing of it is left."""

import pytest

from modules.synth import Synthesis
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy.facts import Estate


@pytest.fixture(scope="module")
def plain(variants: Variants) -> Estate:
    return variants.synthesize(estates.plain(variants.sandbox))


def test_without_its_table_there_is_no_dummy_provider(plain: Estate) -> None:
    assert "saml" not in str(plain.stacks["tm-secrets"])


def test_the_vendors_outputs_are_handed_over(estate: Estate) -> None:
    assert set(estate.stacks["tm-secrets"]["output"]) == {"installer_role_arn", "boundary_arn"}


def test_it_comes_after_what_it_guards(synthesis: Synthesis, estate: Estate) -> None:
    edges = synthesis.edges[estate.environment.name]
    assert {edge.producer for edge in edges if edge.consumer == "tm-secrets"} == {
        "tm-aurora",
        "tm-eks",
        "tm-kafka",
        "tm-keys",
    }
