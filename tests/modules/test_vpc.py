"""The VPC module in the modes that the sandbox does not use."""

from ipaddress import IPv4Network

import pytest

from modules.model.environment import Environment
from modules.model.tables import S3, Egress, Nat
from tests.modules.variants import Variants
from tests.policy import test_reach, test_security_groups
from tests.policy.facts import Estate
from tests.policy.network import Network


def _network(environment: Environment, **changes: object) -> Environment:
    return environment.model_copy(update={"network": environment.network.model_copy(update=changes)})


@pytest.fixture(scope="module")
def per_zone(variants: Variants) -> Estate:
    return variants.synthesize(_network(variants.sandbox, nat=Nat.PER_ZONE))


@pytest.fixture(scope="module")
def endpoints_only(variants: Variants) -> Estate:
    return variants.synthesize(_network(variants.sandbox, private_egress=Egress.ENDPOINTS_ONLY))


@pytest.fixture(scope="module")
def in_s3(variants: Variants) -> Estate:
    state = S3(mode="s3", bucket="states", region="eu-central-1")
    return variants.synthesize(variants.sandbox.model_copy(update={"state": state}))


def test_each_zone_leaves_by_its_own_nat_gateway(per_zone: Estate) -> None:
    """CX-02: the loss of a zone takes nobody else's way out."""
    names = sorted(made["tags"]["Name"] for _, _, made in per_zone.everywhere("aws_eip"))
    assert names == ["sandbox-tm-ngw-eip-a", "sandbox-tm-ngw-eip-b", "sandbox-tm-ngw-eip-c"]
    network = Network(per_zone)
    assert len(network.tables["tm", "private"]) == 3
    for stack, name, made in per_zone.everywhere("aws_route"):
        if "nat_gateway_id" in made:
            nat = per_zone.at(per_zone.target(stack, made["nat_gateway_id"]))
            zone = per_zone.target(stack, nat["subnet_id"]).name[-1]
            assert name.endswith(f"-{zone}-default"), name


def test_endpoints_only_has_no_way_out(endpoints_only: Estate) -> None:
    network = Network(endpoints_only)
    for hop in set(network.subnets.values()) - {("tm", "public")}:
        assert network.walk(hop, test_reach.OUTSIDE) is None, hop
    for kind in ("aws_nat_gateway", "aws_eip"):
        assert endpoints_only.everywhere(kind) == []
    labels = " ".join(flow.label for flow in endpoints_only.environment.flows)
    assert "8.1" not in labels
    assert "6.4 git" not in labels


def _numbers(estate: Estate) -> dict[str, int]:
    return {
        f"{stack} {name}": made["rule_number"]
        for stack, name, made in estate.everywhere("aws_network_acl_rule")
    }


def test_a_new_entry_moves_no_other_ones_number(variants: Variants) -> None:
    """A number that moves is a rule replaced, and AWS refuses one that is still taken."""
    sandbox = variants.sandbox
    more = sandbox.apps["development"].model_copy(update={"cidr": IPv4Network("10.48.192.0/18")})
    vpn = (*sandbox.network.vpn_cidrs, IPv4Network("203.0.113.99/32"))
    network = sandbox.network.model_copy(update={"vpn_cidrs": vpn})
    larger = sandbox.model_copy(update={"apps": sandbox.apps | {"qa": more}, "network": network})

    before, after = _numbers(variants.synthesize(sandbox)), _numbers(variants.synthesize(larger))

    assert before.items() <= after.items()
    assert len(after) > len(before)


def test_the_largest_estate_stays_within_the_quota(variants: Variants) -> None:
    """As many Apps environments, VPN addresses and external networks as the model allows."""
    sandbox = variants.sandbox
    apps = {
        f"apps{i}": sandbox.apps["development"].model_copy(
            update={"cidr": IPv4Network(f"10.{100 + i}.0.0/16")}
        )
        for i in range(6)
    }
    external = tuple(
        sandbox.external_networks[0].model_copy(
            update={"name": f"site{i}", "cidr": IPv4Network(f"10.{200 + i}.0.0/16")}
        )
        for i in range(8)
    )
    vpn = tuple(IPv4Network(f"203.0.113.{i}/32") for i in range(6))
    network = sandbox.network.model_copy(update={"vpn_cidrs": vpn, "nat": Nat.PER_ZONE})
    changes = {"apps": apps, "external_networks": external, "network": network}

    largest = variants.synthesize(sandbox.model_copy(update=changes))

    test_reach.test_acls_stay_within_the_quota(largest)
    test_security_groups.test_rules_are_exactly_the_flows(largest)


def test_state_in_s3_has_one_backend_and_no_path(in_s3: Estate) -> None:
    for name, document in in_s3.stacks.items():
        assert document["terraform"]["backend"] == {
            "s3": {
                "bucket": "states",
                "encrypt": True,
                "key": f"sandbox/{name}/terraform.tfstate",
                "region": "eu-central-1",
                "use_lockfile": True,
            }
        }
