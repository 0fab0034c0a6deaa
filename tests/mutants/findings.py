"""Weakened detection in the Audit account."""

from tests.mutants.change import Mutant, block, drop, put
from tests.policy import test_findings as findings

HERE, TRAIL = "audit-findings", "audit-trail"
FEATURE, RULE, TARGET = (
    "aws_guardduty_detector_feature",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_event_target",
)
HUB, STANDARD, REGIONS = (
    "aws_securityhub_account",
    "aws_securityhub_standards_subscription",
    "aws_securityhub_finding_aggregator",
)


def statement(document: str, at: int, *path: str | int) -> tuple[str | int, ...]:
    return ("data", "aws_iam_policy_document", f"findings_topic_{document}", "statement", at, *path)


FINDINGS = (
    Mutant(
        "there is no detector",
        drop(HERE, "aws_guardduty_detector", "findings_detector"),
        findings.test_guardduty_has_every_protection,
    ),
    Mutant(
        "nobody looks at logins of the database",
        drop(HERE, FEATURE, "findings_rds-login-events"),
        findings.test_guardduty_has_every_protection,
    ),
    Mutant(
        "audit logs of clusters are not read",
        put(HERE, FEATURE, "findings_eks-audit-logs", status="DISABLED"),
        findings.test_guardduty_has_every_protection,
    ),
    Mutant(
        "nodes are watched without an agent",
        put(HERE, FEATURE, "findings_runtime-monitoring", additional_configuration=None),
        findings.test_guardduty_has_every_protection,
    ),
    Mutant(
        "the agent of clusters is somebody's task",
        block(
            HERE,
            ("resource", FEATURE, "findings_runtime-monitoring", "additional_configuration", 0, "status"),
            "DISABLED",
        ),
        findings.test_guardduty_has_every_protection,
    ),
    Mutant(
        "there is no Security Hub",
        drop(HERE, HUB, "findings_hub"),
        findings.test_security_hub_judges_by_two_standards,
    ),
    Mutant(
        "standards are those of AWS's choice",
        put(HERE, HUB, "findings_hub", enable_default_standards=True),
        findings.test_security_hub_judges_by_two_standards,
    ),
    Mutant(
        "nothing is judged by CIS",
        drop(HERE, STANDARD, "findings_cis"),
        findings.test_security_hub_judges_by_two_standards,
    ),
    Mutant(
        "an outdated CIS",
        put(
            HERE,
            STANDARD,
            "findings_cis",
            standards_arn="arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0",
        ),
        findings.test_security_hub_judges_by_two_standards,
    ),
    Mutant(
        "central configuration has no home",
        drop(HERE, REGIONS, "findings_regions"),
        findings.test_security_hub_judges_by_two_standards,
    ),
    Mutant(
        "standards judge a region where nothing is recorded",
        put(
            HERE,
            REGIONS,
            "findings_regions",
            linking_mode="SPECIFIED_REGIONS",
            specified_regions=["us-east-1"],
        ),
        findings.test_security_hub_judges_by_two_standards,
    ),
    Mutant(
        "Inspector is off in the Audit account",
        drop(HERE, "aws_inspector2_enabler", "findings_inspector"),
        findings.test_inspector_scans_hosts_images_and_functions_of_every_account,
    ),
    Mutant(
        "images are not scanned",
        put(
            "audit-members",
            "aws_inspector2_enabler",
            "members_inspector-enabled",
            resource_types=["EC2", "LAMBDA"],
        ),
        findings.test_inspector_scans_hosts_images_and_functions_of_every_account,
    ),
    Mutant(
        "hosts of one account are not scanned",
        put(
            "audit-members",
            "aws_inspector2_enabler",
            "members_inspector-enabled",
            account_ids=["222222222222", "333333333333"],
        ),
        findings.test_inspector_scans_hosts_images_and_functions_of_every_account,
    ),
    Mutant(
        "threats are told to nobody",
        drop(HERE, TARGET, "findings_threats-target"),
        findings.test_grave_findings_reach_the_topic,
    ),
    Mutant(
        "there is no rule for vulnerabilities",
        drop(HERE, RULE, "findings_vulnerabilities"),
        findings.test_grave_findings_reach_the_topic,
    ),
    Mutant(
        "only critical controls are told",
        put(HERE, RULE, "findings_controls", event_pattern='{"source": ["aws.securityhub"]}'),
        findings.test_grave_findings_reach_the_topic,
    ),
    Mutant(
        "a rule tells before it may",
        put(HERE, TARGET, "findings_controls-target", depends_on=[]),
        findings.test_grave_findings_reach_the_topic,
    ),
    Mutant(
        "anybody's rule publishes findings",
        block(HERE, statement("policy-document", 1, "condition"), []),
        findings.test_topics_take_from_one_source_and_only_encrypted,
    ),
    Mutant(
        "findings are published in plain text",
        block(HERE, statement("policy-document", 0, "condition", 0, "values"), ["true"]),
        findings.test_topics_take_from_one_source_and_only_encrypted,
    ),
    Mutant(
        "any service encrypts with the key of findings",
        block(HERE, statement("encryption_policy", 1, "principals", 0, "identifiers"), ["sns.amazonaws.com"]),
        findings.test_topics_take_from_one_source_and_only_encrypted,
    ),
    Mutant(
        "EventBridge has to name a source to the key of findings, which it does not",
        block(
            HERE,
            statement("encryption_policy", 1, "condition"),
            [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["444444444444"]}],
        ),
        findings.test_topics_take_from_one_source_and_only_encrypted,
    ),
    Mutant(
        "anybody's trail uses the key of the topic",
        block(
            TRAIL,
            ("data", "aws_iam_policy_document", "trail_topic_encryption_policy", "statement", 1, "condition"),
            [],
        ),
        findings.test_topics_take_from_one_source_and_only_encrypted,
    ),
    Mutant(
        "the topic of the trail has a key of SNS",
        put(TRAIL, "aws_sns_topic", "trail_topic_topic", kms_master_key_id="alias/aws/sns"),
        findings.test_topics_take_from_one_source_and_only_encrypted,
    ),
    Mutant(
        "a topic has no policy",
        drop(TRAIL, "aws_sns_topic_policy", "trail_topic_policy"),
        findings.test_topics_take_from_one_source_and_only_encrypted,
    ),
    Mutant(
        "somebody's mailbox is subscribed",
        put(HERE, "aws_sns_topic_subscription", "findings_mail", protocol="email", endpoint="a@example.com"),
        findings.test_no_address_of_a_person_is_in_the_code,
    ),
    Mutant(
        "somebody's mailbox is in a tag",
        block(
            HERE,
            ("resource", "aws_sns_topic", "findings_topic_topic", "tags"),
            {"To": "mailto:a@example.com"},
        ),
        findings.test_no_address_of_a_person_is_in_the_code,
    ),
)
