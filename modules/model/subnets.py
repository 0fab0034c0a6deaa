"""Addresses by arithmetic: one CIDR for a VPC, everything else follows from it.

The lower half of a VPC is the private tier, the upper half holds eight blocks of a sixteenth each.
A tier's block has four equal slots: one for each availability zone, one in reserve.
The transit tier takes only a /26 of its block, because AWS asks for /28 subnets there.
"""

from ipaddress import IPv4Network
from itertools import islice

from modules.model.parties import Tier, Zone

SMALLEST, LARGEST = 21, 16
"""Prefix lengths of a VPC: AWS allows no more than /16, and a load balancer needs a /27 subnet."""

ZONES = 3

TRANSIT_BLOCK = 26


def tiers(zone: Zone) -> tuple[Tier, ...]:
    """Tiers that a VPC of this zone has; only TM has a DMZ and data (NT-02, NT-07, NT-08)."""
    match zone:
        case Zone.TM:
            return (Tier.PUBLIC, Tier.PRIVATE, Tier.DATABASE, Tier.KAFKA, Tier.TRANSIT)
        case Zone.SHARED:
            return (Tier.PRIVATE, Tier.TRANSIT, Tier.WORKERS)
        case _:
            return (Tier.PRIVATE, Tier.TRANSIT)


def block(vpc: IPv4Network, tier: Tier) -> IPv4Network:
    """The one range of a tier; every subnet of the tier lies in it and no other does."""
    lower, upper = vpc.subnets(1)
    if tier is Tier.PRIVATE:
        return lower
    slots = upper.subnets(3)
    order = (Tier.PUBLIC, Tier.DATABASE, Tier.KAFKA, Tier.TRANSIT, Tier.WORKERS)
    whole = next(islice(slots, order.index(tier), None))
    return next(whole.subnets(new_prefix=TRANSIT_BLOCK)) if tier is Tier.TRANSIT else whole


def subnets(vpc: IPv4Network, tier: Tier) -> tuple[IPv4Network, ...]:
    """One subnet per availability zone, in order; the fourth slot stays in reserve."""
    return tuple(islice(block(vpc, tier).subnets(2), ZONES))
