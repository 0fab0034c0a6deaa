"""Who asks for what in a bucket is written down, and EventBridge hears of every object (FSBP S3.9, S3.11)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.s3_bucket_logging import S3BucketLoggingA
from cdktf_cdktf_provider_aws.s3_bucket_notification import S3BucketNotification
from constructs import Construct

from modules.kit.stack import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedInputs:
    """Names of the bucket and of the one that its log goes to, where it lies below `purpose`."""

    purpose: str
    bucket: Ref
    logs: Ref


class Observed(Construct):
    """The bucket of logs is not observed itself, or every line of it would make another."""

    def __init__(self, scope: Construct, inputs: ObservedInputs) -> None:
        """Create logging and notification."""
        super().__init__(scope, f"{inputs.purpose}-observed")
        S3BucketLoggingA(
            self,
            "logging",
            bucket=inputs.bucket,
            target_bucket=inputs.logs,
            target_prefix=f"{inputs.purpose}/",
        )
        S3BucketNotification(self, "events", bucket=inputs.bucket, eventbridge=True)
