"""What crosses accounts in AWS and does not in moto: shared transit gateways and their attachments."""

from copy import copy
from typing import Any

from tools.rehearse.answers import Answer, Asked, Json, Shelves

Gateways = dict[str, Any]


def _gateways(account: str, region: str) -> Gateways:
    from moto.ec2.models import ec2_backends  # noqa: PLC0415

    gateways: Gateways = ec2_backends[account][region].transit_gateways
    return gateways


def _share(asked: Asked) -> Any:  # noqa: ANN401 -- moto's
    from moto.ram.models import ram_backends  # noqa: PLC0415

    account, region = asked.place.split()
    return next(
        e for e in ram_backends[account][region].resource_shares if e.arn == asked.body["resourceShareArn"]
    )


def _take_effect(asked: Asked, *, given: bool) -> None:
    """Whoever a gateway is shared with sees the owner's very gateway, and no longer after that."""
    account, region = asked.place.split()
    share = _share(asked)
    principals = share.principals if given else asked.body.get("principals") or share.principals
    resources = share.resource_arns if given else asked.body.get("resourceArns") or share.resource_arns
    for principal in principals:
        for arn in resources:
            name = arn.rpartition("/")[2]
            if given:
                _gateways(principal, region)[name] = _gateways(account, region)[name]
            else:
                _gateways(principal, region).pop(name, None)


def _associate(_shelves: Shelves, asked: Asked) -> Json:
    share = _share(asked)
    share.add_principals(asked.body.get("principals") or [])
    share.resource_arns += asked.body.get("resourceArns") or []
    _take_effect(asked, given=True)
    return _associations(asked, "ASSOCIATED")


def _disassociate(_shelves: Shelves, asked: Asked) -> Json:
    share = _share(asked)
    _take_effect(asked, given=False)
    share.principals = [e for e in share.principals if e not in (asked.body.get("principals") or [])]
    share.resource_arns = [e for e in share.resource_arns if e not in (asked.body.get("resourceArns") or [])]
    return _associations(asked, "DISASSOCIATED")


def _associations(asked: Asked, status: str) -> Json:
    kinds = (("principals", "PRINCIPAL"), ("resourceArns", "RESOURCE"))
    return {
        "resourceShareAssociations": [
            {
                "resourceShareArn": asked.body["resourceShareArn"],
                "associatedEntity": entity,
                "associationType": kind,
                "status": status,
            }
            for key, kind in kinds
            for entity in asked.body.get(key) or []
        ]
    }


def _permissions(_shelves: Shelves, _asked: Asked) -> Json:
    return {"permissions": []}


_SHARE = "the transit gateway is shared with the accounts of the zones"

SHARING: tuple[Answer, ...] = (
    Answer("ram", "POST /associateresourceshare", _SHARE, _associate),
    Answer("ram", "POST /disassociateresourceshare", _SHARE, _disassociate),
    Answer("ram", "POST /listresourcesharepermissions", "read with every share", _permissions),
)
"""Rows of `missing.py`."""


def attach(
    self: Any,  # noqa: ANN401 -- moto's
    transit_gateway_id: str,
    vpc_id: str,
    subnet_ids: list[str],
    tags: dict[str, str] | None = None,
    options: dict[str, str] | None = None,
) -> Any:  # noqa: ANN401
    """An attachment to another account's gateway waits for its owner, who sees it as well."""
    from moto.ec2.exceptions import InvalidTransitGatewayID  # noqa: PLC0415
    from moto.ec2.models.transit_gateway_attachments import TransitGatewayVpcAttachment  # noqa: PLC0415

    gateway = self.transit_gateways.get(transit_gateway_id)
    if not gateway:
        raise InvalidTransitGatewayID(transit_gateway_id)
    made: Any = TransitGatewayVpcAttachment(
        self, transit_gateway=gateway, tags=tags, vpc_id=vpc_id, subnet_ids=subnet_ids, options=options
    )
    if gateway.options["DefaultRouteTableAssociation"] != "enable":
        made.transit_gateway_route_table = None
    self.transit_gateway_attachments[made.id] = made
    owner = gateway.ec2_backend
    made.twin = made
    if owner is not self:
        made.state = "pendingAcceptance"
        made.twin = copy(made)  # each account has tags of its own on it
        made.twin.twin = made
        made.twin.ec2_backend = owner
        owner.transit_gateway_attachments[made.id] = made.twin
    else:
        _join(made)
    return made


def _join(attachment: Any) -> None:  # noqa: ANN401 -- moto's
    """What is attached is in the gateway's default route table, and known there, as far as the gateway says so."""
    owner = attachment.ec2_backend
    gateway = owner.transit_gateways[attachment.transit_gateway_id]
    names = {
        "transit_gateway_attachment_id": attachment.id,
        "transit_gateway_route_table_id": gateway.default_route_table.id,
    }
    if gateway.options["DefaultRouteTableAssociation"] == "enable":
        owner.associate_transit_gateway_route_table(**names)
    if gateway.options["DefaultRouteTablePropagation"] == "enable":
        owner.enable_transit_gateway_route_table_propagation(**names)


def accept(self: Any) -> Any:  # noqa: ANN401 -- moto's
    """AcceptTransitGatewayVpcAttachment, which moto lacks."""
    from moto.core.responses import ActionResult  # noqa: PLC0415

    attachment = self.ec2_backend.transit_gateway_attachments[self._get_param("TransitGatewayAttachmentId")]
    attachment.state = attachment.twin.state = "available"
    _join(attachment)
    return ActionResult({"TransitGatewayVpcAttachment": attachment})


def detach(self: Any, transit_gateway_attachment_id: str) -> Any:  # noqa: ANN401 -- moto's
    """Shown as deleted to both accounts, which is what a provider waits for, and in no route table any more."""
    gone = self.transit_gateway_attachments[transit_gateway_attachment_id]
    owner = self.transit_gateways[gone.transit_gateway_id].ec2_backend
    for table in owner.transit_gateways_route_tables.values():
        table.route_table_associations.pop(transit_gateway_attachment_id, None)
    gone.state = gone.twin.state = "deleted"
    return gone


def request(self: Any) -> Any:  # noqa: ANN401 -- moto's
    """CreateTransitGatewayVpcAttachment; moto looks for its tags among those of route tables."""
    from moto.core.responses import ActionResult  # noqa: PLC0415

    made = self.ec2_backend.create_transit_gateway_vpc_attachment(
        transit_gateway_id=self._get_param("TransitGatewayId"),
        tags=self._parse_tag_specification().get("transit-gateway-attachment", {}),
        vpc_id=self._get_param("VpcId"),
        subnet_ids=self._get_param("SubnetIds", []),
        options=self._get_param("Options", {}),
    )
    return ActionResult({"TransitGatewayVpcAttachment": made})


def forget(self: Any, transit_gateway_attachment_id: str, transit_gateway_route_table_id: str) -> Any:  # noqa: ANN401 -- moto's
    """Moto keeps one propagation for each attachment, and falls over the end of a second one."""
    from moto.ec2.models.transit_gateway_route_tables import TransitGatewayRelations  # noqa: PLC0415

    table = self.transit_gateways_route_tables[transit_gateway_route_table_id]
    names = ("transit_gateway_attachment_id", "transitGatewayAttachmentId")
    table.route_table_propagation = [
        each
        for each in table.route_table_propagation
        if transit_gateway_attachment_id not in [getattr(each, name, None) for name in names]
    ]
    self.transit_gateway_propagations.pop(transit_gateway_attachment_id, None)
    return TransitGatewayRelations(
        self, transit_gateway_attachment_id, transit_gateway_route_table_id, state="disabled"
    )
