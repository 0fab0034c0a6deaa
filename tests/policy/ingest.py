"""Readers of the ways into the data lake."""

from tests.policy.facts import Estate, Json, Target, only
from tests.policy.people import document

INGEST = "lake-ingest"

MANAGED = {
    "dms-vpc-role": "AmazonDMSVPCManagementRole",
    "dms-cloudwatch-logs-role": "AmazonDMSCloudWatchLogsRole",
}
"""AWS, DMS: fixed names and the managed policies that belong to them."""


def has_lake(estate: Estate) -> bool:
    return estate.environment.datalake is not None


def one(estate: Estate, kind: str) -> Json:
    return only(estate.resources(INGEST, kind).values(), kind)


def leads(estate: Estate, reference: str) -> Target:
    return estate.target(INGEST, reference)


def roles_of(estate: Estate) -> dict[str, tuple[str, Json]]:
    """Address and role by the role's name, without the environment."""
    prefix = f"{estate.environment.name}-"
    return {
        role["name"].removeprefix(prefix): (address, role)
        for address, role in estate.resources(INGEST, "aws_iam_role").items()
    }


def statements_of(estate: Estate, role: str) -> dict[str, Json]:
    """Statements of a role by their sid."""
    address, _ = roles_of(estate)[role]
    policy = only(
        made["policy"]
        for made in estate.resources(INGEST, "aws_iam_role_policy").values()
        if leads(estate, made["role"]).name == address
    )
    return {each["sid"]: each for each in document(estate, INGEST, policy)}


def through(estate: Estate, service: str) -> list[Json]:
    host = f"{service}.{estate.environment.region}.amazonaws.com"
    return [{"test": "StringEquals", "values": [host], "variable": "kms:ViaService"}]
