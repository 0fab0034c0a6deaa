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
    assert len(seen) == len(set(seen)), "two keys for one prefix"


def test_every_group_of_logs_is_covered_by_its_key(estate: Estate) -> None:
    for stack, name, group in estate.everywhere("aws_cloudwatch_log_group"):
        key = estate.target(stack, group["kms_key_id"])
        document = estate.target(key.stack, estate.at(key)["policy"]).name
        statements = estate.stacks[key.stack]["data"]["aws_iam_policy_document"][document]["statement"]
        [groups] = [each for each in statements if each["sid"] == "LogGroupsOfThisPrefix"]
        [covered] = groups["condition"][0]["values"]
        assert group["name"].startswith(covered.partition(":log-group:")[2].removesuffix("*")), name
