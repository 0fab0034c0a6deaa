"""What pods of a cluster may call: each component the actions of its row, on the narrowest resources IAM knows."""

from collections.abc import Mapping

from modules.eks import Workload
from modules.kit.iam import Condition, Statement
from modules.kit.stack import Ref
from modules.model.environment import Environment
from modules.model.names import apps_secrets
from modules.model.parties import Party
from modules.model.purposes import Purpose
from modules.model.tables import Vpc as Place
from modules.model.workloads import Component, component_actions, components


def workloads(
    env: Environment, party: Party, place: Place, keys: Mapping[Purpose, Ref]
) -> tuple[Workload, ...]:
    """Every component of a cluster that calls AWS."""
    return tuple(
        Workload(
            name=each.name,
            namespace=each.namespace,
            service_account=each.service_account,
            statements=_statements(env, party, place, each, keys),
        )
        for each in components(env.flows, party)
    )


def _statements(
    env: Environment, party: Party, place: Place, component: Component, keys: Mapping[Purpose, Ref]
) -> tuple[Statement, ...]:
    actions = component_actions(env.flows, party, component)
    where = f"arn:aws:ec2:{env.region}:{place.account}"
    if component.part == "credentials":
        return _credentials(env, place, actions, keys[Purpose.SECRETS])
    looking = tuple(each for each in actions if each.startswith("ec2:Describe"))
    look = Statement(sid="Look", actions=looking)
    change = tuple(each for each in actions if each not in looking)
    if component.part == "addresses":
        kinds = ("instance", "network-interface", "security-group", "subnet")
        resources = tuple(f"{where}:{kind}/*" for kind in kinds)
        return (look, Statement(sid="Change", actions=change, resources=resources))
    return (look, *_volumes(env.region, change, where, keys[Purpose.VOLUMES]))


def _credentials(env: Environment, place: Place, actions: tuple[str, ...], key: Ref) -> tuple[Statement, ...]:
    """5.4: the secrets of this Apps environment and of no other."""
    reading = tuple(each for each in actions if each.startswith("secretsmanager:"))
    secret = (
        f"arn:aws:secretsmanager:{env.region}:{place.account}:secret:{apps_secrets(env.name, place.name)}"
    )
    through = Condition("StringEquals", "kms:ViaService", (f"secretsmanager.{env.region}.amazonaws.com",))
    return (
        Statement(sid="Read", actions=reading, resources=(secret,)),
        Statement(sid="Decrypt", actions=("kms:Decrypt",), resources=(key,), conditions=(through,)),
    )


def _volumes(region: str, change: tuple[str, ...], place: str, key: Ref) -> tuple[Statement, ...]:
    """Only volumes that the driver has made and tagged; the tag is put on with the making, and by nothing else."""
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
