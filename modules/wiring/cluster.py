"""Clusters, and who comes in. Arrows: 6.4, 8.3, 14.2, 15.2."""

from modules.eks import Eks, EksInputs, EksOutputs, Entry, Right, Size, Workload
from modules.firewall import FirewallOutputs
from modules.jumphost import JumphostOutputs
from modules.keys import KeysOutputs
from modules.kit.iam import Condition, Statement
from modules.kit.stack import PlatformStack, Published
from modules.model.names import chart_runner, cluster, tags
from modules.model.parties import Party, Tier, Zone
from modules.model.purposes import Purpose
from modules.model.versions import kubernetes
from modules.model.workloads import COMPONENTS, Component, component_actions, node_actions
from modules.persona import PersonasOutputs
from modules.vpc import VpcOutputs
from modules.wiring import Estate

CHART_STACKS = ("tm-addons", "tm-cicd", "tm-mesh", "tm-observability", "tm-vault")
"""Stacks that install charts in the TM cluster."""

VENDOR_NAMESPACES = ("tm-*",)

VAULT_HOP_LIMIT = 2
"""Vendor contract: a component of Vault asks the instance for its region from inside a pod."""


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
    account = env.accounts.tm
    s = estate.stack(name, account, seed)
    own = cluster(env.name, Zone.TM)
    volumes_key = s.use(keyring, lambda out: out.key_arns[Purpose.VOLUMES])
    inputs = EksInputs(
        name=own,
        environment=env.name,
        account=account,
        region=env.region,
        kubernetes=kubernetes(env.versions.kubernetes),
        service_cidr=env.vpcs.tm.service_cidr,
        subnet_ids={
            zone[-1]: ref
            for zone, ref in zip(
                env.zones,
                s.use_each(
                    network,
                    lambda out: {
                        key: out.subnet_ids[key] for key in (f"{Tier.PRIVATE}-{z[-1]}" for z in env.zones)
                    },
                ).values(),
                strict=True,
            )
        },
        api_group_id=s.use(firewall, lambda out: out.group_ids[Party.EKS_TM_API]),
        node_group_id=s.use(firewall, lambda out: out.group_ids[Party.EKS_TM]),
        secrets_key_arn=s.use(keyring, lambda out: out.key_arns[Purpose.CLUSTER_SECRETS]),
        volumes_key_arn=volumes_key,
        size=Size(
            instance_type=env.sizes.nodes.instance_type,
            minimum=env.sizes.nodes.minimum,
            maximum=env.sizes.nodes.maximum,
        ),
        hop_limit=VAULT_HOP_LIMIT,
        node_actions=node_actions(env.flows, Party.EKS_TM),
        entries=(*_runners(estate), *_people(s, people), *_operators(s, jumphost)),
        workloads=tuple(
            Workload(
                name=each.name,
                namespace=each.namespace,
                service_account=each.service_account,
                statements=_statements(estate, each, volumes_key),
            )
            for each in COMPONENTS
        ),
        retention=env.retention.logs,
        deletion_protection=env.deletion_protection,
        tags=tags(env.name, env.owner, name, seed),
    )
    return s.publish(Eks(s, inputs).outputs)


def _runners(estate: Estate) -> tuple[Entry, ...]:
    env = estate.env
    return tuple(
        Entry(
            key=f"{stack}-{phase}",
            principal_arn=chart_runner(env.accounts.tm, env.name, stack, phase),
            right=right,
            namespaces=(),
            groups=(),
        )
        for stack in CHART_STACKS
        for phase, right in (("apply", Right.CHANGE), ("plan", Right.LOOK))
    )


def _people(s: PlatformStack, people: Published[PersonasOutputs]) -> tuple[Entry, ...]:
    """DevOps and SRE look; whoever changes something does it through Spacelift or Argo CD.

    Identity Center makes up the names of its roles, so there nobody comes in but from the jump host.
    """
    rights = {Party.DEVOPS: Right.LOOK, Party.SRE: Right.LOOK, Party.TMSE: Right.OPERATE}
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


def _statements(estate: Estate, component: Component, volumes_key: str) -> tuple[Statement, ...]:
    env = estate.env
    actions = component_actions(env.flows, Party.EKS_TM, component)
    looking = tuple(each for each in actions if each.startswith("ec2:Describe"))
    look = Statement(sid="Look", actions=looking)
    change = tuple(each for each in actions if each not in looking)
    place = f"arn:aws:ec2:{env.region}:{env.accounts.tm}"
    if component.part == "addresses":
        kinds = ("instance", "network-interface", "security-group", "subnet")
        resources = tuple(f"{place}:{kind}/*" for kind in kinds)
        return (look, Statement(sid="Change", actions=change, resources=resources))
    return (look, *_volumes(estate, change, place, volumes_key))


def _volumes(estate: Estate, change: tuple[str, ...], place: str, key: str) -> tuple[Statement, ...]:
    """Only volumes that the driver has made and tagged; the tag is put on with the making, and by nothing else."""
    region = estate.env.region
    mark = ("true",)
    tagging, making = "ec2:CreateTags", ("ec2:CreateSnapshot", "ec2:CreateVolume")
    attaching = ("ec2:AttachVolume", "ec2:DetachVolume")
    others = tuple(each for each in change if each not in (tagging, *making, *attaching))
    volumes, snapshots = f"{place}:volume/*", f"arn:aws:ec2:{region}::snapshot/*"
    driver = "ebs.csi.aws.com/cluster"
    through = Condition("StringEquals", "kms:ViaService", (f"ec2.{region}.amazonaws.com",))
    return (
        Statement(
            sid="Make",
            actions=making,
            resources=(volumes, snapshots),
            conditions=(Condition("StringEquals", f"aws:RequestTag/{driver}", mark),),
        ),
        Statement(
            sid="FromThese",  # what a volume or a snapshot is made from carries no request tag
            actions=making,
            resources=(volumes, snapshots),
            conditions=(Condition("StringEquals", f"aws:ResourceTag/{driver}", mark),),
        ),
        Statement(
            sid="TagWhatIsMade",
            actions=(tagging,),
            resources=(volumes, snapshots),
            conditions=(Condition("StringEquals", "ec2:CreateAction", ("CreateSnapshot", "CreateVolume")),),
        ),
        Statement(sid="Attach", actions=attaching, resources=(volumes, f"{place}:instance/*")),
        Statement(
            sid="ChangeOwn",
            actions=others,
            resources=(volumes, snapshots),
            conditions=(Condition("StringEquals", f"aws:ResourceTag/{driver}", mark),),
        ),
        Statement(
            sid="Encrypt",
            actions=("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"),
            resources=(key,),
            conditions=(through,),
        ),
        Statement(
            sid="Grant",
            actions=("kms:CreateGrant",),
            resources=(key,),
            conditions=(through, Condition("Bool", "kms:GrantIsForAWSResource", ("true",))),
        ),
    )
