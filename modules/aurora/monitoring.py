"""Enhanced Monitoring: the metrics of the instances' operating system, encrypted."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.kit.iam import Condition, Statement, assumable_by, policy
from modules.kit.stack import Dependable, Ref
from modules.logkey import LogKey, LogKeyInputs

GROUP = "RDSOSMetrics"
"""The name is AWS's, one for all databases of an account and region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringInputs:
    """Retention in days."""

    name: str
    account: str
    region: str
    retention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringOutputs:
    """Instances are monitored once `ready` is there."""

    role_arn: Ref
    ready: tuple[Dependable, ...]


class Monitoring(Construct):
    """RDS writes to this one log group, which is there before it would make one without a key."""

    def __init__(self, scope: Construct, inputs: MonitoringInputs) -> None:
        """Create key, log group and role."""
        super().__init__(scope, "monitoring")
        key = LogKeyInputs(
            alias=f"{inputs.name}-metrics",
            description="Operating system metrics of databases",
            account=inputs.account,
            region=inputs.region,
            groups=GROUP,
        )
        group = CloudwatchLogGroup(
            self,
            "log",
            name=GROUP,
            retention_in_days=inputs.retention,
            kms_key_id=LogKey(self, key).outputs.key_arn,
        )
        role = IamRole(
            self,
            "role",
            name=f"{inputs.name}-monitoring",
            description=f"Lets Enhanced Monitoring of {inputs.name} write to its log group",
            assume_role_policy=policy(self, "trust", (self._trust(inputs),)),
        )
        write = IamRolePolicy(
            self,
            "write",
            name="write",
            role=role.id,
            policy=policy(self, "write-policy", self._statements(Ref(group.arn))),
        )
        self.outputs = MonitoringOutputs(role_arn=Ref(role.arn), ready=(write,))

    def _trust(self, inputs: MonitoringInputs) -> Statement:
        instances = f"arn:aws:rds:{inputs.region}:{inputs.account}:db:{inputs.name}-*"
        return assumable_by(
            "Service",
            "monitoring.rds.amazonaws.com",
            Condition("StringEquals", "aws:SourceAccount", (inputs.account,)),
            Condition("ArnLike", "aws:SourceArn", (instances,)),
        )

    def _statements(self, group_arn: Ref) -> tuple[Statement, ...]:
        """The actions of AWS's AmazonRDSEnhancedMonitoringRole, on one log group instead of all named RDS*."""
        return (
            Statement(
                sid="KeepTheLogGroup",
                actions=("logs:CreateLogGroup", "logs:PutRetentionPolicy"),
                resources=(group_arn, f"{group_arn}:*"),
            ),
            Statement(
                sid="WriteMetrics",
                actions=(
                    "logs:CreateLogStream",
                    "logs:DescribeLogStreams",
                    "logs:GetLogEvents",
                    "logs:PutLogEvents",
                ),
                resources=(f"{group_arn}:log-stream:*",),
            ),
        )
