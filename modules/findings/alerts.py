"""Rules that take what is grave out of the stream of findings.

Security Hub repeats what GuardDuty and Inspector say, so its rule leaves these out and nobody is told twice.
"""

import json
from enum import StrEnum
from typing import Self

GRAVE = ("HIGH", "CRITICAL")
GRAVE_NUMBER = 7
"""GuardDuty user guide: 7.0 to 8.9 is high, from 9.0 critical."""


class Alert(StrEnum):
    """A rule of EventBridge: where the event comes from, what it is called, and which of them are grave."""

    source: str
    event: str
    detail: str

    def __new__(cls, value: str, source: str, event: str, detail: dict[str, object]) -> Self:
        """Attach the row to the name; details are kept as text, so that a member stays hashable."""
        alert = str.__new__(cls, value)
        alert._value_ = value
        alert.source, alert.event, alert.detail = source, event, json.dumps(detail, sort_keys=True)
        return alert

    THREATS = (
        "threats",
        "aws.guardduty",
        "GuardDuty Finding",
        {"severity": [{"numeric": [">=", GRAVE_NUMBER]}]},
    )
    CONTROLS = (
        "controls",
        "aws.securityhub",
        "Security Hub Findings - Imported",
        {
            "findings": {
                "ProductName": [{"anything-but": ["GuardDuty", "Inspector"]}],
                "RecordState": ["ACTIVE"],
                "Severity": {"Label": list(GRAVE)},
                "Workflow": {"Status": ["NEW"]},
            }
        },
    )
    VULNERABILITIES = (
        "vulnerabilities",
        "aws.inspector2",
        "Inspector2 Finding",
        {"severity": list(GRAVE), "status": ["ACTIVE"]},
    )

    @property
    def pattern(self) -> str:
        """The event pattern, the same text every time."""
        pattern = {
            "source": [self.source],
            "detail-type": [self.event],
            "detail": json.loads(self.detail),
        }
        return json.dumps(pattern, sort_keys=True)

    def rule(self, prefix: str) -> str:
        """Name of the rule."""
        return f"{prefix}-{self.value}"
