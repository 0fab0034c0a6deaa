"""Weakened keys."""

from collections.abc import Callable

from tests.mutants.change import Mutant, Stacks, block, drop, put
from tests.policy import test_keys as keys

TM, VPC = "tm-keys", "apps-development-vpc"
DOCUMENTS = ("data", "aws_iam_policy_document")
FLOWS, CONTEXT = "vpc_flow-logs_encryption_policy", "kms:EncryptionContext:aws:logs:arn"
LOGS = ("statement", 1, "condition", 0, "values")


def statement(purpose: str, at: int, *path: str | int) -> tuple[str | int, ...]:
    return ("data", "aws_iam_policy_document", f"keys_{purpose}-policy", "statement", at, *path)


def unbound(stack: str, document: str, at: int, variable: str) -> Callable[[Stacks], None]:
    """A statement of a key's policy loses a condition."""

    def change(stacks: Stacks) -> None:
        held = stacks[stack]["data"]["aws_iam_policy_document"][document]["statement"][at]
        held["condition"] = [each for each in held["condition"] if each["variable"] != variable]

    return change


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
    Mutant(
        "the vendor's credentials are decrypted by hand",
        unbound("shared-registry", "keys_vendor-credentials-policy", 1, "kms:ViaService"),
        keys.test_keys_are_used_only_through_their_services_from_their_account,
    ),
    Mutant(
        "another account gives the images' key away",
        unbound("shared-registry", "keys_images-policy", 2, "kms:CallerAccount"),
        keys.test_keys_are_used_only_through_their_services_from_their_account,
    ),
    Mutant(
        "the lake's key is used by hand",
        unbound("lake-storage", "keys_curated-policy", 1, "kms:ViaService"),
        keys.test_every_statement_of_every_key_is_bound,
    ),
    Mutant(
        "anybody is given the lake's key",
        unbound("lake-ingest", "keys_capture-policy", 2, "kms:GrantIsForAWSResource"),
        keys.test_every_statement_of_every_key_is_bound,
    ),
    Mutant(
        "anybody's log groups under the key of flow logs",
        unbound(VPC, FLOWS, 1, CONTEXT),
        keys.test_every_statement_of_every_key_is_bound,
    ),
    Mutant(
        "anybody's log groups under the key of streams",
        unbound("lake-ingest", "ingest_streams_encryption_policy", 1, CONTEXT),
        keys.test_every_statement_of_every_key_is_bound,
    ),
    Mutant(
        "anybody's alarms under the key of a topic",
        unbound("lake-ingest", "ingest_watch_alarms_encryption_policy", 1, "aws:SourceAccount"),
        keys.test_every_statement_of_every_key_is_bound,
    ),
    Mutant(
        "every log group of the account under the key of flow logs",
        block(VPC, (*DOCUMENTS, FLOWS, *LOGS), ["arn:aws:logs:eu-central-1:666666666666:log-group:*"]),
        keys.test_keys_of_logs_open_no_other_groups,
    ),
    Mutant(
        "flow logs that their key does not open",
        block(
            VPC,
            (*DOCUMENTS, FLOWS, *LOGS),
            ["arn:aws:logs:eu-central-1:666666666666:log-group:/aws/other/*"],
        ),
        keys.test_keys_of_logs_open_no_other_groups,
    ),
)
