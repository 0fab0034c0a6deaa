"""The role of the machines: pull one image, read one secret, write one log. Runs have roles of their own (6.4)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.iam_instance_profile import IamInstanceProfile
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.kit.iam import Condition, Statement, assumable_by, policy
from modules.kit.stack import Ref

LOGIN = "ecr:GetAuthorizationToken"
"""IAM takes only `*` for it (AWS service authorization reference)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileInputs:
    """`actions` are what the flows of the machines call; `repository` is the ARN of the runner image's repository.

    `key_arn` opens the secret, through Secrets Manager alone.
    """

    name: str
    region: str
    actions: tuple[str, ...]
    repository: str
    secret_arn: Ref
    key_arn: Ref
    log_group_arn: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileOutputs:
    """For the launch template."""

    profile_name: Ref


class Profile(Construct):
    """A container on a machine never gets this role: it is two hops away from where it is handed out."""

    def __init__(self, scope: Construct, inputs: ProfileInputs) -> None:
        """Create role, policy and instance profile. Raises `LookupError` for an action of another service."""
        super().__init__(scope, "profile")
        role = IamRole(
            self,
            "role",
            name=inputs.name,
            description="Machines of the private workers, not the runs on them",
            assume_role_policy=policy(self, "trust", (assumable_by("Service", "ec2.amazonaws.com"),)),
        )
        statements = self._statements(inputs)
        IamRolePolicy(
            self, "flows", name="flows", role=role.id, policy=policy(self, "flows-policy", statements)
        )
        profile = IamInstanceProfile(self, "profile", name=inputs.name, role=role.name)
        self.outputs = ProfileOutputs(profile_name=Ref(profile.name))

    def _statements(self, inputs: ProfileInputs) -> tuple[Statement, ...]:
        resources = {
            "ecr": (inputs.repository,),
            "kms": (inputs.key_arn,),
            "logs": (f"{inputs.log_group_arn}:*",),
            "secretsmanager": (inputs.secret_arn,),
        }
        found: dict[str, list[str]] = {}
        for action in inputs.actions:
            found.setdefault("login" if action == LOGIN else action.partition(":")[0], []).append(action)
        through = Condition(
            "StringEquals", "kms:ViaService", (f"secretsmanager.{inputs.region}.amazonaws.com",)
        )
        return tuple(
            Statement(
                sid=kind.title(),
                actions=tuple(actions),
                resources=("*",) if kind == "login" else resources[kind],
                conditions=(through,) if kind == "kms" else (),
            )
            for kind, actions in sorted(found.items())
        )
