"""The VPC module in the modes that the sandbox does not use."""

import pytest

from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy import test_reach, test_security_groups
from tests.policy.facts import Estate
from tests.policy.network import Network


@pytest.fixture(scope="module")
def large(variants: Variants) -> Estate:
    return variants.synthesize(estates.large(variants.sandbox))


@pytest.fixture(scope="module")
def closed(variants: Variants) -> Estate:
    return variants.synthesize(estates.closed(variants.sandbox))


def test_each_zone_leaves_by_its_own_nat_gateway(large: Estate) -> None:
    """CX-02: the loss of a zone takes nobody else's way out."""
    names = sorted(made["tags"]["Name"] for _, _, made in large.everywhere("aws_eip"))
    assert names == ["sandbox-tm-ngw-eip-a", "sandbox-tm-ngw-eip-b", "sandbox-tm-ngw-eip-c"]
    network = Network(large)
    assert len(network.tables["tm", "private"]) == 3
    for stack, name, made in large.everywhere("aws_route"):
        if "nat_gateway_id" in made:
            nat = large.at(large.target(stack, made["nat_gateway_id"]))
            zone = large.target(stack, nat["subnet_id"]).name[-1]
            assert name.endswith(f"-{zone}-default"), name


def test_endpoints_only_has_no_way_out(closed: Estate) -> None:
    network = Network(closed)
    for hop in set(network.subnets.values()) - {("tm", "public")}:
        assert network.walk(hop, test_reach.OUTSIDE) is None, hop
    for kind in ("aws_nat_gateway", "aws_eip"):
        assert closed.everywhere(kind) == []
    labels = " ".join(flow.label for flow in closed.environment.flows)
    assert "8.1" not in labels
    assert "6.4 git" not in labels


def _numbers(estate: Estate) -> dict[str, int]:
    return {
        f"{stack} {name}": made["rule_number"]
        for stack, name, made in estate.everywhere("aws_network_acl_rule")
    }


def test_a_new_entry_moves_no_other_ones_number(variants: Variants, large: Estate) -> None:
    """A number that moves is a rule replaced, and AWS refuses one that is still taken."""
    before, after = _numbers(variants.synthesize(variants.sandbox)), _numbers(large)

    assert before.items() <= after.items()
    assert len(after) > len(before)


def test_the_largest_estate_stays_within_the_quota(variants: Variants) -> None:
    """As many Apps environments, VPN addresses and external networks as the model allows."""
    largest = variants.synthesize(estates.crowded(variants.sandbox))

    test_reach.test_acls_stay_within_the_quota(largest)
    test_security_groups.test_rules_are_exactly_the_flows(largest)


def test_state_in_s3_has_one_backend_and_no_path(large: Estate) -> None:
    for name, document in large.stacks.items():
        assert document["terraform"]["backend"] == {
            "s3": {
                "bucket": "states",
                "encrypt": True,
                "key": f"sandbox/{name}/terraform.tfstate",
                "region": "eu-central-1",
                "use_lockfile": True,
            }
        }
