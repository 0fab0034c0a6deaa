"""Clusters, and who comes in. Arrows: 5.2, 5.3, 5.4, 6.4, 8.3, 14.2, 15.2, 15.3."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

from modules.eks import Eks, EksInputs, EksOutputs, Entry, Right, Size
from modules.firewall import FirewallOutputs
from modules.jumphost import JumphostOutputs
from modules.keys import Keys, KeysInputs, KeysOutputs
from modules.kit.stack import PlatformStack, Published, Ref
from modules.model.names import chart_runner, cluster, tags
from modules.model.parties import Party, Tier, Zone
from modules.model.purposes import Purpose
from modules.model.tables import Nodes
from modules.model.tables import Vpc as Place
from modules.model.versions import kubernetes
from modules.model.workloads import node_actions
from modules.persona import PersonasOutputs
from modules.vpc import VpcOutputs
from modules.wiring import Estate, pods

CHART_STACKS = ("tm-addons", "tm-cicd", "tm-mesh", "tm-observability", "tm-vault")
"""Stacks that install charts in the TM cluster."""

VENDOR_NAMESPACES = ("tm-*",)

VAULT_HOP_LIMIT = 2
"""Vendor contract: a component of Vault asks the instance for its region from inside a pod."""

HOP_LIMIT = 1
"""Pods of applications never see the metadata of their node (EKS best practices)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What tells one cluster from another."""

    place: Place
    nodes_party: Party
    api_party: Party
    service_cidr: IPv4Network
    nodes: Nodes
    hop_limit: int
    deletion_protection: bool
    keys: Mapping[Purpose, Ref]
    entries: tuple[Entry, ...]


def tm(  # noqa: PLR0913 -- what other stacks hand over
    estate: Estate,
    name: str,
    seed: str,
    *,
    network: Published[VpcOutputs],
    firewall: Published[FirewallOutputs],
    keyring: Published[KeysOutputs],
    jumphost: Published[JumphostOutputs],
    people: Published[PersonasOutputs],
) -> Published[EksOutputs]:
    """The cluster that Vault runs in."""
    env = estate.env
    s = estate.stack(name, env.accounts.tm, seed)
    place = next(each for each in env.estate if each.zone is Zone.TM)
    plan = Plan(
        place=place,
        nodes_party=Party.EKS_TM,
        api_party=Party.EKS_TM_API,
        service_cidr=env.vpcs.tm.service_cidr,
        nodes=env.sizes.nodes,
        hop_limit=VAULT_HOP_LIMIT,
        deletion_protection=env.deletion_protection,
        keys=s.use_each(
            keyring,
            lambda out: {each: out.key_arns[each] for each in (Purpose.CLUSTER_SECRETS, Purpose.VOLUMES)},
        ),
        entries=(
            *_runners(estate, place, CHART_STACKS, Right.PLAN),
            *_people(s, people, vault=True),
            *_operators(s, jumphost),
        ),
    )
    return _cluster(estate, s, seed, plan, network, firewall)


def apps(
    estate: Estate,
    name: str,
    seed: str,
    place: Place,
    network: Published[VpcOutputs],
    firewall: Published[FirewallOutputs],
    people: Published[PersonasOutputs],
) -> Published[EksOutputs]:
    """The cluster of one Apps environment, with keys of its own; only the runs of this stack change it."""
    env = estate.env
    s = estate.stack(name, place.account, seed)
    own = env.apps[place.name.removeprefix(f"{Zone.APPS}-")]
    keys = KeysInputs(
        environment=env.name,
        place=place.name,
        account=place.account,
        region=env.region,
        purposes=Purpose.of(Zone.APPS),
    )
    keyring = Keys(s, keys).outputs
    s.publish(keyring)
    plan = Plan(
        place=place,
        nodes_party=Party.EKS_APPS,
        api_party=Party.EKS_APPS_API,
        service_cidr=own.service_cidr,
        nodes=own.nodes,
        hop_limit=HOP_LIMIT,
        deletion_protection=own.deletion_protection,
        keys=keyring.key_arns,
        entries=(*_runners(estate, place, (name,)), *_people(s, people)),
    )
    return _cluster(estate, s, seed, plan, network, firewall)


def _cluster(
    estate: Estate,
    s: PlatformStack,
    seed: str,
    plan: Plan,
    network: Published[VpcOutputs],
    firewall: Published[FirewallOutputs],
) -> Published[EksOutputs]:
    env, place = estate.env, plan.place
    letters = [zone[-1] for zone in env.zones]
    subnets = s.use_each(
        network, lambda out: {letter: out.subnet_ids[f"{Tier.PRIVATE}-{letter}"] for letter in letters}
    )
    inputs = EksInputs(
        name=cluster(env.name, place.name),
        environment=env.name,
        account=place.account,
        region=env.region,
        kubernetes=kubernetes(env.versions.kubernetes),
        service_cidr=plan.service_cidr,
        subnet_ids=subnets,
        api_group_id=s.use(firewall, lambda out: out.group_ids[plan.api_party]),
        node_group_id=s.use(firewall, lambda out: out.group_ids[plan.nodes_party]),
        secrets_key_arn=plan.keys[Purpose.CLUSTER_SECRETS],
        volumes_key_arn=plan.keys[Purpose.VOLUMES],
        size=Size(
            instance_type=plan.nodes.instance_type, minimum=plan.nodes.minimum, maximum=plan.nodes.maximum
        ),
        hop_limit=plan.hop_limit,
        node_actions=node_actions(env.flows, plan.nodes_party),
        entries=plan.entries,
        workloads=pods.workloads(env, plan.nodes_party, place, plan.keys),
        retention=env.retention.logs,
        deletion_protection=plan.deletion_protection,
        tags=tags(env.name, env.owner, s.name, seed),
    )
    return s.publish(Eks(s, inputs).outputs)


def _runners(
    estate: Estate, place: Place, stacks: tuple[str, ...], planning: Right = Right.LOOK
) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            key=f"{stack}-{phase}",
            principal_arn=chart_runner(place.account, estate.env.name, stack, phase),
            right=right,
            namespaces=(),
            groups=(),
        )
        for stack in stacks
        for phase, right in (("apply", Right.CHANGE), ("plan", planning))
    )


def _people(
    s: PlatformStack, people: Published[PersonasOutputs], *, vault: bool = False
) -> tuple[Entry, ...]:
    """DevOps and SRE look; whoever changes something does it through Spacelift or Argo CD. TMSE set up Vault alone.

    Identity Center makes up the names of its roles, so there nobody comes in but from the jump host.
    """
    rights = {Party.DEVOPS: Right.LOOK, Party.SRE: Right.LOOK}
    rights |= {Party.TMSE: Right.OPERATE} if vault else {}
    roles = s.use_each(
        people, lambda out: {each: out.role_arns[each] for each in rights if each in out.role_arns}
    )
    return tuple(
        Entry(
            key=party.value,
            principal_arn=arn,
            right=rights[party],
            namespaces=VENDOR_NAMESPACES if rights[party] is Right.OPERATE else (),
            groups=(),
        )
        for party, arn in roles.items()
    )


def _operators(s: PlatformStack, jumphost: Published[JumphostOutputs]) -> tuple[Entry, ...]:
    """8.3: the TM Operator is driven from the jump host, in the vendor's namespaces."""
    return (
        Entry(
            key="jumphost",
            principal_arn=s.use(jumphost, lambda out: out.role_arn),
            right=Right.OPERATE,
            namespaces=VENDOR_NAMESPACES,
            groups=("tm-operators",),
        ),
    )
