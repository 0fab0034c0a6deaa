"""Buckets: what they hand over, and that nobody writes before the policy is in force."""

from tests.policy.facts import Estate


def test_a_bucket_is_known_by_its_policy(estate: Estate) -> None:
    for made in estate.resources("tm-edge", "aws_lb").values():
        target = estate.target("tm-edge", made["access_logs"]["bucket"])
        assert (target.kind, target.attribute) == ("aws_s3_bucket_policy", "bucket")


def test_names_hold_environment_and_account(estate: Estate) -> None:
    """Bucket names are unique in the world."""
    for stack, name, made in estate.everywhere("aws_s3_bucket"):
        account = estate.stacks[stack]["provider"]["aws"][0]["allowed_account_ids"][0]
        assert made["bucket"].startswith(f"{estate.environment.name}-"), name
        assert made["bucket"].endswith(f"-{account}"), name
        assert len(made["bucket"]) <= 63, name
