"""Arguments with which Terraform makes a thing anew instead of changing it, as the providers' documentation says.

Of the types whose loss is felt; a type that is not here is told as changed, and the plan says the rest.
"""

from types import MappingProxyType

REPLACED = MappingProxyType(
    {
        "aws_acm_certificate": "domain_name validation_method",
        "aws_autoscaling_group": "name",
        "aws_cloudwatch_log_group": "name",
        "aws_customer_gateway": "bgp_asn ip_address type",
        "aws_db_subnet_group": "name",
        "aws_ec2_managed_prefix_list": "address_family",
        "aws_ecr_repository": "encryption_configuration name",
        "aws_eks_cluster": "kubernetes_network_config name role_arn",
        "aws_eks_node_group": "cluster_name instance_types node_group_name node_role_arn subnet_ids",
        "aws_iam_policy": "description name path",
        "aws_iam_role": "name path",
        "aws_kinesis_firehose_delivery_stream": "destination name",
        "aws_kms_alias": "name",
        "aws_kms_key": "key_usage multi_region",
        "aws_launch_template": "name",
        "aws_lb": "internal load_balancer_type name",
        "aws_lb_target_group": "name port protocol target_type vpc_id",
        "aws_msk_cluster": "cluster_name",
        "aws_nat_gateway": "allocation_id subnet_id",
        "aws_network_acl_rule": "cidr_block egress from_port network_acl_id protocol rule_action rule_number to_port",
        "aws_rds_cluster": "cluster_identifier database_name db_subnet_group_name engine kms_key_id master_username"
        " storage_encrypted",
        "aws_rds_cluster_instance": "availability_zone cluster_identifier engine identifier",
        "aws_route": "destination_cidr_block route_table_id",
        "aws_route53_record": "name type zone_id",
        "aws_route53_zone": "name",
        "aws_s3_bucket": "bucket",
        "aws_secretsmanager_secret": "name",
        "aws_security_group": "description name vpc_id",
        "aws_sns_topic": "name",
        "aws_sqs_queue": "name",
        "aws_subnet": "availability_zone cidr_block vpc_id",
        "aws_vpc": "cidr_block",
        "aws_wafv2_ip_set": "ip_address_version name scope",
        "aws_wafv2_web_acl": "name scope",
        "helm_release": "name namespace",
    }
)


def replaces(kind: str, changed: set[str]) -> bool:
    """Whether a change of these arguments makes a resource of this type anew."""
    return bool(changed & set(REPLACED.get(kind, "").split()))
