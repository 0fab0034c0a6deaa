"""Keys, an empty secret, a log, a role, and the Auto Scaling group of the private workers."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from cdktf_cdktf_provider_aws.secretsmanager_secret_policy import SecretsmanagerSecretPolicy
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Ref
from modules.logkey import LogKey, LogKeyInputs
from modules.workers.group import Group, GroupInputs
from modules.workers.profile import Profile, ProfileInputs
from modules.workers.template import Boot, Template, TemplateInputs

RECOVERY_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkersInputs:
    """`image` is a path in the registry of `account`, with tag or digest; retention in days.

    `volumes_key` encrypts disks, `secrets_key` the secret.
    """

    name: str
    account: str
    region: str
    instance_type: str
    minimum: int
    maximum: int
    image: str
    secret: str
    subnet_ids: tuple[Ref, ...]
    group_id: Ref
    actions: tuple[str, ...]
    volumes_key: Ref
    secrets_key: Ref
    retention: int
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkersOutputs:
    """Who fills the secret, and who looks at the group's metrics and the launchers' log."""

    secret_arn: Ref
    group_name: Ref
    log_group_name: Ref


class Workers(Construct):
    """They reach Spacelift and the clusters; nobody reaches them."""

    def __init__(self, scope: Construct, inputs: WorkersInputs) -> None:
        """Create secret, log, role, launch template and group."""
        super().__init__(scope, "workers")
        secret_arn = self._secret(inputs)
        log = self._log(inputs)
        path = inputs.image.partition("@")[0].partition(":")[0]
        profile = ProfileInputs(
            name=inputs.name,
            region=inputs.region,
            actions=inputs.actions,
            repository=f"arn:aws:ecr:{inputs.region}:{inputs.account}:repository/{path}",
            secret_arn=secret_arn,
            key_arn=inputs.secrets_key,
            log_group_arn=Ref(log.arn),
        )
        template = TemplateInputs(
            name=inputs.name,
            instance_type=inputs.instance_type,
            group_id=inputs.group_id,
            profile=Profile(self, profile).outputs.profile_name,
            key_arn=inputs.volumes_key,
            boot=Boot(
                region=inputs.region,
                registry=f"{inputs.account}.dkr.ecr.{inputs.region}.amazonaws.com",
                secret=inputs.secret,
                image=inputs.image,
                group=_group(inputs.name),
            ),
            tags=inputs.tags,
        )
        made = Template(self, template).outputs
        group = GroupInputs(
            name=inputs.name,
            template_id=made.template_id,
            version=made.version,
            subnet_ids=inputs.subnet_ids,
            minimum=inputs.minimum,
            maximum=inputs.maximum,
            tags=inputs.tags,
        )
        self.outputs = WorkersOutputs(
            secret_arn=secret_arn,
            group_name=Group(self, group).outputs.group_name,
            log_group_name=Ref(log.name),
        )

    def _secret(self, inputs: WorkersInputs) -> Ref:
        secret = SecretsmanagerSecret(
            self,
            "pool",
            name=inputs.secret,
            description='Empty until filled with {"SPACELIFT_TOKEN", "SPACELIFT_POOL_PRIVATE_KEY"} of the pool',
            kms_key_id=inputs.secrets_key,
            recovery_window_in_days=RECOVERY_DAYS,
            tags={"Name": inputs.secret},
        )
        reader = f"arn:aws:iam::{inputs.account}:role/{inputs.name}"
        deny = Statement(
            sid="ReadersOnly",
            deny=True,
            actions=("secretsmanager:GetSecretValue",),
            principals=(Principals("*", ("*",)),),
            conditions=(Condition("ArnNotLike", "aws:PrincipalArn", (reader,)),),
        )
        SecretsmanagerSecretPolicy(
            self,
            "readers",
            secret_arn=secret.arn,
            block_public_policy=True,
            policy=policy(self, "readers-policy", (deny,)),
        )
        return Ref(secret.arn)

    def _log(self, inputs: WorkersInputs) -> CloudwatchLogGroup:
        key = LogKeyInputs(
            alias=inputs.name,
            description=f"Log of {inputs.name}",
            account=inputs.account,
            region=inputs.region,
            groups=_group(inputs.name),
        )
        return CloudwatchLogGroup(
            self,
            "log",
            name=_group(inputs.name),
            retention_in_days=inputs.retention,
            kms_key_id=LogKey(self, key).outputs.key_arn,
        )


def _group(name: str) -> str:
    return f"/spacelift/{name}/launcher"
