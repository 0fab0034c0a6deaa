"""The role of a jump host: the actions of its flows, each on the narrowest resource that IAM knows."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.iam_instance_profile import IamInstanceProfile
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.kit.iam import Condition, Statement, assumable_by, policy
from modules.kit.stack import Ref
from modules.model.actions import CACHE
from modules.model.endpoints import aws_objects
from modules.model.names import VENDOR_PREFIX
from modules.model.upstreams import Upstream

PUSH = (
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)

WITHOUT_RESOURCE = (
    "ecr:GetAuthorizationToken",
    "logs:DescribeLogGroups",
    "sts:GetCallerIdentity",
)
"""Actions for which IAM takes only `*` (AWS service authorization reference)."""


def _kind(action: str) -> str:
    """What the statement of an action is about; most often its service."""
    if action in WITHOUT_RESOURCE:
        return "any"
    if action in PUSH:
        return "push"
    if action in CACHE.actions:
        return "cache"
    if action in {"ssm:GetParameter", "ssm:GetParameters"}:
        return "parameters"
    return action.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileInputs:
    """`registry_account` holds the image repositories; `secret_keys` are used through Secrets Manager alone."""

    name: str
    account: str
    region: str
    registry_account: str
    actions: tuple[str, ...]
    secrets: tuple[str, ...]
    log_group_arn: Ref
    key_arn: Ref
    secret_keys: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileOutputs:
    """For the instance, and for whoever has to admit it."""

    profile_name: Ref
    role_arn: Ref


class Profile(Construct):
    """One statement per service that a flow calls, and no other."""

    def __init__(self, scope: Construct, inputs: ProfileInputs) -> None:
        """Create role, policy and instance profile."""
        super().__init__(scope, "profile")
        role = IamRole(
            self,
            "role",
            name=inputs.name,
            description=f"What the flows of {inputs.name} call",
            assume_role_policy=policy(self, "trust", (assumable_by("Service", "ec2.amazonaws.com"),)),
        )
        statements = self._statements(inputs)
        IamRolePolicy(
            self, "flows", name="flows", role=role.id, policy=policy(self, "flows-policy", statements)
        )
        profile = IamInstanceProfile(self, "profile", name=inputs.name, role=role.name)
        self.outputs = ProfileOutputs(profile_name=Ref(profile.name), role_arn=Ref(role.arn))

    def _statements(self, inputs: ProfileInputs) -> list[Statement]:
        place = f"{inputs.region}:{inputs.account}"
        repositories = f"arn:aws:ecr:{inputs.region}:{inputs.registry_account}:repository"
        resources = {
            "ecr": (f"{repositories}/*",),
            "push": (f"{repositories}/{VENDOR_PREFIX}/*",),
            "cache": tuple(f"{repositories}/{upstream}/*" for upstream in Upstream),
            "eks": (f"arn:aws:eks:{place}:cluster/*",),
            "kms": (inputs.key_arn,),
            "parameters": (f"arn:aws:ssm:{inputs.region}::parameter/aws/service/*",),
            "logs": (f"{inputs.log_group_arn}:*",),
            "s3": aws_objects(inputs.region),
            "secretsmanager": inputs.secrets,
        }
        found: dict[str, list[str]] = {}
        for action in inputs.actions:
            found.setdefault(_kind(action), []).append(action)
        statements = [
            Statement(
                sid=kind.title().replace("-", ""),
                actions=tuple(actions),
                resources=resources.get(kind, ("*",)),
            )
            for kind, actions in sorted(found.items())
        ]
        if inputs.secret_keys:
            through = (f"secretsmanager.{inputs.region}.amazonaws.com",)
            statements.append(
                Statement(
                    sid="KeysOfSecrets",
                    actions=("kms:Decrypt",),
                    resources=inputs.secret_keys,
                    conditions=(Condition("StringEquals", "kms:ViaService", through),),
                )
            )
        return statements
