"""The roles of runs in AWS: who opens them, and that they open nothing beyond their stack's work."""

import json
import re

from tests.delivery.facts import Side
from tests.policy.facts import Json, only_known
from tests.policy.test_hygiene import (
    test_every_provider_tags_everything as tagged,
)
from tests.policy.test_hygiene import (
    test_no_statement_allows_everything as nothing_whole,
)
from tests.policy.test_hygiene import (
    test_roles_are_trusted_by_name_and_condition as trusted,
)

OPENED = {
    "plan": {"run_type:PROPOSED:scope:read", "run_type:TRACKED:scope:read"},
    "apply": {"run_type:TRACKED:scope:write"},
}
KINDS = {"aws_iam_openid_connect_provider", "aws_iam_policy", "aws_iam_role", "aws_iam_role_policy"}
ROLE = {
    "assume_role_policy",
    "description",
    "max_session_duration",
    "name",
    "path",
    "permissions_boundary",
}

MANAGED, INLINE = 6144, 10240
"""Characters that IAM takes for a managed policy, and for the inline policies of one role."""

CALLED = {
    "acm": ("aws_acm_",),
    "application-autoscaling": ("aws_appautoscaling_",),
    "athena": ("aws_athena_",),
    "autoscaling": ("aws_autoscaling_", "aws_eks_"),
    "backup": ("aws_backup_",),
    "backup-storage": ("aws_backup_",),
    "cloudtrail": ("aws_cloudtrail",),
    "cloudwatch": ("aws_appautoscaling_", "aws_autoscaling_policy", "aws_cloudwatch_metric_"),
    "config": ("aws_config_",),
    "dms": ("aws_dms_",),
    "ecr": ("aws_ecr_",),
    "eks": ("aws_eks_",),
    "elasticloadbalancing": ("aws_lb", "aws_wafv2_"),
    "events": ("aws_cloudwatch_event_",),
    "firehose": ("aws_kinesis_firehose_",),
    "glue": ("aws_glue_", "aws_lakeformation_"),
    "guardduty": ("aws_guardduty_",),
    "inspector2": ("aws_inspector2_",),
    "kafka": ("aws_msk_",),
    "lakeformation": ("aws_lakeformation_",),
    "organizations": (
        "aws_cloudtrail",
        "aws_config_configuration_agg",
        "aws_organizations_",
        "aws_securityhub_",
    ),
    "ram": ("aws_ram_",),
    "rds": ("aws_rds_", "aws_db_"),
    "route53": ("aws_route53_", "aws_vpc_endpoint"),
    "route53resolver": ("aws_route53_resolver_",),
    "s3": ("aws_s3_",),
    "secretsmanager": ("aws_secretsmanager_",),
    "securityhub": ("aws_securityhub_",),
    "sns": ("aws_sns_",),
    "ssm": ("aws_instance", "aws_launch_template", "aws_ssm_"),
    "wafv2": ("aws_wafv2_",),
}
"""Services, and the types without which no run has a right in them; a service that is not here is a failure."""

OF_ALL = {"ec2", "iam", "kms", "logs", "sts"}
"""What most runs call; what they may do there is looked at one by one."""

CHOSEN = r"\$\{terraform\.applying \? var\.(\w+) : var\.(\w+)\}"
READING = re.compile(r"[a-z0-9-]+:(Describe|Get|List|Search|BatchGet)\w*\*?|sts:AssumeRole")
ADMINISTRATORS = {"AdministratorAccess", "IAMFullAccess", "PowerUserAccess"}
NEVER_READ = {"secretsmanager:BatchGetSecretValue", "logs:GetLogEvents"}


def documents(root: Json) -> Json:
    found: Json = root["data"]["aws_iam_policy_document"]
    return found


def allowed(document: Json) -> list[tuple[str, str]]:
    """(action, resource) of every pair that a policy allows."""
    return [
        (action, resource)
        for each in document["statement"]
        if each["effect"] == "Allow"
        for action in each["actions"]
        for resource in each["resources"]
    ]


def denied(document: Json) -> set[str]:
    return {
        action
        for each in document["statement"]
        if each["effect"] == "Deny" and each.get("resources") == ["*"] and "condition" not in each
        for action in each["actions"]
    }


def account_of(side: Side, stack: str) -> str:
    [own] = [block for block in side.stacks[stack]["provider"]["aws"] if "alias" not in block]
    [account] = own["allowed_account_ids"]
    return str(account)


def roots_of(side: Side) -> dict[str, Json]:
    """The root with the roles of each stack, by the account that it is held to."""
    by_account = {
        root["provider"]["aws"][0]["allowed_account_ids"][0]: root for root in side.runners.values()
    }
    assert len(by_account) == len(side.runners)
    return {stack: by_account[account_of(side, stack)] for stack in side.stacks}


def test_every_stack_has_two_roles_in_its_account(side: Side) -> None:
    wanted = {(name, phase) for name in side.stacks for phase in OPENED}
    found = {
        tuple(name.rsplit("-", 1))
        for root in side.runners.values()
        for name in root["resource"]["aws_iam_role"]
    }
    assert found == wanted
    for stack, root in roots_of(side).items():
        only_known(root["resource"], KINDS, stack)
        for phase in OPENED:
            role = root["resource"]["aws_iam_role"][f"{stack}-{phase}"]
            only_known(role, ROLE, stack)
            assert role["name"] == f"{side.environment.name}-{stack}-{phase}"
            assert len(role["name"]) <= 64, stack
            assert role["path"] == "/spacelift/", stack
            assert role["permissions_boundary"] == "${aws_iam_policy.boundary.arn}", stack
            assert role["max_session_duration"] == 3600, stack
            policy = root["resource"]["aws_iam_role_policy"][f"{stack}-{phase}"]
            assert policy["role"] == f"${{aws_iam_role.{stack}-{phase}.id}}", stack
            assert policy["policy"] == f"${{data.aws_iam_policy_document.{stack}-{phase}.json}}", stack


def test_a_role_is_opened_by_the_runs_of_its_stack_alone(side: Side) -> None:
    """P42: subjects are whole: space, stack, kind of run, phase; no pattern anywhere."""
    host = side.environment.spacelift.host
    for stack, root in roots_of(side).items():
        [provider] = root["resource"]["aws_iam_openid_connect_provider"].values()
        assert provider == {"url": f"https://{host}", "client_id_list": [host]}
        for phase, endings in OPENED.items():
            role = root["resource"]["aws_iam_role"][f"{stack}-{phase}"]
            assert (
                role["assume_role_policy"] == f"${{data.aws_iam_policy_document.{stack}-{phase}-trust.json}}"
            )
            [trust] = documents(root)[f"{stack}-{phase}-trust"]["statement"]
            assert trust["actions"] == ["sts:AssumeRoleWithWebIdentity"]
            assert trust["principals"] == [
                {"type": "Federated", "identifiers": ["${aws_iam_openid_connect_provider.spacelift.arn}"]}
            ]
            [variable] = root["variable"]
            conditions = {each["variable"]: each for each in trust["condition"]}
            assert conditions.keys() == {f"{host}:aud", f"{host}:sub"}, stack
            assert {each["test"] for each in conditions.values()} == {"StringEquals"}, stack
            assert conditions[f"{host}:aud"]["values"] == [host]
            assert set(conditions[f"{host}:sub"]["values"]) == {
                f"space:${{var.{variable}}}:stack:{side.environment.name}-{stack}:{ending}"
                for ending in endings
            }
            assert side.of("spacelift_stack")[stack]["space_id"] == f"${{var.{variable}}}"


def test_runs_are_told_their_roles(side: Side) -> None:
    """Plans assume the one that reads, applies the one that writes."""
    given = {
        (made["stack_id"], made["name"]): made["value"]
        for made in side.of("spacelift_environment_variable").values()
        if "stack_id" in made
    }
    for stack in side.stacks:
        arn = f"arn:aws:iam::{account_of(side, stack)}:role/spacelift/{side.environment.name}-{stack}"
        own = f"${{spacelift_stack.{stack}.id}}"
        assert given[own, "ro_AWS_ROLE_ARN"] == f"{arn}-plan"
        assert given[own, "wo_AWS_ROLE_ARN"] == f"{arn}-apply"
        assert (own, "AWS_ROLE_ARN") not in given


def test_phases_take_their_role_in_another_account(side: Side) -> None:
    """A plan only looks there too: `terraform.applying` is no part of a saved plan."""
    found = 0
    for stack, document in side.stacks.items():
        taken = {
            phase: {
                resource
                for action, resource in allowed(documents(roots_of(side)[stack])[f"{stack}-{phase}"])
                if action == "sts:AssumeRole"
            }
            for phase in OPENED
        }
        blocks = [block for block in document["provider"]["aws"] if "assume_role" in block]
        wanted: dict[str, set[str]] = {phase: set() for phase in OPENED}
        for block in blocks:
            names = re.fullmatch(CHOSEN, block["assume_role"][0]["role_arn"])
            assert names, stack
            wanted = {"apply": {role_of(side, names[1])}, "plan": {role_of(side, names[2])}}
            assert wanted["plan"] != wanted["apply"], stack
            found += 1
        assert taken == wanted, stack
    assert found > 1 or len(side.runners) == 1


def role_of(side: Side, variable: str) -> str:
    """ARN of the role behind the output that fills a variable."""
    [(stack, output)] = [
        (producer, output) for producer, output, _, consumed, _ in side.references() if consumed == variable
    ][:1]
    key = side.stacks[stack]["output"][output]["value"].removeprefix("${aws_iam_role.").removesuffix(".arn}")
    name = side.stacks[stack]["resource"]["aws_iam_role"][key]["name"]
    return f"arn:aws:iam::{account_of(side, stack)}:role/{name}"


def test_a_plan_only_looks(side: Side) -> None:
    """And never into secrets, but for those that its stack itself reads back."""
    for stack, root in roots_of(side).items():
        own = documents(root)[f"{stack}-plan"]
        kept = side.environment.state.mode == "s3"
        for action, resource in allowed(own):
            assert action not in NEVER_READ, f"{stack}: {action}"
            if kept and action.startswith("s3:") and not READING.fullmatch(action):
                assert resource.endswith(".tflock"), f"{stack}: {action}"
            elif action != "kms:Decrypt":
                assert READING.fullmatch(action), f"{stack}: {action}"
        assert denied(own) >= NEVER_READ, stack
        assert "kafka-cluster:*" in denied(own), stack


def test_an_apply_changes_what_its_stack_has(side: Side) -> None:
    """Roles are its own by name; keys, networks and the rest only of services that its resources call."""
    for stack, root in roots_of(side).items():
        own = documents(root)[f"{stack}-apply"]
        account = account_of(side, stack)
        names = {
            made["name"]
            for kind in ("aws_iam_role", "aws_iam_policy", "aws_iam_instance_profile")
            for made in side.stacks[stack].get("resource", {}).get(kind, {}).values()
        }
        kinds = [*side.stacks[stack].get("resource", {}), *side.stacks[stack].get("ephemeral", {})]
        kinds += ["aws_s3_"] * (side.environment.state.mode == "s3")
        for action, resource in allowed(own):
            service = action.partition(":")[0]
            assert service in OF_ALL or any(kind.startswith(CALLED[service]) for kind in kinds), (
                f"{stack}: {action}"
            )
            if service == "iam" and action not in {
                "iam:PassRole",
                "iam:GetRole",
                "iam:CreateServiceLinkedRole",
            }:
                thing, _, name = resource.rpartition("/")
                assert resource.startswith(f"arn:aws:iam::{account}:"), f"{stack}: {resource}"
                assert name in names or "oidc-provider/" in thing or "aws-service-role/" in thing, resource
            elif service == "iam":
                assert "role/" in resource, f"{stack}: {resource}"
                assert not resource.endswith(":role/*"), f"{stack}: {resource}"
                assert "/spacelift/" not in resource, stack
        assert not {"secretsmanager:*", "iam:*", "kms:*", "organizations:*", "ssm:*", "sts:*"} & {
            action for action, resource in allowed(own) if resource == "*"
        }, stack


def test_runs_never_change_their_own_kind(side: Side) -> None:
    """The boundary holds whatever a role's own policy says."""
    for name, root in side.runners.items():
        boundary = documents(root)["boundary"]["statement"]
        account = root["provider"]["aws"][0]["allowed_account_ids"][0]
        kept = [each for each in boundary if each["effect"] == "Deny" and each["actions"] == ["iam:*"]]
        assert [each["resources"] for each in kept] == [
            [
                f"arn:aws:iam::{account}:role/spacelift/{side.environment.name}-*",
                f"arn:aws:iam::{account}:policy/spacelift/*",
                f"arn:aws:iam::{account}:oidc-provider/*spacelift*",
            ]
        ], name
        assert {"iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreateUser"} <= denied(
            documents(root)["boundary"]
        ), name
        [administrators] = [
            each
            for each in boundary
            if each["effect"] == "Deny" and each["actions"] == ["iam:AttachRolePolicy"]
        ]
        assert administrators["resources"] == ["*"], name
        [told] = administrators["condition"]
        assert (told["test"], told["variable"]) == ("ArnEquals", "iam:PolicyARN"), name
        assert {value.rpartition("/")[2] for value in told["values"]} == ADMINISTRATORS, name
        whole = {action for action, resource in allowed(documents(root)["boundary"]) if resource == "*"}
        assert not whole & {"iam:*", "organizations:*", "sts:*", "*"}, name


def test_policies_of_runs_fit_into_iam(side: Side) -> None:
    """A length that AWS refuses would be found at the first apply only."""
    for name, root in side.runners.items():
        for key, document in documents(root).items():
            most = MANAGED if key == "boundary" else INLINE
            assert len(json.dumps(document, separators=(",", ":"))) <= most, f"{name}: {key}"


def test_what_holds_for_stacks_holds_for_these_roots(side: Side) -> None:
    """P40, P42, P64."""
    for rule in (tagged, nothing_whole, trusted):
        rule(side.as_estate())
