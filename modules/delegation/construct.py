"""Delegated administration, said in the organization's management account, once for each service."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudtrail_organization_delegated_admin_account import (
    CloudtrailOrganizationDelegatedAdminAccount,
)
from cdktf_cdktf_provider_aws.guardduty_organization_admin_account import GuarddutyOrganizationAdminAccount
from cdktf_cdktf_provider_aws.inspector2_delegated_admin_account import Inspector2DelegatedAdminAccount
from cdktf_cdktf_provider_aws.organizations_delegated_administrator import OrganizationsDelegatedAdministrator
from cdktf_cdktf_provider_aws.securityhub_organization_admin_account import (
    SecurityhubOrganizationAdminAccount,
)
from constructs import Construct


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationInputs:
    """The account that is to administer."""

    administrator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationOutputs:
    """Nothing to read: others only come after it."""


class Delegation(Construct):
    """GuardDuty, Security Hub, Inspector, CloudTrail and Config each obey the Audit account.

    The organization itself, and its trusted access for these services, are the landing zone's.
    """

    def __init__(self, scope: Construct, inputs: DelegationInputs) -> None:
        """Name the administrator to every service."""
        super().__init__(scope, "delegation")
        account = inputs.administrator
        GuarddutyOrganizationAdminAccount(self, "guardduty", admin_account_id=account)
        SecurityhubOrganizationAdminAccount(self, "hub", admin_account_id=account)
        Inspector2DelegatedAdminAccount(self, "inspector", account_id=account)
        # Asked through CloudTrail itself, which makes the role that an organization's trail needs.
        CloudtrailOrganizationDelegatedAdminAccount(self, "trail", account_id=account)
        OrganizationsDelegatedAdministrator(
            self, "config", account_id=account, service_principal="config.amazonaws.com"
        )
        self.outputs = DelegationOutputs()
