"""The registry: what it hands over, and in which order it has to be there."""

from modules.model.upstreams import Upstream
from modules.registry.rules import lifecycle
from modules.synth import Synthesis
from tests.policy.facts import Estate


def test_empty_secrets_are_handed_over_for_those_who_fill_them(estate: Estate) -> None:
    outputs = estate.stacks["shared-registry"]["output"]
    assert {name for name in outputs if name.startswith("credential_arns_")} == {
        f"credential_arns_{upstream.value.replace('-', '_')}"
        for upstream in Upstream
        if upstream.authenticated
    }


def test_the_registry_is_there_before_the_host_that_fills_it(synthesis: Synthesis, estate: Estate) -> None:
    edges = synthesis.edges[estate.environment.name]
    assert {edge.consumer for edge in edges if edge.producer == "shared-registry"} == {"shared-jumphost"}
    assert not [edge for edge in edges if edge.consumer == "shared-registry"]


def test_rules_of_images_are_the_same_text_every_time() -> None:
    assert lifecycle() == lifecycle()
    assert lifecycle().startswith('{"rules": [{"action"')
