"""Literal values of resources, held against what botocore's models say AWS takes.

The provider's schema says "a string"; the API behind it has a list, a pattern or bounds, and says so at apply.
Names are matched without case and `_`; what has another name in Terraform stands in ALIASES.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ListShape, Shape, StructureShape

OPERATIONS = {
    "aws_acm_certificate": "acm.RequestCertificate",
    "aws_athena_workgroup": "athena.CreateWorkGroup",
    "aws_backup_plan": "backup.CreateBackupPlan",
    "aws_backup_vault": "backup.CreateBackupVault",
    "aws_cloudwatch_event_rule": "events.PutRule",
    "aws_cloudwatch_log_group": "logs.CreateLogGroup",
    "aws_cloudwatch_metric_alarm": "cloudwatch.PutMetricAlarm",
    "aws_config_config_rule": "config.PutConfigRule",
    "aws_dms_endpoint": "dms.CreateEndpoint",
    "aws_dms_replication_config": "dms.CreateReplicationConfig",
    "aws_ecr_pull_through_cache_rule": "ecr.CreatePullThroughCacheRule",
    "aws_ecr_repository": "ecr.CreateRepository",
    "aws_ecr_repository_creation_template": "ecr.CreateRepositoryCreationTemplate",
    "aws_eks_access_policy_association": "eks.AssociateAccessPolicy",
    "aws_eks_addon": "eks.CreateAddon",
    "aws_eks_cluster": "eks.CreateCluster",
    "aws_eks_node_group": "eks.CreateNodegroup",
    "aws_flow_log": "ec2.CreateFlowLogs",
    "aws_glue_crawler": "glue.CreateCrawler",
    "aws_guardduty_detector": "guardduty.CreateDetector",
    "aws_guardduty_detector_feature": "guardduty.UpdateDetector",
    "aws_iam_policy": "iam.CreatePolicy",
    "aws_iam_role": "iam.CreateRole",
    "aws_inspector2_enabler": "inspector2.Enable",
    "aws_kinesis_firehose_delivery_stream": "firehose.CreateDeliveryStream",
    "aws_kms_alias": "kms.CreateAlias",
    "aws_kms_key": "kms.CreateKey",
    "aws_lakeformation_permissions": "lakeformation.GrantPermissions",
    "aws_launch_template": "ec2.CreateLaunchTemplate",
    "aws_lb": "elbv2.CreateLoadBalancer",
    "aws_lb_listener": "elbv2.CreateListener",
    "aws_lb_listener_rule": "elbv2.CreateRule",
    "aws_lb_target_group": "elbv2.CreateTargetGroup",
    "aws_msk_cluster": "kafka.CreateCluster",
    "aws_network_acl_rule": "ec2.CreateNetworkAclEntry",
    "aws_route53_record": "route53.ChangeResourceRecordSets",
    "aws_route53_zone": "route53.CreateHostedZone",
    "aws_s3_bucket_lifecycle_configuration": "s3.PutBucketLifecycleConfiguration",
    "aws_s3_bucket_versioning": "s3.PutBucketVersioning",
    "aws_secretsmanager_secret": "secretsmanager.CreateSecret",
    "aws_securityhub_organization_configuration": "securityhub.UpdateOrganizationConfiguration",
    "aws_ssm_association": "ssm.CreateAssociation",
    "aws_ssm_document": "ssm.CreateDocument",
    "aws_vpc_endpoint": "ec2.CreateVpcEndpoint",
    "aws_wafv2_ip_set": "wafv2.CreateIPSet",
    "aws_wafv2_web_acl": "wafv2.CreateWebACL",
}
"""The call by which the provider makes each resource, where its model says more than a type."""

ALIASES = {
    "aws_backup_plan": {"rule": "BackupPlan.Rules", "name": "BackupPlan.BackupPlanName"},
    "aws_backup_vault": {"name": "BackupVaultName"},
    "aws_cloudwatch_log_group": {"name": "logGroupName"},
    "aws_config_config_rule": {"name": "ConfigRule.ConfigRuleName", "source": "ConfigRule.Source"},
    "aws_dms_endpoint": {"engine_name": "EngineName"},
    "aws_ecr_repository": {
        "name": "repositoryName",
        "encryption_configuration": "encryptionConfiguration",
    },
    "aws_eks_addon": {"resolve_conflicts_on_update": "resolveConflicts"},
    "aws_eks_cluster": {
        "enabled_cluster_log_types": "logging.clusterLogging.types",
        "vpc_config": "resourcesVpcConfig",
    },
    "aws_guardduty_detector_feature": {
        "name": "Features.Name",
        "status": "Features.Status",
        "additional_configuration": "Features.AdditionalConfiguration",
    },
    "aws_iam_role": {"name": "RoleName"},
    "aws_kms_alias": {"name": "AliasName"},
    "aws_lb": {"load_balancer_type": "Type"},
    "aws_lb_listener": {"default_action": "DefaultActions"},
    "aws_lb_listener_rule": {"action": "Actions"},
    "aws_route53_record": {"type": "ChangeBatch.Changes.ResourceRecordSet.Type"},
    "aws_s3_bucket_lifecycle_configuration": {"rule": "LifecycleConfiguration.Rules"},
    "aws_s3_bucket_versioning": {"versioning_configuration": "VersioningConfiguration"},
    "aws_vpc_endpoint": {"vpc_endpoint_type": "VpcEndpointType"},
}
"""Attributes of another name, as the way to the member in the call's input; lists are passed through."""

JAVA = ((r"\p{L}", "a-zA-Z"), (r"\p{N}", "0-9"), (r"\p{Z}", " "), (r"\p{M}", ""), (r"\p{Alnum}", "a-zA-Z0-9"))
"""Classes that Python's patterns lack."""


@dataclass
class Judgement:
    """What was found: sentences about values that AWS refuses, and how many values had something to obey."""

    refused: list[str] = field(default_factory=list)
    judged: int = 0


@cache
def _input(operation: str) -> Shape:
    service, _, name = operation.partition(".")
    return botocore.session.get_session().get_service_model(service).operation_model(name).input_shape


def _plain(name: str) -> str:
    return name.replace("_", "").lower().removesuffix("s")


def _member(shape: Shape, name: str) -> Shape | None:
    while isinstance(shape, ListShape):
        shape = shape.member
    if not isinstance(shape, StructureShape):
        return None
    for member, found in shape.members.items():
        if _plain(member) == _plain(name):
            held: Shape = found
            return held
    return None


def _way(shape: Shape | None, path: str) -> Shape | None:
    for part in path.split("."):
        shape = _member(shape, part) if shape is not None else None
    return shape


def judge(kind: str, made: dict[str, Any], where: str, judgement: Judgement) -> None:
    """Judge one resource; a type that is not in OPERATIONS is passed over."""
    shape = _input(OPERATIONS[kind])
    for name, value in made.items():
        found = _way(shape, ALIASES.get(kind, {}).get(name, name))
        if found is not None:
            _walk(found, value, f"{where}.{name}", judgement)


def _walk(shape: Shape, value: Any, where: str, judgement: Judgement) -> None:  # noqa: ANN401
    if isinstance(value, list):
        inner = shape.member if isinstance(shape, ListShape) else shape
        for each in value:
            _walk(inner, each, where, judgement)
    elif isinstance(value, dict):
        for name, held in value.items():
            found = _member(shape, name)
            if found is not None:
                _walk(found, held, f"{where}.{name}", judgement)
    elif not (isinstance(value, str) and "${" in value):
        said = list(_refusals(shape, value))
        judgement.judged += bool(shape.metadata.keys() & {"enum", "pattern", "min", "max"})
        judgement.refused += [f"{where}: {value!r} {each}" for each in said]


def _refusals(shape: Shape, value: Any) -> Iterator[str]:  # noqa: ANN401
    rules = shape.metadata
    if shape.type_name == "string":
        value = str(value)
        if "enum" in rules and value not in rules["enum"]:
            yield f"is none of {', '.join(rules['enum'])}"
        pattern = _python(rules.get("pattern", ""))
        if pattern is not None and not pattern.search(value):
            yield f"does not match {rules['pattern']}"
    size = len(value) if shape.type_name == "string" else value
    if shape.type_name in {"string", "integer", "long"} and str(size).lstrip("-").isdigit():
        if int(size) < rules.get("min", int(size)):
            yield f"is below {rules['min']}"
        if int(size) > rules.get("max", int(size)):
            yield f"is above {rules['max']}"


@cache
def _python(pattern: str) -> re.Pattern[str] | None:
    """A pattern as Python reads it, from the first character to the last; None where it cannot."""
    for java, own in JAVA:
        pattern = pattern.replace(java, own)
    try:
        return re.compile(f"^(?:{pattern})$", re.DOTALL) if pattern else None
    except re.error:
        return None
