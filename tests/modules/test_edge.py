"""The edge in other environments, and what a change of an address changes."""

from datetime import date
from ipaddress import IPv4Network

import pytest

from modules.model.environment import Environment
from modules.model.hosts import HOSTS, LEGACY_HOST
from modules.model.tables import Integration
from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy.facts import Estate
from tools.diff import Change, differences


@pytest.fixture(scope="module")
def plain(variants: Variants) -> Estate:
    """No integration, no older name of the SAML endpoint, nothing protected."""
    return variants.synthesize(estates.plain(variants.sandbox))


def test_without_its_table_the_older_name_is_nowhere(plain: Estate) -> None:
    assert "saml-idp.blx-demo.com" not in str(plain.stacks)
    assert "integration" not in str(plain.stacks["tm-edge"]["resource"]["aws_wafv2_web_acl"])


def _changed(variants: Variants, environment: Environment) -> set[tuple[str, str]]:
    """Stack and address of everything that differs, data sources and outputs included."""
    old, new = (variants.synthesize(each).stacks for each in (variants.sandbox, environment))
    assert old.keys() == new.keys()
    for stack in old:
        for part in old[stack].keys() | new[stack].keys():
            assert part == "resource" or old[stack][part] == new[stack][part], f"{stack} {part}"
    changes: list[Change] = differences(old, new)
    assert {change.verb for change in changes} == {"changes"}
    return {(change.stack, change.address) for change in changes}


def test_another_vpn_address_changes_the_address_lists_and_nothing_else(variants: Variants) -> None:
    moved = (IPv4Network("203.0.113.77/32"), IPv4Network("203.0.113.11/32"))
    network = variants.sandbox.network.model_copy(update={"vpn_cidrs": moved})

    found = _changed(variants, variants.sandbox.model_copy(update={"network": network}))

    assert found == {
        ("tm-firewall", "aws_ec2_managed_prefix_list.firewall_company-vpn"),
        ("tm-edge", "aws_wafv2_ip_set.addresses_company-vpn"),
        ("tm-mesh", "helm_release.mesh_mesh-policies"),
    }


def test_one_vpn_address_more_changes_the_same(variants: Variants) -> None:
    more = (*variants.sandbox.network.vpn_cidrs, IPv4Network("203.0.113.128/28"))
    network = variants.sandbox.network.model_copy(update={"vpn_cidrs": more})

    found = _changed(variants, variants.sandbox.model_copy(update={"network": network}))

    assert {address.partition(".")[0] for _, address in found} == {
        "aws_ec2_managed_prefix_list",
        "aws_wafv2_ip_set",
        "helm_release",
    }


def test_one_integration_more_changes_its_lists_and_nothing_else(variants: Variants) -> None:
    more = Integration(
        name="partner",
        team="banklitex",
        cidr=IPv4Network("192.0.2.41/32"),
        purpose="a partner's test system",
        expires=date(2027, 1, 1),
    )
    rows = (*variants.sandbox.integrations, more)

    found = _changed(variants, variants.sandbox.model_copy(update={"integrations": rows}))

    assert found == {
        ("tm-firewall", "aws_ec2_managed_prefix_list.firewall_integrations"),
        ("tm-edge", "aws_wafv2_ip_set.addresses_integrations"),
        ("tm-mesh", "helm_release.mesh_mesh-policies"),
    }


def test_priorities_of_listener_rules_are_those_of_the_inventory(estate: Estate) -> None:
    """A host more moves no other one's rule."""
    found = {
        made["condition"][0]["host_header"]["values"][0]: made["priority"]
        for made in estate.resources("tm-edge", "aws_lb_listener_rule").values()
    }
    assert found == {host.name: host.priority for host in (*HOSTS, LEGACY_HOST) if host.name in found}
    assert len(set(found.values())) == len(found)


def test_clusters_get_every_target_group(estate: Estate) -> None:
    outputs = {
        name: output["value"]
        for name, output in estate.stacks["tm-edge"]["output"].items()
        if "target_group_arn" in name
    }
    groups = {
        f"${{aws_lb_target_group.{name}.arn}}" for name in estate.resources("tm-edge", "aws_lb_target_group")
    }
    assert set(outputs.values()) == groups
