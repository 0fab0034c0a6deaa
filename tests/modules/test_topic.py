"""Topics: whoever publishes waits until it may."""

import json

from tests.policy.facts import Estate


def test_publishers_wait_for_the_policy(estate: Estate) -> None:
    for stack in ("audit-findings", "audit-trail"):
        topic = next(iter(estate.resources(stack, "aws_sns_topic")))
        for kind, elements in estate.stacks[stack]["resource"].items():
            for name, made in elements.items():
                uses = f"aws_sns_topic.{topic}." in json.dumps(made)
                if uses and kind != "aws_sns_topic_policy":
                    waits = [each.split(".")[0] for each in made["depends_on"]]
                    assert "aws_sns_topic_policy" in waits, f"{stack} {kind} {name}"


def test_the_topic_is_handed_over_for_those_who_listen(estate: Estate) -> None:
    handed = estate.stacks["audit-findings"]["output"]["topic_arn"]["value"]
    assert handed == "${aws_sns_topic.findings_topic_topic.arn}"
    for stack, part in (("lake-ingest", "ingest"), ("lake-storage", "lake")):
        output = estate.stacks[stack]["output"]["alarm_topic_arn"]["value"]
        assert output == f"${{aws_sns_topic.{part}_watch_alarms_topic.arn}}"
