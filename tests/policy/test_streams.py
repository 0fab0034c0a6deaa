"""From Kafka into the data lake by Firehose (16.2): private, as a role, encrypted, nothing lost unheard."""

import pytest

from tests.policy.facts import Estate, only, only_known
from tests.policy.ingest import INGEST, has_lake, leads, one, roles_of, statements_of, through
from tests.policy.people import document

pytestmark = pytest.mark.policy

STREAMS = {
    "Cluster": {
        "kafka-cluster:Connect",
        "kafka:CreateVpcConnection",
        "kafka:DescribeCluster",
        "kafka:DescribeClusterV2",
        "kafka:GetBootstrapBrokers",
    },
    "Groups": {"kafka-cluster:DescribeGroup"},
    "Topics": {
        "kafka-cluster:DescribeTopic",
        "kafka-cluster:DescribeTopicDynamicConfiguration",
        "kafka-cluster:ReadData",
    },
    "Bucket": {"s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"},
    "Objects": {"s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"},
    "Keys": {"kms:Decrypt", "kms:GenerateDataKey"},
    "Errors": {"logs:PutLogEvents"},
}
"""AWS, Firehose: MSK as a source, S3 of another account as a target."""

LINES = {
    "enabled": True,
    "processors": [
        {
            "type": "AppendDelimiterToRecord",
            "parameters": [{"parameter_name": "Delimiter", "parameter_value": "\\n"}],
        }
    ],
}
"""One record a line, and nothing else is done to a record: Athena reads JSON by lines."""


def test_each_topic_has_a_stream_that_connects_privately_as_a_role(estate: Estate) -> None:
    """16.2, CX-24: no other way into the brokers, and no topic that the environment does not list."""
    if not has_lake(estate):
        return
    lake, cluster = estate.environment.datalake, ("tm-kafka", "aws_msk_cluster", "kafka_cluster_brokers")
    assert lake
    found = {}
    for address, made in estate.resources(INGEST, "aws_kinesis_firehose_delivery_stream").items():
        source = made["msk_source_configuration"]
        only_known(source, {"authentication_configuration", "msk_cluster_arn", "topic_name"}, address)
        login = source["authentication_configuration"]
        assert login["connectivity"] == "PRIVATE", address
        assert leads(estate, login["role_arn"]).name == roles_of(estate)["lake-firehose"][0], address
        assert leads(estate, source["msk_cluster_arn"])[:3] == cluster, address
        found[made["name"].removeprefix(f"{estate.environment.name}-lake-")] = source["topic_name"]
    assert found == lake.topics


def test_events_lie_encrypted_by_day_and_what_fails_lies_apart(estate: Estate) -> None:
    """16.2: dead letters below `errors/`, which somebody hears of (test_alarms.py)."""
    if not has_lake(estate):
        return
    day = "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"
    prefix = f"{estate.environment.name}-lake-"
    for address, made in estate.resources(INGEST, "aws_kinesis_firehose_delivery_stream").items():
        name, to = made["name"].removeprefix(prefix), made["extended_s3_configuration"]
        assert leads(estate, to["bucket_arn"]).name == "lake_storage_raw_bucket", address
        assert leads(estate, to["kms_key_arn"]).name == "keys_raw", address
        assert leads(estate, to["role_arn"]).name == roles_of(estate)["lake-firehose"][0], address
        assert to["prefix"] == f"kafka/{name}/{day}", address
        assert to["error_output_prefix"] == f"errors/kafka/{name}/!{{firehose:error-output-type}}/{day}"
        assert to["compression_format"] == "GZIP", address
        logs = to["cloudwatch_logging_options"]
        assert logs["enabled"] is True, address
        assert leads(estate, logs["log_group_name"]).kind == "aws_cloudwatch_log_group", address
        assert to["processing_configuration"] == LINES, address


def test_only_firehose_connects_to_the_brokers(estate: Estate) -> None:
    """AWS, Firehose and MSK: `aws_msk_cluster_policy`. No condition: no source is documented that Firehose names."""
    if not has_lake(estate):
        return
    made = one(estate, "aws_msk_cluster_policy")
    [statement] = document(estate, INGEST, made["policy"])
    assert statement == {
        "actions": [
            "kafka:CreateVpcConnection",
            "kafka:DescribeCluster",
            "kafka:DescribeClusterV2",
            "kafka:GetBootstrapBrokers",
        ],
        "effect": "Allow",
        "principals": [{"identifiers": ["firehose.amazonaws.com"], "type": "Service"}],
        "resources": [made["cluster_arn"]],
        "sid": "FirehoseConnects",
    }


def test_streams_may_do_what_their_flows_call_and_nothing_else(estate: Estate) -> None:
    if not has_lake(estate):
        return
    env, lake = estate.environment, estate.environment.datalake
    assert lake
    allowed = statements_of(estate, "lake-firehose")
    assert {sid: set(each["actions"]) for sid, each in allowed.items()} == STREAMS
    assert leads(estate, only(allowed["Cluster"]["resources"])).kind == "aws_msk_cluster"
    place = f"arn:aws:kafka:{env.region}:{env.accounts.tm}"
    topics = sorted(f"{place}:topic/tmkafka/*/{topic}" for topic in lake.topics.values())
    assert allowed["Topics"]["resources"] == topics
    assert allowed["Groups"]["resources"] == [f"{place}:group/tmkafka/*/*"]
    bucket = only(allowed["Bucket"]["resources"])
    assert leads(estate, bucket).name == "lake_storage_raw_bucket"
    assert allowed["Objects"]["resources"] == [f"{bucket}/errors/kafka/*", f"{bucket}/kafka/*"]
    assert leads(estate, only(allowed["Keys"]["resources"])).name == "keys_raw"
    assert allowed["Keys"]["condition"] == through(estate, "s3")
    group = only(allowed["Errors"]["resources"]).removesuffix(":*")
    assert leads(estate, group).kind == "aws_cloudwatch_log_group"
