"""A KMS key that CloudWatch Logs may use for log groups below one prefix, and nobody else but by IAM."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Provider, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class LogKeyInputs:
    """`groups` is the prefix of the log groups' names; `provider` only where the key is in another region."""

    alias: str
    description: str
    account: str
    region: str
    groups: str
    provider: Provider | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogKeyOutputs:
    """For `kms_key_id` of the log groups."""

    key_arn: Ref


class LogKey(Construct):
    """Logs are readable only with the key, and the key rotates."""

    def __init__(self, scope: Construct, inputs: LogKeyInputs) -> None:
        """Create key, alias and policy."""
        super().__init__(scope, "encryption")
        key = KmsKey(
            self,
            "key",
            provider=inputs.provider,
            description=inputs.description,
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=self._policy(inputs),
        )
        KmsAlias(
            self, "alias", provider=inputs.provider, name=f"alias/{inputs.alias}", target_key_id=key.key_id
        )
        self.outputs = LogKeyOutputs(key_arn=Ref(key.arn))

    def _policy(self, inputs: LogKeyInputs) -> Ref:
        groups = f"arn:aws:logs:{inputs.region}:{inputs.account}:log-group:{inputs.groups}*"
        statements = (
            Statement(
                sid="AccountByIam",
                actions=("kms:*",),
                principals=(Principals("AWS", (f"arn:aws:iam::{inputs.account}:root",)),),
            ),
            Statement(
                sid="LogGroupsOfThisPrefix",
                actions=(
                    "kms:Decrypt*",
                    "kms:Describe*",
                    "kms:Encrypt*",
                    "kms:GenerateDataKey*",
                    "kms:ReEncrypt*",
                ),
                principals=(Principals("Service", (f"logs.{inputs.region}.amazonaws.com",)),),
                conditions=(Condition("ArnLike", "kms:EncryptionContext:aws:logs:arn", (groups,)),),
            ),
        )
        return policy(self, "policy", statements)
