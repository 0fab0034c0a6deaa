"""Adaptations of the simulator's EKS and Auto Scaling: clusters, node groups, their groups; see `adaptations.py`."""

import base64
from types import SimpleNamespace
from typing import Any

from botocore import xform_name

from tools.rehearse.networks import Adaptation, Replacement


def _certificates() -> tuple[str, Replacement]:
    """The certificate of a cluster is base64, which moto's random letters are not; charts decode it."""
    from moto.eks.models import Cluster  # noqa: PLC0415

    original = Cluster.__init__

    def made(self: Cluster, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 -- moto's
        original(self, *arguments, **named)
        text = f"-----BEGIN CERTIFICATE-----\n{self.name}\n-----END CERTIFICATE-----\n"
        self.certificate_authority = {"data": base64.b64encode(text.encode()).decode()}

    return "moto.eks.models.Cluster.__init__", made


def _manners_of_clusters() -> tuple[str, Replacement]:
    """Moto forgets who may enter a new cluster, how long it is supported, and that it can leave a zone."""
    from moto.eks.responses import EKSResponse  # noqa: PLC0415

    original = EKSResponse.create_cluster

    def create(self: EKSResponse) -> Any:  # noqa: ANN401 -- moto's
        given = original(self)
        cluster: Any = self.eks_backend.clusters[self._get_param("name")]
        cluster.access_config = self._get_param("accessConfig")
        cluster.upgrade_policy = self._get_param("upgradePolicy")
        cluster.zonal_shift_config = self._get_param("zonalShiftConfig")
        return given

    return "moto.eks.responses.EKSResponse.create_cluster", create


def _manners_of_nodes() -> tuple[str, Replacement]:
    """Moto forgets how new nodes are updated and repaired, and knows it once it was changed."""
    from moto.eks.responses import EKSResponse  # noqa: PLC0415

    original = EKSResponse.create_nodegroup

    def create(self: EKSResponse) -> Any:  # noqa: ANN401 -- moto's
        given = original(self)
        cluster = self.eks_backend.clusters[self._get_param("name")]
        group = cluster.nodegroups[self._get_param("nodegroupName")]
        group.update_config = self._get_param("updateConfig")
        group.node_repair_config = self._get_param("nodeRepairConfig")
        return given

    return "moto.eks.responses.EKSResponse.create_nodegroup", create


def _tags_of_templates() -> tuple[str, Replacement]:
    """Moto counts the tags of a launch template among those that it gives to what is launched."""
    from moto.ec2.models.launch_templates import LaunchTemplateVersion  # noqa: PLC0415

    original = LaunchTemplateVersion.__init__

    def made(self: LaunchTemplateVersion, template: Any, number: int, data: Any, description: str) -> None:  # noqa: ANN401 -- moto's
        given = [t for t in data.get("TagSpecifications", []) if t["ResourceType"] != "launch-template"]
        original(self, template, number, data | {"TagSpecifications": given}, description)

    return "moto.ec2.models.launch_templates.LaunchTemplateVersion.__init__", made


def _keys_of_nodes() -> tuple[str, Replacement]:
    """Moto lets somebody enter nodes over SSH whom nobody has named."""
    return "moto.eks.models.DEFAULT_REMOTE_ACCESS", None


def _hooks() -> tuple[str, Replacement]:
    """Moto sends the events of every lifecycle hook to a queue that nobody has named."""
    from moto.autoscaling.models import LifecycleHook  # noqa: PLC0415

    original = LifecycleHook.__init__

    def made(self: LifecycleHook, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 -- moto's
        original(self, *arguments, **named)
        self.role_arn = self.notification_target_arn = None  # type: ignore[assignment]

    return "moto.autoscaling.models.LifecycleHook.__init__", made


def _words_of_instances() -> tuple[str, Replacement]:
    """To an instance without user data moto gives empty ones, which AWS tells from none."""
    from moto.ec2.models.instances import InstanceBackend  # noqa: PLC0415

    original = InstanceBackend.run_instances

    def run(self: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 -- moto's
        made = original(self, *arguments, **named)
        for instance in made.instances:
            instance.user_data = instance.user_data if str(instance.user_data or "") else None
        return made

    return "moto.ec2.models.instances.InstanceBackend.run_instances", run


MANNERS = ("DefaultInstanceWarmup", "InstanceMaintenancePolicy", "MaxInstanceLifetime")
"""What moto forgets of a group, as AWS names it."""


def _manners_of_groups(operation: str) -> Adaptation:
    def adaptation() -> tuple[str, Replacement]:
        """Moto forgets how long instances warm up, how long they live, and how they are replaced."""
        from moto.autoscaling.responses import AutoScalingResponse  # noqa: PLC0415

        original = getattr(AutoScalingResponse, operation)

        def write(self: AutoScalingResponse) -> Any:  # noqa: ANN401 -- moto's
            given, asked = original(self), self._get_params()
            group = self.autoscaling_backend.autoscaling_groups[asked["AutoScalingGroupName"]]
            for name in set(MANNERS) & asked.keys():
                setattr(group, xform_name(name), asked[name])
            return given

        return f"moto.autoscaling.responses.AutoScalingResponse.{operation}", write

    return adaptation


def _policies_of_groups() -> tuple[str, Replacement]:
    """A policy is on unless somebody switched it off, and predicts only if it was told how; not so in moto."""
    from moto.autoscaling.models import FakeScalingPolicy  # noqa: PLC0415

    original = FakeScalingPolicy.__init__

    def made(self: Any, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 -- moto's
        original(self, *arguments, **named)
        self.enabled = True
        self.predictive_scaling_configuration = self.predictive_scaling_configuration or None

    return "moto.autoscaling.models.FakeScalingPolicy.__init__", made


def _groups_of_nodes() -> tuple[str, Replacement]:
    """Moto names an Auto Scaling group for each node group of EKS and has none; here it is there once it has tags."""
    from moto.autoscaling.models import AutoScalingBackend  # noqa: PLC0415

    original = AutoScalingBackend.create_or_update_tags

    def tag(self: AutoScalingBackend, tags: list[dict[str, str]]) -> None:
        for name in {each["ResourceId"] for each in tags} - self.autoscaling_groups.keys():
            if name.startswith("eks-"):
                self.autoscaling_groups[name] = SimpleNamespace(tags=[])  # type: ignore[assignment]
        original(self, tags)

    return "moto.autoscaling.models.AutoScalingBackend.create_or_update_tags", tag


def _groups_without_nodes() -> tuple[str, Replacement]:
    """The other end of it: gone with its last tag."""
    from moto.autoscaling.models import AutoScalingBackend  # noqa: PLC0415

    original = AutoScalingBackend.delete_tags

    def untag(self: AutoScalingBackend, tags: list[dict[str, str]]) -> None:
        original(self, tags)
        for name in {each["ResourceId"] for each in tags}:
            group = self.autoscaling_groups[name]
            if isinstance(group, SimpleNamespace) and not group.tags:
                del self.autoscaling_groups[name]

    return "moto.autoscaling.models.AutoScalingBackend.delete_tags", untag


NODES: tuple[Adaptation, ...] = (
    _certificates,
    _manners_of_clusters,
    _manners_of_nodes,
    _tags_of_templates,
    _keys_of_nodes,
    _hooks,
    _words_of_instances,
    _manners_of_groups("create_auto_scaling_group"),
    _manners_of_groups("update_auto_scaling_group"),
    _policies_of_groups,
    _groups_of_nodes,
    _groups_without_nodes,
)
"""Rows of `adaptations.py`."""
