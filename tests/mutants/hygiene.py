"""Weakened tags, logs, keys, IAM and names."""

from tests.mutants.change import FW, TGW, VPC, Mutant, block, drop, put
from tests.policy import test_hygiene as hygiene

DOCUMENTS, FIRST = ("data", "aws_iam_policy_document"), ("statement", 0)

HYGIENE = (
    Mutant(
        "a stack is not tagged",
        block(VPC, ("provider", "aws", 0, "default_tags"), []),
        hygiene.test_every_provider_tags_everything,
    ),
    Mutant(
        "a stack has another owner",
        block(VPC, ("provider", "aws", 0, "default_tags", 0, "tags", "Owner"), "someone"),
        hygiene.test_every_provider_tags_everything,
    ),
    Mutant(
        "a stack may work in any account",
        block(VPC, ("provider", "aws", 0, "allowed_account_ids"), []),
        hygiene.test_every_provider_is_held_to_its_account,
    ),
    Mutant(
        "a stack works in another region",
        block(VPC, ("provider", "aws", 0, "region"), "us-east-1"),
        hygiene.test_every_provider_is_held_to_its_account,
    ),
    Mutant(
        "a provider without namespace",
        block(VPC, ("terraform", "required_providers", "aws", "source"), "aws"),
        hygiene.test_providers_come_with_namespace_and_exact_version,
    ),
    Mutant(
        "a provider with a range of versions",
        block(VPC, ("terraform", "required_providers", "aws", "version"), "~> 6.0"),
        hygiene.test_providers_come_with_namespace_and_exact_version,
    ),
    Mutant(
        "a backend appears",
        block(VPC, ("terraform", "backend"), {"local": {}}),
        hygiene.test_state_is_where_the_environment_says,
    ),
    Mutant(
        "flow logs are missing",
        drop(VPC, "aws_flow_log", "vpc_flow-logs_log"),
        hygiene.test_networks_are_logged_and_the_logs_encrypted,
    ),
    Mutant(
        "flow logs miss what is refused",
        put(VPC, "aws_flow_log", "vpc_flow-logs_log", traffic_type="ACCEPT"),
        hygiene.test_networks_are_logged_and_the_logs_encrypted,
    ),
    Mutant(
        "a log group is encrypted by AWS's key",
        put(VPC, "aws_cloudwatch_log_group", "vpc_flow-logs_group", kms_key_id="alias/aws/logs"),
        hygiene.test_networks_are_logged_and_the_logs_encrypted,
    ),
    Mutant(
        "sessions of a jump host are forgotten after a month",
        put("tm-jumphost", "aws_cloudwatch_log_group", "jumphost_session_log", retention_in_days=30),
        hygiene.test_networks_are_logged_and_the_logs_encrypted,
    ),
    Mutant(
        "a key does not rotate",
        put(VPC, "aws_kms_key", "vpc_flow-logs_encryption_key", enable_key_rotation=False),
        hygiene.test_keys_rotate,
    ),
    Mutant(
        "a key can vanish in a week",
        put(VPC, "aws_kms_key", "vpc_flow-logs_encryption_key", deletion_window_in_days=7),
        hygiene.test_keys_rotate,
    ),
    Mutant(
        "a policy allows everything",
        block(
            VPC,
            ("data", "aws_iam_policy_document", "vpc_flow-logs_write-policy", "statement", 0, "actions"),
            ["*"],
        ),
        hygiene.test_no_statement_allows_everything,
    ),
    Mutant(
        "anything of the account measures the database's machines",
        block(
            "tm-aurora",
            (*DOCUMENTS, "aurora_cluster_monitoring_trust", *FIRST, "condition"),
            [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["222222222222"]}],
        ),
        hygiene.test_roles_are_trusted_by_name_and_condition,
    ),
    Mutant(
        "names are logged to any group",
        block("tm-dns", (*DOCUMENTS, "dns_query-log_policy", *FIRST, "resources"), ["*"]),
        hygiene.test_services_write_only_to_log_groups_that_are_theirs,
    ),
    Mutant(
        "anybody's brokers write to our logs",
        block("tm-kafka", (*DOCUMENTS, "kafka_logs_policy", *FIRST, "condition"), []),
        hygiene.test_services_write_only_to_log_groups_that_are_theirs,
    ),
    Mutant(
        "a role is trusted unconditionally",
        block(
            VPC, ("data", "aws_iam_policy_document", "vpc_flow-logs_trust", "statement", 0, "condition"), []
        ),
        hygiene.test_roles_are_trusted_by_name_and_condition,
    ),
    Mutant(
        "a role trusts everyone",
        block(
            TGW,
            (
                "data",
                "aws_iam_policy_document",
                "transit_attachment-role_trust",
                "statement",
                0,
                "principals",
                0,
                "identifiers",
            ),
            ["*"],
        ),
        hygiene.test_roles_are_trusted_by_name_and_condition,
    ),
    Mutant(
        "a user appears",
        put(VPC, "aws_iam_user", "vpc_x", name="x"),
        hygiene.test_forbidden_resources_are_absent,
    ),
    Mutant(
        "CloudFormation appears",
        put(VPC, "aws_cloudformation_stack", "vpc_x", name="x"),
        hygiene.test_forbidden_resources_are_absent,
    ),
    Mutant(
        "a stack reads another one's state",
        block(VPC, ("data", "terraform_remote_state"), {"x": {}}),
        hygiene.test_no_stack_reads_another_ones_state,
    ),
    Mutant(
        "a variable has a default",
        block(FW, ("variable", "tm_vpc_vpc_id", "default"), "vpc-1"),
        hygiene.test_variables_are_filled_by_exactly_one_output,
    ),
    Mutant(
        "an output is gone",
        block(VPC, ("output",), {}),
        hygiene.test_variables_are_filled_by_exactly_one_output,
    ),
    Mutant(
        "a token is left over",
        put(VPC, "aws_vpc", "vpc_vpc", tags={"Name": "${TfToken[TOKEN.1]}"}),
        hygiene.test_json_holds_no_leftovers,
    ),
    Mutant(
        "a path of a machine is left over",
        put(VPC, "aws_vpc", "vpc_vpc", tags={"Name": f"/{'home'}/x"}),
        hygiene.test_json_holds_no_leftovers,
    ),
    Mutant(
        "a backend with a path",
        block(VPC, ("terraform", "backend"), {"local": {"path": "x"}}),
        hygiene.test_state_is_where_the_environment_says,
    ),
    Mutant(
        "a key policy allows everything",
        block(
            VPC,
            ("data", "aws_iam_policy_document", "vpc_flow-logs_encryption_policy", "statement", 0, "actions"),
            ["kms:*", "*"],
        ),
        hygiene.test_no_statement_allows_everything,
    ),
    Mutant(
        "a firewall reads another one's state",
        block(FW, ("data",), {"terraform_remote_state": {"x": {}}}),
        hygiene.test_no_stack_reads_another_ones_state,
    ),
    *(
        Mutant(
            f"a policy allows {action}",
            block(
                VPC,
                ("data", "aws_iam_policy_document", "vpc_flow-logs_write-policy", "statement", 0, "actions"),
                [action],
            ),
            hygiene.test_no_statement_allows_everything,
        )
        for action in ("*:*", "**", "?*", "*:Get*")
    ),
    Mutant(
        "a policy allows all but one action",
        block(
            VPC,
            ("data", "aws_iam_policy_document", "vpc_flow-logs_write-policy", "statement", 0, "not_actions"),
            ["iam:CreateUser"],
        ),
        hygiene.test_no_statement_allows_everything,
    ),
    Mutant(
        "a policy takes over statements from elsewhere",
        block(
            VPC,
            ("data", "aws_iam_policy_document", "vpc_flow-logs_write-policy", "source_policy_documents"),
            ["{}"],
        ),
        hygiene.test_no_statement_allows_everything,
    ),
)
