"""The instance of a jump host: private, encrypted, IMDSv2 only."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.instance import Instance, InstanceLaunchTemplate
from cdktf_cdktf_provider_aws.launch_template import (
    LaunchTemplate,
    LaunchTemplateBlockDeviceMappings,
    LaunchTemplateBlockDeviceMappingsEbs,
    LaunchTemplateIamInstanceProfile,
    LaunchTemplateMetadataOptions,
    LaunchTemplateMonitoring,
    LaunchTemplateNetworkInterfaces,
    LaunchTemplateTagSpecifications,
)
from constructs import Construct

from modules.kit.stack import Ref

IMAGE = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
"""The newest Amazon Linux when the instance is made; patches keep it new."""

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
        disk = LaunchTemplateBlockDeviceMappingsEbs(
            encrypted="true",
            kms_key_id=inputs.key_arn,
            volume_type="gp3",
            volume_size=DISK,
            delete_on_termination="true",
        )
        template = LaunchTemplate(
            self,
            "template",
            name=inputs.name,
            description=f"Jump host {inputs.name}",
            update_default_version=True,
            image_id=IMAGE,
            instance_type=inputs.instance_type,
            ebs_optimized="true",
            iam_instance_profile=LaunchTemplateIamInstanceProfile(name=inputs.profile),
            metadata_options=LaunchTemplateMetadataOptions(
                http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=1
            ),
            monitoring=LaunchTemplateMonitoring(enabled=True),
            network_interfaces=[
                LaunchTemplateNetworkInterfaces(
                    associate_public_ip_address="false",
                    delete_on_termination="true",
                    subnet_id=inputs.subnet_id,
                    security_groups=[inputs.group_id],
                )
            ],
            block_device_mappings=[LaunchTemplateBlockDeviceMappings(device_name="/dev/xvda", ebs=disk)],
            tag_specifications=[
                LaunchTemplateTagSpecifications(resource_type=kind, tags=inputs.tags)
                for kind in ("instance", "network-interface", "volume")
            ],
        )
        instance = Instance(
            self,
            "instance",
            launch_template=InstanceLaunchTemplate(id=template.id, version="$Default"),
            tags={"Name": inputs.name, "Party": inputs.name.partition("-")[2]},
        )
        self.outputs = HostOutputs(instance_id=Ref(instance.id))
