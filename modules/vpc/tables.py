"""Route tables of a VPC and its default routes. Inventory: NT-09, CX-01."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from constructs import Construct

from modules.kit.stack import Ref
from modules.model.parties import Tier
from modules.vpc.internet import InternetOutputs

LEAVES_BY_NAT = (Tier.PRIVATE, Tier.TRANSIT)
"""The private tier, and what other VPCs send through the transit gateway. Never database or Kafka (P02)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesInputs:
    """Subnets by tier and zone letter; `internet` only in the VPC with the DMZ."""

    name: str
    vpc_id: Ref
    subnet_ids: dict[Tier, dict[str, Ref]]
    internet: InternetOutputs | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesOutputs:
    """Route tables by `<tier>`, or `<tier>-<zone letter>` where each zone has its own NAT gateway."""

    route_table_ids: dict[str, Ref]

    def of(self, tier: Tier) -> tuple[Ref, ...]:
        """The tables of one tier."""
        return tuple(ref for key, ref in self.route_table_ids.items() if key.partition("-")[0] == tier)


class Tables(Construct):
    """One table per tier, except where zones leave by different NAT gateways."""

    def __init__(self, scope: Construct, inputs: TablesInputs) -> None:
        """Create tables, associations and default routes; routes to other VPCs come later (Routes)."""
        super().__init__(scope, "tables")
        nat_ids = inputs.internet.nat_ids if inputs.internet else {}
        tables: dict[str, Ref] = {}
        for tier, subnets in inputs.subnet_ids.items():
            nats = nat_ids if tier in LEAVES_BY_NAT else {}
            groups = [[letter] for letter in subnets] if len(set(nats.values())) > 1 else [list(subnets)]
            for letters in groups:
                key = tier.value if len(groups) == 1 else f"{tier}-{letters[0]}"
                tables[key] = self._table(key, tier, inputs, letters)
                if nats:
                    self._default(key, tables[key], nat_gateway_id=nats[letters[0]])
                if tier is Tier.PUBLIC and inputs.internet:
                    self._default(key, tables[key], gateway_id=inputs.internet.gateway_id)
        self.outputs = TablesOutputs(route_table_ids=tables)

    def _table(self, key: str, tier: Tier, inputs: TablesInputs, letters: list[str]) -> Ref:
        table = RouteTable(
            self, key, vpc_id=inputs.vpc_id, tags={"Name": f"{inputs.name}-{key}", "Tier": tier.value}
        )
        table_id = Ref(table.id)
        for letter in letters:
            RouteTableAssociation(
                self,
                f"{tier}-{letter}-uses",
                subnet_id=inputs.subnet_ids[tier][letter],
                route_table_id=table_id,
            )
        return table_id

    def _default(
        self, key: str, table_id: Ref, gateway_id: Ref | None = None, nat_gateway_id: Ref | None = None
    ) -> None:
        Route(
            self,
            f"{key}-default",
            route_table_id=table_id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway_id,
            nat_gateway_id=nat_gateway_id,
        )
