"""The ground floor in other environments: without a way to the internet, and in the other version of Kubernetes."""

import pytest

from modules.addons.common import resources, spread
from modules.synth import Synthesis
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy import test_addons, test_charts, test_network_policies
from tests.policy.charts import public, values_of
from tests.policy.facts import Estate
from tests.policy.openings import openings
from tests.policy.rules import Rule

OWN: tuple[Rule, ...] = tuple(
    rule
    for module in (test_addons, test_charts, test_network_policies)
    for name, rule in vars(module).items()
    if name.startswith("test_")
)


@pytest.fixture(scope="module")
def closed(variants: Variants) -> Estate:
    """Endpoints only, and the newer version."""
    return variants.synthesize(estates.closed(variants.sandbox))


@pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.__name__)
def test_a_closed_estate_keeps_every_policy(closed: Estate, rule: Rule) -> None:
    rule(closed)


def test_without_the_internet_nothing_opens_it(closed: Estate) -> None:
    """Addresses of S3 are the exception: its gateway leads there, and a policy cannot name its list."""
    outside = {each.reason for each in openings(closed) if str(each.peer) == "0.0.0.0/0"}
    assert outside <= {"arrow 7.2 compaction", "arrow 7.2 history", "arrow 7.2 upload"}
    assert "external-dns" not in {row.name for _, row, _ in public(closed)}


def test_versions_follow_the_cluster(closed: Estate) -> None:
    versions = {row.name: row.version for stack, row, _ in public(closed) if stack == "tm-addons"}
    assert versions["external-secrets"] == "2.9.0"
    (autoscaler,) = [release for _, row, release in public(closed) if row.name == "cluster-autoscaler"]
    assert values_of(autoscaler)["image"]["tag"].startswith("v1.36.")


def test_spread_and_resources() -> None:
    (constraint,) = spread("app", "x")
    assert constraint["labelSelector"] == {"matchLabels": {"app": "x"}}
    assert resources("50m", "64Mi") == {
        "requests": {"cpu": "50m", "memory": "64Mi"},
        "limits": {"memory": "64Mi"},
    }


def test_addons_come_after_what_they_stand_on(synthesis: Synthesis, estate: Estate) -> None:
    edges = synthesis.edges[estate.environment.name]
    assert {edge.producer for edge in edges if edge.consumer == "tm-addons"} == {
        "shared-workers",
        "tm-edge",
        "tm-eks",
        "tm-keys",
        "tm-private-dns",
        "tm-vpc",
    }
