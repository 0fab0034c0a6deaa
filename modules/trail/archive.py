"""The bucket that the trail writes to: nobody changes or deletes what is in it before its time."""

from constructs import Construct

from modules.bucket import Bucket, BucketInputs, Observed, ObservedInputs
from modules.kit.iam import Condition, Principals, Statement
from modules.kit.stack import Ref
from modules.servicekey import ServiceKey, ServiceKeyInputs, ServiceUse
from modules.trail.inputs import TrailInputs

SERVICE = "cloudtrail.amazonaws.com"


class Archive(Construct):
    """Locked for as long as logs are kept; only the one trail writes, and only the key makes it readable."""

    def __init__(self, scope: Construct, inputs: TrailInputs) -> None:
        """Create key and bucket."""
        super().__init__(scope, "archive")
        source = Condition("ArnEquals", "aws:SourceArn", (inputs.trail_arn,))
        trails = f"arn:aws:cloudtrail:*:{inputs.owner}:trail/*"
        uses = (
            ServiceUse(
                sid="TrailEncrypts",
                service=SERVICE,
                actions=("kms:GenerateDataKey*",),
                conditions=(
                    source,
                    Condition("StringLike", "kms:EncryptionContext:aws:cloudtrail:arn", (trails,)),
                ),
            ),
            ServiceUse(sid="TrailLooks", service=SERVICE, actions=("kms:DescribeKey",), conditions=(source,)),
        )
        key = ServiceKeyInputs(
            alias=inputs.name,
            description="Log files of the trail",
            account=inputs.account,
            uses=uses,
            keeper=inputs.keeper,
        )
        self.key_arn: Ref = ServiceKey(self, key).outputs.key_arn
        name = inputs.bucket
        bucket = BucketInputs(
            name=name,
            purpose="files",
            key_arn=self.key_arn,
            days=inputs.retention,
            locked=True,
            statements=self._statements(name, inputs, source),
        )
        self.bucket: Ref = Bucket(self, bucket).outputs.name
        Observed(self, ObservedInputs(purpose="files", bucket=self.bucket, logs=inputs.requests))

    def _statements(self, name: str, inputs: TrailInputs, source: Condition) -> tuple[Statement, ...]:
        trail = (Principals("Service", (SERVICE,)),)
        # The organization's own id is the folder of its trail; the condition says which trail it is.
        folders = (inputs.owner, inputs.organization) if inputs.organization else (inputs.owner,)
        return (
            Statement(
                sid="NobodyUnlocks",
                deny=True,
                actions=("s3:BypassGovernanceRetention",),
                resources=(f"arn:aws:s3:::{name}/*",),
                principals=(Principals("*", ("*",)),),
            ),
            Statement(
                sid="TrailLooks",
                actions=("s3:GetBucketAcl",),
                resources=(f"arn:aws:s3:::{name}",),
                principals=trail,
                conditions=(source,),
            ),
            Statement(
                sid="TrailWrites",
                actions=("s3:PutObject",),
                resources=tuple(f"arn:aws:s3:::{name}/AWSLogs/{folder}/*" for folder in folders),
                principals=trail,
                conditions=(
                    source,
                    Condition("StringEquals", "s3:x-amz-acl", ("bucket-owner-full-control",)),
                ),
            ),
            Statement(
                sid="OnlyRunsChangeIt",
                deny=True,
                actions=(
                    "s3:DeleteBucketPolicy",
                    "s3:PutBucketObjectLockConfiguration",
                    "s3:PutBucketPolicy",
                ),
                resources=(f"arn:aws:s3:::{name}",),
                principals=(Principals("*", ("*",)),),
                conditions=(Condition("ArnNotEquals", "aws:PrincipalArn", (inputs.keeper,)),),
            ),
        )
