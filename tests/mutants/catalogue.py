"""Weakenings of the synthesized JSON, each with the policy test that has to refuse it."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.policy import test_hygiene, test_network, test_reach, test_security_groups
from tests.policy.facts import Estate

Stacks = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Mutant:
    """`change` breaks the stacks; `killer` is the test that must fail on them."""

    name: str
    change: Callable[[Stacks], None]
    killer: Callable[[Estate], None]

    def applied(self, estate: Estate) -> Estate:
        """A copy of the estate with this change. Raises if the change changes nothing."""
        stacks = copy.deepcopy(estate.stacks)
        self.change(stacks)
        if json.dumps(stacks) == json.dumps(estate.stacks):
            message = f"{self.name} changes nothing"
            raise ValueError(message)
        return Estate(estate.environment, stacks)


def put(stack: str, kind: str, name: str, /, **attributes: Any) -> Callable[[Stacks], None]:  # noqa: ANN401
    """Set attributes of a resource; None removes one; a new name makes a new resource."""

    def change(stacks: Stacks) -> None:
        made = stacks[stack].setdefault("resource", {}).setdefault(kind, {}).setdefault(name, {})
        for key, value in attributes.items():
            made.pop(key, None) if value is None else made.update({key: value})

    return change


def drop(stack: str, kind: str, name: str) -> Callable[[Stacks], None]:
    """Delete a resource."""

    def change(stacks: Stacks) -> None:
        del stacks[stack]["resource"][kind][name]

    return change


def block(stack: str, path: tuple[str | int, ...], value: Any) -> Callable[[Stacks], None]:  # noqa: ANN401
    """Set a value anywhere in a stack."""

    def change(stacks: Stacks) -> None:
        here: Any = stacks[stack]
        for key in path[:-1]:
            here = here[key]
        here[path[-1]] = value

    return change


def all_of(*changes: Callable[[Stacks], None]) -> Callable[[Stacks], None]:
    """Several changes that only together open something."""

    def change(stacks: Stacks) -> None:
        for each in changes:
            each(stacks)

    return change


def crowd(ingress: bool) -> Callable[[Stacks], None]:  # noqa: FBT001 -- a direction, in a table of mutants
    """One entry more than AWS takes, in one direction of an ACL."""
    return all_of(
        *(
            put(
                VPC,
                ACL_RULE,
                f"vpc_acl_x{i}",
                network_acl_id="${aws_network_acl.vpc_acl_kafka.id}",
                egress=not ingress,
                rule_number=i,
                rule_action="allow",
                protocol="tcp",
                cidr_block=f"10.0.{i}.0/24",
                from_port=1,
                to_port=1,
            )
            for i in range(1, 22)
        )
    )


def route(stack: str, table: str, cidr: str) -> Callable[[Stacks], None]:
    """A route into the transit gateway."""
    return put(
        stack,
        "aws_route",
        "routes_extra",
        route_table_id=f"${{aws_route_table.vpc_tables_{table}.id}}",
        destination_cidr_block=cidr,
        transit_gateway_id="${var.network_transit_transit_gateway_id}",
    )


def known_to(stack: str, zone: str) -> Callable[[Stacks], None]:
    """A VPC announces itself to a zone that no flow joins it with."""
    return put(
        stack,
        PROPAGATION,
        "attachment_extra",
        transit_gateway_attachment_id="${aws_ec2_transit_gateway_vpc_attachment.attachment_vpc.id}",
        transit_gateway_route_table_id=f"${{var.network_transit_route_table_ids_{zone}}}",
    )


def _rule(kind: str, own: str, other: str, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "security_group_id": f"${{aws_security_group.firewall_{own}.id}}",
        "referenced_security_group_id": f"${{aws_security_group.firewall_{other}.id}}",
        "ip_protocol": "tcp",
        "from_port": 22,
        "to_port": 22,
        "description": "arrow 13.1",
        "tags": {},
    } | kwargs


IN, OUT = "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"
SG, ACL, ACL_RULE = "aws_security_group", "aws_network_acl", "aws_network_acl_rule"
FW, VPC, DEV, SHARED, TGW = "tm-firewall", "tm-vpc", "apps-development-vpc", "shared-vpc", "network-transit"
KAFKA_IN = "firewall_kafka-from-eks-tm-9096"
PROPAGATION = "aws_ec2_transit_gateway_route_table_propagation"
exact, groups = test_security_groups.test_rules_are_exactly_the_flows, test_security_groups
net, hygiene, reach = test_network, test_hygiene, test_reach
acl = test_reach.test_acls_are_exactly_what_the_flows_need

RULES = (
    Mutant("kafka loses arrow 13.1", drop(FW, IN, KAFKA_IN), exact),
    Mutant("eks loses the way to kafka", drop(FW, OUT, "firewall_eks-tm-to-kafka-9096"), exact),
    Mutant("kafka opens a port range", put(FW, IN, KAFKA_IN, from_port=0), exact),
    Mutant(
        "kafka opens every protocol",
        put(FW, IN, KAFKA_IN, ip_protocol="-1", from_port=None, to_port=None),
        exact,
    ),
    Mutant("kafka opens to aurora", put(FW, IN, "firewall_extra", **_rule(IN, "kafka", "aurora")), exact),
    Mutant(
        "kafka opens to the world",
        put(FW, IN, KAFKA_IN, referenced_security_group_id=None, cidr_ipv4="0.0.0.0/0"),
        groups.test_no_rule_admits_the_world,
    ),
    Mutant("a second peer hides in a rule", put(FW, IN, KAFKA_IN, cidr_ipv4="0.0.0.0/0"), exact),
    Mutant("a rule opens IPv6", put(FW, IN, KAFKA_IN, cidr_ipv6="::/0"), exact),
    Mutant("a rule carries the wrong arrow", put(FW, IN, KAFKA_IN, description="arrow 9.2"), exact),
    Mutant(
        "a rule is there twice",
        put(FW, IN, "firewall_again", **_rule(IN, "kafka", "eks-tm", from_port=9096, to_port=9096)),
        exact,
    ),
    Mutant(
        "inline ingress on a group",
        put(FW, SG, "firewall_kafka", ingress=[{"cidr_blocks": ["0.0.0.0/0"]}]),
        groups.test_groups_have_no_rules_of_their_own,
    ),
    Mutant(
        "an old-style rule",
        put(FW, "aws_security_group_rule", "firewall_x", type="ingress"),
        groups.test_groups_have_no_rules_of_their_own,
    ),
    Mutant(
        "two VPCs are peered",
        put(VPC, "aws_vpc_peering_connection", "vpc_x", vpc_id="x"),
        groups.test_groups_have_no_rules_of_their_own,
    ),
    Mutant(
        "nodes of a cluster open to pods of another",
        put(
            FW,
            IN,
            "firewall_eks-tm-from-eks-tm-all",
            referenced_security_group_id="${aws_security_group.firewall_jumphost-tm.id}",
        ),
        groups.test_everything_open_is_only_among_the_nodes_of_one_cluster,
    ),
    Mutant(
        "the default group lets everything in",
        put(VPC, "aws_default_security_group", "vpc_default-group", ingress=[{"protocol": "-1"}]),
        groups.test_default_groups_and_acls_are_empty,
    ),
    Mutant(
        "the default ACL is not adopted",
        drop(VPC, "aws_default_network_acl", "vpc_default-acl"),
        groups.test_default_groups_and_acls_are_empty,
    ),
    Mutant(
        "the VPN list admits a stranger",
        block(
            FW,
            ("resource", "aws_ec2_managed_prefix_list", "firewall_company-vpn", "entry", 0, "cidr"),
            "198.51.100.0/24",
        ),
        groups.test_the_prefix_list_holds_the_vpn_and_names_its_arrows,
    ),
    Mutant(
        "the VPN list admits the world",
        block(
            FW,
            ("resource", "aws_ec2_managed_prefix_list", "firewall_company-vpn", "entry", 0, "cidr"),
            "0.0.0.0/0",
        ),
        exact,
    ),
    Mutant(
        "a party wears another one's group",
        put(FW, SG, "firewall_aurora", tags={"Party": "kafka"}),
        groups.test_every_party_with_an_address_has_a_group,
    ),
)

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
)

ACLS = (
    Mutant("an ACL loses its return ports", drop(VPC, ACL_RULE, "vpc_acl_kafka-to-tm-private-return"), acl),
    Mutant("an ACL loses arrow 12.2", drop(VPC, ACL_RULE, "vpc_acl_database-from-tm-private-5432"), acl),
    Mutant(
        "an ACL admits the world",
        put(VPC, ACL_RULE, "vpc_acl_database-from-tm-private-5432", cidr_block="0.0.0.0/0"),
        acl,
    ),
    Mutant(
        "an ACL admits one port more",
        put(VPC, ACL_RULE, "vpc_acl_kafka-from-tm-private-9096", to_port=9098),
        acl,
    ),
    Mutant(
        "an ACL denies", put(VPC, ACL_RULE, "vpc_acl_kafka-from-tm-private-9096", rule_action="deny"), acl
    ),
    Mutant(
        "an ACL opens IPv6",
        put(VPC, ACL_RULE, "vpc_acl_kafka-from-tm-private-9096", ipv6_cidr_block="::/0"),
        acl,
    ),
    Mutant("an ACL has inline rules", put(VPC, ACL, "vpc_acl_kafka", ingress=[{"action": "allow"}]), acl),
    Mutant(
        "an ACL entry turns around",
        put(VPC, ACL_RULE, "vpc_acl_kafka-from-tm-private-9096", egress=True),
        acl,
    ),
)

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
        put(TGW, "aws_ram_resource_share", "transit_share", allow_external_principals=True),
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
)

HYGIENE = (
    Mutant(
        "a stack is not tagged",
        block(VPC, ("provider", "aws", 0, "default_tags"), []),
        hygiene.test_every_provider_tags_everything,
    ),
    Mutant(
        "a stack has another owner",
        block(VPC, ("provider", "aws", 0, "default_tags", 0, "tags", "Owner"), "someone"),
        hygiene.test_every_provider_tags_everything,
    ),
    Mutant(
        "a stack may work in any account",
        block(VPC, ("provider", "aws", 0, "allowed_account_ids"), []),
        hygiene.test_every_provider_is_held_to_its_account,
    ),
    Mutant(
        "a stack works in another region",
        block(VPC, ("provider", "aws", 0, "region"), "us-east-1"),
        hygiene.test_every_provider_is_held_to_its_account,
    ),
    Mutant(
        "a provider without namespace",
        block(VPC, ("terraform", "required_providers", "aws", "source"), "aws"),
        hygiene.test_providers_come_with_namespace_and_exact_version,
    ),
    Mutant(
        "a provider with a range of versions",
        block(VPC, ("terraform", "required_providers", "aws", "version"), "~> 6.0"),
        hygiene.test_providers_come_with_namespace_and_exact_version,
    ),
    Mutant(
        "a backend appears",
        block(VPC, ("terraform", "backend"), {"local": {}}),
        hygiene.test_state_is_where_the_environment_says,
    ),
    Mutant(
        "flow logs are missing",
        drop(VPC, "aws_flow_log", "vpc_flow-logs_log"),
        hygiene.test_networks_are_logged_and_the_logs_encrypted,
    ),
    Mutant(
        "flow logs miss what is refused",
        put(VPC, "aws_flow_log", "vpc_flow-logs_log", traffic_type="ACCEPT"),
        hygiene.test_networks_are_logged_and_the_logs_encrypted,
    ),
    Mutant(
        "a log group is encrypted by AWS's key",
        put(VPC, "aws_cloudwatch_log_group", "vpc_flow-logs_group", kms_key_id="alias/aws/logs"),
        hygiene.test_networks_are_logged_and_the_logs_encrypted,
    ),
    Mutant(
        "a key does not rotate",
        put(VPC, "aws_kms_key", "vpc_flow-logs_key", enable_key_rotation=False),
        hygiene.test_keys_rotate,
    ),
    Mutant(
        "a key can vanish in a week",
        put(VPC, "aws_kms_key", "vpc_flow-logs_key", deletion_window_in_days=7),
        hygiene.test_keys_rotate,
    ),
    Mutant(
        "a policy allows everything",
        block(
            VPC,
            ("data", "aws_iam_policy_document", "vpc_flow-logs_write-policy", "statement", 0, "actions"),
            ["*"],
        ),
        hygiene.test_no_statement_allows_everything,
    ),
    Mutant(
        "a role is trusted unconditionally",
        block(
            VPC, ("data", "aws_iam_policy_document", "vpc_flow-logs_trust", "statement", 0, "condition"), []
        ),
        hygiene.test_roles_are_trusted_by_name_and_condition,
    ),
    Mutant(
        "a role trusts everyone",
        block(
            TGW,
            (
                "data",
                "aws_iam_policy_document",
                "transit_attachment-trust",
                "statement",
                0,
                "principals",
                0,
                "identifiers",
            ),
            ["*"],
        ),
        hygiene.test_roles_are_trusted_by_name_and_condition,
    ),
    Mutant(
        "a user appears",
        put(VPC, "aws_iam_user", "vpc_x", name="x"),
        hygiene.test_forbidden_resources_are_absent,
    ),
    Mutant(
        "CloudFormation appears",
        put(VPC, "aws_cloudformation_stack", "vpc_x", name="x"),
        hygiene.test_forbidden_resources_are_absent,
    ),
    Mutant(
        "a stack reads another one's state",
        block(VPC, ("data", "terraform_remote_state"), {"x": {}}),
        hygiene.test_no_stack_reads_another_ones_state,
    ),
    Mutant(
        "a variable has a default",
        block(FW, ("variable", "tm_vpc_vpc_id", "default"), "vpc-1"),
        hygiene.test_variables_are_filled_by_exactly_one_output,
    ),
    Mutant(
        "an output is gone",
        block(VPC, ("output",), {}),
        hygiene.test_variables_are_filled_by_exactly_one_output,
    ),
    Mutant(
        "a token is left over",
        put(VPC, "aws_vpc", "vpc_vpc", tags={"Name": "${TfToken[TOKEN.1]}"}),
        hygiene.test_json_holds_no_leftovers,
    ),
    Mutant(
        "a path of a machine is left over",
        put(VPC, "aws_vpc", "vpc_vpc", tags={"Name": "/home/x"}),
        hygiene.test_json_holds_no_leftovers,
    ),
)

SECOND = (
    Mutant(
        "a backend with a path",
        block(VPC, ("terraform", "backend"), {"local": {"path": "x"}}),
        hygiene.test_state_is_where_the_environment_says,
    ),
    Mutant(
        "a key policy allows everything",
        block(
            VPC,
            ("data", "aws_iam_policy_document", "vpc_flow-logs_key-policy", "statement", 0, "actions"),
            ["kms:*", "*"],
        ),
        hygiene.test_no_statement_allows_everything,
    ),
    Mutant(
        "a firewall reads another one's state",
        block(FW, ("data",), {"terraform_remote_state": {"x": {}}}),
        hygiene.test_no_stack_reads_another_ones_state,
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
    Mutant(
        "a load balancer opens to the world",
        put(FW, IN, "firewall_edge-core-from-company-vpn-443", prefix_list_id=None, cidr_ipv4="0.0.0.0/0"),
        groups.test_no_rule_admits_the_world,
    ),
    Mutant(
        "nodes open everything to the database",
        put(
            FW,
            OUT,
            "firewall_eks-tm-to-eks-tm-all",
            referenced_security_group_id="${aws_security_group.firewall_aurora.id}",
        ),
        groups.test_everything_open_is_only_among_the_nodes_of_one_cluster,
    ),
    Mutant(
        "the VPN list names no arrow",
        block(
            FW,
            ("resource", "aws_ec2_managed_prefix_list", "firewall_company-vpn", "entry", 0, "description"),
            "vpn",
        ),
        groups.test_the_prefix_list_holds_the_vpn_and_names_its_arrows,
    ),
    Mutant(
        "a group that no flow needs",
        put(FW, SG, "firewall_x", name="x", vpc_id="${var.tm_vpc_vpc_id}", tags={"Party": "argo-ui"}),
        groups.test_every_party_with_an_address_has_a_group,
    ),
)

MUTANTS = SECOND + RULES + ROUTES + ACLS + NETWORKS + HYGIENE
