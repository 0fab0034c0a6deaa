"""The recorder of one account and what it is asked (FSBP Config.1, CIS 3.3)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.config_config_rule import ConfigConfigRule, ConfigConfigRuleSource
from cdktf_cdktf_provider_aws.config_configuration_recorder import (
    ConfigConfigurationRecorder,
    ConfigConfigurationRecorderRecordingGroup,
    ConfigConfigurationRecorderRecordingMode,
)
from cdktf_cdktf_provider_aws.config_configuration_recorder_status import ConfigConfigurationRecorderStatus
from cdktf_cdktf_provider_aws.config_delivery_channel import (
    ConfigDeliveryChannel,
    ConfigDeliveryChannelSnapshotDeliveryProperties,
)
from cdktf_cdktf_provider_aws.iam_service_linked_role import IamServiceLinkedRole
from constructs import Construct

from modules.kit.stack import Dependable, Ref
from modules.recorder.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderInputs:
    """Bucket and key are those of the history; `administrator` is the Audit account, unless it is this one."""

    name: str
    bucket: Ref
    key_arn: Ref
    administrator: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderOutputs:
    """Nothing to read."""


class Recorder(Construct):
    """Every resource, also those without a region, is recorded when it changes and whole once a day."""

    def __init__(self, scope: Construct, inputs: RecorderInputs) -> None:
        """Create role, recorder, delivery channel and rules, and start recording."""
        super().__init__(scope, "recorder")
        # Config's own role is the only one that FSBP Config.1 takes, and nothing can be added to it.
        role = IamServiceLinkedRole(self, "role", aws_service_name="config.amazonaws.com")
        recorder = ConfigConfigurationRecorder(
            self,
            "recorder",
            name=inputs.name,
            role_arn=role.arn,
            recording_group=ConfigConfigurationRecorderRecordingGroup(
                all_supported=True, include_global_resource_types=True
            ),
            recording_mode=ConfigConfigurationRecorderRecordingMode(recording_frequency="CONTINUOUS"),
        )
        channel = ConfigDeliveryChannel(
            self,
            "channel",
            depends_on=[recorder],
            name=inputs.name,
            s3_bucket_name=inputs.bucket,
            s3_kms_key_arn=inputs.key_arn,
            snapshot_delivery_properties=ConfigDeliveryChannelSnapshotDeliveryProperties(
                delivery_frequency="TwentyFour_Hours"
            ),
        )
        started = ConfigConfigurationRecorderStatus(
            self, "started", depends_on=[channel], name=recorder.name, is_enabled=True
        )
        for rule in Rule:
            self._ask(rule, inputs, started)
        self.outputs = RecorderOutputs()

    def _ask(self, rule: Rule, inputs: RecorderInputs, started: Dependable) -> None:
        name = f"{inputs.name}-{rule.key}"
        ConfigConfigRule(
            self,
            rule.key,
            depends_on=[started],
            name=name,
            source=ConfigConfigRuleSource(owner="AWS", source_identifier=rule.value),
            input_parameters=rule.parameters(inputs.administrator),
            tags={"Name": name},
        )
