"""What the delivery streams' role may do, each action on what it is for (16.2)."""

from dataclasses import dataclass
from typing import NamedTuple

from modules.kit.iam import Condition, Statement
from modules.kit.stack import Ref
from modules.model.lake import ERRORS, STREAMS


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingInputs:
    """`cluster` is the cluster's name, `topics` are names: MSK's ARNs of topics hold both."""

    account: str
    region: str
    actions: tuple[str, ...]
    cluster: str
    cluster_arn: Ref
    topics: tuple[str, ...]
    bucket_arn: Ref
    key_arn: Ref
    group_arn: Ref


class Scope(NamedTuple):
    """Resources, and the beginnings of the actions that go there."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()


def reading(inputs: ReadingInputs) -> tuple[Statement, ...]:
    """Statements for the actions of the flows. The first scope that an action fits takes it.

    Raises `ValueError` for an action that fits none.
    """
    held: dict[str, list[str]] = {}
    scopes = _scopes(inputs)
    for action in inputs.actions:
        fitting = next((scope.sid for scope in scopes if action.startswith(scope.actions)), None)
        if fitting is None:
            message = f"{action} is for no resource of a delivery stream"
            raise ValueError(message)
        held.setdefault(fitting, []).append(action)
    return tuple(
        Statement(
            sid=scope.sid,
            actions=tuple(held[scope.sid]),
            resources=scope.resources,
            conditions=scope.conditions,
        )
        for scope in scopes
        if scope.sid in held
    )


def _scopes(inputs: ReadingInputs) -> tuple[Scope, ...]:
    place = f"arn:aws:kafka:{inputs.region}:{inputs.account}"
    through = Condition("StringEquals", "kms:ViaService", (f"s3.{inputs.region}.amazonaws.com",))
    topics = tuple(f"{place}:topic/{inputs.cluster}/*/{topic}" for topic in inputs.topics)
    objects = (f"{inputs.bucket_arn}/{STREAMS}*", f"{inputs.bucket_arn}/{ERRORS}{STREAMS}*")
    return (
        Scope("Cluster", ("kafka:", "kafka-cluster:Connect"), (inputs.cluster_arn,)),
        Scope("Groups", ("kafka-cluster:DescribeGroup",), (f"{place}:group/{inputs.cluster}/*/*",)),
        Scope("Topics", ("kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"), topics),
        Scope("Bucket", ("s3:GetBucketLocation", "s3:ListBucket"), (inputs.bucket_arn,)),
        Scope("Objects", ("s3:",), objects),
        Scope("Keys", ("kms:",), (inputs.key_arn,), (through,)),
        Scope("Errors", ("logs:",), (f"{inputs.group_arn}:*",)),
    )
