"""Weakened buckets."""

from tests.mutants.change import Mutant, block, drop, put
from tests.policy import test_buckets as buckets

EDGE = "tm-edge"
STATEMENTS = ("data", "aws_iam_policy_document", "logs_requests_policy-document", "statement")
DEFAULT = ("rule", 0, "apply_server_side_encryption_by_default")
ENCRYPTIONS = ("resource", "aws_s3_bucket_server_side_encryption_configuration")
ENCRYPTION = (*ENCRYPTIONS, "logs_requests_encryption", *DEFAULT)
RULE = ("resource", "aws_s3_bucket_lifecycle_configuration", "logs_requests_lifecycle", "rule", 0)


def _key_of(bucket: str) -> tuple[str | int, ...]:
    return (*ENCRYPTIONS, f"{bucket}_encryption", *DEFAULT, "kms_master_key_id")


BUCKETS = (
    Mutant(
        "a bucket may be made public",
        put(EDGE, "aws_s3_bucket_public_access_block", "logs_requests_private", block_public_policy=False),
        buckets.test_every_bucket_has_all_that_makes_it_private,
    ),
    Mutant(
        "a bucket keeps one version",
        drop(EDGE, "aws_s3_bucket_versioning", "logs_requests_versions"),
        buckets.test_every_bucket_has_all_that_makes_it_private,
    ),
    Mutant(
        "a bucket goes with all that is in it",
        put(EDGE, "aws_s3_bucket", "logs_requests_bucket", force_destroy=True),
        buckets.test_every_bucket_has_all_that_makes_it_private,
    ),
    Mutant(
        "logs of load balancers in a bucket that they cannot write to",
        block(EDGE, ENCRYPTION, {"sse_algorithm": "aws:kms"}),
        buckets.test_every_bucket_is_encrypted_with_a_customer_key_where_aws_can,
    ),
    Mutant(
        "files of the trail under the key of the history",
        block("audit-trail", _key_of("trail_archive_files"), "${aws_kms_key.history_encryption_key.arn}"),
        buckets.test_every_bucket_is_encrypted_with_a_customer_key_where_aws_can,
    ),
    Mutant(
        "the history under the key of the trail",
        block("audit-trail", _key_of("history_files"), "${aws_kms_key.trail_archive_encryption_key.arn}"),
        buckets.test_every_bucket_is_encrypted_with_a_customer_key_where_aws_can,
    ),
    Mutant(
        "any other bucket without a customer key",
        put(EDGE, "aws_s3_bucket", "logs_requests_bucket", bucket="sandbox-tm-others"),
        buckets.test_every_bucket_is_encrypted_with_a_customer_key_where_aws_can,
    ),
    Mutant(
        "a bucket answers plain HTTP",
        block(EDGE, (*STATEMENTS, 0, "condition", 0, "values"), ["true"]),
        buckets.test_every_bucket_refuses_plain_http,
    ),
    Mutant(
        "objects answer plain HTTP",
        block(EDGE, (*STATEMENTS, 0, "resources"), ["${aws_s3_bucket.logs_requests_bucket.arn}"]),
        buckets.test_every_bucket_refuses_plain_http,
    ),
    Mutant(
        "anybody's load balancer writes to our bucket",
        block(EDGE, (*STATEMENTS, 1, "condition"), [{"test": "Bool", "variable": "a", "values": ["true"]}]),
        buckets.test_services_write_to_buckets_only_from_known_accounts,
    ),
    Mutant(
        "our account is named somewhere in a condition that asks nothing",
        block(
            EDGE,
            (*STATEMENTS, 1, "condition"),
            [{"test": "StringLike", "variable": "aws:SourceArn", "values": ["*222222222222*"]}],
        ),
        buckets.test_services_write_to_buckets_only_from_known_accounts,
    ),
    Mutant(
        "a recorder of an unknown account writes the history",
        block(
            "audit-trail",
            (
                *("data", "aws_iam_policy_document", "history_files_policy-document", "statement"),
                *(1, "condition", 0, "values"),
            ),
            ["121212121212"],
        ),
        buckets.test_services_write_to_buckets_only_from_known_accounts,
    ),
    Mutant(
        "requests to files of the trail are not written down",
        drop("audit-trail", "aws_s3_bucket_logging", "trail_archive_files-observed_logging"),
        buckets.test_requests_to_buckets_of_evidence_and_of_the_lake_are_written_down,
    ),
    Mutant(
        "load balancers may do anything with our bucket",
        block(EDGE, (*STATEMENTS, 1, "actions"), ["s3:*"]),
        buckets.test_services_write_to_buckets_only_from_known_accounts,
    ),
    Mutant(
        "a bucket never forgets",
        block(EDGE, (*RULE, "status"), "Disabled"),
        buckets.test_every_bucket_forgets,
    ),
    Mutant(
        "old versions stay for ever",
        block(EDGE, (*RULE, "noncurrent_version_expiration"), []),
        buckets.test_every_bucket_forgets,
    ),
)
