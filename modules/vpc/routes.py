"""Routes of a VPC into the transit gateway, each because of a flow. Arrows: 5.2, 5.3, 5.4, 6.4, 8.1."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.route import Route
from constructs import Construct

from modules.kit.stack import Dependable, Ref
from modules.model.links import ANYWHERE, Link
from modules.model.parties import Tier
from modules.model.paths import leaves_through_hub, routes


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutesInputs:
    """Route tables by `<tier>[-<zone letter>]`; routes wait until the attachment is `ready`."""

    vpc: str
    route_table_ids: dict[str, Ref]
    transit_gateway_id: Ref
    links: tuple[Link, ...]
    ready: Dependable


class Routes(Construct):
    """A tier reaches the tiers that its flows name, by their own ranges, and not the rest of their VPC."""

    def __init__(self, scope: Construct, inputs: RoutesInputs) -> None:
        """Create a route per table and far range; a spoke leaves through the hub."""
        super().__init__(scope, "routes")
        for key, table_id in inputs.route_table_ids.items():
            tier = Tier(key.partition("-")[0])
            ranges = routes(inputs.links, (inputs.vpc, tier))
            if leaves_through_hub(inputs.links, inputs.vpc, tier):
                ranges["internet"] = ANYWHERE
            for name, cidr in ranges.items():
                Route(
                    self,
                    f"{key}-to-{name}",
                    route_table_id=table_id,
                    destination_cidr_block=str(cidr),
                    transit_gateway_id=inputs.transit_gateway_id,
                    depends_on=[inputs.ready],
                )
