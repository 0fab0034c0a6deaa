"""The public zone: what it hands over, and to whom."""

from modules.model.hosts import Block
from modules.synth import Synthesis
from tests.policy.facts import Estate


def test_every_block_hands_over_a_certificate_and_its_proof(estate: Estate) -> None:
    outputs = estate.stacks["tm-dns"]["output"]
    for block in Block:
        assert (
            outputs[f"certificate_arns_{block}"]["value"]
            == f"${{aws_acm_certificate.dns_certificate-{block}.arn}}"
        )
        assert (
            outputs[f"validation_names_{block}"]["value"]
            == f"${{aws_route53_record.dns_validation-{block}.fqdn}}"
        )


def test_the_zone_waits_for_nobody(synthesis: Synthesis, estate: Estate) -> None:
    """It can be applied first, so that its delegation is there when certificates are waited for."""
    assert not [edge for edge in synthesis.edges[estate.environment.name] if edge.consumer == "tm-dns"]
