"""Weakened ways into the data lake."""

import json

from tests.mutants.change import Mutant, drop, put
from tests.mutants.lake import INGEST, ROOT, inside, said
from tests.policy import test_ingest as ingest
from tests.policy import test_streams as streams

SOURCE, TARGET = (
    ("aws_dms_endpoint", "ingest_capture_source"),
    ("aws_dms_s3_endpoint", "ingest_capture_target"),
)
CAPTURE = ("aws_dms_replication_config", "ingest_capture_replication")
STREAM = ("aws_kinesis_firehose_delivery_stream", "ingest_streams_events")
ALL_TABLES = {
    "rules": [
        {
            "rule-type": "selection",
            "rule-id": "1",
            "rule-name": "1",
            "object-locator": {"schema-name": "%", "table-name": "%"},
            "rule-action": "include",
        }
    ]
}

CAPTURED = (
    Mutant(
        "the change capture enters without TLS",
        put(INGEST, *SOURCE, ssl_mode="none"),
        ingest.test_the_change_capture_enters_over_tls_with_a_secret_of_its_own,
    ),
    Mutant(
        "the change capture enters with a password in the open",
        put(INGEST, *SOURCE, username="lake", password="open"),  # noqa: S106 -- a mutant
        ingest.test_the_change_capture_enters_over_tls_with_a_secret_of_its_own,
    ),
    Mutant(
        "the change capture enters as the root user",
        put(INGEST, *SOURCE, secrets_manager_arn="${var.tm_aurora_endpoint}"),
        ingest.test_the_change_capture_enters_over_tls_with_a_secret_of_its_own,
    ),
    Mutant(
        "everybody reads the secret of the capture",
        said(INGEST, "ingest_credentials_readers-policy", 0, "effect", "Allow"),
        ingest.test_the_secret_of_the_capture_is_made_unseen_and_read_by_the_capture_only,
    ),
    Mutant(
        "every run reads the secret of the capture",
        said(
            INGEST,
            "ingest_credentials_readers-policy",
            0,
            "condition",
            [
                {
                    "test": "ArnNotLike",
                    "values": ["arn:aws:iam::222222222222:role/spacelift/*"],
                    "variable": "aws:PrincipalArn",
                }
            ],
        ),
        ingest.test_the_secret_of_the_capture_is_made_unseen_and_read_by_the_capture_only,
    ),
    Mutant(
        "the change capture wears the database's group",
        inside(
            INGEST,
            *CAPTURE,
            "compute_config",
            "vpc_security_group_ids",
            to=["${var.tm_kafka_cluster_arn}"],
        ),
        ingest.test_the_change_capture_runs_privately_beside_the_database,
    ),
    Mutant(
        "the change capture stands in one zone",
        put(
            INGEST,
            "aws_dms_replication_subnet_group",
            "ingest_capture_subnets",
            subnet_ids=["${var.tm_vpc_subnet_ids_private_a}"],
        ),
        ingest.test_the_change_capture_runs_privately_beside_the_database,
    ),
    Mutant(
        "the change capture runs before it has a user",
        put(INGEST, *CAPTURE, start_replication=True),
        ingest.test_the_change_capture_runs_privately_beside_the_database,
    ),
    Mutant(
        "the change capture takes everything",
        put(INGEST, *CAPTURE, table_mappings=json.dumps(ALL_TABLES)),
        ingest.test_the_capture_takes_the_listed_tables_without_the_excluded_columns,
    ),
    Mutant(
        "the change capture logs values",
        put(
            INGEST,
            *CAPTURE,
            replication_settings=json.dumps({"Logging": {"EnableLogging": True, "EnableLogContext": True}}),
        ),
        ingest.test_the_capture_takes_the_listed_tables_without_the_excluded_columns,
    ),
    Mutant(
        "rows go to whoever owns a bucket of that name",
        put(INGEST, *TARGET, expected_bucket_owner="999999999999"),
        ingest.test_rows_lie_encrypted_in_the_lakes_own_bucket,
    ),
    Mutant(
        "rows are encrypted with S3's keys",
        put(INGEST, *TARGET, encryption_mode="SSE_S3"),
        ingest.test_rows_lie_encrypted_in_the_lakes_own_bucket,
    ),
    Mutant(
        "the change capture writes everywhere in the bucket",
        said(
            INGEST,
            "ingest_identity_capture-policy",
            2,
            "resources",
            ["${var.lake_storage_raw_bucket_arn}/*"],
        ),
        ingest.test_the_capture_may_do_what_its_flow_calls_and_nothing_else,
    ),
    Mutant(
        "the change capture reads what it has written",
        said(INGEST, "ingest_identity_capture-policy", 2, "actions", ["s3:GetObject", "s3:PutObject"]),
        ingest.test_the_capture_may_do_what_its_flow_calls_and_nothing_else,
    ),
    Mutant(
        "another account's DMS takes the role",
        said(INGEST, "ingest_identity_capture-trust", 0, "condition", []),
        ingest.test_roles_of_the_ingestion_are_those_and_trusted_by_their_service_only,
    ),
    Mutant(
        "any delivery stream takes the role",
        said(
            INGEST,
            "ingest_streams_trust",
            0,
            "condition",
            [{"test": "StringEquals", "values": ["222222222222"], "variable": "aws:SourceAccount"}],
        ),
        ingest.test_roles_of_the_ingestion_are_those_and_trusted_by_their_service_only,
    ),
    Mutant(
        "DMS administers the account",
        put(
            INGEST,
            "aws_iam_role_policy_attachment",
            "ingest_identity_dms-vpc-role-attached",
            policy_arn="arn:aws:iam::aws:policy/AdministratorAccess",
        ),
        ingest.test_roles_of_the_ingestion_are_those_and_trusted_by_their_service_only,
    ),
)

STREAMED = (
    Mutant(
        "Firehose reads the brokers over the internet",
        inside(
            INGEST,
            *STREAM,
            "msk_source_configuration",
            "authentication_configuration",
            "connectivity",
            to="PUBLIC",
        ),
        streams.test_each_topic_has_a_stream_that_connects_privately_as_a_role,
    ),
    Mutant(
        "a stream for a topic that nobody has listed",
        inside(INGEST, *STREAM, "msk_source_configuration", "topic_name", to="vault.secrets"),
        streams.test_each_topic_has_a_stream_that_connects_privately_as_a_role,
    ),
    Mutant(
        "a topic is not delivered",
        drop(INGEST, *STREAM),
        streams.test_each_topic_has_a_stream_that_connects_privately_as_a_role,
    ),
    Mutant(
        "what fails lies among what has not",
        inside(INGEST, *STREAM, "extended_s3_configuration", "error_output_prefix", to="kafka/events/"),
        streams.test_events_lie_encrypted_by_day_and_what_fails_lies_apart,
    ),
    Mutant(
        "errors of a stream are not logged",
        inside(
            INGEST,
            *STREAM,
            "extended_s3_configuration",
            "cloudwatch_logging_options",
            "enabled",
            to=False,
        ),
        streams.test_events_lie_encrypted_by_day_and_what_fails_lies_apart,
    ),
    Mutant(
        "events lie in one line",
        inside(
            INGEST, *STREAM, "extended_s3_configuration", "processing_configuration", to={"enabled": False}
        ),
        streams.test_events_lie_encrypted_by_day_and_what_fails_lies_apart,
    ),
    Mutant(
        "events are encrypted with another key",
        inside(
            INGEST, *STREAM, "extended_s3_configuration", "kms_key_arn", to="${aws_kms_key.keys_capture.arn}"
        ),
        streams.test_events_lie_encrypted_by_day_and_what_fails_lies_apart,
    ),
    Mutant(
        "Firehose has to name a source to the brokers, which is documented nowhere",
        said(
            INGEST,
            "ingest_streams_connection-policy",
            0,
            "condition",
            [{"test": "StringEquals", "values": ["222222222222"], "variable": "aws:SourceAccount"}],
        ),
        streams.test_only_firehose_connects_to_the_brokers,
    ),
    Mutant(
        "the account connects to the brokers",
        said(INGEST, "ingest_streams_connection-policy", 0, "principals", [ROOT]),
        streams.test_only_firehose_connects_to_the_brokers,
    ),
    Mutant(
        "streams cannot ask what the cluster is",
        said(
            INGEST,
            "ingest_streams_role-policy",
            0,
            "actions",
            ["kafka-cluster:Connect", "kafka:CreateVpcConnection", "kafka:GetBootstrapBrokers"],
        ),
        streams.test_streams_may_do_what_their_flows_call_and_nothing_else,
    ),
    Mutant(
        "streams read every topic",
        said(
            INGEST,
            "ingest_streams_role-policy",
            2,
            "resources",
            ["arn:aws:kafka:eu-central-1:222222222222:topic/*"],
        ),
        streams.test_streams_may_do_what_their_flows_call_and_nothing_else,
    ),
    Mutant(
        "streams write into topics",
        said(
            INGEST,
            "ingest_streams_role-policy",
            2,
            "actions",
            ["kafka-cluster:ReadData", "kafka-cluster:WriteData"],
        ),
        streams.test_streams_may_do_what_their_flows_call_and_nothing_else,
    ),
)

INGEST_MUTANTS = (*CAPTURED, *STREAMED)
