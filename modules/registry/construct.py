"""Private repositories for the vendor's images, scanned by Inspector, pulled by the estate's accounts alone."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.ecr_lifecycle_policy import EcrLifecyclePolicy
from cdktf_cdktf_provider_aws.ecr_registry_scanning_configuration import (
    EcrRegistryScanningConfiguration,
    EcrRegistryScanningConfigurationRule,
    EcrRegistryScanningConfigurationRuleRepositoryFilter,
)
from cdktf_cdktf_provider_aws.ecr_repository import (
    EcrRepository,
    EcrRepositoryEncryptionConfiguration,
    EcrRepositoryImageScanningConfiguration,
)
from cdktf_cdktf_provider_aws.ecr_repository_policy import EcrRepositoryPolicy
from constructs import Construct

from modules.kit.iam import policy
from modules.kit.stack import Ref
from modules.model.names import vendor_repository
from modules.registry.cache import Cache, CacheInputs
from modules.registry.rules import IMMUTABLE, lifecycle, pull


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryInputs:
    """`images` are the vendor's repositories by path; `pullers` the accounts whose clusters run them."""

    environment: str
    account: str
    region: str
    images: tuple[str, ...]
    pullers: tuple[str, ...]
    pull_actions: tuple[str, ...]
    key_arn: Ref
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryOutputs:
    """Secrets that somebody has to fill for the caches that ask who is there."""

    credential_arns: dict[str, Ref]


class Registry(Construct):
    """A tag never changes its image, nobody outside the estate pulls, and every image is scanned as long as it stays."""

    def __init__(self, scope: Construct, inputs: RegistryInputs) -> None:
        """Create repositories, the caches, and continuous scanning of the whole registry."""
        super().__init__(scope, "registry")
        for path in inputs.images:
            self._repository(path, inputs)
        EcrRegistryScanningConfiguration(
            self,
            "scanning",
            scan_type="ENHANCED",
            rule=[
                EcrRegistryScanningConfigurationRule(
                    scan_frequency="CONTINUOUS_SCAN",
                    repository_filter=[
                        EcrRegistryScanningConfigurationRuleRepositoryFilter(
                            filter="*", filter_type="WILDCARD"
                        )
                    ],
                )
            ],
        )
        caches = CacheInputs(
            environment=inputs.environment,
            account=inputs.account,
            region=inputs.region,
            pullers=inputs.pullers,
            pull_actions=inputs.pull_actions,
            key_arn=inputs.key_arn,
            tags=inputs.tags,
        )
        self.outputs = RegistryOutputs(credential_arns=Cache(self, caches).outputs.credential_arns)

    def _repository(self, path: str, inputs: RegistryInputs) -> None:
        key = path.replace("/", "-").replace("_", "-").replace(".", "-")
        name = vendor_repository(path)
        made = EcrRepository(
            self,
            key,
            name=name,
            image_tag_mutability=IMMUTABLE,
            force_delete=False,
            image_scanning_configuration=EcrRepositoryImageScanningConfiguration(scan_on_push=True),
            encryption_configuration=[
                EcrRepositoryEncryptionConfiguration(encryption_type="KMS", kms_key=inputs.key_arn)
            ],
            tags={"Name": name},
        )
        EcrLifecyclePolicy(self, f"{key}-lifecycle", repository=made.name, policy=lifecycle())
        EcrRepositoryPolicy(
            self,
            f"{key}-pulled",
            repository=made.name,
            policy=policy(self, f"{key}-policy", (pull(inputs.pullers, inputs.pull_actions),)),
        )
