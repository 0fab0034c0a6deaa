"""The statements of a persona: each action on the narrowest resource that IAM knows for it."""

from dataclasses import dataclass
from typing import NamedTuple

from modules.kit.iam import Condition, Statement
from modules.kit.stack import Ref
from modules.model.names import api_token, backup_role, image_mirror
from modules.persona import lake

WITHOUT_RESOURCE = (
    "acm:ListCertificates",
    "autoscaling:Describe*",
    "backup:DescribeBackupJob",
    "backup:DescribeRestoreJob",
    "backup:ListBackupJobs",
    "backup:ListBackupVaults",
    "backup:ListRestoreJobs",
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:ListMetrics",
    "ec2:DescribeAddresses",
    "ec2:DescribeFlowLogs",
    "ec2:DescribeInstanceStatus",
    "ec2:DescribeInstances",
    "ec2:DescribeInternetGateways",
    "ec2:DescribeManagedPrefixLists",
    "ec2:DescribeNatGateways",
    "ec2:DescribeNetworkAcls",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroupRules",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeTransitGatewayAttachments",
    "ec2:DescribeTransitGatewayRouteTables",
    "ec2:DescribeTransitGateways",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribeVpcs",
    "eks:ListClusters",
    "elasticloadbalancing:Describe*",
    "guardduty:ListDetectors",
    "inspector2:ListFindings",
    "kafka:ListClustersV2",
    "kms:ListAliases",
    "lakeformation:GetDataAccess",
    "logs:DescribeLogGroups",
    "logs:GetQueryResults",
    "logs:StopQuery",
    "rds:DescribeEvents",
    "route53:ListHostedZones",
    "ssm:GetCommandInvocation",
    "wafv2:ListIPSets",
    "wafv2:ListWebACLs",
)
"""Actions for which IAM takes only `*` (AWS service authorization reference)."""


LAKE_KEYS = ("kms:Decrypt", "kms:GenerateDataKey")
"""Whoever asks the lake has these for it, and for nothing else: no persona that asks holds sessions or tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """A jump host on which sessions may be started, with the document and the key that they need."""

    instance_id: Ref
    document: Ref
    key_arn: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What one persona may do in one account."""

    environment: str
    region: str
    account: str
    actions: tuple[str, ...]
    entrances: tuple[Entrance, ...]


class Scope(NamedTuple):
    """The end of a statement: what it is called, on what, and when."""

    sid: str
    resources: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()


def statements(reaches: tuple[Reach, ...]) -> list[Statement]:
    """Everything that a persona may do in these accounts; actions of one scope share a statement."""
    actions: dict[str, set[str]] = {}
    resources: dict[str, set[str]] = {}
    conditions: dict[str, dict[tuple[str, str], set[str]]] = {}
    for reach in reaches:
        for action in reach.actions:
            scope = _scope(action, reach)
            actions.setdefault(scope.sid, set()).add(action)
            resources.setdefault(scope.sid, set()).update(scope.resources)
            for each in scope.conditions:
                values = conditions.setdefault(scope.sid, {}).setdefault((each.test, each.variable), set())
                values.update(each.values)
    return [
        Statement(
            sid=sid,
            actions=tuple(sorted(named)),
            resources=tuple(sorted(resources[sid])),
            conditions=tuple(
                Condition(*key, tuple(sorted(values))) for key, values in conditions.get(sid, {}).items()
            ),
        )
        for sid, named in sorted(actions.items())
    ]


def _scope(action: str, at: Reach) -> Scope:
    if action in WITHOUT_RESOURCE:
        return Scope("Everywhere", ("*",))
    of_lake = action in LAKE_KEYS if action.startswith("kms:") else action.partition(":")[0] in lake.SERVICES
    if of_lake and "athena:StartQueryExecution" in at.actions:
        return Scope(*lake.scope(action, at.environment, at.region, at.account))
    service = action.partition(":")[0]
    if service in {"ssm", "ssmmessages"} or action == "kms:GenerateDataKey":
        return _session(action, at)
    if action in {"kms:Decrypt", "iam:PassRole"} or service == "secretsmanager":
        return _guarded(action, at)
    return _plain(action, at)


def _session(action: str, at: Reach) -> Scope:
    """Sessions on the jump hosts, by their own documents; resumed and ended only by who began them."""
    sessions = f"arn:aws:ssm:{at.region}:{at.account}:session"
    match action:
        case "ssm:StartSession":
            instances = f"arn:aws:ec2:{at.region}:{at.account}:instance"
            documents = f"arn:aws:ssm:{at.region}:{at.account}:document"
            found = [f"{instances}/{host.instance_id}" for host in at.entrances]
            found += [f"{documents}/{host.document}" for host in at.entrances]
            # Without it a session could begin with the default document, which records nothing.
            checked = Condition("BoolIfExists", "ssm:SessionDocumentAccessCheck", ("true",))
            return Scope("StartSessions", tuple(found), (checked,))
        case "ssm:SendCommand":
            instances = f"arn:aws:ec2:{at.region}:{at.account}:instance"
            job = f"arn:aws:ssm:{at.region}:{at.account}:document/{image_mirror(at.environment)}"
            return Scope("MirrorImages", (job, *(f"{instances}/{host.instance_id}" for host in at.entrances)))
        case "ssmmessages:OpenDataChannel":
            return Scope("OwnChannels", (f"{sessions}/&{{aws:userid}}-*",))
        case "kms:GenerateDataKey":
            return Scope("SessionKeys", tuple(host.key_arn for host in at.entrances))
        case _:
            # A federated session's id begins with its name, not with aws:userid; the tag of AWS holds that.
            own = Condition("StringLike", "ssm:resourceTag/aws:ssmmessages:session-id", ("&{aws:userid}",))
            return Scope("OwnSessions", (f"{sessions}/*",), (own,))


def _guarded(action: str, at: Reach) -> Scope:
    """Actions that conditions keep to one purpose."""
    # Secrets Manager ends the name of a secret with six characters of its own.
    secrets = (
        f"arn:aws:secretsmanager:{at.region}:{at.account}:secret:{api_token(at.environment, '*')}-??????"
    )
    match action:
        case "iam:PassRole":
            role = f"arn:aws:iam::{at.account}:role/{backup_role(at.environment)}"
            to_backup = Condition("StringEquals", "iam:PassedToService", ("backup.amazonaws.com",))
            return Scope("PassBackupRole", (role,), (to_backup,))
        case "kms:Decrypt":
            conditions = (
                Condition("StringEquals", "kms:ViaService", (f"secretsmanager.{at.region}.amazonaws.com",)),
                Condition("StringLike", "kms:EncryptionContext:SecretARN", (secrets,)),
            )
            return Scope("TokenKeys", (f"arn:aws:kms:{at.region}:{at.account}:key/*",), conditions)
        case _:
            return Scope("Tokens", (secrets,))


def _plain(action: str, at: Reach) -> Scope:
    """Actions on what a service of one account holds; changes only on what bears the environment's name."""
    here, own = f"{at.region}:{at.account}", f"{at.environment}-*"
    service = action.partition(":")[0]
    match action:
        case "cloudwatch:DisableAlarmActions" | "cloudwatch:EnableAlarmActions":
            return Scope("Alarms", (f"arn:aws:cloudwatch:{here}:alarm:{own}",))
        case "rds:FailoverDBCluster":
            databases = f"arn:aws:rds:{here}"
            return Scope("Failover", (f"{databases}:cluster:{own}", f"{databases}:db:{own}"))
    scopes: dict[str, tuple[str, ...]] = {
        "acm": (f"arn:aws:acm:{here}:certificate/*",),
        "backup": (
            f"arn:aws:backup:{here}:backup-vault:{own}",
            f"arn:aws:backup:{here}:recovery-point:*",
            f"arn:aws:rds:{here}:cluster-snapshot:awsbackup:*",
        ),
        "cloudwatch": (f"arn:aws:cloudwatch:{here}:alarm:*",),
        "ec2": (f"arn:aws:ec2:{here}:prefix-list/*", f"arn:aws:ec2:{here}:transit-gateway-route-table/*"),
        "ecr": (f"arn:aws:ecr:{here}:repository/*",),
        "eks": tuple(f"arn:aws:eks:{here}:{kind}/{own}" for kind in ("addon", "cluster", "nodegroup")),
        "guardduty": (f"arn:aws:guardduty:{here}:detector/*",),
        "kafka": (f"arn:aws:kafka:{here}:cluster/{own}",),
        "kms": (f"arn:aws:kms:{here}:key/*",),
        "logs": (f"arn:aws:logs:{here}:log-group:*",),
        "rds": (f"arn:aws:rds:{here}:cluster:*", f"arn:aws:rds:{here}:db:*"),
        "route53": ("arn:aws:route53:::hostedzone/*",),
        "securityhub": (f"arn:aws:securityhub:{here}:hub/default",),
        "wafv2": (f"arn:aws:wafv2:{here}:regional/ipset/*", f"arn:aws:wafv2:{here}:regional/webacl/*"),
    }
    return Scope(service.title(), scopes[service])
