"""What people call, one row for each purpose: supporting rows of the arrows of personas."""

from modules.model.flow import AwsApi, Feature, Flow
from modules.model.parties import Party

OBSERVE = AwsApi(
    (
        "cloudwatch:DescribeAlarms",
        "cloudwatch:GetMetricData",
        "cloudwatch:GetMetricStatistics",
        "cloudwatch:ListMetrics",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:GetQueryResults",
        "logs:StartQuery",
        "logs:StopQuery",
    )
)
"""Metrics, alarms and logs, but never the recordings of sessions."""
ESTATE = AwsApi(
    (
        "acm:DescribeCertificate",
        "acm:ListCertificates",
        # Not `ec2:Describe*`: a VPN connection is described with its keys, an instance with its user data.
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
        "ec2:GetManagedPrefixListEntries",
        "ec2:SearchTransitGatewayRoutes",
        "ecr:DescribeImageScanFindings",
        "ecr:DescribeImages",
        "ecr:DescribeRepositories",
        "ecr:ListImages",
        "eks:DescribeAddon",
        "eks:DescribeCluster",
        "eks:DescribeNodegroup",
        "eks:ListAddons",
        "eks:ListClusters",
        "eks:ListNodegroups",
        "elasticloadbalancing:Describe*",
        "kafka:DescribeClusterV2",
        "kafka:ListClustersV2",
        "kms:DescribeKey",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListAliases",
        "rds:DescribeDBClusters",
        "rds:DescribeDBInstances",
        "route53:GetHostedZone",
        "route53:ListHostedZones",
        "route53:ListResourceRecordSets",
        "wafv2:GetIPSet",
        "wafv2:GetWebACL",
        "wafv2:ListIPSets",
        "wafv2:ListWebACLs",
    )
)
"""What the estate looks like; it is changed through Spacelift and Argo CD only."""
HEALTH = AwsApi(
    (
        "autoscaling:Describe*",
        "ec2:DescribeInstanceStatus",
        "eks:DescribeCluster",
        "eks:ListClusters",
        "elasticloadbalancing:Describe*",
    )
)
RECOVERY = AwsApi(
    (
        "backup:DescribeBackupJob",
        "backup:DescribeRestoreJob",
        "backup:GetRecoveryPointRestoreMetadata",
        "backup:ListBackupJobs",
        "backup:ListBackupVaults",
        "backup:ListRecoveryPointsByBackupVault",
        "backup:ListRestoreJobs",
        "backup:StartBackupJob",
        "backup:StartRestoreJob",
        "iam:PassRole",  # the role of AWS Backup, to AWS Backup
        "rds:DescribeDBClusters",
        "rds:DescribeDBInstances",
        "rds:DescribeEvents",
        "rds:FailoverDBCluster",
    )
)
ASK_LAKE = AwsApi(
    (
        "athena:GetQueryExecution",
        "athena:GetQueryResults",
        "athena:GetWorkGroup",
        "athena:StartQueryExecution",
        "athena:StopQueryExecution",
        "glue:GetDatabase",
        "glue:GetDatabases",
        "glue:GetPartitions",
        "glue:GetTable",
        "glue:GetTables",
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "lakeformation:GetDataAccess",
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:PutObject",
    )
)
"""Questions by Athena; which tables answer is for Lake Formation to say."""
FINDINGS = AwsApi(
    (
        "guardduty:GetFindings",
        "guardduty:ListDetectors",
        "guardduty:ListFindings",
        "inspector2:ListFindings",
        "securityhub:GetFindings",
    )
)
OWN_SESSION = AwsApi(("kms:GenerateDataKey", "ssmmessages:OpenDataChannel"))
"""What a client of Session Manager calls besides starting the session: a key for it, and its channel."""

PEOPLE = (
    Flow(arrow="1.2", part="estate", source=Party.DEVOPS, target=Party.AWS_APIS, over=ESTATE),
    Flow(arrow="1.2", part="observe", source=Party.DEVOPS, target=Party.AWS_APIS, over=OBSERVE),
    Flow(
        arrow="1.2",
        part="lake",
        source=Party.DEVOPS,
        target=Party.DATA_LAKE,
        over=ASK_LAKE,
        requires=Feature.DATALAKE,
    ),
    Flow(arrow="2.2", part="findings", source=Party.SRE, target=Party.AUDIT, over=FINDINGS),
    Flow(arrow="2.2", part="observe", source=Party.SRE, target=Party.AWS_APIS, over=OBSERVE),
    Flow(arrow="2.2", part="health", source=Party.SRE, target=Party.AWS_APIS, over=HEALTH),
    Flow(
        arrow="2.2",
        part="alarms",
        source=Party.SRE,
        target=Party.AWS_APIS,
        over=AwsApi(("cloudwatch:DisableAlarmActions", "cloudwatch:EnableAlarmActions")),
    ),
    Flow(arrow="2.2", part="recovery", source=Party.SRE, target=Party.AURORA, over=RECOVERY),
    Flow(
        arrow="2.2",
        part="brokers",
        source=Party.SRE,
        target=Party.KAFKA,
        over=AwsApi(
            ("kafka:DescribeClusterV2", "kafka:ListClustersV2", "kafka:ListNodes", "kafka:RebootBroker")
        ),
    ),
    Flow(arrow="3.1", part="session", source=Party.TMSE, target=Party.JUMPHOST_SHARED, over=OWN_SESSION),
    Flow(arrow="3.2", part="session", source=Party.TMSE, target=Party.JUMPHOST_TM, over=OWN_SESSION),
    Flow(
        arrow="8.1",
        part="mirror",
        source=Party.TMSE,
        target=Party.JUMPHOST_SHARED,
        over=AwsApi(("ssm:GetCommandInvocation", "ssm:SendCommand")),
        requires=Feature.INTERNET,
    ),
    Flow(
        arrow="3.2",
        part="cluster-address",
        source=Party.TMSE,
        target=Party.EKS_TM_API,
        over=AwsApi(("eks:DescribeCluster",)),
    ),
    Flow(
        arrow="4.2",
        part="api-token",
        source=Party.SMART_CONTRACT_DEVELOPER,
        target=Party.SECRETS_MANAGER,
        over=AwsApi(("kms:Decrypt", "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")),
    ),
)
"""What people call. IAM alone decides: they have no place in a network, so no packet filter knows them."""
