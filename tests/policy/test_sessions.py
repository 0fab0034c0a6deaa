"""What single personas reach: sessions on the jump hosts, tokens, the lake (arrows 3.1, 3.2, 4.2, 8.1, 8.2, 16.x; CX-13)."""

import re

import pytest

from modules.model.identity import Saml
from tests.policy.facts import Estate, only
from tests.policy.people import (
    Grant,
    account_of,
    by,
    condition,
    grants,
)

pytestmark = pytest.mark.policy

HOSTS = {"tm-jumphost", "shared-jumphost"}


def test_the_lake_answers_through_athena_alone(estate: Estate) -> None:
    """16.1, 16.2: whoever may read a table can ask, and nobody who asks reads or writes its files by hand."""
    environment = estate.environment
    readers = {
        estate.at(estate.target(stack, each["principal"]))["name"].removeprefix(f"{environment.name}-")
        for stack, _, each in estate.everywhere("aws_lakeformation_permissions")
        if "SELECT" in each["permissions"]
    }
    asking = [grant for grant in grants(estate) if grant.of("athena:StartQueryExecution")]
    if isinstance(environment.identity, Saml):
        assert readers <= {grant.persona for grant in asking}
    assert {grant.persona for grant in asking} == ({"devops"} if environment.datalake else set())
    for grant in asking:
        for action in ("s3:GetObject", "s3:PutObject", "s3:ListBucket"):
            told = only(grant.of(action))
            name = f"arn:aws:s3:::{environment.name}-lake-results-{environment.accounts.lake}"
            assert set(told["resources"]) == {name, f"{name}/*"}, action
            assert told["condition"] == [
                condition("ForAnyValue:StringEquals", "aws:CalledVia", "athena.amazonaws.com")
            ], action
        keys = only(grant.of("kms:Decrypt"))
        via = [f"{each}.{environment.region}.amazonaws.com" for each in ("glue", "s3")]
        assert [(each["variable"], sorted(each["values"])) for each in keys["condition"]] == [
            ("kms:ViaService", via)
        ]
        assert only(grant.of("lakeformation:GetDataAccess"))["effect"] == "Allow"


def _entrances(estate: Estate, grant: Grant, resources: list[str]) -> list[tuple[str, str, str]]:
    """(account, kind, stack of the jump host) of instances and documents; fails on anything else."""
    found = []
    for resource in resources:
        shape = r"arn:aws:(ec2|ssm):([a-z0-9-]+):(\d{12}):(instance|document)/(\$\{[^}]+\})"
        match = re.fullmatch(shape, resource)
        assert match, resource
        service, region, account, kind, reference = match.groups()
        assert (service, kind) in {("ec2", "instance"), ("ssm", "document")}
        assert region == estate.environment.region
        target = estate.target(grant.stack, reference)
        wanted = {"instance": ("aws_instance", "id"), "document": ("aws_ssm_document", "name")}[kind]
        assert (target.kind, target.attribute) == wanted, resource
        found.append((account, kind, target.stack))
    return found


def test_only_setup_engineers_start_sessions_and_only_on_jump_hosts(estate: Estate) -> None:
    """Arrows 3.1, 3.2, 8.2: with the document that records, and with no other."""
    starters = [grant for grant in grants(estate) if grant.of("ssm:StartSession")]
    assert {grant.persona for grant in starters} == {"tm-setup-engineer"}
    found = []
    for grant in starters:
        [statement] = grant.of("ssm:StartSession")
        assert statement["actions"] == ["ssm:StartSession"]
        assert statement["condition"] == [condition("BoolIfExists", "ssm:SessionDocumentAccessCheck", "true")]
        found += _entrances(estate, grant, statement["resources"])
    assert sorted(found) == sorted(
        (account_of(estate, host), kind, host) for host in HOSTS for kind in ("instance", "document")
    )


def test_setup_engineers_run_the_mirror_on_the_shared_jump_host_and_no_other_command(estate: Estate) -> None:
    """Arrow 8.1: images come by one document, which takes digests only."""
    environment = estate.environment
    senders = [grant for grant in grants(estate) if grant.of("ssm:SendCommand")]
    online = environment.network.private_egress == "nat"
    assert {grant.persona for grant in senders} == ({"tm-setup-engineer"} if online else set())
    place = f"{environment.region}:{environment.accounts.shared}"
    document = f"arn:aws:ssm:{place}:document/{environment.name}-image-mirror"
    for grant in senders:
        statement = only(grant.of("ssm:SendCommand"), grant.stack)
        assert statement["actions"] == ["ssm:SendCommand"]
        hosts = [each for each in statement["resources"] if each != document]
        assert len(hosts) == len(statement["resources"]) - 1, grant.stack
        found = _entrances(estate, grant, hosts)
        assert (environment.accounts.shared, "instance", "shared-jumphost") in found
        assert {kind for _, kind, _ in found} == {"instance"}
    made = only(estate.resources("shared-registry", "aws_ssm_document").values())
    assert made["name"] == f"{environment.name}-image-mirror"


def test_setup_engineers_touch_only_their_own_sessions(estate: Estate) -> None:
    """The id of a federated session begins with its name; AWS keeps `aws:userid` in a tag of the session."""
    for grant in by(grants(estate), "tm-setup-engineer"):
        [statement] = grant.of("ssm:TerminateSession")
        assert statement["actions"] == ["ssm:ResumeSession", "ssm:TerminateSession"]
        tag = "ssm:resourceTag/aws:ssmmessages:session-id"
        assert statement["condition"] == [condition("StringLike", tag, "&{aws:userid}")]
        region = estate.environment.region
        sessions = {f"arn:aws:ssm:{region}:{account}:session/" for account in grant.accounts}
        assert set(statement["resources"]) == {f"{each}*" for each in sessions}
        [statement] = grant.of("ssmmessages:OpenDataChannel")
        assert set(statement["resources"]) == {f"{each}&{{aws:userid}}-*" for each in sessions}
        [statement] = grant.of("kms:GenerateDataKey")
        keys = {estate.target(grant.stack, resource) for resource in statement["resources"]}
        assert {key.kind for key in keys} == {"aws_kms_key"}
        assert {key.stack for key in keys} == {
            host for host in HOSTS if account_of(estate, host) in grant.accounts
        }


def test_only_smart_contract_developers_read_secrets_and_only_tokens(estate: Estate) -> None:
    """PE-4: the token of a service account, and its key through Secrets Manager alone."""
    environment = estate.environment
    secret = (
        f"arn:aws:secretsmanager:{environment.region}:{environment.accounts.tm}:"
        f"secret:service-accounts/{environment.name}/*/api-token-??????"
    )
    for grant in grants(estate):
        for statement in grant.statements:
            named = [
                action
                for action in statement["actions"]
                if action.startswith(("secretsmanager:", "dynamodb:", "s3:", "ssm:GetParameter"))
                or action == "kms:Decrypt"
            ]
            if statement["sid"] in {"LakeKeys", "Results"}:
                continue  # files and keys of the lake, through Athena alone: a test of its own
            assert not named or grant.persona == "smart-contract-developer", f"{grant.stack} {named}"
            if "secretsmanager:GetSecretValue" in named:
                assert statement["resources"] == [secret]
            if "kms:Decrypt" in named:
                service = f"secretsmanager.{environment.region}.amazonaws.com"
                assert statement["condition"] == [
                    condition("StringEquals", "kms:ViaService", service),
                    condition("StringLike", "kms:EncryptionContext:SecretARN", secret),
                ]


def test_recordings_lie_where_people_cannot_read(estate: Estate) -> None:
    for host in HOSTS:
        for group in estate.resources(host, "aws_cloudwatch_log_group").values():
            assert group["name"].startswith("/aws/session/"), host
