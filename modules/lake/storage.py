"""Buckets of the lake: raw, curated, answers to queries, and one in which every request to them is written down."""

from dataclasses import dataclass

from constructs import Construct

from modules.bucket import (
    Bucket,
    BucketInputs,
    BucketOutputs,
    Observed,
    ObservedInputs,
    RequestLogInputs,
    request_log,
)
from modules.kit.iam import Condition, Principals, Statement
from modules.kit.stack import Ref
from modules.model.purposes import Purpose

OF_BUCKETS = ("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads")
"""Actions whose resource is the bucket; those of all others are objects."""

RESULT_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """A role of another account, by ARN, that puts objects below prefixes of the raw bucket."""

    name: str
    account: str
    role_arn: str
    prefixes: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageInputs:
    """`name` begins the names of all buckets; retention in days."""

    name: str
    account: str
    key_arns: dict[Purpose, Ref]
    raw_days: int
    curated_days: int
    log_days: int
    writers: tuple[Writer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageOutputs:
    """Each is known once its policy is in force."""

    raw: BucketOutputs
    curated: BucketOutputs
    results: BucketOutputs


class Storage(Construct):
    """Nobody outside the account reads here, and only the named roles write, each below its own prefix."""

    def __init__(self, scope: Construct, inputs: StorageInputs) -> None:
        """Create the bucket of logs, then the three that it hears of."""
        super().__init__(scope, "storage")
        logs = RequestLogInputs(
            name=self._name("logs", inputs),
            account=inputs.account,
            days=inputs.log_days,
            watched=tuple(self._name(each, inputs) for each in ("curated", "raw", "results")),
        )
        told = request_log(self, logs)
        raw = self._name("raw", inputs)
        writing = tuple(each for writer in inputs.writers for each in _writing(raw, writer))
        self.outputs = StorageOutputs(
            raw=self._bucket("raw", Purpose.RAW, inputs.raw_days, told, inputs, writing),
            curated=self._bucket("curated", Purpose.CURATED, inputs.curated_days, told, inputs),
            results=self._bucket("results", Purpose.QUERY_RESULTS, RESULT_DAYS, told, inputs),
        )

    def _name(self, purpose: str, inputs: StorageInputs) -> str:
        return f"{inputs.name}-{purpose}-{inputs.account}"

    def _bucket(
        self,
        name: str,
        purpose: Purpose,
        days: int,
        logs: Ref,
        inputs: StorageInputs,
        statements: tuple[Statement, ...] = (),
    ) -> BucketOutputs:
        bucket = BucketInputs(
            name=self._name(name, inputs),
            purpose=name,
            key_arn=inputs.key_arns[purpose],
            days=days,
            statements=statements,
        )
        made = Bucket(self, bucket).outputs
        Observed(self, ObservedInputs(purpose=name, bucket=made.name, logs=logs))
        return made


def _writing(bucket: str, writer: Writer) -> tuple[Statement, ...]:
    # S3 refuses a role in `principals` that is not there yet, and roles come with a later stack.
    account = Principals("AWS", (f"arn:aws:iam::{writer.account}:root",))
    exact = Condition("ArnEquals", "aws:PrincipalArn", (writer.role_arn,))
    arn = f"arn:aws:s3:::{bucket}"
    parts = (
        ("Bucket", tuple(each for each in writer.actions if each in OF_BUCKETS), (arn,)),
        (
            "Objects",
            tuple(each for each in writer.actions if each not in OF_BUCKETS),
            tuple(f"{arn}/{prefix}*" for prefix in writer.prefixes),
        ),
    )
    return tuple(
        Statement(
            sid=f"{writer.name.title()}{part}",
            actions=actions,
            resources=resources,
            principals=(account,),
            conditions=(exact,),
        )
        for part, actions, resources in parts
    )
