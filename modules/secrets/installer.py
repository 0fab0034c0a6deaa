"""The role of the vendor's installer, and the two boundaries of the vendor contract."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Ref
from modules.model.actions import READ_SECRETS

NAMESPACE, SERVICE_ACCOUNT = "tm-system", "vault-installer"
"""Fixed by the vendor contract."""

UNDER_BOUNDARY = ("iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy")
"""Calls that could widen a role: only for roles under the applications' boundary, so never for its own."""

SESSION_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallerInputs:
    """`oidc_issuer` is the cluster's issuer without its scheme; `prefix` the vendor's tm_iam_prefix."""

    environment: str
    account: str
    region: str
    prefix: str
    key_arn: Ref
    oidc_provider_arn: Ref
    oidc_issuer: Ref
    keep_secrets: tuple[str, ...]
    make_roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallerOutputs:
    """The boundary is the one that the installer has to give to every role that it makes."""

    role_arn: Ref
    application_boundary_arn: Ref


class Installer(Construct):
    """It makes roles and secrets below its prefix, and cannot give more than reading secrets there."""

    def __init__(self, scope: Construct, inputs: InstallerInputs) -> None:
        """Create the applications' boundary, the installer's policy and its role."""
        super().__init__(scope, "installer")
        path = f"/{inputs.prefix}/"
        boundary = IamPolicy(
            self,
            "boundary",
            name=f"{inputs.environment}-tm-vault-role-permission-boundary",
            path=path,
            description="The most that a role of an installation of Vault may do",
            policy=policy(self, "boundary-policy", self._reading(inputs)),
        )
        application_boundary = Ref(boundary.arn)
        own = IamPolicy(
            self,
            "policy",
            name=f"{inputs.environment}-{SERVICE_ACCOUNT}",
            path=path,
            description="What the vendor's installer may do, and its boundary",
            policy=policy(self, "policy-document", self._installing(inputs, application_boundary)),
        )
        role = IamRole(
            self,
            "role",
            name=f"{inputs.environment}-{SERVICE_ACCOUNT}",
            path=path,
            description="The vendor's installer",
            max_session_duration=SESSION_SECONDS,
            permissions_boundary=own.arn,
            assume_role_policy=policy(self, "trust", (self._trust(inputs),)),
        )
        IamRolePolicyAttachment(self, "attached", role=role.name, policy_arn=own.arn)
        self.outputs = InstallerOutputs(role_arn=Ref(role.arn), application_boundary_arn=application_boundary)

    def _trust(self, inputs: InstallerInputs) -> Statement:
        """IRSA, because the vendor's code knows nothing else (kubernetes.md §5.0)."""
        subject = f"system:serviceaccount:{NAMESPACE}:{SERVICE_ACCOUNT}"
        return Statement(
            sid="ServiceAccount",
            actions=("sts:AssumeRoleWithWebIdentity",),
            resources=(),
            principals=(Principals("Federated", (inputs.oidc_provider_arn,)),),
            conditions=(
                Condition("StringEquals", f"{inputs.oidc_issuer}:aud", ("sts.amazonaws.com",)),
                Condition("StringEquals", f"{inputs.oidc_issuer}:sub", (subject,)),
            ),
        )

    def _secrets(self, inputs: InstallerInputs) -> tuple[str, ...]:
        return (f"arn:aws:secretsmanager:{inputs.region}:{inputs.account}:secret:{inputs.prefix}/*",)

    def _key(self, inputs: InstallerInputs, *actions: str) -> Statement:
        through = Condition(
            "StringEquals", "kms:ViaService", (f"secretsmanager.{inputs.region}.amazonaws.com",)
        )
        return Statement(
            sid="KeyOfSecrets", actions=actions, resources=(inputs.key_arn,), conditions=(through,)
        )

    def _reading(self, inputs: InstallerInputs) -> tuple[Statement, ...]:
        read = Statement(sid="ReadSecrets", actions=READ_SECRETS.actions, resources=self._secrets(inputs))
        return (read, self._key(inputs, "kms:Decrypt"))

    def _installing(self, inputs: InstallerInputs, boundary: Ref) -> list[Statement]:
        roles = (f"arn:aws:iam::{inputs.account}:role/{inputs.prefix}/*",)
        bounded = Condition("StringEquals", "iam:PermissionsBoundary", (boundary,))
        widening = tuple(action for action in inputs.make_roles if action in UNDER_BOUNDARY)
        others = tuple(action for action in inputs.make_roles if action not in UNDER_BOUNDARY)
        found = [
            Statement(sid="KeepSecrets", actions=inputs.keep_secrets, resources=self._secrets(inputs)),
            self._key(inputs, "kms:Decrypt", "kms:GenerateDataKey"),
        ]
        if inputs.make_roles:
            found += [
                Statement(sid="RolesUnderBoundary", actions=widening, resources=roles, conditions=(bounded,)),
                Statement(sid="RolesOfThePrefix", actions=others, resources=roles),
            ]
        return found
