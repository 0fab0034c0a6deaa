"""The transit gateway `network-tm-tgw` with a route table per zone, shared with the zones' accounts.

It routes nothing by itself: association, propagation and every route are explicit. Inventory: NM-02, ZN-5.
"""

from dataclasses import dataclass
from enum import StrEnum

from cdktf_cdktf_provider_aws.ec2_transit_gateway import Ec2TransitGateway
from cdktf_cdktf_provider_aws.ec2_transit_gateway_route import Ec2TransitGatewayRoute
from cdktf_cdktf_provider_aws.ec2_transit_gateway_route_table import Ec2TransitGatewayRouteTable
from constructs import Construct

from modules.flowlog import FlowLogs, FlowLogsInputs
from modules.kit.stack import Ref
from modules.model.names import TRANSIT_GATEWAY
from modules.model.tables import ExternalNetwork
from modules.model.values import PRIVATE
from modules.transit.role import AttachmentRole, AttachmentRoleInputs
from modules.transit.share import Share, ShareInputs
from modules.transit.vpn import Vpn, VpnInputs


class RouteTable(StrEnum):
    """One route table per zone. Apps environments share theirs and never hold one another's routes."""

    TM = "tm"
    SHARED = "shared"
    APPS = "apps"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitInputs:
    """`accounts` are those of the VPCs, by name of the VPC; `central_egress` where a spoke leaves by the hub."""

    environment: str
    account: str
    region: str
    asn: int
    accounts: dict[str, str]
    external_networks: tuple[ExternalNetwork, ...]
    central_egress: bool
    retention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitOutputs:
    """`attachment_role_arn` may accept, associate and route attachments, `attachment_reader_arn` look at them."""

    transit_gateway_id: Ref
    route_table_ids: dict[RouteTable, Ref]
    attachment_role_arn: Ref
    attachment_reader_arn: Ref


class Transit(Construct):
    """Nothing reaches anything until an attachment says so."""

    def __init__(self, scope: Construct, inputs: TransitInputs) -> None:
        """Create gateway, route tables, share, role and VPNs."""
        super().__init__(scope, "transit")
        gateway = Ec2TransitGateway(
            self,
            "gateway",
            description=f"Between the zones of {inputs.environment}",
            amazon_side_asn=inputs.asn,
            auto_accept_shared_attachments="disable",
            default_route_table_association="disable",
            default_route_table_propagation="disable",
            dns_support="enable",
            multicast_support="disable",
            security_group_referencing_support="disable",
            vpn_ecmp_support="enable",
            tags={"Name": TRANSIT_GATEWAY},
        )
        gateway_id = Ref(gateway.id)
        tables = {table: self._table(table, gateway_id) for table in RouteTable}
        if inputs.central_egress:
            self._keep_private_ranges_inside(tables[RouteTable.SHARED])
        others = set(inputs.accounts.values()) - {inputs.account}
        if others:
            share = ShareInputs(
                environment=inputs.environment,
                gateway_arn=Ref(gateway.arn),
                accounts=tuple(sorted(others)),
            )
            Share(self, share)
        logs = FlowLogsInputs(
            name=f"{inputs.environment}-transit",
            account=inputs.account,
            region=inputs.region,
            retention=inputs.retention,
            transit_gateway_id=gateway_id,
        )
        self._vpns(inputs, gateway_id, tables, FlowLogs(self, logs).outputs.key_arn)
        role = AttachmentRoleInputs(
            environment=inputs.environment,
            account=inputs.account,
            region=inputs.region,
            accounts=inputs.accounts,
        )
        roles = AttachmentRole(self, role).outputs
        self.outputs = TransitOutputs(
            transit_gateway_id=gateway_id,
            route_table_ids=tables,
            attachment_role_arn=roles.role_arn,
            attachment_reader_arn=roles.reader_arn,
        )

    def _table(self, table: RouteTable, gateway_id: Ref) -> Ref:
        made = Ec2TransitGatewayRouteTable(
            self,
            f"routes-{table}",
            transit_gateway_id=gateway_id,
            tags={"Name": f"{TRANSIT_GATEWAY}-{table}"},
        )
        return Ref(made.id)

    def _keep_private_ranges_inside(self, table: Ref) -> None:
        """A zone whose default route leads to the hub must not reach other zones through it."""
        for cidr in PRIVATE:
            Ec2TransitGatewayRoute(
                self,
                f"no-detour-{str(cidr.network_address).split('.')[0]}",
                destination_cidr_block=str(cidr),
                blackhole=True,
                transit_gateway_route_table_id=table,
            )

    def _vpns(
        self, inputs: TransitInputs, gateway_id: Ref, tables: dict[RouteTable, Ref], log_key_arn: Ref
    ) -> None:
        for network in inputs.external_networks:
            vpn = VpnInputs(
                network=network,
                transit_gateway_id=gateway_id,
                association=tables[RouteTable.EXTERNAL],
                propagation=tables[RouteTable.APPS],
                log_key_arn=log_key_arn,
                log_group=f"/aws/network/{inputs.environment}-transit/vpn-{network.name}",
                retention=inputs.retention,
            )
            Vpn(self, vpn)
