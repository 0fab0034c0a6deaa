"""Adaptations of the simulator's EC2: groups, prefix lists, transit gateways, and its web firewall; see `adaptations.py`."""

import inspect
import json
from collections.abc import Callable
from functools import partial
from typing import Any

from tools.rehearse import sharing
from tools.rehearse.memory import More

Replacement = Any
Adaptation = Callable[[], tuple[str, Replacement]]


def _routes_of_gateways() -> tuple[str, Replacement]:
    """Moto keeps the attachment of a route where its answers look for a list of attachments."""
    from moto.ec2.models import EC2Backend  # noqa: PLC0415

    original = EC2Backend.create_transit_gateway_route

    def create(self: EC2Backend, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 -- moto's
        route = original(self, *arguments, **named)
        if "transitGatewayAttachments" in route:
            route["transitGatewayAttachments"] = [route["transitGatewayAttachments"]]  # type: ignore[assignment]
        return route

    return "moto.ec2.models.EC2Backend.create_transit_gateway_route", create


def _words_of_rules() -> tuple[str, Replacement]:
    """Moto shows the description of a rule for address ranges only, not for groups and prefix lists."""

    def description(self: Any) -> str | None:  # noqa: ANN401 -- moto's
        peers = (self.ip_range, self.source_group, self._prefix_list)
        return next((each["Description"] for each in peers if each and "Description" in each), None)

    return "moto.ec2.models.security_groups.SecurityGroupRule.description", property(description)


def _words_of_prefix_lists() -> tuple[str, Replacement]:
    """Moto throws away the description of a rule for a prefix list before anybody could ask for it."""
    from moto.ec2.models.security_groups import SecurityGroupRule  # noqa: PLC0415

    original = SecurityGroupRule.__init__
    signature = inspect.signature(original)

    def remember(self: Any, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 -- moto's
        original(self, *arguments, **named)
        self._prefix_list = signature.bind(self, *arguments, **named).arguments.get("prefix_list_id")

    return "moto.ec2.models.security_groups.SecurityGroupRule.__init__", remember


def _forget() -> tuple[str, Replacement]:
    """Two propagations of one attachment end one after the other; see `sharing.py`."""
    name = "disable_transit_gateway_route_table_propagation"
    return f"moto.ec2.models.EC2Backend.{name}", sharing.forget


def _attach() -> tuple[str, Replacement]:
    """In moto a gateway is known to its own account only; see `sharing.py`."""
    return "moto.ec2.models.EC2Backend.create_transit_gateway_vpc_attachment", sharing.attach


def _request() -> tuple[str, Replacement]:
    """The tags of an attachment are lost in moto; see `sharing.py`."""
    return "moto.ec2.responses.EC2Response.create_transit_gateway_vpc_attachment", sharing.request


def _detach() -> tuple[str, Replacement]:
    """The other end of it."""
    return "moto.ec2.models.EC2Backend.delete_transit_gateway_vpc_attachment", sharing.detach


def _accept() -> tuple[str, Replacement]:
    """Moto has no AcceptTransitGatewayVpcAttachment."""
    return "moto.ec2.responses.EC2Response.accept_transit_gateway_vpc_attachment", sharing.accept


def _protected(operation: str) -> Adaptation:
    def adaptation() -> tuple[str, Replacement]:
        """Moto forgets which parts of a request the log of a web ACL must not show."""
        from moto.wafv2.responses import WAFV2Response  # noqa: PLC0415

        original = getattr(WAFV2Response, operation)

        def write(self: WAFV2Response) -> Any:  # noqa: ANN401 -- moto's
            given, asked = original(self), json.loads(self.body)
            [acl] = [each for each in self.wafv2_backend.wacls.values() if each.name == asked["Name"]]
            shown = {"DataProtectionConfig": asked.get("DataProtectionConfig")}
            acl.to_dict = More(partial(type(acl).to_dict, acl), shown)  # type: ignore[method-assign]
            return given

        return f"moto.wafv2.responses.WAFV2Response.{operation}", write

    return adaptation


NETWORKS: tuple[Adaptation, ...] = (
    _routes_of_gateways,
    _words_of_rules,
    _words_of_prefix_lists,
    _forget,
    _attach,
    _request,
    _detach,
    _accept,
    _protected("create_web_acl"),
    _protected("update_web_acl"),
)
"""Rows of `adaptations.py`."""
