"""Topics and what is told to them: encrypted, TLS only, and nobody publishes but named services of the account."""

import json

import pytest

from tests.policy.facts import Estate, Json, only
from tests.policy.people import account_of, document

pytestmark = pytest.mark.policy

INGEST, LAKE = "lake-ingest", "lake-storage"

PUBLISHERS = {
    "sandbox-lake-ingest-alarms": {"cloudwatch.amazonaws.com", "events.amazonaws.com"},
    "sandbox-lake-storage-alarms": {"events.amazonaws.com"},
}
"""By topic, without the environment."""

ALARMS = {
    "source-latency": 'SELECT MAX(CDCLatencySource) FROM "AWS/DMS"',
    "target-latency": 'SELECT MAX(CDCLatencyTarget) FROM "AWS/DMS"',
    "kept-log": 'SELECT MAX(ReplicationSlotDiskUsage) FROM "AWS/RDS"',
}
STREAM = {
    "late": ("DeliveryToS3.DataFreshness", "GreaterThanThreshold"),
    "failed": ("DeliveryToS3.Success", "LessThanThreshold"),
    "behind": ("KafkaOffsetLag", "GreaterThanThreshold"),
}
ERRORS = "stream-errors"
"""What Firehose writes into its log group, counted."""


def _publishers(estate: Estate) -> dict[str, set[str]]:
    name = estate.environment.name
    return {topic.replace("sandbox-", f"{name}-", 1): who for topic, who in PUBLISHERS.items()}


def _exact(estate: Estate, stack: str, statement: Json) -> str:
    """The one service that a statement lets in, from this account and for a thing of this environment."""
    told = {each["variable"]: (each["test"], each["values"]) for each in statement["condition"]}
    account, env = account_of(estate, stack), estate.environment
    assert told.keys() == {"aws:SourceAccount", "aws:SourceArn"}, stack
    assert told["aws:SourceAccount"] == ("StringEquals", [account]), stack
    test, [source] = told["aws:SourceArn"]
    assert test == "ArnLike", stack
    service = only(only(statement["principals"])["identifiers"])
    place = f"arn:aws:{service.partition('.')[0]}:{env.region}:{account}:"
    assert source.startswith((f"{place}rule/{env.name}-lake-", f"{place}alarm:{env.name}-lake-")), stack
    return str(service)


def _user_of_key(estate: Estate, stack: str, statement: Json) -> str:
    """The same of a key; EventBridge names no source to KMS for an encrypted topic (SNS developer guide)."""
    service = str(only(only(statement["principals"])["identifiers"]))
    if service == "events.amazonaws.com":
        assert "condition" not in statement, stack
        return service
    return _exact(estate, stack, statement)


def test_topics_are_published_to_by_named_services_of_the_account_only(estate: Estate) -> None:
    topics = estate.everywhere("aws_sns_topic")
    wanted = _publishers(estate) if estate.environment.datalake else {}
    ours = [each for each in topics if each[0] in {INGEST, LAKE}]
    assert {made["name"] for _, _, made in ours} == wanted.keys()
    for stack, address, topic in ours:
        policy = only(
            made
            for made in estate.resources(stack, "aws_sns_topic_policy").values()
            if estate.target(stack, made["arn"]).name == address
        )
        statements = document(estate, stack, policy["policy"])
        [denied] = [each for each in statements if each["effect"] == "Deny"]
        assert denied["actions"] == ["sns:Publish", "sns:Subscribe"]
        assert denied["principals"] == [{"identifiers": ["*"], "type": "*"}]
        assert denied["condition"] == [
            {"test": "Bool", "values": ["false"], "variable": "aws:SecureTransport"}
        ]
        allowed = [each for each in statements if each["effect"] == "Allow"]
        assert {_exact(estate, stack, each) for each in allowed} == wanted[topic["name"]], address
        assert all(each["actions"] == ["sns:Publish"] for each in allowed), address


def test_topics_are_encrypted_with_keys_of_their_own(estate: Estate) -> None:
    """CKV_AWS_26; the key admits the publishers of its topic and nobody else."""
    for stack, address, topic in estate.everywhere("aws_sns_topic"):
        if stack not in {INGEST, LAKE}:
            continue
        key = estate.target(stack, topic["kms_master_key_id"])
        assert key.kind == "aws_kms_key", address
        statements = document(estate, stack, estate.at(key)["policy"])
        uses = [each for each in statements if each["sid"] != "AccountByIam"]
        services = {_user_of_key(estate, stack, each) for each in uses}
        assert services == _publishers(estate)[topic["name"]], address
        assert all(set(each["actions"]) == {"kms:Decrypt", "kms:GenerateDataKey*"} for each in uses), address


def test_somebody_hears_of_late_and_lost_data(estate: Estate) -> None:
    """16.1: either side of the change capture, and what the database keeps for it; 16.2: every stream."""
    lake = estate.environment.datalake
    if not lake:
        return
    alarms = {
        made["alarm_name"].removeprefix(f"{estate.environment.name}-lake-"): made
        for made in estate.resources(INGEST, "aws_cloudwatch_metric_alarm").values()
    }
    streams = {f"{topic}-{key}": (topic, key) for topic in lake.topics for key in STREAM}
    assert alarms.keys() == ALARMS.keys() | streams.keys() | {ERRORS}
    for name, expression in ALARMS.items():
        query = only(alarms[name]["metric_query"])
        assert (query["expression"], query["return_data"]) == (expression, True), name
        assert alarms[name]["comparison_operator"] == "GreaterThanThreshold", name
    for name, (topic, key) in streams.items():
        made = alarms[name]
        assert (made["metric_name"], made["comparison_operator"]) == STREAM[key], name
        stream = estate.at(estate.target(INGEST, made["dimensions"]["DeliveryStreamName"]))
        assert stream["name"] == f"{estate.environment.name}-lake-{topic}", name
    for name, made in alarms.items():
        # A stream that cannot read delivers nothing and says nothing.
        silence = "breaching" if name.endswith("-behind") else "notBreaching"
        assert made["treat_missing_data"] == silence, name
        for action in (only(made["alarm_actions"]), only(made["ok_actions"])):
            assert estate.target(INGEST, action).kind == "aws_sns_topic", name


def test_every_error_of_a_stream_is_told(estate: Estate) -> None:
    """16.2: reading and delivering; the group holds nothing but errors, so every line counts."""
    if not estate.environment.datalake:
        return
    made = only(estate.resources(INGEST, "aws_cloudwatch_log_metric_filter").values())
    group = estate.at(estate.target(INGEST, made["log_group_name"]))
    prefix = f"{estate.environment.name}-lake"
    assert (group["name"], made["pattern"]) == (f"/aws/kinesisfirehose/{prefix}", "")
    counted = made["metric_transformation"]
    assert counted["value"] == "1"
    alarm = only(
        each
        for each in estate.resources(INGEST, "aws_cloudwatch_metric_alarm").values()
        if each["alarm_name"] == f"{prefix}-{ERRORS}"
    )
    assert (alarm["namespace"], alarm["metric_name"]) == (counted["namespace"], counted["name"])
    assert (alarm["statistic"], alarm["threshold"]) == ("Sum", 0)
    assert alarm["comparison_operator"] == "GreaterThanThreshold"


def test_somebody_hears_of_failures_and_of_undelivered_events(estate: Estate) -> None:
    """Dead letters lie below `errors/` of the raw bucket; Lake Formation's defaults show in no plan."""
    if not estate.environment.datalake:
        return
    found = {}
    for stack, address, made in estate.everywhere("aws_cloudwatch_event_rule"):
        if stack not in {INGEST, LAKE}:
            continue
        target = only(
            each
            for each in estate.resources(stack, "aws_cloudwatch_event_target").values()
            if estate.target(stack, each["rule"]).name == address
        )
        assert estate.target(stack, target["arn"]).kind == "aws_sns_topic", address
        assert made["state"] == "ENABLED", address
        [policy] = estate.resources(stack, "aws_sns_topic_policy")
        assert target["depends_on"] == [f"aws_sns_topic_policy.{policy}"], address
        name = made["name"].removeprefix(f"{estate.environment.name}-lake-")
        found[stack, name] = json.loads(made["event_pattern"])
    raw = only(found[LAKE, "undelivered"]["detail"]["bucket"]["name"])
    assert estate.target(LAKE, raw).name == "lake_storage_raw_policy"
    assert found == {
        (INGEST, "capture-failed"): {
            "source": ["aws.dms"],
            "detail-type": ["DMS Replication State Change"],
            "detail": {"category": ["Failure"]},
        },
        (LAKE, "settings"): {
            "source": ["aws.lakeformation"],
            "detail-type": ["AWS API Call via CloudTrail"],
            "detail": {
                "eventSource": ["lakeformation.amazonaws.com"],
                "eventName": ["PutDataLakeSettings"],
            },
        },
        (LAKE, "undelivered"): {
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {"bucket": {"name": [raw]}, "object": {"key": [{"prefix": "errors/"}]}},
        },
    }
