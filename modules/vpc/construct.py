"""A VPC with its tiers over three availability zones; nothing can be reached before a flow says so."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.default_network_acl import DefaultNetworkAcl
from cdktf_cdktf_provider_aws.default_route_table import DefaultRouteTable
from cdktf_cdktf_provider_aws.default_security_group import DefaultSecurityGroup
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc as AwsVpc
from constructs import Construct

from modules.flowlog import FlowLogs, FlowLogsInputs
from modules.kit.stack import Ref
from modules.model import subnets
from modules.model.links import Link
from modules.model.parties import Tier
from modules.model.tables import Nat
from modules.model.tables import Vpc as VpcPlace
from modules.vpc.acl import Acls, AclsInputs
from modules.vpc.dns import DnsFirewall, DnsFirewallInputs
from modules.vpc.endpoints import Endpoints, EndpointsInputs
from modules.vpc.internet import Internet, InternetInputs
from modules.vpc.tables import Tables, TablesInputs


@dataclass(frozen=True, slots=True, kw_only=True)
class VpcInputs:
    """`nat` is None where the VPC has no NAT gateway; `endpoint_actions` and `domains` come from the flows."""

    environment: str
    vpc: VpcPlace
    region: str
    zones: tuple[str, str, str]
    links: tuple[Link, ...]
    nat: Nat | None
    endpoint_actions: dict[str, tuple[str, ...]]
    domains: tuple[str, ...]
    principals: tuple[str, ...]
    runners: tuple[str, ...]
    owners: tuple[str, ...]
    secrets: tuple[str, ...]
    retention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VpcOutputs:
    """Subnets and route tables by `<tier>-<zone letter>` and `<tier>[-<zone letter>]`."""

    vpc_id: Ref
    subnet_ids: dict[str, Ref]
    route_table_ids: dict[str, Ref]
    nat_addresses: dict[str, Ref]
    endpoints_group_id: Ref
    s3_prefix_list_id: Ref


class Vpc(Construct):
    """Every tier spans three zones; only the DMZ of the TM VPC has an internet gateway."""

    def __init__(self, scope: Construct, inputs: VpcInputs) -> None:
        """Create the VPC and everything in it but the security groups of workloads and TGW routes."""
        super().__init__(scope, "vpc")
        name = f"{inputs.environment}-{inputs.vpc.name}"
        vpc = AwsVpc(
            self,
            "vpc",
            cidr_block=str(inputs.vpc.cidr),
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags={"Name": name},
        )
        vpc_id = Ref(vpc.id)
        self._empty_defaults(vpc, name)
        made = {tier: self._subnets(tier, inputs, vpc_id) for tier in subnets.tiers(inputs.vpc.zone)}
        internet = None
        if Tier.PUBLIC in made:
            doors = InternetInputs(
                environment=inputs.environment,
                name=name,
                vpc_id=vpc_id,
                public_subnet_ids=made[Tier.PUBLIC],
                nat=inputs.nat,
            )
            internet = Internet(self, doors).outputs
        tables = Tables(self, TablesInputs(name=name, vpc_id=vpc_id, subnet_ids=made, internet=internet))
        Acls(
            self,
            AclsInputs(name=name, vpc=inputs.vpc.name, vpc_id=vpc_id, subnet_ids=made, links=inputs.links),
        )
        endpoints = Endpoints(
            self,
            EndpointsInputs(
                name=name,
                region=inputs.region,
                vpc_id=vpc_id,
                subnet_ids=tuple(made[Tier.PRIVATE].values()),
                route_table_ids=tables.outputs.of(Tier.PRIVATE) + tables.outputs.of(Tier.WORKERS),
                actions=inputs.endpoint_actions,
                principals=inputs.principals,
                runners=inputs.runners,
                owners=inputs.owners,
                secrets=inputs.secrets,
            ),
        )
        DnsFirewall(
            self, DnsFirewallInputs(name=name, region=inputs.region, vpc_id=vpc_id, domains=inputs.domains)
        )
        logs = FlowLogsInputs(
            name=name,
            account=inputs.vpc.account,
            region=inputs.region,
            retention=inputs.retention,
            vpc_id=vpc_id,
        )
        FlowLogs(self, logs)
        self.outputs = VpcOutputs(
            vpc_id=vpc_id,
            subnet_ids={f"{tier}-{zone}": ref for tier, zones in made.items() for zone, ref in zones.items()},
            route_table_ids=tables.outputs.route_table_ids,
            nat_addresses=internet.addresses if internet else {},
            endpoints_group_id=endpoints.outputs.group_id,
            s3_prefix_list_id=endpoints.outputs.s3_prefix_list_id,
        )

    def _empty_defaults(self, vpc: AwsVpc, name: str) -> None:
        """What AWS makes by itself is adopted and left without a single rule or route (P09)."""
        tags = {"Name": f"{name}-default-unused"}
        DefaultSecurityGroup(self, "default-group", vpc_id=vpc.id, tags=tags)
        DefaultNetworkAcl(self, "default-acl", default_network_acl_id=vpc.default_network_acl_id, tags=tags)
        DefaultRouteTable(
            self, "default-routes", default_route_table_id=vpc.default_route_table_id, tags=tags
        )

    def _subnets(self, tier: Tier, inputs: VpcInputs, vpc_id: Ref) -> dict[str, Ref]:
        made: dict[str, Ref] = {}
        for zone, cidr in zip(inputs.zones, subnets.subnets(inputs.vpc.cidr, tier), strict=True):
            letter = zone[-1]
            subnet = Subnet(
                self,
                f"{tier}-{letter}",
                vpc_id=vpc_id,
                availability_zone=zone,
                cidr_block=str(cidr),
                map_public_ip_on_launch=False,
                tags={"Name": f"{inputs.environment}-{inputs.vpc.name}-{tier}-{letter}", "Tier": tier.value},
            )
            made[letter] = Ref(subnet.id)
        return made
