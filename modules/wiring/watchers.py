"""What the pods that watch may call: each its row, on the bucket of metrics, the topics, and their key (7.2)."""

from modules.eks import Workload
from modules.kit.iam import Condition, Statement
from modules.kit.stack import Ref
from modules.model.environment import Environment
from modules.model.parties import Party
from modules.model.workloads import component_actions, components

STACK = "observability"

WITHOUT_RESOURCE = ("cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "sts:GetCallerIdentity")
"""Actions for which IAM knows no resource (Service Authorization Reference)."""


def watchers(env: Environment, bucket: str, topics: tuple[str, ...], key_arn: Ref) -> tuple[Workload, ...]:
    """Every component of the stack that calls AWS."""
    return tuple(
        Workload(
            name=each.name,
            namespace=each.namespace,
            service_account=each.service_account,
            statements=_statements(
                env, component_actions(env.flows, Party.EKS_TM, each), bucket, topics, key_arn
            ),
        )
        for each in components(env.flows, Party.EKS_TM, STACK)
    )


def _statements(
    env: Environment, actions: tuple[str, ...], bucket: str, topics: tuple[str, ...], key_arn: Ref
) -> tuple[Statement, ...]:
    """Each action on the narrowest resource that IAM knows for it. Raises `KeyError` for one of no kind."""
    arn = f"arn:aws:s3:::{bucket}"
    service = "sns" if "sns:Publish" in actions else "s3"
    through = Condition("StringEquals", "kms:ViaService", (f"{service}.{env.region}.amazonaws.com",))
    places = {
        "List": (("s3:ListBucket",), (arn,), ()),
        "Blocks": (("s3:DeleteObject", "s3:GetObject", "s3:PutObject"), (f"{arn}/*",), ()),
        "Publish": (("sns:Publish",), topics, ()),
        "Look": (WITHOUT_RESOURCE, ("*",), ()),
        "Encrypt": (("kms:Decrypt", "kms:GenerateDataKey"), (key_arn,), (through,)),
    }
    sids = {action: sid for sid, (held, _, _) in places.items() for action in held}
    used = dict.fromkeys(sids[action] for action in actions)
    return tuple(
        Statement(
            sid=sid,
            actions=tuple(action for action in actions if sids[action] == sid),
            resources=places[sid][1],
            conditions=places[sid][2],
        )
        for sid in sorted(used)
    )
