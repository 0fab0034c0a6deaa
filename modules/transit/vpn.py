"""A site-to-site VPN from an external network to the transit gateway. Arrow: 5.1."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.customer_gateway import CustomerGateway
from cdktf_cdktf_provider_aws.ec2_transit_gateway_route import Ec2TransitGatewayRoute
from cdktf_cdktf_provider_aws.ec2_transit_gateway_route_table_association import (
    Ec2TransitGatewayRouteTableAssociation,
)
from cdktf_cdktf_provider_aws.vpn_connection import (
    VpnConnection,
    VpnConnectionTunnel1LogOptions,
    VpnConnectionTunnel1LogOptionsCloudwatchLogOptions,
    VpnConnectionTunnel2LogOptions,
    VpnConnectionTunnel2LogOptionsCloudwatchLogOptions,
)
from constructs import Construct

from modules.kit.stack import Ref
from modules.model.tables import ExternalNetwork

IKE = ("ikev2",)
ENCRYPTION = ("AES256-GCM-16",)
INTEGRITY = ("SHA2-384", "SHA2-512")
DH_GROUPS = (20, 21)


@dataclass(frozen=True, slots=True, kw_only=True)
class VpnInputs:
    """The attachment is associated with one route table; the network's range is routed in the other."""

    network: ExternalNetwork
    transit_gateway_id: Ref
    association: Ref
    propagation: Ref
    log_key_arn: Ref
    log_group: str
    retention: int


class Vpn(Construct):
    """Exactly the range of the environment is routed to the network, whatever it announces itself."""

    def __init__(self, scope: Construct, inputs: VpnInputs) -> None:
        """Create customer gateway, connection, log group and its place in the route tables."""
        super().__init__(scope, f"external-{inputs.network.name}")
        name = f"external-{inputs.network.name}"
        gateway = CustomerGateway(
            self,
            "gateway",
            type="ipsec.1",
            bgp_asn=str(inputs.network.asn),
            ip_address=str(inputs.network.gateway),
            tags={"Name": name},
        )
        group = CloudwatchLogGroup(
            self,
            "logs",
            name=inputs.log_group,
            retention_in_days=inputs.retention,
            kms_key_id=inputs.log_key_arn,
        )
        attachment = self._connection(inputs, name, Ref(gateway.id), Ref(group.arn))
        Ec2TransitGatewayRouteTableAssociation(
            self,
            "association",
            transit_gateway_attachment_id=attachment,
            transit_gateway_route_table_id=inputs.association,
        )
        Ec2TransitGatewayRoute(
            self,
            "route",
            destination_cidr_block=str(inputs.network.cidr),
            transit_gateway_attachment_id=attachment,
            transit_gateway_route_table_id=inputs.propagation,
        )

    def _connection(self, inputs: VpnInputs, name: str, gateway_id: Ref, group_arn: Ref) -> Ref:
        connection = VpnConnection(
            self,
            "connection",
            type="ipsec.1",
            customer_gateway_id=gateway_id,
            transit_gateway_id=inputs.transit_gateway_id,
            preshared_key_storage="SecretsManager",  # keeps the keys out of the state
            tunnel1_ike_versions=list(IKE),
            tunnel1_phase1_dh_group_numbers=list(DH_GROUPS),
            tunnel1_phase1_encryption_algorithms=list(ENCRYPTION),
            tunnel1_phase1_integrity_algorithms=list(INTEGRITY),
            tunnel1_phase2_dh_group_numbers=list(DH_GROUPS),
            tunnel1_phase2_encryption_algorithms=list(ENCRYPTION),
            tunnel1_phase2_integrity_algorithms=list(INTEGRITY),
            tunnel1_log_options=VpnConnectionTunnel1LogOptions(
                cloudwatch_log_options=VpnConnectionTunnel1LogOptionsCloudwatchLogOptions(
                    log_enabled=True, log_group_arn=group_arn, log_output_format="json"
                )
            ),
            tunnel2_ike_versions=list(IKE),
            tunnel2_phase1_dh_group_numbers=list(DH_GROUPS),
            tunnel2_phase1_encryption_algorithms=list(ENCRYPTION),
            tunnel2_phase1_integrity_algorithms=list(INTEGRITY),
            tunnel2_phase2_dh_group_numbers=list(DH_GROUPS),
            tunnel2_phase2_encryption_algorithms=list(ENCRYPTION),
            tunnel2_phase2_integrity_algorithms=list(INTEGRITY),
            tunnel2_log_options=VpnConnectionTunnel2LogOptions(
                cloudwatch_log_options=VpnConnectionTunnel2LogOptionsCloudwatchLogOptions(
                    log_enabled=True, log_group_arn=group_arn, log_output_format="json"
                )
            ),
            tags={"Name": name},
        )
        return Ref(connection.transit_gateway_attachment_id)
