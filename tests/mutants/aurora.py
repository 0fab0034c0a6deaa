"""A weaker database."""

from tests.mutants.change import Mutant, all_of, block, drop, put
from tests.policy import test_aurora as aurora

TM = "tm-aurora"
CLUSTER = (TM, "aws_rds_cluster", "aurora_cluster_cluster")
INSTANCE = (TM, "aws_rds_cluster_instance", "aurora_cluster_instance-2")
PARAMETERS = ("resource", "aws_rds_cluster_parameter_group", "aurora_parameters", "parameter")
RULE = ("resource", "aws_backup_plan", "aurora_backup_plan", "rule", 0)
ROOT = (TM, "aws_secretsmanager_secret", "aurora_root_secret")
ROOT_VERSION = (TM, "aws_secretsmanager_secret_version", "aurora_root_version")
MADE = "ephemeral.aws_secretsmanager_random_password.aurora_master_made.random_password"
KEPT = "ephemeral.aws_secretsmanager_secret_version.aurora_master_kept.secret_string"
SECRETS_KEY = "${var.tm_keys_key_arns_secrets}"


def statement(policy: str, at: int, *path: str) -> tuple[str | int, ...]:
    return ("data", "aws_iam_policy_document", policy, "statement", at, *path)


AURORA = (
    Mutant(
        "a second database in another stack",
        put("tm-edge", "aws_rds_cluster", "other", engine="aurora-postgresql"),
        aurora.test_there_is_one_database_and_it_is_aurora,
    ),
    Mutant(
        "a database that is no Aurora",
        put(TM, "aws_db_instance", "other", engine="postgres"),
        aurora.test_there_is_one_database_and_it_is_aurora,
    ),
    Mutant(
        "a version that AWS does not have",
        put(*CLUSTER, engine_version="16.99"),
        aurora.test_version_and_size_are_ones_that_aws_has,
    ),
    Mutant(
        "another size than the environment says",
        put(*INSTANCE, instance_class="db.r6g.16xlarge"),
        aurora.test_version_and_size_are_ones_that_aws_has,
    ),
    Mutant(
        "a writer without a reader",
        all_of(drop(*INSTANCE), drop(TM, "aws_rds_cluster_instance", "aurora_cluster_instance-3")),
        aurora.test_version_and_size_are_ones_that_aws_has,
    ),
    Mutant(
        "TLS is a matter of taste",
        block(TM, (*PARAMETERS, 7, "value"), "0"),
        aurora.test_parameters_are_the_vendors_force_tls_and_log_no_secret,
    ),
    Mutant(
        "passwords of new roles in the log",
        block(TM, (*PARAMETERS, 5, "value"), "ddl"),
        aurora.test_parameters_are_the_vendors_force_tls_and_log_no_secret,
    ),
    Mutant(
        "pg_stat_statements is not loaded",
        block(TM, (*PARAMETERS, 8, "value"), "pgaudit"),
        aurora.test_parameters_are_the_vendors_force_tls_and_log_no_secret,
    ),
    Mutant(
        "nothing replicates to the data lake",
        block(TM, (*PARAMETERS, 9, "value"), "0"),
        aurora.test_parameters_are_the_vendors_force_tls_and_log_no_secret,
    ),
    Mutant(
        "the cluster runs with AWS's own parameters",
        put(*CLUSTER, db_cluster_parameter_group_name="default.aurora-postgresql16"),
        aurora.test_parameters_are_the_vendors_force_tls_and_log_no_secret,
    ),
    Mutant(
        "a database in plain text",
        put(*CLUSTER, storage_encrypted=False),
        aurora.test_the_database_is_encrypted_protected_and_backed_up,
    ),
    Mutant(
        "the database under the secrets' key",
        put(*CLUSTER, kms_key_id=SECRETS_KEY),
        aurora.test_the_database_is_encrypted_protected_and_backed_up,
    ),
    Mutant(
        "a database that anyone may delete",
        put(*CLUSTER, deletion_protection=False),
        aurora.test_the_database_is_encrypted_protected_and_backed_up,
    ),
    Mutant(
        "a database that leaves nothing",
        put(*CLUSTER, skip_final_snapshot=True),
        aurora.test_the_database_is_encrypted_protected_and_backed_up,
    ),
    Mutant(
        "backups of one day",
        put(*CLUSTER, backup_retention_period=1),
        aurora.test_the_database_is_encrypted_protected_and_backed_up,
    ),
    Mutant(
        "maintenance in the middle of a backup",
        put(*CLUSTER, preferred_backup_window="03:30-04:30"),
        aurora.test_backups_and_maintenance_keep_apart,
    ),
    Mutant(
        "an instance is maintained when nobody expects it",
        put(*INSTANCE, preferred_maintenance_window="wed:10:00-wed:11:00"),
        aurora.test_backups_and_maintenance_keep_apart,
    ),
    Mutant(
        "a snapshot in the hour before maintenance",
        block(TM, (*RULE, "schedule"), "cron(30 2 * * ? *)"),
        aurora.test_backups_and_maintenance_keep_apart,
    ),
    Mutant(
        "the database in the private subnets",
        put(
            TM,
            "aws_db_subnet_group",
            "aurora_subnets",
            subnet_ids=[f"${{var.tm_vpc_subnet_ids_private_{zone}}}" for zone in "abc"],
        ),
        aurora.test_the_database_lies_isolated_in_three_zones,
    ),
    Mutant(
        "writer and reader in one zone",
        put(*INSTANCE, availability_zone="eu-central-1a"),
        aurora.test_the_database_lies_isolated_in_three_zones,
    ),
    Mutant(
        "a reader with a public address",
        put(*INSTANCE, publicly_accessible=True),
        aurora.test_the_database_lies_isolated_in_three_zones,
    ),
    Mutant(
        "the database wears the nodes' group",
        put(*CLUSTER, vpc_security_group_ids=["${var.tm_firewall_group_ids_eks_tm}"]),
        aurora.test_the_database_is_reached_as_the_flows_say,
    ),
    Mutant(
        "the Data API leads round every group",
        put(*CLUSTER, enable_http_endpoint=True),
        aurora.test_the_database_is_reached_as_the_flows_say,
    ),
    Mutant(
        "no login by IAM",
        put(*CLUSTER, iam_database_authentication_enabled=False),
        aurora.test_the_database_is_reached_as_the_flows_say,
    ),
    Mutant(
        "the root secret outside the vendor's prefix",
        put(*ROOT, name="sandbox/tm-vault/root-db-secrets"),
        aurora.test_root_db_secrets_has_the_vendors_name_and_shape,
    ),
    Mutant(
        "the root secret in the shape that RDS writes",
        put(*ROOT_VERSION, secret_string_wo=f'${{jsonencode({{"password" = {KEPT}}})}}'),
        aurora.test_root_db_secrets_has_the_vendors_name_and_shape,
    ),
    Mutant(
        "the installer is told of another secret",
        block(
            TM,
            ("output", "root_db_secret_arn", "value"),
            "${aws_secretsmanager_secret.aurora_master_secret.arn}",
        ),
        aurora.test_root_db_secrets_has_the_vendors_name_and_shape,
    ),
    Mutant(
        "the cluster gets a password of its own",
        put(*CLUSTER, master_password_wo=f"${{{MADE}}}"),
        aurora.test_cluster_and_vendor_get_the_same_password,
    ),
    Mutant(
        "a new password that the vendor does not hear of",
        put(*CLUSTER, master_password_wo_version=2),
        aurora.test_cluster_and_vendor_get_the_same_password,
    ),
    Mutant(
        "the secret is read before it is written",
        block(
            TM,
            ("ephemeral", "aws_secretsmanager_secret_version", "aurora_master_kept", "secret_id"),
            "${aws_secretsmanager_secret.aurora_master_secret.id}",
        ),
        aurora.test_cluster_and_vendor_get_the_same_password,
    ),
    Mutant(
        "RDS makes the log group",
        put(*CLUSTER, depends_on=["aws_cloudwatch_log_group.aurora_cluster_log-postgresql"]),
        aurora.test_logs_have_a_key_before_the_database_writes_them,
    ),
    Mutant(
        "the database's log goes nowhere",
        put(*CLUSTER, enabled_cloudwatch_logs_exports=["iam-db-auth-error"]),
        aurora.test_logs_have_a_key_before_the_database_writes_them,
    ),
    Mutant(
        "AWS raises the version by itself",
        put(*INSTANCE, auto_minor_version_upgrade=True),
        aurora.test_every_instance_is_watched_and_kept_at_its_version,
    ),
    Mutant(
        "performance data under another key",
        put(*INSTANCE, performance_insights_kms_key_id=SECRETS_KEY),
        aurora.test_every_instance_is_watched_and_kept_at_its_version,
    ),
    Mutant(
        "nobody watches a reader",
        put(*INSTANCE, monitoring_interval=0),
        aurora.test_every_instance_is_watched_and_kept_at_its_version,
    ),
    Mutant(
        "snapshots are gone after a week",
        block(TM, (*RULE, "lifecycle", "delete_after"), 7),
        aurora.test_a_daily_snapshot_lies_in_a_vault,
    ),
    Mutant(
        "a vault under the database's key",
        put(
            TM,
            "aws_backup_vault",
            "aurora_backup_vault",
            kms_key_arn="${var.tm_keys_key_arns_database}",
        ),
        aurora.test_a_daily_snapshot_lies_in_a_vault,
    ),
    Mutant(
        "an open vault in a protected estate",
        drop(TM, "aws_backup_vault_lock_configuration", "aurora_backup_lock"),
        aurora.test_a_daily_snapshot_lies_in_a_vault,
    ),
    Mutant(
        "backups may delete any snapshot",
        block(TM, statement("aurora_backup_snapshots-policy", 1, "resources"), ["*"]),
        aurora.test_roles_of_the_database_are_narrow,
    ),
    Mutant(
        "a restored database in the place of the first",
        block(
            TM,
            statement("aurora_backup_snapshots-policy", 5, "resources"),
            ["arn:aws:rds:eu-central-1:222222222222:cluster:sandbox-tm-aurora"],
        ),
        aurora.test_roles_of_the_database_are_narrow,
    ),
    Mutant(
        "grants on the database's key for anyone",
        block(TM, statement("aurora_backup_snapshots-policy", 6, "condition"), []),
        aurora.test_roles_of_the_database_are_narrow,
    ),
    Mutant(
        "a role that SREs cannot pass",
        put(TM, "aws_iam_role", "aurora_backup_role", name="sandbox-tm-aurora-backup"),
        aurora.test_roles_of_the_database_are_narrow,
    ),
)
