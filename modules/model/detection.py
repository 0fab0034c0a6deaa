"""What the Audit zone watches with: features of GuardDuty, standards of Security Hub, targets of Inspector."""

from enum import StrEnum
from typing import Self


class Protection(StrEnum):
    """A feature of GuardDuty (NT-17); `agents` says which agents GuardDuty brings and keeps up to date for it."""

    agents: tuple[tuple[str, bool], ...]

    def __new__(cls, value: str, agents: tuple[tuple[str, bool], ...] = ()) -> Self:
        """Attach the row to the name."""
        protection = str.__new__(cls, value)
        protection._value_ = value
        protection.agents = agents
        return protection

    CLUSTER_AUDIT = "EKS_AUDIT_LOGS"
    RUNTIME = (
        "RUNTIME_MONITORING",
        (
            ("EKS_ADDON_MANAGEMENT", True),
            ("ECS_FARGATE_AGENT_MANAGEMENT", False),
            ("EC2_AGENT_MANAGEMENT", True),
        ),
    )
    """Arrow 15.3. Nothing of the estate runs on Fargate; AWS answers with all three, so all three are said."""
    DATABASE_LOGINS = "RDS_LOGIN_EVENTS"
    OBJECTS = "S3_DATA_EVENTS"
    DISKS = "EBS_MALWARE_PROTECTION"
    FUNCTIONS = "LAMBDA_NETWORK_LOGS"

    @property
    def key(self) -> str:
        """For construct ids."""
        return self.value.lower().replace("_", "-")


class Standard(StrEnum):
    """A standard of Security Hub (SE-6): what stands after `standards/` in its ARN."""

    FSBP = "aws-foundational-security-best-practices/v/1.0.0"
    CIS = "cis-aws-foundations-benchmark/v/3.0.0"

    @property
    def key(self) -> str:
        """For construct ids."""
        return self.name.lower()

    def arn(self, region: str) -> str:
        """In one region."""
        return f"arn:aws:securityhub:{region}::standards/{self.value}"


SCANNED = ("EC2", "ECR", "LAMBDA")
"""What Inspector scans (NT-15; arrows 15.1 and 15.2)."""
