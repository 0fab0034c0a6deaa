"""The trail: whose it is, and how long its files stay."""

from modules.kit.stack import Ref
from modules.trail import TrailInputs
from tests.modules import estates
from tests.modules.variants import Variants


def test_the_owner_of_a_trail_is_in_its_name() -> None:
    """AWS documentation: the management account owns what a delegated administrator made."""
    inputs = TrailInputs(
        name="sandbox-trail",
        account="444444444444",
        region="eu-central-1",
        owner="999999999999",
        organization="o-0000000000",
        retention=365,
        keeper="arn:aws:iam::444444444444:role/spacelift/sandbox-audit-trail-apply",
        written=("sandbox-trail-444444444444",),
        requests=Ref("sandbox-audit-requests-444444444444"),
    )
    assert inputs.trail_arn == "arn:aws:cloudtrail:eu-central-1:999999999999:trail/sandbox-trail"


def test_files_are_locked_as_long_as_logs_are_kept(variants: Variants) -> None:
    estate = variants.synthesize(estates.large(variants.sandbox))
    resources = estate.stacks["audit-trail"]["resource"]
    lock = resources["aws_s3_bucket_object_lock_configuration"]["trail_archive_files_lock"]
    assert lock["rule"] == {"default_retention": {"mode": "GOVERNANCE", "days": 731}}
    kept = resources["aws_s3_bucket_lifecycle_configuration"]["trail_archive_files_lifecycle"]
    assert kept["rule"][0]["expiration"] == [{"days": 731}]
    assert resources["aws_cloudwatch_log_group"]["trail_stream_group"]["retention_in_days"] == 731
