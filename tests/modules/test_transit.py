"""The transit gateway in one account, and without external networks. One Apps environment more is test_apps.py."""

import pytest

from tests.modules import estates
from tests.modules.variants import Variants
from tests.policy.facts import Estate


@pytest.fixture(scope="module")
def alone(variants: Variants) -> Estate:
    return variants.synthesize(estates.alone(variants.sandbox))


@pytest.fixture(scope="module")
def quiet(variants: Variants) -> Estate:
    return variants.synthesize(estates.plain(variants.sandbox))


def test_one_account_needs_no_share_no_acceptance_and_no_second_provider(alone: Estate) -> None:
    for kind in ("aws_ram_resource_share", "aws_ec2_transit_gateway_vpc_attachment_accepter"):
        assert alone.everywhere(kind) == []
    for document in alone.stacks.values():
        assert not [block for block in document["provider"]["aws"] if block.get("alias") == "network"]
    for _, name, made in alone.everywhere("aws_ec2_transit_gateway_vpc_attachment"):
        assert made["transit_gateway_default_route_table_association"] is False, name
        assert made["transit_gateway_default_route_table_propagation"] is False, name


def test_without_the_lake_its_groups_are_gone(quiet: Estate) -> None:
    parties = {made["tags"]["Party"] for _, _, made in quiet.everywhere("aws_security_group")}
    assert "lake-ingest" not in parties
    assert "aurora" in parties
