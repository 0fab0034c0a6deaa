"""Delegation: in which order an organization and its administrator come to each other."""

from modules.synth import Synthesis
from tests.policy.facts import Estate


def test_services_are_on_before_they_are_delegated_and_members_come_after(
    synthesis: Synthesis, estate: Estate
) -> None:
    """AWS switches GuardDuty and Security Hub on in an administrator's account, and Terraform could not any more."""
    edges = {(edge.producer, edge.consumer) for edge in synthesis.edges[estate.environment.name]}
    assert {
        ("audit-findings", "audit-delegation"),
        ("audit-delegation", "audit-members"),
        ("audit-delegation", "audit-trail"),
    } <= edges


def test_delegation_hands_nothing_over(estate: Estate) -> None:
    assert "output" not in estate.stacks["audit-delegation"]
    assert "variable" not in estate.stacks["audit-delegation"]
