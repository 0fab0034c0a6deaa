"""How data comes into the lake: privately, over TLS, as roles that write below one prefix (16.1, 16.2, CX-24, CX-38).

Values of the document and of AWS are written down here a second time.
"""

import json
import re

import pytest

from tests.policy.audit import only_service
from tests.policy.facts import Estate, Json, Target, only, only_known
from tests.policy.people import document

pytestmark = pytest.mark.policy

INGEST = "lake-ingest"

CAPTURE = {
    "Secret": {"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"},
    "Bucket": {"s3:ListBucket"},
    "Objects": {"s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging"},
    "ObjectKey": {"kms:Decrypt", "kms:GenerateDataKey"},
    "SecretKey": {"kms:Decrypt"},
}
"""AWS, DMS: S3 as a target, Secrets Manager for endpoints."""

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

MANAGED = {
    "dms-vpc-role": "AmazonDMSVPCManagementRole",
    "dms-cloudwatch-logs-role": "AmazonDMSCloudWatchLogsRole",
}
"""AWS, DMS: fixed names and the managed policies that belong to them."""


def _lake(estate: Estate) -> bool:
    return estate.environment.datalake is not None


def _one(estate: Estate, kind: str) -> Json:
    return only(estate.resources(INGEST, kind).values(), kind)


def _leads(estate: Estate, reference: str) -> Target:
    return estate.target(INGEST, reference)


def _roles(estate: Estate) -> dict[str, tuple[str, Json]]:
    """Address and role by the role's name, without the environment."""
    prefix = f"{estate.environment.name}-"
    return {
        role["name"].removeprefix(prefix): (address, role)
        for address, role in estate.resources(INGEST, "aws_iam_role").items()
    }


def _allowed(estate: Estate, role: str) -> dict[str, Json]:
    """Statements of a role by their sid."""
    address, _ = _roles(estate)[role]
    policy = only(
        made["policy"]
        for made in estate.resources(INGEST, "aws_iam_role_policy").values()
        if _leads(estate, made["role"]).name == address
    )
    return {each["sid"]: each for each in document(estate, INGEST, policy)}


def _through(estate: Estate, service: str) -> list[Json]:
    host = f"{service}.{estate.environment.region}.amazonaws.com"
    return [{"test": "StringEquals", "values": [host], "variable": "kms:ViaService"}]


def test_the_change_capture_enters_over_tls_with_a_secret_of_its_own(estate: Estate) -> None:
    """16.1: not with the root user; a heartbeat lets an idle database forget."""
    if not _lake(estate):
        return
    lake, source = estate.environment.datalake, _one(estate, "aws_dms_endpoint")
    assert lake
    assert source["ssl_mode"] in {"require", "verify-full"}
    assert source["database_name"] == lake.capture.database
    assert not source.keys() & {"password", "username", "server_name", "extra_connection_attributes"}
    secret = _leads(estate, source["secrets_manager_arn"])
    assert (secret.stack, secret.kind) == (INGEST, "aws_secretsmanager_secret_version")
    assert source["postgres_settings"] == {
        "capture_ddls": False,
        "fail_tasks_on_lob_truncation": True,
        "heartbeat_enable": True,
        "heartbeat_schema": "lake",
        "plugin_name": "test_decoding",
    }


def test_the_secret_of_the_capture_is_made_unseen_and_read_by_the_capture_only(estate: Estate) -> None:
    """AWS, DMS: username, password, host, port. P50, P51."""
    if not _lake(estate):
        return
    env, lake = estate.environment, estate.environment.datalake
    assert lake
    secret, version = (_one(estate, f"aws_secretsmanager_secret{each}") for each in ("", "_version"))
    assert secret["name"] == f"{env.name}/tm-lake/aurora"
    assert (_leads(estate, secret["kms_key_id"]).stack, _leads(estate, secret["kms_key_id"]).name) == (
        "tm-keys",
        "keys_secrets",
    )
    told = re.fullmatch(
        r'\$\{jsonencode\(\{\("username"\) = "lake", \("password"\) = '
        r"ephemeral\.aws_secretsmanager_random_password\.[\w-]+\.random_password, "
        r'\("host"\) = (var\.\w+|\$\{var\.\w+\}), \("port"\) = (var\.\w+|\$\{var\.\w+\})\}\)\}',
        version["secret_string_wo"],
    )
    assert told, version["secret_string_wo"]
    host, port = (f"${{{each.strip('${}')}}}" for each in told.groups())
    assert _leads(estate, host)[1:] == ("aws_rds_cluster", "aurora_cluster_cluster", "endpoint")
    assert _leads(estate, port)[1:] == ("aws_rds_cluster", "aurora_cluster_cluster", "port")
    assert version["secret_string_wo_version"] == lake.capture.rotation
    [deny] = document(estate, INGEST, _one(estate, "aws_secretsmanager_secret_policy")["policy"])
    assert (deny["effect"], deny["actions"]) == ("Deny", ["secretsmanager:GetSecretValue"])
    assert deny["principals"] == [{"identifiers": ["*"], "type": "*"}]
    own = f"arn:aws:iam::{env.accounts.tm}:role"
    readers = [f"{own}/{env.name}-lake-dms", f"{own}/spacelift/{env.name}-{INGEST}-*"]
    assert deny["condition"] == [{"test": "ArnNotLike", "values": readers, "variable": "aws:PrincipalArn"}]


def test_the_change_capture_runs_privately_beside_the_database(estate: Estate) -> None:
    """NT-18: in the private tier, in the group that the flows open to Aurora; encrypted by a key of its own."""
    if not _lake(estate):
        return
    lake, made = estate.environment.datalake, _one(estate, "aws_dms_replication_config")
    assert lake
    compute = made["compute_config"]
    only_known(
        compute,
        {
            "kms_key_id",
            "max_capacity_units",
            "min_capacity_units",
            "multi_az",
            "preferred_maintenance_window",
            "replication_subnet_group_id",
            "vpc_security_group_ids",
        },
        INGEST,
    )
    group = estate.at(_leads(estate, only(compute["vpc_security_group_ids"])))
    assert group["tags"]["Party"] == "lake-ingest"
    subnets = estate.at(_leads(estate, compute["replication_subnet_group_id"]))["subnet_ids"]
    places = [estate.at(_leads(estate, each)) for each in subnets]
    assert {each["tags"]["Tier"] for each in places} == {"private"}
    assert len({each["availability_zone"] for each in places}) == 3
    assert {_leads(estate, each).stack for each in subnets} == {"tm-vpc"}
    assert _leads(estate, compute["kms_key_id"]).name == "keys_capture"
    assert compute["min_capacity_units"] == lake.capture.minimum_capacity
    assert compute["max_capacity_units"] == lake.capture.maximum_capacity
    assert made["start_replication"] is lake.capture.running


def test_the_capture_takes_the_listed_tables_without_the_excluded_columns(estate: Estate) -> None:
    """CX-38; its own schema stays out, and the log holds no values."""
    if not _lake(estate):
        return
    lake, made = estate.environment.datalake, _one(estate, "aws_dms_replication_config")
    assert lake
    found: dict[str, list[str]] = {"include": [], "exclude": [], "remove-column": []}
    for rule in json.loads(made["table_mappings"])["rules"]:
        where = rule["object-locator"]
        parts = [where["schema-name"], where["table-name"], where.get("column-name")]
        found[rule["rule-action"]].append(".".join(filter(None, parts)))
    assert found == {
        "include": list(lake.capture.tables),
        "exclude": ["lake.%"],
        "remove-column": list(lake.capture.excluded_columns),
    }
    settings = json.loads(made["replication_settings"])
    assert settings["Logging"] == {"EnableLogging": True, "EnableLogContext": False}


def test_rows_lie_encrypted_in_the_lakes_own_bucket(estate: Estate) -> None:
    """16.1: the owner is checked, so that nobody else's bucket of the same name takes them."""
    if not _lake(estate):
        return
    target = _one(estate, "aws_dms_s3_endpoint")
    bucket = estate.at(_leads(estate, target["bucket_name"]))["bucket"]
    assert estate.target("lake-storage", bucket).name == "lake_storage_raw_bucket"
    assert target["bucket_folder"] == "aurora"
    assert target["expected_bucket_owner"] == estate.environment.accounts.lake
    assert target["encryption_mode"] == "SSE_KMS"
    assert _leads(estate, target["server_side_encryption_kms_key_id"]).name == "keys_raw"
    for kind in ("aws_dms_endpoint", "aws_dms_s3_endpoint"):
        assert _leads(estate, _one(estate, kind)["kms_key_arn"]).name == "keys_capture"


def test_the_capture_may_do_what_its_flow_calls_and_nothing_else(estate: Estate) -> None:
    if not _lake(estate):
        return
    allowed = _allowed(estate, "lake-dms")
    assert {sid: set(each["actions"]) for sid, each in allowed.items()} == CAPTURE
    secret = only(allowed["Secret"]["resources"])
    assert _leads(estate, secret).name == "ingest_credentials_version"
    bucket = only(allowed["Bucket"]["resources"])
    assert _leads(estate, bucket)[:3] == ("lake-storage", "aws_s3_bucket", "lake_storage_raw_bucket")
    assert allowed["Objects"]["resources"] == [f"{bucket}/aurora/*"]
    for sid, key, service in (("ObjectKey", "raw", "s3"), ("SecretKey", "secrets", "secretsmanager")):
        assert _leads(estate, only(allowed[sid]["resources"])).name == f"keys_{key}"
        assert allowed[sid]["condition"] == _through(estate, service)


def test_roles_of_the_ingestion_are_those_and_trusted_by_their_service_only(estate: Estate) -> None:
    """P42; the names and policies that DMS looks for hold for the account."""
    if not _lake(estate):
        return
    env, roles = estate.environment, _roles(estate)
    place, account = f"{env.region}:{env.accounts.tm}", env.accounts.tm
    own = {"test": "StringEquals", "values": [account], "variable": "aws:SourceAccount"}
    sources = {
        "dms.amazonaws.com": [f"arn:aws:dms:{place}:*"],
        "firehose.amazonaws.com": [f"arn:aws:firehose:{place}:deliverystream/{env.name}-lake-*"],
        f"dms.{env.region}.amazonaws.com": [],  # none is documented for secrets
    }
    assert roles.keys() == {"lake-dms", "lake-firehose", *MANAGED}
    for name, (address, role) in roles.items():
        who = {"firehose.amazonaws.com"} if name == "lake-firehose" else {"dms.amazonaws.com"}
        who |= {f"dms.{env.region}.amazonaws.com"} if name == "lake-dms" else set()
        trusted = document(estate, INGEST, role["assume_role_policy"])
        assert {only_service(each) for each in trusted} == who, name
        assert len(trusted) == len(who), name
        for trust in trusted:
            arns = sources[only_service(trust)]
            of = [{"test": "ArnLike", "values": arns, "variable": "aws:SourceArn"}] if arns else []
            assert (trust["actions"], trust["condition"]) == (["sts:AssumeRole"], [own, *of]), name
        attached = [
            made["policy_arn"]
            for made in estate.resources(INGEST, "aws_iam_role_policy_attachment").values()
            if _leads(estate, made["role"]).name == address
        ]
        policies = [f"arn:aws:iam::aws:policy/service-role/{MANAGED[name]}"] if name in MANAGED else []
        assert attached == policies, name


def test_each_topic_has_a_stream_that_connects_privately_as_a_role(estate: Estate) -> None:
    """16.2, CX-24: no other way into the brokers, and no topic that the environment does not list."""
    if not _lake(estate):
        return
    lake, cluster = estate.environment.datalake, ("tm-kafka", "aws_msk_cluster", "kafka_cluster_brokers")
    assert lake
    found = {}
    for address, made in estate.resources(INGEST, "aws_kinesis_firehose_delivery_stream").items():
        source = made["msk_source_configuration"]
        only_known(source, {"authentication_configuration", "msk_cluster_arn", "topic_name"}, address)
        login = source["authentication_configuration"]
        assert login["connectivity"] == "PRIVATE", address
        assert _leads(estate, login["role_arn"]).name == _roles(estate)["lake-firehose"][0], address
        assert _leads(estate, source["msk_cluster_arn"])[:3] == cluster, address
        found[made["name"].removeprefix(f"{estate.environment.name}-lake-")] = source["topic_name"]
    assert found == lake.topics


def test_events_lie_encrypted_by_day_and_what_fails_lies_apart(estate: Estate) -> None:
    """16.2: dead letters below `errors/`, which somebody hears of (test_alarms.py)."""
    if not _lake(estate):
        return
    day = "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"
    prefix = f"{estate.environment.name}-lake-"
    for address, made in estate.resources(INGEST, "aws_kinesis_firehose_delivery_stream").items():
        name, to = made["name"].removeprefix(prefix), made["extended_s3_configuration"]
        assert _leads(estate, to["bucket_arn"]).name == "lake_storage_raw_bucket", address
        assert _leads(estate, to["kms_key_arn"]).name == "keys_raw", address
        assert _leads(estate, to["role_arn"]).name == _roles(estate)["lake-firehose"][0], address
        assert to["prefix"] == f"kafka/{name}/{day}", address
        assert to["error_output_prefix"] == f"errors/kafka/{name}/!{{firehose:error-output-type}}/{day}"
        assert to["compression_format"] == "GZIP", address
        logs = to["cloudwatch_logging_options"]
        assert logs["enabled"] is True, address
        assert _leads(estate, logs["log_group_name"]).kind == "aws_cloudwatch_log_group", address
        assert to["processing_configuration"] == LINES, address


def test_only_firehose_connects_to_the_brokers(estate: Estate) -> None:
    """AWS, Firehose and MSK: `aws_msk_cluster_policy`. No condition: no source is documented that Firehose names."""
    if not _lake(estate):
        return
    made = _one(estate, "aws_msk_cluster_policy")
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
    if not _lake(estate):
        return
    env, lake = estate.environment, estate.environment.datalake
    assert lake
    allowed = _allowed(estate, "lake-firehose")
    assert {sid: set(each["actions"]) for sid, each in allowed.items()} == STREAMS
    assert _leads(estate, only(allowed["Cluster"]["resources"])).kind == "aws_msk_cluster"
    place = f"arn:aws:kafka:{env.region}:{env.accounts.tm}"
    topics = sorted(f"{place}:topic/tmkafka/*/{topic}" for topic in lake.topics.values())
    assert allowed["Topics"]["resources"] == topics
    assert allowed["Groups"]["resources"] == [f"{place}:group/tmkafka/*/*"]
    bucket = only(allowed["Bucket"]["resources"])
    assert _leads(estate, bucket).name == "lake_storage_raw_bucket"
    assert allowed["Objects"]["resources"] == [f"{bucket}/errors/kafka/*", f"{bucket}/kafka/*"]
    assert _leads(estate, only(allowed["Keys"]["resources"])).name == "keys_raw"
    assert allowed["Keys"]["condition"] == _through(estate, "s3")
    group = only(allowed["Errors"]["resources"]).removesuffix(":*")
    assert _leads(estate, group).kind == "aws_cloudwatch_log_group"
