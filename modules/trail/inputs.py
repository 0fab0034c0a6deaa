"""What a trail is told, for those of its parts that need it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailInputs:
    """`owner` is the account that AWS counts the trail to; retention in days.

    An organization's trail belongs to the management account, also when a delegated administrator made it
    (AWS documentation), and its ARN, which every condition names, says so.
    """

    name: str
    account: str
    region: str
    owner: str
    organization: bool
    retention: int

    @property
    def trail_arn(self) -> str:
        """As CloudTrail says it when it writes."""
        return f"arn:aws:cloudtrail:{self.region}:{self.owner}:trail/{self.name}"
