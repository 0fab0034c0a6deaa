"""The root user's password: made once, kept by Secrets Manager, never in plan, state or output. Arrow: 11.1."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from cdktf_cdktf_provider_aws.secretsmanager_secret_version import SecretsmanagerSecretVersion
from constructs import Construct

from modules.kit.secret import document, random_password, stored
from modules.kit.stack import Ref

RECOVERY_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterInputs:
    """`version` is raised to make a new password."""

    secret: str
    database: str
    key_arn: Ref
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterOutputs:
    """`password` is ephemeral: only for write-only arguments of the same stack."""

    password: Ref
    secret_arn: Ref


class Master(Construct):
    """The secret in which the password is made.

    A made password is another one each time Terraform asks, and an apply may stop half-way: cluster and vendor's
    secret could then hold different ones. So it is written here first, and both read back what was written.
    """

    def __init__(self, scope: Construct, inputs: MasterInputs) -> None:
        """Create the secret, its version and the reading of it."""
        super().__init__(scope, "master")
        secret = _secret(
            self, inputs.secret, f"Password that {inputs.database} was given at last", inputs.key_arn
        )
        version = SecretsmanagerSecretVersion(
            self,
            "version",
            secret_id=secret.id,
            secret_string_wo=random_password(self, "made"),
            secret_string_wo_version=inputs.version,
        )
        self.outputs = MasterOutputs(
            password=stored(self, "kept", Ref(version.arn)), secret_arn=Ref(secret.arn)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RootInputs:
    """`endpoint` is the writer's; `version` is that of the password."""

    secret: str
    database: str
    key_arn: Ref
    version: int
    endpoint: Ref
    password: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class RootOutputs:
    """For whoever installs Vault."""

    secret_arn: Ref


class Root(Construct):
    """The vendor's `root-db-secrets`: a JSON map `{"<database host>": "<password>"}` (vendor contract, CX-22)."""

    def __init__(self, scope: Construct, inputs: RootInputs) -> None:
        """Create the secret and its version."""
        super().__init__(scope, "root")
        about = f"Root password of {inputs.database} by host, for the installer of Vault"
        secret = _secret(self, inputs.secret, about, inputs.key_arn)
        SecretsmanagerSecretVersion(
            self,
            "version",
            secret_id=secret.id,
            secret_string_wo=document({inputs.endpoint: inputs.password}),
            secret_string_wo_version=inputs.version,
        )
        self.outputs = RootOutputs(secret_arn=Ref(secret.arn))


def _secret(scope: Construct, name: str, description: str, key_arn: Ref) -> SecretsmanagerSecret:
    return SecretsmanagerSecret(
        scope,
        "secret",
        name=name,
        description=description,
        kms_key_id=key_arn,
        recovery_window_in_days=RECOVERY_DAYS,
        tags={"Name": name},
    )
