"""The private twin of the public zone: the same Core names, led to the internal entrance. Arrow: 5.3 (CX-03)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.route53_record import Route53Record, Route53RecordAlias
from cdktf_cdktf_provider_aws.route53_vpc_association_authorization import (
    Route53VpcAssociationAuthorization,
)
from cdktf_cdktf_provider_aws.route53_zone import Route53Zone, Route53ZoneVpc
from cdktf_cdktf_provider_aws.route53_zone_association import Route53ZoneAssociation
from constructs import Construct

from modules.kit.stack import Ref, ignore_changes
from modules.model.hosts import Host
from modules.model.names import DOMAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinInputs:
    """`guests` are the VPCs of other accounts that may use the zone, by name."""

    region: str
    vpc_id: Ref
    guests: dict[str, Ref]
    hosts: tuple[Host, ...]
    balancer_dns_name: Ref
    balancer_zone_id: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinOutputs:
    """For the VPCs that resolve names here."""

    zone_id: Ref


class Twin(Construct):
    """Inside the estate the public names of the Core block lead to a private address, and no other name is there."""

    def __init__(self, scope: Construct, inputs: TwinInputs) -> None:
        """Create the private zone with its records, and admit the guests."""
        super().__init__(scope, "twin")
        zone = Route53Zone(
            self,
            "zone",
            name=DOMAIN,
            comment="Private twin: Core names as the estate's own networks see them",
            # A private zone cannot be made without a VPC; the guests join it one by one.
            vpc=[Route53ZoneVpc(vpc_id=inputs.vpc_id, vpc_region=inputs.region)],
            lifecycle=ignore_changes("vpc"),
            tags={"Name": f"{DOMAIN}-private"},
        )
        zone_id = Ref(zone.zone_id)
        for host in inputs.hosts:
            Route53Record(
                self,
                host.key,
                zone_id=zone_id,
                name=host.name,
                type="A",
                alias=Route53RecordAlias(
                    name=inputs.balancer_dns_name,
                    zone_id=inputs.balancer_zone_id,
                    evaluate_target_health=True,
                ),
            )
        for name, vpc_id in inputs.guests.items():
            Route53VpcAssociationAuthorization(
                self, f"admits-{name}", zone_id=zone_id, vpc_id=vpc_id, vpc_region=inputs.region
            )
        self.outputs = TwinOutputs(zone_id=zone_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvesInputs:
    """One VPC, and the zone that it is to see."""

    region: str
    vpc_id: Ref
    zone_id: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvesOutputs:
    """Nothing is handed on."""


class Resolves(Construct):
    """The VPC asks the private twin before the public zone."""

    def __init__(self, scope: Construct, inputs: ResolvesInputs) -> None:
        """Associate the VPC with the zone; it has been authorized in the zone's account."""
        super().__init__(scope, "resolves")
        Route53ZoneAssociation(
            self, "twin", zone_id=inputs.zone_id, vpc_id=inputs.vpc_id, vpc_region=inputs.region
        )
        self.outputs = ResolvesOutputs()
