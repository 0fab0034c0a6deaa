"""The whole estate on one page: which stacks exist, in order, and what flows between them."""

from dataclasses import dataclass, field

from cdktf import App

from modules.firewall import Firewall, FirewallInputs, FirewallOutputs
from modules.firewall.rules import describe
from modules.kit.provider import aws, aws_in
from modules.kit.stack import PlatformStack, Provider, Published, S3State
from modules.model.endpoints import actions_by_service, domains
from modules.model.environment import S3, Egress, Environment
from modules.model.environment import Vpc as Place
from modules.model.links import Link, links, seen_by
from modules.model.names import tags
from modules.model.parties import Party, Tier, Zone
from modules.model.paths import HUB, leaves_through_hub, reaches
from modules.transit import (
    Attachment,
    AttachmentInputs,
    RouteTable,
    Transit,
    TransitInputs,
    TransitOutputs,
)
from modules.vpc import Routes, RoutesInputs, Vpc, VpcInputs, VpcOutputs


def build(app: App, env: Environment) -> list[PlatformStack]:
    """Every stack of one environment, in the order in which they are applied."""
    estate = Estate(app, env, links(env))

    # Network, VPN, etc.
    transit = estate.transit("network-transit", "ZN-5 NM-02")

    # TM, Shared Services, Apps-[ENV]: the network of each zone, then its security groups.
    for vpc in env.estate:
        seed = {Zone.TM: "ZN-1 NT-02 NM-01", Zone.SHARED: "ZN-2 NT-07"}.get(vpc.zone, "ZN-4 NT-08")
        network = estate.vpc(f"{vpc.name}-vpc", seed, vpc, transit)
        estate.firewall(f"{vpc.name}-firewall", "SE-1", vpc, network)

    return estate.stacks


@dataclass
class Estate:
    """Which module a stack holds, and what it is told: the environment ends here."""

    app: App
    env: Environment
    links: tuple[Link, ...]
    stacks: list[PlatformStack] = field(default_factory=list)

    def stack(self, name: str, account: str, seed: str) -> PlatformStack:
        """One stack in one account, with the tags of everything in it."""
        state = self.env.state
        made = PlatformStack(
            self.app,
            self.env.name,
            name,
            S3State(state.bucket, state.region) if isinstance(state, S3) else None,
        )
        aws(made, account, self.env.region, tags(self.env.name, self.env.owner, name, seed))
        self.stacks.append(made)
        return made

    def transit(self, name: str, seed: str) -> Published[TransitOutputs]:
        """The transit gateway in the Network account."""
        env = self.env
        s = self.stack(name, env.accounts.network, seed)
        inputs = TransitInputs(
            environment=env.name,
            account=env.accounts.network,
            region=env.region,
            asn=env.network.transit_asn,
            accounts={vpc.name: vpc.account for vpc in env.estate},
            external_networks=env.external_networks,
            central_egress=any(leaves_through_hub(self.links, vpc.name) for vpc in env.estate),
            retention=env.retention.flow_logs,
        )
        return s.publish(Transit(s, inputs).outputs)

    def vpc(
        self, name: str, seed: str, vpc: Place, transit: Published[TransitOutputs]
    ) -> Published[VpcOutputs]:
        """A VPC, attached to the transit gateway."""
        env = self.env
        s = self.stack(name, vpc.account, seed)
        leaves = vpc.name == HUB and env.network.private_egress is Egress.NAT
        inputs = VpcInputs(
            environment=env.name,
            vpc=vpc,
            region=env.region,
            zones=env.zones,
            links=self.links,
            nat=env.network.nat if leaves else None,
            endpoint_actions=actions_by_service(env.flows, vpc.zone),
            domains=domains(env.flows, vpc.zone),
            principals=self._principals(vpc),
            owners=tuple(sorted({vpc.account, *env.accounts.all})),
            retention=env.retention.flow_logs,
        )
        made = Vpc(s, inputs).outputs
        self._attach(s, vpc, made, transit)
        return s.publish(made)

    def _principals(self, vpc: Place) -> tuple[str, ...]:
        """Spacelift's workers act in every account from where they run; elsewhere only the own account."""
        everywhere = {each.account for each in self.env.estate} | set(self.env.accounts.all)
        return tuple(sorted(everywhere if vpc.zone is Zone.SHARED else {vpc.account}))

    def _attach(
        self, s: PlatformStack, vpc: Place, made: VpcOutputs, transit: Published[TransitOutputs]
    ) -> None:
        near = reaches(self.links, vpc.name)
        zones = {each.name: RouteTable(each.zone) for each in self.env.estate}
        known_to = sorted({zones.get(name, RouteTable.EXTERNAL) for name in near})
        spokes = {zones[name] for name in near if leaves_through_hub(self.links, name)}
        gateway_id = s.use(transit, lambda out: out.transit_gateway_id)
        tables = {
            table: s.use(transit, lambda out, table=table: out.route_table_ids[table])
            for table in RouteTable
            if table in {*known_to, zones[vpc.name]}
        }
        inputs = AttachmentInputs(
            name=s.node.id,
            vpc_id=made.vpc_id,
            subnet_ids=tuple(
                ref for key, ref in made.subnet_ids.items() if key.startswith(f"{Tier.TRANSIT}-")
            ),
            transit_gateway_id=gateway_id,
            association=tables[zones[vpc.name]],
            propagations={table: tables[table] for table in known_to},
            defaults={table: tables[table] for table in sorted(spokes) if vpc.name == HUB},
            owner=self._owner_of_transit(s, vpc, transit),
        )
        ready = Attachment(s, inputs).outputs.ready
        Routes(
            s,
            RoutesInputs(
                vpc=vpc.name,
                route_table_ids=made.route_table_ids,
                transit_gateway_id=gateway_id,
                links=self.links,
                ready=ready,
            ),
        )

    def _owner_of_transit(
        self, s: PlatformStack, vpc: Place, transit: Published[TransitOutputs]
    ) -> Provider | None:
        network = self.env.accounts.network
        if vpc.account == network:
            return None
        role = s.use(transit, lambda out: out.attachment_role_arn)
        own = tags(self.env.name, self.env.owner, s.name, "ZN-5")
        return aws_in(s, "network", network, role, self.env.region, own)

    def firewall(
        self, name: str, seed: str, vpc: Place, network: Published[VpcOutputs]
    ) -> Published[FirewallOutputs]:
        """The security groups of a VPC, before anything wears them."""
        env = self.env
        s = self.stack(name, vpc.account, seed)
        inputs = FirewallInputs(
            environment=env.name,
            vpc=vpc.name,
            vpc_id=s.use(network, lambda out: out.vpc_id),
            links=seen_by(vpc.name, self.links),
            vpn_cidrs=tuple(str(cidr) for cidr in env.network.vpn_cidrs),
            admitted=describe(flow.label for flow in env.flows if flow.source is Party.COMPANY_VPN),
            endpoints_group_id=s.use(network, lambda out: out.endpoints_group_id),
            s3_prefix_list_id=s.use(network, lambda out: out.s3_prefix_list_id),
        )
        return s.publish(Firewall(s, inputs).outputs)
