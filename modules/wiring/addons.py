"""The ground floor of the TM cluster. Arrows: 5.3, 9.2, 11.1."""

from modules.addons import Addons, AddonsInputs, AddonsOutputs
from modules.addons.stores import Store
from modules.dns import TwinOutputs
from modules.eks import EksOutputs, Workload
from modules.keys import KeysOutputs
from modules.kit.iam import Condition, Statement
from modules.kit.stack import PlatformStack, Published, Ref
from modules.model import names
from modules.model.environment import Environment
from modules.model.namespaces import namespaces, with_secrets
from modules.model.parties import Party, Zone
from modules.model.policies import policies
from modules.model.purposes import Purpose
from modules.model.workloads import Component, component_actions, components
from modules.vpc import VpcOutputs
from modules.wiring import Estate
from modules.wiring.charts import identities
from modules.wiring.edge import EntranceOutputs

STACK = "addons"


def tm(  # noqa: PLR0913 -- what other stacks hand over
    estate: Estate,
    name: str,
    seed: str,
    *,
    vault: Published[EksOutputs],
    network: Published[VpcOutputs],
    keyring: Published[KeysOutputs],
    entrance: Published[EntranceOutputs],
    twin: Published[TwinOutputs],
) -> Published[AddonsOutputs]:
    """Namespaces, denials, storage and controllers, with the roles of what calls AWS."""
    env = estate.env
    s = estate.chart_stack(name, estate.env.accounts.tm, seed, vault)
    found = components(env.flows, Party.EKS_TM, STACK)
    zone_id = s.use(twin, lambda out: out.zone_id) if any(each.part == "names" for each in found) else None
    groups = _targets(s, entrance)
    made = tuple(
        Workload(
            name=each.name,
            namespace=each.namespace,
            service_account=each.service_account,
            statements=_statements(env, each, groups, zone_id),
        )
        for each in found
    )
    ready = identities(estate, s, vault, made).outputs.ready
    stores = next(each for each in found if each.part == "stores")
    inputs = AddonsInputs(
        cluster=names.cluster(env.name, Zone.TM),
        region=env.region,
        kubernetes=env.versions.kubernetes,
        images_account=env.accounts.shared,
        namespaces=namespaces(env.features),
        policies=policies(env),
        reader_arn=f"arn:aws:iam::{env.accounts.tm}:role/{names.cluster(env.name, Zone.TM)}-{stores.name}",
        reading=tuple(each for each in _actions(env, stores) if each.startswith("secretsmanager:")),
        stores=tuple(_store(env, namespace) for namespace in with_secrets(env.features)),
        vpc_id=s.use(network, lambda out: out.vpc_id),
        volumes_key_arn=s.use(keyring, lambda out: out.key_arns[Purpose.VOLUMES]),
        secrets_key_arn=s.use(keyring, lambda out: out.key_arns[Purpose.SECRETS]),
        zone_id=zone_id,
        after=ready,
    )
    return s.publish(Addons(s, inputs).outputs)


def _store(env: Environment, namespace: str) -> Store:
    secrets = names.platform_secret(env.name, namespace, "*")
    return Store(
        namespace=namespace,
        role=names.store_role(env.name, namespace),
        secrets=f"arn:aws:secretsmanager:{env.region}:{env.accounts.tm}:secret:{secrets}",
    )


def _targets(s: PlatformStack, entrance: Published[EntranceOutputs]) -> tuple[Ref, ...]:
    """Every target group that pods stand behind."""
    inside = s.use(entrance, lambda out: out.inside_target_group_arn)
    return (*s.use_each(entrance, lambda out: out.target_group_arns).values(), inside)


def _actions(env: Environment, component: Component) -> tuple[str, ...]:
    return component_actions(env.flows, Party.EKS_TM, component)


def _statements(
    env: Environment, component: Component, groups: tuple[Ref, ...], zone_id: Ref | None
) -> tuple[Statement, ...]:
    actions = _actions(env, component)
    match component.part:
        case "targets":
            return _split(actions, ("RegisterTargets", "DeregisterTargets"), groups)
        case "scaling":
            return _scaling(env, actions)
        case "names":
            return _names(actions, zone_id or Ref(""))
        case _:
            return (_chain(env, actions),)


def _split(
    actions: tuple[str, ...], changing: tuple[str, ...], resources: tuple[str, ...]
) -> tuple[Statement, ...]:
    """Looking knows no resources; changing is bound to these."""
    change = tuple(each for each in actions if each.endswith(changing))
    look = tuple(each for each in actions if each not in change)
    return Statement(sid="Look", actions=look), Statement(sid="Change", actions=change, resources=resources)


def _scaling(env: Environment, actions: tuple[str, ...]) -> tuple[Statement, ...]:
    """Groups that `tm-eks` has marked as this cluster's; others of the account stay as they are."""
    cluster = names.cluster(env.name, Zone.TM)
    where = f"{env.region}:{env.accounts.tm}"
    change = tuple(
        each
        for each in actions
        if each.startswith("autoscaling:") and not each.startswith("autoscaling:Describe")
    )
    groups = tuple(each for each in actions if each == "eks:DescribeNodegroup")
    look = tuple(each for each in actions if each not in (*change, *groups))
    owned = Condition("StringEquals", f"aws:ResourceTag/k8s.io/cluster-autoscaler/{cluster}", ("owned",))
    return (
        Statement(sid="Look", actions=look),
        Statement(
            sid="LookAtOwnGroups",
            actions=groups,
            resources=(f"arn:aws:eks:{where}:nodegroup/{cluster}/*/*",),
        ),
        Statement(
            sid="ChangeOwnGroups",
            actions=change,
            resources=(f"arn:aws:autoscaling:{where}:autoScalingGroup:*:autoScalingGroupName/*",),
            conditions=(owned,),
        ),
    )


def _names(actions: tuple[str, ...], zone_id: Ref) -> tuple[Statement, ...]:
    """K14: only in the private twin, and there only below a name that Terraform does not use."""
    zone = f"arn:aws:route53:::hostedzone/{zone_id}"
    change = tuple(each for each in actions if ":Change" in each)
    listing = tuple(each for each in actions if each.endswith(":ListHostedZones"))
    others = tuple(each for each in actions if each not in (*change, *listing))
    below = Condition(
        "ForAllValues:StringLike",
        "route53:ChangeResourceRecordSetsNormalizedRecordNames",
        (f"*.{names.INSIDE}",),
    )
    return (
        Statement(sid="Look", actions=listing),
        Statement(sid="LookInZone", actions=others, resources=(zone,)),
        Statement(sid="Change", actions=change, resources=(zone,), conditions=(below,)),
    )


def _chain(env: Environment, actions: tuple[str, ...]) -> Statement:
    """external-secrets reads nothing itself; it takes the role of the namespace that asks."""
    path = f"arn:aws:iam::{env.accounts.tm}:role"
    roles = tuple(
        f"{path}/{names.store_role(env.name, namespace)}" for namespace in with_secrets(env.features)
    )
    taking = tuple(each for each in actions if each.startswith("sts:"))
    return Statement(sid="TakeTheRoleOfAStore", actions=taking, resources=roles)
