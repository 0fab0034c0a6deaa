"""Who asked for which of our public names: Route 53 query logging, encrypted, in us-east-1."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.cloudwatch_log_resource_policy import CloudwatchLogResourcePolicy
from cdktf_cdktf_provider_aws.route53_query_log import Route53QueryLog
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Provider, Ref
from modules.logkey import LogKey, LogKeyInputs
from modules.model.names import DOMAIN

REGION = "us-east-1"
"""AWS documentation, CreateQueryLoggingConfig: the log group has to be in this region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryLogInputs:
    """`zones` are the zones' ids by name; retention in days."""

    environment: str
    account: str
    retention: int
    zones: dict[str, Ref]
    us_east_1: Provider


class QueryLog(Construct):
    """Every public query is recorded; only Route 53, for this account's zones, may write there."""

    def __init__(self, scope: Construct, inputs: QueryLogInputs) -> None:
        """Create key, log group, its resource policy and the logging."""
        super().__init__(scope, "query-log")
        prefix = "/aws/route53/"
        key = LogKeyInputs(
            alias=f"{inputs.environment}-dns-query-logs",
            description=f"Query logs of {DOMAIN}",
            account=inputs.account,
            region=REGION,
            groups=prefix,
            provider=inputs.us_east_1,
        )
        key_arn = LogKey(self, key).outputs.key_arn
        write = Statement(
            sid="Route53WritesQueryLogs",
            actions=("logs:CreateLogStream", "logs:PutLogEvents"),
            resources=(f"arn:aws:logs:{REGION}:{inputs.account}:log-group:{prefix}*",),
            principals=(Principals("Service", ("route53.amazonaws.com",)),),
            conditions=(Condition("StringEquals", "aws:SourceAccount", (inputs.account,)),),
        )
        allowed = CloudwatchLogResourcePolicy(
            self,
            "allowed",
            provider=inputs.us_east_1,
            policy_name=f"{inputs.environment}-route53-query-logs",
            policy_document=policy(self, "policy", (write,)),
        )
        for name, zone_id in inputs.zones.items():
            suffix = "" if name == DOMAIN else f"-{name.partition('.')[0]}"
            group = CloudwatchLogGroup(
                self,
                f"group{suffix}",
                provider=inputs.us_east_1,
                name=f"{prefix}{name}",
                retention_in_days=inputs.retention,
                kms_key_id=key_arn,
            )
            Route53QueryLog(
                self,
                f"logging{suffix}",
                cloudwatch_log_group_arn=group.arn,
                zone_id=zone_id,
                depends_on=[allowed],
            )
