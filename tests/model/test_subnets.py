"""Subnets follow from the range of a VPC, whatever range that is."""

from ipaddress import IPv4Network
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from modules.model.parties import Tier
from modules.model.subnets import LARGEST, SMALLEST, block, subnets


@st.composite
def vpcs(draw: st.DrawFn) -> IPv4Network:
    prefix = draw(st.integers(LARGEST, SMALLEST))
    number = draw(st.integers(0, 2 ** (prefix - 8) - 1))
    return IPv4Network((10 * 2**24 + number * 2 ** (32 - prefix), prefix))


@given(vpcs())
def test_subnets_are_apart_and_inside(vpc: IPv4Network) -> None:
    found = [subnet for tier in Tier for subnet in subnets(vpc, tier)]

    assert len(found) == 18
    assert all(subnet.subnet_of(vpc) for subnet in found)
    assert not any(one.overlaps(other) for one, other in combinations(found, 2))


@given(vpcs())
def test_a_block_holds_its_subnets_and_no_other_tiers(vpc: IPv4Network) -> None:
    for tier in Tier:
        inside = {
            subnet for other in Tier for subnet in subnets(vpc, other) if subnet.subnet_of(block(vpc, tier))
        }
        assert inside == set(subnets(vpc, tier))


@given(vpcs())
def test_subnets_are_large_enough_for_aws(vpc: IPv4Network) -> None:
    """A load balancer needs a /27; AWS asks for /28 for a transit gateway; nothing is smaller than /28."""
    assert all(
        subnet.prefixlen <= 27 for tier in (Tier.PUBLIC, Tier.PRIVATE) for subnet in subnets(vpc, tier)
    )
    assert {subnet.prefixlen for subnet in subnets(vpc, Tier.TRANSIT)} == {28}


def test_the_documents_vpc_is_cut_as_written_down() -> None:
    vpc = IPv4Network("10.40.0.0/16")

    assert {tier.value: str(block(vpc, tier)) for tier in Tier} == {
        "private": "10.40.0.0/17",
        "public": "10.40.128.0/20",
        "database": "10.40.144.0/20",
        "kafka": "10.40.160.0/20",
        "transit": "10.40.176.0/26",
        "workers": "10.40.192.0/20",
    }
    assert [str(subnet) for subnet in subnets(vpc, Tier.PUBLIC)] == [
        "10.40.128.0/22",
        "10.40.132.0/22",
        "10.40.136.0/22",
    ]
