"""One KMS key per purpose: administered by IAM, used only through the services of its purpose."""

from dataclasses import dataclass, field

from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Ref
from modules.model.purposes import Purpose

ADMINISTER = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
"""Everything but using the key and giving it away."""

USE = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
    "kms:RetireGrant",
)
"""What services do on somebody's behalf; ECR gives its grant back with the repository."""


GUEST = ("kms:Decrypt", "kms:GenerateDataKey")
"""What S3 calls for a writer of another account; it decrypts to put the parts of a large object together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A role that uses a key, by ARN; it may lie in another account and need not be there yet."""

    account: str
    role_arn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysInputs:
    """One key for each purpose; `place` is the zone or the VPC that they serve, and part of their aliases.

    `guests` are the roles of other stacks that use one.
    """

    environment: str
    place: str
    account: str
    region: str
    purposes: tuple[Purpose, ...]
    guests: dict[Purpose, tuple[Guest, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysOutputs:
    """For `kms_key_id` and the like."""

    key_arns: dict[Purpose, Ref]


class Keys(Construct):
    """Whoever has IAM rights to a key still has to come through its services; nobody decrypts with it by hand."""

    def __init__(self, scope: Construct, inputs: KeysInputs) -> None:
        """Create keys, aliases and policies."""
        super().__init__(scope, "keys")
        self.outputs = KeysOutputs(key_arns={each: self._key(each, inputs) for each in inputs.purposes})

    def _key(self, purpose: Purpose, inputs: KeysInputs) -> Ref:
        key = KmsKey(
            self,
            purpose.value,
            description=f"{purpose.value} of the {inputs.place} zone",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=policy(self, f"{purpose}-policy", self._statements(purpose, inputs)),
            tags={"Name": f"{inputs.environment}-{inputs.place}-{purpose}", "Purpose": purpose.value},
        )
        KmsAlias(
            self,
            f"{purpose}-alias",
            name=f"alias/{inputs.environment}-{inputs.place}-{purpose}",
            target_key_id=key.key_id,
        )
        return Ref(key.arn)

    def _statements(self, purpose: Purpose, inputs: KeysInputs) -> list[Statement]:
        account = Principals("AWS", (f"arn:aws:iam::{inputs.account}:root",))
        through = tuple(f"{service}.{inputs.region}.amazonaws.com" for service in purpose.services)
        services = Condition("StringEquals", "kms:ViaService", through)
        own = Condition("StringEquals", "kms:CallerAccount", (inputs.account,))
        marked = (Condition("Bool", "kms:GrantIsForAWSResource", ("true",)),) * purpose.marks_grants
        # Auto Scaling's own role has no KMS rights and cannot be named before it exists, so the key names its account.
        users = Principals("AWS", ("*",)) if purpose.for_resources else account
        return [
            Statement(sid="AccountAdministers", actions=ADMINISTER, principals=(account,)),
            Statement(
                sid="UsedThroughItsServices", actions=USE, principals=(users,), conditions=(services, own)
            ),
            Statement(
                sid="GrantedToResources",
                actions=("kms:CreateGrant",),
                principals=(users,),
                conditions=(services, own, *marked),
            ),
            *(_guest(number, each, services) for number, each in enumerate(inputs.guests.get(purpose, ()))),
        ]


def _guest(number: int, guest: Guest, services: Condition) -> Statement:
    # A role in `principals` has to exist before the key and is lost when it is made anew; a condition is neither.
    return Statement(
        sid=f"Guest{number + 1}",
        actions=GUEST,
        principals=(Principals("AWS", (f"arn:aws:iam::{guest.account}:root",)),),
        conditions=(services, Condition("ArnEquals", "aws:PrincipalArn", (guest.role_arn,))),
    )
