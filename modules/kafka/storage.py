"""Disks that grow before they are full; MSK never shrinks them."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.appautoscaling_policy import (
    AppautoscalingPolicy,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification,
)
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from constructs import Construct

from modules.kit.stack import Ref

FULL = 60
"""Percent in use at which the disks grow; MSK grows them at most once in six hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageInputs:
    """GiB for each broker."""

    name: str
    cluster_arn: Ref
    least: int
    most: int


class Storage(Construct):
    """Grows to the maximum and no further."""

    def __init__(self, scope: Construct, inputs: StorageInputs) -> None:
        """Create target and policy."""
        super().__init__(scope, "storage")
        target = AppautoscalingTarget(
            self,
            "target",
            service_namespace="kafka",
            scalable_dimension="kafka:broker-storage:VolumeSize",
            resource_id=inputs.cluster_arn,
            min_capacity=inputs.least,
            max_capacity=inputs.most,
        )
        metric = AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification(
            predefined_metric_type="KafkaBrokerStorageUtilization"
        )
        AppautoscalingPolicy(
            self,
            "growth",
            name=f"{inputs.name}-storage",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration=(
                AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration(
                    target_value=FULL, disable_scale_in=True, predefined_metric_specification=metric
                )
            ),
        )
