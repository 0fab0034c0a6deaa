"""Tags, logs, keys, IAM and names: what holds for every stack."""

import json
import re

import pytest

from tests.policy import audit, people
from tests.policy.facts import Estate, Json, only_known

pytestmark = pytest.mark.policy

TAGS = {"Environment", "ManagedBy", "Owner", "Project", "SeedId", "Source", "Stack"}

FORBIDDEN = {
    "aws_cloudformation_stack": "CX-12: infrastructure is Terraform",
    "aws_api_gateway_rest_api": "CX-16: services run on EKS",
    "aws_apigatewayv2_api": "CX-16: services run on EKS",
    "aws_msk_scram_secret_association": "CX-23: it removes the associations of others",
    "kubernetes_manifest": "CX-40: it needs the cluster at plan time",
    "aws_iam_user": "P43: people and machines assume roles",
    "aws_iam_access_key": "P43: people and machines assume roles",
    "aws_iam_group": "P43: people and machines assume roles",
    "terraform_data": "no placeholders",
    "null_resource": "no placeholders",
}

STATEMENT = {"actions", "condition", "effect", "principals", "resources", "sid"}
"""Not `not_actions`, `not_resources` or `not_principals`: they allow what nobody has thought of.

A denial may name what it leaves out: what nobody has thought of is denied.
"""

NAMING = {
    f"{service}.amazonaws.com" for service in ("cloudtrail", "dms", "firehose", "monitoring.rds", "pods.eks")
}
"""Services that say for which of their resources they assume a role; the others say the account alone."""

SEED = re.compile(r"[A-Z]{2,3}-\d+")


def test_every_provider_tags_everything(estate: Estate) -> None:
    """P64."""
    for name, document in estate.stacks.items():
        for block in document["provider"]["aws"]:
            assert len(block["default_tags"]) == 1, name
            tags = block["default_tags"][0]["tags"]
            assert tags.keys() == TAGS, name
            assert tags["Stack"] == name
            assert tags["Environment"] == estate.environment.name
            assert tags["Owner"] == estate.environment.owner
            assert all(SEED.fullmatch(seed) for seed in tags["SeedId"].split()), name
            assert all(len(value) <= 256 for value in tags.values()), name


def test_every_provider_is_held_to_its_account(estate: Estate) -> None:
    environment = estate.environment
    accounts = {f"{vpc.name}-": vpc.account for vpc in environment.estate} | {
        "network-": environment.accounts.network
    }
    people = {f"access-{prefix[:-1]}": account for prefix, account in accounts.items()}
    people |= audit.accounts_of_stacks(environment)
    people["access-audit"] = environment.accounts.audit
    people["access-lake"] = environment.accounts.lake
    # The ways into the lake stand with what they read.
    accounts |= {"lake-storage": environment.accounts.lake, "lake-ingest": environment.accounts.tm}
    if environment.identity.mode == "identity-center":
        people["access-personas"] = environment.identity.account
    for name, document in estate.stacks.items():
        own = [account for prefix, account in accounts.items() if name.startswith(prefix)]
        own += [people[name]] if name in people else []
        blocks = document["provider"]["aws"]
        assert [block["allowed_account_ids"] for block in blocks if "alias" not in block] == [own], name
        for block in blocks:
            elsewhere = block.get("alias") == "us-east-1"  # where AWS keeps query logs of public zones
            assert block["region"] == ("us-east-1" if elsewhere else environment.region), name
            if elsewhere:
                assert block["allowed_account_ids"] == own, name
            elif "alias" in block:
                assert block["allowed_account_ids"] == [environment.accounts.network], name
                role = block["assume_role"][0]["role_arn"]
                assert re.fullmatch(r"\$\{terraform\.applying \? var\.\w+ : var\.\w+\}", role), name


def test_providers_come_with_namespace_and_exact_version(estate: Estate) -> None:
    for name, document in estate.stacks.items():
        settings = document["terraform"]
        assert settings["required_version"] == ">= 1.11.0", name
        for provider in settings["required_providers"].values():
            assert re.fullmatch(r"hashicorp/\w+", provider["source"]), name
            assert re.fullmatch(r"\d+\.\d+\.\d+", provider["version"]), name


def test_state_is_where_the_environment_says(estate: Estate) -> None:
    for name, document in estate.stacks.items():
        backend = document["terraform"].get("backend", {})
        assert set(backend) == ({"s3"} if estate.environment.state.mode == "s3" else set()), name
        if backend:
            assert backend["s3"]["use_lockfile"] is True, name
            assert backend["s3"]["encrypt"] is True, name


def test_networks_are_logged_and_the_logs_encrypted(estate: Estate) -> None:
    """P63; FSBP EC2.6, CloudWatch.16: a year, whatever the environment is for."""
    logged = {
        estate.target(stack, made.get("vpc_id") or made["transit_gateway_id"])[:3]
        for stack, _, made in estate.everywhere("aws_flow_log")
    }
    networks = {
        (stack, kind, name)
        for kind in ("aws_vpc", "aws_ec2_transit_gateway")
        for stack, name, _ in estate.everywhere(kind)
    }
    assert logged == networks
    for stack, name, made in estate.everywhere("aws_flow_log"):
        # A transit gateway logs everything in a format of its own; a VPC has to be told.
        assert ("vpc_id" in made) == (made.get("traffic_type") == "ALL"), f"{stack} {name}"
        assert ("vpc_id" in made) == ("pkt-srcaddr" in made.get("log_format", "")), f"{stack} {name}"
        assert estate.target(stack, made["log_destination"]).kind == "aws_cloudwatch_log_group"
    for stack, name, made in estate.everywhere("aws_cloudwatch_log_group"):
        assert estate.target(stack, made["kms_key_id"]).kind == "aws_kms_key", f"{stack} {name}"
        assert made["retention_in_days"] >= 365, f"{stack} {name}"


def test_keys_rotate(estate: Estate) -> None:
    """P24; CIS 3.6."""
    for stack, name, made in estate.everywhere("aws_kms_key"):
        assert made["enable_key_rotation"] is True, f"{stack} {name}"
        assert made["deletion_window_in_days"] == 30, f"{stack} {name}"
        assert "policy" in made, f"{stack} {name}"


def _statements(estate: Estate) -> list[tuple[str, Json]]:
    return [
        (f"{stack} {name}", statement)
        for stack, document in estate.stacks.items()
        for name, policy in document.get("data", {}).get("aws_iam_policy_document", {}).items()
        for statement in policy["statement"]
    ]


def test_no_statement_allows_everything(estate: Estate) -> None:
    """P40; CIS 1.16: neither in one of the spellings of everything, nor by naming what is left out."""
    for where, statement in _statements(estate):
        denial = {"not_resources"} if statement["effect"] == "Deny" else set()
        only_known(statement, STATEMENT | denial, where)
        if statement["effect"] == "Allow":
            assert all(action.strip("*?:") for action in statement["actions"]), where
            assert all(
                re.fullmatch(r"[a-z0-9-]+", action.split(":")[0]) for action in statement["actions"]
            ), where
    for stack, document in estate.stacks.items():
        for name, made in document.get("data", {}).get("aws_iam_policy_document", {}).items():
            only_known(made, {"statement"}, f"{stack} {name}")


def test_roles_are_trusted_by_name_and_condition(estate: Estate) -> None:
    """P42: nobody is trusted without a condition that says from where; EC2 knows none for instance roles."""
    for stack, name, role in estate.everywhere("aws_iam_role"):
        trust = estate.target(stack, role["assume_role_policy"])
        document = estate.stacks[stack]["data"]["aws_iam_policy_document"][trust.name]
        for statement in document["statement"]:
            instances = [{"type": "Service", "identifiers": ["ec2.amazonaws.com"]}]
            assert statement.get("condition") or statement["principals"] == instances, f"{stack} {name}"
            told = {each["variable"] for each in statement.get("condition", [])}
            for principal in statement["principals"]:
                assert "*" not in principal["identifiers"], f"{stack} {name}"
                if principal["type"] == "Service" and statement["principals"] != instances:
                    named = bool(NAMING & set(principal["identifiers"]))
                    assert ("aws:SourceArn" if named else "aws:SourceAccount") in told, f"{stack} {name}"


def test_services_write_only_to_log_groups_that_are_theirs(estate: Estate) -> None:
    """P63: for our own account, and to groups of one prefix of it."""
    for stack, name, made in estate.everywhere("aws_cloudwatch_log_resource_policy"):
        account = people.account_of(estate, stack)
        for statement in people.document(estate, stack, made["policy_document"]):
            told = {each["variable"]: (each["test"], each["values"]) for each in statement["condition"]}
            assert told["aws:SourceAccount"] == ("StringEquals", [account]), f"{stack} {name}"
            for resource in statement["resources"]:
                group = rf"arn:aws:logs:[a-z0-9-]+:{account}:log-group:[\w/.-]{{5,}}(:?\*)?"
                assert re.fullmatch(group, resource), f"{stack} {name}"


def test_forbidden_resources_are_absent(estate: Estate) -> None:
    """P82."""
    for kind, reason in FORBIDDEN.items():
        assert not estate.everywhere(kind), f"{kind}: {reason}"


def test_no_stack_reads_another_ones_state(estate: Estate) -> None:
    for name, document in estate.stacks.items():
        assert "terraform_remote_state" not in document.get("data", {}), name


def test_variables_are_filled_by_exactly_one_output(estate: Estate) -> None:
    """P71: every variable is an output of a stack, of the same name, and has no default."""
    outputs = [
        f"{stack}_{output}".replace("-", "_")
        for stack, document in estate.stacks.items()
        for output in document.get("output", {})
    ]
    for name, document in estate.stacks.items():
        for variable, made in document.get("variable", {}).items():
            assert outputs.count(variable) == 1, f"{name}: {variable}"
            assert made["nullable"] is False
            assert "default" not in made, f"{name}: {variable}"


def test_json_holds_no_leftovers(estate: Estate) -> None:
    """No unresolved token, no absolute path, no null; the backend is judged with the rest."""
    for name, document in estate.stacks.items():
        text = json.dumps(document)
        for left in ("TfToken", "${Token", ": null", '"/home', '"/root', '"/tmp'):
            assert left not in text, f"{name}: {left}"
