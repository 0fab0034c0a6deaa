"""Where the brokers write: one encrypted log group."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.cloudwatch_log_resource_policy import CloudwatchLogResourcePolicy
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Dependable, Ref
from modules.logkey import LogKey, LogKeyInputs


@dataclass(frozen=True, slots=True, kw_only=True)
class LogsInputs:
    """Retention in days."""

    environment: str
    cluster: str
    account: str
    region: str
    retention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogsOutputs:
    """Brokers may write, once `ready` is there."""

    group: Ref
    ready: Dependable


class Logs(Construct):
    """Only log deliveries of the own account write here."""

    def __init__(self, scope: Construct, inputs: LogsInputs) -> None:
        """Create key, log group and the right to write."""
        super().__init__(scope, "logs")
        prefix = f"/aws/msk/{inputs.cluster}/"
        place = f"{inputs.region}:{inputs.account}"
        key = LogKeyInputs(
            alias=f"{inputs.environment}-{inputs.cluster}-logs",
            description="Logs of the Kafka brokers",
            account=inputs.account,
            region=inputs.region,
            groups=prefix,
        )
        group = CloudwatchLogGroup(
            self,
            "brokers",
            name=f"{prefix}brokers",
            retention_in_days=inputs.retention,
            kms_key_id=LogKey(self, key).outputs.key_arn,
        )
        write = Statement(
            sid="BrokersWriteLogs",
            actions=("logs:CreateLogStream", "logs:PutLogEvents"),
            resources=(f"arn:aws:logs:{place}:log-group:{prefix}brokers:*",),
            principals=(Principals("Service", ("delivery.logs.amazonaws.com",)),),
            conditions=(
                Condition("StringEquals", "aws:SourceAccount", (inputs.account,)),
                Condition("ArnLike", "aws:SourceArn", (f"arn:aws:logs:{place}:*",)),
            ),
        )
        allowed = CloudwatchLogResourcePolicy(
            self,
            "allowed",
            policy_name=f"{inputs.environment}-{inputs.cluster}-logs",
            policy_document=policy(self, "policy", (write,)),
        )
        self.outputs = LogsOutputs(group=Ref(group.name), ready=allowed)
