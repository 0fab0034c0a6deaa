"""GuardDuty of one account (NT-17; FSBP GuardDuty.1, GuardDuty.5 to GuardDuty.11)."""

from cdktf_cdktf_provider_aws.guardduty_detector import GuarddutyDetector
from cdktf_cdktf_provider_aws.guardduty_detector_feature import (
    GuarddutyDetectorFeature,
    GuarddutyDetectorFeatureAdditionalConfiguration,
)
from constructs import Construct

from modules.kit.stack import Ref
from modules.model.detection import Protection


def detector(scope: Construct, name: str) -> Ref:
    """Id of a detector with every protection; findings that change are told every fifteen minutes."""
    made = GuarddutyDetector(
        scope,
        "detector",
        enable=True,
        finding_publishing_frequency="FIFTEEN_MINUTES",
        tags={"Name": name},
    )
    for protection in Protection:
        GuarddutyDetectorFeature(
            scope,
            protection.key,
            detector_id=made.id,
            name=protection.value,
            status="ENABLED",
            additional_configuration=[
                GuarddutyDetectorFeatureAdditionalConfiguration(
                    name=agent, status="ENABLED" if wanted else "DISABLED"
                )
                for agent, wanted in protection.agents
            ]
            or None,
        )
    return Ref(made.id)
