"""The launch template of nodes: IMDSv2, encrypted disk, the nodes' own security group and no other."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.launch_template import (
    LaunchTemplate,
    LaunchTemplateMonitoring,
)
from constructs import Construct

from modules.kit.machine import encrypted_disk, metadata_by_token, private_interface, tagged
from modules.kit.stack import Ref, text

DISK = 100
"""GiB; images of an installation of Vault and their layers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateInputs:
    """`tags` are repeated, because launch templates do not pass on the provider's default tags."""

    name: str
    instance_type: str
    group_id: Ref
    key_arn: Ref
    hop_limit: int
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateOutputs:
    """For node groups; a new version rolls the nodes."""

    template_id: Ref
    version: Ref


class Template(Construct):
    """EKS adds its own security group only to nodes whose template names none; these wear the flows' group."""

    def __init__(self, scope: Construct, inputs: TemplateInputs) -> None:
        """Create the launch template."""
        super().__init__(scope, "template")
        template = LaunchTemplate(
            self,
            "nodes",
            name=f"{inputs.name}-node",
            description=f"Nodes of {inputs.name}",
            update_default_version=True,
            # Here and not in the node groups: there another type would take all nodes away before new ones come.
            instance_type=inputs.instance_type,
            ebs_optimized="true",
            metadata_options=metadata_by_token(inputs.hop_limit),
            monitoring=LaunchTemplateMonitoring(enabled=True),
            network_interfaces=private_interface(inputs.group_id),
            block_device_mappings=encrypted_disk(DISK, inputs.key_arn),
            tag_specifications=tagged(inputs.tags | {"Name": f"{inputs.name}-node"}),
        )
        self.outputs = TemplateOutputs(template_id=Ref(template.id), version=text(template.latest_version))
