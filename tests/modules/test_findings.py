"""Findings: patterns that mean what they say, told of events as AWS writes them."""

import json
from typing import Any

import pytest

from modules.findings.alerts import Alert
from modules.synth import Synthesis
from tests.policy.facts import Estate

Event = dict[str, Any]


def _matches(pattern: object, value: object) -> bool:
    """As EventBridge compares, as far as our patterns go."""
    if isinstance(pattern, dict):
        values = value if isinstance(value, list) else [value]
        return any(
            isinstance(each, dict)
            and all(key in each and _matches(inner, each[key]) for key, inner in pattern.items())
            for each in values
        )
    assert isinstance(pattern, list)
    return any(_one(each, value) for each in pattern)


def _one(told: object, value: object) -> bool:
    if not isinstance(told, dict):
        return told == value
    if "anything-but" in told:
        return value not in told["anything-but"]
    assert told["numeric"][0] == ">="
    return isinstance(value, int | float) and bool(value >= told["numeric"][1])


def _threat(severity: float) -> Event:
    return {
        "source": "aws.guardduty",
        "detail-type": "GuardDuty Finding",
        "detail": {"severity": severity, "type": "UnauthorizedAccess:EC2/SSHBruteForce"},
    }


def _control(label: str, product: str = "Security Hub", state: str = "ACTIVE", status: str = "NEW") -> Event:
    finding = {
        "ProductName": product,
        "RecordState": state,
        "Severity": {"Label": label},
        "Workflow": {"Status": status},
    }
    return {
        "source": "aws.securityhub",
        "detail-type": "Security Hub Findings - Imported",
        "detail": {"findings": [finding]},
    }


def _vulnerability(severity: str, status: str = "ACTIVE") -> Event:
    return {
        "source": "aws.inspector2",
        "detail-type": "Inspector2 Finding",
        "detail": {"severity": severity, "status": status},
    }


CASES: list[tuple[Event, list[Alert]]] = [
    (_threat(8.9), [Alert.THREATS]),
    (_threat(7), [Alert.THREATS]),
    (_threat(6.9), []),
    (_control("CRITICAL"), [Alert.CONTROLS]),
    (_control("HIGH", "Macie"), [Alert.CONTROLS]),
    (_control("MEDIUM"), []),
    (_control("HIGH", "GuardDuty"), []),
    (_control("CRITICAL", "Inspector"), []),
    (_control("HIGH", state="ARCHIVED"), []),
    (_control("HIGH", status="SUPPRESSED"), []),
    (_vulnerability("CRITICAL"), [Alert.VULNERABILITIES]),
    (_vulnerability("LOW"), []),
    (_vulnerability("HIGH", "CLOSED"), []),
]


@pytest.mark.parametrize(("event", "alerts"), CASES)
def test_what_is_grave_is_told_once(event: Event, alerts: list[Alert]) -> None:
    assert [alert for alert in Alert if _matches(json.loads(alert.pattern), event)] == alerts


def test_findings_wait_for_nobody(synthesis: Synthesis, estate: Estate) -> None:
    edges = synthesis.edges[estate.environment.name]
    assert not [edge for edge in edges if edge.consumer == "audit-findings"]
