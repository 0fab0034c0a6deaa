"""How many machines there are: by their load, over all zones, none older than a week (ADR 0030)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.autoscaling_group import (
    AutoscalingGroup,
    AutoscalingGroupInstanceMaintenancePolicy,
    AutoscalingGroupInstanceRefresh,
    AutoscalingGroupLaunchTemplate,
    AutoscalingGroupTag,
)
from cdktf_cdktf_provider_aws.autoscaling_lifecycle_hook import AutoscalingLifecycleHook
from cdktf_cdktf_provider_aws.autoscaling_policy import (
    AutoscalingPolicy,
    AutoscalingPolicyTargetTrackingConfiguration,
    AutoscalingPolicyTargetTrackingConfigurationPredefinedMetricSpecification,
)
from constructs import Construct

from modules.kit.stack import Ref

LONGEST_LIFE = 7 * 24 * 3600
"""Seconds; a newer machine has newer packages and a newer launcher."""

LONGEST_RUN = 75 * 60
"""Seconds: Spacelift ends a run after 70 minutes."""

WARM = 300
"""Seconds until a new machine counts."""

LOAD = 40
"""Per cent of the processors, on average: a run mostly waits for AWS."""

METRICS = (
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupMaxSize",
    "GroupMinSize",
    "GroupPendingInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupInputs:
    """One subnet for each zone; `tags` are those of the group itself, machines get theirs from the template."""

    name: str
    template_id: Ref
    version: Ref
    subnet_ids: tuple[Ref, ...]
    minimum: int
    maximum: int
    tags: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOutputs:
    """For whoever looks at its metrics."""

    group_name: Ref


class Group(Construct):
    """A machine that is taken away may finish the run that is on it."""

    def __init__(self, scope: Construct, inputs: GroupInputs) -> None:
        """Create the group, its scaling, and the wait before a machine goes."""
        super().__init__(scope, "group")
        group = AutoscalingGroup(
            self,
            "workers",
            name=inputs.name,
            min_size=inputs.minimum,
            max_size=inputs.maximum,
            vpc_zone_identifier=list(inputs.subnet_ids),
            launch_template=AutoscalingGroupLaunchTemplate(id=inputs.template_id, version=inputs.version),
            health_check_type="EC2",
            health_check_grace_period=WARM,
            default_instance_warmup=WARM,
            max_instance_lifetime=LONGEST_LIFE,
            instance_maintenance_policy=AutoscalingGroupInstanceMaintenancePolicy(
                min_healthy_percentage=100, max_healthy_percentage=200
            ),
            instance_refresh=AutoscalingGroupInstanceRefresh(strategy="Rolling"),
            termination_policies=["OldestInstance"],
            enabled_metrics=list(METRICS),
            metrics_granularity="1Minute",
            wait_for_capacity_timeout="0",
            tag=[
                AutoscalingGroupTag(key=key, value=value, propagate_at_launch=False)
                for key, value in sorted(inputs.tags.items())
            ],
        )
        AutoscalingLifecycleHook(
            self,
            "leave",
            name="leave",
            autoscaling_group_name=group.name,
            lifecycle_transition="autoscaling:EC2_INSTANCE_TERMINATING",
            heartbeat_timeout=LONGEST_RUN,
            default_result="CONTINUE",
        )
        metric = AutoscalingPolicyTargetTrackingConfigurationPredefinedMetricSpecification(
            predefined_metric_type="ASGAverageCPUUtilization"
        )
        AutoscalingPolicy(
            self,
            "load",
            name="load",
            autoscaling_group_name=group.name,
            policy_type="TargetTrackingScaling",
            target_tracking_configuration=AutoscalingPolicyTargetTrackingConfiguration(
                target_value=LOAD, predefined_metric_specification=metric
            ),
        )
        self.outputs = GroupOutputs(group_name=Ref(group.name))
