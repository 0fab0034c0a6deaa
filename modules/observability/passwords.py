"""Secrets of Grafana: an administrator whom nobody knows, and the client secret that somebody fills."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.secretsmanager_secret_version import SecretsmanagerSecretVersion
from constructs import Construct

from modules.kit.secret import document, random_password
from modules.kit.shell import Shell, ShellInputs
from modules.kit.stack import Dependable, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordsInputs:
    """Names of both secrets; `reader` is the role of the store, `runs` those of the runs, which read what they wrote."""

    admin: str
    sign_in: str
    key_arn: Ref
    reader: str
    runs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordsOutputs:
    """`ready` once the administrator has a password."""

    sign_in_arn: Ref
    ready: Dependable


class Passwords(Construct):
    """People sign in at the identity provider; the administrator is for the day when it is away."""

    def __init__(self, scope: Construct, inputs: PasswordsInputs) -> None:
        """Create both secrets and the first password."""
        super().__init__(scope, "passwords")
        admin = self._shell(
            "grafana-admin", inputs.admin, "Administrator of Grafana", ("user", "password"), inputs
        )
        sign_in = self._shell(
            "grafana-oidc",
            inputs.sign_in,
            "Client of Grafana at the identity provider",
            ("clientSecret",),
            inputs,
        )
        content = document({"user": "admin", "password": random_password(self, "password")})
        version = SecretsmanagerSecretVersion(
            self,
            "first",
            secret_id=admin.outputs.secret_id,
            secret_string_wo=content,
            secret_string_wo_version=1,
        )
        self.outputs = PasswordsOutputs(sign_in_arn=sign_in.outputs.arn, ready=version)

    def _shell(
        self, key: str, name: str, description: str, fields: tuple[str, ...], inputs: PasswordsInputs
    ) -> Shell:
        readers = (inputs.reader, inputs.runs) if key == "grafana-admin" else (inputs.reader,)
        shell = ShellInputs(
            key=key,
            name=name,
            description=description,
            fields=fields,
            key_arn=inputs.key_arn,
            readers=readers,
        )
        return Shell(self, shell)
