"""What every machine of the estate has in common: encrypted disk, no public address, IMDSv2, tags on all its parts.

FSBP EC2.8, EC2.25; a launch template does not pass on the provider's default tags, so they are repeated.
"""

from cdktf_cdktf_provider_aws.launch_template import (
    LaunchTemplateBlockDeviceMappings,
    LaunchTemplateBlockDeviceMappingsEbs,
    LaunchTemplateMetadataOptions,
    LaunchTemplateNetworkInterfaces,
    LaunchTemplateTagSpecifications,
)

from modules.kit.stack import Ref

AMAZON_LINUX = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
"""The newest when a machine is made; patches keep it new."""


def encrypted_disk(size: int, key_arn: Ref) -> list[LaunchTemplateBlockDeviceMappings]:
    """A root disk of `size` GiB, which goes with its machine."""
    disk = LaunchTemplateBlockDeviceMappingsEbs(
        encrypted="true",
        kms_key_id=key_arn,
        volume_type="gp3",
        volume_size=size,
        delete_on_termination="true",
    )
    return [LaunchTemplateBlockDeviceMappings(device_name="/dev/xvda", ebs=disk)]


def private_interface(group_id: Ref, subnet_id: Ref | None = None) -> list[LaunchTemplateNetworkInterfaces]:
    """One interface that wears one group; without a subnet whoever starts the machine chooses it."""
    return [
        LaunchTemplateNetworkInterfaces(
            associate_public_ip_address="false",
            delete_on_termination="true",
            subnet_id=subnet_id,
            security_groups=[group_id],
        )
    ]


def metadata_by_token(hops: int = 1) -> LaunchTemplateMetadataOptions:
    """Metadata answer to tokens only, over so many hops: with 1 no pod of the machine hears them."""
    return LaunchTemplateMetadataOptions(
        http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=hops
    )


def tagged(tags: dict[str, str]) -> list[LaunchTemplateTagSpecifications]:
    """The same tags on machine, interface and disk."""
    return [
        LaunchTemplateTagSpecifications(resource_type=kind, tags=tags)
        for kind in ("instance", "network-interface", "volume")
    ]
