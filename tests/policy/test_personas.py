"""People: four personas, federated, with MFA, each for what its flows call (P40-P43, PE-1…PE-4, CX-13)."""

import re

import pytest

from modules.model.identity import Saml
from tests.policy.facts import Estate
from tests.policy.people import (
    SHORT,
    WORKS,
    account_of,
    boundaries,
    by,
    called,
    condition,
    document,
    grants,
    persona_of,
    pointing,
    workplaces,
)

pytestmark = pytest.mark.policy

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
            for grant in by(grants(estate), persona)
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
    for grant in by(grants(estate), "sre"):
        for action, shape in shapes.items():
            for statement in grant.of(action):
                for resource in statement["resources"]:
                    assert re.fullmatch(shape, resource.split(":", 5)[5]), f"{grant.stack} {resource}"
        for statement in grant.of("iam:PassRole"):
            assert statement["actions"] == ["iam:PassRole"]
            assert statement["condition"] == [
                condition("StringEquals", "iam:PassedToService", "backup.amazonaws.com")
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
                condition("StringEquals", "SAML:aud", "https://signin.aws.amazon.com/saml"),
                condition("StringEquals", "aws:RequestTag/mfa", "true"),
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
        assert statement["condition"] == [condition("StringNotEquals", "aws:PrincipalTag/mfa", "true")]


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
            condition("StringNotEquals", "iam:PassedToService", "backup.amazonaws.com")
        ]
        recordings = f"arn:aws:logs:*:{account}:log-group:/aws/session/*"
        assert by_sid["NoRecordings"]["resources"] == [recordings]
        assert "condition" not in by_sid["NoRecordings"]


def test_nobody_is_an_iam_user(estate: Estate) -> None:
    """P43: no user, no group, no key, no password; the company's identity provider is not made here."""
    lasting = re.compile(
        r"aws_iam_(user|group|access_key|service_specific|signing_certificate|virtual_mfa|saml_provider).*"
    )
    for stack, made in estate.stacks.items():
        assert not [kind for kind in made["resource"] if lasting.fullmatch(kind)], stack
