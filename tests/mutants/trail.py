"""A weakened trail."""

from tests.mutants.change import Mutant, block, drop, put
from tests.policy import test_trail as trail

HERE, KIND, NAME = "audit-trail", "aws_cloudtrail", "trail_trail"
SELECTORS = ("resource", KIND, NAME, "advanced_event_selector")


def statement(document: str, at: int, *path: str | int) -> tuple[str | int, ...]:
    return ("data", "aws_iam_policy_document", f"trail_{document}", "statement", at, *path)


FILES, KEY = "archive_files_policy-document", "archive_encryption_policy"

TRAIL = (
    Mutant(
        "there is no trail",
        drop(HERE, KIND, NAME),
        trail.test_one_trail_records_everything_everywhere,
    ),
    *(
        Mutant(
            f"the trail without {switch}",
            put(HERE, KIND, NAME, **{switch: False}),
            trail.test_one_trail_records_everything_everywhere,
        )
        for switch in (
            "enable_log_file_validation",
            "enable_logging",
            "include_global_service_events",
            "is_multi_region_trail",
            "is_organization_trail",
        )
    ),
    Mutant(
        "an organization's trail looks for its topic in the management account",
        put(HERE, KIND, NAME, sns_topic_name="${aws_sns_topic.trail_topic_topic.name}"),
        trail.test_one_trail_records_everything_everywhere,
    ),
    Mutant(
        "who reads objects is not recorded",
        block(
            HERE,
            SELECTORS,
            [{"field_selector": [{"field": "eventCategory", "equals": ["Management"]}]}],
        ),
        trail.test_one_trail_records_everything_everywhere,
    ),
    Mutant(
        "objects of another bucket are left out",
        block(HERE, (*SELECTORS, 1, "field_selector", 2, "not_starts_with"), ["arn:aws:s3:::sandbox-"]),
        trail.test_one_trail_records_everything_everywhere,
    ),
    Mutant(
        "who reads evidence is not recorded",
        block(HERE, (*SELECTORS, 2, "field_selector", 3, "not_equals"), ["GetObject", "PutObject"]),
        trail.test_one_trail_records_everything_everywhere,
    ),
    Mutant(
        "the trail reaches no log group",
        put(HERE, KIND, NAME, cloud_watch_logs_group_arn=None),
        trail.test_the_trail_can_be_searched,
    ),
    Mutant(
        "anybody's trail writes to the log group",
        block(HERE, statement("stream_trust", 0, "condition", 0, "values"), ["*"]),
        trail.test_the_trail_can_be_searched,
    ),
    Mutant(
        "the trail writes to every log group",
        block(HERE, statement("stream_write-policy", 0, "resources"), ["*"]),
        trail.test_the_trail_can_be_searched,
    ),
    Mutant(
        "files of the trail are not locked",
        drop(HERE, "aws_s3_bucket_object_lock_configuration", "trail_archive_files_lock"),
        trail.test_files_of_the_trail_stay_until_their_time,
    ),
    Mutant(
        "files of the trail are locked for a day",
        put(
            HERE,
            "aws_s3_bucket_object_lock_configuration",
            "trail_archive_files_lock",
            rule={"default_retention": {"mode": "GOVERNANCE", "days": 1}},
        ),
        trail.test_files_of_the_trail_stay_until_their_time,
    ),
    Mutant(
        "an administrator passes by the lock",
        block(HERE, statement(FILES, 1, "actions"), ["s3:DeleteBucket"]),
        trail.test_files_of_the_trail_stay_until_their_time,
    ),
    Mutant(
        "some pass by the lock",
        block(
            HERE,
            statement(FILES, 1, "condition"),
            [{"test": "Bool", "variable": "aws:PrincipalIsAWSService", "values": ["false"]}],
        ),
        trail.test_files_of_the_trail_stay_until_their_time,
    ),
    Mutant(
        "an administrator takes the bucket's policy away",
        block(
            HERE,
            statement(FILES, 4, "actions"),
            ["s3:PutBucketObjectLockConfiguration", "s3:PutBucketPolicy"],
        ),
        trail.test_only_runs_of_its_stack_change_what_protects_the_files,
    ),
    Mutant(
        "every run of the account changes the lock",
        block(
            HERE,
            statement(FILES, 4, "condition", 0, "values"),
            ["arn:aws:iam::444444444444:role/spacelift/*"],
        ),
        trail.test_only_runs_of_its_stack_change_what_protects_the_files,
    ),
    Mutant(
        "an administrator deletes the key",
        block(HERE, statement(KEY, 3, "actions"), ["kms:DisableKey"]),
        trail.test_only_runs_of_its_stack_change_what_protects_the_files,
    ),
    Mutant(
        "the trail writes into folders of other organizations",
        block(
            HERE,
            statement(FILES, 3, "resources"),
            [f"arn:aws:s3:::sandbox-trail-444444444444/AWSLogs/{each}/*" for each in ("999999999999", "o-*")],
        ),
        trail.test_only_the_trail_writes_its_files,
    ),
    Mutant(
        "anybody's trail writes into our bucket",
        block(HERE, statement(FILES, 3, "condition", 0, "values"), ["arn:aws:cloudtrail:*:*:trail/*"]),
        trail.test_only_the_trail_writes_its_files,
    ),
    Mutant(
        "another service writes files of the trail",
        block(HERE, statement(FILES, 3, "principals", 0, "identifiers"), ["config.amazonaws.com"]),
        trail.test_only_the_trail_writes_its_files,
    ),
    Mutant(
        "the trail deletes its files",
        block(HERE, statement(FILES, 3, "actions"), ["s3:DeleteObject", "s3:PutObject"]),
        trail.test_only_the_trail_writes_its_files,
    ),
    Mutant(
        "the trail of another account uses the key",
        block(HERE, statement(KEY, 1, "condition", 0, "values"), ["arn:aws:cloudtrail:*:*:trail/*"]),
        trail.test_the_key_of_the_trail_serves_the_trail,
    ),
    Mutant(
        "the trail may decrypt",
        block(HERE, statement(KEY, 1, "actions"), ["kms:Decrypt", "kms:GenerateDataKey*"]),
        trail.test_the_key_of_the_trail_serves_the_trail,
    ),
    Mutant(
        "files of the trail are not encrypted with our key",
        put(HERE, KIND, NAME, kms_key_id=None),
        trail.test_the_key_of_the_trail_serves_the_trail,
    ),
)
