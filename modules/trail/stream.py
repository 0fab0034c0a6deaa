"""The log group that the trail also writes to, for those who search and alarm."""

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.kit.iam import Condition, Statement, assumable_by, policy
from modules.kit.stack import Dependable, Ref
from modules.logkey import LogKey, LogKeyInputs
from modules.trail.inputs import TrailInputs


class Stream(Construct):
    """An encrypted log group, and a role that may write there and nothing else."""

    def __init__(self, scope: Construct, inputs: TrailInputs) -> None:
        """Create key, group and role; the role may write once `ready` is there."""
        super().__init__(scope, "stream")
        group_name = f"/aws/cloudtrail/{inputs.name}"
        key = LogKeyInputs(
            alias=f"{inputs.name}-logs",
            description="Events of the trail",
            account=inputs.account,
            region=inputs.region,
            groups=group_name,
        )
        group = CloudwatchLogGroup(
            self,
            "group",
            name=group_name,
            retention_in_days=inputs.retention,
            kms_key_id=LogKey(self, key).outputs.key_arn,
        )
        trust = assumable_by(
            "Service",
            "cloudtrail.amazonaws.com",
            Condition("ArnEquals", "aws:SourceArn", (inputs.trail_arn,)),
        )
        role = IamRole(
            self,
            "role",
            name=f"{inputs.name}-logs",
            description="Lets the trail write to its log group",
            assume_role_policy=policy(self, "trust", (trust,)),
        )
        write = Statement(
            sid="WriteEvents",
            actions=("logs:CreateLogStream", "logs:PutLogEvents"),
            resources=(f"{group.arn}:log-stream:*",),
        )
        written = IamRolePolicy(
            self, "write", name="write", role=role.id, policy=policy(self, "write-policy", (write,))
        )
        self.group_arn = Ref(f"{group.arn}:*")
        self.role_arn = Ref(role.arn)
        self.ready: Dependable = written
