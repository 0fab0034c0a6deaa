"""Which services of AWS a resource type of Terraform calls: the longest prefix of its name counts."""

SERVICES = (
    ("aws_accessanalyzer_", "access-analyzer"),
    ("aws_account_", "account"),
    ("aws_acm_", "acm"),
    ("aws_appautoscaling_", "application-autoscaling cloudwatch.alarms"),
    ("aws_athena_", "athena"),
    ("aws_autoscaling_", "autoscaling"),
    ("aws_autoscaling_policy", "autoscaling cloudwatch.alarms"),
    ("aws_backup_", "backup backup-storage"),
    ("aws_cloudtrail", "cloudtrail organizations.trust"),
    ("aws_cloudtrail_organization_", "cloudtrail organizations.delegation"),
    ("aws_cloudwatch_", "cloudwatch"),
    ("aws_cloudwatch_event_", "events"),
    ("aws_cloudwatch_log_", "logs"),
    ("aws_codeartifact_", "codeartifact"),
    ("aws_codebuild_", "codebuild logs"),
    ("aws_config_", "config"),
    ("aws_config_configuration_aggregator", "config organizations.trust"),
    ("aws_customer_gateway", "ec2"),
    ("aws_db_", "rds"),
    ("aws_default_", "ec2"),
    ("aws_dms_", "dms ec2.interfaces"),
    ("aws_dynamodb_", "dynamodb"),
    ("aws_ebs_", "ec2"),
    ("aws_ec2_", "ec2"),
    ("aws_ecr_", "ecr"),
    ("aws_efs_", "elasticfilesystem ec2"),
    ("aws_eip", "ec2"),
    ("aws_eks_", "eks ec2 autoscaling"),
    ("aws_eks_pod_identity_association", "eks.identities"),
    ("aws_flow_log", "ec2 logs"),
    ("aws_glue_", "glue"),
    ("aws_grafana_", "grafana"),
    ("aws_guardduty_", "guardduty"),
    ("aws_guardduty_organization_admin_", "guardduty organizations.delegation"),
    ("aws_inspector2_", "inspector2"),
    ("aws_inspector2_delegated_", "inspector2 organizations.delegation"),
    ("aws_instance", "ec2 ssm.images"),
    ("aws_internet_gateway", "ec2"),
    ("aws_kinesis_", "kinesis"),
    ("aws_kinesis_firehose_", "firehose"),
    ("aws_lakeformation_", "lakeformation glue"),
    ("aws_lambda_", "lambda"),
    ("aws_launch_template", "ec2 ssm.images"),
    ("aws_lb", "elasticloadbalancing ec2.look"),
    ("aws_macie2_", "macie2"),
    ("aws_msk_", "kafka ec2.endpoints"),
    ("aws_nat_gateway", "ec2"),
    ("aws_network_", "ec2"),
    ("aws_organizations_delegated_", "organizations.delegation"),
    ("aws_pipes_", "pipes"),
    ("aws_prometheus_", "aps"),
    ("aws_ram_", "ram"),
    ("aws_rds_", "rds ec2.look"),
    ("aws_resourcegroups_", "resource-groups"),
    ("aws_route", "ec2"),
    ("aws_route53_", "route53"),
    ("aws_route53_resolver_", "route53resolver ec2"),
    ("aws_route53_vpc_association_authorization", "route53 ec2.look"),
    ("aws_route53_zone", "route53 ec2.look"),
    ("aws_route53_query_log", "route53 logs"),
    ("aws_s3_", "s3"),
    ("aws_s3control_", "s3"),
    ("aws_scheduler_", "scheduler"),
    ("aws_secretsmanager_", "secretsmanager"),
    ("aws_security_group", "ec2"),
    ("aws_securityhub_", "securityhub"),
    ("aws_securityhub_configuration_", "securityhub organizations.look"),
    ("aws_securityhub_organization_", "securityhub organizations.look"),
    ("aws_securityhub_organization_admin_", "securityhub organizations.delegation"),
    ("aws_service_discovery_", "servicediscovery route53 ec2"),
    ("aws_sfn_", "states"),
    ("aws_sns_", "sns"),
    ("aws_sqs_", "sqs"),
    ("aws_ssm_association", "ssm.associations"),
    ("aws_ssm_document", "ssm.documents"),
    ("aws_ssmcontacts_", "ssm-contacts"),
    ("aws_ssmincidents_", "ssm-incidents"),
    ("aws_ssoadmin_", "sso identitystore organizations.look"),
    ("aws_subnet", "ec2"),
    ("aws_synthetics_", "synthetics"),
    ("aws_vpc", "ec2"),
    ("aws_vpc_endpoint", "ec2 route53"),
    ("aws_vpn_", "ec2"),
    ("aws_wafv2_", "wafv2 elasticloadbalancing logs"),
    ("helm_", ""),
    ("kubernetes_", ""),
)
"""Of IAM and KMS, statements.py speaks for itself. A chart needs no right in AWS: the cluster lets its role in.

`service.part` is a part of a service, as `PARTS` describes it.
"""

OWN = ("aws_iam_", "aws_kms_")

GLOBAL = ("account", "organizations", "route53", "sso")
"""Services that know no region, or answer from another one."""

READS = {
    "account": ("Get*", "List*"),
    "athena": ("Get*", "List*"),
    "ec2": ("Describe*", "Get*", "List*", "Search*"),
    "glue": ("Get*", "List*", "BatchGet*"),
    "inspector2": ("BatchGet*", "Describe*", "Get*", "List*"),
    "secretsmanager": ("DescribeSecret", "GetRandomPassword", "GetResourcePolicy", "List*"),
}.items()
"""Verbs of a plan, where Describe, Get and List are not it."""


PARTS = {
    "cloudwatch.alarms": (
        ("DescribeAlarms",),
        ("DeleteAlarms", "PutMetricAlarm"),
    ),
    "ec2.endpoints": (("Describe*",), ("CreateTags", "CreateVpcEndpoint", "DeleteVpcEndpoints")),
    "ec2.interfaces": (
        ("Describe*",),
        ("CreateNetworkInterface", "DeleteNetworkInterface", "ModifyNetworkInterfaceAttribute"),
    ),
    "ec2.look": (("Describe*",), ()),
    "eks.identities": (
        ("DescribePodIdentityAssociation", "ListPodIdentityAssociations", "ListTagsForResource"),
        (
            "CreatePodIdentityAssociation",
            "DeletePodIdentityAssociation",
            "TagResource",
            "UntagResource",
            "UpdatePodIdentityAssociation",
        ),
    ),
    "organizations.delegation": (
        ("Describe*", "List*"),
        (
            "DeregisterDelegatedAdministrator",
            "DisableAWSServiceAccess",
            "EnableAWSServiceAccess",
            "RegisterDelegatedAdministrator",
        ),
    ),
    "organizations.look": (("Describe*", "List*"), ()),
    "organizations.trust": (("Describe*", "List*"), ("EnableAWSServiceAccess",)),
    "ssm.associations": (
        ("DescribeAssociation*", "ListAssociation*", "ListTagsForResource"),
        (
            "AddTagsToResource",
            "CreateAssociation",
            "DeleteAssociation",
            "RemoveTagsFromResource",
            "UpdateAssociation",
        ),
    ),
    "ssm.documents": (
        ("DescribeDocument*", "GetDocument", "ListDocument*", "ListTagsForResource"),
        (
            "AddTagsToResource",
            "CreateDocument",
            "DeleteDocument",
            "RemoveTagsFromResource",
            "UpdateDocument",
            "UpdateDocumentDefaultVersion",
        ),
    ),
    "ssm.images": ((), ()),
}.items()
"""What a plan and, beyond that, an apply call, where the whole service would be far too much.

Of EC2, AmazonMSKFullAccess and the guides of DMS, ELB and RDS say what those services ask for in the caller's name.
"""

IMAGES = ("ssm:GetParameter", "ssm:GetParameters"), "arn:aws:ssm:*::parameter/aws/service/*"
"""Public parameters with ids of images: EC2 reads them with the rights of who starts the instance."""

CHANGES = (
    "CancelRotateSecret",
    "Delete*",
    "Put*",
    "RemoveRegionsFromReplication",
    "ReplicateSecretToRegions",
    "RestoreSecret",
    "RotateSecret",
    "StopReplicationToReplica",
    "TagResource",
    "UntagResource",
    "Update*",
    "ValidateResourcePolicy",
)
"""Of a stack's own secrets, by name; everything would be their values too."""


class UnknownServiceError(LookupError):
    """A resource type of which nobody has said what it calls."""


def services(kind: str) -> tuple[str, ...]:
    """Prefixes of IAM actions. Raises `UnknownServiceError`."""
    if kind.startswith(OWN):
        return ()
    matching = [(prefix, names) for prefix, names in SERVICES if kind.startswith(prefix)]
    if not matching:
        message = f"no service is known for {kind}; add it to modules/spacelift/services.py"
        raise UnknownServiceError(message)
    return tuple(max(matching, key=lambda row: len(row[0]))[1].split())


def whole(service: str) -> str:
    """The service of a part."""
    return service.partition(".")[0]


def reads(service: str) -> list[str]:
    """Actions with which a plan looks at what is there."""
    part = dict(PARTS).get(service)
    verbs = part[0] if part else dict(READS).get(service, ("Describe*", "Get*", "List*"))
    return [f"{whole(service)}:{verb}" for verb in verbs]


def writes(service: str) -> list[str]:
    """Actions with which an apply changes it, wherever it is."""
    part = dict(PARTS).get(service)
    if part:
        return [*reads(service), *(f"{whole(service)}:{verb}" for verb in part[1])]
    return reads(service) if service == "secretsmanager" else [f"{service}:*"]
