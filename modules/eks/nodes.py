"""Nodes: a managed group for each zone, encrypted, without public address, key pair or rights beyond their own."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.autoscaling_group_tag import AutoscalingGroupTagA, AutoscalingGroupTagTag
from cdktf_cdktf_provider_aws.eks_node_group import (
    EksNodeGroup,
    EksNodeGroupLaunchTemplate,
    EksNodeGroupNodeRepairConfig,
    EksNodeGroupScalingConfig,
    EksNodeGroupUpdateConfig,
)
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.eks.template import Template, TemplateInputs
from modules.kit.iam import Statement, assumable_by, policy
from modules.kit.stack import Dependable, Ref, ignore_changes
from modules.model.endpoints import aws_objects

IMAGE = "AL2023_x86_64_STANDARD"
"""Amazon Linux, because its Systems Manager agent is what Inspector reads (15.2)."""

OF_REPOSITORIES = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Nodes of the whole cluster; each zone gets an equal share, rounded up."""

    instance_type: str
    minimum: int
    maximum: int

    def share(self, zones: int) -> tuple[int, int]:
        """Least and most of one zone."""
        return -(-self.minimum // zones), -(-self.maximum // zones)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodesInputs:
    """`after` has to be there before a node can have an address for its pods."""

    name: str
    account: str
    region: str
    cluster_name: Ref
    version: str
    subnet_ids: dict[str, Ref]
    group_id: Ref
    key_arn: Ref
    size: Size
    hop_limit: int
    actions: tuple[str, ...]
    after: tuple[Dependable, ...]
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodesOutputs:
    """`ready` once pods can run."""

    role_arn: Ref
    ready: tuple[Dependable, ...]


class Nodes(Construct):
    """A volume lives in one zone, so each zone scales on its own; the autoscaler finds the groups by their tags."""

    def __init__(self, scope: Construct, inputs: NodesInputs) -> None:
        """Create role, launch template and a node group for each zone."""
        super().__init__(scope, "nodes")
        role, allowed = self._role(inputs)
        template = Template(
            self,
            TemplateInputs(
                name=inputs.name,
                instance_type=inputs.size.instance_type,
                group_id=inputs.group_id,
                key_arn=inputs.key_arn,
                hop_limit=inputs.hop_limit,
                tags=inputs.tags,
            ),
        ).outputs
        launch = EksNodeGroupLaunchTemplate(id=template.template_id, version=template.version)
        groups = []
        for letter, subnet_id in inputs.subnet_ids.items():
            groups.append(self._group(letter, subnet_id, role, launch, allowed, inputs))
        self.outputs = NodesOutputs(role_arn=Ref(role.arn), ready=tuple(groups))

    def _group(
        self,
        letter: str,
        subnet_id: Ref,
        role: IamRole,
        launch: EksNodeGroupLaunchTemplate,
        allowed: Dependable,
        inputs: NodesInputs,
    ) -> EksNodeGroup:
        least, most = inputs.size.share(len(inputs.subnet_ids))
        group = EksNodeGroup(
            self,
            f"zone-{letter}",
            cluster_name=inputs.cluster_name,
            node_group_name=f"{inputs.name}-{letter}",
            node_role_arn=role.arn,
            version=inputs.version,
            ami_type=IMAGE,
            capacity_type="ON_DEMAND",
            subnet_ids=[subnet_id],
            launch_template=launch,
            scaling_config=EksNodeGroupScalingConfig(min_size=least, max_size=most, desired_size=least),
            update_config=EksNodeGroupUpdateConfig(max_unavailable=1),
            node_repair_config=EksNodeGroupNodeRepairConfig(enabled=True),
            lifecycle=ignore_changes("scaling_config[0].desired_size"),  # the autoscaler's
            tags={"Name": f"{inputs.name}-{letter}"},
            depends_on=[*inputs.after, allowed],
        )
        name = group.resources.get(0).autoscaling_groups.get(0).name
        for key, value in (("enabled", "true"), (inputs.name, "owned")):
            AutoscalingGroupTagA(
                self,
                f"zone-{letter}-{key if key == 'enabled' else 'owned'}",
                autoscaling_group_name=name,
                tag=AutoscalingGroupTagTag(
                    key=f"k8s.io/cluster-autoscaler/{key}", value=value, propagate_at_launch=False
                ),
            )
        return group

    def _role(self, inputs: NodesInputs) -> tuple[IamRole, IamRolePolicy]:
        role = IamRole(
            self,
            "role",
            name=f"{inputs.name}-node",
            description=f"What the nodes of {inputs.name} call themselves",
            assume_role_policy=policy(self, "trust", (assumable_by("Service", "ec2.amazonaws.com"),)),
        )
        place = f"{inputs.region}:{inputs.account}"
        cluster = f"arn:aws:eks:{place}:cluster/{inputs.name}"
        bound = {
            "eks": (cluster,),
            "eks-auth": (cluster,),
            "repositories": (f"arn:aws:ecr:{inputs.region}:*:repository/*",),
            # A pod may take the role of its node (hop limit), so it learns nothing but what AWS publishes.
            "parameters": (f"arn:aws:ssm:{inputs.region}::parameter/aws/service/*",),
            "s3": aws_objects(inputs.region),
        }
        found: dict[str, list[str]] = {}
        for action in inputs.actions:
            service = "repositories" if action in OF_REPOSITORIES else action.partition(":")[0]
            service = "parameters" if action.startswith("ssm:GetParameter") else service
            found.setdefault(service, []).append(action)
        statements = [
            Statement(
                sid=service.title().replace("-", ""),
                actions=tuple(actions),
                resources=bound.get(service, ("*",)),
            )
            for service, actions in sorted(found.items())
        ]
        allowed = IamRolePolicy(
            self, "flows", name="flows", role=role.id, policy=policy(self, "flows-policy", statements)
        )
        return role, allowed
