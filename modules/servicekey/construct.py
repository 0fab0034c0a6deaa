"""A KMS key that named services of AWS may use under named conditions, and nobody else but by IAM."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Ref

SILENT = frozenset({"events.amazonaws.com"})
"""Services that name no source to KMS: EventBridge does not for an encrypted topic (SNS developer guide)."""


def for_source(service: str, *conditions: Condition) -> tuple[Condition, ...]:
    """Conditions on a source, where the service names one to KMS; with them, a silent service could do nothing."""
    return () if service in SILENT else conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceUse:
    """What a service does with the key; the conditions say for whom it may."""

    sid: str
    service: str
    actions: tuple[str, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceKeyInputs:
    """`alias` comes after `alias/`; with a `keeper`, a role by ARN, nobody else may disable or delete the key."""

    alias: str
    description: str
    account: str
    uses: tuple[ServiceUse, ...]
    keeper: str | None = None
    was: str | None = None
    """Where key and alias stood before, without `_key` and `_alias`; a lost key is lost data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceKeyOutputs:
    """For `kms_key_id` and the like."""

    key_arn: Ref


class ServiceKey(Construct):
    """A key that rotates, with its alias."""

    def __init__(self, scope: Construct, inputs: ServiceKeyInputs) -> None:
        """Create key, alias and policy."""
        super().__init__(scope, "encryption")
        administered = Statement(
            sid="AccountByIam",
            actions=("kms:*",),
            principals=(Principals("AWS", (f"arn:aws:iam::{inputs.account}:root",)),),
        )
        used = tuple(
            Statement(
                sid=use.sid,
                actions=use.actions,
                principals=(Principals("Service", (use.service,)),),
                conditions=use.conditions,
            )
            for use in inputs.uses
        )
        key = KmsKey(
            self,
            "key",
            description=inputs.description,
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=policy(self, "policy", (administered, *used, *_kept(inputs.keeper))),
            tags={"Name": inputs.alias},
        )
        alias = KmsAlias(self, "alias", name=f"alias/{inputs.alias}", target_key_id=key.key_id)
        if inputs.was:
            key.move_from_id(f"aws_kms_key.{inputs.was}_key")
            alias.move_from_id(f"aws_kms_alias.{inputs.was}_alias")
        self.outputs = ServiceKeyOutputs(key_arn=Ref(key.arn))


def _kept(keeper: str | None) -> tuple[Statement, ...]:
    if not keeper:
        return ()
    return (
        Statement(
            sid="OnlyRunsEndIt",
            deny=True,
            actions=("kms:DisableKey", "kms:ScheduleKeyDeletion"),
            principals=(Principals("*", ("*",)),),
            conditions=(Condition("ArnNotEquals", "aws:PrincipalArn", (keeper,)),),
        ),
    )
