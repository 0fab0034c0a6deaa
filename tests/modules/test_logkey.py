"""Keys of log groups: for the log groups of their prefix, in their region, and for nobody else."""

from tests.policy.facts import Estate


def test_every_key_of_logs_serves_one_prefix(estate: Estate) -> None:
    seen = set()
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
                    assert prefix.endswith(("/", "RDSOSMetrics", "aws-waf-logs-")) or prefix in own, stack
                    assert statement["principals"][0]["type"] == "Service", stack
                    seen.add(groups)
    made = [name for _, name, _ in estate.everywhere("aws_kms_key") if name.endswith("_encryption_key")]
    assert len(seen) == len(made)
