"""Secret values where they are kept."""

from functools import partial

from tests.mutants.change import Mutant, all_of, block, drop, put
from tests.mutants.values import thing
from tests.policy import test_secrets as secrets

TM = "tm-aurora"
CLUSTER = ("resource", "aws_rds_cluster", "aurora_cluster_cluster")
VERSION = (TM, "aws_secretsmanager_secret_version", "aurora_root_version")
SECRET = (TM, "aws_secretsmanager_secret", "aurora_root_secret")
TM_WATCH, POLICY = "tm-observability", "aws_secretsmanager_secret_policy"
READERS = ("data", "aws_iam_policy_document", "observability_passwords_grafana-admin_readers-policy")
MADE = "${ephemeral.aws_secretsmanager_random_password.aurora_master_made.random_password}"

COMES = secrets.test_secrets_come_into_the_namespace_that_they_are_named_for
brought = partial(thing, "tm-observability", "observability_monitoring-secrets", "ExternalSecret")

SECRET_VALUES = (
    Mutant(
        "a password that the state keeps",
        block(TM, (*CLUSTER, "master_password"), "${var.tm_keys_key_arns_secrets}"),
        secrets.test_arguments_for_secrets_are_write_only,
    ),
    Mutant(
        "a password written down",
        block(TM, (*CLUSTER, "master_password_wo"), "correct-horse-battery-staple"),
        secrets.test_arguments_for_secrets_are_write_only,
    ),
    Mutant(
        "a token in a block of a resource",
        put(TM, "aws_elasticache_replication_group", "x", options=[{"auth_token": "${var.token}"}]),
        secrets.test_arguments_for_secrets_are_write_only,
    ),
    Mutant(
        "a write-only value that is never written",
        put(*VERSION, secret_string_wo_version=0),
        secrets.test_arguments_for_secrets_are_write_only,
    ),
    Mutant(
        "a password made in the state",
        put(TM, "random_password", "master", length=32),
        secrets.test_nothing_leaves_a_secret_in_the_state,
    ),
    Mutant(
        "a password made by a data source",
        block(TM, ("data", "aws_secretsmanager_random_password"), {"master": {"password_length": 32}}),
        secrets.test_nothing_leaves_a_secret_in_the_state,
    ),
    Mutant(
        "a secret read into the state",
        block(TM, ("data", "aws_secretsmanager_secret_version"), {"x": {"secret_id": "x"}}),
        secrets.test_nothing_leaves_a_secret_in_the_state,
    ),
    Mutant(
        "a secret's value in the state",
        all_of(
            put(*VERSION, secret_string_wo=None), block(TM, ("resource", *VERSION[1:], "secret_string"), "x")
        ),
        secrets.test_nothing_leaves_a_secret_in_the_state,
    ),
    Mutant(
        "a sensitive output",
        block(TM, ("output", "endpoint", "sensitive"), value=True),
        secrets.test_outputs_and_variables_hold_no_secret,
    ),
    Mutant(
        "a password as an output",
        block(TM, ("output", "root"), {"value": "${aws_rds_cluster.aurora_cluster_cluster.master_password}"}),
        secrets.test_outputs_and_variables_hold_no_secret,
    ),
    Mutant(
        "an ephemeral value as an output",
        block(TM, ("output", "endpoint", "value"), MADE),
        secrets.test_outputs_and_variables_hold_no_secret,
    ),
    Mutant(
        "an ephemeral value in a tag",
        put(*SECRET, tags={"Name": MADE}),
        secrets.test_ephemeral_values_go_only_where_nothing_is_kept,
    ),
    Mutant(
        "another kind of ephemeral value",
        block(TM, ("ephemeral", "aws_ssm_parameter"), {"x": {"arn": "x"}}),
        secrets.test_ephemeral_values_go_only_where_nothing_is_kept,
    ),
    Mutant(
        "a password that nobody uses",
        drop(*VERSION[:2], "aurora_master_version"),
        secrets.test_ephemeral_values_go_only_where_nothing_is_kept,
    ),
    Mutant(
        "a secret that is gone at once",
        put(*SECRET, recovery_window_in_days=0),
        secrets.test_secrets_have_a_customer_key_and_can_be_recovered,
    ),
    Mutant(
        "a secret under AWS's own key",
        put(*SECRET, kms_key_id=None),
        secrets.test_secrets_have_a_customer_key_and_can_be_recovered,
    ),
    Mutant(
        "anybody whom IAM allows reads Grafana's password",
        drop(TM_WATCH, POLICY, "observability_passwords_grafana-admin_readers"),
        secrets.test_every_secret_refuses_all_but_its_readers,
    ),
    Mutant(
        "anybody whom IAM allows reads Grafana's client",
        drop(TM_WATCH, POLICY, "observability_passwords_grafana-oidc_readers"),
        secrets.test_every_secret_refuses_all_but_its_readers,
    ),
    Mutant(
        "every role reads Grafana's password",
        block(
            TM_WATCH,
            (*READERS, "statement", 0, "condition", 0, "values"),
            ["arn:aws:iam::222222222222:role/*"],
        ),
        secrets.test_every_secret_refuses_all_but_its_readers,
    ),
    Mutant(
        "a policy may make a secret public",
        put(TM_WATCH, POLICY, "observability_passwords_grafana-oidc_readers", block_public_policy=False),
        secrets.test_every_secret_refuses_all_but_its_readers,
    ),
    Mutant(
        "an access key in a description",
        put(*SECRET, description="AKIA" + "ABCDEFGHIJKLMNOP"),
        secrets.test_no_text_is_a_secret,
    ),
    Mutant(
        "a password in a tag",
        put(*SECRET, tags={"Note": "password: hunter2hunter2"}),
        secrets.test_no_text_is_a_secret,
    ),
    Mutant(
        "a field that nobody writes",
        brought("grafana-oidc", ("spec", "data", 0, "remoteRef", "property"), "secret"),
        COMES,
    ),
    Mutant(
        "the whole secret instead of a field",
        brought("grafana-admin", ("spec", "data", 0, "remoteRef", "property"), None),
        COMES,
    ),
    Mutant(
        "a secret under another's name", brought("grafana-oidc", ("spec", "target", "name"), "alerts"), COMES
    ),
    Mutant(
        "a secret that another namespace is named for",
        brought("grafana-oidc", ("spec", "data", 0, "remoteRef", "key"), "sandbox/tm-argocd/oidc"),
        COMES,
    ),
    Mutant(
        "the secret of another namespace's store",
        brought("grafana-admin", ("spec", "secretStoreRef", "name"), "all"),
        COMES,
    ),
)
