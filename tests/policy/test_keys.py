"""Keys of what is kept: one per purpose, and each of use to nothing else (P24; FSBP KMS.4, CIS 3.6)."""

from fnmatch import fnmatchcase

import pytest

from tests.policy.facts import Estate, Json, only
from tests.policy.people import account_of, document

pytestmark = pytest.mark.policy

PURPOSES = {
    "cluster-secrets": {"eks"},
    "volumes": {"ec2"},
    "database": {"rds"},
    "backups": {"backup", "rds"},
    "streams": {"kafka"},
    "scram": {"kafka", "secretsmanager"},
    "secrets": {"secretsmanager"},
    "observability": {"s3", "sns"},
}
"""Services that each key is used through."""

OF_APPS = {"cluster-secrets", "volumes", "secrets"}
"""What an Apps environment keeps: no database and no streams."""

OF_WORKERS = {name: PURPOSES[name] for name in ("volumes", "secrets")}
"""Disks of Spacelift's private workers, and what they show to Spacelift."""

OF_IMAGES = {"images": {"ecr"}, "vendor-credentials": {"secretsmanager"}}
"""The registry's images, and what their mirror shows to the vendor."""

FOR_RESOURCES = {"volumes"}
"""Used by AWS itself for the account's resources, so that no role can be named."""

MARK = "kms:GrantIsForAWSResource"

UNMARKED = {"eks", "kafka"}
"""EKS user guide: the condition «is not supported for the CreateCluster action»."""

THROUGH = {"kms:CallerAccount", "kms:ViaService"}

BOUND = {
    "AccountAdministers": set(),
    "AccountByIam": set(),
    "EncryptCloudtrail": {"aws:SourceAccount", "aws:SourceArn"},
    "EncryptCloudwatch": {"aws:SourceAccount", "aws:SourceArn"},
    "EncryptEvents": set(),
    "GrantedToResources": THROUGH,
    "Guest1": {"aws:PrincipalArn", "kms:ViaService"},
    "Guest2": {"aws:PrincipalArn", "kms:ViaService"},
    "LogGroupsOfThisPrefix": {"kms:EncryptionContext:aws:logs:arn"},
    "OnlyRunsEndIt": {"aws:PrincipalArn"},
    "RecordersEncrypt": {"aws:SourceAccount"},
    "TrailEncrypts": {"aws:SourceArn", "kms:EncryptionContext:aws:cloudtrail:arn"},
    "TrailLooks": {"aws:SourceArn"},
    "UsedThroughItsServices": THROUGH,
}
"""What binds each statement of any key's policy.

Unbound are the account's own administration, and EventBridge, which names no source to KMS (SNS developer guide).
"""

USES = {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"}


def _rings(estate: Estate) -> list[tuple[str, str, str, dict[str, set[str]]]]:
    """Stack, place in the names, account and purposes of every key ring."""
    apps = {name: services for name, services in PURPOSES.items() if name in OF_APPS}
    shared = [
        (stack, "shared", estate.environment.accounts.shared, held)
        for stack, held in {"shared-registry": OF_IMAGES, "shared-workers": OF_WORKERS}.items()
        if stack in estate.stacks
    ]
    return [
        ("tm-keys", "tm", estate.environment.accounts.tm, PURPOSES),
        *shared,
        *(
            (f"apps-{name}-eks", f"apps-{name}", each.account, apps)
            for name, each in estate.environment.apps.items()
        ),
    ]


def _statements(estate: Estate, stack: str, purpose: str) -> dict[str, Json]:
    key = estate.resources(stack, "aws_kms_key")[f"keys_{purpose}"]
    name = estate.target(stack, key["policy"]).name
    document = estate.stacks[stack]["data"]["aws_iam_policy_document"][name]
    return {statement["sid"]: statement for statement in document["statement"]}


def _conditions(statement: Json) -> dict[str, list[str]]:
    assert all(each["test"] in {"StringEquals", "Bool"} for each in statement["condition"])
    return {each["variable"]: each["values"] for each in statement["condition"]}


def test_there_is_a_key_with_alias_for_each_purpose(estate: Estate) -> None:
    for stack, place, _, purposes in _rings(estate):
        keys = {name for name in estate.resources(stack, "aws_kms_key") if name.startswith("keys_")}
        assert {name.removeprefix("keys_") for name in keys} == set(purposes)
        aliases = {
            estate.target(stack, made["target_key_id"]).name: made["name"]
            for name, made in estate.resources(stack, "aws_kms_alias").items()
            if name.startswith("keys_")
        }
        assert aliases == {
            f"keys_{each}": f"alias/{estate.environment.name}-{place}-{each}" for each in purposes
        }


def test_keys_are_used_only_through_their_services_from_their_account(estate: Estate) -> None:
    region = estate.environment.region
    for stack, _, account, purposes in _rings(estate):
        for purpose, services in purposes.items():
            statements = _statements(estate, stack, purpose)
            assert set(statements) == {"AccountAdministers", "UsedThroughItsServices", "GrantedToResources"}
            for sid in ("UsedThroughItsServices", "GrantedToResources"):
                told = _conditions(statements[sid])
                assert set(told["kms:ViaService"]) == {f"{each}.{region}.amazonaws.com" for each in services}
                assert told["kms:CallerAccount"] == [account], purpose
                who = only(statements[sid]["principals"])["identifiers"]
                everyone = purpose in FOR_RESOURCES
                assert who == (["*"] if everyone else [f"arn:aws:iam::{account}:root"]), purpose
            marked = _conditions(statements["GrantedToResources"]).get(MARK)
            assert marked == (None if services & UNMARKED else ["true"]), purpose


def test_administrators_of_keys_cannot_use_them(estate: Estate) -> None:
    for stack, _, _, purposes in _rings(estate):
        for purpose in purposes:
            statements = _statements(estate, stack, purpose)
            administered = set(statements["AccountAdministers"]["actions"])
            assert not administered & {*USES, "kms:CreateGrant"}, purpose
            assert not any(action.endswith("*") for action in administered), purpose
            assert "kms:PutKeyPolicy" in administered, "AWS refuses a policy that nobody can change"
            assert set(statements["UsedThroughItsServices"]["actions"]) == {
                *USES,
                "kms:DescribeKey",
                "kms:RetireGrant",
            }


def test_every_statement_of_every_key_is_bound(estate: Estate) -> None:
    """P24: wherever a key is made; what nobody has written down here is no statement of a key."""
    for stack, name, key in estate.everywhere("aws_kms_key"):
        for statement in document(estate, stack, key["policy"]):
            sid, where = statement["sid"], f"{stack} {name} {statement['sid']}"
            told = {each["variable"]: each["values"] for each in statement.get("condition", [])}
            through = {value.partition(".")[0] for value in told.get("kms:ViaService", [])}
            marked = sid == "GrantedToResources" and not through & UNMARKED
            assert told.get(MARK) == (["true"] if marked else None), where
            assert told.keys() - {MARK} == BOUND[sid], where
            assert all(value.strip("*") for values in told.values() for value in values), where
            tests = {each["test"] for each in statement.get("condition", [])}
            assert ("ArnNotEquals" in tests) == (statement["effect"] == "Deny"), where
            assert not any(test.endswith("IfExists") for test in tests), where
            assert told.get("kms:CallerAccount", [account_of(estate, stack)]) == [
                account_of(estate, stack)
            ], where


def test_keys_of_logs_open_no_other_groups(estate: Estate) -> None:
    """P63: the prefix is of the key's own account, says something, and covers all that is under the key."""
    for stack, name, made in estate.everywhere("aws_cloudwatch_log_group"):
        key = estate.target(stack, made["kms_key_id"])
        held = {each["sid"]: each for each in document(estate, key.stack, estate.at(key)["policy"])}
        told = only(held["LogGroupsOfThisPrefix"]["condition"])
        region = only(only(held["LogGroupsOfThisPrefix"]["principals"])["identifiers"]).split(".")[1]
        own = f"arn:aws:logs:{region}:{account_of(estate, stack)}:log-group:"
        pattern = only(told["values"])
        assert (told["test"], told["variable"]) == ("ArnLike", "kms:EncryptionContext:aws:logs:arn")
        assert pattern.startswith(own), f"{stack} {name}"
        assert pattern.removeprefix(own).strip("*/"), f"{stack} {name}"
        assert fnmatchcase(f"{own}{made['name']}", pattern), f"{stack} {name}"
