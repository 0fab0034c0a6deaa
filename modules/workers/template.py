"""What a machine is: Amazon Linux, private, encrypted, IMDSv2 for itself alone, gone once it is switched off."""

import base64
import shlex
from dataclasses import dataclass
from pathlib import Path

from cdktf_cdktf_provider_aws.launch_template import (
    LaunchTemplate,
    LaunchTemplateIamInstanceProfile,
    LaunchTemplateMonitoring,
)
from constructs import Construct

from modules.kit.machine import AMAZON_LINUX, encrypted_disk, metadata_by_token, private_interface, tagged
from modules.kit.stack import Ref, text

BOOT = Path(__file__).with_name("boot.sh")

DISK = 50
"""GiB: images of runs and what they check out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boot:
    """What the boot script has to know; `image` is a path in `registry`, with its tag or digest."""

    region: str
    registry: str
    secret: str
    image: str
    group: str

    def script(self) -> str:
        """The script with these settings in front, in base64 as EC2 takes it."""
        settings = {
            "REGION": self.region,
            "REGISTRY": self.registry,
            "SECRET": self.secret,
            "IMAGE": self.image,
            "GROUP": self.group,
        }
        lines = ["#!/bin/bash", *(f"{name}={shlex.quote(value)}" for name, value in settings.items())]
        whole = "\n".join([*lines, BOOT.read_text(encoding="utf-8")])
        return base64.b64encode(whole.encode()).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateInputs:
    """`tags` are repeated, because launch templates do not pass on the provider's default tags."""

    name: str
    instance_type: str
    group_id: Ref
    profile: Ref
    key_arn: Ref
    boot: Boot
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateOutputs:
    """For the Auto Scaling group; a new version replaces the machines."""

    template_id: Ref
    version: Ref


class Template(Construct):
    """No public address, no key pair, and no Session Manager: nobody gets in."""

    def __init__(self, scope: Construct, inputs: TemplateInputs) -> None:
        """Create the launch template."""
        super().__init__(scope, "template")
        template = LaunchTemplate(
            self,
            "workers",
            name=inputs.name,
            description="Private workers of Spacelift",
            update_default_version=True,
            image_id=AMAZON_LINUX,
            instance_type=inputs.instance_type,
            instance_initiated_shutdown_behavior="terminate",
            ebs_optimized="true",
            iam_instance_profile=LaunchTemplateIamInstanceProfile(name=inputs.profile),
            metadata_options=metadata_by_token(),
            monitoring=LaunchTemplateMonitoring(enabled=True),
            network_interfaces=private_interface(inputs.group_id),
            block_device_mappings=encrypted_disk(DISK, inputs.key_arn),
            tag_specifications=tagged(inputs.tags),
            user_data=inputs.boot.script(),
        )
        self.outputs = TemplateOutputs(template_id=Ref(template.id), version=text(template.latest_version))
