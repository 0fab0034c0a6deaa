"""IAM actions that flows call, by what they are for. IAM statements and endpoint policies hold no others."""

from modules.model.flow import AwsApi

PULL = AwsApi(
    (
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetAuthorizationToken",
        "ecr:GetDownloadUrlForLayer",
    )
)
PUSH = AwsApi(
    (
        *PULL.actions,
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
    )
)
CACHE = AwsApi(("ecr:BatchImportUpstreamImage", "ecr:CreateRepository"))
"""A first pull through a cache. The isolated VPCs cannot do one, so Shared Services do it for them."""
INVENTORY = AwsApi(
    (
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
        "ssm:DescribeAssociation",
        "ssm:DescribeDocument",
        "ssm:GetDeployablePatchSnapshotForInstance",
        "ssm:GetDocument",
        "ssm:GetManifest",
        "ssm:GetParameter",
        "ssm:GetParameters",
        "ssm:ListAssociations",
        "ssm:ListInstanceAssociations",
        "ssm:PutComplianceItems",
        "ssm:PutConfigurePackageResult",
        "ssm:PutInventory",
        "ssm:UpdateAssociationStatus",
        "ssm:UpdateInstanceAssociationStatus",
        "ssm:UpdateInstanceInformation",
    )
)
"""The Systems Manager agent, which runs what Inspector asks of it; its messages come by ec2messages."""
CHANNELS = AwsApi(
    (
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
        "s3:GetObject",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    )
)
NODE = AwsApi(
    (
        "ec2:DescribeInstances",
        "eks-auth:AssumeRoleForPodIdentity",
        "eks:DescribeCluster",
    )
)
"""What a node itself calls, and the agent on it that asks for the identities of pods."""
IDENTITIES = AwsApi(("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:GetCallerIdentity"))
"""Pods, with identities of their own."""
ADDRESSES = AwsApi(
    (
        "ec2:AssignPrivateIpAddresses",
        "ec2:AttachNetworkInterface",
        "ec2:CreateNetworkInterface",
        "ec2:CreateTags",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DescribeTags",
        "ec2:DetachNetworkInterface",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:UnassignPrivateIpAddresses",
    )
)
"""The VPC CNI plug-in, which gives pods addresses of the VPC."""
VOLUMES = AwsApi(
    (
        "ec2:AttachVolume",
        "ec2:CreateSnapshot",
        "ec2:CreateTags",
        "ec2:CreateVolume",
        "ec2:DeleteSnapshot",
        "ec2:DeleteVolume",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeSnapshots",
        "ec2:DescribeTags",
        "ec2:DescribeVolumes",
        "ec2:DescribeVolumesModifications",
        "ec2:DetachVolume",
        "ec2:ModifyVolume",
    )
)
"""The EBS CSI driver, which gives pods volumes."""
SCALING = AwsApi(
    (
        "autoscaling:Describe*",
        "autoscaling:SetDesiredCapacity",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
        "eks:DescribeNodegroup",
    )
)
"""Cluster Autoscaler (kubernetes.md §5.4)."""
TARGETS = AwsApi(
    (
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeVpcs",
        "elasticloadbalancing:DeregisterTargets",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
        "elasticloadbalancing:RegisterTargets",
    )
)
"""AWS Load Balancer Controller, which binds pods to target groups and makes nothing (kubernetes.md §3.2)."""
READ_SECRETS = AwsApi(("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"))
WRITE_LOGS = AwsApi(("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"))
STORES = AwsApi(("kms:Decrypt", *READ_SECRETS.actions, "sts:AssumeRole", "sts:TagSession"))
"""external-secrets, which takes another role for each namespace whose secrets it reads."""
NAMES = AwsApi(
    (
        "route53:ChangeResourceRecordSets",
        "route53:ListHostedZones",
        "route53:ListResourceRecordSets",
        "route53:ListTagsForResources",
    )
)
"""external-dns, in the private twin of the zone alone (kubernetes.md §5.2)."""
KEEP_SECRETS = AwsApi(
    (
        *READ_SECRETS.actions,
        "secretsmanager:CreateSecret",
        "secretsmanager:DeleteSecret",
        "secretsmanager:ListSecretVersionIds",
        "secretsmanager:PutSecretValue",
        "secretsmanager:RestoreSecret",
        "secretsmanager:TagResource",
        "secretsmanager:UntagResource",
        "secretsmanager:UpdateSecret",
    )
)
MAKE_ROLES = AwsApi(
    (
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListRolePolicies",
        "iam:PutRolePolicy",
        "iam:TagRole",
    )
)
RUNTIME = AwsApi(("guardduty:SendSecurityTelemetry",))
