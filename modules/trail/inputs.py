"""What a trail is told, for those of its parts that need it."""

from dataclasses import dataclass

from modules.kit.stack import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailInputs:
    """`owner` is the account that AWS counts the trail to, `organization` an id; retention in days.

    `keeper` is the role, by ARN, that alone may change what protects the files; `written` are names of the buckets
    that hold evidence, the trail's own among them, and `requests` is where requests to them are written down.

    An organization's trail belongs to the management account, also when a delegated administrator made it
    (AWS documentation), and its ARN, which every condition names, says so.
    """

    name: str
    account: str
    region: str
    owner: str
    organization: str | None
    retention: int
    keeper: str
    written: tuple[str, ...]
    requests: Ref

    @property
    def bucket(self) -> str:
        """Name of the bucket for the files."""
        return f"{self.name}-{self.account}"

    @property
    def trail_arn(self) -> str:
        """As CloudTrail says it when it writes."""
        return f"arn:aws:cloudtrail:{self.region}:{self.owner}:trail/{self.name}"
