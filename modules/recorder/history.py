"""Where the recorders of all accounts write, and one view of what they say.

A bucket of its own: Config delivers to no bucket with a default retention of Object Lock (Config developer guide),
which the trail's has.
"""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.config_configuration_aggregator import (
    ConfigConfigurationAggregator,
    ConfigConfigurationAggregatorOrganizationAggregationSource,
)
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from constructs import Construct

from modules.bucket import Bucket, BucketInputs, Observed, ObservedInputs
from modules.kit.iam import Condition, Principals, Statement, assumable_by, policy
from modules.kit.stack import Ref
from modules.servicekey import ServiceKey, ServiceKeyInputs, ServiceUse

SERVICE = "config.amazonaws.com"
READS_ORGANIZATION = "arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryInputs:
    """`writers` are the accounts that are recorded, by name; an `organization` gets an aggregator. Days of retention.

    Requests to the bucket are written down in the bucket `requests`.
    """

    name: str
    account: str
    region: str
    writers: dict[str, str]
    organization: bool
    retention: int
    requests: Ref

    @property
    def bucket(self) -> str:
        """Name of the bucket."""
        return f"{self.name}-{self.account}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryOutputs:
    """For the delivery channels; the bucket is known once recorders may write there."""

    bucket: Ref
    key_arn: Ref


class History(Construct):
    """Each account's recorder writes into the folder of its own account."""

    def __init__(self, scope: Construct, inputs: HistoryInputs) -> None:
        """Create key, bucket and aggregator."""
        super().__init__(scope, "history")
        accounts = Condition("StringEquals", "aws:SourceAccount", tuple(sorted(inputs.writers.values())))
        use = ServiceUse(
            sid="RecordersEncrypt",
            service=SERVICE,
            actions=("kms:Decrypt", "kms:GenerateDataKey*"),
            conditions=(accounts,),
        )
        key = ServiceKeyInputs(
            alias=inputs.name, description="History of resources", account=inputs.account, uses=(use,)
        )
        key_arn = ServiceKey(self, key).outputs.key_arn
        name = inputs.bucket
        bucket = BucketInputs(
            name=name,
            purpose="files",
            key_arn=key_arn,
            days=inputs.retention,
            statements=self._statements(name, inputs, accounts),
        )
        made = Bucket(self, bucket).outputs.name
        Observed(self, ObservedInputs(purpose="history", bucket=made, logs=inputs.requests))
        self.outputs = HistoryOutputs(bucket=made, key_arn=key_arn)
        if inputs.organization:
            self._aggregate(inputs)

    def _statements(self, name: str, inputs: HistoryInputs, accounts: Condition) -> tuple[Statement, ...]:
        recorders = (Principals("Service", (SERVICE,)),)
        looks = Statement(
            sid="RecordersLook",
            actions=("s3:GetBucketAcl", "s3:ListBucket"),
            resources=(f"arn:aws:s3:::{name}",),
            principals=recorders,
            conditions=(accounts,),
        )
        writes = tuple(
            Statement(
                sid=f"RecorderOf{account}Writes",
                actions=("s3:PutObject",),
                resources=(f"arn:aws:s3:::{name}/AWSLogs/{account}/Config/*",),
                principals=recorders,
                conditions=(
                    Condition("StringEquals", "aws:SourceAccount", (account,)),
                    Condition("StringEquals", "s3:x-amz-acl", ("bucket-owner-full-control",)),
                ),
            )
            for account in inputs.writers.values()
        )
        return (looks, *writes)

    def _aggregate(self, inputs: HistoryInputs) -> None:
        trust = assumable_by(
            "Service", SERVICE, Condition("StringEquals", "aws:SourceAccount", (inputs.account,))
        )
        role = IamRole(
            self,
            "role",
            name=f"{inputs.name}-aggregator",
            description="Lets Config read which accounts the organization has",
            assume_role_policy=policy(self, "trust", (trust,)),
        )
        reads = IamRolePolicyAttachment(self, "reads", role=role.name, policy_arn=READS_ORGANIZATION)
        source = ConfigConfigurationAggregatorOrganizationAggregationSource(
            role_arn=role.arn, regions=[inputs.region]
        )
        ConfigConfigurationAggregator(
            self,
            "aggregator",
            depends_on=[reads],
            name=inputs.name,
            organization_aggregation_source=source,
            tags={"Name": inputs.name},
        )
