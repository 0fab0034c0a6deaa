"""Weakened Kafka."""

from collections.abc import Callable

from tests.mutants.change import FW, IN, Mutant, Stacks, block, drop, peer_rule, put
from tests.policy import test_kafka as kafka

TM = "tm-kafka"
CLUSTER, BROKERS = "aws_msk_cluster", "kafka_cluster_brokers"
SETTINGS, SETTINGS_NAME = "aws_msk_configuration", "kafka_cluster_settings"
SECRET, VERSION, POLICY, ASSOCIATION = (
    "aws_secretsmanager_secret",
    "aws_secretsmanager_secret_version",
    "aws_secretsmanager_secret_policy",
    "aws_msk_single_scram_secret_association",
)
USER, TOKEN = "kafka_pl-mb_user", "kafka_pl-mb_token"

VENDOR = {
    "allow.everyone.if.no.acl.found": "true",
    "auto.create.topics.enable": "false",
    "default.replication.factor": "3",
    "delete.topic.enable": "true",
    "log.message.timestamp.type": "CreateTime",
    "message.max.bytes": "4194304",
    "min.insync.replicas": "2",
    "offsets.retention.minutes": "20160",
    "replica.fetch.max.bytes": "5242880",
    "unclean.leader.election.enable": "false",
}


def brokers(*path: str | int) -> tuple[str | int, ...]:
    return ("resource", CLUSTER, BROKERS, *path)


def statement(policy: str, *path: str | int) -> tuple[str | int, ...]:
    return ("data", "aws_iam_policy_document", policy, "statement", 0, *path)


def settings(**changed: str) -> Callable[[Stacks], None]:
    """The vendor's settings with some changed; names with `_` for `.`."""
    told = VENDOR | {name.replace("_", "."): value for name, value in changed.items()}
    text = "".join(f"{name}={value}\n" for name, value in sorted(told.items()))
    return put(TM, SETTINGS, SETTINGS_NAME, server_properties=text)


BROKER = (
    Mutant(
        "two zones for three brokers",
        block(
            TM,
            brokers("broker_node_group_info", "client_subnets", 2),
            "${var.tm_vpc_subnet_ids_kafka_a}",
        ),
        kafka.test_three_brokers_stand_in_three_zones_without_a_public_address,
    ),
    Mutant(
        "brokers with public addresses",
        block(
            TM,
            brokers("broker_node_group_info", "connectivity_info", "public_access", "type"),
            "SERVICE_PROVIDED_EIPS",
        ),
        kafka.test_three_brokers_stand_in_three_zones_without_a_public_address,
    ),
    Mutant(
        "six brokers",
        put(TM, CLUSTER, BROKERS, number_of_broker_nodes=6),
        kafka.test_three_brokers_stand_in_three_zones_without_a_public_address,
    ),
    Mutant(
        "a version that MSK does not have",
        put(TM, CLUSTER, BROKERS, kafka_version="3.9.0"),
        kafka.test_kafka_is_what_msk_has,
    ),
    Mutant(
        "a broker type without private connections",
        block(TM, brokers("broker_node_group_info", "instance_type"), "kafka.t3.small"),
        kafka.test_kafka_is_what_msk_has,
    ),
    Mutant(
        "anonymous clients",
        block(TM, brokers("client_authentication", "unauthenticated"), True),
        kafka.test_nobody_comes_in_without_a_name,
    ),
    Mutant(
        "no registered users",
        block(TM, brokers("client_authentication", "sasl", "scram"), False),
        kafka.test_nobody_comes_in_without_a_name,
    ),
    Mutant(
        "registered users from other VPCs",
        block(
            TM,
            brokers(
                "broker_node_group_info",
                "connectivity_info",
                "vpc_connectivity",
                "client_authentication",
                "sasl",
                "scram",
            ),
            True,
        ),
        kafka.test_nobody_comes_in_without_a_name,
    ),
    Mutant(
        "plain text beside TLS",
        block(TM, brokers("encryption_info", "encryption_in_transit", "client_broker"), "TLS_PLAINTEXT"),
        kafka.test_messages_are_encrypted_on_every_way_and_on_disk,
    ),
    Mutant(
        "plain text between brokers",
        block(TM, brokers("encryption_info", "encryption_in_transit", "in_cluster"), False),
        kafka.test_messages_are_encrypted_on_every_way_and_on_disk,
    ),
    Mutant(
        "disks with the key of secrets",
        block(
            TM, brokers("encryption_info", "encryption_at_rest_kms_key_arn"), "${var.tm_keys_key_arns_scram}"
        ),
        kafka.test_messages_are_encrypted_on_every_way_and_on_disk,
    ),
    *(
        Mutant(
            f"a broker setting that the vendor does not expect: {name}",
            settings(**{name: value}),
            kafka.test_brokers_are_set_as_the_vendor_expects,
        )
        for name, value in (
            ("allow_everyone_if_no_acl_found", "false"),
            ("auto_create_topics_enable", "true"),
            ("default_replication_factor", "1"),
            ("delete_topic_enable", "false"),
            ("log_message_timestamp_type", "LogAppendTime"),
            ("message_max_bytes", "1048588"),
            ("min_insync_replicas", "1"),
            ("offsets_retention_minutes", "10080"),
            ("replica_fetch_max_bytes", "1048576"),
            ("unclean_leader_election_enable", "true"),
            ("ssl_client_auth", "none"),
        )
    ),
    Mutant(
        "an old revision of the settings",
        block(TM, brokers("configuration_info", "revision"), "1"),
        kafka.test_brokers_are_set_as_the_vendor_expects,
    ),
    Mutant(
        "no open monitoring",
        block(TM, brokers("open_monitoring", "prometheus", "jmx_exporter", "enabled_in_broker"), False),
        kafka.test_brokers_are_watched,
    ),
    Mutant(
        "no broker logs",
        block(TM, brokers("logging_info", "broker_logs", "cloudwatch_logs", "enabled"), False),
        kafka.test_brokers_are_watched,
    ),
    Mutant(
        "log deliveries of any account",
        block(TM, statement("kafka_logs_policy", "condition", 0, "values"), ["*"]),
        kafka.test_brokers_are_watched,
    ),
    Mutant(
        "full disks",
        drop(TM, "aws_appautoscaling_policy", "kafka_storage_growth"),
        kafka.test_disks_grow_and_terraform_lets_them,
    ),
    Mutant(
        "terraform shrinks the disks back",
        block(TM, brokers("lifecycle", "ignore_changes"), []),
        kafka.test_disks_grow_and_terraform_lets_them,
    ),
    Mutant(
        "brokers may be destroyed",
        block(TM, brokers("lifecycle", "prevent_destroy"), False),
        kafka.test_brokers_are_kept_where_the_environment_protects_them,
    ),
    Mutant(
        "nothing is said about destroying brokers",
        block(TM, brokers("lifecycle"), {"ignore_changes": []}),
        kafka.test_brokers_are_kept_where_the_environment_protects_them,
    ),
    Mutant(
        "a listener without TLS",
        put(FW, IN, "firewall_x", **peer_rule("kafka", "eks-tm", from_port=9092, to_port=9092)),
        kafka.test_kafka_listens_for_registered_users_and_metrics_only,
    ),
    Mutant(
        "metrics for the jump host",
        put(FW, IN, "firewall_x", **peer_rule("kafka", "jumphost-tm", from_port=11001, to_port=11001)),
        kafka.test_kafka_listens_for_registered_users_and_metrics_only,
    ),
)

REGISTER = (
    Mutant(
        "a user without the prefix",
        put(TM, SECRET, USER, name="pl-mb"),
        kafka.test_every_line_of_the_register_has_a_user_and_a_token,
    ),
    Mutant(
        "a user with the key of tokens",
        put(TM, SECRET, USER, kms_key_id="${var.tm_keys_key_arns_secrets}"),
        kafka.test_every_line_of_the_register_has_a_user_and_a_token,
    ),
    Mutant(
        "a user with no key of its own",
        put(TM, SECRET, USER, kms_key_id=None),
        kafka.test_every_line_of_the_register_has_a_user_and_a_token,
    ),
    Mutant(
        "a user that never expires",
        put(TM, SECRET, USER, tags={"Name": "AmazonMSK_pl-mb", "Team": "pl-mobile-banking"}),
        kafka.test_every_line_of_the_register_has_a_user_and_a_token,
    ),
    Mutant(
        "an account without a token",
        drop(TM, SECRET, TOKEN),
        kafka.test_every_line_of_the_register_has_a_user_and_a_token,
    ),
    Mutant(
        "a password that is written down",
        block(TM, ("resource", VERSION, "kafka_pl-mb_credentials", "secret_string"), "welcome"),
        kafka.test_users_have_a_password_that_nobody_sees,
    ),
    Mutant(
        "two users with one password",
        block(
            TM,
            ("resource", VERSION, "kafka_pl-mb_credentials", "secret_string_wo"),
            '${jsonencode({("username") = "pl-mb", ("password") = ephemeral.'
            "aws_secretsmanager_random_password.kafka_blx-upload-clu_password.random_password})}",
        ),
        kafka.test_users_have_a_password_that_nobody_sees,
    ),
    Mutant(
        "a token that comes filled in",
        put(
            TM,
            VERSION,
            "kafka_x",
            secret_id=f"${{aws_secretsmanager_secret.{TOKEN}.id}}",
            secret_string_wo_version=1,
        ),
        kafka.test_users_have_a_password_that_nobody_sees,
    ),
    Mutant(
        "one association for all users",
        put(TM, "aws_msk_scram_secret_association", "kafka_x", secret_arn_list=[]),
        kafka.test_users_are_made_known_one_by_one,
    ),
    Mutant(
        "a user that Kafka does not know",
        drop(TM, ASSOCIATION, "kafka_pl-mb_association"),
        kafka.test_users_are_made_known_one_by_one,
    ),
    Mutant(
        "a user that is known before it has a password",
        put(TM, ASSOCIATION, "kafka_pl-mb_association", depends_on=[]),
        kafka.test_users_are_made_known_one_by_one,
    ),
    Mutant(
        "another service reads a password",
        block(TM, statement("kafka_pl-mb_policy", "principals", 0, "identifiers"), ["lambda.amazonaws.com"]),
        kafka.test_users_are_made_known_one_by_one,
    ),
    Mutant(
        "Kafka reads a token",
        put(
            TM,
            POLICY,
            "kafka_x",
            secret_arn=f"${{aws_secretsmanager_secret.{TOKEN}.arn}}",
            policy="${data.aws_iam_policy_document.kafka_pl-mb_policy.json}",
        ),
        kafka.test_users_are_made_known_one_by_one,
    ),
)

KAFKA = BROKER + REGISTER
