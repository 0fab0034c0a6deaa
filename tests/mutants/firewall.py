"""Weakened security groups."""

from tests.mutants.change import FW, IN, KAFKA_IN, OUT, SG, VPC, Mutant, block, drop, peer_rule, put
from tests.policy import test_security_groups as groups

RULES = (
    Mutant("kafka loses arrow 13.1", drop(FW, IN, KAFKA_IN), groups.test_rules_are_exactly_the_flows),
    Mutant(
        "eks loses the way to kafka",
        drop(FW, OUT, "firewall_eks-tm-to-kafka-9096"),
        groups.test_rules_are_exactly_the_flows,
    ),
    Mutant(
        "kafka opens a port range",
        put(FW, IN, KAFKA_IN, from_port=0),
        groups.test_rules_are_exactly_the_flows,
    ),
    Mutant(
        "kafka opens every protocol",
        put(FW, IN, KAFKA_IN, ip_protocol="-1", from_port=None, to_port=None),
        groups.test_rules_are_exactly_the_flows,
    ),
    Mutant(
        "kafka opens to aurora",
        put(FW, IN, "firewall_extra", **peer_rule("kafka", "aurora")),
        groups.test_rules_are_exactly_the_flows,
    ),
    Mutant(
        "kafka opens to the world",
        put(FW, IN, KAFKA_IN, referenced_security_group_id=None, cidr_ipv4="0.0.0.0/0"),
        groups.test_no_rule_admits_the_world,
    ),
    Mutant(
        "a second peer hides in a rule",
        put(FW, IN, KAFKA_IN, cidr_ipv4="0.0.0.0/0"),
        groups.test_rules_are_exactly_the_flows,
    ),
    Mutant(
        "a rule opens IPv6", put(FW, IN, KAFKA_IN, cidr_ipv6="::/0"), groups.test_rules_are_exactly_the_flows
    ),
    Mutant(
        "a rule carries the wrong arrow",
        put(FW, IN, KAFKA_IN, description="arrow 9.2"),
        groups.test_rules_are_exactly_the_flows,
    ),
    Mutant(
        "a rule is there twice",
        put(FW, IN, "firewall_again", **peer_rule("kafka", "eks-tm", from_port=9096, to_port=9096)),
        groups.test_rules_are_exactly_the_flows,
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
        groups.test_prefix_lists_hold_the_public_clients_and_say_why,
    ),
    Mutant(
        "the VPN list admits the world",
        block(
            FW,
            ("resource", "aws_ec2_managed_prefix_list", "firewall_company-vpn", "entry", 0, "cidr"),
            "0.0.0.0/0",
        ),
        groups.test_rules_are_exactly_the_flows,
    ),
    Mutant(
        "a party wears another one's group",
        put(FW, SG, "firewall_aurora", tags={"Party": "kafka"}),
        groups.test_every_party_with_an_address_has_a_group,
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
        groups.test_prefix_lists_hold_the_public_clients_and_say_why,
    ),
    Mutant(
        "a group that no flow needs",
        put(FW, SG, "firewall_x", name="x", vpc_id="${var.tm_vpc_vpc_id}", tags={"Party": "argo-ui"}),
        groups.test_every_party_with_an_address_has_a_group,
    ),
)
