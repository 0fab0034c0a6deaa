"""Closed world: every resource has the shape that a reader here knows, every reference leads somewhere.

What another policy test says about values is not repeated; this one keeps types and attributes from slipping
past all of them.
Inventory: CX-12, CX-16: CloudFormation, Lambda and API Gateway have no shape.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.policy.facts import REFERENCE, Estate, Json

pytestmark = pytest.mark.policy

SHAPES: dict[str, Json] = tomllib.loads(Path(__file__).with_name("shapes.toml").read_text(encoding="utf-8"))

EXPRESSION = re.compile(r"(?<!\$)\$\{([^}]*)\}")
NAMED = re.compile(r"\b(data\.|ephemeral\.)?(aws_\w+|var)\.([\w-]+)")

COMPANIONS = (
    ("aws_kms_key", "aws_kms_alias", "target_key_id"),
    ("aws_iam_role", "aws_iam_role_policy aws_iam_role_policy_attachment", "role"),
    ("aws_subnet", "aws_route_table_association", "subnet_id"),
    ("aws_subnet", "aws_network_acl", "subnet_ids"),
    ("aws_ram_resource_share", "aws_ram_resource_association", "resource_share_arn"),
    ("aws_ram_resource_share", "aws_ram_principal_association", "resource_share_arn"),
    (
        "aws_route53_resolver_firewall_rule_group",
        "aws_route53_resolver_firewall_rule",
        "firewall_rule_group_id",
    ),
    (
        "aws_route53_resolver_firewall_rule_group",
        "aws_route53_resolver_firewall_rule_group_association",
        "firewall_rule_group_id",
    ),
    ("aws_ssoadmin_permission_set", "aws_ssoadmin_permissions_boundary_attachment", "permission_set_arn"),
    ("aws_ssoadmin_permission_set", "aws_ssoadmin_permission_set_inline_policy", "permission_set_arn"),
    ("aws_ssoadmin_permission_set", "aws_ssoadmin_account_assignment", "permission_set_arn"),
    ("aws_customer_gateway", "aws_vpn_connection", "customer_gateway_id"),
    ("aws_lb", "aws_lb_listener", "load_balancer_arn"),
    ("aws_wafv2_web_acl", "aws_wafv2_web_acl_association", "web_acl_arn"),
    ("aws_wafv2_web_acl", "aws_wafv2_web_acl_logging_configuration", "resource_arn"),
    ("aws_s3_bucket", "aws_s3_bucket_policy", "bucket"),
    ("aws_s3_bucket", "aws_s3_bucket_public_access_block", "bucket"),
    ("aws_sns_topic", "aws_sns_topic_policy", "arn"),
    ("aws_cloudwatch_event_rule", "aws_cloudwatch_event_target", "rule"),
    ("aws_rds_cluster", "aws_rds_cluster_instance", "cluster_identifier"),
    ("aws_rds_cluster", "aws_backup_selection", "resources"),
    ("aws_backup_plan", "aws_backup_selection", "plan_id"),
    ("aws_sns_topic", "aws_sns_topic_policy", "arn"),
    ("aws_cloudwatch_event_rule", "aws_cloudwatch_event_target", "rule"),
    ("aws_glue_catalog_database", "aws_glue_crawler", "database_name"),
)
"""A resource of the first type is worth nothing without one of the second types that points to it."""

ROUTING = (
    "aws_ec2_transit_gateway_route",
    "aws_ec2_transit_gateway_route_table_association",
    "aws_ec2_transit_gateway_route_table_propagation",
)


def test_every_resource_has_its_shape(estate: Estate) -> None:
    for stack, document in estate.stacks.items():
        for kind, elements in document["resource"].items():
            assert kind in SHAPES, f"{stack}: no policy test knows {kind}; describe it in shapes.toml"
            for name, made in elements.items():
                _fits(made, SHAPES[kind], f"{stack} {kind}.{name}")
                _points(estate, stack, made, SHAPES[kind].get("refs", {}))


def _fits(made: Json, shape: Json, where: str) -> None:
    fixed, optional = shape.get("fixed", {}), set(shape.get("optional", ()))
    known = {*shape.get("required", ()), *fixed, *shape.get("refs", {})}
    assert not made.keys() - known - optional, f"{where}: no policy test knows {sorted(made.keys() - known)}"
    assert not known - optional - made.keys(), f"{where}: lacks {sorted(known - optional - made.keys())}"
    for attribute, value in fixed.items():
        assert made.get(attribute, value) == value, f"{where}: {attribute} is {made[attribute]}"


def _points(estate: Estate, stack: str, made: Json, refs: dict[str, list[str]]) -> None:
    for attribute, allowed in refs.items():
        values = made.get(attribute, [])
        for value in values if isinstance(values, list) else [values]:
            target = estate.target(stack, value)
            assert f"{target.kind}.{target.attribute}" in allowed, f"{stack}: {attribute} is {value}"


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def test_every_reference_leads_somewhere(estate: Estate) -> None:
    """Nothing is deleted that something else needs."""
    for stack, document in estate.stacks.items():
        for text in _strings(
            {key: document.get(key, {}) for key in ("resource", "data", "ephemeral", "output", "provider")}
        ):
            for part, kind, name in NAMED.findall(" ".join(EXPRESSION.findall(text))):
                held = document.get(part.rstrip(".") or "resource", {}).get(kind, {})
                if kind == "var":
                    held = document.get("variable", {})
                assert name in held, f"{stack}: {text} leads nowhere"


def test_every_resource_has_what_makes_it_work(estate: Estate) -> None:
    for kind, companion, attribute in COMPANIONS:
        pointed = {
            estate.target(stack, value)[:3]
            for each in companion.split()
            for stack, _, made in estate.everywhere(each)
            for value in _strings(made[attribute])
            if REFERENCE.fullmatch(value)
        }
        for stack, name, _ in estate.everywhere(kind):
            assert (stack, kind, name) in pointed, f"{stack} {name} has no {companion}"


def test_every_key_encrypts_something(estate: Estate) -> None:
    for stack, document in estate.stacks.items():
        used = set(_strings([document["resource"], document.get("output", {}), document.get("data", {})]))
        for name in document["resource"].get("aws_kms_key", {}):
            arn = f"${{aws_kms_key.{name}.arn}}"
            assert any(arn in text for text in used), f"{stack} {name}"


def test_data_is_only_policy_documents(estate: Estate) -> None:
    """A data source that asks AWS could change what the same commit builds."""
    for name, document in estate.stacks.items():
        assert set(document.get("data", {})) <= {"aws_iam_policy_document"}, name
        assert set(document) <= {
            "//",
            "data",
            "ephemeral",
            "moved",
            "output",
            "provider",
            "resource",
            "terraform",
            "variable",
        }, name


def test_what_has_moved_is_of_the_same_kind_and_only_at_its_new_place(estate: Estate) -> None:
    for stack, document in estate.stacks.items():
        made = {f"{kind}.{name}" for kind, held in document["resource"].items() for name in held}
        for block in document.get("moved", []):
            assert set(block) == {"from", "to"}, stack
            assert block["from"].partition(".")[0] == block["to"].partition(".")[0], stack
            assert block["to"] in made, stack
            assert block["from"] not in made, stack


def test_routing_happens_in_the_gateways_account_and_after_acceptance(estate: Estate) -> None:
    for stack, document in estate.stacks.items():
        foreign = any(block.get("alias") == "network" for block in document["provider"]["aws"])
        if not foreign:
            continue
        resources = document["resource"]
        accepted = ["aws_ec2_transit_gateway_vpc_attachment_accepter.attachment_accepted"]
        for kind in ROUTING:
            for name, made in resources.get(kind, {}).items():
                assert made.get("provider") == "aws.network", f"{stack} {name}"
                assert made.get("depends_on") == accepted, f"{stack} {name}"
        for made in resources["aws_ec2_transit_gateway_vpc_attachment_accepter"].values():
            assert made["provider"] == "aws.network", stack
        for name, made in resources["aws_route"].items():
            if "transit_gateway_id" in made:
                assert made.get("depends_on") == accepted, f"{stack} {name}"


def _for_resources(stack: str, policy: str, statement: Json) -> bool:
    """The key of disks: Auto Scaling's own role uses it, and cannot be named before it exists (test_keys.py)."""
    bound = {each["variable"] for each in statement.get("condition", [])}
    holds_keys = stack in {"tm-keys", "shared-workers"} or (
        stack.startswith("apps-") and stack.endswith("-eks")
    )
    return holds_keys and policy == "keys_volumes-policy" and "kms:CallerAccount" in bound


def test_only_endpoint_policies_speak_of_everyone(estate: Estate) -> None:
    for stack, document in estate.stacks.items():
        endpoints = {
            estate.target(stack, made["policy"]).name
            for made in document["resource"].get("aws_vpc_endpoint", {}).values()
        }
        for name, policy in document.get("data", {}).get("aws_iam_policy_document", {}).items():
            for statement in policy["statement"]:
                if statement["effect"] == "Deny" or _for_resources(stack, name, statement):
                    continue
                for principal in statement.get("principals", []):
                    assert "*" not in principal["identifiers"] or name in endpoints, f"{stack} {name}"


def test_whole_services_are_allowed_only_to_runners_and_key_owners(estate: Estate) -> None:
    """P40: `service:*` outside an endpoint for Spacelift's roles and a key's own account is an accident."""
    for stack, document in estate.stacks.items():
        for name, policy in document.get("data", {}).get("aws_iam_policy_document", {}).items():
            for statement in policy["statement"]:
                whole = [action for action in statement["actions"] if action.endswith(":*")]
                known = statement["effect"] == "Deny" or statement["sid"] in {
                    "RunnersOfStacks",
                    "AccountByIam",
                }
                assert not whole or known, f"{stack} {name}"
