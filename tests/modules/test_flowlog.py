"""Flow logs: their format survives Terraform, and their key serves only their own log groups."""

from tests.policy.facts import Estate


def test_fields_are_escaped_for_terraform(estate: Estate) -> None:
    """`${version}` would be a reference; AWS wants the text."""
    for stack, name, made in estate.everywhere("aws_flow_log"):
        if "log_format" in made:
            fields = made["log_format"].split(" ")
            assert all(field.startswith("$${") and field.endswith("}") for field in fields), f"{stack} {name}"
            assert {"$${pkt-srcaddr}", "$${action}", "$${flow-direction}"} <= set(fields)


def test_the_key_is_for_log_groups_of_its_network(estate: Estate) -> None:
    for stack, name, group in estate.everywhere("aws_cloudwatch_log_group"):
        key = estate.at(estate.target(stack, group["kms_key_id"]))
        policy = estate.stacks[stack]["data"]["aws_iam_policy_document"][
            estate.target(stack, key["policy"]).name
        ]
        [service] = [each for each in policy["statement"] if each["sid"] == "LogGroupsOfThisPrefix"]
        [pattern] = service["condition"][0]["values"]
        prefix = pattern.rpartition("log-group:")[2].removesuffix("*")
        assert group["name"].startswith(prefix), f"{stack} {name}"
