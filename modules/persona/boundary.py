"""The permissions boundary of the people of one account: the most that any policy can ever give them."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from constructs import Construct

from modules.kit.iam import Condition, Statement, policy
from modules.kit.stack import Ref
from modules.model.names import people_boundary, people_path

TAG = "mfa"
"""The session tag with which the identity provider says that MFA was asked for (ADR 0015)."""

IDENTITY = (
    "account:*",
    "identitystore:*",
    "organizations:*",
    "sso-directory:*",
    "sso:*",
    "sts:AssumeRole",
)
"""Whoever changes these changes who people are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryInputs:
    """`actions` are those of all personas of the account together."""

    environment: str
    account: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryOutputs:
    """For the roles of the account."""

    arn: Ref


class Boundary(Construct):
    """A managed policy of the same name in every account."""

    def __init__(self, scope: Construct, inputs: BoundaryInputs) -> None:
        """Create the policy."""
        super().__init__(scope, "boundary")
        made = IamPolicy(
            self,
            "policy",
            name=people_boundary(inputs.environment),
            path=people_path(inputs.environment),
            description="The most that people may do in this account, and nothing without MFA",
            policy=policy(self, "document", self._statements(inputs)),
        )
        self.outputs = BoundaryOutputs(arn=Ref(made.arn))

    def _statements(self, inputs: BoundaryInputs) -> tuple[Statement, ...]:
        # Only PassRole knows this key: without it the comparison holds, and every other action is denied.
        not_to_backup = Condition("StringNotEquals", "iam:PassedToService", ("backup.amazonaws.com",))
        recordings = f"arn:aws:logs:*:{inputs.account}:log-group:/aws/session/*"
        return (
            Statement(sid="FlowsOfPeople", actions=inputs.actions),
            Statement(
                sid="NothingWithoutMfa",
                actions=("*",),
                conditions=(Condition("StringNotEquals", f"aws:PrincipalTag/{TAG}", ("true",)),),
                deny=True,
            ),
            Statement(sid="NoIdentities", actions=IDENTITY, deny=True),
            Statement(sid="NoIam", actions=("iam:*",), conditions=(not_to_backup,), deny=True),
            Statement(sid="NoRecordings", actions=("logs:*",), resources=(recordings,), deny=True),
        )
