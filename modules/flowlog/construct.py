"""A customer KMS key, a log group encrypted by it, a role that may only write there, and the flow log."""

import re
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.flow_log import FlowLog
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.kit.iam import Condition, Statement, assumable_by, policy
from modules.kit.stack import Ref
from modules.logkey import LogKey, LogKeyInputs

FIELDS = (
    "version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr "
    "pkt-dstaddr protocol bytes packets start end action tcp-flags log-status flow-direction traffic-path"
)
"""With the addresses behind a NAT gateway and the path taken, so that a packet can be matched to an arrow."""

# Doubled, or Terraform would take a field for a reference.
LOG_FORMAT = re.sub(r"[a-z-]+", r"$${\g<0>}", FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLogsInputs:
    """Exactly one of `vpc_id` and `transit_gateway_id` is given; retention in days."""

    name: str
    account: str
    region: str
    retention: int
    vpc_id: Ref | None = None
    transit_gateway_id: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLogsOutputs:
    """The key also serves other logs of the same network; they go below `/aws/network/<name>/`."""

    key_arn: Ref


class FlowLogs(Construct):
    """Every accepted and rejected connection is recorded, once a minute, and readable only with the key."""

    def __init__(self, scope: Construct, inputs: FlowLogsInputs) -> None:
        """Create key, alias, log group, role and flow log."""
        super().__init__(scope, "flow-logs")
        key = LogKeyInputs(
            alias=f"{inputs.name}-network-logs",
            description=f"Network logs of {inputs.name}",
            account=inputs.account,
            region=inputs.region,
            groups=f"/aws/network/{inputs.name}/",
        )
        key_arn = LogKey(self, key).outputs.key_arn
        group = CloudwatchLogGroup(
            self,
            "group",
            name=f"/aws/network/{inputs.name}/flow",
            retention_in_days=inputs.retention,
            kms_key_id=key_arn,
        )
        FlowLog(
            self,
            "log",
            vpc_id=inputs.vpc_id,
            transit_gateway_id=inputs.transit_gateway_id,
            traffic_type="ALL" if inputs.vpc_id else None,  # a transit gateway logs everything
            log_destination=group.arn,
            log_format=LOG_FORMAT if inputs.vpc_id else None,
            iam_role_arn=self._role(inputs, Ref(group.arn)),
            max_aggregation_interval=60,
            tags={"Name": inputs.name},
        )
        self.outputs = FlowLogsOutputs(key_arn=key_arn)

    def _role(self, inputs: FlowLogsInputs, group_arn: Ref) -> Ref:
        trust = assumable_by(
            "Service",
            "vpc-flow-logs.amazonaws.com",
            Condition("StringEquals", "aws:SourceAccount", (inputs.account,)),
        )
        role = IamRole(
            self,
            "role",
            name=f"{inputs.name}-flow-logs",
            description="Lets VPC flow logs write to their log group",
            assume_role_policy=policy(self, "trust", (trust,)),
        )
        write = Statement(
            sid="WriteFlowLogs",
            actions=("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
            resources=(f"{group_arn}:*",),
        )
        find = Statement(sid="FindLogGroups", actions=("logs:DescribeLogGroups",))
        document = policy(self, "write-policy", (write, find))
        IamRolePolicy(self, "write", name="write", role=role.id, policy=document)
        return Ref(role.arn)
