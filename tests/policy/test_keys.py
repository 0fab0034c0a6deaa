"""Keys of the TM data plane: one per purpose, and each of use to nothing else (P24; FSBP KMS.4, CIS 3.6)."""

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
}
"""Services that each key is used through."""

FOR_RESOURCES = {"volumes"}
"""Used by AWS itself for the account's resources, so that no role can be named."""

USES = {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"}


def _statements(estate: Estate, purpose: str) -> dict[str, Json]:
    key = estate.resources("tm-keys", "aws_kms_key")[f"keys_{purpose}"]
    name = estate.target("tm-keys", key["policy"]).name
    document = estate.stacks["tm-keys"]["data"]["aws_iam_policy_document"][name]
    return {statement["sid"]: statement for statement in document["statement"]}


def _conditions(statement: Json) -> dict[str, list[str]]:
    assert all(each["test"] in {"StringEquals", "Bool"} for each in statement["condition"])
    return {each["variable"]: each["values"] for each in statement["condition"]}


def test_there_is_a_key_with_alias_for_each_purpose(estate: Estate) -> None:
    keys = estate.resources("tm-keys", "aws_kms_key")
    assert {name.removeprefix("keys_") for name in keys} == set(PURPOSES)
    aliases = {
        estate.target("tm-keys", made["target_key_id"]).name: made["name"]
        for made in estate.resources("tm-keys", "aws_kms_alias").values()
    }
    assert aliases == {f"keys_{each}": f"alias/{estate.environment.name}-tm-{each}" for each in PURPOSES}


def test_keys_are_used_only_through_their_services_from_their_account(estate: Estate) -> None:
    account, region = estate.environment.accounts.tm, estate.environment.region
    for purpose, services in PURPOSES.items():
        statements = _statements(estate, purpose)
        assert set(statements) == {"AccountAdministers", "UsedThroughItsServices", "GrantedToResources"}
        for sid in ("UsedThroughItsServices", "GrantedToResources"):
            told = _conditions(statements[sid])
            assert set(told["kms:ViaService"]) == {f"{each}.{region}.amazonaws.com" for each in services}
            assert told["kms:CallerAccount"] == [account], purpose
            who = only(statements[sid]["principals"])["identifiers"]
            assert who == (["*"] if purpose in FOR_RESOURCES else [f"arn:aws:iam::{account}:root"]), purpose
        marked = _conditions(statements["GrantedToResources"]).get("kms:GrantIsForAWSResource")
        # EKS user guide: the condition «is not supported for the CreateCluster action».
        assert marked == (None if services & {"eks", "kafka"} else ["true"]), purpose


def test_administrators_of_keys_cannot_use_them(estate: Estate) -> None:
    for purpose in PURPOSES:
        statements = _statements(estate, purpose)
        administered = set(statements["AccountAdministers"]["actions"])
        assert not administered & {*USES, "kms:CreateGrant"}, purpose
        assert not any(action.endswith("*") for action in administered), purpose
        assert "kms:PutKeyPolicy" in administered, "AWS refuses a policy that nobody can change"
        assert set(statements["UsedThroughItsServices"]["actions"]) == {
            *USES,
            "kms:DescribeKey",
            "kms:RetireGrant",
        }
