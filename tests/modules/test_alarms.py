"""The topic of alarms: handed over for those who listen, and published to once its policy is in force."""

from tests.policy.facts import Estate


def test_topics_are_handed_over(estate: Estate) -> None:
    for stack, part in (("lake-ingest", "ingest"), ("lake-storage", "lake")):
        output = estate.stacks[stack]["output"]["alarm_topic_arn"]["value"]
        assert output == f"${{aws_sns_topic.{part}_watch_alarms_topic.arn}}"
