"""The VPC module in the modes that the sandbox does not use."""

import pytest

from modules.model.environment import Egress, Environment, Nat
from tests.modules.variants import Variants
from tests.policy import test_hygiene, test_network, test_reach, test_security_groups
from tests.policy.facts import Estate
from tests.policy.network import Network

RULES = [
    rule
    for module in (test_hygiene, test_network, test_reach, test_security_groups)
    for name, rule in vars(module).items()
    if name.startswith("test_")
]


def _network(environment: Environment, **changes: object) -> Environment:
    return environment.model_copy(update={"network": environment.network.model_copy(update=changes)})


@pytest.fixture(scope="module")
def per_zone(variants: Variants) -> Estate:
    return variants.synthesize(_network(variants.sandbox, nat=Nat.PER_ZONE))


@pytest.fixture(scope="module")
def endpoints_only(variants: Variants) -> Estate:
    return variants.synthesize(_network(variants.sandbox, private_egress=Egress.ENDPOINTS_ONLY))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_nat_gateway_per_zone_keeps_every_policy(per_zone: Estate, rule: object) -> None:
    assert callable(rule)
    rule(per_zone)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_endpoints_only_keeps_every_policy(endpoints_only: Estate, rule: object) -> None:
    """P08."""
    assert callable(rule)
    rule(endpoints_only)


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
