"""Weakened grounds of the vendor: rights, inputs, pool."""

from typing import Any

from tests.mutants.change import Mutant, block, drop, put
from tests.mutants.mesh import thing
from tests.policy import test_vault as vault

TM = "tm-vault"
INSTALLER, POOL = "vault_vault-installer", "vault_pg-pool"
CONTAINER = ("spec", "template", "spec", "containers", 0)


def of(chart: str, kind: str, name: str, path: tuple[str | int, ...], value: Any) -> Any:  # noqa: ANN401
    return thing(kind, name, path, value, chart=chart, stack=TM)


def text(old: str, new: str) -> Any:  # noqa: ANN401
    """Change a line of the pool's settings."""

    def change(stacks: Any) -> None:  # noqa: ANN401
        made = stacks[TM]["resource"]["helm_release"][POOL]
        made["values"] = [made["values"][0].replace(old, new)]

    return change


VAULT = (
    Mutant(
        "operators rule the data as well",
        of(INSTALLER, "RoleBinding", "tm-operators", ("metadata", "namespace"), "tm-data"),
        vault.test_installer_and_operators_have_their_rights_and_no_others,
    ),
    Mutant(
        "the installer rules the cluster",
        of(INSTALLER, "RoleBinding", "vault-installer", ("kind",), "ClusterRoleBinding"),
        vault.test_installer_and_operators_have_their_rights_and_no_others,
    ),
    Mutant(
        "the installer takes another role",
        of(
            INSTALLER,
            "ServiceAccount",
            "vault-installer",
            ("metadata", "annotations", "eks.amazonaws.com/role-arn"),
            "${var.tm_secrets_boundary_arn}",
        ),
        vault.test_installer_and_operators_have_their_rights_and_no_others,
    ),
    Mutant(
        "the installer is told the reader for the writer",
        of(
            INSTALLER,
            "ConfigMap",
            "installer-inputs",
            ("data", "db_endpoint"),
            "${var.tm_aurora_reader_endpoint}",
        ),
        vault.test_the_installer_is_told_what_the_contract_names,
    ),
    Mutant(
        "an input of the contract is missing",
        of(INSTALLER, "ConfigMap", "installer-inputs", ("data", "msk_cluster_arn"), None),
        vault.test_the_installer_is_told_what_the_contract_names,
    ),
    Mutant(
        "an output of the contract is another one",
        block(TM, ("output", "ingress_class_name", "value"), "nginx"),
        vault.test_the_installer_is_told_what_the_contract_names,
    ),
    Mutant(
        "the pool takes any certificate",
        text("verify-full", "require"),
        vault.test_the_pool_verifies_the_database_and_knows_its_users,
    ),
    Mutant(
        "the pool asks the database for passwords",
        text("auth_type = scram-sha-256", "auth_type = scram-sha-256\\nauth_query = SELECT 1"),
        vault.test_the_pool_verifies_the_database_and_knows_its_users,
    ),
    Mutant(
        "a pool with known holes",
        text(":1.25.2", ":1.24.1"),
        vault.test_the_pool_verifies_the_database_and_knows_its_users,
    ),
    Mutant(
        "one user more in the list",
        of(
            POOL,
            "ExternalSecret",
            "pg-pool-users",
            ("spec", "target", "template", "data", "userlist.txt"),
            '"admin" "admin"\n',
        ),
        vault.test_secrets_of_the_pool_are_made_before_it_and_filled_by_hand,
    ),
    Mutant(
        "the pool reads the root user's secret",
        of(
            POOL,
            "ExternalSecret",
            "pg-pool-users",
            ("spec", "data", 0, "remoteRef", "key"),
            "sandbox/tm-aurora/master",
        ),
        vault.test_secrets_of_the_pool_are_made_before_it_and_filled_by_hand,
    ),
    Mutant(
        "the pool's secret is under another name",
        put("tm-secrets", "aws_secretsmanager_secret", "secrets_pg-pool_secret", name="sandbox/users"),
        vault.test_secrets_of_the_pool_are_made_before_it_and_filled_by_hand,
    ),
    Mutant(
        "a secret that nobody can fill before the pool needs it",
        put(TM, "aws_secretsmanager_secret", "users", name="sandbox/tm-data/pg-pool"),
        vault.test_secrets_of_the_pool_are_made_before_it_and_filled_by_hand,
    ),
    Mutant(
        "everybody reads the pool's passwords",
        drop("tm-secrets", "aws_secretsmanager_secret_policy", "secrets_pg-pool_readers"),
        vault.test_secrets_of_the_pool_are_made_before_it_and_filled_by_hand,
    ),
    Mutant(
        "nobody asks the pool's exporter",
        of(POOL, "Deployment", "pg-pool", ("spec", "template", "metadata", "annotations"), {}),
        vault.test_somebody_says_how_the_pool_is,
    ),
    Mutant(
        "the exporter asks as a user of the database",
        text("pool-stats:", "vault:"),
        vault.test_somebody_says_how_the_pool_is,
    ),
    Mutant(
        "the pool in one zone",
        of(
            POOL,
            "Deployment",
            "pg-pool",
            ("spec", "template", "spec", "topologySpreadConstraints", 0, "whenUnsatisfiable"),
            "ScheduleAnyway",
        ),
        vault.test_the_pool_survives_the_loss_of_a_zone_and_gives_nothing_away,
    ),
    Mutant(
        "no pod of the pool may ever be moved",
        of(POOL, "PodDisruptionBudget", "pg-pool", ("spec", "minAvailable"), 3),
        vault.test_the_pool_survives_the_loss_of_a_zone_and_gives_nothing_away,
    ),
    Mutant(
        "the pool writes where it likes",
        of(POOL, "Deployment", "pg-pool", (*CONTAINER, "securityContext", "readOnlyRootFilesystem"), False),
        vault.test_the_pool_survives_the_loss_of_a_zone_and_gives_nothing_away,
    ),
    Mutant(
        "the mesh guesses the pool's protocol",
        of(POOL, "Service", "pg-pool", ("spec", "ports", 0, "appProtocol"), "http"),
        vault.test_the_pool_is_one_name_and_one_port,
    ),
    Mutant(
        "the pool's name leads to other pods",
        of(POOL, "Service", "pg-pool", ("spec", "selector"), {}),
        vault.test_the_pool_is_one_name_and_one_port,
    ),
    Mutant(
        "one application may read everything",
        of(
            INSTALLER,
            "ConfigMap",
            "kafka-access",
            ("data", "grants.json"),
            '[{"principal":"User:pl-mb","resource":"topic","prefix":"","operations":["Read"]}]',
        ),
        vault.test_applications_are_meant_to_have_their_own_topics_alone,
    ),
    Mutant(
        "nobody has said who may read what",
        of(INSTALLER, "ConfigMap", "kafka-access", ("data", "grants.json"), "[]"),
        vault.test_applications_are_meant_to_have_their_own_topics_alone,
    ),
)
