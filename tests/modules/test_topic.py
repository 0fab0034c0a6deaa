"""The topic module's own outputs; what holds for every topic is in the policy tests."""

from tests.policy.facts import Estate


def test_topics_are_handed_over_once_their_policies_are_in_force(estate: Estate) -> None:
    for stack in ("lake-ingest", "lake-storage"):
        output = estate.stacks[stack]["output"]["alarm_topic_arn"]["value"]
        assert estate.target(stack, output)[1:] == (
            "aws_sns_topic_policy",
            f"{'ingest' if stack == 'lake-ingest' else 'lake'}_watch_alarms_policy",
            "arn",
        )
