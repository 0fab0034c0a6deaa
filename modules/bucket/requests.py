"""The bucket in which S3 writes down who asked for what in others (FSBP S3.9, CloudTrail.7)."""

from dataclasses import dataclass

from constructs import Construct

from modules.bucket.construct import Bucket, BucketInputs
from modules.kit.iam import Condition, Principals, Statement
from modules.kit.stack import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLogInputs:
    """`watched` are names of buckets of the same account; retention in days."""

    name: str
    account: str
    days: int
    watched: tuple[str, ...]


def request_log(scope: Construct, inputs: RequestLogInputs) -> Ref:
    """Name of a bucket into which S3 writes for the watched ones and for no other."""
    delivery = Statement(
        sid="S3WritesRequests",
        actions=("s3:PutObject",),
        resources=(f"arn:aws:s3:::{inputs.name}/*",),
        principals=(Principals("Service", ("logging.s3.amazonaws.com",)),),
        conditions=(
            Condition("StringEquals", "aws:SourceAccount", (inputs.account,)),
            Condition("ArnEquals", "aws:SourceArn", tuple(f"arn:aws:s3:::{each}" for each in inputs.watched)),
        ),
    )
    bucket = BucketInputs(
        name=inputs.name,
        purpose="logs",
        key_arn=None,  # S3 delivers its logs to no bucket with a KMS key
        days=inputs.days,
        statements=(delivery,),
    )
    return Bucket(scope, bucket).outputs.name
