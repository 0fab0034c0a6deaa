"""Keys of what is kept: one per purpose, and each of use to nothing else (P24; FSBP KMS.4, CIS 3.6)."""

import pytest

from tests.policy.facts import Estate, Json, only

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

FOR_RESOURCES = {"volumes"}
"""Used by AWS itself for the account's resources, so that no role can be named."""

USES = {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"}


def _rings(estate: Estate) -> list[tuple[str, str, str, dict[str, set[str]]]]:
    """Stack, place in the names, account and purposes of every key ring."""
    apps = {name: services for name, services in PURPOSES.items() if name in OF_APPS}
    workers = [("shared-workers", "shared", estate.environment.accounts.shared, OF_WORKERS)]
    return [
        ("tm-keys", "tm", estate.environment.accounts.tm, PURPOSES),
        *(workers if "shared-workers" in estate.stacks else []),
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
            marked = _conditions(statements["GrantedToResources"]).get("kms:GrantIsForAWSResource")
            # EKS user guide: the condition «is not supported for the CreateCluster action».
            assert marked == (None if services & {"eks", "kafka"} else ["true"]), purpose


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
