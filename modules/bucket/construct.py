"""One S3 bucket with everything that makes it private (FSBP S3.1 to S3.5, S3.8, S3.13, S3.17)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleExpiration,
    S3BucketLifecycleConfigurationRuleFilter,
    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration,
)
from cdktf_cdktf_provider_aws.s3_bucket_object_lock_configuration import (
    S3BucketObjectLockConfigurationA,
    S3BucketObjectLockConfigurationRuleA,
    S3BucketObjectLockConfigurationRuleDefaultRetentionA,
)
from cdktf_cdktf_provider_aws.s3_bucket_ownership_controls import (
    S3BucketOwnershipControls,
    S3BucketOwnershipControlsRule,
)
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
)
from cdktf_cdktf_provider_aws.s3_bucket_versioning import (
    S3BucketVersioningA,
    S3BucketVersioningVersioningConfiguration,
)
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Ref

NONCURRENT_DAYS = 30
MULTIPART_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketInputs:
    """Without `key_arn` S3's own keys encrypt, which is all that load balancers can write to.

    `statements` say who else may do what; objects expire after `days`, `locked` until then, or by their owner.
    """

    name: str
    purpose: str
    key_arn: Ref | None
    days: int | None
    statements: tuple[Statement, ...]
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketOutputs:
    """`name` is known once the policy is in force, so that whoever writes there may."""

    name: Ref
    arn: Ref


class Bucket(Construct):
    """No public access, no access lists, no plain HTTP; old versions and broken uploads go."""

    def __init__(self, scope: Construct, inputs: BucketInputs) -> None:
        """Create the bucket and its companions."""
        super().__init__(scope, inputs.purpose)
        bucket = S3Bucket(
            self,
            "bucket",
            bucket=inputs.name,
            force_destroy=False,
            object_lock_enabled=inputs.locked or None,
            tags={"Name": inputs.name},
        )
        name, arn = Ref(bucket.id), Ref(bucket.arn)
        S3BucketPublicAccessBlock(
            self,
            "private",
            bucket=name,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
        )
        S3BucketOwnershipControls(
            self,
            "owner",
            bucket=name,
            rule=S3BucketOwnershipControlsRule(object_ownership="BucketOwnerEnforced"),
        )
        S3BucketVersioningA(
            self,
            "versions",
            bucket=name,
            versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
        )
        self._encrypt(name, inputs.key_arn)
        self._expire(name, inputs.days)
        if inputs.locked and inputs.days:
            self._lock(name, inputs.days)
        tls = Statement(
            sid="TlsOnly",
            deny=True,
            actions=("s3:*",),
            resources=(arn, f"{arn}/*"),
            principals=(Principals("*", ("*",)),),
            conditions=(Condition("Bool", "aws:SecureTransport", ("false",)),),
        )
        allowed = S3BucketPolicy(
            self, "policy", bucket=name, policy=policy(self, "policy-document", (tls, *inputs.statements))
        )
        self.outputs = BucketOutputs(name=Ref(allowed.bucket), arn=arn)

    def _encrypt(self, name: Ref, key_arn: Ref | None) -> None:
        default = S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
            sse_algorithm="aws:kms" if key_arn else "AES256", kms_master_key_id=key_arn
        )
        rule = S3BucketServerSideEncryptionConfigurationRuleA(
            apply_server_side_encryption_by_default=default, bucket_key_enabled=True if key_arn else None
        )
        S3BucketServerSideEncryptionConfigurationA(self, "encryption", bucket=name, rule=[rule])

    def _expire(self, name: Ref, days: int | None) -> None:
        rule = S3BucketLifecycleConfigurationRule(
            id="expire",
            status="Enabled",
            filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
            expiration=[S3BucketLifecycleConfigurationRuleExpiration(days=days)] if days else None,
            noncurrent_version_expiration=[
                S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(noncurrent_days=NONCURRENT_DAYS)
            ],
            abort_incomplete_multipart_upload=[
                S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(
                    days_after_initiation=MULTIPART_DAYS
                )
            ],
        )
        S3BucketLifecycleConfiguration(self, "lifecycle", bucket=name, rule=[rule])

    def _lock(self, name: Ref, days: int) -> None:
        """Who locks also denies s3:BypassGovernanceRetention, or the lock is a habit."""
        default = S3BucketObjectLockConfigurationRuleDefaultRetentionA(mode="GOVERNANCE", days=days)
        S3BucketObjectLockConfigurationA(
            self, "lock", bucket=name, rule=S3BucketObjectLockConfigurationRuleA(default_retention=default)
        )
