"""Weakened installers of the vendor."""

from tests.mutants.change import Mutant, block, drop, put
from tests.policy import test_installer as installer

TM = "tm-secrets"
DOCUMENTS = ("data", "aws_iam_policy_document")
ROLE = "secrets_installer_role"
OWN = (*DOCUMENTS, "secrets_installer_policy-document", "statement")
BOUNDARY = (*DOCUMENTS, "secrets_installer_boundary-policy", "statement")
TRUST = (*DOCUMENTS, "secrets_installer_trust", "statement", 0)
ROOT = (*DOCUMENTS, "secrets_root-db-readers-policy", "statement", 0)
KEEP, KEY, BOUNDED = 0, 1, 2

INSTALLER = (
    Mutant(
        "the installer without a boundary",
        put(
            TM, "aws_iam_role", ROLE, permissions_boundary="${aws_iam_policy.secrets_installer_boundary.arn}"
        ),
        installer.test_vendor_contract_installer_role_lies_below_the_prefix_under_its_boundary,
    ),
    Mutant(
        "the installer beside its prefix",
        put(TM, "aws_iam_role", ROLE, path="/"),
        installer.test_vendor_contract_installer_role_lies_below_the_prefix_under_its_boundary,
    ),
    Mutant(
        "the installer has rights beside its boundary",
        put(TM, "aws_iam_role_policy", "secrets_installer_more", role="x", name="more", policy="x"),
        installer.test_vendor_contract_installer_role_lies_below_the_prefix_under_its_boundary,
    ),
    Mutant(
        "every service account is the installer",
        block(TM, (*TRUST, "condition", 1, "values"), ["system:serviceaccount:tm-system:*"]),
        installer.test_vendor_contract_installer_is_one_service_account_of_the_tm_cluster,
    ),
    Mutant(
        "tokens for anybody make an installer",
        block(TM, (*TRUST, "condition"), []),
        installer.test_vendor_contract_installer_is_one_service_account_of_the_tm_cluster,
    ),
    Mutant(
        "the installer makes roles without a boundary",
        block(TM, (*OWN, BOUNDED, "condition"), []),
        installer.test_vendor_contract_installer_keeps_secrets_and_makes_bounded_roles_below_the_prefix,
    ),
    Mutant(
        "the installer gives its roles its own boundary",
        block(
            TM,
            (*OWN, BOUNDED, "condition", 0, "values"),
            ["${aws_iam_policy.secrets_installer_policy.arn}"],
        ),
        installer.test_vendor_contract_installer_keeps_secrets_and_makes_bounded_roles_below_the_prefix,
    ),
    Mutant(
        "the installer makes roles anywhere",
        block(TM, (*OWN, BOUNDED, "resources"), ["arn:aws:iam::222222222222:role/*"]),
        installer.test_vendor_contract_installer_keeps_secrets_and_makes_bounded_roles_below_the_prefix,
    ),
    Mutant(
        "the installer keeps everybody's secrets",
        block(TM, (*OWN, KEEP, "resources"), ["*"]),
        installer.test_vendor_contract_installer_keeps_secrets_and_makes_bounded_roles_below_the_prefix,
    ),
    Mutant(
        "an application writes secrets",
        block(TM, (*BOUNDARY, 0, "actions"), ["secretsmanager:PutSecretValue"]),
        installer.test_vendor_contract_application_boundary_reads_secrets_and_nothing_else,
    ),
    Mutant(
        "the applications' boundary under another name",
        put(TM, "aws_iam_policy", "secrets_installer_boundary", name="boundary"),
        installer.test_vendor_contract_application_boundary_reads_secrets_and_nothing_else,
    ),
    Mutant(
        "an application decrypts by hand",
        block(TM, (*BOUNDARY, 1, "condition", 0, "values"), ["s3.eu-central-1.amazonaws.com"]),
        installer.test_keys_of_secrets_are_used_through_secrets_manager_only,
    ),
    Mutant(
        "an installer decrypts with every key",
        block(TM, (*OWN, KEY, "resources"), ["${var.tm_keys_key_arns_scram}"]),
        installer.test_keys_of_secrets_are_used_through_secrets_manager_only,
    ),
    Mutant(
        "the SAML secret under another name",
        put(TM, "aws_secretsmanager_secret", "secrets_dummy-saml_secret", name="saml"),
        installer.test_vendor_contract_saml_secret_has_name_and_shape,
    ),
    Mutant(
        "the SAML secret of another shape",
        put(TM, "aws_secretsmanager_secret_version", "secrets_dummy-saml_first", secret_string_wo="{}"),  # noqa: S106
        installer.test_vendor_contract_saml_secret_has_name_and_shape,
    ),
    Mutant(
        "everyone of the account reads the root password",
        block(TM, (*ROOT, "condition", 0, "values"), ["arn:aws:iam::222222222222:role/*"]),
        installer.test_secrets_are_read_by_those_who_are_named_and_nobody_else,
    ),
    Mutant(
        "the same password is guarded by nobody where the cluster reads it",
        drop(TM, "aws_secretsmanager_secret_policy", "secrets_database-master-readers"),
        installer.test_secrets_are_read_by_those_who_are_named_and_nobody_else,
    ),
    Mutant(
        "runs of every stack read the root password",
        block(
            TM, (*ROOT, "condition", 0, "values"), ["arn:aws:iam::222222222222:role/spacelift/sandbox-tm-*"]
        ),
        installer.test_secrets_are_read_by_those_who_are_named_and_nobody_else,
    ),
    Mutant(
        "a token is guarded by nobody",
        drop(TM, "aws_secretsmanager_secret_policy", "secrets_pl-mb-readers"),
        installer.test_secrets_are_read_by_those_who_are_named_and_nobody_else,
    ),
)
