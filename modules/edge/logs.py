"""Where the edge writes: a bucket for requests, an encrypted log group for each web ACL's decisions."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.cloudwatch_log_resource_policy import CloudwatchLogResourcePolicy
from constructs import Construct

from modules.bucket import Bucket, BucketInputs
from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Dependable, Ref
from modules.logkey import LogKey, LogKeyInputs
from modules.model.hosts import Block

WAF_PREFIX = "aws-waf-logs-"
"""AWS documentation: WAF writes to no log group without it."""

BALANCERS = Principals("Service", ("logdelivery.elasticloadbalancing.amazonaws.com",))
NETWORK_BALANCERS = Principals("Service", ("delivery.logs.amazonaws.com",))


@dataclass(frozen=True, slots=True, kw_only=True)
class LogsInputs:
    """Retention in days."""

    environment: str
    account: str
    region: str
    retention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogsOutputs:
    """The bucket is known once load balancers may write there; WAF may, once `ready` is there."""

    bucket: Ref
    group_arns: dict[Block, Ref]
    ready: Dependable


class Logs(Construct):
    """Only the account's own load balancers and web ACLs write here."""

    def __init__(self, scope: Construct, inputs: LogsInputs) -> None:
        """Create the bucket and the log groups with who may write to them."""
        super().__init__(scope, "logs")
        name = f"{inputs.environment}-tm-edge-logs-{inputs.account}"
        bucket = BucketInputs(
            name=name,
            purpose="requests",
            key_arn=None,  # Elastic Load Balancing delivers to no bucket with a KMS key
            days=inputs.retention,
            statements=self._deliveries(name, inputs),
        )
        key = LogKeyInputs(
            alias=f"{inputs.environment}-tm-waf-logs",
            description="Decisions of the web ACLs",
            account=inputs.account,
            region=inputs.region,
            groups=WAF_PREFIX,
        )
        key_arn = LogKey(self, key).outputs.key_arn
        groups = {
            block: CloudwatchLogGroup(
                self,
                block.value,
                name=f"{WAF_PREFIX}{inputs.environment}-{block.firewall}",
                retention_in_days=inputs.retention,
                kms_key_id=key_arn,
            )
            for block in Block
        }
        write = Statement(
            sid="WafWritesDecisions",
            actions=("logs:CreateLogStream", "logs:PutLogEvents"),
            resources=(f"arn:aws:logs:{inputs.region}:{inputs.account}:log-group:{WAF_PREFIX}*",),
            principals=(Principals("Service", ("delivery.logs.amazonaws.com",)),),
            conditions=(Condition("StringEquals", "aws:SourceAccount", (inputs.account,)),),
        )
        allowed = CloudwatchLogResourcePolicy(
            self,
            "allowed",
            policy_name=f"{inputs.environment}-waf-logs",
            policy_document=policy(self, "policy", (write,)),
        )
        self.outputs = LogsOutputs(
            bucket=Bucket(self, bucket).outputs.name,
            group_arns={block: Ref(group.arn) for block, group in groups.items()},
            ready=allowed,
        )

    def _deliveries(self, name: str, inputs: LogsInputs) -> tuple[Statement, ...]:
        objects = (f"arn:aws:s3:::{name}/*/AWSLogs/{inputs.account}/*",)
        own = Condition("StringEquals", "aws:SourceAccount", (inputs.account,))
        place = f"{inputs.region}:{inputs.account}"
        return (
            Statement(
                sid="LoadBalancersWrite",
                actions=("s3:PutObject",),
                resources=objects,
                principals=(BALANCERS,),
                conditions=(
                    Condition(
                        "ArnLike",
                        "aws:SourceArn",
                        (f"arn:aws:elasticloadbalancing:{place}:loadbalancer/app/*",),
                    ),
                ),
            ),
            Statement(
                sid="NetworkLoadBalancersWrite",
                actions=("s3:PutObject",),
                resources=objects,
                principals=(NETWORK_BALANCERS,),
                conditions=(own, Condition("ArnLike", "aws:SourceArn", (f"arn:aws:logs:{place}:*",))),
            ),
            Statement(
                sid="NetworkLoadBalancersLook",
                actions=("s3:GetBucketAcl",),
                resources=(f"arn:aws:s3:::{name}",),
                principals=(NETWORK_BALANCERS,),
                conditions=(own, Condition("ArnLike", "aws:SourceArn", (f"arn:aws:logs:{place}:*",))),
            ),
        )
