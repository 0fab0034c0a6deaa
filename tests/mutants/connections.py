"""Weakenings that only all filters of all stacks together show."""

from tests.mutants.change import FW, IN, OUT, VPC, Mutant, all_of, block, drop, put
from tests.policy import test_connections as connections

WORLD_443 = {
    "security_group_id": "${aws_security_group.firewall_jumphost-tm.id}",
    "cidr_ipv4": "0.0.0.0/0",
    "ip_protocol": "tcp",
    "from_port": 443,
    "to_port": 443,
    "description": "arrow 8.3",
    "tags": {},
}

CONNECTIONS = (
    Mutant("nobody wears the database's group", block("tm-aurora", ("resource", "aws_rds_cluster", "aurora_cluster_cluster", "vpc_security_group_ids"), []), connections.test_everybody_whom_a_flow_names_is_somewhere),
    Mutant("the TM jump host is gone", drop("tm-jumphost", "aws_instance", "jumphost_host_instance"), connections.test_everybody_whom_a_flow_names_is_somewhere),
    Mutant("brokers answer nodes no more", drop(FW, IN, "firewall_kafka-from-eks-tm-9096"), connections.test_every_flow_is_possible),
    Mutant("Apps have no way to Kafka", drop(VPC, "aws_route", "routes_kafka-to-apps-development-private"), connections.test_every_flow_is_possible),
    Mutant("answers of the database are dropped", drop(VPC, "aws_network_acl_rule", "vpc_acl_database-to-tm-private-return"), connections.test_every_flow_is_possible),
    Mutant("the jump host opens the database", all_of(put(FW, OUT, "firewall_x", security_group_id="${aws_security_group.firewall_jumphost-tm.id}", referenced_security_group_id="${aws_security_group.firewall_aurora.id}", ip_protocol="tcp", from_port=5432, to_port=5432, description="arrow 12.2", tags={}), put(FW, IN, "firewall_x", security_group_id="${aws_security_group.firewall_aurora.id}", referenced_security_group_id="${aws_security_group.firewall_jumphost-tm.id}", ip_protocol="tcp", from_port=5432, to_port=5432, description="arrow 12.2", tags={})), connections.test_every_possible_connection_is_a_flow),
    Mutant("the jump host leaves to the internet", put(FW, OUT, "firewall_x", **WORLD_443), connections.test_every_possible_connection_is_a_flow),
    Mutant("brokers take datagrams", all_of(put(FW, OUT, "firewall_x", security_group_id="${aws_security_group.firewall_eks-tm.id}", referenced_security_group_id="${aws_security_group.firewall_kafka.id}", ip_protocol="-1", description="arrow 13.1", tags={}), put(FW, IN, "firewall_x", security_group_id="${aws_security_group.firewall_kafka.id}", referenced_security_group_id="${aws_security_group.firewall_eks-tm.id}", ip_protocol="-1", description="arrow 13.1", tags={}), put(VPC, "aws_network_acl_rule", "vpc_acl_x", network_acl_id="${aws_network_acl.vpc_acl_kafka.id}", egress=False, rule_number=1, rule_action="allow", protocol="-1", cidr_block="10.40.0.0/17"), put(VPC, "aws_network_acl_rule", "vpc_acl_y", network_acl_id="${aws_network_acl.vpc_acl_kafka.id}", egress=True, rule_number=1, rule_action="allow", protocol="-1", cidr_block="10.40.0.0/17"), put(VPC, "aws_network_acl_rule", "vpc_acl_z", network_acl_id="${aws_network_acl.vpc_acl_private.id}", egress=True, rule_number=1, rule_action="allow", protocol="-1", cidr_block="10.40.160.0/20"), put(VPC, "aws_network_acl_rule", "vpc_acl_w", network_acl_id="${aws_network_acl.vpc_acl_private.id}", egress=False, rule_number=1, rule_action="allow", protocol="-1", cidr_block="10.40.160.0/20")), connections.test_every_possible_connection_is_a_flow),
)  # fmt: skip
