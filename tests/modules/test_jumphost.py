"""The jump host: what it hands over, and that its stacks come right after their network."""

from modules.synth import Synthesis
from tests.policy.facts import Estate


def test_it_hands_over_instance_document_role_and_key(estate: Estate) -> None:
    for stack in ("shared-jumphost", "tm-jumphost"):
        outputs = set(estate.stacks[stack]["output"])
        assert outputs == {"instance_id", "session_document", "role_arn", "key_arn"}


def test_it_needs_its_network_and_its_group_only(synthesis: Synthesis, estate: Estate) -> None:
    for edge in synthesis.edges[estate.environment.name]:
        if edge.consumer.endswith("-jumphost"):
            zone = edge.consumer.removesuffix("-jumphost")
            images = {"shared-registry"} if zone == "shared" else set[str]()
            assert edge.producer in {f"{zone}-vpc", f"{zone}-firewall"} | images
