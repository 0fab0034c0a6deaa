"""How data comes into the lake: privately, over TLS, as roles that write below one prefix (16.1, 16.2, CX-24, CX-38).

Values of the document and of AWS are written down here a second time.
"""

import json
import re

import pytest

from tests.policy.audit import only_service
from tests.policy.facts import Estate, only, only_known
from tests.policy.ingest import INGEST, MANAGED, has_lake, leads, one, roles_of, statements_of, through
from tests.policy.people import document

pytestmark = pytest.mark.policy

CAPTURE = {
    "Secret": {"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"},
    "Bucket": {"s3:ListBucket"},
    "Objects": {"s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging"},
    "ObjectKey": {"kms:Decrypt", "kms:GenerateDataKey"},
    "SecretKey": {"kms:Decrypt"},
}
"""AWS, DMS: S3 as a target, Secrets Manager for endpoints."""


def test_the_change_capture_enters_over_tls_with_a_secret_of_its_own(estate: Estate) -> None:
    """16.1: not with the root user; a heartbeat lets an idle database forget."""
    if not has_lake(estate):
        return
    lake, source = estate.environment.datalake, one(estate, "aws_dms_endpoint")
    assert lake
    assert source["ssl_mode"] in {"require", "verify-full"}
    assert source["database_name"] == lake.capture.database
    assert not source.keys() & {"password", "username", "server_name", "extra_connection_attributes"}
    secret = leads(estate, source["secrets_manager_arn"])
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
    if not has_lake(estate):
        return
    env, lake = estate.environment, estate.environment.datalake
    assert lake
    secret, version = (one(estate, f"aws_secretsmanager_secret{each}") for each in ("", "_version"))
    assert secret["name"] == f"{env.name}/tm-lake/aurora"
    assert (leads(estate, secret["kms_key_id"]).stack, leads(estate, secret["kms_key_id"]).name) == (
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
    assert leads(estate, host)[1:] == ("aws_rds_cluster", "aurora_cluster_cluster", "endpoint")
    assert leads(estate, port)[1:] == ("aws_rds_cluster", "aurora_cluster_cluster", "port")
    assert version["secret_string_wo_version"] == lake.capture.rotation
    [deny] = document(estate, INGEST, one(estate, "aws_secretsmanager_secret_policy")["policy"])
    assert (deny["effect"], deny["actions"]) == ("Deny", ["secretsmanager:GetSecretValue"])
    assert deny["principals"] == [{"identifiers": ["*"], "type": "*"}]
    own = f"arn:aws:iam::{env.accounts.tm}:role"
    readers = [f"{own}/{env.name}-lake-dms", f"{own}/spacelift/{env.name}-{INGEST}-*"]
    assert deny["condition"] == [{"test": "ArnNotLike", "values": readers, "variable": "aws:PrincipalArn"}]


def test_the_change_capture_runs_privately_beside_the_database(estate: Estate) -> None:
    """NT-18: in the private tier, in the group that the flows open to Aurora; encrypted by a key of its own."""
    if not has_lake(estate):
        return
    lake, made = estate.environment.datalake, one(estate, "aws_dms_replication_config")
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
    group = estate.at(leads(estate, only(compute["vpc_security_group_ids"])))
    assert group["tags"]["Party"] == "lake-ingest"
    subnets = estate.at(leads(estate, compute["replication_subnet_group_id"]))["subnet_ids"]
    places = [estate.at(leads(estate, each)) for each in subnets]
    assert {each["tags"]["Tier"] for each in places} == {"private"}
    assert len({each["availability_zone"] for each in places}) == 3
    assert {leads(estate, each).stack for each in subnets} == {"tm-vpc"}
    assert leads(estate, compute["kms_key_id"]).name == "keys_capture"
    assert compute["min_capacity_units"] == lake.capture.minimum_capacity
    assert compute["max_capacity_units"] == lake.capture.maximum_capacity
    assert made["start_replication"] is lake.capture.running


def test_the_capture_takes_the_listed_tables_without_the_excluded_columns(estate: Estate) -> None:
    """CX-38; its own schema stays out, and the log holds no values."""
    if not has_lake(estate):
        return
    lake, made = estate.environment.datalake, one(estate, "aws_dms_replication_config")
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
    if not has_lake(estate):
        return
    target = one(estate, "aws_dms_s3_endpoint")
    bucket = estate.at(leads(estate, target["bucket_name"]))["bucket"]
    assert estate.target("lake-storage", bucket).name == "lake_storage_raw_bucket"
    assert target["bucket_folder"] == "aurora"
    assert target["expected_bucket_owner"] == estate.environment.accounts.lake
    assert target["encryption_mode"] == "SSE_KMS"
    assert leads(estate, target["server_side_encryption_kms_key_id"]).name == "keys_raw"
    for kind in ("aws_dms_endpoint", "aws_dms_s3_endpoint"):
        assert leads(estate, one(estate, kind)["kms_key_arn"]).name == "keys_capture"


def test_the_capture_may_do_what_its_flow_calls_and_nothing_else(estate: Estate) -> None:
    if not has_lake(estate):
        return
    allowed = statements_of(estate, "lake-dms")
    assert {sid: set(each["actions"]) for sid, each in allowed.items()} == CAPTURE
    secret = only(allowed["Secret"]["resources"])
    assert leads(estate, secret).name == "ingest_credentials_version"
    bucket = only(allowed["Bucket"]["resources"])
    assert leads(estate, bucket)[:3] == ("lake-storage", "aws_s3_bucket", "lake_storage_raw_bucket")
    assert allowed["Objects"]["resources"] == [f"{bucket}/aurora/*"]
    for sid, key, service in (("ObjectKey", "raw", "s3"), ("SecretKey", "secrets", "secretsmanager")):
        assert leads(estate, only(allowed[sid]["resources"])).name == f"keys_{key}"
        assert allowed[sid]["condition"] == through(estate, service)


def test_roles_of_the_ingestion_are_those_and_trusted_by_their_service_only(estate: Estate) -> None:
    """P42; the names and policies that DMS looks for hold for the account."""
    if not has_lake(estate):
        return
    env, roles = estate.environment, roles_of(estate)
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
            if leads(estate, made["role"]).name == address
        ]
        policies = [f"arn:aws:iam::aws:policy/service-role/{MANAGED[name]}"] if name in MANAGED else []
        assert attached == policies, name
