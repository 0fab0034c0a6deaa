"""Accounts whose resources are not recorded, and a history that others write."""

from tests.mutants.change import Mutant, block, drop, put
from tests.policy import test_recorders as recorders

HERE, TM = "audit-trail", "config-tm"
RECORDER, STATUS, CHANNEL = (
    "aws_config_configuration_recorder",
    "aws_config_configuration_recorder_status",
    "aws_config_delivery_channel",
)


def statement(document: str, at: int, *path: str | int) -> tuple[str | int, ...]:
    return ("data", "aws_iam_policy_document", f"history_{document}", "statement", at, *path)


FILES, KEY = "files_policy-document", "encryption_policy"

RECORDERS = (
    Mutant(
        "an account is not recorded",
        drop(TM, RECORDER, "recorder_recorder"),
        recorders.test_every_account_is_recorded,
    ),
    Mutant(
        "a recorder stands still",
        put(TM, STATUS, "recorder_started", is_enabled=False),
        recorders.test_every_account_is_recorded,
    ),
    Mutant(
        "nobody starts a recorder",
        drop(TM, STATUS, "recorder_started"),
        recorders.test_every_account_is_recorded,
    ),
    Mutant(
        "roles and users are not recorded",
        put(
            TM,
            RECORDER,
            "recorder_recorder",
            recording_group={"all_supported": True, "include_global_resource_types": False},
        ),
        recorders.test_every_account_is_recorded,
    ),
    Mutant(
        "changes are seen a day later",
        put(TM, RECORDER, "recorder_recorder", recording_mode={"recording_frequency": "DAILY"}),
        recorders.test_every_account_is_recorded,
    ),
    Mutant(
        "nobody asks whether GuardDuty is on",
        drop(TM, "aws_config_config_rule", "recorder_guardduty-enabled-centralized"),
        recorders.test_every_account_is_asked_whether_it_is_watched,
    ),
    Mutant(
        "GuardDuty reports to another account",
        put(
            TM,
            "aws_config_config_rule",
            "recorder_guardduty-enabled-centralized",
            input_parameters='{"CentralMonitoringAccount": "999999999999"}',
        ),
        recorders.test_every_account_is_asked_whether_it_is_watched,
    ),
    Mutant(
        "nobody asks for tags",
        put(TM, "aws_config_config_rule", "recorder_required-tags", input_parameters='{"tag1Key": "Owner"}'),
        recorders.test_every_account_is_asked_whether_it_is_watched,
    ),
    Mutant(
        "one account's recorder may not write",
        block(
            HERE,
            statement(FILES, 2, "resources"),
            ["arn:aws:s3:::sandbox-history-444444444444/AWSLogs/000000000000/Config/*"],
        ),
        recorders.test_only_recorders_of_the_estate_write_the_history,
    ),
    Mutant(
        "anybody's recorder writes",
        block(
            HERE,
            statement(FILES, 2, "condition"),
            [{"test": "StringLike", "variable": "aws:SourceAccount", "values": ["*"]}],
        ),
        recorders.test_only_recorders_of_the_estate_write_the_history,
    ),
    Mutant(
        "the history is in a bucket that Config cannot write to",
        put(HERE, "aws_s3_bucket", "history_files_bucket", object_lock_enabled=True),
        recorders.test_only_recorders_of_the_estate_write_the_history,
    ),
    Mutant(
        "recorders of strangers use our key",
        block(HERE, statement(KEY, 1, "condition"), []),
        recorders.test_the_key_of_the_history_serves_recorders_of_the_estate,
    ),
    Mutant(
        "an account writes with a key of its own",
        put(TM, CHANNEL, "recorder_channel", s3_kms_key_arn=None),
        recorders.test_the_key_of_the_history_serves_recorders_of_the_estate,
    ),
    Mutant(
        "nobody sees the organization as one",
        drop(HERE, "aws_config_configuration_aggregator", "history_aggregator"),
        recorders.test_an_organization_is_seen_as_one,
    ),
    Mutant(
        "the aggregator's role administers the organization",
        put(
            HERE,
            "aws_iam_role_policy_attachment",
            "history_reads",
            policy_arn="arn:aws:iam::aws:policy/AWSOrganizationsFullAccess",
        ),
        recorders.test_an_organization_is_seen_as_one,
    ),
    Mutant(
        "anybody's aggregator reads the organization",
        block(HERE, statement("trust", 0, "condition"), []),
        recorders.test_an_organization_is_seen_as_one,
    ),
)
