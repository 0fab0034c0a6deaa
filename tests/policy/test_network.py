"""VPCs, subnets, endpoints, NAT and the transit gateway as the document wants them.

Inventory: ZN-1, ZN-4, ZN-5, CO-11, NT-01, NT-02, NT-08, NT-12, CX-04, CX-30.
"""

import re
from ipaddress import IPv4Network
from itertools import combinations

import pytest

from modules.model.flow import AwsApi, Feature
from modules.model.parties import Zone
from modules.model.tables import Egress, Nat
from tests.policy.facts import Estate, Json, Target, only_known
from tests.policy.network import Network

pytestmark = pytest.mark.policy

TIERS = {
    "tm": {"public", "private", "database", "kafka", "transit"},
    "shared": {"private", "transit", "workers"},
    "apps": {"private", "transit"},
}

ENDPOINT = {"vpc_id", "service_name", "vpc_endpoint_type", "private_dns_enabled", "subnet_ids", "tags"} | {
    "security_group_ids",
    "route_table_ids",
    "policy",
}


def _zone(vpc: str) -> str:
    return "apps" if vpc.startswith("apps-") else vpc


def test_each_tier_spans_three_zones(estate: Estate) -> None:
    """P01."""
    zones: dict[tuple[str, str], list[str]] = {}
    for target, hop in Network(estate).subnets.items():
        zones.setdefault(hop, []).append(estate.at(target)["availability_zone"])
    assert {hop: sorted(found) for hop, found in zones.items()} == dict.fromkeys(
        zones, sorted(estate.environment.zones)
    )
    for vpc in Network(estate).vpcs:
        assert {tier for name, tier in zones if name == vpc} == TIERS[_zone(vpc)]


def test_every_vpc_of_the_environment_is_there(estate: Estate) -> None:
    assert Network(estate).vpcs == {vpc.name: vpc.cidr for vpc in estate.environment.estate}


def test_no_ranges_overlap(estate: Estate) -> None:
    """P06: VPCs, external networks, service ranges, VPN; and subnets lie inside their VPC, apart."""
    network = Network(estate)
    outside = [
        IPv4Network(route["destination_cidr_block"])
        for _, _, route in estate.everywhere("aws_ec2_transit_gateway_route")
        if not route.get("blackhole") and route["destination_cidr_block"] != "0.0.0.0/0"
    ]
    environment = estate.environment
    services = [environment.vpcs.tm.service_cidr, *(apps.service_cidr for apps in environment.apps.values())]
    for one, other in combinations(
        [*network.vpcs.values(), *outside, *services, *environment.network.vpn_cidrs], 2
    ):
        assert not one.overlaps(other), f"{one} overlaps {other}"
    for vpc, cidr in network.vpcs.items():
        own = [IPv4Network(estate.at(t)["cidr_block"]) for t, hop in network.subnets.items() if hop[0] == vpc]
        assert all(each.subnet_of(cidr) for each in own), vpc
        assert not any(one.overlaps(other) for one, other in combinations(own, 2)), vpc


def test_no_subnet_hands_out_public_addresses(estate: Estate) -> None:
    """FSBP EC2.15."""
    for stack, name, made in estate.everywhere("aws_subnet"):
        assert made["map_public_ip_on_launch"] is False, f"{stack} {name}"


def test_only_the_dmz_has_an_internet_gateway(estate: Estate) -> None:
    assert [stack for stack, _, _ in estate.everywhere("aws_internet_gateway")] == ["tm-vpc"]
    for stack, name, made in estate.everywhere("aws_route"):
        if "gateway_id" in made:
            table = estate.target(stack, made["route_table_id"])
            hops = {hop for hop, tables in Network(estate).tables.items() if table in tables}
            assert hops == {("tm", "public")}, f"{stack} {name}"


def test_nat_gateways_have_the_documents_address(estate: Estate) -> None:
    """NM-01, CX-01, CX-02."""
    network = estate.environment.network
    names = [made["tags"]["Name"] for _, _, made in estate.everywhere("aws_eip")]
    base = f"{estate.environment.name}-tm-ngw-eip"
    expected = (
        [base] if network.nat is Nat.SINGLE else [f"{base}-{zone[-1]}" for zone in estate.environment.zones]
    )
    assert names == (expected if network.private_egress is Egress.NAT else [])
    for stack, name, made in estate.everywhere("aws_nat_gateway"):
        only_known(made, {"allocation_id", "connectivity_type", "subnet_id", "tags", "depends_on"}, name)
        assert Network(estate).subnets[estate.target(stack, made["subnet_id"])] == ("tm", "public")
        assert estate.target(stack, made["allocation_id"]).kind == "aws_eip"
    assert len(estate.everywhere("aws_nat_gateway")) == len(names)


def test_transit_gateway_routes_nothing_by_itself(estate: Estate) -> None:
    """P07, NM-02."""
    gateways = estate.everywhere("aws_ec2_transit_gateway")
    assert len(gateways) == 1
    _, _, made = gateways[0]
    assert made["tags"]["Name"] == "network-tm-tgw"
    for setting in (
        "auto_accept_shared_attachments",
        "default_route_table_association",
        "default_route_table_propagation",
        "multicast_support",
        "security_group_referencing_support",
    ):
        assert made[setting] == "disable", setting


def test_each_attachment_has_one_table_and_is_accepted_where_accounts_differ(estate: Estate) -> None:
    network = Network(estate)
    attached = [
        Target(s, "aws_ec2_transit_gateway_vpc_attachment", n, "id")
        for s, n, _ in estate.everywhere("aws_ec2_transit_gateway_vpc_attachment")
    ]
    assert sorted(network.attachments[each] for each in attached) == sorted(network.vpcs)
    assert set(network.associations) == set(network.attachments.values())
    accepted = {
        estate.target(stack, made["transit_gateway_attachment_id"])
        for stack, _, made in estate.everywhere("aws_ec2_transit_gateway_vpc_attachment_accepter")
    }
    environment = estate.environment
    foreign = {vpc.name for vpc in environment.estate if vpc.account != environment.accounts.network}
    assert {network.attachments[each] for each in accepted} == foreign
    shared = {made["principal"] for _, _, made in estate.everywhere("aws_ram_principal_association")}
    assert shared == {vpc.account for vpc in environment.estate if vpc.name in foreign}
    for _, name, made in estate.everywhere("aws_ram_resource_share"):
        assert made["allow_external_principals"] is False, name


def test_attachments_lie_in_the_transit_tier(estate: Estate) -> None:
    network = Network(estate)
    for stack, name, made in estate.everywhere("aws_ec2_transit_gateway_vpc_attachment"):
        hops = [network.subnets[estate.target(stack, subnet)] for subnet in made["subnet_ids"]]
        assert hops == [(stack.removesuffix("-vpc"), "transit")] * 3, name


def test_vpn_tunnels_are_strong_and_their_keys_are_not_in_the_state(estate: Estate) -> None:
    """Arrow 5.1; FSBP EC2.171 for the logs."""
    connections = estate.everywhere("aws_vpn_connection")
    assert len(connections) == len(estate.environment.external_networks)
    for _, name, made in connections:
        assert made["preshared_key_storage"] == "SecretsManager", name
        for tunnel in ("tunnel1", "tunnel2"):
            assert made[f"{tunnel}_ike_versions"] == ["ikev2"], name
            assert made[f"{tunnel}_phase1_encryption_algorithms"] == ["AES256-GCM-16"], name
            assert made[f"{tunnel}_phase2_encryption_algorithms"] == ["AES256-GCM-16"], name
            assert min(made[f"{tunnel}_phase1_dh_group_numbers"]) >= 19, name
            assert made[f"{tunnel}_log_options"]["cloudwatch_log_options"]["log_enabled"] is True, name


def test_endpoints_are_those_that_the_flows_call(estate: Estate) -> None:
    """P08: with `endpoints-only` they are the only way out."""
    wanted: dict[str, set[str]] = {}
    for flow in estate.environment.flows:
        if isinstance(flow.over, AwsApi) and flow.opener.tier:
            wanted.setdefault(flow.opener.zone.value, set()).update(
                a.partition(":")[0] for a in flow.over.actions
            )
    # The APIs of IAM and Route 53 are global and have no endpoint; the way is the internet (8.3, 5.3).
    renamed = {
        "iam": set[str](),
        "route53": set[str](),
        "ecr": {"ecr.api", "ecr.dkr"},
        "guardduty": {"guardduty-data"},
        "cloudwatch": {"monitoring"},
    }
    for vpc in estate.environment.estate:
        services = {s for prefix in wanted[vpc.zone.value] for s in renamed.get(prefix, {prefix})} | {"s3"}
        found = estate.resources(f"{vpc.name}-vpc", "aws_vpc_endpoint")
        region = estate.environment.region
        assert {made["service_name"] for made in found.values()} == {
            f"com.amazonaws.{region}.{s}" for s in services
        }
        for name, made in found.items():
            only_known(made, ENDPOINT, name)
            gateway = made["service_name"].endswith(".s3")
            assert made["vpc_endpoint_type"] == ("Gateway" if gateway else "Interface"), name
            assert gateway or made["private_dns_enabled"] is True, name
            assert gateway or len(made["subnet_ids"]) == 3, name
            groups = [estate.target(f"{vpc.name}-vpc", each) for each in made.get("security_group_ids", [])]
            assert gateway or [estate.at(each)["tags"]["Party"] for each in groups] == ["endpoints"], name


def test_endpoint_policies_admit_the_flows_actions_for_the_estate_only(estate: Estate) -> None:
    for vpc in estate.environment.estate:
        stack = f"{vpc.name}-vpc"
        allowed = {
            action
            for flow in estate.environment.flows
            if isinstance(flow.over, AwsApi) and flow.opener.zone is vpc.zone
            for action in flow.over.actions
            if not action.startswith(("iam:", "route53:"))
        }
        found: set[str] = set()
        for name, made in estate.resources(stack, "aws_vpc_endpoint").items():
            document = estate.stacks[stack]["data"]["aws_iam_policy_document"]
            statements = document[estate.target(stack, made["policy"]).name]["statement"]
            for statement in statements:
                if statement["sid"] == "RunnersOfStacks":
                    _for_runners_only(statement, vpc.name)
                    continue
                found.update(statement["actions"] if statement["sid"] != "ReadBucketsOfAws" else ())
                _bounded(statement, vpc.account, f"{stack} {name}")
        assert found == allowed


def _for_runners_only(statement: Json, vpc: str) -> None:
    """Spacelift's workers build everything, from Shared Services; IAM says what each run may do."""
    assert vpc == "shared"
    assert len({action.partition(":")[0] for action in statement["actions"]}) == 1
    assert len(statement["condition"]) == 1, "anyone could call everything"
    condition = statement["condition"][0]
    assert (condition["test"], condition["variable"]) == ("ArnLike", "aws:PrincipalArn")
    assert all(
        re.fullmatch(r"arn:aws:iam::\d{12}:role/spacelift/\w+-\*", value) for value in condition["values"]
    )


def _bounded(statement: dict[str, object], account: str, where: str) -> None:
    """Every statement is held to accounts or to named resources."""
    conditions = statement.get("condition", [])
    assert isinstance(conditions, list)
    accounts = [
        c["values"]
        for c in conditions
        if c["variable"] == "aws:PrincipalAccount" and c["test"] == "StringEquals"
    ]
    if accounts:
        assert account in accounts[0], where
    else:
        resources = statement["resources"]
        assert isinstance(resources, list)
        assert "*" not in resources, f"{where}: anyone may use {resources}"


SECRETS = {
    "tm": {"tm/{env}/*", "service-accounts/{env}/*", "AmazonMSK_*", "{env}/tm-*"},
    "shared": {"{env}/vendor-registry-*", "{env}/spacelift-workers-*"},
    "apps": {"{env}/{vpc}/*"},
}
"""Secrets that each zone's parties read: the vendor's prefix, and what stands beside it."""


def test_secrets_are_reached_by_their_prefix_only(estate: Estate) -> None:
    """Vendor contract: secrets of an installation lie below its prefix; arrow 11.1 ends at them and at no other."""
    place = f"arn:aws:secretsmanager:{estate.environment.region}"
    for vpc in estate.environment.estate:
        stack = f"{vpc.name}-vpc"
        for name, policy in estate.stacks[stack]["data"]["aws_iam_policy_document"].items():
            for statement in policy["statement"]:
                reading = {
                    action
                    for action in statement["actions"]
                    if action.startswith("secretsmanager:") and action != "secretsmanager:GetRandomPassword"
                }
                if reading and statement["sid"] != "RunnersOfStacks":
                    assert set(statement["resources"]) == {
                        f"{place}:{vpc.account}:secret:{each.format(env=estate.environment.name, vpc=vpc.name)}"
                        for each in SECRETS[vpc.zone]
                    }, f"{stack} {name}"


def test_dns_answers_for_every_endpoint(estate: Estate) -> None:
    """An endpoint whose private name does not resolve is no endpoint (Pod Identity asks under api.aws)."""
    region = estate.environment.region
    for vpc in estate.environment.estate:
        stack = f"{vpc.name}-vpc"
        lists = estate.resources(stack, "aws_route53_resolver_firewall_domain_list")
        allowed = [
            domain.removeprefix("*")
            for made in lists.values()
            for domain in made["domains"]
            if domain != "*."
        ]
        for name, made in estate.resources(stack, "aws_vpc_endpoint").items():
            service = made["service_name"].rpartition(f".{region}.")[2]
            suffix = f"{region}.api.aws." if service == "eks-auth" else f"{region}.amazonaws.com."
            assert any(f".{suffix}".endswith(domain) for domain in allowed), f"{stack} {name}"


def test_dns_answers_only_what_flows_need(estate: Estate) -> None:
    """SE-4: an allow list, everything else blocked, and closed when the firewall itself fails."""
    for vpc in estate.environment.estate:
        stack = f"{vpc.name}-vpc"
        rules = sorted(
            estate.resources(stack, "aws_route53_resolver_firewall_rule").values(),
            key=lambda r: r["priority"],
        )
        domains = [
            estate.at(estate.target(stack, rule["firewall_domain_list_id"]))["domains"] for rule in rules
        ]
        assert [rule["action"] for rule in rules] == ["ALLOW", "BLOCK"]
        assert rules[0]["firewall_domain_redirection_action"] == "TRUST_REDIRECTION_DOMAIN"
        outside = {
            d for f in estate.environment.flows if f.opener.zone is vpc.zone for d in f.listener.domains
        }
        if vpc.zone is Zone.TM and Feature.INTERNET in estate.environment.features:
            oidc = estate.environment.oidc
            outside |= {each.split("/")[2] for each in (oidc.issuer, oidc.token, oidc.userinfo)}
        region = estate.environment.region
        inside = {"*.amazonaws.com", f"*.{region}.api.aws", "*.compute.internal", "*.ec2.internal"}
        assert set(domains[0]) == {f"{name}." for name in inside | {"*.tm.blx-demo.com"} | outside}
        assert domains[1] == ["*."]
        config = estate.resources(stack, "aws_route53_resolver_firewall_config")
        assert [made["firewall_fail_open"] for made in config.values()] == ["DISABLED"]
        bound = estate.resources(stack, "aws_route53_resolver_firewall_rule_group_association")
        assert [estate.target(stack, made["vpc_id"]).kind for made in bound.values()] == ["aws_vpc"]
