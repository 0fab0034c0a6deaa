"""Security groups permit every flow and nothing else (P03, P04), and nothing opens them in another way."""

from ipaddress import IPv4Network

import pytest

from modules.model.links import links
from modules.model.parties import Party, Zone
from tests.policy.facts import Estate, Json, Target, only_known

pytestmark = pytest.mark.policy

GROUP = {"name", "description", "vpc_id", "tags"}
RULE = {"security_group_id", "ip_protocol", "from_port", "to_port", "description", "tags"}
PEER = {"referenced_security_group_id", "prefix_list_id", "cidr_ipv4"}

OTHER_OPENERS = (
    "aws_security_group_rule",
    "aws_network_interface_sg_attachment",
    "aws_vpc_peering_connection",
    "aws_vpc_endpoint_security_group_association",
    "aws_vpc_security_group_vpc_association",
)
"""Resource types that open or join networks and that no test here reads."""

Permitted = tuple[str, str, str, str, str, tuple[int, int], frozenset[str]]
"""VPC, side, own party, peer, protocol, ports, arrows."""


def _group(estate: Estate, target: Target) -> tuple[str, str]:
    """VPC and party of a security group."""
    assert target.kind == "aws_security_group", f"{target} is not a security group"
    made = estate.at(target)
    vpc = estate.target(target.stack, made["vpc_id"]).stack.removesuffix("-vpc")
    party = made["tags"]["Party"]
    zone = "apps" if vpc.startswith("apps-") else vpc
    return vpc, f"endpoints-{zone}" if party == "endpoints" else party


def _peer(estate: Estate, stack: str, rule: Json) -> str:
    given = PEER & rule.keys()
    assert len(given) == 1, f"{stack}: a rule needs exactly one peer, this has {sorted(given)}"
    if "cidr_ipv4" in rule:
        return str(IPv4Network(rule["cidr_ipv4"]))
    if "referenced_security_group_id" in rule:
        return "group " + " ".join(_group(estate, estate.target(stack, rule["referenced_security_group_id"])))
    target = estate.target(stack, rule["prefix_list_id"])
    if target.kind == "aws_vpc_endpoint":
        endpoint = estate.at(target)
        assert endpoint["vpc_endpoint_type"] == "Gateway"
        return f"list s3 {target.stack.removesuffix('-vpc')}"
    entries = [entry["cidr"] for entry in estate.at(target)["entry"]]
    return f"list {' '.join(sorted(entries))}"


def permitted(estate: Estate) -> list[Permitted]:
    """What all rules of all groups permit together, read from the JSON alone."""
    found: list[Permitted] = []
    for side in ("ingress", "egress"):
        for stack, name, rule in estate.everywhere(f"aws_vpc_security_group_{side}_rule"):
            only_known(rule, RULE | PEER, f"{stack} {name}")
            vpc, own = _group(estate, estate.target(stack, rule["security_group_id"]))
            whole = rule["ip_protocol"] == "-1"
            assert whole == ("from_port" not in rule), f"{stack} {name}: ports and protocol disagree"
            ports = (rule.get("from_port", 0), rule.get("to_port", 65535))
            words = rule["description"].removeprefix("arrows ").removeprefix("arrow ")
            arrows = frozenset(words.split(", "))
            found.append((vpc, side, own, _peer(estate, stack, rule), rule["ip_protocol"], ports, arrows))
    return found


def public_clients(estate: Estate) -> dict[str, set[str]]:
    """Who may come by the public names, as the environment says."""
    return {
        "company-vpn": {str(cidr) for cidr in estate.environment.network.vpn_cidrs},
        "integrations": {str(each.cidr) for each in estate.environment.integrations},
    }


def wanted(estate: Estate) -> set[Permitted]:
    """The same from the flows; peers that AWS cannot tell apart are one."""
    lists = {
        name: f"list {' '.join(sorted(addresses))}" for name, addresses in public_clients(estate).items()
    }
    found: dict[tuple[str, str, str, str, str, tuple[int, int]], set[str]] = {}
    for link in links(estate.environment):
        for side, own, peer in (
            ("egress", link.opener, link.listener),
            ("ingress", link.listener, link.opener),
        ):
            if own.vpc is None:
                continue
            shown = str(peer.cidr)
            if peer.vpc == own.vpc:
                shown = f"group {peer.vpc} {peer.party}"
            elif peer.party.value in lists:
                shown = lists[peer.party.value]
            elif peer.party is Party.S3_GATEWAY:
                shown = f"list s3 {own.vpc}"
            key = (own.vpc, side, own.party.value, shown, link.protocol, link.ports)
            found.setdefault(key, set()).update(label.removeprefix("arrow ") for label in link.labels)
    return {(*key, frozenset(arrows)) for key, arrows in found.items()}


def test_rules_are_exactly_the_flows(estate: Estate) -> None:
    found = permitted(estate)

    assert len(found) == len(set(found)), "AWS refuses a rule that is there already"
    assert set(found) == wanted(estate)


def test_no_rule_admits_the_world(estate: Estate) -> None:
    """P03; FSBP EC2.18, EC2.19."""
    for vpc, side, own, peer, *_ in permitted(estate):
        if side == "ingress":
            assert peer != "0.0.0.0/0", f"{vpc} {own}"


def test_everything_open_is_only_among_the_nodes_of_one_cluster(estate: Estate) -> None:
    for vpc, _, own, peer, protocol, ports, _ in permitted(estate):
        if protocol == "-1" or ports[0] != ports[1]:
            assert peer == f"group {vpc} {own}", f"{vpc} {own} is wide open to {peer}"
            assert own in {"eks-tm", "eks-apps"}


def test_groups_have_no_rules_of_their_own(estate: Estate) -> None:
    """Inline rules and other openers would escape the proof above."""
    for stack, name, group in estate.everywhere("aws_security_group"):
        only_known(group, GROUP, f"{stack} {name}")
    for kind in OTHER_OPENERS:
        assert not estate.everywhere(kind), f"{kind} opens networks and has no reader"


def test_default_groups_and_acls_are_empty(estate: Estate) -> None:
    """P09; FSBP EC2.2."""
    vpcs = {stack for stack, _, _ in estate.everywhere("aws_vpc")}
    for kind, known in (
        ("aws_default_security_group", {"vpc_id", "tags"}),
        ("aws_default_network_acl", {"default_network_acl_id", "tags"}),
        ("aws_default_route_table", {"default_route_table_id", "tags"}),
    ):
        for stack, name, made in estate.everywhere(kind):
            only_known(made, known, f"{stack} {name}")
        assert {stack for stack, _, _ in estate.everywhere(kind)} == vpcs, kind


def test_prefix_lists_hold_the_public_clients_and_say_why(estate: Estate) -> None:
    """Arrows 1.2, 2.2, 4.2, and TD-1: who may come by the public names."""
    lists = estate.everywhere("aws_ec2_managed_prefix_list")
    assert {stack for stack, _, _ in lists} == {"tm-firewall"}
    found = {
        name.removeprefix("firewall_"): {each["cidr"] for each in made["entry"]} for _, name, made in lists
    }
    assert found == {name: addresses for name, addresses in public_clients(estate).items() if addresses}
    integrations = {
        str(each.cidr): f"{each.name} of {each.team} until {each.expires}"
        for each in estate.environment.integrations
    }
    for _, name, made in lists:
        for entry in made["entry"]:
            assert entry["description"] == integrations.get(entry["cidr"], "arrows 1.2, 2.2, 4.2"), name
        assert made["max_entries"] >= len(made["entry"])


def test_every_party_with_an_address_has_a_group(estate: Estate) -> None:
    found = {
        _group(estate, Target(stack, "aws_security_group", name, "id"))
        for stack, name, _ in estate.everywhere("aws_security_group")
    }
    places = {
        (end.vpc, end.party.value)
        for link in links(estate.environment)
        for end in (link.opener, link.listener)
        if end.vpc
    }
    assert found == places
    assert {party for _, party in found} <= {
        party.value for party in Party if party.zone in {Zone.TM, Zone.SHARED, Zone.APPS}
    }
