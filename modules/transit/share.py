"""The transit gateway, shared with the accounts of the zones."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.ram_principal_association import RamPrincipalAssociation
from cdktf_cdktf_provider_aws.ram_resource_association import RamResourceAssociation
from cdktf_cdktf_provider_aws.ram_resource_share import RamResourceShare
from constructs import Construct

from modules.kit.stack import Ref
from modules.model.names import TRANSIT_GATEWAY


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareInputs:
    """`accounts` of the same organization as the gateway's own, which is not among them."""

    environment: str
    gateway_arn: Ref
    accounts: tuple[str, ...]


class Share(Construct):
    """Named accounts may attach; what they attach still has to be accepted and routed."""

    def __init__(self, scope: Construct, inputs: ShareInputs) -> None:
        """Create the share, and its association with the gateway and with each account."""
        super().__init__(scope, "share")
        share = RamResourceShare(
            self,
            "share",
            name=f"{inputs.environment}-{TRANSIT_GATEWAY}",
            allow_external_principals=False,
        )
        arn = share.arn
        RamResourceAssociation(self, "gateway", resource_arn=inputs.gateway_arn, resource_share_arn=arn)
        for account in inputs.accounts:
            RamPrincipalAssociation(self, f"with-{account}", principal=account, resource_share_arn=arn)
