"""Weakened routes, transit gateway tables and network ACLs."""

from tests.mutants.change import (
    ACL,
    ACL_RULE,
    DEV,
    PROPAGATION,
    VPC,
    Mutant,
    all_of,
    drop,
    known_to,
    put,
    route,
)
from tests.policy import test_network as net
from tests.policy import test_reach as reach

ROUTES = (
    Mutant(
        "kafka gets a way to the internet",
        put(
            VPC,
            "aws_route",
            "vpc_x",
            route_table_id="${aws_route_table.vpc_tables_kafka.id}",
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id="${aws_nat_gateway.vpc_internet_nat.id}",
        ),
        reach.test_only_the_hub_and_shared_services_reach_the_internet,
    ),
    Mutant(
        "apps get a way to the internet",
        put(
            DEV,
            "aws_route",
            "routes_x",
            route_table_id="${aws_route_table.vpc_tables_private.id}",
            destination_cidr_block="0.0.0.0/0",
            transit_gateway_id="${var.network_transit_transit_gateway_id}",
        ),
        reach.test_default_routes_are_only_where_flows_leave,
    ),
    Mutant(
        "apps know one another",
        put(
            DEV,
            PROPAGATION,
            "attachment_known-to-own",
            transit_gateway_attachment_id="${aws_ec2_transit_gateway_vpc_attachment.attachment_vpc.id}",
            transit_gateway_route_table_id="${var.network_transit_route_table_ids_apps}",
        ),
        reach.test_transit_tables_hold_exactly_the_networks_that_flows_join,
    ),
    Mutant(
        "apps lose the way to kafka",
        drop(DEV, "aws_route", "routes_private-to-tm-kafka"),
        reach.test_every_flow_has_a_way_there_and_back,
    ),
    Mutant(
        "kafka cannot answer apps",
        drop(VPC, "aws_route", "routes_kafka-to-apps-development-private"),
        reach.test_every_flow_has_a_way_there_and_back,
    ),
    Mutant(
        "TM does not learn an Apps network",
        drop(DEV, PROPAGATION, "attachment_known-to-tm"),
        reach.test_every_flow_has_a_way_there_and_back,
    ),
    Mutant(
        "shared services lose the way out",
        drop(VPC, "aws_ec2_transit_gateway_route", "attachment_default-of-shared"),
        reach.test_every_flow_has_a_way_there_and_back,
    ),
    Mutant(
        "apps leave through the hub",
        put(
            VPC,
            "aws_ec2_transit_gateway_route",
            "attachment_x",
            destination_cidr_block="0.0.0.0/0",
            transit_gateway_attachment_id="${aws_ec2_transit_gateway_vpc_attachment.attachment_vpc.id}",
            transit_gateway_route_table_id="${var.network_transit_route_table_ids_apps}",
        ),
        reach.test_transit_tables_hold_exactly_the_networks_that_flows_join,
    ),
    Mutant(
        "the database tier shares the private table",
        put(
            VPC,
            "aws_route_table_association",
            "vpc_tables_database-a-uses",
            route_table_id="${aws_route_table.vpc_tables_private.id}",
        ),
        reach.test_only_the_hub_and_shared_services_reach_the_internet,
    ),
    Mutant(
        "the private tier leads straight to the internet",
        put(
            VPC,
            "aws_route",
            "vpc_tables_private-default",
            nat_gateway_id=None,
            gateway_id="${aws_internet_gateway.vpc_internet_gateway.id}",
        ),
        net.test_only_the_dmz_has_an_internet_gateway,
    ),
    Mutant(
        "a VPC of apps gets an internet gateway",
        put(DEV, "aws_internet_gateway", "vpc_x", vpc_id="${aws_vpc.vpc_vpc.id}"),
        net.test_only_the_dmz_has_an_internet_gateway,
    ),
    Mutant(
        "an unknown kind of route",
        put(VPC, "aws_route", "vpc_tables_private-default", vpc_peering_connection_id="pcx-1"),
        reach.test_every_flow_has_a_way_there_and_back,
    ),
    Mutant(
        "development reaches staging",
        all_of(route(DEV, "private", "10.48.64.0/18"), known_to("apps-staging-vpc", "apps")),
        reach.test_apps_environments_cannot_reach_one_another,
    ),
    Mutant(
        "staging reaches production",
        all_of(
            route("apps-staging-vpc", "private", "10.48.128.0/18"), known_to("apps-production-vpc", "apps")
        ),
        reach.test_apps_environments_cannot_reach_one_another,
    ),
    Mutant(
        "the database answers shared services",
        route(VPC, "database", "10.41.0.0/20"),
        reach.test_no_zone_reaches_a_zone_that_no_flow_names,
    ),
    Mutant(
        "kafka answers shared services",
        route(VPC, "kafka", "10.41.0.0/20"),
        reach.test_no_zone_reaches_a_zone_that_no_flow_names,
    ),
    Mutant(
        "the database gets a default route",
        route(VPC, "database", "0.0.0.0/0"),
        reach.test_default_routes_are_only_where_flows_leave,
    ),
    Mutant(
        "apps have an aws_route to an odd place",
        all_of(route(DEV, "transit", "0.0.0.0/0")),
        reach.test_default_routes_are_only_where_flows_leave,
    ),
    Mutant(
        "staging is known to development",
        known_to("apps-staging-vpc", "apps"),
        reach.test_transit_tables_hold_exactly_the_networks_that_flows_join,
    ),
)

ACLS = (
    Mutant(
        "an ACL loses its return ports",
        drop(VPC, ACL_RULE, "vpc_acl_kafka-to-tm-private-return"),
        reach.test_acls_are_exactly_what_the_flows_need,
    ),
    Mutant(
        "an ACL loses arrow 12.2",
        drop(VPC, ACL_RULE, "vpc_acl_database-from-tm-private-5432"),
        reach.test_acls_are_exactly_what_the_flows_need,
    ),
    Mutant(
        "an ACL admits the world",
        put(VPC, ACL_RULE, "vpc_acl_database-from-tm-private-5432", cidr_block="0.0.0.0/0"),
        reach.test_acls_are_exactly_what_the_flows_need,
    ),
    Mutant(
        "an ACL admits one port more",
        put(VPC, ACL_RULE, "vpc_acl_kafka-from-tm-private-9096", to_port=9098),
        reach.test_acls_are_exactly_what_the_flows_need,
    ),
    Mutant(
        "an ACL denies",
        put(VPC, ACL_RULE, "vpc_acl_kafka-from-tm-private-9096", rule_action="deny"),
        reach.test_acls_are_exactly_what_the_flows_need,
    ),
    Mutant(
        "an ACL opens IPv6",
        put(VPC, ACL_RULE, "vpc_acl_kafka-from-tm-private-9096", ipv6_cidr_block="::/0"),
        reach.test_acls_are_exactly_what_the_flows_need,
    ),
    Mutant(
        "an ACL has inline rules",
        put(VPC, ACL, "vpc_acl_kafka", ingress=[{"action": "allow"}]),
        reach.test_acls_are_exactly_what_the_flows_need,
    ),
    Mutant(
        "an ACL entry turns around",
        put(VPC, ACL_RULE, "vpc_acl_kafka-from-tm-private-9096", egress=True),
        reach.test_acls_are_exactly_what_the_flows_need,
    ),
)
