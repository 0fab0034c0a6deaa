"""The instance of a jump host: private, encrypted, IMDSv2 only."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.instance import Instance, InstanceLaunchTemplate
from cdktf_cdktf_provider_aws.launch_template import (
    LaunchTemplate,
    LaunchTemplateIamInstanceProfile,
    LaunchTemplateMonitoring,
)
from constructs import Construct

from modules.kit.machine import AMAZON_LINUX, encrypted_disk, metadata_by_token, private_interface, tagged
from modules.kit.stack import Ref

DISK = 30
"""GiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostInputs:
    """`tags` are repeated, because launch templates do not pass on the provider's default tags."""

    name: str
    instance_type: str
    subnet_id: Ref
    group_id: Ref
    profile: Ref
    key_arn: Ref
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HostOutputs:
    """For patching, and for whoever may start sessions."""

    instance_id: Ref


class Host(Construct):
    """No public address and no key pair: there is no way in but Session Manager."""

    def __init__(self, scope: Construct, inputs: HostInputs) -> None:
        """Create launch template and instance."""
        super().__init__(scope, "host")
        template = LaunchTemplate(
            self,
            "template",
            name=inputs.name,
            description=f"Jump host {inputs.name}",
            update_default_version=True,
            image_id=AMAZON_LINUX,
            instance_type=inputs.instance_type,
            ebs_optimized="true",
            iam_instance_profile=LaunchTemplateIamInstanceProfile(name=inputs.profile),
            metadata_options=metadata_by_token(),
            monitoring=LaunchTemplateMonitoring(enabled=True),
            network_interfaces=private_interface(inputs.group_id, inputs.subnet_id),
            block_device_mappings=encrypted_disk(DISK, inputs.key_arn),
            tag_specifications=tagged(inputs.tags),
        )
        instance = Instance(
            self,
            "instance",
            launch_template=InstanceLaunchTemplate(id=template.id, version="$Default"),
            tags={"Name": inputs.name, "Party": inputs.name.partition("-")[2]},
        )
        self.outputs = HostOutputs(instance_id=Ref(instance.id))
