"""The database: what the vendor expects of it and what a bank does (P20, P23; vendor contract, rows on Aurora).

Inventory: CO-08, CL-03, CX-15.
"""

import re

import pytest

from modules.model.database import ServerlessAurora
from tests.policy.facts import Estate, Json, only

pytestmark = pytest.mark.policy

TM = "tm-aurora"

VERSIONS = {"16.9", "16.10", "16.11"}
CLASSES = {
    f"db.{family}.{size}" for family in ("r6g", "r7g") for size in ("large", "xlarge", "2xlarge", "4xlarge")
}
"""What AWS has in eu-central-1; a plan does not ask."""

PARAMETERS = {
    "log_connections": ("1", "immediate"),
    "log_disconnections": ("1", "immediate"),
    "log_min_duration_statement": ("1000", "immediate"),
    "log_parameter_max_length": ("0", "immediate"),
    "log_parameter_max_length_on_error": ("0", "immediate"),
    "log_statement": ("none", "immediate"),
    "rds.force_ssl": ("1", "pending-reboot"),
    "shared_preload_libraries": ("pg_stat_statements", "pending-reboot"),
    "ssl_min_protocol_version": ("TLSv1.2", "immediate"),
}

WINDOW = re.compile(r"(?:sun:)?(\d\d):(\d\d)-(?:sun:)?(\d\d):(\d\d)")
DAILY = re.compile(r"cron\((\d+) (\d+) \* \* \? \*\)")

LISTS = {
    "rds:DescribeDBClusterAutomatedBackups",
    "rds:DescribeDBClusterSnapshots",
    "rds:DescribeDBClusters",
    "tag:GetResources",
}
"""Calls that AWS's own policy for backups allows on everything."""

BACKUP = LISTS | {
    "backup:CopyIntoBackupVault",
    "backup:DescribeBackupVault",
    "kms:CreateGrant",
    "kms:DescribeKey",
    "rds:AddTagsToResource",
    "rds:CopyDBClusterSnapshot",
    "rds:CreateDBClusterSnapshot",
    "rds:DeleteDBClusterSnapshot",
    "rds:ListTagsForResource",
    "rds:ModifyDBClusterSnapshotAttribute",
    "rds:RestoreDBClusterFromSnapshot",
}
MONITORING = {
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogStreams",
    "logs:GetLogEvents",
    "logs:PutLogEvents",
    "logs:PutRetentionPolicy",
}


def _one(estate: Estate, kind: str) -> Json:
    return only(estate.resources(TM, kind).values(), kind)


def _cluster(estate: Estate) -> Json:
    return _one(estate, "aws_rds_cluster")


def _instances(estate: Estate) -> list[Json]:
    return list(estate.resources(TM, "aws_rds_cluster_instance").values())


def _key(estate: Estate, value: str) -> str:
    """The purpose of a key of tm-keys."""
    target = estate.target(TM, value)
    assert (target.stack, target.kind, target.attribute) == ("tm-keys", "aws_kms_key", "arn"), value
    return target.name.removeprefix("keys_")


def _minutes(window: str) -> tuple[int, int]:
    found = WINDOW.fullmatch(window)
    assert found, window
    hours, minutes, until_hours, until_minutes = map(int, found.groups())
    return hours * 60 + minutes, until_hours * 60 + until_minutes


def test_there_is_one_database_and_it_is_aurora(estate: Estate) -> None:
    """NT-18, CX-15: not in the cluster, and no second one beside it."""
    assert [stack for stack, _, _ in estate.everywhere("aws_rds_cluster")] == [TM]
    assert not estate.everywhere("aws_db_instance")
    assert {stack for stack, _, _ in estate.everywhere("aws_rds_cluster_instance")} == {TM}
    assert _cluster(estate)["cluster_identifier"] == f"{estate.environment.name}-tm-aurora"


def test_version_and_size_are_ones_that_aws_has(estate: Estate) -> None:
    """Vendor contract, row "Aurora": aurora-postgresql 16.9 on serverless v2; or a fixed size, by environment."""
    cluster, size = _cluster(estate), estate.environment.sizes.aurora
    assert (cluster["engine"], cluster["engine_mode"]) == ("aurora-postgresql", "provisioned")
    assert cluster["engine_version"] == estate.environment.versions.aurora
    assert cluster["engine_version"] in VERSIONS
    assert cluster["allow_major_version_upgrade"] is False
    capacity = cluster.get("serverlessv2_scaling_configuration")
    classes = {each["instance_class"] for each in _instances(estate)}
    if isinstance(size, ServerlessAurora):
        assert classes == {"db.serverless"}
        assert capacity == {"min_capacity": size.minimum_acu, "max_capacity": size.maximum_acu}
        assert 0 <= capacity["min_capacity"] <= capacity["max_capacity"] <= 256
    else:
        assert classes == {size.instance_class}
        assert classes <= CLASSES
        assert capacity is None
    assert len(_instances(estate)) == size.instances >= 2


def test_parameters_are_the_vendors_force_tls_and_log_no_secret(estate: Estate) -> None:
    """P20; vendor contract, row "Aurora"; CX-38: logical replication with the data lake, and only then."""
    group = _one(estate, "aws_rds_cluster_parameter_group")
    assert group["family"] == "aurora-postgresql16"
    held = {each["name"]: (each["value"], each["apply_method"]) for each in group["parameter"]}
    assert len(held) == len(group["parameter"])
    lake = {"rds.logical_replication": ("1", "pending-reboot")} if estate.environment.datalake else {}
    assert held == PARAMETERS | lake
    used = estate.target(TM, _cluster(estate)["db_cluster_parameter_group_name"])
    assert estate.at(used) is group


def test_the_database_is_encrypted_protected_and_backed_up(estate: Estate) -> None:
    """P20; FSBP RDS.7, RDS.16, RDS.27."""
    cluster = _cluster(estate)
    assert cluster["storage_encrypted"] is True
    assert _key(estate, cluster["kms_key_id"]) == "database"
    assert cluster["deletion_protection"] is estate.environment.deletion_protection
    assert cluster["skip_final_snapshot"] is False
    assert cluster["final_snapshot_identifier"] == f"{estate.environment.name}-tm-aurora-final"
    assert cluster["copy_tags_to_snapshot"] is True
    assert 7 <= cluster["backup_retention_period"] <= 35
    assert cluster["backup_retention_period"] == estate.environment.retention.backups


def test_backups_and_maintenance_keep_apart(estate: Estate) -> None:
    """RDS refuses windows that overlap; a job of AWS Backup fails in one of them or in the hour before."""
    cluster = _cluster(estate)
    own = _minutes(cluster["preferred_backup_window"])
    kept = _minutes(cluster["preferred_maintenance_window"])
    assert own[1] <= kept[0] or kept[1] <= own[0]
    assert {each["preferred_maintenance_window"] for each in _instances(estate)} == {
        cluster["preferred_maintenance_window"]
    }
    rule = only(_one(estate, "aws_backup_plan")["rule"])
    daily = DAILY.fullmatch(rule["schedule"])
    assert daily, rule["schedule"]
    start = int(daily[2]) * 60 + int(daily[1])
    for window in (own, kept):
        assert start >= window[1] or start + rule["completion_window"] <= window[0] - 60


def test_the_database_lies_isolated_in_three_zones(estate: Estate) -> None:
    """P20, NT-18: FSBP RDS.2, RDS.15."""
    cluster, zones = _cluster(estate), list(estate.environment.zones)
    group = _one(estate, "aws_db_subnet_group")
    assert estate.at(estate.target(TM, cluster["db_subnet_group_name"])) is group
    subnets = [estate.at(estate.target(TM, each)) for each in group["subnet_ids"]]
    assert [each["availability_zone"] for each in subnets] == zones
    assert {each["tags"]["Tier"] for each in subnets} == {"database"}
    assert {estate.target(TM, each).stack for each in group["subnet_ids"]} == {"tm-vpc"}
    made = _instances(estate)
    assert [each["availability_zone"] for each in made] == [zones[at % 3] for at in range(len(made))]
    assert [each["promotion_tier"] for each in made] == list(range(len(made)))
    for each in made:
        assert each["publicly_accessible"] is False
        assert estate.at(estate.target(TM, each["cluster_identifier"])) is cluster


def test_the_database_is_reached_as_the_flows_say(estate: Estate) -> None:
    """Arrow 12.2: one group, one port, no way round them over the Data API."""
    cluster = _cluster(estate)
    group = estate.at(estate.target(TM, only(cluster["vpc_security_group_ids"])))
    assert group["tags"]["Party"] == "aurora"
    assert (cluster["port"], cluster["network_type"]) == (5432, "IPV4")
    assert cluster["enable_http_endpoint"] is False
    assert cluster["iam_database_authentication_enabled"] is True, "vendor contract: IAM auth on; FSBP RDS.12"


def test_root_db_secrets_has_the_vendors_name_and_shape(estate: Estate) -> None:
    """P23; vendor contract, row "root DB secret": `<prefix>/root-db-secrets`, JSON map of host to password."""
    name = f"tm/{estate.environment.name}/tm-vault/root-db-secrets"
    at = only(
        local
        for local, made in estate.resources(TM, "aws_secretsmanager_secret").items()
        if made["name"] == name
    )
    version = only(
        made
        for made in estate.resources(TM, "aws_secretsmanager_secret_version").values()
        if estate.target(TM, made["secret_id"]).name == at
    )
    cluster = only(estate.resources(TM, "aws_rds_cluster"))
    shape = re.compile(
        r"\$\{jsonencode\(\{\(aws_rds_cluster\.([\w-]+)\.endpoint\) = "
        r"ephemeral\.aws_secretsmanager_secret_version\.[\w-]+\.secret_string\}\)\}"
    )
    found = shape.fullmatch(version["secret_string_wo"])
    assert found, version["secret_string_wo"]
    assert found[1] == cluster
    output = estate.stacks[TM]["output"]["root_db_secret_arn"]["value"]
    assert output == f"${{aws_secretsmanager_secret.{at}.arn}}"


def test_cluster_and_vendor_get_the_same_password(estate: Estate) -> None:
    """CX-22: it is made once and read back; a password that is made twice is two passwords."""
    made = only(estate.stacks[TM]["ephemeral"]["aws_secretsmanager_random_password"])
    kept, reading = only(estate.stacks[TM]["ephemeral"]["aws_secretsmanager_secret_version"].items())
    versions = estate.resources(TM, "aws_secretsmanager_secret_version")
    first = only(
        name
        for name, each in versions.items()
        if each["secret_string_wo"]
        == f"${{ephemeral.aws_secretsmanager_random_password.{made}.random_password}}"
    )
    assert reading == {"secret_id": f"${{aws_secretsmanager_secret_version.{first}.arn}}"}
    cluster, value = _cluster(estate), f"ephemeral.aws_secretsmanager_secret_version.{kept}.secret_string"
    assert cluster["master_password_wo"] == f"${{{value}}}"
    assert all(value in each["secret_string_wo"] for name, each in versions.items() if name != first)
    numbers = {each["secret_string_wo_version"] for each in versions.values()}
    assert {*numbers, cluster["master_password_wo_version"]} == {estate.environment.versions.aurora_password}
    assert cluster["master_username"] == "vault_admin"
    assert "manage_master_user_password" not in cluster


def test_logs_have_a_key_before_the_database_writes_them(estate: Estate) -> None:
    """A log group that RDS makes by itself is not encrypted and keeps everything for ever."""
    cluster = _cluster(estate)
    groups = estate.resources(TM, "aws_cloudwatch_log_group")
    wanted = {
        f"/aws/rds/cluster/{cluster['cluster_identifier']}/{log}"
        for log in cluster["enabled_cloudwatch_logs_exports"]
    }
    assert "postgresql" in cluster["enabled_cloudwatch_logs_exports"]
    before = {
        groups[address.rpartition(".")[2]]["name"]
        for address in cluster["depends_on"]
        if address.startswith("aws_cloudwatch_log_group.")
    }
    assert before == wanted
    assert {each["name"] for each in groups.values()} == wanted | {"RDSOSMetrics"}


def test_every_instance_is_watched_and_kept_at_its_version(estate: Estate) -> None:
    """FSBP RDS.6; the version moves in the environment file only, or the next plan would try to go back."""
    for each in _instances(estate):
        assert each["performance_insights_enabled"] is True
        assert _key(estate, each["performance_insights_kms_key_id"]) == "database"
        assert each["monitoring_interval"] == 60
        role = estate.target(TM, each["monitoring_role_arn"])
        assert "monitoring" in role.name
        assert each["auto_minor_version_upgrade"] is False
        assert each["ca_cert_identifier"] == "rds-ca-rsa2048-g1"
        assert each["copy_tags_to_snapshot"] is True


def test_a_daily_snapshot_lies_in_a_vault(estate: Estate) -> None:
    """FSBP RDS.26, Backup.1: kept as long as the environment says, and locked while the estate is protected."""
    vault = _one(estate, "aws_backup_vault")
    assert _key(estate, vault["kms_key_arn"]) == "backups"
    rule = only(_one(estate, "aws_backup_plan")["rule"])
    assert estate.at(estate.target(TM, rule["target_vault_name"])) is vault
    assert rule["lifecycle"] == {"delete_after": estate.environment.retention.backups}
    assert rule["start_window"] + 60 <= rule["completion_window"]
    selection = _one(estate, "aws_backup_selection")
    assert estate.at(estate.target(TM, only(selection["resources"]))) is _cluster(estate)
    locks = list(estate.resources(TM, "aws_backup_vault_lock_configuration").values())
    assert len(locks) == int(estate.environment.deletion_protection)
    for lock in locks:
        assert estate.at(estate.target(TM, lock["backup_vault_name"])) is vault
        assert 7 <= lock["min_retention_days"] <= rule["lifecycle"]["delete_after"]


def test_roles_of_the_database_are_narrow(estate: Estate) -> None:
    """What AWS's managed policies allow for this kind of resource, and on this cluster only."""
    allowed = {"aurora_backup_snapshots": BACKUP, "aurora_cluster_monitoring_write": MONITORING}
    place = f"{estate.environment.region}:{estate.environment.accounts.tm}"
    name_of_all = f"{estate.environment.name}-tm-aurora"
    own = {
        f"arn:aws:rds:{place}:cluster:{name_of_all}",
        f"arn:aws:rds:{place}:cluster-snapshot:awsbackup:*",
        f"arn:aws:backup:{place}:backup-vault:{name_of_all}",
        f"arn:aws:rds:{place}:cluster:{name_of_all}-restored*",
        f"arn:aws:rds:{place}:cluster-pg:{name_of_all}",
        f"arn:aws:rds:{place}:og:default:aurora-postgresql-16",
        f"arn:aws:rds:{place}:subgrp:{name_of_all}",
    }
    policies = estate.resources(TM, "aws_iam_role_policy")
    assert set(policies) == set(allowed)
    roles = {made["name"] for made in estate.resources(TM, "aws_iam_role").values()}
    assert roles == {f"{name_of_all}-monitoring", f"{estate.environment.name}-backup"}, "2.2: SREs pass it"
    for name, made in policies.items():
        document = estate.stacks[TM]["data"]["aws_iam_policy_document"]
        statements = document[estate.target(TM, made["policy"]).name]["statement"]
        assert {action for each in statements for action in each["actions"]} == allowed[name]
        for each in statements:
            named = {resource for resource in each["resources"] if "${" not in resource}
            assert named <= own or set(each["actions"]) <= LISTS, f"{name} {each['sid']}"
            restores = "rds:RestoreDBClusterFromSnapshot" in each["actions"]
            assert not restores or f"arn:aws:rds:{place}:cluster:{name_of_all}" not in named, each["sid"]
            if "kms:CreateGrant" in each["actions"]:
                bound = {bind["variable"]: bind["values"] for bind in each["condition"]}
                assert bound == {
                    "kms:GrantIsForAWSResource": ["true"],
                    "kms:ViaService": [f"rds.{estate.environment.region}.amazonaws.com"],
                }
