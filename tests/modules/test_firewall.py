"""Rules of security groups from links, without CDKTF."""

from ipaddress import IPv4Network

import pytest

from modules.firewall.rules import Side, describe, rules
from modules.model.links import End, Link
from modules.model.parties import Party, Tier

NODES = End(Party.EKS_TM, "eks-tm", IPv4Network("10.40.0.0/17"), "tm", Tier.PRIVATE)
KAFKA = End(Party.KAFKA, "kafka", IPv4Network("10.40.160.0/20"), "tm", Tier.KAFKA)
APPS = End(Party.EKS_APPS, "eks-apps-qa", IPv4Network("10.50.0.0/17"), "apps-qa", Tier.PRIVATE)
VPN = End(Party.COMPANY_VPN, "company-vpn", IPv4Network("203.0.113.10/32"))
EDGE = End(Party.EDGE_CORE, "edge-core", IPv4Network("10.40.128.0/20"), "tm", Tier.PUBLIC)


def _link(opener: End, listener: End, port: int = 9096, *labels: str) -> Link:
    return Link(opener, listener, "tcp", (port, port), labels or ("arrow 13.1",))


def test_a_link_inside_a_vpc_is_two_rules_between_groups() -> None:
    found = {rule.key: rule for rule in rules("tm", (_link(NODES, KAFKA),))}

    assert set(found) == {"kafka-from-eks-tm-9096", "eks-tm-to-kafka-9096"}
    assert found["kafka-from-eks-tm-9096"].side is Side.INGRESS
    assert found["kafka-from-eks-tm-9096"].group == "eks-tm"
    assert found["eks-tm-to-kafka-9096"].description == "arrow 13.1"


def test_a_link_from_another_vpc_is_one_rule_by_address_on_each_side() -> None:
    [inside] = rules("tm", (_link(APPS, KAFKA),))
    [outside] = rules("apps-qa", (_link(APPS, KAFKA),))

    assert (inside.key, inside.cidr, inside.group) == ("kafka-from-apps-qa-private-9096", "10.50.0.0/17", "")
    assert (outside.key, outside.cidr, outside.group) == ("eks-apps-to-tm-kafka-9096", "10.40.160.0/20", "")


def test_every_address_of_the_vpn_is_one_rule_by_prefix_list() -> None:
    second = End(Party.COMPANY_VPN, "company-vpn", IPv4Network("203.0.113.11/32"))

    [rule] = rules("tm", (_link(VPN, EDGE, 443), _link(second, EDGE, 443)))

    assert (rule.prefix_list, rule.cidr, rule.side) == ("company-vpn", "", Side.INGRESS)


def test_links_that_aws_cannot_tell_apart_share_a_rule() -> None:
    git = End(Party.INTERNET, "internet", IPv4Network("0.0.0.0/0"))

    [rule] = rules("tm", (_link(NODES, git, 443, "arrow 6.4 git"), _link(NODES, git, 443, "arrow 8.1")))

    assert rule.description == "arrows 6.4 git, 8.1"


def test_a_description_that_aws_would_refuse_is_refused_here() -> None:
    with pytest.raises(ValueError, match="255 characters"):
        describe(f"arrow 1.1 {'x' * 20}{i}" for i in range(20))
