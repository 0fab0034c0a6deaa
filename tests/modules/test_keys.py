"""Keys: what they hand over, and that nothing has to be there before them."""

from modules.model.parties import Zone
from modules.model.purposes import Purpose
from modules.synth import Synthesis
from tests.policy.facts import Estate


def test_every_purpose_hands_over_its_key(estate: Estate) -> None:
    outputs = {name: each["value"] for name, each in estate.stacks["tm-keys"]["output"].items()}
    assert outputs == {
        f"key_arns_{purpose.replace('-', '_')}": f"${{aws_kms_key.keys_{purpose}.arn}}"
        for purpose in Purpose.of(Zone.TM)
    }


def test_keys_wait_for_nobody(synthesis: Synthesis, estate: Estate) -> None:
    assert not [edge for edge in synthesis.edges[estate.environment.name] if edge.consumer == "tm-keys"]
