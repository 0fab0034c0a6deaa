"""Who did what, in every account, in files that nobody changes (ZN-3, CX-26)."""

import pytest

from tests.policy.audit import (
    TRAIL,
    conditions,
    key_statements,
    manager,
    only_service,
    organization,
    statements,
)
from tests.policy.facts import Estate, Json, only

pytestmark = pytest.mark.policy

SERVICE = "cloudtrail.amazonaws.com"


def _trail(estate: Estate) -> Json:
    stack, _, made = only(estate.everywhere("aws_cloudtrail"), "trails")
    assert stack == TRAIL
    return made


def _owner(estate: Estate) -> str:
    """The management account owns an organization's trail, whoever made it."""
    return manager(estate.environment) or estate.environment.accounts.audit


def _arn(estate: Estate) -> str:
    name, region = estate.environment.name, estate.environment.region
    return f"arn:aws:cloudtrail:{region}:{_owner(estate)}:trail/{name}-trail"


def _bucket(estate: Estate) -> tuple[str, Json]:
    """Local name and resource of the bucket that the trail writes to."""
    policy = estate.at(estate.target(TRAIL, _trail(estate)["s3_bucket_name"]))
    at = estate.target(TRAIL, policy["bucket"])
    return at.name, estate.at(at)


def test_one_trail_records_everything_everywhere(estate: Estate) -> None:
    """FSBP CloudTrail.1, CloudTrail.2, CloudTrail.4; CIS 3.1, 3.2, 3.5, 3.8, 3.9."""
    made = _trail(estate)
    for switch in (
        "enable_log_file_validation",
        "enable_logging",
        "include_global_service_events",
        "is_multi_region_trail",
    ):
        assert made[switch] is True, switch
    assert made["name"] == f"{estate.environment.name}-trail"
    delegated = manager(estate.environment) is not None
    assert made["is_organization_trail"] is delegated
    # Its own account is the management account, where a name alone would be looked for.
    topic = estate.target(TRAIL, made["sns_topic_name"])
    assert (topic.kind, topic.attribute) == ("aws_sns_topic", "arn" if delegated else "name")
    assert made.get("lifecycle") == ({"ignore_changes": ["sns_topic_name"]} if delegated else None)
    name, account = estate.environment.name, estate.environment.accounts.audit
    evidence = [f"arn:aws:s3:::{name}-{each}-{account}/" for each in ("audit-requests", "history", "trail")]
    objects = {"eventCategory": {"equals": ["Data"]}, "resources.type": {"equals": ["AWS::S3::Object"]}}
    # Of the evidence itself everything but deliveries, each of which would make another.
    assert [_fields(each) for each in made["advanced_event_selector"]] == [
        {"eventCategory": {"equals": ["Management"]}},
        objects | {"resources.ARN": {"not_starts_with": evidence}},
        objects | {"resources.ARN": {"starts_with": evidence}, "eventName": {"not_equals": ["PutObject"]}},
    ]
    assert "event_selector" not in made


def _fields(selector: Json) -> dict[str, Json]:
    """What a selector asks of each field."""
    found = {
        each["field"]: {k: v for k, v in each.items() if k != "field"} for each in selector["field_selector"]
    }
    assert len(found) == len(selector["field_selector"])
    return found


def test_the_trail_can_be_searched(estate: Estate) -> None:
    """FSBP CloudTrail.5; CIS 4.1 to 4.15 need the log group."""
    made = _trail(estate)
    name, group = only(estate.resources(TRAIL, "aws_cloudwatch_log_group").items())
    assert group["name"] == f"/aws/cloudtrail/{made['name']}"
    assert made["cloud_watch_logs_group_arn"] == f"${{aws_cloudwatch_log_group.{name}.arn}}:*"
    assert set(made["depends_on"]) == {
        "aws_iam_role_policy.trail_stream_write",
        "aws_sns_topic_policy.trail_topic_policy",
    }
    role = estate.target(TRAIL, made["cloud_watch_logs_role_arn"])
    trust = only(statements(estate, TRAIL, estate.at(role)["assume_role_policy"]).values())
    assert only_service(trust) == SERVICE
    assert conditions(trust) == {("ArnEquals", "aws:SourceArn"): [_arn(estate)]}
    policies = estate.resources(TRAIL, "aws_iam_role_policy").values()
    written = only(each for each in policies if estate.target(TRAIL, each["role"]).name == role.name)
    allowed = only(statements(estate, TRAIL, written["policy"]).values())
    assert allowed["actions"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert allowed["resources"] == [f"${{aws_cloudwatch_log_group.{name}.arn}}:log-stream:*"]


def test_files_of_the_trail_stay_until_their_time(estate: Estate) -> None:
    """ZN-3: Object Lock for as long as logs are kept, and nobody passes by it."""
    name, bucket = _bucket(estate)
    assert bucket["object_lock_enabled"] is True
    lock = only(estate.resources(TRAIL, "aws_s3_bucket_object_lock_configuration").values())
    assert estate.target(TRAIL, lock["bucket"]).name == name
    days = estate.environment.retention.logs
    assert lock["rule"] == {"default_retention": {"mode": "GOVERNANCE", "days": days}}
    policy = estate.at(estate.target(TRAIL, _trail(estate)["s3_bucket_name"]))["policy"]
    denied = statements(estate, TRAIL, policy)["NobodyUnlocks"]
    assert denied["effect"] == "Deny"
    assert denied["actions"] == ["s3:BypassGovernanceRetention"]
    assert denied["resources"] == [f"arn:aws:s3:::{bucket['bucket']}/*"]
    assert denied["principals"] == [{"type": "*", "identifiers": ["*"]}]
    assert "condition" not in denied


def test_only_runs_of_its_stack_change_what_protects_the_files(estate: Estate) -> None:
    """ZN-3: policy, lock and key; others of the account, administrators too, change none of them."""
    environment = estate.environment
    _, bucket = _bucket(estate)
    policy = estate.at(estate.target(TRAIL, _trail(estate)["s3_bucket_name"]))["policy"]
    key = estate.at(estate.target(TRAIL, _trail(estate)["kms_key_id"]))["policy"]
    run = f"arn:aws:iam::{environment.accounts.audit}:role/spacelift/{environment.name}-{TRAIL}-apply"
    for denied, actions in (
        (
            statements(estate, TRAIL, policy)["OnlyRunsChangeIt"],
            ["s3:DeleteBucketPolicy", "s3:PutBucketObjectLockConfiguration", "s3:PutBucketPolicy"],
        ),
        (statements(estate, TRAIL, key)["OnlyRunsEndIt"], ["kms:DisableKey", "kms:ScheduleKeyDeletion"]),
    ):
        assert (denied["effect"], denied["actions"]) == ("Deny", actions)
        assert denied["principals"] == [{"type": "*", "identifiers": ["*"]}]
        assert conditions(denied) == {("ArnNotEquals", "aws:PrincipalArn"): [run]}
        assert denied["resources"] in (["*"], [f"arn:aws:s3:::{bucket['bucket']}"])


def test_only_the_trail_writes_its_files(estate: Estate) -> None:
    """FSBP CloudTrail.6; exact service, exact trail, exact organization. CloudTrail.7 is in test_buckets.py."""
    _, bucket = _bucket(estate)
    policy = estate.at(estate.target(TRAIL, _trail(estate)["s3_bucket_name"]))["policy"]
    told = statements(estate, TRAIL, policy)
    assert set(told) == {"TlsOnly", "NobodyUnlocks", "OnlyRunsChangeIt", "TrailLooks", "TrailWrites"}
    source = {("ArnEquals", "aws:SourceArn"): [_arn(estate)]}
    arn = f"arn:aws:s3:::{bucket['bucket']}"
    looks, writes = told["TrailLooks"], told["TrailWrites"]
    assert only_service(looks) == only_service(writes) == SERVICE
    assert (looks["actions"], looks["resources"]) == (["s3:GetBucketAcl"], [arn])
    assert conditions(looks) == source
    folders = {_owner(estate), organization(estate.environment)} - {None}
    assert writes["actions"] == ["s3:PutObject"]
    assert set(writes["resources"]) == {f"{arn}/AWSLogs/{folder}/*" for folder in folders}
    owned = {("StringEquals", "s3:x-amz-acl"): ["bucket-owner-full-control"]}
    assert conditions(writes) == source | owned


def test_the_key_of_the_trail_serves_the_trail(estate: Estate) -> None:
    """FSBP CloudTrail.2; CIS 3.5."""
    told = key_statements(estate, TRAIL, _trail(estate)["kms_key_id"])
    assert set(told) == {"TrailEncrypts", "TrailLooks", "OnlyRunsEndIt"}
    assert {only_service(told[each]) for each in ("TrailEncrypts", "TrailLooks")} == {SERVICE}
    assert told["TrailEncrypts"]["actions"] == ["kms:GenerateDataKey*"]
    assert told["TrailLooks"]["actions"] == ["kms:DescribeKey"]
    source = {("ArnEquals", "aws:SourceArn"): [_arn(estate)]}
    trails = [f"arn:aws:cloudtrail:*:{_owner(estate)}:trail/*"]
    context = {("StringLike", "kms:EncryptionContext:aws:cloudtrail:arn"): trails}
    assert conditions(told["TrailEncrypts"]) == source | context
    assert conditions(told["TrailLooks"]) == source
