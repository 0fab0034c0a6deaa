"""People: four personas, federated, with MFA, each for what its flows call (P40-P43, PE-1…PE-4, CX-13)."""

import re

import pytest

from modules.model.identity import Saml
from tests.policy.facts import Estate, Json, only
from tests.policy.people import (
    SHORT,
    WORKS,
    Grant,
    account_of,
    boundaries,
    called,
    document,
    grants,
    persona_of,
    pointing,
    workplaces,
)

pytestmark = pytest.mark.policy

HOSTS = {"tm-jumphost", "shared-jumphost"}

ANYWHERE = re.compile(
    r"guardduty:ListDetectors|inspector2:ListFindings|lakeformation:GetDataAccess"
    r"|(acm|backup|eks|kafka|kms|route53|wafv2):List\w+"
    r"|backup:Describe(Backup|Restore)Job|(autoscaling|elasticloadbalancing):Describe\*"
    r"|cloudwatch:(GetMetricData|GetMetricStatistics|ListMetrics)|ec2:Describe\w+"
    r"|logs:(DescribeLogGroups|GetQueryResults|StopQuery)|rds:DescribeEvents|ssm:GetCommandInvocation"
)
"""Actions that IAM knows no resource for; all of them read."""

READS = re.compile(r"[a-z0-9-]+:(Describe|Filter|Get|List|Search)[A-Za-z0-9*]*|logs:(Start|Stop)Query")

READS_WITH_WILDCARD = {"autoscaling:Describe*", "elasticloadbalancing:Describe*"}

DENIED = {
    "NoIam": {"iam:*"},
    "NoIdentities": {
        "account:*",
        "identitystore:*",
        "organizations:*",
        "sso-directory:*",
        "sso:*",
        "sts:AssumeRole",
    },
    "NoRecordings": {"logs:*"},
    "NothingWithoutMfa": {"*"},
}


def _condition(test: str, variable: str, *values: str) -> Json:
    return {"test": test, "values": list(values), "variable": variable}


def _by(found: list[Grant], persona: str) -> list[Grant]:
    return [grant for grant in found if grant.persona == persona]


def _federated(estate: Estate) -> set[tuple[str, str]]:
    """Roles that somebody outside AWS may assume, wherever they stand."""
    return {
        (stack, name)
        for stack, name, role in estate.everywhere("aws_iam_role")
        for statement in document(estate, stack, role["assume_role_policy"])
        if any("saml" in action.lower() for action in statement["actions"])
        or any(
            "saml-provider" in who for each in statement["principals"] for who in each.get("identifiers", [])
        )
    }


def test_there_are_four_personas_and_each_is_only_where_it_works(estate: Estate) -> None:
    found = [(grant.persona, account) for grant in grants(estate) for account in grant.accounts]
    wanted = [(persona, account) for persona in WORKS for account in workplaces(estate, persona)]
    assert sorted(found) == sorted(wanted)
    assert _federated(estate) <= {(grant.stack, grant.name) for grant in grants(estate)}
    saml = isinstance(estate.environment.identity, Saml)
    unwanted = "aws_ssoadmin_permission_set" if saml else "aws_iam_role"
    assert not [stack for stack, _, _ in estate.everywhere(unwanted) if stack.startswith("access-")]


def test_a_persona_may_do_what_its_flows_call_and_nothing_else(estate: Estate) -> None:
    """Arrows 1.x to 4.x, 8.2."""
    for grant in grants(estate):
        allowed = {action for statement in grant.statements for action in statement["actions"]}
        wanted = {action for account in grant.accounts for action in called(estate, grant.persona, account)}
        assert allowed == wanted, f"{grant.stack} {grant.persona}"
        assert {statement["effect"] for statement in grant.statements} == {"Allow"}
        assert not any("principals" in statement for statement in grant.statements)


def test_people_change_nothing_but_what_their_arrow_is_for(estate: Estate) -> None:
    """DevOps change the estate through Spacelift and Argo CD; no wildcard reads a value or writes anything."""
    allowed = {
        persona: {
            action
            for grant in _by(grants(estate), persona)
            for statement in grant.statements
            for action in statement["actions"]
        }
        for persona in WORKS
    }
    changes = {
        persona: {action for action in actions if not READS.fullmatch(action)}
        for persona, actions in allowed.items()
    }
    asking = {"athena:StartQueryExecution", "athena:StopQueryExecution", "s3:PutObject"}
    asks = asking | {"kms:Decrypt", "kms:GenerateDataKey"} if estate.environment.datalake else set[str]()
    mirrors = {"ssm:SendCommand"} if estate.environment.network.private_egress == "nat" else set[str]()
    assert changes == {
        "devops": asks,
        "sre": {
            "backup:StartBackupJob",
            "backup:StartRestoreJob",
            "cloudwatch:DisableAlarmActions",
            "cloudwatch:EnableAlarmActions",
            "iam:PassRole",
            "kafka:RebootBroker",
            "rds:FailoverDBCluster",
        },
        "tm-setup-engineer": {
            "kms:GenerateDataKey",
            "ssm:ResumeSession",
            *mirrors,
            "ssm:StartSession",
            "ssm:TerminateSession",
            "ssmmessages:OpenDataChannel",
        },
        "smart-contract-developer": {"kms:Decrypt"},
    }
    together = {action for actions in allowed.values() for action in actions}
    assert {action for action in together if "*" in action} == READS_WITH_WILDCARD


def test_every_action_of_people_has_the_narrowest_resource(estate: Estate) -> None:
    environment = estate.environment
    for grant in grants(estate):
        for statement in grant.statements:
            where = f"{grant.stack} {grant.persona} {statement['sid']}"
            if "*" in statement["resources"]:
                assert all(ANYWHERE.fullmatch(action) for action in statement["actions"]), where
                assert statement["resources"] == ["*"], where
                continue
            services = {action.split(":")[0] for action in statement["actions"]}
            for resource in statement["resources"]:
                if resource.startswith("${"):
                    assert estate.target(grant.stack, resource).kind == "aws_kms_key", where
                    continue
                _, partition, service, region, account, rest = resource.split(":", 5)
                assert partition == "aws", where
                assert region == ("" if service in {"iam", "route53", "s3"} else environment.region), where
                assert account in grant.accounts or service in {"route53", "s3"}, where
                assert service in services | {"ec2", "rds", "ssm"}, where
                assert rest.strip("*"), where


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
                _condition("ForAnyValue:StringEquals", "aws:CalledVia", "athena.amazonaws.com")
            ], action
        keys = only(grant.of("kms:Decrypt"))
        via = [f"{each}.{environment.region}.amazonaws.com" for each in ("glue", "s3")]
        assert [(each["variable"], sorted(each["values"])) for each in keys["condition"]] == [
            ("kms:ViaService", via)
        ]
        assert only(grant.of("lakeformation:GetDataAccess"))["effect"] == "Allow"


def test_what_people_change_bears_the_environments_name(estate: Estate) -> None:
    own = estate.environment.name
    shapes = {
        "backup:StartBackupJob": rf"backup-vault:{own}-\*|recovery-point:\*|cluster-snapshot:awsbackup:\*",
        "cloudwatch:DisableAlarmActions": rf"alarm:{own}-\*",
        "cloudwatch:EnableAlarmActions": rf"alarm:{own}-\*",
        "iam:PassRole": rf"role/{own}-backup",
        "kafka:RebootBroker": rf"cluster/{own}-\*",
        "rds:FailoverDBCluster": rf"(cluster|db):{own}-\*",
    }
    for grant in _by(grants(estate), "sre"):
        for action, shape in shapes.items():
            for statement in grant.of(action):
                for resource in statement["resources"]:
                    assert re.fullmatch(shape, resource.split(":", 5)[5]), f"{grant.stack} {resource}"
        for statement in grant.of("iam:PassRole"):
            assert statement["actions"] == ["iam:PassRole"]
            assert statement["condition"] == [
                _condition("StringEquals", "iam:PassedToService", "backup.amazonaws.com")
            ]


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
        assert statement["condition"] == [
            _condition("BoolIfExists", "ssm:SessionDocumentAccessCheck", "true")
        ]
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
    for grant in _by(grants(estate), "tm-setup-engineer"):
        [statement] = grant.of("ssm:TerminateSession")
        assert statement["actions"] == ["ssm:ResumeSession", "ssm:TerminateSession"]
        tag = "ssm:resourceTag/aws:ssmmessages:session-id"
        assert statement["condition"] == [_condition("StringLike", tag, "&{aws:userid}")]
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
                    _condition("StringEquals", "kms:ViaService", service),
                    _condition("StringLike", "kms:EncryptionContext:SecretARN", secret),
                ]


def test_people_are_trusted_by_provider_and_audience_only(estate: Estate) -> None:
    """P42, CX-13: the identity provider has asked for a second factor, and says so in a session tag."""
    identity = estate.environment.identity
    for grant in grants(estate):
        if isinstance(identity, Saml):
            role = estate.resources(grant.stack, "aws_iam_role")[grant.name]
            [statement] = document(estate, grant.stack, role["assume_role_policy"])
            provider = f"arn:aws:iam::{account_of(estate, grant.stack)}:saml-provider/{identity.provider}"
            assert statement["effect"] == "Allow"
            assert statement["actions"] == ["sts:AssumeRoleWithSAML", "sts:TagSession"]
            assert statement["principals"] == [{"identifiers": [provider], "type": "Federated"}]
            assert statement["condition"] == [
                _condition("StringEquals", "SAML:aud", "https://signin.aws.amazon.com/saml"),
                _condition("StringEquals", "aws:RequestTag/mfa", "true"),
            ]
        else:
            groups = identity.groups.model_dump(by_alias=True)
            assert account_of(estate, grant.stack) == identity.account
            for made in pointing(estate, grant.stack, "aws_ssoadmin_account_assignment", grant.name):
                assert (made["principal_type"], made["target_type"]) == ("GROUP", "AWS_ACCOUNT")
                assert made["principal_id"] == groups[grant.persona]
                assert made["instance_arn"] == identity.instance_arn


def test_people_can_do_nothing_without_mfa(estate: Estate) -> None:
    """CX-13: a federated session carries no `aws:MultiFactorAuthPresent`; an absent tag is denied as well."""
    assert boundaries(estate)
    for account, statements in boundaries(estate).items():
        statement = {each["sid"]: each for each in statements}["NothingWithoutMfa"]
        assert statement["effect"] == "Deny", account
        assert statement["actions"] == statement["resources"] == ["*"], account
        assert statement["condition"] == [_condition("StringNotEquals", "aws:PrincipalTag/mfa", "true")]


def test_every_persona_is_on_its_path_and_bound(estate: Estate) -> None:
    """P41."""
    environment = estate.environment.name
    for grant in grants(estate):
        assert grant.accounts <= boundaries(estate).keys(), grant.persona
        if role := estate.resources(grant.stack, "aws_iam_role").get(grant.name):
            assert role["name"] == f"{environment}-{grant.persona}"
            assert role["path"] == f"/{environment}/people/"
            assert role["max_session_duration"] == 4 * 3600
            bound = estate.at(estate.target(grant.stack, role["permissions_boundary"]))
            assert bound["name"] == f"{environment}-people-boundary"
        else:
            assert persona_of(estate, grant.stack, grant.name) in SHORT
            [attached] = pointing(
                estate, grant.stack, "aws_ssoadmin_permissions_boundary_attachment", grant.name
            )
            reference = {"name": f"{environment}-people-boundary", "path": f"/{environment}/people/"}
            assert attached["permissions_boundary"] == {"customer_managed_policy_reference": reference}


def test_the_boundary_is_what_all_personas_of_the_account_may_do(estate: Estate) -> None:
    """No statement of a persona lies outside it, and it leaves no room for another one."""
    for account, statements in boundaries(estate).items():
        [allowed] = [each for each in statements if each["effect"] == "Allow"]
        wanted = [
            called(estate, persona, account) for persona in WORKS if account in workplaces(estate, persona)
        ]
        assert set(allowed["actions"]) == set().union(*wanted), account
        assert "condition" not in allowed
        denied = {each["sid"]: set(each["actions"]) for each in statements if each["effect"] == "Deny"}
        assert denied == DENIED, account
        by_sid = {each["sid"]: each for each in statements}
        assert by_sid["NoIdentities"]["resources"] == by_sid["NoIam"]["resources"] == ["*"]
        assert "condition" not in by_sid["NoIdentities"]
        assert by_sid["NoIam"]["condition"] == [
            _condition("StringNotEquals", "iam:PassedToService", "backup.amazonaws.com")
        ]
        recordings = f"arn:aws:logs:*:{account}:log-group:/aws/session/*"
        assert by_sid["NoRecordings"]["resources"] == [recordings]
        assert "condition" not in by_sid["NoRecordings"]


def test_recordings_lie_where_people_cannot_read(estate: Estate) -> None:
    for host in HOSTS:
        for group in estate.resources(host, "aws_cloudwatch_log_group").values():
            assert group["name"].startswith("/aws/session/"), host


def test_nobody_is_an_iam_user(estate: Estate) -> None:
    """P43: no user, no group, no key, no password; the company's identity provider is not made here."""
    lasting = re.compile(
        r"aws_iam_(user|group|access_key|service_specific|signing_certificate|virtual_mfa|saml_provider).*"
    )
    for stack, made in estate.stacks.items():
        assert not [kind for kind in made["resource"] if lasting.fullmatch(kind)], stack
