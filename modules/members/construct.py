"""GuardDuty, Security Hub and Inspector in accounts that are not the administrator's own."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.guardduty_organization_configuration import GuarddutyOrganizationConfiguration
from cdktf_cdktf_provider_aws.guardduty_organization_configuration_feature import (
    GuarddutyOrganizationConfigurationFeature,
    GuarddutyOrganizationConfigurationFeatureAdditionalConfiguration,
)
from cdktf_cdktf_provider_aws.inspector2_enabler import Inspector2Enabler
from cdktf_cdktf_provider_aws.inspector2_member_association import Inspector2MemberAssociation
from cdktf_cdktf_provider_aws.inspector2_organization_configuration import (
    Inspector2OrganizationConfiguration,
    Inspector2OrganizationConfigurationAutoEnable,
)
from constructs import Construct

from modules.kit.stack import Ref
from modules.members.hub import hub
from modules.model.detection import SCANNED, Protection


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersInputs:
    """`members` are accounts of the estate by name, without the administrator's."""

    name: str
    region: str
    detector_id: Ref
    members: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersOutputs:
    """Nothing to read."""


class Members(Construct):
    """Every account is watched in the same way, and one that joins the organization is from its first day."""

    def __init__(self, scope: Construct, inputs: MembersInputs) -> None:
        """Enrol every account with every service."""
        super().__init__(scope, "members")
        self._guardduty(inputs.detector_id)
        hub(self, inputs.name, inputs.region, inputs.members)
        self._inspector(inputs.members)
        self.outputs = MembersOutputs()

    def _guardduty(self, detector_id: Ref) -> None:
        """ALL enrols the accounts that are there already too; naming one would ask for its owner's e-mail address."""
        everyone = GuarddutyOrganizationConfiguration(
            self, "guardduty", detector_id=detector_id, auto_enable_organization_members="ALL"
        )
        for protection in Protection:
            GuarddutyOrganizationConfigurationFeature(
                self,
                protection.key,
                depends_on=[everyone],
                detector_id=detector_id,
                name=protection.value,
                auto_enable="ALL",
                additional_configuration=[
                    GuarddutyOrganizationConfigurationFeatureAdditionalConfiguration(
                        name=agent, auto_enable="ALL" if wanted else "NONE"
                    )
                    for agent, wanted in protection.agents
                ]
                or None,
            )

    def _inspector(self, members: dict[str, str]) -> None:
        joining = Inspector2OrganizationConfiguration(
            self,
            "inspector",
            auto_enable=Inspector2OrganizationConfigurationAutoEnable(
                ec2="EC2" in SCANNED, ecr="ECR" in SCANNED, lambda_="LAMBDA" in SCANNED, lambda_code=False
            ),
        )
        joined = [
            Inspector2MemberAssociation(self, f"inspector-{name}", depends_on=[joining], account_id=account)
            for name, account in members.items()
        ]
        if members:
            Inspector2Enabler(
                self,
                "inspector-enabled",
                depends_on=joined,
                account_ids=sorted(members.values()),
                resource_types=list(SCANNED),
            )
