"""Security Hub of one account (NT-16, SE-6)."""

from cdktf_cdktf_provider_aws.securityhub_account import SecurityhubAccount
from cdktf_cdktf_provider_aws.securityhub_finding_aggregator import SecurityhubFindingAggregator
from cdktf_cdktf_provider_aws.securityhub_standards_subscription import SecurityhubStandardsSubscription
from constructs import Construct

from modules.model.detection import Standard


def hub(scope: Construct, region: str) -> None:
    """Two standards that we choose, not those that AWS would; one finding per control."""
    account = SecurityhubAccount(
        scope,
        "hub",
        enable_default_standards=False,
        auto_enable_controls=True,
        control_finding_generator="SECURITY_CONTROL",
    )
    for standard in Standard:
        SecurityhubStandardsSubscription(
            scope, standard.key, standards_arn=standard.arn(region), depends_on=[account]
        )
    # Central configuration needs a home region. A linked one would be judged too, and nothing is recorded elsewhere;
    # what has no region is recorded at home.
    SecurityhubFindingAggregator(scope, "regions", linking_mode="NO_REGIONS", depends_on=[account])
