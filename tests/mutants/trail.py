"""A weakened trail."""

from tests.mutants.change import Mutant, block, drop, put
from tests.policy import test_trail as trail

HERE, KIND, NAME = "audit-trail", "aws_cloudtrail", "trail_trail"


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
        "who reads objects is not recorded",
        block(HERE, ("resource", KIND, NAME, "event_selector", 0, "read_write_type"), "WriteOnly"),
        trail.test_one_trail_records_everything_everywhere,
    ),
    Mutant(
        "objects of one bucket are recorded",
        block(
            HERE,
            ("resource", KIND, NAME, "event_selector", 0, "data_resource", 0, "values"),
            ["arn:aws:s3:::one/"],
        ),
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
