"""The data lake: who writes, who reads, and that Lake Formation is the only way to data (ZN-6, CX-38).

Values of the document and of AWS are written down here a second time.
"""

import json
from functools import partial

import pytest

from tests.policy.facts import Estate, Json, only
from tests.policy.people import document

pytestmark = pytest.mark.policy

LAKE = "lake-storage"

WRITERS = {
    "lake-dms": (
        {"s3:ListBucket"},
        {"s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging"},
        {"aurora/*"},
    ),
    "lake-firehose": (
        {"s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"},
        {"s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"},
        {"kafka/*", "errors/kafka/*"},
    ),
}
"""Role of the TM account; what it does with the raw bucket, with objects, and below which prefixes (AWS, DMS and Firehose)."""

RIGHTS = {
    ("devops", "database", "raw"): {"DESCRIBE"},
    ("devops", "table", "raw"): {"DESCRIBE"},
    ("devops", "database", "curated"): {"DESCRIBE"},
    ("devops", "table", "curated"): {"DESCRIBE", "SELECT"},
    ("sre", "database", "raw"): {"DESCRIBE"},
    ("sre", "database", "curated"): {"DESCRIBE"},
}
"""Nobody reads raw rows (CX-38); Identity Center makes up the names of its roles, so nobody has rights there."""

CRAWLING = {
    ("crawler", f"{kind}", layer): rights
    for layer in ("raw", "curated")
    for kind, rights in (
        ("database", {"ALTER", "CREATE_TABLE", "DESCRIBE"}),
        ("data_location", {"DATA_LOCATION_ACCESS"}),
    )
}

KEYS = {"raw": {"s3"}, "curated": {"s3"}, "query-results": {"athena", "s3"}, "catalog": {"glue"}}
"""Services that each key is used through."""


def _lake(estate: Estate) -> bool:
    return estate.environment.datalake is not None


def _one(estate: Estate, kind: str) -> Json:
    return only(estate.resources(LAKE, kind).values(), kind)


def _of_bucket(estate: Estate, layer: str) -> dict[str, Json]:
    """Statements of a bucket's policy by their sid."""
    made = estate.resources(LAKE, "aws_s3_bucket_policy")[f"lake_storage_{layer}_policy"]
    return {each["sid"]: each for each in document(estate, LAKE, made["policy"])}


def _of_role(estate: Estate, name: str) -> list[Json]:
    """What a role may do, by everything that is attached to it."""
    assert not estate.resources(LAKE, "aws_iam_role_policy_attachment")
    return [
        statement
        for made in estate.resources(LAKE, "aws_iam_role_policy").values()
        if estate.target(LAKE, made["role"]).name == name
        for statement in document(estate, LAKE, made["policy"])
    ]


def test_the_lake_is_there_with_its_table_and_only_then(estate: Estate) -> None:
    """CX-38: off unless an environment says otherwise."""
    wanted = {LAKE, "lake-ingest"} if _lake(estate) else set()
    assert {stack for stack in estate.stacks if stack.startswith("lake-")} == wanted
    kinds = {kind for document in estate.stacks.values() for kind in document["resource"]}
    services = (
        "aws_athena",
        "aws_dms",
        "aws_glue",
        "aws_kinesis",
        "aws_lakeformation",
        "aws_msk_cluster_policy",
    )
    assert _lake(estate) == any(kind.startswith(services) for kind in kinds)


def test_buckets_of_the_lake_are_named_kept_and_encrypted_each_by_its_own_key(estate: Estate) -> None:
    """P24, P25, ZN-6."""
    if not _lake(estate):
        return
    env, lake = estate.environment, estate.environment.datalake
    assert lake
    days = {"raw": lake.raw_days, "curated": lake.curated_days, "results": 30, "logs": env.retention.logs}
    keys = {"raw": "raw", "curated": "curated", "results": "query-results"}
    buckets = estate.resources(LAKE, "aws_s3_bucket")
    assert {made["bucket"] for made in buckets.values()} == {
        f"{env.name}-lake-{each}-{env.accounts.lake}" for each in days
    }
    for layer, kept in days.items():
        name = f"lake_storage_{layer}"
        rules = estate.resources(LAKE, "aws_s3_bucket_lifecycle_configuration")[f"{name}_lifecycle"]["rule"]
        assert only(only(rules)["expiration"])["days"] == kept, layer
        kind = "aws_s3_bucket_server_side_encryption_configuration"
        [rule] = estate.resources(LAKE, kind)[f"{name}_encryption"]["rule"]
        if layer in keys:
            key = rule["apply_server_side_encryption_by_default"]["kms_master_key_id"]
            assert estate.target(LAKE, key).name == f"keys_{keys[layer]}", layer


def test_only_two_roles_write_from_outside_and_only_below_their_prefixes(estate: Estate) -> None:
    """Arrows 16.1, 16.2: by whole ARN; the other buckets admit nobody but S3's own log delivery."""
    if not _lake(estate):
        return
    env = estate.environment
    raw = f"arn:aws:s3:::{env.name}-lake-raw-{env.accounts.lake}"
    found = _of_bucket(estate, "raw")
    found.pop("TlsOnly")
    wanted: list[Json] = []
    for role, (of_bucket, of_objects, prefixes) in WRITERS.items():
        arn = f"arn:aws:iam::{env.accounts.tm}:role/{env.name}-{role}"
        for actions, resources in ((of_bucket, {raw}), (of_objects, {f"{raw}/{each}" for each in prefixes})):
            wanted.append(
                {
                    "actions": sorted(actions),
                    "condition": [{"test": "ArnEquals", "values": [arn], "variable": "aws:PrincipalArn"}],
                    "effect": "Allow",
                    "principals": [{"identifiers": [f"arn:aws:iam::{env.accounts.tm}:root"], "type": "AWS"}],
                    "resources": sorted(resources),
                }
            )
    told = [{key: value for key, value in each.items() if key != "sid"} for each in found.values()]
    order = partial(json.dumps, sort_keys=True)
    assert sorted(told, key=order) == sorted(wanted, key=order)
    for layer in ("curated", "results"):
        assert set(_of_bucket(estate, layer)) == {"TlsOnly"}, layer
    deliveries = _of_bucket(estate, "logs")
    assert set(deliveries) == {"TlsOnly", "S3WritesRequests"}
    who = [{"identifiers": ["logging.s3.amazonaws.com"], "type": "Service"}]
    assert deliveries["S3WritesRequests"]["principals"] == who
    assert deliveries["S3WritesRequests"]["actions"] == ["s3:PutObject"]


def test_keys_of_the_lake_admit_the_writers_through_s3_and_to_raw_data_only(estate: Estate) -> None:
    """P24: whoever has rights to a key still has to come through the services of its purpose."""
    if not _lake(estate):
        return
    env = estate.environment
    own = {f"keys_{each}" for each in KEYS} | {
        "lake_catalog_encryption_key",
        "lake_watch_alarms_encryption_key",
    }
    assert estate.resources(LAKE, "aws_kms_key").keys() == own
    for purpose, services in KEYS.items():
        made = estate.resources(LAKE, "aws_kms_key")[f"keys_{purpose}"]
        statements = {each["sid"]: each for each in document(estate, LAKE, made["policy"])}
        through = {
            "test": "StringEquals",
            "values": [f"{each}.{env.region}.amazonaws.com" for each in sorted(services)],
            "variable": "kms:ViaService",
        }
        usual = {"AccountAdministers", "UsedThroughItsServices", "GrantedToResources"}
        for sid in usual - {"AccountAdministers"}:
            assert through in statements[sid]["condition"], purpose
        guests = {sid: each for sid, each in statements.items() if sid not in usual}
        assert len(guests) == (len(WRITERS) if purpose == "raw" else 0), purpose
        for (sid, guest), role in zip(sorted(guests.items()), WRITERS, strict=False):
            arn = f"arn:aws:iam::{env.accounts.tm}:role/{env.name}-{role}"
            exact = {"test": "ArnEquals", "values": [arn], "variable": "aws:PrincipalArn"}
            assert guest["condition"] == [through, exact], sid
            assert guest["actions"] == ["kms:Decrypt", "kms:GenerateDataKey"], sid
            root = [f"arn:aws:iam::{env.accounts.tm}:root"]
            assert guest["principals"] == [{"identifiers": root, "type": "AWS"}], sid


def test_lake_formation_gives_nothing_by_default(estate: Estate) -> None:
    """No IAMAllowedPrincipals: with it, IAM alone would decide. Only runs of the stack administer the lake."""
    if not _lake(estate):
        return
    env = estate.environment
    [(name, settings)] = estate.resources(LAKE, "aws_lakeformation_data_lake_settings").items()
    runs = f"arn:aws:iam::{env.accounts.lake}:role/spacelift/{env.name}-{LAKE}"
    assert settings["admins"] == [f"{runs}-apply"]
    assert settings["read_only_admins"] == [f"{runs}-plan"]
    assert settings["trusted_resource_owners"] == [settings["catalog_id"]] == [env.accounts.lake]
    assert not any("default_permissions" in attribute for attribute in settings)
    assert "IAM_ALLOWED" not in json.dumps(estate.stacks)
    first = f"aws_lakeformation_data_lake_settings.{name}"
    for kind in ("aws_glue_catalog_database", "aws_lakeformation_permissions", "aws_lakeformation_resource"):
        for address, made in estate.resources(LAKE, kind).items():
            assert first in made["depends_on"], address
            assert "create_table_default_permission" not in made, address


def test_rights_in_the_lake_are_exactly_these(estate: Estate) -> None:
    """PE-1, PE-2: DevOps read curated rows, SREs see databases, crawlers make tables; nobody may pass a right on."""
    if not _lake(estate):
        return
    people = RIGHTS if estate.environment.identity.mode == "saml" else {}
    found: dict[tuple[str, str, str], set[str]] = {}
    for address, made in estate.resources(LAKE, "aws_lakeformation_permissions").items():
        [kind] = made.keys() & {"data_location", "database", "table"}
        where = made[kind]
        if kind == "data_location":
            assert set(where) == {"arn"}, address
            location = estate.at(estate.target(LAKE, where["arn"]))
            layer = estate.target(LAKE, location["arn"]).name.split("_")[2]
        else:
            database = where["name"] if kind == "database" else where["database_name"]
            layer = estate.at(estate.target(LAKE, database))["name"].rpartition("_")[2]
        assert kind != "table" or (where["wildcard"], len(where)) == (True, 2), address
        role = estate.at(estate.target(LAKE, made["principal"]))["name"]
        who = role.removeprefix(f"{estate.environment.name}-").removeprefix("lake-")
        assert (who, kind, layer) not in found, address
        found[who, kind, layer] = set(made["permissions"])
    assert found == people | CRAWLING


def test_data_is_read_through_lake_formation_alone(estate: Estate) -> None:
    """No other role reads a bucket; what has arrived is never changed."""
    if not _lake(estate):
        return
    account = estate.environment.accounts.lake
    roles = estate.resources(LAKE, "aws_iam_role")
    services = {"lake_identity_registration": "lakeformation", "lake_identity_crawler": "glue"}
    assert roles.keys() == services.keys()
    for name, service in services.items():
        [trust] = document(estate, LAKE, roles[name]["assume_role_policy"])
        who = [{"identifiers": [f"{service}.amazonaws.com"], "type": "Service"}]
        assert trust["principals"] == who, name
        own = {"test": "StringEquals", "values": [account], "variable": "aws:SourceAccount"}
        assert trust["condition"] == [own], name
    for resource in estate.resources(LAKE, "aws_lakeformation_resource").values():
        assert estate.target(LAKE, resource["role_arn"]).name == "lake_identity_registration"
    assert {
        estate.target(LAKE, each["arn"]).name
        for each in estate.resources(LAKE, "aws_lakeformation_resource").values()
    } == {"lake_storage_raw_bucket", "lake_storage_curated_bucket"}
    crawler = [action for each in _of_role(estate, "lake_identity_crawler") for action in each["actions"]]
    assert not any(action.startswith("s3:") or "Delete" in action for action in crawler)
    for statement in _of_role(estate, "lake_identity_registration"):
        if any("_raw_bucket" in resource for resource in statement["resources"]):
            assert set(statement["actions"]) == {"s3:GetObject", "s3:ListBucket"}
        assert "*" not in statement["resources"]


def test_the_catalogue_and_its_crawlers_are_encrypted(estate: Estate) -> None:
    """CKV_AWS_94, CKV_AWS_99, CKV_AWS_195."""
    if not _lake(estate):
        return
    settings = _one(estate, "aws_glue_data_catalog_encryption_settings")["data_catalog_encryption_settings"]
    rest, passwords = settings["encryption_at_rest"], settings["connection_password_encryption"]
    assert rest["catalog_encryption_mode"] == "SSE-KMS"
    assert passwords["return_connection_password_encrypted"] is True
    for key in (rest["sse_aws_kms_key_id"], passwords["aws_kms_key_id"]):
        assert estate.target(LAKE, key).name == "keys_catalog"
    security = _one(estate, "aws_glue_security_configuration")["encryption_configuration"]
    assert {
        security["cloudwatch_encryption"]["cloudwatch_encryption_mode"],
        security["job_bookmarks_encryption"]["job_bookmarks_encryption_mode"],
        security["s3_encryption"]["s3_encryption_mode"],
    } == {"SSE-KMS", "CSE-KMS"}
    keys = {what: estate.target(LAKE, each["kms_key_arn"]).name for what, each in security.items()}
    assert keys == {
        "cloudwatch_encryption": "lake_catalog_encryption_key",
        "job_bookmarks_encryption": "keys_catalog",
        "s3_encryption": "keys_catalog",
    }
    paths = set()
    for address, made in estate.resources(LAKE, "aws_glue_crawler").items():
        assert made["lake_formation_configuration"] == {
            "account_id": estate.environment.accounts.lake,
            "use_lake_formation_credentials": True,
        }, address
        assert made["recrawl_policy"] == {"recrawl_behavior": "CRAWL_EVERYTHING"}, address
        grows = {"delete_behavior": "LOG", "update_behavior": "UPDATE_IN_DATABASE"}
        assert made["schema_change_policy"] == grows, address
        bucket, _, prefix = only(made["s3_target"])["path"].removeprefix("s3://").partition("/")
        layer = estate.target(LAKE, bucket).name.split("_")[2]
        database = estate.at(estate.target(LAKE, made["database_name"]))["name"]
        assert database.endswith(f"_{layer}"), address
        paths.add((layer, prefix))
    assert paths == {("raw", "aurora/"), ("raw", "kafka/"), ("curated", "")}


def test_queries_are_bounded_and_their_answers_encrypted(estate: Estate) -> None:
    """CKV_AWS_82, CKV_AWS_159: no client changes where answers go, how they are encrypted, or how much is read."""
    if not _lake(estate):
        return
    lake = estate.environment.datalake
    assert lake
    group = _one(estate, "aws_athena_workgroup")["configuration"]
    assert group["enforce_workgroup_configuration"] is True
    assert group["publish_cloudwatch_metrics_enabled"] is True
    assert group["bytes_scanned_cutoff_per_query"] == lake.scan_limit * 2**30
    result = group["result_configuration"]
    bucket = result["output_location"].removeprefix("s3://").rstrip("/")
    assert estate.target(LAKE, bucket).name == "lake_storage_results_policy"
    assert result["expected_bucket_owner"] == estate.environment.accounts.lake
    encryption = result["encryption_configuration"]
    assert encryption["encryption_option"] == "SSE_KMS"
    assert estate.target(LAKE, encryption["kms_key_arn"]).name == "keys_query-results"
