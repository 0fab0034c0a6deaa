"""A VPC's attachment to the transit gateway, accepted and routed in the gateway's account.

Arrows: 5.2, 5.3, 5.4, 6.4, 8.1, by the zones that the VPC exchanges packets with.
"""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.ec2_transit_gateway_route import Ec2TransitGatewayRoute
from cdktf_cdktf_provider_aws.ec2_transit_gateway_route_table_association import (
    Ec2TransitGatewayRouteTableAssociation,
)
from cdktf_cdktf_provider_aws.ec2_transit_gateway_route_table_propagation import (
    Ec2TransitGatewayRouteTablePropagation,
)
from cdktf_cdktf_provider_aws.ec2_transit_gateway_vpc_attachment import Ec2TransitGatewayVpcAttachment
from cdktf_cdktf_provider_aws.ec2_transit_gateway_vpc_attachment_accepter import (
    Ec2TransitGatewayVpcAttachmentAccepter,
)
from constructs import Construct

from modules.kit.stack import Dependable, Provider, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentInputs:
    """Route tables in `propagations` learn this VPC, those in `defaults` send it everything else.

    `owner` is the provider of the gateway's account where that is not this one.
    """

    name: str
    vpc_id: Ref
    subnet_ids: tuple[Ref, ...]
    transit_gateway_id: Ref
    association: Ref
    propagations: dict[str, Ref]
    defaults: dict[str, Ref]
    owner: Provider | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentOutputs:
    """Routes into the gateway have to wait for `ready`."""

    ready: Dependable


class Attachment(Construct):
    """The VPC is known to exactly the named route tables, and uses exactly one."""

    def __init__(self, scope: Construct, inputs: AttachmentInputs) -> None:
        """Attach, accept where the gateway is another account's, associate, propagate."""
        super().__init__(scope, "attachment")
        # Only the gateway's own account can change or read these two settings.
        own = None if inputs.owner else False
        attached = Ec2TransitGatewayVpcAttachment(
            self,
            "vpc",
            vpc_id=inputs.vpc_id,
            subnet_ids=list(inputs.subnet_ids),
            transit_gateway_id=inputs.transit_gateway_id,
            dns_support="enable",
            transit_gateway_default_route_table_association=own,
            transit_gateway_default_route_table_propagation=own,
            tags={"Name": inputs.name},
        )
        attachment_id = Ref(attached.id)
        ready: Dependable = attached
        if inputs.owner:
            ready = Ec2TransitGatewayVpcAttachmentAccepter(
                self,
                "accepted",
                provider=inputs.owner,
                transit_gateway_attachment_id=attachment_id,
                transit_gateway_default_route_table_association=False,
                transit_gateway_default_route_table_propagation=False,
                tags={"Name": inputs.name},
            )
        self._route(inputs, attachment_id, ready)
        self.outputs = AttachmentOutputs(ready=ready)

    def _route(self, inputs: AttachmentInputs, attachment_id: Ref, ready: Dependable) -> None:
        Ec2TransitGatewayRouteTableAssociation(
            self,
            "association",
            provider=inputs.owner,
            transit_gateway_attachment_id=attachment_id,
            transit_gateway_route_table_id=inputs.association,
            depends_on=[ready],
        )
        for table, table_id in inputs.propagations.items():
            Ec2TransitGatewayRouteTablePropagation(
                self,
                f"known-to-{table}",
                provider=inputs.owner,
                transit_gateway_attachment_id=attachment_id,
                transit_gateway_route_table_id=table_id,
                depends_on=[ready],
            )
        for table, table_id in inputs.defaults.items():
            Ec2TransitGatewayRoute(
                self,
                f"default-of-{table}",
                provider=inputs.owner,
                destination_cidr_block="0.0.0.0/0",
                transit_gateway_attachment_id=attachment_id,
                transit_gateway_route_table_id=table_id,
                depends_on=[ready],
            )
