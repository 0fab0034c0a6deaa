"""Weakened buckets."""

from tests.mutants.change import Mutant, block, drop, put
from tests.policy import test_buckets as buckets

EDGE = "tm-edge"
STATEMENTS = ("data", "aws_iam_policy_document", "logs_requests_policy-document", "statement")
ENCRYPTION = (
    "resource",
    "aws_s3_bucket_server_side_encryption_configuration",
    "logs_requests_encryption",
    "rule",
    0,
    "apply_server_side_encryption_by_default",
)
RULE = ("resource", "aws_s3_bucket_lifecycle_configuration", "logs_requests_lifecycle", "rule", 0)

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
        buckets.test_services_write_to_buckets_only_from_this_account,
    ),
    Mutant(
        "load balancers may do anything with our bucket",
        block(EDGE, (*STATEMENTS, 1, "actions"), ["s3:*"]),
        buckets.test_services_write_to_buckets_only_from_this_account,
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
