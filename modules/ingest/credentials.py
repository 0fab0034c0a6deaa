"""With what the change capture enters the database: a user of its own, whose password nobody sees (16.1)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from cdktf_cdktf_provider_aws.secretsmanager_secret_policy import SecretsmanagerSecretPolicy
from cdktf_cdktf_provider_aws.secretsmanager_secret_version import SecretsmanagerSecretVersion
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.secret import document, random_password
from modules.kit.stack import Ref
from modules.model.lake import USER

RECOVERY_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialsInputs:
    """`version` is raised for a new password; `readers` are ARN patterns of roles."""

    secret: str
    key_arn: Ref
    endpoint: Ref
    port: Ref
    version: int
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialsOutputs:
    """Known once there is a value."""

    secret_arn: Ref


class Credentials(Construct):
    """The shape that DMS reads: username, password, host and port (AWS documentation)."""

    def __init__(self, scope: Construct, inputs: CredentialsInputs) -> None:
        """Create the secret, its version and who may read it."""
        super().__init__(scope, "credentials")
        secret = SecretsmanagerSecret(
            self,
            "secret",
            name=inputs.secret,
            description=f"User {USER} of the database, for the change capture of the data lake",
            kms_key_id=inputs.key_arn,
            recovery_window_in_days=RECOVERY_DAYS,
            tags={"Name": inputs.secret},
        )
        version = SecretsmanagerSecretVersion(
            self,
            "version",
            secret_id=secret.id,
            secret_string_wo=document(
                {
                    "username": USER,
                    "password": random_password(self, "password"),
                    "host": inputs.endpoint,
                    "port": inputs.port,
                }
            ),
            secret_string_wo_version=inputs.version,
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
        self.outputs = CredentialsOutputs(secret_arn=Ref(version.arn))
