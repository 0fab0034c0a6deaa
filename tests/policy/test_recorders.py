"""What every resource looked like, in every account, kept in the Audit account (ZN-3, SE-6, CX-26)."""

import json

import pytest

from tests.policy.audit import (
    TRAIL,
    conditions,
    key_statements,
    manager,
    only_service,
    others,
    statements,
    zones,
)
from tests.policy.facts import Estate, Json, only

pytestmark = pytest.mark.policy

SERVICE = "config.amazonaws.com"

RULES = {
    "CLOUD_TRAIL_ENABLED",
    "GUARDDUTY_ENABLED_CENTRALIZED",
    "INSPECTOR_EC2_SCAN_ENABLED",
    "INSPECTOR_ECR_SCAN_ENABLED",
    "INSPECTOR_LAMBDA_STANDARD_SCAN_ENABLED",
    "REQUIRED_TAGS",
    "SECURITYHUB_ENABLED",
    "VPC_FLOW_LOGS_ENABLED",
}
TAGS = {"tag1Key": "Environment", "tag2Key": "Owner", "tag3Key": "Project", "tag4Key": "SeedId"}


def _recorded(estate: Estate) -> dict[str, str]:
    """Stack by account that is recorded."""
    found: dict[str, str] = {}
    for stack, _, _ in estate.everywhere("aws_config_configuration_recorder"):
        [account] = estate.stacks[stack]["provider"]["aws"][0]["allowed_account_ids"]
        assert account not in found, f"{stack}: AWS takes one recorder in an account and region"
        found[account] = stack
    return found


def _history(estate: Estate) -> Json:
    """Policy of the bucket that recorders write to, the same for all."""
    channels = estate.everywhere("aws_config_delivery_channel")
    return estate.at(only({estate.target(stack, made["s3_bucket_name"]) for stack, _, made in channels}))


def test_every_account_is_recorded(estate: Estate) -> None:
    """CX-26; FSBP Config.1; CIS 3.3."""
    recorded = _recorded(estate)
    assert set(recorded) == set(zones(estate.environment).values())
    for stack in recorded.values():
        recorder = only(estate.resources(stack, "aws_config_configuration_recorder").values())
        everything = {"all_supported": True, "include_global_resource_types": True}
        assert recorder["recording_group"] == everything, stack
        assert recorder["recording_mode"] == {"recording_frequency": "CONTINUOUS"}, stack
        started = only(estate.resources(stack, "aws_config_configuration_recorder_status").values(), stack)
        assert started["is_enabled"] is True, stack
        assert started["depends_on"] == ["aws_config_delivery_channel.recorder_channel"], stack
        channel = only(estate.resources(stack, "aws_config_delivery_channel").values(), stack)
        assert channel["snapshot_delivery_properties"] == {"delivery_frequency": "TwentyFour_Hours"}, stack
        assert estate.target(stack, channel["s3_bucket_name"]).stack == TRAIL, stack


def test_every_account_is_asked_whether_it_is_watched(estate: Estate) -> None:
    """SE-6: rules that the standards of Security Hub do not bring along."""
    audit = estate.environment.accounts.audit
    for account, stack in _recorded(estate).items():
        rules = list(estate.resources(stack, "aws_config_config_rule").values())
        assert sorted(each["source"]["source_identifier"] for each in rules) == sorted(RULES), stack
        told = {
            each["source"]["source_identifier"]: json.loads(each["input_parameters"])
            for each in rules
            if "input_parameters" in each
        }
        central = {"GUARDDUTY_ENABLED_CENTRALIZED": {"CentralMonitoringAccount": audit}}
        assert told == {"REQUIRED_TAGS": TAGS} | (central if account != audit else {}), stack
        for each in rules:
            assert each["source"].keys() == {"owner", "source_identifier"}, stack
            assert each["source"]["owner"] == "AWS", stack
            assert each["depends_on"] == ["aws_config_configuration_recorder_status.recorder_started"], stack


def test_only_recorders_of_the_estate_write_the_history(estate: Estate) -> None:
    """Each in the folder of its own account, and in no bucket with a default retention, which Config cannot write to."""
    policy = _history(estate)
    bucket = estate.at(estate.target(TRAIL, policy["bucket"]))
    assert "object_lock_enabled" not in bucket
    arn = f"arn:aws:s3:::{bucket['bucket']}"
    accounts = set(zones(estate.environment).values())
    told = statements(estate, TRAIL, policy["policy"])
    writers = {f"RecorderOf{account}Writes": account for account in accounts}
    assert set(told) == {"TlsOnly", "RecordersLook", *writers}
    looks = told["RecordersLook"]
    assert only_service(looks) == SERVICE
    assert (looks["actions"], looks["resources"]) == (["s3:GetBucketAcl", "s3:ListBucket"], [arn])
    assert conditions(looks) == {("StringEquals", "aws:SourceAccount"): sorted(accounts)}
    for sid, account in writers.items():
        assert only_service(told[sid]) == SERVICE, sid
        assert told[sid]["actions"] == ["s3:PutObject"], sid
        assert told[sid]["resources"] == [f"{arn}/AWSLogs/{account}/Config/*"], sid
        assert conditions(told[sid]) == {
            ("StringEquals", "aws:SourceAccount"): [account],
            ("StringEquals", "s3:x-amz-acl"): ["bucket-owner-full-control"],
        }, sid


def test_the_key_of_the_history_serves_recorders_of_the_estate(estate: Estate) -> None:
    for stack, _, made in estate.everywhere("aws_config_delivery_channel"):
        told = key_statements(estate, stack, made["s3_kms_key_arn"])
        assert set(told) == {"RecordersEncrypt"}, stack
        assert only_service(told["RecordersEncrypt"]) == SERVICE
        assert told["RecordersEncrypt"]["actions"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
        accounts = sorted(set(zones(estate.environment).values()))
        assert conditions(told["RecordersEncrypt"]) == {("StringEquals", "aws:SourceAccount"): accounts}


def test_an_organization_is_seen_as_one(estate: Estate) -> None:
    """CX-27: an aggregator in the Audit account, only where there is an organization."""
    made = estate.everywhere("aws_config_configuration_aggregator")
    assert [stack for stack, _, _ in made] == [TRAIL] * (manager(estate.environment) is not None)
    assert bool(made) or not others(estate.environment)
    for stack, _, aggregator in made:
        source = aggregator["organization_aggregation_source"]
        assert source.keys() == {"regions", "role_arn"}
        assert source["regions"] == [estate.environment.region]
        role = estate.target(stack, source["role_arn"])
        trust = only(statements(estate, stack, estate.at(role)["assume_role_policy"]).values())
        assert only_service(trust) == SERVICE
        own = [estate.environment.accounts.audit]
        assert conditions(trust) == {("StringEquals", "aws:SourceAccount"): own}
        attached = only(estate.resources(stack, "aws_iam_role_policy_attachment").values())
        assert attached["policy_arn"] == "arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations"
        assert estate.target(stack, attached["role"]).name == role.name
