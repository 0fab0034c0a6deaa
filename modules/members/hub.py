"""Security Hub in accounts that are not the administrator's own, by one policy (central configuration)."""

from cdktf_cdktf_provider_aws.securityhub_configuration_policy import (
    SecurityhubConfigurationPolicy,
    SecurityhubConfigurationPolicyConfigurationPolicy,
    SecurityhubConfigurationPolicyConfigurationPolicySecurityControlsConfiguration,
)
from cdktf_cdktf_provider_aws.securityhub_configuration_policy_association import (
    SecurityhubConfigurationPolicyAssociation,
)
from cdktf_cdktf_provider_aws.securityhub_organization_configuration import (
    SecurityhubOrganizationConfiguration,
    SecurityhubOrganizationConfigurationOrganizationConfiguration,
)
from constructs import Construct

from modules.model.detection import Standard


def hub(scope: Construct, name: str, region: str, members: dict[str, str]) -> None:
    """A policy with our standards and every control, and one association for each account.

    Central configuration alone brings standards to accounts that are there already; it wants both automatic
    switches off.
    """
    central = SecurityhubOrganizationConfiguration(
        scope,
        "hub",
        auto_enable=False,
        auto_enable_standards="NONE",
        organization_configuration=SecurityhubOrganizationConfigurationOrganizationConfiguration(
            configuration_type="CENTRAL"
        ),
    )
    every_control = SecurityhubConfigurationPolicyConfigurationPolicySecurityControlsConfiguration(
        disabled_control_identifiers=[]
    )
    policy = SecurityhubConfigurationPolicy(
        scope,
        "standards",
        depends_on=[central],
        name=name,
        description="The standards of the estate, with every control",
        configuration_policy=SecurityhubConfigurationPolicyConfigurationPolicy(
            service_enabled=True,
            enabled_standard_arns=[standard.arn(region) for standard in Standard],
            security_controls_configuration=every_control,
        ),
    )
    for member, account in members.items():
        SecurityhubConfigurationPolicyAssociation(
            scope, f"hub-{member}", target_id=account, policy_id=policy.id
        )
