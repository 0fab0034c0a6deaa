"""The network of every zone: transit gateway, VPCs, security groups. Arrows: all that cross a subnet."""

from modules.firewall import Firewall, FirewallInputs, FirewallOutputs
from modules.firewall.rules import describe
from modules.kit.provider import ByPhase, aws_in
from modules.kit.stack import PlatformStack, Provider, Published
from modules.model.endpoints import actions_by_service, domains
from modules.model.environment import Environment
from modules.model.links import seen_by
from modules.model.names import runner, secrets_in, tags
from modules.model.parties import Party, Tier, Zone
from modules.model.paths import HUB, leaves_through_hub, reaches
from modules.model.tables import Egress
from modules.model.tables import Vpc as Place
from modules.transit import (
    Attachment,
    AttachmentInputs,
    RouteTable,
    Transit,
    TransitInputs,
    TransitOutputs,
)
from modules.vpc import Routes, RoutesInputs, Vpc, VpcInputs, VpcOutputs
from modules.wiring import Estate


def transit(estate: Estate, name: str, seed: str) -> Published[TransitOutputs]:
    """The transit gateway in the Network account."""
    env = estate.env
    s = estate.stack(name, env.accounts.network, seed)
    inputs = TransitInputs(
        environment=env.name,
        account=env.accounts.network,
        region=env.region,
        asn=env.network.transit_asn,
        accounts={vpc.name: vpc.account for vpc in env.estate},
        external_networks=env.external_networks,
        central_egress=any(leaves_through_hub(estate.links, vpc.name) for vpc in env.estate),
        retention=env.retention.flow_logs,
    )
    return s.publish(Transit(s, inputs).outputs)


def vpc(
    estate: Estate, name: str, seed: str, place: Place, transit: Published[TransitOutputs]
) -> Published[VpcOutputs]:
    """A VPC, attached to the transit gateway."""
    env = estate.env
    s = estate.stack(name, place.account, seed)
    leaves = place.name == HUB and env.network.private_egress is Egress.NAT
    inputs = VpcInputs(
        environment=env.name,
        vpc=place,
        region=env.region,
        zones=env.zones,
        links=estate.links,
        nat=env.network.nat if leaves else None,
        endpoint_actions=actions_by_service(env.flows, place.zone),
        domains=domains(env.flows, place.zone, env.oidc.hosts),
        principals=_principals(estate, place),
        runners=_runners(estate, place),
        owners=_owners(estate, place),
        secrets=tuple(
            f"arn:aws:secretsmanager:{env.region}:{place.account}:secret:{name}"
            for name in secrets_in(env.name, place.name)
        ),
        retention=env.retention.flow_logs,
    )
    made = Vpc(s, inputs).outputs
    _attach(estate, s, place, made, transit)
    return s.publish(made)


def _principals(estate: Estate, vpc: Place) -> tuple[str, ...]:
    """Spacelift's workers act in every account from where they run; elsewhere only the own account."""
    everywhere = {each.account for each in estate.env.estate} | set(estate.env.accounts.all)
    return tuple(sorted(everywhere if vpc.zone is Zone.SHARED else {vpc.account}))


def _runners(estate: Estate, place: Place) -> tuple[str, ...]:
    if place.zone is not Zone.SHARED:
        return ()
    return tuple(runner(account, estate.env.name) for account in _principals(estate, place))


def _owners(estate: Estate, place: Place) -> tuple[str, ...]:
    """Accounts whose buckets the parties of a VPC use: its own, and the lake's where something writes there (16.1)."""
    env = estate.env
    writes = any(
        flow.opener.zone is place.zone and flow.opener.tier and flow.target.zone is Zone.LAKE
        for flow in env.flows
    )
    return tuple(sorted({place.account} | ({env.accounts.lake} if writes else set())))


def _attach(
    estate: Estate, s: PlatformStack, place: Place, made: VpcOutputs, transit: Published[TransitOutputs]
) -> None:
    near = reaches(estate.links, place.name)
    zones = {each.name: RouteTable(each.zone) for each in estate.env.estate}
    known_to = sorted({zones.get(name, RouteTable.EXTERNAL) for name in near})
    spokes = {zones[name] for name in near if leaves_through_hub(estate.links, name)}
    gateway_id = s.use(transit, lambda out: out.transit_gateway_id)
    own = zones[place.name]
    tables = s.use_each(
        transit, lambda out: {table: out.route_table_ids[table] for table in sorted({*known_to, own})}
    )
    inputs = AttachmentInputs(
        name=s.node.id,
        vpc_id=made.vpc_id,
        subnet_ids=tuple(ref for key, ref in made.subnet_ids.items() if key.startswith(f"{Tier.TRANSIT}-")),
        transit_gateway_id=gateway_id,
        association=tables[own],
        propagations={table: tables[table] for table in known_to},
        defaults={table: tables[table] for table in sorted(spokes) if place.name == HUB},
        owner=_owner_of_transit(estate, s, place, transit),
    )
    ready = Attachment(s, inputs).outputs.ready
    Routes(
        s,
        RoutesInputs(
            vpc=place.name,
            route_table_ids=made.route_table_ids,
            transit_gateway_id=gateway_id,
            links=estate.links,
            ready=ready,
        ),
    )


def _owner_of_transit(
    estate: Estate, s: PlatformStack, place: Place, transit: Published[TransitOutputs]
) -> Provider | None:
    network = estate.env.accounts.network
    if place.account == network:
        return None
    roles = ByPhase(
        plan=s.use(transit, lambda out: out.attachment_reader_arn),
        apply=s.use(transit, lambda out: out.attachment_role_arn),
    )
    own = tags(estate.env.name, estate.env.owner, s.name, "ZN-5")
    return aws_in(s, "network", network, roles, estate.env.region, own)


def _clients(env: Environment) -> dict[Party, dict[str, str]]:
    admitted = describe(flow.label for flow in env.flows if flow.source is Party.COMPANY_VPN)
    return {
        Party.COMPANY_VPN: {str(cidr): admitted for cidr in env.network.vpn_cidrs},
        Party.INTEGRATIONS: {
            str(each.cidr): f"{each.name} of {each.team} until {each.expires}" for each in env.integrations
        },
    }


def firewall(
    estate: Estate, name: str, seed: str, place: Place, network: Published[VpcOutputs]
) -> Published[FirewallOutputs]:
    """The security groups of a VPC, before anything wears them."""
    env = estate.env
    s = estate.stack(name, place.account, seed)
    inputs = FirewallInputs(
        environment=env.name,
        vpc=place.name,
        vpc_id=s.use(network, lambda out: out.vpc_id),
        links=seen_by(place.name, estate.links),
        clients=_clients(env),
        endpoints_group_id=s.use(network, lambda out: out.endpoints_group_id),
        s3_prefix_list_id=s.use(network, lambda out: out.s3_prefix_list_id),
    )
    return s.publish(Firewall(s, inputs).outputs)
