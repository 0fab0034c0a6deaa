"""The secret of the vendor's dummy SAML identity provider, in the vendor's shape (EP-14, CX-05)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from cdktf_cdktf_provider_aws.secretsmanager_secret_version import SecretsmanagerSecretVersion
from constructs import Construct

from modules.kit.secret import document, random_password
from modules.kit.stack import Ref

RECOVERY_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DummySamlInputs:
    """`name` follows the vendor's tree."""

    name: str
    user: str
    key_arn: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class DummySamlOutputs:
    """For whoever says who may read it."""

    secret_arn: Ref


class DummySaml(Construct):
    """The password is made by Secrets Manager and written once; nobody here has seen it."""

    def __init__(self, scope: Construct, inputs: DummySamlInputs) -> None:
        """Create the secret and its first version."""
        super().__init__(scope, "dummy-saml")
        secret = SecretsmanagerSecret(
            self,
            "secret",
            name=inputs.name,
            description="Basic authentication of the dummy SAML identity provider",
            kms_key_id=inputs.key_arn,
            recovery_window_in_days=RECOVERY_DAYS,
            tags={"Name": inputs.name},
        )
        password = random_password(self, "password")
        content = document({"default": {"basic_auth_user": inputs.user, "basic_auth_password": password}})
        version = SecretsmanagerSecretVersion(
            self, "first", secret_id=secret.id, secret_string_wo=content, secret_string_wo_version=1
        )
        self.outputs = DummySamlOutputs(secret_arn=Ref(version.arn))
