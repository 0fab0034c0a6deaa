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


def test_the_older_name_is_handed_over_with_its_zone(estate: Estate) -> None:
    """CX-05: the owner of the parent delegates it like the other one."""
    outputs = estate.stacks["tm-dns"]["output"]
    legacy = {name for name in outputs if name.startswith("legacy_")}
    wanted = {"legacy_certificate_arn", "legacy_delegation", "legacy_validation_name", "legacy_zone_id"}
    assert legacy == (wanted if estate.environment.legacy_saml_alias else set())


def test_apps_join_the_twin_after_they_were_admitted(synthesis: Synthesis, estate: Estate) -> None:
    edges = synthesis.edges[estate.environment.name]
    for stack in estate.stacks:
        if stack.startswith("apps-") and stack.endswith("-dns"):
            assert "tm-private-dns" in {edge.producer for edge in edges if edge.consumer == stack}
