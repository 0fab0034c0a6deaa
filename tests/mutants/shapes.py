"""Weakened shapes: unknown types and attributes, dangling references, missing companions."""

from tests.mutants.change import ACL_RULE, DEV, FW, PROPAGATION, SHARED, TGW, VPC, Mutant, block, drop, put
from tests.policy import test_shapes as shapes

ROLE_POLICY = ("data", "aws_iam_policy_document", "vpc_flow-logs_write-policy", "statement", 0)
KEY_POLICY = (
    "data",
    "aws_iam_policy_document",
    "vpc_flow-logs_encryption_policy",
    "statement",
    1,
    "principals",
    0,
)

SHAPES = (
    Mutant(
        "a type that nobody reads",
        put(VPC, "aws_emr_cluster", "vpc_x", name="x"),
        shapes.test_every_resource_has_its_shape,
    ),
    Mutant(
        "an attribute that nobody reads",
        put(VPC, "aws_vpc", "vpc_vpc", ipv6_cidr_block="::/56"),
        shapes.test_every_resource_has_its_shape,
    ),
    Mutant(
        "a VPC without DNS",
        put(VPC, "aws_vpc", "vpc_vpc", enable_dns_support=False),
        shapes.test_every_resource_has_its_shape,
    ),
    Mutant(
        "a tunnel without integrity",
        put(
            TGW,
            "aws_vpn_connection",
            "transit_external-head-office_connection",
            tunnel1_phase2_integrity_algorithms=None,
        ),
        shapes.test_every_resource_has_its_shape,
    ),
    Mutant(
        "a log group without its key",
        put(VPC, "aws_cloudwatch_log_group", "vpc_flow-logs_group", kms_key_id="${aws_vpc.vpc_vpc.id}"),
        shapes.test_every_resource_has_its_shape,
    ),
    Mutant(
        "a key is gone",
        drop(VPC, "aws_kms_key", "vpc_flow-logs_encryption_key"),
        shapes.test_every_reference_leads_somewhere,
    ),
    Mutant(
        "a route table is gone",
        drop(VPC, "aws_route_table", "vpc_tables_database"),
        shapes.test_every_reference_leads_somewhere,
    ),
    Mutant(
        "a key has no alias",
        drop(VPC, "aws_kms_alias", "vpc_flow-logs_encryption_alias"),
        shapes.test_every_resource_has_what_makes_it_work,
    ),
    Mutant(
        "a role has no policy",
        drop(VPC, "aws_iam_role_policy", "vpc_flow-logs_write"),
        shapes.test_every_resource_has_what_makes_it_work,
    ),
    Mutant(
        "a subnet uses the main table",
        drop(VPC, "aws_route_table_association", "vpc_tables_database-a-uses"),
        shapes.test_every_resource_has_what_makes_it_work,
    ),
    Mutant(
        "the share shares nothing",
        drop(TGW, "aws_ram_resource_association", "transit_share_gateway"),
        shapes.test_every_resource_has_what_makes_it_work,
    ),
    Mutant(
        "a DNS firewall is not bound",
        drop(SHARED, "aws_route53_resolver_firewall_rule_group_association", "vpc_dns-firewall_bound"),
        shapes.test_every_resource_has_what_makes_it_work,
    ),
    Mutant(
        "a plan asks AWS for images",
        block(VPC, ("data", "aws_ami"), {"x": {}}),
        shapes.test_data_is_only_policy_documents,
    ),
    Mutant(
        "a module of someone else",
        block(VPC, ("module",), {"x": {"source": "x"}}),
        shapes.test_data_is_only_policy_documents,
    ),
    Mutant(
        "a route is learned in the wrong account",
        put(DEV, PROPAGATION, "attachment_known-to-tm", provider=None),
        shapes.test_routing_happens_in_the_gateways_account_and_after_acceptance,
    ),
    Mutant(
        "a route does not wait for acceptance",
        put(DEV, "aws_route", "routes_private-to-tm-kafka", depends_on=None),
        shapes.test_routing_happens_in_the_gateways_account_and_after_acceptance,
    ),
    Mutant(
        "a key is everyone's",
        block(VPC, (*KEY_POLICY, "identifiers"), ["*"]),
        shapes.test_only_endpoint_policies_speak_of_everyone,
    ),
    Mutant(
        "a role is everyone's",
        block(
            VPC,
            (
                "data",
                "aws_iam_policy_document",
                "vpc_flow-logs_trust",
                "statement",
                0,
                "principals",
                0,
                "identifiers",
            ),
            ["*"],
        ),
        shapes.test_only_endpoint_policies_speak_of_everyone,
    ),
    Mutant(
        "a role may do everything with storage",
        block(VPC, (*ROLE_POLICY, "actions"), ["s3:*"]),
        shapes.test_whole_services_are_allowed_only_to_runners_and_key_owners,
    ),
    Mutant(
        "a role may do everything with IAM",
        block(
            TGW,
            (
                "data",
                "aws_iam_policy_document",
                "transit_attachment-role_attach-policy",
                "statement",
                0,
                "actions",
            ),
            ["iam:*"],
        ),
        shapes.test_whole_services_are_allowed_only_to_runners_and_key_owners,
    ),
    Mutant(
        "a rule of an ACL that is gone",
        put(
            VPC,
            ACL_RULE,
            "vpc_acl_kafka-from-tm-private-9096",
            network_acl_id="${aws_network_acl.vpc_acl_none.id}",
        ),
        shapes.test_every_reference_leads_somewhere,
    ),
    Mutant(
        "a group of another VPC",
        put(FW, "aws_security_group", "firewall_kafka", vpc_id="vpc-123"),
        shapes.test_every_resource_has_its_shape,
    ),
    Mutant(
        "a key that encrypts nothing",
        put("tm-jumphost", "aws_kms_key", "jumphost_spare", description="spare"),
        shapes.test_every_key_encrypts_something,
    ),
    Mutant(
        "a key is handed to nobody",
        block("tm-keys", ("output", "key_arns_scram", "value"), "none"),
        shapes.test_every_key_encrypts_something,
    ),
    Mutant(
        "a key moves to where nothing is",
        block("lake-ingest", ("moved", 0, "to"), "aws_kms_key.nowhere"),
        shapes.test_what_has_moved_is_of_the_same_kind_and_only_at_its_new_place,
    ),
    Mutant(
        "a topic becomes a key",
        block("lake-ingest", ("moved", 0, "from"), "aws_sns_topic.ingest_watch_alarms_key"),
        shapes.test_what_has_moved_is_of_the_same_kind_and_only_at_its_new_place,
    ),
)
