"""The vendor's installer: below its prefix, under its boundary, trusted for one service account (vendor contract, P41, P42)."""

import pytest

from tests.policy.facts import Estate, Json, only

pytestmark = pytest.mark.policy

STACK = "tm-secrets"

KEEP = {
    "secretsmanager:CreateSecret",
    "secretsmanager:DeleteSecret",
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetSecretValue",
    "secretsmanager:ListSecretVersionIds",
    "secretsmanager:PutSecretValue",
    "secretsmanager:RestoreSecret",
    "secretsmanager:TagResource",
    "secretsmanager:UntagResource",
    "secretsmanager:UpdateSecret",
}
WIDENING = {"iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"}
OTHERS = {
    "iam:DeleteRole",
    "iam:GetRole",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
    "iam:TagRole",
}


def _document(estate: Estate, reference: str) -> dict[str, Json]:
    made = estate.stacks[STACK]["data"]["aws_iam_policy_document"][estate.target(STACK, reference).name]
    return {statement["sid"]: statement for statement in made["statement"]}


def _policy(estate: Estate, key: str) -> tuple[Json, dict[str, Json]]:
    made = estate.resources(STACK, "aws_iam_policy")[f"secrets_installer_{key}"]
    return made, _document(estate, made["policy"])


def _prefix(estate: Estate) -> str:
    return f"tm/{estate.environment.name}"


def _secrets(estate: Estate) -> list[str]:
    environment = estate.environment
    place = f"{environment.region}:{environment.accounts.tm}"
    return [f"arn:aws:secretsmanager:{place}:secret:{_prefix(estate)}/*"]


def test_vendor_contract_installer_role_lies_below_the_prefix_under_its_boundary(estate: Estate) -> None:
    """Vendor contract «installer identity»: the role's policy is its boundary. P41."""
    role = only(estate.resources(STACK, "aws_iam_role").values())
    assert role["path"] == f"/{_prefix(estate)}/"
    own = estate.target(STACK, role["permissions_boundary"])
    assert own[1:3] == ("aws_iam_policy", "secrets_installer_policy")
    attached = only(estate.resources(STACK, "aws_iam_role_policy_attachment").values())
    assert estate.target(STACK, attached["policy_arn"])[:3] == own[:3]
    assert not estate.resources(STACK, "aws_iam_role_policy")
    for key in ("policy", "boundary"):
        assert _policy(estate, key)[0]["path"] == f"/{_prefix(estate)}/"


def test_vendor_contract_installer_is_one_service_account_of_the_tm_cluster(estate: Estate) -> None:
    """Vendor contract «installer identity»: tm-system/vault-installer by IRSA, and nobody else. P42."""
    role = only(estate.resources(STACK, "aws_iam_role").values())
    statement = only(_document(estate, role["assume_role_policy"]).values())
    assert statement["actions"] == ["sts:AssumeRoleWithWebIdentity"]
    principal = only(statement["principals"])
    provider = estate.target(STACK, only(principal["identifiers"]))
    assert (principal["type"], provider[:2]) == ("Federated", ("tm-eks", "aws_iam_openid_connect_provider"))
    told = {}
    for each in statement["condition"]:
        assert each["test"] == "StringEquals"
        issuer, _, claim = each["variable"].rpartition(":")
        assert issuer == "${var.tm_eks_oidc_issuer}"
        told[claim] = each["values"]
    issued = estate.stacks["tm-eks"]["output"]["oidc_issuer"]["value"]
    assert issued == f'${{replace(aws_iam_openid_connect_provider.{provider.name}.url, "https://", "")}}'
    assert told == {
        "aud": ["sts.amazonaws.com"],
        "sub": ["system:serviceaccount:tm-system:vault-installer"],
    }


def test_vendor_contract_installer_keeps_secrets_and_makes_bounded_roles_below_the_prefix(
    estate: Estate,
) -> None:
    """Vendor contract «installer identity»: it can give nobody more than the applications' boundary."""
    _, statements = _policy(estate, "policy")
    online = estate.environment.network.private_egress == "nat"
    roles = {"RolesOfThePrefix", "RolesUnderBoundary"} if online else set()
    assert set(statements) == {"KeepSecrets", "KeyOfSecrets"} | roles
    assert set(statements["KeepSecrets"]["actions"]) == KEEP
    assert statements["KeepSecrets"]["resources"] == _secrets(estate)
    if not online:
        return
    below = [f"arn:aws:iam::{estate.environment.accounts.tm}:role/{_prefix(estate)}/*"]
    assert set(statements["RolesUnderBoundary"]["actions"]) == WIDENING
    assert set(statements["RolesOfThePrefix"]["actions"]) == OTHERS
    assert statements["RolesUnderBoundary"]["resources"] == below
    assert statements["RolesOfThePrefix"]["resources"] == below
    condition = only(statements["RolesUnderBoundary"]["condition"])
    assert (condition["test"], condition["variable"]) == ("StringEquals", "iam:PermissionsBoundary")
    assert estate.target(STACK, only(condition["values"])).name == "secrets_installer_boundary"


def test_vendor_contract_application_boundary_reads_secrets_and_nothing_else(estate: Estate) -> None:
    """Vendor contract «app boundary»: Get and Describe below the prefix, decryption through Secrets Manager."""
    made, statements = _policy(estate, "boundary")
    assert made["name"] == f"{estate.environment.name}-tm-vault-role-permission-boundary"
    assert set(statements) == {"ReadSecrets", "KeyOfSecrets"}
    read = {"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}
    assert set(statements["ReadSecrets"]["actions"]) == read
    assert statements["ReadSecrets"]["resources"] == _secrets(estate)
    assert statements["KeyOfSecrets"]["actions"] == ["kms:Decrypt"]


def test_keys_of_secrets_are_used_through_secrets_manager_only(estate: Estate) -> None:
    through = [f"secretsmanager.{estate.environment.region}.amazonaws.com"]
    for key in ("policy", "boundary"):
        statement = _policy(estate, key)[1]["KeyOfSecrets"]
        assert estate.target(STACK, only(statement["resources"])).name == "keys_secrets"
        condition = only(statement["condition"])
        assert (condition["test"], condition["variable"]) == ("StringEquals", "kms:ViaService")
        assert condition["values"] == through


def test_vendor_contract_saml_secret_has_name_and_shape(estate: Estate) -> None:
    """Vendor contract «SAML»: {"default": {basic_auth_user, basic_auth_password}}, only with its table."""
    prefix = f"{_prefix(estate)}/"
    made = {
        key: each
        for key, each in estate.resources(STACK, "aws_secretsmanager_secret").items()
        if each["name"].startswith(prefix)
    }
    saml = estate.environment.dummy_saml_idp
    assert len(made) == int(saml is not None)
    if saml is None:
        return
    secret = only(made.values())
    assert secret["name"] == f"{_prefix(estate)}/tm-vault/dummy-saml-idp-secrets"
    assert estate.target(STACK, secret["kms_key_id"]).name == "keys_secrets"
    version = only(estate.resources(STACK, "aws_secretsmanager_secret_version").values())
    made_up = "ephemeral.aws_secretsmanager_random_password.secrets_dummy-saml_password.random_password"
    inner = f'("basic_auth_user") = "{saml.user}", ("basic_auth_password") = {made_up}'
    assert version["secret_string_wo"] == f'${{jsonencode({{("default") = {{{inner}}}}})}}'


def _filled_by_people(estate: Estate) -> dict[str, str]:
    """Secrets of pods that cannot start without them, and the namespace whose store alone reads them."""
    environment = estate.environment
    held = {"tm-data/pg-pool": "tm-data", "tm-data/rds-authority": "tm-data"} if environment.pg_pool else {}
    if environment.keycloak:
        held |= {"tm-identity/keycloak": "identity", "tm-identity/rds-authority": "identity"}
    return {f"{environment.name}/{name}": namespace for name, namespace in held.items()}


def test_secrets_are_read_by_those_who_are_named_and_nobody_else(estate: Estate) -> None:
    """Arrow 11.1: a resource policy denies everyone who is no reader, whatever IAM allows."""
    account, name = estate.environment.accounts.tm, estate.environment.name
    installer = f"arn:aws:iam::{account}:role/{_prefix(estate)}/*"
    runs = f"arn:aws:iam::{account}:role/spacelift/{name}"
    person = f"arn:aws:iam::{account}:role/{name}/people/{name}-smart-contract-developer"
    if estate.environment.identity.mode == "identity-center":
        person = f"arn:aws:iam::{account}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_{name}-scd_*"
    filled = _filled_by_people(estate)
    guarded = set()
    for made in estate.resources(STACK, "aws_secretsmanager_secret_policy").values():
        secret = estate.at(estate.target(STACK, made["secret_arn"]))
        if "secret_id" in secret:  # the ARN may come from the version, to wait for the value
            secret = estate.at(
                estate.target(estate.target(STACK, made["secret_arn"]).stack, secret["secret_id"])
            )
        guarded.add(secret["name"])
        assert made["block_public_policy"] is True
        statement = only(_document(estate, made["policy"]).values())
        assert statement["effect"] == "Deny"
        assert statement["actions"] == ["secretsmanager:GetSecretValue"]
        condition = only(statement["condition"])
        assert (condition["test"], condition["variable"]) == ("ArnNotLike", "aws:PrincipalArn")
        wanted = {
            key: {f"arn:aws:iam::{account}:role/{name}-tm-vault-store-{namespace}"}
            for key, namespace in filled.items()
        } | {
            f"{name}/tm-aurora/master": {f"{runs}-tm-aurora-*"},
            f"{_prefix(estate)}/tm-vault/root-db-secrets": {installer, f"{runs}-tm-aurora-*"},
            f"{_prefix(estate)}/tm-vault/dummy-saml-idp-secrets": {installer, f"{runs}-tm-secrets-*"},
        }
        assert set(condition["values"]) == wanted.get(secret["name"], {installer, person}), secret["name"]
    tokens = {
        f"service-accounts/{name}/{each.name}/api-token" for each in estate.environment.service_accounts
    }
    vendor = {f"{_prefix(estate)}/tm-vault/root-db-secrets", f"{name}/tm-aurora/master"}
    vendor |= (
        {f"{_prefix(estate)}/tm-vault/dummy-saml-idp-secrets"} if estate.environment.dummy_saml_idp else set()
    )
    assert guarded == tokens | vendor | set(filled)
