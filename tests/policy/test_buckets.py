"""Buckets: private, versioned, encrypted, TLS only (P25; FSBP S3.1 to S3.3, S3.5, S3.8, S3.13)."""

import pytest

from tests.policy.audit import TRAIL, conditions, manager, statements, zones
from tests.policy.facts import Estate, Json, only

pytestmark = pytest.mark.policy

COMPANIONS = (
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
)

OWN_KEYS = ("tm-edge-logs", "lake-logs", "audit-requests")
"""Buckets that AWS delivers to only without a KMS key; part of their names."""

KEYS = {
    "history": "history_encryption_key",
    "lake-curated": "keys_curated",
    "lake-raw": "keys_raw",
    "lake-results": "keys_query-results",
    "tm-metrics": "keys_observability",
    "trail": "trail_archive_encryption_key",
}
"""The key of each other bucket, by its name without environment and account; another's would open it to others."""

OWNED = ("tm-metrics",)
"""Buckets in which the compactor of Thanos decides what is kept (kubernetes.md §7); old versions go all the same."""


def _companion(estate: Estate, kind: str, stack: str, name: str) -> Json:
    fitting = (
        made
        for made in estate.resources(stack, kind).values()
        if estate.target(stack, made["bucket"])[1:3] == ("aws_s3_bucket", name)
    )
    return only(fitting, f"{stack} {name}: {kind}")


def test_every_bucket_has_all_that_makes_it_private(estate: Estate) -> None:
    for stack, name, bucket in estate.everywhere("aws_s3_bucket"):
        blocked = _companion(estate, "aws_s3_bucket_public_access_block", stack, name)
        flags = {"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"}
        assert {flag for flag in flags if blocked[flag] is True} == flags, f"{stack} {name}"
        owned = _companion(estate, "aws_s3_bucket_ownership_controls", stack, name)
        assert owned["rule"] == {"object_ownership": "BucketOwnerEnforced"}, f"{stack} {name}"
        kept = _companion(estate, "aws_s3_bucket_versioning", stack, name)
        assert kept["versioning_configuration"] == {"status": "Enabled"}, f"{stack} {name}"
        assert bucket["force_destroy"] is False, f"{stack} {name}"
    for kind in COMPANIONS:
        assert len(estate.everywhere(kind)) == len(estate.everywhere("aws_s3_bucket")), kind


def test_every_bucket_is_encrypted_with_a_customer_key_where_aws_can(estate: Estate) -> None:
    for stack, name, bucket in estate.everywhere("aws_s3_bucket"):
        made = _companion(estate, "aws_s3_bucket_server_side_encryption_configuration", stack, name)
        [rule] = made["rule"]
        default = rule["apply_server_side_encryption_by_default"]
        if any(part in bucket["bucket"] for part in OWN_KEYS):
            assert default == {"sse_algorithm": "AES256"}, f"{stack} {name}"
            continue
        assert default["sse_algorithm"] == "aws:kms", f"{stack} {name}"
        about = bucket["bucket"].removeprefix(f"{estate.environment.name}-").rpartition("-")[0]
        key = estate.target(stack, default["kms_master_key_id"])
        assert (key.kind, key.name) == ("aws_kms_key", KEYS[about]), f"{stack} {name}"
        assert rule["bucket_key_enabled"] is True, f"{stack} {name}"


def test_every_bucket_refuses_plain_http(estate: Estate) -> None:
    for stack, name, _ in estate.everywhere("aws_s3_bucket"):
        policy = _companion(estate, "aws_s3_bucket_policy", stack, name)["policy"]
        document = estate.stacks[stack]["data"]["aws_iam_policy_document"][estate.target(stack, policy).name]
        [denied] = [each for each in document["statement"] if each["sid"] == "TlsOnly"]
        assert denied["effect"] == "Deny", f"{stack} {name}"
        assert denied["actions"] == ["s3:*"]
        assert denied["principals"] == [{"identifiers": ["*"], "type": "*"}]
        arn = f"${{aws_s3_bucket.{name}.arn}}"
        assert set(denied["resources"]) == {arn, f"{arn}/*"}, f"{stack} {name}"
        [condition] = denied["condition"]
        assert condition == {"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}


GUESTS = {"lake-storage": {"lake-dms", "lake-firehose"}}
"""Roles of the TM account that write into a bucket of another one, each named by its whole ARN (16.1, 16.2)."""


def _accounts(estate: Estate, stack: str) -> set[str]:
    """Accounts whose services may write into buckets of a stack: its own, and for the archive every one."""
    if stack == TRAIL:
        head = manager(estate.environment)
        return {*zones(estate.environment).values(), *([head] if head else [])}
    [block] = [each for each in estate.stacks[stack]["provider"]["aws"] if "alias" not in each]
    return set(block["allowed_account_ids"])


def _told(estate: Estate, stack: str, statement: Json) -> bool:
    """Whether the conditions of a statement say who comes: accounts by equality, ARNs by theirs, or a known guest."""
    found, accounts = conditions(statement), _accounts(estate, stack)
    tm, name = estate.environment.accounts.tm, estate.environment.name
    guests = {f"arn:aws:iam::{tm}:role/{name}-{each}" for each in GUESTS.get(stack, set())}
    if any(key == "aws:PrincipalArn" for _, key in found):
        [(test, _)], [values] = found.keys(), found.values()
        return bool(test == "ArnEquals" and set(values) <= guests)
    owners = found.get(("StringEquals", "aws:SourceAccount"), [])
    arns = [arn for test in ("ArnEquals", "ArnLike") for arn in found.get((test, "aws:SourceArn"), [])]
    named = {arn.split(":")[4] for arn in arns} - ({""} if owners else set())  # an ARN of S3 holds no account
    return bool(owners or arns) and set(owners) | named <= accounts


def test_services_write_to_buckets_only_from_known_accounts(estate: Estate) -> None:
    """Nobody else's load balancer may fill our bucket (confused deputy)."""
    for stack, name, _ in estate.everywhere("aws_s3_bucket"):
        policy = _companion(estate, "aws_s3_bucket_policy", stack, name)["policy"]
        for sid, statement in statements(estate, stack, policy).items():
            if statement["effect"] == "Deny":
                continue
            assert _told(estate, stack, statement), f"{stack} {name} {sid}"
            assert all(not action.endswith("*") for action in statement["actions"]), f"{stack} {name}"


def test_every_bucket_forgets(estate: Estate) -> None:
    for stack, name, bucket in estate.everywhere("aws_s3_bucket"):
        made = _companion(estate, "aws_s3_bucket_lifecycle_configuration", stack, name)
        [rule] = made["rule"]
        assert rule["status"] == "Enabled", f"{stack} {name}"
        assert rule["abort_incomplete_multipart_upload"] == [{"days_after_initiation": 7}]
        if any(part in bucket["bucket"] for part in OWNED):
            assert "expiration" not in rule, f"{stack} {name}"
        else:
            assert only(rule["expiration"])["days"] > 0
        assert only(rule["noncurrent_version_expiration"])["noncurrent_days"] > 0


LOGGED = {"audit-trail", "lake-storage"}
"""Stacks whose buckets hold evidence or what customers have entered: every request to them is written down."""


def test_requests_to_buckets_of_evidence_and_of_the_lake_are_written_down(estate: Estate) -> None:
    """FSBP S3.9, S3.11, CloudTrail.7: to a bucket of the same stack, which logs nothing itself."""
    for stack in LOGGED & estate.stacks.keys():
        kinds = ("aws_s3_bucket_logging", "aws_s3_bucket_notification")
        loggings, events = (estate.resources(stack, kind).values() for kind in kinds)
        logged = {_bucket_of(estate, stack, made["bucket"]) for made in loggings}
        logs = {_bucket_of(estate, stack, made["target_bucket"]) for made in loggings}
        assert len(logs) == 1, stack
        assert logged | logs == estate.resources(stack, "aws_s3_bucket").keys(), stack
        assert not logged & logs, stack
        assert {_bucket_of(estate, stack, made["bucket"]) for made in events} == logged, stack
        assert len({made["target_prefix"] for made in loggings}) == len(logged), stack


def _bucket_of(estate: Estate, stack: str, reference: str) -> str:
    """A bucket is named by its policy where that has to be in force first."""
    return estate.target(stack, estate.at(estate.target(stack, reference))["bucket"]).name
