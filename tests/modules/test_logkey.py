"""Keys of log groups: for the log groups of their prefix, in their region, and for nobody else."""

from tests.policy.facts import Estate

OF_AWS = ("/", "RDSOSMetrics", "aws-waf-logs-", "/aws-glue/crawlers")
"""Ends of prefixes: a folder, or groups that AWS names and makes itself."""


def test_every_key_of_logs_serves_one_prefix(estate: Estate) -> None:
    seen = []
    for stack, document in estate.stacks.items():
        for policy in document.get("data", {}).get("aws_iam_policy_document", {}).values():
            for statement in policy["statement"]:
                if statement["sid"] == "LogGroupsOfThisPrefix":
                    [condition] = statement["condition"]
                    assert condition["test"] == "ArnLike", stack
                    assert condition["variable"] == "kms:EncryptionContext:aws:logs:arn", stack
                    [groups] = condition["values"]
                    prefix = groups.partition(":log-group:")[2].removesuffix("*")
                    own = {
                        each["name"] for each in estate.resources(stack, "aws_cloudwatch_log_group").values()
                    }
                    assert prefix.endswith(OF_AWS) or prefix in own, stack
                    assert statement["principals"][0]["type"] == "Service", stack
                    seen.append(groups)
    assert seen
    assert len(seen) == len(set(seen)), "two keys for one prefix"
