"""The role of one persona in one account, for sessions of the company's SAML provider."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Ref
from modules.model.names import people_path
from modules.persona.boundary import TAG
from modules.persona.statements import Reach, statements

AUDIENCE = "https://signin.aws.amazon.com/saml"

LONGEST_HOURS = 4
"""A session ends within a working day, in either mode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleInputs:
    """`provider` is the name of the SAML provider, which is there already."""

    persona: str
    provider: str
    reach: Reach
    boundary_arn: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleOutputs:
    """For whoever admits the persona elsewhere, as a cluster does."""

    role_arn: Ref


class Role(Construct):
    """Assumed by federated people with MFA, and by nobody and nothing else."""

    def __init__(self, scope: Construct, inputs: RoleInputs) -> None:
        """Create the role with its trust and its policy."""
        super().__init__(scope, inputs.persona)
        reach = inputs.reach
        role = IamRole(
            self,
            "role",
            name=f"{reach.environment}-{inputs.persona}",
            path=people_path(reach.environment),
            description=f"What the flows of {inputs.persona} call",
            max_session_duration=LONGEST_HOURS * 3600,
            permissions_boundary=inputs.boundary_arn,
            assume_role_policy=policy(self, "trust", (self._trust(inputs),)),
        )
        IamRolePolicy(
            self,
            "flows",
            name="flows",
            role=role.id,
            policy=policy(self, "flows-policy", statements((reach,))),
        )
        self.outputs = RoleOutputs(role_arn=Ref(role.arn))

    def _trust(self, inputs: RoleInputs) -> Statement:
        provider = f"arn:aws:iam::{inputs.reach.account}:saml-provider/{inputs.provider}"
        return Statement(
            sid="FederatedWithMfa",
            actions=("sts:AssumeRoleWithSAML", "sts:TagSession"),
            resources=(),
            principals=(Principals("Federated", (provider,)),),
            conditions=(
                Condition("StringEquals", "SAML:aud", (AUDIENCE,)),
                Condition("StringEquals", f"aws:RequestTag/{TAG}", ("true",)),
            ),
        )
