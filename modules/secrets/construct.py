"""The vendor's installer role below its prefix, the boundaries around it, and who may read which secret."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.secretsmanager_secret_policy import SecretsmanagerSecretPolicy
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.shell import Shell, ShellInputs
from modules.kit.stack import Ref
from modules.secrets.installer import Installer, InstallerInputs
from modules.secrets.saml import DummySaml, DummySamlInputs


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretsInputs:
    """`readers` are ARN patterns of the roles that may read a secret, by the secret's key; `secret_arns` its ARN.

    `shells` are secrets that a person fills before what reads them comes.
    `saml_user` is the user of the vendor's dummy SAML identity provider, None without it.
    """

    environment: str
    account: str
    region: str
    prefix: str
    key_arn: Ref
    oidc_provider_arn: Ref
    oidc_issuer: Ref
    keep_secrets: tuple[str, ...]
    make_roles: tuple[str, ...]
    secret_arns: dict[str, Ref]
    readers: dict[str, tuple[str, ...]]
    shells: tuple[ShellInputs, ...]
    saml_secret: str
    saml_user: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretsOutputs:
    """What the vendor calls `vault_installer_role_arn` and `sm_role_permissions_boundary_arn`."""

    installer_role_arn: Ref
    boundary_arn: Ref


class Secrets(Construct):
    """Whoever is not named as a reader is denied, whatever IAM says elsewhere."""

    def __init__(self, scope: Construct, inputs: SecretsInputs) -> None:
        """Create installer, boundaries, the dummy SAML secret where it is wanted, and resource policies."""
        super().__init__(scope, "secrets")
        installer = InstallerInputs(
            environment=inputs.environment,
            account=inputs.account,
            region=inputs.region,
            prefix=inputs.prefix,
            key_arn=inputs.key_arn,
            oidc_provider_arn=inputs.oidc_provider_arn,
            oidc_issuer=inputs.oidc_issuer,
            keep_secrets=inputs.keep_secrets,
            make_roles=inputs.make_roles,
        )
        made = Installer(self, installer).outputs
        arns = dict(inputs.secret_arns)
        if inputs.saml_user:
            saml = DummySamlInputs(name=inputs.saml_secret, user=inputs.saml_user, key_arn=inputs.key_arn)
            arns["dummy-saml"] = DummySaml(self, saml).outputs.secret_arn
        for key, arn in arns.items():
            self._readers(key, arn, inputs.readers[key])
        for shell in inputs.shells:
            Shell(self, shell)
        self.outputs = SecretsOutputs(
            installer_role_arn=made.role_arn, boundary_arn=made.application_boundary_arn
        )

    def _readers(self, key: str, arn: Ref, readers: tuple[str, ...]) -> None:
        deny = Statement(
            sid="ReadersOnly",
            deny=True,
            actions=("secretsmanager:GetSecretValue",),
            principals=(Principals("*", ("*",)),),
            conditions=(Condition("ArnNotLike", "aws:PrincipalArn", readers),),
        )
        SecretsmanagerSecretPolicy(
            self,
            f"{key}-readers",
            secret_arn=arn,
            block_public_policy=True,
            policy=policy(self, f"{key}-readers-policy", (deny,)),
        )
