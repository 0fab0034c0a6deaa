"""Delivery streams: Firehose reads each topic over a private connection and writes it down by the day (16.2)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.cloudwatch_log_stream import CloudwatchLogStream
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.kinesis_firehose_delivery_stream import (
    KinesisFirehoseDeliveryStream,
    KinesisFirehoseDeliveryStreamExtendedS3Configuration,
    KinesisFirehoseDeliveryStreamExtendedS3ConfigurationCloudwatchLoggingOptions,
    KinesisFirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfiguration,
    KinesisFirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessors,
    KinesisFirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessorsParameters,
    KinesisFirehoseDeliveryStreamMskSourceConfiguration,
    KinesisFirehoseDeliveryStreamMskSourceConfigurationAuthenticationConfiguration,
)
from cdktf_cdktf_provider_aws.msk_cluster_policy import MskClusterPolicy
from constructs import Construct

from modules.ingest.reading import ReadingInputs, reading
from modules.kit.iam import Condition, Principals, Statement, assumable_by, policy
from modules.kit.stack import Dependable, Ref
from modules.logkey import LogKey, LogKeyInputs
from modules.model.lake import ERRORS, STREAMS

BUFFER_MIB, BUFFER_SECONDS = 128, 300
BY_DAY = "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"

NEW_LINE = r"\n"
"""Firehose takes the two characters and makes one of them."""

CONNECT = (
    "kafka:CreateVpcConnection",
    "kafka:DescribeCluster",
    "kafka:DescribeClusterV2",
    "kafka:GetBootstrapBrokers",
)
"""What MSK's developer guide has a cluster's policy allow whoever connects privately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamsInputs:
    """`topics` by the name that they have in the lake; `actions` are those of the flows; retention in days."""

    name: str
    role: str
    account: str
    region: str
    cluster: str
    cluster_arn: Ref
    topics: dict[str, str]
    actions: tuple[str, ...]
    bucket_arn: Ref
    bucket_key_arn: Ref
    retention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamsOutputs:
    """Names of the streams by topic, and of the log group of their errors."""

    names: dict[str, Ref]
    errors: Ref


class Streams(Construct):
    """Only Firehose may connect, and only one role may read, and only the listed topics."""

    def __init__(self, scope: Construct, inputs: StreamsInputs) -> None:
        """Create who may connect, the role, logs, and a stream for each topic."""
        super().__init__(scope, "streams")
        connected = MskClusterPolicy(
            self,
            "connection",
            cluster_arn=inputs.cluster_arn,
            policy=policy(self, "connection-policy", (self._connecting(inputs),)),
        )
        group = self._logs(inputs)
        role, allowed = self._role(inputs, Ref(group.arn))
        self.outputs = StreamsOutputs(
            names={
                name: self._stream(name, topic, role, Ref(group.name), (connected, allowed), inputs)
                for name, topic in inputs.topics.items()
            },
            errors=Ref(group.name),
        )

    def _connecting(self, inputs: StreamsInputs) -> Statement:
        # AWS documents no source that Firehose names here. Who connects still reads nothing without a role's rights.
        return Statement(
            sid="FirehoseConnects",
            actions=CONNECT,
            resources=(inputs.cluster_arn,),
            principals=(Principals("Service", ("firehose.amazonaws.com",)),),
        )

    def _logs(self, inputs: StreamsInputs) -> CloudwatchLogGroup:
        name = f"/aws/kinesisfirehose/{inputs.name}"
        key = LogKeyInputs(
            alias=f"{inputs.name}-firehose-logs",
            description="Errors of the delivery streams",
            account=inputs.account,
            region=inputs.region,
            groups=name,
        )
        return CloudwatchLogGroup(
            self,
            "errors",
            name=name,
            retention_in_days=inputs.retention,
            kms_key_id=LogKey(self, key).outputs.key_arn,
        )

    def _role(self, inputs: StreamsInputs, group_arn: Ref) -> tuple[Ref, Dependable]:
        own = Condition("StringEquals", "aws:SourceAccount", (inputs.account,))
        ours = f"arn:aws:firehose:{inputs.region}:{inputs.account}:deliverystream/{inputs.name}-*"
        trust = assumable_by(
            "Service", "firehose.amazonaws.com", own, Condition("ArnLike", "aws:SourceArn", (ours,))
        )
        role = IamRole(
            self,
            "role",
            name=inputs.role,
            description="Delivery streams of the data lake (arrow 16.2)",
            assume_role_policy=policy(self, "trust", (trust,)),
        )
        statements = reading(
            ReadingInputs(
                account=inputs.account,
                region=inputs.region,
                actions=inputs.actions,
                cluster=inputs.cluster,
                cluster_arn=inputs.cluster_arn,
                topics=tuple(inputs.topics.values()),
                bucket_arn=inputs.bucket_arn,
                key_arn=inputs.bucket_key_arn,
                group_arn=group_arn,
            )
        )
        allowed = IamRolePolicy(
            self, "allowed", name="deliver", role=role.id, policy=policy(self, "role-policy", statements)
        )
        return Ref(role.arn), allowed

    def _stream(
        self,
        name: str,
        topic: str,
        role_arn: Ref,
        group: Ref,
        ready: tuple[Dependable, ...],
        inputs: StreamsInputs,
    ) -> Ref:
        log = CloudwatchLogStream(self, f"{name}-log", name=name, log_group_name=group)
        made = KinesisFirehoseDeliveryStream(
            self,
            name,
            name=f"{inputs.name}-{name}",
            destination="extended_s3",
            msk_source_configuration=KinesisFirehoseDeliveryStreamMskSourceConfiguration(
                msk_cluster_arn=inputs.cluster_arn,
                topic_name=topic,
                authentication_configuration=(
                    KinesisFirehoseDeliveryStreamMskSourceConfigurationAuthenticationConfiguration(
                        connectivity="PRIVATE", role_arn=role_arn
                    )
                ),
            ),
            extended_s3_configuration=KinesisFirehoseDeliveryStreamExtendedS3Configuration(
                role_arn=role_arn,
                bucket_arn=inputs.bucket_arn,
                kms_key_arn=inputs.bucket_key_arn,
                prefix=f"{STREAMS}{name}/{BY_DAY}",
                error_output_prefix=f"{ERRORS}{STREAMS}{name}/!{{firehose:error-output-type}}/{BY_DAY}",
                buffering_size=BUFFER_MIB,
                buffering_interval=BUFFER_SECONDS,
                compression_format="GZIP",
                custom_time_zone="UTC",
                s3_backup_mode="Disabled",
                processing_configuration=_one_record_a_line(),
                cloudwatch_logging_options=(
                    KinesisFirehoseDeliveryStreamExtendedS3ConfigurationCloudwatchLoggingOptions(
                        enabled=True, log_group_name=group, log_stream_name=log.name
                    )
                ),
            ),
            tags={"Name": f"{inputs.name}-{name}"},
            depends_on=list(ready),
        )
        return Ref(made.name)


def _one_record_a_line() -> KinesisFirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfiguration:
    """Without it records lie in a row, and whoever reads JSON line by line finds the first of each file."""
    delimiter = (
        KinesisFirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessorsParameters(
            parameter_name="Delimiter", parameter_value=NEW_LINE
        )
    )
    return KinesisFirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfiguration(
        enabled=True,
        processors=[
            KinesisFirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessors(
                type="AppendDelimiterToRecord", parameters=[delimiter]
            )
        ],
    )
