"""Weakened keys."""

from tests.mutants.change import Mutant, block, drop, put
from tests.policy import test_keys as keys

TM = "tm-keys"


def statement(purpose: str, at: int, *path: str | int) -> tuple[str | int, ...]:
    return ("data", "aws_iam_policy_document", f"keys_{purpose}-policy", "statement", at, *path)


KEYS = (
    Mutant(
        "a purpose has no key",
        drop(TM, "aws_kms_key", "keys_scram"),
        keys.test_there_is_a_key_with_alias_for_each_purpose,
    ),
    Mutant(
        "two aliases for one key",
        put(TM, "aws_kms_alias", "keys_scram-alias", target_key_id="${aws_kms_key.keys_secrets.key_id}"),
        keys.test_there_is_a_key_with_alias_for_each_purpose,
    ),
    Mutant(
        "the database's key opens secrets",
        block(
            TM,
            statement("database", 1, "condition", 0, "values"),
            ["rds.eu-central-1.amazonaws.com", "secretsmanager.eu-central-1.amazonaws.com"],
        ),
        keys.test_keys_are_used_only_through_their_services_from_their_account,
    ),
    Mutant(
        "a key is used by hand",
        block(TM, statement("secrets", 1, "condition"), []),
        keys.test_keys_are_used_only_through_their_services_from_their_account,
    ),
    Mutant(
        "another account uses a key",
        block(TM, statement("volumes", 1, "condition", 1, "values"), ["999999999999"]),
        keys.test_keys_are_used_only_through_their_services_from_their_account,
    ),
    Mutant(
        "a cluster that AWS refuses to make",
        block(
            TM,
            statement("cluster-secrets", 2, "condition"),
            [{"test": "Bool", "variable": "kms:GrantIsForAWSResource", "values": ["true"]}],
        ),
        keys.test_keys_are_used_only_through_their_services_from_their_account,
    ),
    Mutant(
        "everyone uses the secrets' key",
        block(TM, statement("secrets", 1, "principals", 0, "identifiers"), ["*"]),
        keys.test_keys_are_used_only_through_their_services_from_their_account,
    ),
    Mutant(
        "an administrator decrypts",
        block(TM, statement("secrets", 0, "actions"), ["kms:Decrypt", "kms:PutKeyPolicy"]),
        keys.test_administrators_of_keys_cannot_use_them,
    ),
    Mutant(
        "a key that nobody can administer",
        block(TM, statement("streams", 0, "actions"), ["kms:DescribeKey"]),
        keys.test_administrators_of_keys_cannot_use_them,
    ),
)
