"""Weakened data lakes: what lies there, and what is told of it."""

from collections.abc import Callable

from tests.mutants.change import Mutant, Stacks, block, drop, put
from tests.policy import test_buckets as buckets
from tests.policy import test_lake as lake

LAKE, INGEST = "lake-storage", "lake-ingest"
RIGHT, SETTINGS = "aws_lakeformation_permissions", "aws_lakeformation_data_lake_settings"
ROOT = {"identifiers": ["arn:aws:iam::222222222222:root"], "type": "AWS"}
CURATED = {"database_name": "${aws_glue_catalog_database.lake_catalog_curated.name}", "wildcard": True}


def said(stack: str, document: str, index: int, key: str, value: object) -> Callable[[Stacks], None]:
    """One part of one statement of a policy document."""
    return block(stack, ("data", "aws_iam_policy_document", document, "statement", index, key), value)


def inside(stack: str, kind: str, name: str, *path: str | int, to: object) -> Callable[[Stacks], None]:
    """One value inside a resource."""
    return block(stack, ("resource", kind, name, *path), to)


def _gone(stack: str) -> Callable[[Stacks], None]:
    def change(stacks: Stacks) -> None:
        del stacks[stack]

    return change


def _granted(name: str, **attributes: object) -> Callable[[Stacks], None]:
    return put(LAKE, RIGHT, name, **attributes)


STORED = (
    Mutant("the lake has no way in", _gone(INGEST), lake.test_the_lake_is_there_with_its_table_and_only_then),
    Mutant("the lake has no place", _gone(LAKE), lake.test_the_lake_is_there_with_its_table_and_only_then),
    Mutant(
        "raw data is kept for one day",
        inside(
            LAKE,
            "aws_s3_bucket_lifecycle_configuration",
            "lake_storage_raw_lifecycle",
            "rule",
            0,
            "expiration",
            to=[{"days": 1}],
        ),
        lake.test_buckets_of_the_lake_are_named_kept_and_encrypted_each_by_its_own_key,
    ),
    Mutant(
        "curated data under the key of raw data",
        inside(
            LAKE,
            "aws_s3_bucket_server_side_encryption_configuration",
            "lake_storage_curated_encryption",
            "rule",
            0,
            "apply_server_side_encryption_by_default",
            "kms_master_key_id",
            to="${aws_kms_key.keys_raw.arn}",
        ),
        lake.test_buckets_of_the_lake_are_named_kept_and_encrypted_each_by_its_own_key,
    ),
    Mutant(
        "every role of the TM account writes raw data",
        said(
            LAKE,
            "lake_storage_raw_policy-document",
            2,
            "condition",
            [
                {
                    "test": "ArnLike",
                    "values": ["arn:aws:iam::222222222222:role/*"],
                    "variable": "aws:PrincipalArn",
                }
            ],
        ),
        lake.test_only_two_roles_write_from_outside_and_only_below_their_prefixes,
    ),
    Mutant(
        "the change capture writes where events lie",
        said(
            LAKE,
            "lake_storage_raw_policy-document",
            2,
            "resources",
            ["arn:aws:s3:::sandbox-lake-raw-555555555555/*"],
        ),
        lake.test_only_two_roles_write_from_outside_and_only_below_their_prefixes,
    ),
    Mutant(
        "another role than a writer passes as a guest of the bucket",
        said(
            LAKE,
            "lake_storage_raw_policy-document",
            4,
            "condition",
            [
                {
                    "test": "ArnEquals",
                    "values": ["arn:aws:iam::222222222222:role/x"],
                    "variable": "aws:PrincipalArn",
                }
            ],
        ),
        buckets.test_services_write_to_buckets_only_from_known_accounts,
    ),
    Mutant(
        "the key of raw data is anybody's in the TM account",
        said(LAKE, "keys_raw-policy", 3, "condition", []),
        lake.test_keys_of_the_lake_admit_the_writers_through_s3_and_to_raw_data_only,
    ),
    Mutant(
        "writers use the key of raw data for anything",
        said(LAKE, "keys_raw-policy", 4, "actions", ["kms:*"]),
        lake.test_keys_of_the_lake_admit_the_writers_through_s3_and_to_raw_data_only,
    ),
    Mutant(
        "requests to raw data are not written down",
        drop(LAKE, "aws_s3_bucket_logging", "lake_storage_raw-observed_logging"),
        buckets.test_requests_to_buckets_of_evidence_and_of_the_lake_are_written_down,
    ),
    Mutant(
        "a bucket writes its own log into itself",
        put(
            LAKE,
            "aws_s3_bucket_logging",
            "lake_storage_raw-observed_logging",
            target_bucket="${aws_s3_bucket_policy.lake_storage_raw_policy.bucket}",
        ),
        buckets.test_requests_to_buckets_of_evidence_and_of_the_lake_are_written_down,
    ),
)

GOVERNED = (
    Mutant(
        "whoever has IAM rights reads new tables",
        put(
            LAKE,
            SETTINGS,
            "lake_settings_settings",
            create_table_default_permissions=[
                {"permissions": ["ALL"], "principal": "IAM_ALLOWED_PRINCIPALS"}
            ],
        ),
        lake.test_lake_formation_gives_nothing_by_default,
    ),
    Mutant(
        "every run administers the lake",
        put(LAKE, SETTINGS, "lake_settings_settings", admins=["arn:aws:iam::555555555555:role/spacelift/*"]),
        lake.test_lake_formation_gives_nothing_by_default,
    ),
    Mutant(
        "a database is made before the defaults are gone",
        put(LAKE, "aws_glue_catalog_database", "lake_catalog_raw", depends_on=[]),
        lake.test_lake_formation_gives_nothing_by_default,
    ),
    Mutant(
        "DevOps read raw rows",
        _granted("lake_governance_devops-raw-tables", permissions=["DESCRIBE", "SELECT"]),
        lake.test_rights_in_the_lake_are_exactly_these,
    ),
    Mutant(
        "SREs read curated rows",
        _granted(
            "lake_governance_sre-curated-tables",
            permissions=["SELECT"],
            principal="${var.access_lake_role_arns_sre}",
            table=CURATED,
        ),
        lake.test_rights_in_the_lake_are_exactly_these,
    ),
    Mutant(
        "crawlers drop tables",
        _granted("lake_governance_crawler-raw-database", permissions=["ALL"]),
        lake.test_rights_in_the_lake_are_exactly_these,
    ),
    Mutant(
        "crawlers read buckets past Lake Formation",
        said(LAKE, "lake_identity_crawler-policy", 1, "actions", ["s3:GetObject"]),
        lake.test_data_is_read_through_lake_formation_alone,
    ),
    Mutant(
        "Lake Formation changes raw data",
        said(LAKE, "lake_identity_registration-policy", 0, "actions", ["s3:GetObject", "s3:PutObject"]),
        lake.test_data_is_read_through_lake_formation_alone,
    ),
    Mutant(
        "any account's Lake Formation takes the role",
        said(LAKE, "lake_identity_registration-trust", 0, "condition", []),
        lake.test_data_is_read_through_lake_formation_alone,
    ),
    Mutant(
        "the catalogue is not encrypted",
        inside(
            LAKE,
            "aws_glue_data_catalog_encryption_settings",
            "lake_catalog_settings",
            "data_catalog_encryption_settings",
            "encryption_at_rest",
            "catalog_encryption_mode",
            to="DISABLED",
        ),
        lake.test_the_catalogue_and_its_crawlers_are_encrypted,
    ),
    *(
        Mutant(
            f"{what} of the crawlers under the key of curated data",
            inside(
                *(LAKE, "aws_glue_security_configuration", "lake_catalog_security"),
                *("encryption_configuration", part, "kms_key_arn"),
                to="${aws_kms_key.keys_curated.arn}",
            ),
            lake.test_the_catalogue_and_its_crawlers_are_encrypted,
        )
        for what, part in (("bookmarks", "job_bookmarks_encryption"), ("files", "s3_encryption"))
    ),
    Mutant(
        "a crawler comes with rights of its own",
        inside(
            LAKE,
            "aws_glue_crawler",
            "lake_crawlers_aurora",
            "lake_formation_configuration",
            "use_lake_formation_credentials",
            to=False,
        ),
        lake.test_the_catalogue_and_its_crawlers_are_encrypted,
    ),
    Mutant(
        "a new column never reaches the catalogue",
        put(
            LAKE,
            "aws_glue_crawler",
            "lake_crawlers_aurora",
            recrawl_policy={"recrawl_behavior": "CRAWL_NEW_FOLDERS_ONLY"},
            schema_change_policy={"delete_behavior": "LOG", "update_behavior": "LOG"},
        ),
        lake.test_the_catalogue_and_its_crawlers_are_encrypted,
    ),
    Mutant(
        "clients choose where answers go",
        inside(
            LAKE,
            "aws_athena_workgroup",
            "lake_query_workgroup",
            "configuration",
            "enforce_workgroup_configuration",
            to=False,
        ),
        lake.test_queries_are_bounded_and_their_answers_encrypted,
    ),
    Mutant(
        "a query reads without end",
        inside(
            LAKE,
            "aws_athena_workgroup",
            "lake_query_workgroup",
            "configuration",
            "bytes_scanned_cutoff_per_query",
            to=2**60,
        ),
        lake.test_queries_are_bounded_and_their_answers_encrypted,
    ),
)

LAKE_MUTANTS = (*STORED, *GOVERNED)
