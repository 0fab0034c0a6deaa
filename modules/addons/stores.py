"""Roles of the stores: external-secrets takes one for each namespace, and each reads the secrets of that namespace."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Dependable, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One namespace: the name of its role, and its secrets as an ARN pattern."""

    namespace: str
    role: str
    secrets: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoresInputs:
    """`reader_arn` is the role of external-secrets itself; `reading` are the actions on secrets."""

    region: str
    reader_arn: str
    reading: tuple[str, ...]
    key_arn: Ref
    stores: tuple[Store, ...]
    after: tuple[Dependable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoresOutputs:
    """Roles by namespace, and what a store waits for."""

    role_arns: dict[str, Ref]
    ready: tuple[Dependable, ...]


class Stores(Construct):
    """The trust names the reader and the service account that EKS has asserted, which stays with the chain of roles."""

    def __init__(self, scope: Construct, inputs: StoresInputs) -> None:
        """Create a role and its policy for each namespace."""
        super().__init__(scope, "stores")
        arns: dict[str, Ref] = {}
        ready: list[Dependable] = []
        for store in inputs.stores:
            arns[store.namespace], allowed = self._role(store, inputs)
            ready.append(allowed)
        self.outputs = StoresOutputs(role_arns=arns, ready=tuple(ready))

    def _role(self, store: Store, inputs: StoresInputs) -> tuple[Ref, Dependable]:
        trust = Statement(
            sid="ExternalSecrets",
            actions=("sts:AssumeRole", "sts:TagSession"),
            resources=(),
            principals=(Principals("AWS", (inputs.reader_arn,)),),
            conditions=(
                Condition(
                    "StringEquals", "aws:PrincipalTag/kubernetes-service-account", ("external-secrets",)
                ),
            ),
        )
        through = Condition(
            "StringEquals", "kms:ViaService", (f"secretsmanager.{inputs.region}.amazonaws.com",)
        )
        statements = (
            Statement(sid="Read", actions=inputs.reading, resources=(store.secrets,)),
            Statement(
                sid="Decrypt", actions=("kms:Decrypt",), resources=(inputs.key_arn,), conditions=(through,)
            ),
        )
        role = IamRole(
            self,
            f"{store.namespace}-role",
            name=store.role,
            description=f"Secrets of namespace {store.namespace}, for external-secrets",
            assume_role_policy=policy(self, f"{store.namespace}-trust", (trust,)),
            depends_on=list(inputs.after),  # a trust cannot name a role that is not there yet
        )
        allowed = IamRolePolicy(
            self,
            f"{store.namespace}-flows",
            name="flows",
            role=role.id,
            policy=policy(self, f"{store.namespace}-policy", statements),
        )
        return Ref(role.arn), allowed
