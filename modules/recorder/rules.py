"""Rules that watch the watchers: that what the Audit zone needs is switched on in each account.

What single resources should look like is told by the standards of Security Hub, which bring rules of their own.
"""

import json
from enum import StrEnum

TAGS = ("Environment", "Owner", "Project", "SeedId")
"""P64."""


class Rule(StrEnum):
    """A managed rule of AWS Config, by its identifier."""

    TRAIL = "CLOUD_TRAIL_ENABLED"
    THREATS = "GUARDDUTY_ENABLED_CENTRALIZED"
    HUB = "SECURITYHUB_ENABLED"
    HOSTS_SCANNED = "INSPECTOR_EC2_SCAN_ENABLED"
    IMAGES_SCANNED = "INSPECTOR_ECR_SCAN_ENABLED"
    FUNCTIONS_SCANNED = "INSPECTOR_LAMBDA_STANDARD_SCAN_ENABLED"
    FLOWS_LOGGED = "VPC_FLOW_LOGS_ENABLED"
    TAGGED = "REQUIRED_TAGS"

    @property
    def key(self) -> str:
        """For construct ids and names."""
        return self.value.lower().replace("_", "-")

    def parameters(self, administrator: str | None) -> str | None:
        """The rule's parameters as JSON; `administrator` is the account that GuardDuty has to report to, if another."""
        match self:
            case Rule.TAGGED:
                return json.dumps({f"tag{at}Key": tag for at, tag in enumerate(TAGS, 1)}, sort_keys=True)
            case Rule.THREATS if administrator:
                return json.dumps({"CentralMonitoringAccount": administrator}, sort_keys=True)
            case _:
                return None
