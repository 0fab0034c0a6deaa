"""Secrets that a person fills, or that are made at run time, and that few may read."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from cdktf_cdktf_provider_aws.secretsmanager_secret_policy import SecretsmanagerSecretPolicy
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Ref

RECOVERY_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellInputs:
    """`fields` are the keys of the JSON object that it has to hold, none for a plain text; `readers` ARN patterns of roles."""

    key: str
    name: str
    description: str
    fields: tuple[str, ...]
    key_arn: Ref
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellOutputs:
    """`secret_id` for whoever writes, `name` for whoever reads by name."""

    secret_id: Ref
    arn: Ref
    name: str


class Shell(Construct):
    """Empty until somebody fills it; whoever is not named as a reader is denied, whatever IAM says elsewhere."""

    def __init__(self, scope: Construct, inputs: ShellInputs) -> None:
        """Create the secret and say who reads it."""
        super().__init__(scope, inputs.key)
        secret = SecretsmanagerSecret(
            self,
            "secret",
            name=inputs.name,
            description="; fields: ".join(filter(None, (inputs.description, " ".join(inputs.fields)))),
            kms_key_id=inputs.key_arn,
            recovery_window_in_days=RECOVERY_DAYS,
            tags={"Name": inputs.name},
        )
        deny = Statement(
            sid="ReadersOnly",
            deny=True,
            actions=("secretsmanager:GetSecretValue",),
            principals=(Principals("*", ("*",)),),
            conditions=(Condition("ArnNotLike", "aws:PrincipalArn", inputs.readers),),
        )
        SecretsmanagerSecretPolicy(
            self,
            "readers",
            secret_arn=secret.arn,
            block_public_policy=True,
            policy=policy(self, "readers-policy", (deny,)),
        )
        self.outputs = ShellOutputs(secret_id=Ref(secret.id), arn=Ref(secret.arn), name=inputs.name)
