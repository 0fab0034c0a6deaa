"""What the Audit zone finds out in its own account, and whom it tells (ZN-3, NT-15 to NT-17, SE-6, CX-19)."""

import json

import pytest

from tests.policy.audit import FINDINGS, conditions, key_statements, manager, only_service, others, statements
from tests.policy.facts import Estate, only

pytestmark = pytest.mark.policy

AGENTS = {
    "EKS_ADDON_MANAGEMENT": "ENABLED",
    "EC2_AGENT_MANAGEMENT": "ENABLED",
    "ECS_FARGATE_AGENT_MANAGEMENT": "DISABLED",
}
FEATURES: dict[str, dict[str, str]] = {
    "EKS_AUDIT_LOGS": {},
    "RUNTIME_MONITORING": AGENTS,
    "RDS_LOGIN_EVENTS": {},
    "S3_DATA_EVENTS": {},
    "EBS_MALWARE_PROTECTION": {},
    "LAMBDA_NETWORK_LOGS": {},
}

STANDARDS = {"aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/3.0.0"}

SEVERE = ["HIGH", "CRITICAL"]
PATTERNS = {
    "threats": {
        "source": ["aws.guardduty"],
        "detail-type": ["GuardDuty Finding"],
        "detail": {"severity": [{"numeric": [">=", 7]}]},
    },
    "controls": {
        "source": ["aws.securityhub"],
        "detail-type": ["Security Hub Findings - Imported"],
        "detail": {
            "findings": {
                "ProductName": [{"anything-but": ["GuardDuty", "Inspector"]}],
                "RecordState": ["ACTIVE"],
                "Severity": {"Label": SEVERE},
                "Workflow": {"Status": ["NEW"]},
            }
        },
    },
    "vulnerabilities": {
        "source": ["aws.inspector2"],
        "detail-type": ["Inspector2 Finding"],
        "detail": {"severity": SEVERE, "status": ["ACTIVE"]},
    },
}

PUBLISHERS = {"audit-findings": "events.amazonaws.com", "audit-trail": "cloudtrail.amazonaws.com"}
"""Who publishes to the topic of a stack."""

SILENT = "events.amazonaws.com"
"""SNS developer guide: EventBridge names no source when it publishes to an encrypted topic."""


def test_guardduty_has_every_protection(estate: Estate) -> None:
    """P60, NT-17, arrow 15.3; FSBP GuardDuty.1, GuardDuty.5 to GuardDuty.13."""
    stack, name, _ = only(estate.everywhere("aws_guardduty_detector"), "detectors")
    assert stack == FINDINGS
    features = estate.resources(FINDINGS, "aws_guardduty_detector_feature").values()
    assert {each["name"] for each in features} == set(FEATURES)
    assert len(features) == len(FEATURES) == len(estate.everywhere("aws_guardduty_detector_feature"))
    for each in features:
        assert estate.target(FINDINGS, each["detector_id"])[1:3] == ("aws_guardduty_detector", name)
        assert each["status"] == "ENABLED", each["name"]
        agents = {agent["name"]: agent["status"] for agent in each.get("additional_configuration", [])}
        assert agents == FEATURES[each["name"]], each["name"]


def test_security_hub_judges_by_two_standards(estate: Estate) -> None:
    """P62, NT-16, SE-6; FSBP and CIS 3.0.0; CIS 4.16."""
    stack, _, hub = only(estate.everywhere("aws_securityhub_account"), "hubs")
    assert (stack, hub["enable_default_standards"]) == (FINDINGS, False)
    region = estate.environment.region
    subscribed = estate.resources(FINDINGS, "aws_securityhub_standards_subscription").values()
    assert sorted(each["standards_arn"] for each in subscribed) == sorted(
        f"arn:aws:securityhub:{region}::standards/{standard}" for standard in STANDARDS
    )
    aggregator = only(estate.resources(FINDINGS, "aws_securityhub_finding_aggregator").values())
    # A linked region would get the standards too, and neither recorder nor detector is there.
    assert aggregator["linking_mode"] == "NO_REGIONS"
    assert "specified_regions" not in aggregator
    for each in (*subscribed, aggregator):
        assert each["depends_on"] == ["aws_securityhub_account.findings_hub"]


def test_inspector_scans_hosts_images_and_functions_of_every_account(estate: Estate) -> None:
    """P61, NT-15, CX-19, arrows 15.1 and 15.2; FSBP Inspector.1, Inspector.2, Inspector.4."""
    environment = estate.environment
    enabled = [made for _, _, made in estate.everywhere("aws_inspector2_enabler")]
    accounts = [account for made in enabled for account in made["account_ids"]]
    expected = {environment.accounts.audit} | (others(environment) if manager(environment) else set())
    assert sorted(accounts) == sorted(expected)
    for made in enabled:
        assert set(made["resource_types"]) == {"EC2", "ECR", "LAMBDA"}
        # AWS takes the administrator's own account and members only in separate calls.
        assert environment.accounts.audit not in made["account_ids"] or len(made["account_ids"]) == 1


def test_grave_findings_reach_the_topic(estate: Estate) -> None:
    """ZN-3: high and critical ones of each service, each told once."""
    prefix = f"{estate.environment.name}-findings"
    rules = estate.resources(FINDINGS, "aws_cloudwatch_event_rule")
    told = {made["name"]: json.loads(made["event_pattern"]) for made in rules.values()}
    assert told == {f"{prefix}-{name}": pattern for name, pattern in PATTERNS.items()}
    targets = list(estate.resources(FINDINGS, "aws_cloudwatch_event_target").values())
    assert sorted(estate.target(FINDINGS, made["rule"]).name for made in targets) == sorted(rules)
    for made in targets:
        topic = estate.at(estate.target(FINDINGS, made["arn"]))
        assert topic["name"] == prefix
        assert made["depends_on"] == ["aws_sns_topic_policy.findings_topic_policy"]


def _sources(estate: Estate, stack: str) -> tuple[str, list[str]]:
    """Account and ARNs on whose behalf the publisher of a stack's topic acts."""
    name, region = estate.environment.name, estate.environment.region
    audit = estate.environment.accounts.audit
    if stack == FINDINGS:
        rules = f"arn:aws:events:{region}:{audit}:rule/{name}-findings"
        return audit, sorted(f"{rules}-{each}" for each in PATTERNS)
    owner = manager(estate.environment) or audit
    return owner, [f"arn:aws:cloudtrail:{region}:{owner}:trail/{name}-trail"]


def test_topics_take_from_one_source_and_only_encrypted(estate: Estate) -> None:
    """FSBP SNS.1, SNS.4; confused deputy."""
    topics = [each for each in estate.everywhere("aws_sns_topic") if each[0] in PUBLISHERS]
    assert {stack for stack, _, _ in topics} == set(PUBLISHERS)
    for stack, name, topic in topics:
        policies = estate.resources(stack, "aws_sns_topic_policy").values()
        made = only(each for each in policies if estate.target(stack, each["arn"]).name == name)
        told = statements(estate, stack, made["policy"])
        service = PUBLISHERS[stack].partition(".")[0].title()
        published, encrypted = f"Publish{service}", f"Encrypt{service}"
        assert set(told) == {"TlsOnly", published}, stack
        tls = told["TlsOnly"]
        assert (tls["effect"], tls["actions"]) == ("Deny", ["sns:Publish", "sns:Subscribe"]), stack
        assert tls["principals"] == [{"type": "*", "identifiers": ["*"]}], stack
        assert conditions(tls) == {("Bool", "aws:SecureTransport"): ["false"]}, stack
        for each in told.values():
            assert each["resources"] == [f"${{aws_sns_topic.{name}.arn}}"], stack
        keys = key_statements(estate, stack, topic["kms_master_key_id"])
        assert set(keys) == {encrypted}, stack
        owner, sources = _sources(estate, stack)
        for statement, actions in (
            (told[published], ["sns:Publish"]),
            (keys[encrypted], ["kms:Decrypt", "kms:GenerateDataKey*"]),
        ):
            assert only_service(statement) == PUBLISHERS[stack], stack
            assert statement["actions"] == actions, stack
            unsaid = statement is keys[encrypted] and PUBLISHERS[stack] == SILENT
            origin = {
                ("StringEquals", "aws:SourceAccount"): [owner],
                ("ArnLike", "aws:SourceArn"): sources,
            }
            assert conditions(statement) == ({} if unsaid else origin), stack


def test_no_address_of_a_person_is_in_the_code(estate: Estate) -> None:
    """CX-33: who listens to a topic is decided outside."""
    for stack, name, made in estate.everywhere("aws_sns_topic_subscription"):
        assert not made["protocol"].startswith(("email", "sms")), f"{stack} {name}"
    for stack, document in estate.stacks.items():
        assert "mailto:" not in json.dumps(document), stack
