"""Pull-through caches of the public registries that the charts' images come from (14.1)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.ecr_pull_through_cache_rule import EcrPullThroughCacheRule
from cdktf_cdktf_provider_aws.ecr_repository_creation_template import (
    EcrRepositoryCreationTemplate,
    EcrRepositoryCreationTemplateEncryptionConfiguration,
)
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from constructs import Construct

from modules.kit.iam import Condition, Statement, assumable_by, policy
from modules.kit.stack import Ref
from modules.model.upstreams import Upstream
from modules.registry.rules import IMMUTABLE, cache_lifecycle, pull

RECOVERY_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheInputs:
    """`tags` are put on the repositories that ECR makes, because it knows no provider's default tags."""

    environment: str
    account: str
    region: str
    pullers: tuple[str, ...]
    pull_actions: tuple[str, ...]
    key_arn: Ref
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheOutputs:
    """Empty secrets, by upstream, that ECR reads the credentials from."""

    credential_arns: dict[str, Ref]


class Cache(Construct):
    """What ECR makes on a first pull is as closed as what we make ourselves."""

    def __init__(self, scope: Construct, inputs: CacheInputs) -> None:
        """Create a rule and a template for each upstream, and the role that ECR makes repositories with."""
        super().__init__(scope, "cache")
        role_arn = self._role(inputs)
        credentials: dict[str, Ref] = {}
        for upstream in Upstream:
            if upstream.authenticated:
                credentials[upstream.value] = self._credentials(upstream, inputs.environment)
            template = self._template(upstream, inputs, role_arn)
            EcrPullThroughCacheRule(
                self,
                upstream.value,
                depends_on=[template],  # else a first pull could make a repository without it
                ecr_repository_prefix=upstream.value,
                upstream_registry_url=upstream.host,
                credential_arn=credentials.get(upstream.value),
            )
        self.outputs = CacheOutputs(credential_arns=credentials)

    def _credentials(self, upstream: Upstream, environment: str) -> Ref:
        """AWS documentation: the name needs this prefix and the key has to be Secrets Manager's own."""
        name = f"ecr-pullthroughcache/{environment}-{upstream}"
        made = SecretsmanagerSecret(
            self,
            f"{upstream}-credentials",
            name=name,
            description=f'Empty until filled with {{"username", "accessToken"}} for {upstream.host}',
            recovery_window_in_days=RECOVERY_DAYS,
            tags={"Name": name},
        )
        return Ref(made.arn)

    def _template(
        self, upstream: Upstream, inputs: CacheInputs, role_arn: Ref
    ) -> EcrRepositoryCreationTemplate:
        document = policy(self, f"{upstream}-policy", (pull(inputs.pullers, inputs.pull_actions),))
        return EcrRepositoryCreationTemplate(
            self,
            f"{upstream}-template",
            prefix=upstream.value,
            description=f"Cache of {upstream.host}",
            applied_for=["PULL_THROUGH_CACHE"],
            custom_role_arn=role_arn,
            image_tag_mutability=IMMUTABLE,
            lifecycle_policy=cache_lifecycle(),
            repository_policy=document,
            encryption_configuration=[
                EcrRepositoryCreationTemplateEncryptionConfiguration(
                    encryption_type="KMS", kms_key=inputs.key_arn
                )
            ],
            resource_tags=inputs.tags,
        )

    def _role(self, inputs: CacheInputs) -> Ref:
        # AWS does not say whether ECR names its account here.
        own = Condition("StringEqualsIfExists", "aws:SourceAccount", (inputs.account,))
        role = IamRole(
            self,
            "role",
            name=f"{inputs.environment}-registry-cache",
            description="ECR makes repositories of the caches with it",
            assume_role_policy=policy(self, "trust", (assumable_by("Service", "ecr.amazonaws.com", own),)),
        )
        through = Condition("StringEquals", "kms:ViaService", (f"ecr.{inputs.region}.amazonaws.com",))
        place = f"arn:aws:ecr:{inputs.region}:{inputs.account}:repository"
        statements = (
            Statement(
                sid="MakeRepositories",
                actions=(
                    "ecr:CreateRepository",
                    "ecr:PutLifecyclePolicy",
                    "ecr:ReplicateImage",
                    "ecr:SetRepositoryPolicy",
                    "ecr:TagResource",
                ),
                resources=tuple(f"{place}/{upstream}/*" for upstream in Upstream),
            ),
            Statement(
                sid="EncryptThem",
                actions=("kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"),
                resources=(inputs.key_arn,),
                conditions=(through,),
            ),
        )
        IamRolePolicy(
            self,
            "make",
            name="make-repositories",
            role=role.id,
            policy=policy(self, "make-policy", statements),
        )
        return Ref(role.arn)
