"""Everything through which people and machines enter. Arrows: 1.2, 2.2, 4.2, 5.3, 6.1, 7.1, 9.1."""

from dataclasses import dataclass

from modules.dns import Dns, DnsInputs, DnsOutputs, Resolves, ResolvesInputs, Twin, TwinInputs, TwinOutputs
from modules.dns.querylog import REGION as QUERY_LOG_REGION
from modules.edge import (
    Addresses,
    AddressesInputs,
    Edge,
    EdgeInputs,
    EdgeOutputs,
    Inside,
    InsideInputs,
    Logs,
    LogsInputs,
    LogsOutputs,
)
from modules.firewall import FirewallOutputs
from modules.kit.provider import aws_region
from modules.kit.stack import PlatformStack, Published, Ref
from modules.model.hosts import Backend, Block
from modules.model.names import DOMAIN, LEGACY_SAML, tags
from modules.model.parties import Party, Tier
from modules.model.tables import Vpc as Place
from modules.vpc import VpcOutputs
from modules.wiring import Estate


@dataclass(frozen=True, slots=True, kw_only=True)
class EntranceOutputs:
    """What the private twin and the clusters need; `inside_target_group_arn` is the way for Apps."""

    target_group_arns: dict[Backend, Ref]
    inside_target_group_arn: Ref
    inside_dns_name: Ref
    inside_zone_id: Ref


def dns(estate: Estate, name: str, seed: str) -> Published[DnsOutputs]:
    """The public zone, its certificates and its query log."""
    env = estate.env
    s = estate.stack(name, env.accounts.tm, seed)
    own = tags(env.name, env.owner, name, seed)
    inputs = DnsInputs(
        environment=env.name,
        account=env.accounts.tm,
        retention=env.retention.logs,
        legacy=env.legacy_saml_alias is not None,
        us_east_1=aws_region(s, env.accounts.tm, QUERY_LOG_REGION, own),
    )
    return s.publish(Dns(s, inputs).outputs)


def entrances(
    estate: Estate,
    name: str,
    seed: str,
    network: Published[VpcOutputs],
    firewall: Published[FirewallOutputs],
    names: Published[DnsOutputs],
) -> Published[EntranceOutputs]:
    """The three blocks of the DMZ, and the internal entrance for Apps."""
    env = estate.env
    s = estate.stack(name, env.accounts.tm, seed)
    logs = LogsInputs(
        environment=env.name, account=env.accounts.tm, region=env.region, retention=env.retention.logs
    )
    written = Logs(s, logs).outputs
    sets = Addresses(s, AddressesInputs(environment=env.name, sets=_addresses(estate))).outputs.set_arns
    blocks = {block: _block(estate, s, block, written, sets, network, firewall, names) for block in Block}
    inside = Inside(
        s,
        InsideInputs(
            environment=env.name,
            vpc_id=s.use(network, lambda out: out.vpc_id),
            subnet_ids=_subnets(estate, s, Tier.PRIVATE, network),
            group_id=s.use(firewall, lambda out: out.group_ids[Party.EDGE_APPS]),
            certificate_arn=blocks[Block.CORE].certificate_arn,
            log_bucket=written.bucket,
            deletion_protection=env.deletion_protection,
        ),
    ).outputs
    arns = {backend: arn for made in blocks.values() for backend, arn in made.target_group_arns.items()}
    return s.publish(
        EntranceOutputs(
            target_group_arns=arns,
            inside_target_group_arn=inside.target_group_arn,
            inside_dns_name=inside.dns_name,
            inside_zone_id=inside.zone_id,
        )
    )


def _addresses(estate: Estate) -> dict[str, tuple[str, ...]]:
    return {
        Party.COMPANY_VPN.value: tuple(str(cidr) for cidr in estate.env.network.vpn_cidrs),
        Party.INTEGRATIONS.value: tuple(str(each.cidr) for each in estate.env.integrations),
    }


def _subnets(estate: Estate, s: PlatformStack, tier: Tier, network: Published[VpcOutputs]) -> tuple[Ref, ...]:
    keys = [f"{tier}-{zone[-1]}" for zone in estate.env.zones]
    return tuple(s.use_each(network, lambda out: {key: out.subnet_ids[key] for key in keys}).values())


def _block(  # noqa: PLR0913, PLR0917 -- what other stacks hand over
    estate: Estate,
    s: PlatformStack,
    block: Block,
    logs: LogsOutputs,
    sets: dict[str, Ref],
    network: Published[VpcOutputs],
    firewall: Published[FirewallOutputs],
    names: Published[DnsOutputs],
) -> EdgeOutputs:
    env = estate.env
    hosts = tuple(host for host in env.hosts if host.block is block)
    openers = {flow.opener.home.value for flow in env.flows if flow.listener is block.party}
    proofs = {block.value: _proof(s, names, block)}
    zones = dict.fromkeys((host.name for host in hosts), s.use(names, lambda out: out.zone_id))
    if LEGACY_SAML in zones:
        keys = ("certificate_arn", "validation_name", "zone_id")
        certificate_arn, validation_name, zones[LEGACY_SAML] = s.use_each(
            names, lambda out: {key: out.legacy[key] for key in keys}
        ).values()
        proofs["legacy"] = certificate_arn, validation_name
    inputs = EdgeInputs(
        environment=env.name,
        block=block,
        hosts=hosts,
        vpc_id=s.use(network, lambda out: out.vpc_id),
        subnet_ids=_subnets(estate, s, Tier.PUBLIC, network),
        group_id=s.use(firewall, lambda out: out.group_ids[block.party]),
        address_sets={name: arn for name, arn in sets.items() if name in openers},
        zone_ids=zones,
        proofs=proofs,
        log_group_arn=logs.group_arns[block],
        log_ready=logs.ready,
        log_bucket=logs.bucket,
        deletion_protection=env.deletion_protection,
    )
    return Edge(s, inputs).outputs


def _proof(s: PlatformStack, names: Published[DnsOutputs], block: Block) -> tuple[Ref, Ref]:
    return (
        s.use(names, lambda out: out.certificate_arns[block]),
        s.use(names, lambda out: out.validation_names[block]),
    )


def twin(
    estate: Estate,
    name: str,
    seed: str,
    networks: dict[str, Published[VpcOutputs]],
    entrance: Published[EntranceOutputs],
) -> Published[TwinOutputs]:
    """The private twin of the zone. VPCs of other accounts are admitted here and join by `resolves`."""
    env = estate.env
    s = estate.stack(name, env.accounts.tm, seed)
    guests = [vpc for vpc in env.estate if _calls_core(estate, vpc) and vpc.account != env.accounts.tm]
    inputs = TwinInputs(
        region=env.region,
        vpc_id=s.use(networks["tm"], lambda out: out.vpc_id),
        guests={vpc.name: s.use(networks[vpc.name], lambda out: out.vpc_id) for vpc in guests},
        hosts=tuple(
            host for host in env.hosts if host.block is Block.CORE and host.name.endswith(f".{DOMAIN}")
        ),
        balancer_dns_name=s.use(entrance, lambda out: out.inside_dns_name),
        balancer_zone_id=s.use(entrance, lambda out: out.inside_zone_id),
    )
    return s.publish(Twin(s, inputs).outputs)


def _calls_core(estate: Estate, vpc: Place) -> bool:
    return any(
        link.opener.vpc == vpc.name and link.listener.party is Party.EDGE_APPS for link in estate.links
    )


def resolves(
    estate: Estate,
    name: str,
    seed: str,
    place: Place,
    network: Published[VpcOutputs],
    zone: Published[TwinOutputs],
) -> None:
    """One VPC whose callers of the Core APIs find them inside, if it has any."""
    if not _calls_core(estate, place):
        return
    env = estate.env
    s = estate.stack(name, place.account, seed)
    inputs = ResolvesInputs(
        region=env.region,
        vpc_id=s.use(network, lambda out: out.vpc_id),
        zone_id=s.use(zone, lambda out: out.zone_id),
    )
    Resolves(s, inputs)
