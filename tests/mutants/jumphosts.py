"""Weakened jump hosts."""

import json
from collections.abc import Callable
from typing import Any

from tests.mutants.change import FW, IN, Mutant, Stacks, all_of, block, drop, peer_rule, put
from tests.policy import test_jumphosts as hosts

TM, SHARED = "tm-jumphost", "shared-jumphost"
TEMPLATE = ("resource", "aws_launch_template", "jumphost_host_template")
FLOWS = ("data", "aws_iam_policy_document", "jumphost_profile_flows-policy", "statement")
PATCHING, INVENTORY = "jumphost_patching", "jumphost_inventory"


def session(**inputs: Any) -> Any:  # noqa: ANN401
    """Change inputs of the session document."""

    def change(stacks: Stacks) -> None:
        document = stacks[TM]["resource"]["aws_ssm_document"]["jumphost_session_document"]
        content = json.loads(document["content"])
        content["inputs"].update(inputs)
        document["content"] = json.dumps(content)

    return change


def _statement(stacks: Stacks, sid: str) -> dict[str, Any]:
    policy = stacks[SHARED]["data"]["aws_iam_policy_document"]["jumphost_profile_flows-policy"]
    found: dict[str, Any] = next(each for each in policy["statement"] if each["sid"] == sid)
    return found


def drop_condition(sid: str) -> Callable[[Stacks], None]:
    """A statement of the Shared jump host loses its conditions."""
    return lambda stacks: _statement(stacks, sid).update(condition=[])


def widen(sid: str, resource: str) -> Callable[[Stacks], None]:
    """A statement of the Shared jump host is about another resource."""
    return lambda stacks: _statement(stacks, sid).update(resources=[resource])


JUMPHOSTS = (
    Mutant(
        "a jump host of TM starts from anybody's image",
        block(TM, (*TEMPLATE, "image_id"), "ami-0123456789abcdef0"),
        hosts.test_jump_hosts_start_from_the_image_of_aws,
    ),
    Mutant(
        "a shared jump host starts from a parameter of our own",
        block(SHARED, (*TEMPLATE, "image_id"), "resolve:ssm:/sandbox/image"),
        hosts.test_jump_hosts_start_from_the_image_of_aws,
    ),
    Mutant(
        "a third instance",
        put("tm-vpc", "aws_instance", "vpc_x", launch_template={}),
        hosts.test_there_are_two_jump_hosts_and_no_other_instance,
    ),
    Mutant(
        "a jump host in the DMZ",
        block(TM, (*TEMPLATE, "network_interfaces", 0, "subnet_id"), "${var.tm_vpc_subnet_ids_public_a}"),
        hosts.test_there_are_two_jump_hosts_and_no_other_instance,
    ),
    Mutant(
        "a jump host with a public address",
        block(TM, (*TEMPLATE, "network_interfaces", 0, "associate_public_ip_address"), "true"),
        hosts.test_a_jump_host_has_no_public_address_no_key_and_wears_its_own_group,
    ),
    Mutant(
        "a jump host with a key pair",
        block(TM, (*TEMPLATE, "key_name"), "admin"),
        hosts.test_a_jump_host_has_no_public_address_no_key_and_wears_its_own_group,
    ),
    Mutant(
        "SSH into a jump host",
        put(FW, IN, "firewall_x", **peer_rule("jumphost-tm", "eks-tm")),
        hosts.test_no_rule_leads_into_a_jump_host,
    ),
    Mutant(
        "HTTPS into a jump host",
        put(FW, IN, "firewall_x", **peer_rule("jumphost-tm", "edge-core", from_port=443, to_port=443)),
        hosts.test_no_rule_leads_into_a_jump_host,
    ),
    Mutant(
        "identity without a token",
        block(TM, (*TEMPLATE, "metadata_options", "http_tokens"), "optional"),
        hosts.test_a_jump_host_asks_for_its_identity_by_token_and_encrypts_its_disk,
    ),
    Mutant(
        "identity from two hops away",
        block(TM, (*TEMPLATE, "metadata_options", "http_put_response_hop_limit"), 2),
        hosts.test_a_jump_host_asks_for_its_identity_by_token_and_encrypts_its_disk,
    ),
    Mutant(
        "a disk in the clear",
        block(SHARED, (*TEMPLATE, "block_device_mappings", 0, "ebs", "encrypted"), "false"),
        hosts.test_a_jump_host_asks_for_its_identity_by_token_and_encrypts_its_disk,
    ),
    Mutant(
        "sessions are not recorded",
        session(cloudWatchStreamingEnabled=False),
        hosts.test_sessions_are_encrypted_recorded_and_end,
    ),
    Mutant(
        "sessions never end",
        session(maxSessionDuration="1440"),
        hosts.test_sessions_are_encrypted_recorded_and_end,
    ),
    Mutant(
        "a jump host reads secrets",
        block(TM, (*FLOWS, 0, "actions"), ["secretsmanager:GetSecretValue"]),
        hosts.test_a_jump_host_may_do_what_its_flows_call_and_nothing_else,
    ),
    Mutant(
        "a jump host cannot push images",
        block(SHARED, FLOWS, []),
        hosts.test_a_jump_host_may_do_what_its_flows_call_and_nothing_else,
    ),
    Mutant(
        "a jump host decrypts with any key",
        all_of(*(block(TM, (*FLOWS, at, "resources"), ["*"]) for at in range(7))),
        hosts.test_every_action_has_the_narrowest_resource,
    ),
    Mutant(
        "a jump host pushes anywhere",
        all_of(*(block(SHARED, (*FLOWS, at, "resources"), ["*"]) for at in range(6))),
        hosts.test_every_action_has_the_narrowest_resource,
    ),
    Mutant(
        "a jump host is not patched",
        drop(TM, "aws_ssm_association", PATCHING),
        hosts.test_jump_hosts_are_patched_and_inventoried,
    ),
    Mutant(
        "patches are only looked for",
        put(TM, "aws_ssm_association", PATCHING, parameters={"Operation": "Scan"}),
        hosts.test_jump_hosts_are_patched_and_inventoried,
    ),
    Mutant(
        "a jump host uses the vendor's key by hand",
        drop_condition("KeysOfSecrets"),
        hosts.test_every_action_has_the_narrowest_resource,
    ),
    Mutant(
        "a jump host overwrites caches",
        widen("Push", "arn:aws:ecr:eu-central-1:333333333333:repository/*"),
        hosts.test_every_action_has_the_narrowest_resource,
    ),
    Mutant(
        "a jump host reads every parameter",
        widen("Parameters", "arn:aws:ssm:eu-central-1:333333333333:parameter/*"),
        hosts.test_every_action_has_the_narrowest_resource,
    ),
)
