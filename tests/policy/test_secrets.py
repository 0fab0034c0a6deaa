"""No secret value anywhere: not in the JSON, not in a state, not in an output (P50, P51)."""

import re
from collections.abc import Iterator

import pytest

from tests.policy import people
from tests.policy.charts import objects
from tests.policy.facts import Estate, Json, only

pytestmark = pytest.mark.policy

SECRET = re.compile(
    r"password|passwd|passphrase|secret_string|secret_binary|auth_token|preshared_key|private_key|access_key"
    r"|client_secret|credentials|api_key"
)
"""Names of arguments that hold secret values."""

HARMLESS = {
    "exclude_punctuation",
    "password_length",
    "preshared_key_storage",
    "return_connection_password_encrypted",
    "use_lake_formation_credentials",
}
"""Names that say how a value is made or where it is kept."""

MAKERS = {
    "random_bytes",
    "random_id",
    "random_password",
    "random_string",
    "tls_private_key",
    "aws_iam_access_key",
    "aws_secretsmanager_random_password",
}
"""Resources and data sources that leave a secret in the state."""

EPHEMERAL = {"aws_secretsmanager_random_password", "aws_secretsmanager_secret_version"}

FOR_KAFKA = "AmazonMSK_"
"""Secrets of this name are read by MSK; its policy is judged with the brokers."""

FOR_REGISTRY = {"ecr-pullthroughcache/{}-dockerhub", "ecr-pullthroughcache/{}-ghcr"}
"""Without a policy: ECR reads them in the name of its own service-linked role."""

LITERALS = re.compile(
    r"A(?:KI|SI)A[0-9A-Z]{16}|-----BEGIN|eyJ[\w-]{20,}\.|gh[pousr]_\w{30,}"
    r"|(?<![:\w])(?i:passw(?:or)?d|secret|token)[\"']?\s*[:=]\s*[\"']?[^\s\"'$]{8,}"
)
"""What keys of AWS, private keys, tokens, and passwords in a text look like."""


def _arguments(value: object, path: str = "", name: str = "") -> Iterator[tuple[str, str, object]]:
    """(path, name of the argument, value) of every argument that is no block."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _arguments(inner, f"{path}.{key}", key)
    elif isinstance(value, list):
        for inner in value:
            yield from _arguments(inner, path, name)
    else:
        yield path, name, value


def _blocks(document: Json, *parts: str) -> Iterator[tuple[str, str, object]]:
    for part in parts:
        for kind, elements in document.get(part, {}).items():
            held = elements if isinstance(elements, dict) else {"": elements}
            for local, made in held.items():
                yield from _arguments(made, f"{part}.{kind}.{local}")


def test_arguments_for_secrets_are_write_only(estate: Estate) -> None:
    """P50."""
    for stack, document in estate.stacks.items():
        for path, name, value in _blocks(document, "resource", "data", "ephemeral", "provider"):
            if not SECRET.search(name) or name in HARMLESS:
                continue
            if name.endswith("_wo_version"):
                assert type(value) is int, f"{stack} {path}"
                assert value >= 1, f"{stack} {path}"
            else:
                assert name.endswith("_wo"), f"{stack} {path}"
                assert "ephemeral." in str(value), f"{stack} {path}: not made at run time"


def test_nothing_leaves_a_secret_in_the_state(estate: Estate) -> None:
    """P50: no maker of passwords but an ephemeral one; a version of a secret is written, never stored."""
    for stack, document in estate.stacks.items():
        for part in ("resource", "data"):
            assert not set(document.get(part, {})) & MAKERS, stack
        assert "aws_secretsmanager_secret_version" not in document.get("data", {}), stack
    for stack, name, made in estate.everywhere("aws_secretsmanager_secret_version"):
        assert {"secret_string_wo", "secret_string_wo_version"} <= set(made), f"{stack} {name}"
    for stack, name, made in estate.everywhere("aws_rds_cluster"):
        assert {"master_password_wo", "master_password_wo_version"} <= set(made), f"{stack} {name}"


def test_outputs_and_variables_hold_no_secret(estate: Estate) -> None:
    """P50: a sensitive output is a secret in the state and in the next stack's variables."""
    for stack, document in estate.stacks.items():
        for part in ("output", "variable"):
            for name, made in document.get(part, {}).items():
                assert not made.get("sensitive"), f"{stack} {name}"
                assert not made.get("ephemeral"), f"{stack} {name}"
        for name, made in document.get("output", {}).items():
            attribute = str(made["value"]).rstrip("}").rpartition(".")[2]
            assert "ephemeral." not in str(made["value"]), f"{stack} {name}"
            assert not SECRET.search(attribute), f"{stack} {name}"
            assert not SECRET.search(name), f"{stack} {name}"


def test_ephemeral_values_go_only_where_nothing_is_kept(estate: Estate) -> None:
    for stack, document in estate.stacks.items():
        assert set(document.get("ephemeral", {})) <= EPHEMERAL, stack
        used = set()
        for path, name, value in _blocks(document, "resource", "data", "provider", "variable", "ephemeral"):
            found = re.findall(r"ephemeral\.(\w+)\.([\w-]+)", str(value))
            assert not found or name.endswith("_wo"), f"{stack} {path}"
            used |= set(found)
        there = {(kind, name) for kind, made in document.get("ephemeral", {}).items() for name in made}
        assert used == there, stack


def test_secrets_have_a_customer_key_and_can_be_recovered(estate: Estate) -> None:
    """P51; FSBP SecretsManager.3 in spirit."""
    for stack, name, made in estate.everywhere("aws_secretsmanager_secret"):
        # ECR reads credentials of its caches under AWS's own key only.
        if not made["name"].startswith("ecr-pullthroughcache/"):
            assert estate.target(stack, made["kms_key_id"]).kind == "aws_kms_key", f"{stack} {name}"
        assert 7 <= made["recovery_window_in_days"] <= 30, f"{stack} {name}"
        assert not made.get("force_overwrite_replica_secret"), f"{stack} {name}"


def test_every_secret_refuses_all_but_its_readers(estate: Estate) -> None:
    """P51: whatever IAM allows, nobody reads one but roles of its own account that its policy names."""
    policies: dict[tuple[str, str], list[Json]] = {}
    for stack, _, made in estate.everywhere("aws_secretsmanager_secret_policy"):
        secret = estate.target(stack, made["secret_arn"])
        if secret.kind == "aws_secretsmanager_secret_version":
            secret = estate.target(secret.stack, estate.at(secret)["secret_id"])
        assert made["block_public_policy"] is True, secret.address
        policies.setdefault((secret.stack, secret.name), []).append(
            only(people.document(estate, stack, made["policy"]), secret.address)
        )
    free = {each.format(estate.environment.name) for each in FOR_REGISTRY}
    for stack, name, made in estate.everywhere("aws_secretsmanager_secret"):
        if made["name"] in free:
            continue
        deny = only(policies.get((stack, name), []), f"{stack} {name}")
        if made["name"].startswith(FOR_KAFKA):
            continue
        assert (deny["effect"], deny["actions"]) == ("Deny", ["secretsmanager:GetSecretValue"]), name
        assert (deny["principals"], deny["resources"]) == ([{"identifiers": ["*"], "type": "*"}], ["*"]), name
        condition = only(deny["condition"], f"{stack} {name}")
        assert (condition["test"], condition["variable"]) == ("ArnNotLike", "aws:PrincipalArn"), name
        own = f"arn:aws:iam::{people.account_of(estate, stack)}:role/"
        for reader in condition["values"]:
            assert reader.startswith(own), f"{stack} {name}: {reader}"
            assert reader[len(own)] != "*", f"{stack} {name}: {reader}"
            assert estate.environment.name in reader, f"{stack} {name}: {reader}"


def test_no_text_is_a_secret(estate: Estate) -> None:
    """P50: whatever the argument is called."""
    parts = ("resource", "data", "ephemeral", "provider", "output", "variable")
    for stack, document in estate.stacks.items():
        for path, _, value in _blocks(document, *parts):
            assert not LITERALS.search(str(value)), f"{stack} {path}"


def test_secrets_come_into_the_namespace_that_they_are_named_for(estate: Estate) -> None:
    """K09: by the namespace's own store, under their own name, and only fields that somebody writes."""
    name = estate.environment.name
    held = {made["name"]: made for _, _, made in estate.everywhere("aws_secretsmanager_secret")}
    for stack, made in objects(estate, "ExternalSecret"):
        spec, own = made["spec"], made["metadata"]
        where = f"{stack}: {own['name']}"
        part = own["namespace"].removeprefix("tm-")
        assert spec["secretStoreRef"] == {"kind": "SecretStore", "name": "platform"}, where
        assert spec["refreshInterval"] in {"5m", "1h"}, where
        assert (spec["target"]["name"], spec["target"]["creationPolicy"]) == (own["name"], "Owner"), where
        assert spec["target"]["template"]["engineVersion"] == "v2", where
        assert spec["target"].get("deletionPolicy", "Retain") == "Retain", where
        assert spec["data"], where
        for row in spec["data"]:
            remote = row["remoteRef"]
            assert remote["key"].startswith(f"{name}/tm-{part}/"), where
            _, _, fields = held[remote["key"]]["description"].partition("; fields: ")
            assert ("property" in remote) is bool(fields), f"{where}: {remote}"
            assert remote.get("property", "") in (fields.split() or [""]), f"{where}: {remote}"
