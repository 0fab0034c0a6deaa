"""Recorders: what they read from the trail's stack, and what rules are told."""

import json

from modules.recorder.rules import TAGS, Rule
from modules.synth import Synthesis
from tests.policy.facts import Estate


def test_recorders_read_bucket_and_key_and_nothing_else(synthesis: Synthesis, estate: Estate) -> None:
    edges = [edge for edge in synthesis.edges[estate.environment.name] if edge.consumer.startswith("config-")]
    assert {edge.producer for edge in edges} == {"audit-trail"}
    assert {edge.output for edge in edges} == {"bucket", "key_arn"}


def test_only_rules_that_take_parameters_get_some() -> None:
    told = {rule: rule.parameters("444444444444") for rule in Rule}
    assert {rule for rule, parameters in told.items() if parameters} == {Rule.TAGGED, Rule.THREATS}
    assert json.loads(told[Rule.THREATS] or "") == {"CentralMonitoringAccount": "444444444444"}
    assert list(json.loads(told[Rule.TAGGED] or "").values()) == list(TAGS)


def test_the_administrator_reports_to_nobody() -> None:
    assert Rule.THREATS.parameters(None) is None
