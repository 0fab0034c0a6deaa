"""Weakened VPCs, endpoints, NAT and transit gateway."""

from tests.mutants.change import DEV, SHARED, TGW, VPC, Mutant, block, crowd, drop, put
from tests.policy import test_network as net
from tests.policy import test_reach as reach

SECRETS_POLICY = ("data", "aws_iam_policy_document", "vpc_endpoints_secretsmanager-policy", "statement")

NETWORKS = (
    Mutant(
        "two zones become one",
        put(VPC, "aws_subnet", "vpc_kafka-b", availability_zone="eu-central-1a"),
        net.test_each_tier_spans_three_zones,
    ),
    Mutant(
        "a subnet is missing", drop(VPC, "aws_subnet", "vpc_public-c"), net.test_each_tier_spans_three_zones
    ),
    Mutant(
        "a subnet hands out public addresses",
        put(VPC, "aws_subnet", "vpc_private-a", map_public_ip_on_launch=True),
        net.test_no_subnet_hands_out_public_addresses,
    ),
    Mutant(
        "two subnets overlap",
        put(VPC, "aws_subnet", "vpc_private-b", cidr_block="10.40.0.0/19"),
        net.test_no_ranges_overlap,
    ),
    Mutant(
        "the NAT address has another name",
        put(VPC, "aws_eip", "vpc_internet_nat-address", tags={"Name": "nat"}),
        net.test_nat_gateways_have_the_documents_address,
    ),
    Mutant(
        "the NAT gateway stands in a private subnet",
        put(VPC, "aws_nat_gateway", "vpc_internet_nat", subnet_id="${aws_subnet.vpc_private-a.id}"),
        net.test_nat_gateways_have_the_documents_address,
    ),
    Mutant(
        "attachments are accepted by themselves",
        put(TGW, "aws_ec2_transit_gateway", "transit_gateway", auto_accept_shared_attachments="enable"),
        net.test_transit_gateway_routes_nothing_by_itself,
    ),
    Mutant(
        "attachments join a default table",
        put(TGW, "aws_ec2_transit_gateway", "transit_gateway", default_route_table_association="enable"),
        net.test_transit_gateway_routes_nothing_by_itself,
    ),
    Mutant(
        "attachments announce themselves",
        put(TGW, "aws_ec2_transit_gateway", "transit_gateway", default_route_table_propagation=None),
        net.test_transit_gateway_routes_nothing_by_itself,
    ),
    Mutant(
        "the gateway is shared with strangers",
        put(TGW, "aws_ram_resource_share", "transit_share_share", allow_external_principals=True),
        net.test_each_attachment_has_one_table_and_is_accepted_where_accounts_differ,
    ),
    Mutant(
        "an account is added to the share",
        put(TGW, "aws_ram_principal_association", "transit_x", principal="999999999999"),
        net.test_each_attachment_has_one_table_and_is_accepted_where_accounts_differ,
    ),
    Mutant(
        "an attachment is not accepted",
        drop(DEV, "aws_ec2_transit_gateway_vpc_attachment_accepter", "attachment_accepted"),
        net.test_each_attachment_has_one_table_and_is_accepted_where_accounts_differ,
    ),
    Mutant(
        "an attachment lies among the workloads",
        put(
            DEV,
            "aws_ec2_transit_gateway_vpc_attachment",
            "attachment_vpc",
            subnet_ids=["${aws_subnet.vpc_private-a.id}"],
        ),
        net.test_attachments_lie_in_the_transit_tier,
    ),
    Mutant(
        "tunnel keys are in the state",
        put(TGW, "aws_vpn_connection", "transit_external-head-office_connection", preshared_key_storage=None),
        net.test_vpn_tunnels_are_strong_and_their_keys_are_not_in_the_state,
    ),
    Mutant(
        "a tunnel speaks IKEv1",
        put(
            TGW,
            "aws_vpn_connection",
            "transit_external-head-office_connection",
            tunnel2_ike_versions=["ikev1"],
        ),
        net.test_vpn_tunnels_are_strong_and_their_keys_are_not_in_the_state,
    ),
    Mutant(
        "an endpoint is missing",
        drop(DEV, "aws_vpc_endpoint", "vpc_endpoints_sts"),
        net.test_endpoints_are_those_that_the_flows_call,
    ),
    Mutant(
        "an endpoint without private names",
        put(VPC, "aws_vpc_endpoint", "vpc_endpoints_kms", private_dns_enabled=False),
        net.test_endpoints_are_those_that_the_flows_call,
    ),
    Mutant(
        "an endpoint policy admits any account",
        block(
            VPC,
            ("data", "aws_iam_policy_document", "vpc_endpoints_kms-policy", "statement", 0, "condition"),
            [],
        ),
        net.test_endpoint_policies_admit_the_flows_actions_for_the_estate_only,
    ),
    Mutant(
        "an endpoint policy admits another account",
        block(
            VPC,
            (
                "data",
                "aws_iam_policy_document",
                "vpc_endpoints_kms-policy",
                "statement",
                0,
                "condition",
                0,
                "values",
            ),
            ["999999999999"],
        ),
        net.test_endpoint_policies_admit_the_flows_actions_for_the_estate_only,
    ),
    Mutant(
        "an endpoint policy admits one action more",
        block(
            VPC,
            ("data", "aws_iam_policy_document", "vpc_endpoints_kms-policy", "statement", 0, "actions"),
            ["kms:*"],
        ),
        net.test_endpoint_policies_admit_the_flows_actions_for_the_estate_only,
    ),
    Mutant(
        "DNS answers everything",
        put(VPC, "aws_route53_resolver_firewall_rule", "vpc_dns-firewall_block", action="ALLOW"),
        net.test_dns_answers_only_what_flows_need,
    ),
    Mutant(
        "DNS forgets the other name of AWS APIs",
        put(
            VPC,
            "aws_route53_resolver_firewall_domain_list",
            "vpc_dns-firewall_allowed",
            domains=["*.amazonaws.com."],
        ),
        net.test_dns_answers_for_every_endpoint,
    ),
    Mutant(
        "DNS forgets AWS APIs",
        put(
            DEV,
            "aws_route53_resolver_firewall_domain_list",
            "vpc_dns-firewall_allowed",
            domains=["*.eu-central-1.api.aws."],
        ),
        net.test_dns_answers_for_every_endpoint,
    ),
    Mutant(
        "anyone calls everything from Shared Services",
        block(
            SHARED,
            ("data", "aws_iam_policy_document", "vpc_endpoints_kms-policy", "statement", 1, "condition"),
            [],
        ),
        net.test_endpoint_policies_admit_the_flows_actions_for_the_estate_only,
    ),
    Mutant(
        "DNS fails open",
        put(
            VPC,
            "aws_route53_resolver_firewall_config",
            "vpc_dns-firewall_fails-closed",
            firewall_fail_open="ENABLED",
        ),
        net.test_dns_answers_only_what_flows_need,
    ),
    Mutant(
        "DNS allows a domain more",
        put(SHARED, "aws_route53_resolver_firewall_domain_list", "vpc_dns-firewall_allowed", domains=["*"]),
        net.test_dns_answers_only_what_flows_need,
    ),
    Mutant(
        "a VPC has another range",
        put(VPC, "aws_vpc", "vpc_vpc", cidr_block="10.60.0.0/16"),
        net.test_every_vpc_of_the_environment_is_there,
    ),
    Mutant(
        "a VPC is missing", drop(SHARED, "aws_vpc", "vpc_vpc"), net.test_every_vpc_of_the_environment_is_there
    ),
    Mutant(
        "a VPC lies on an external network",
        put(SHARED, "aws_vpc", "vpc_vpc", cidr_block="10.64.0.0/20"),
        net.test_no_ranges_overlap,
    ),
    Mutant(
        "the DMZ hands out public addresses",
        put(VPC, "aws_subnet", "vpc_public-a", map_public_ip_on_launch=True),
        net.test_no_subnet_hands_out_public_addresses,
    ),
    Mutant(
        "an attachment misses a zone",
        block(
            VPC,
            ("resource", "aws_ec2_transit_gateway_vpc_attachment", "attachment_vpc", "subnet_ids"),
            ["${aws_subnet.vpc_transit-a.id}"],
        ),
        net.test_attachments_lie_in_the_transit_tier,
    ),
    Mutant("a crowded ACL, inbound", crowd(ingress=True), reach.test_acls_stay_within_the_quota),
    Mutant("a crowded ACL, outbound", crowd(ingress=False), reach.test_acls_stay_within_the_quota),
    Mutant(
        "every secret of the account through the endpoint",
        block(VPC, (*SECRETS_POLICY, 1, "resources"), ["*"]),
        net.test_secrets_are_reached_by_their_prefix_only,
    ),
    Mutant(
        "Kafka's credentials cannot be read",
        block(
            VPC,
            (*SECRETS_POLICY, 1, "resources"),
            ["arn:aws:secretsmanager:eu-central-1:222222222222:secret:tm/sandbox/*"],
        ),
        net.test_secrets_are_reached_by_their_prefix_only,
    ),
)
