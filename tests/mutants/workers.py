"""Weakened private workers."""

import base64
from collections.abc import Callable
from typing import Any

from tests.mutants.change import IN, Mutant, Stacks, block, drop, put
from tests.policy import test_workers as workers

STACK, SHARED_FW = "shared-workers", "shared-firewall"
GROUP = ("resource", "aws_autoscaling_group", "workers_group_workers")
TEMPLATE = ("resource", "aws_launch_template", "workers_template_workers")
DOCUMENTS = ("data", "aws_iam_policy_document")
FLOWS = (*DOCUMENTS, "workers_profile_flows-policy", "statement")
READERS = (*DOCUMENTS, "workers_readers-policy", "statement", 0)
POLICY = ("resource", "aws_autoscaling_policy", "workers_group_load", "target_tracking_configuration")
HOOK = ("resource", "aws_autoscaling_lifecycle_hook", "workers_group_leave")
METADATA = (*TEMPLATE, "metadata_options")


def script(old: str, new: str) -> Callable[[Stacks], None]:
    """Change the boot script of the machines."""

    def change(stacks: Stacks) -> None:
        template: dict[str, Any] = stacks[STACK]["resource"]["aws_launch_template"][
            "workers_template_workers"
        ]
        text = base64.b64decode(template["user_data"]).decode().replace(old, new)
        template["user_data"] = base64.b64encode(text.encode()).decode()

    return change


def admit(**rule: object) -> Callable[[Stacks], None]:
    """A rule that leads to the workers."""
    group = "${aws_security_group.firewall_spacelift-workers.id}"
    return put(SHARED_FW, IN, "firewall_x", security_group_id=group, **rule)


WORKERS = (
    Mutant("no workers", lambda stacks: stacks[STACK]["resource"].pop("aws_autoscaling_group"), workers.test_workers_are_there_exactly_when_spacelift_can_be_reached),
    Mutant("machines in the VPC of TM", put("tm-vpc", "aws_autoscaling_group", "vpc_x", name="x"), workers.test_workers_are_there_exactly_when_spacelift_can_be_reached),
    Mutant("workers beside the jump host", block(STACK, (*GROUP, "vpc_zone_identifier", 0), "${var.shared_vpc_subnet_ids_private_a}"), workers.test_workers_stand_in_their_tier_in_every_zone_and_wear_their_group),
    Mutant("workers in one zone", block(STACK, (*GROUP, "vpc_zone_identifier"), ["${var.shared_vpc_subnet_ids_workers_a}"]), workers.test_workers_stand_in_their_tier_in_every_zone_and_wear_their_group),
    Mutant("workers with a public address", block(STACK, (*TEMPLATE, "network_interfaces", 0, "associate_public_ip_address"), "true"), workers.test_workers_stand_in_their_tier_in_every_zone_and_wear_their_group),
    Mutant("workers wear the jump host's group", block(STACK, (*TEMPLATE, "network_interfaces", 0, "security_groups"), ["${var.shared_firewall_group_ids_jumphost_shared}"]), workers.test_workers_stand_in_their_tier_in_every_zone_and_wear_their_group),
    Mutant("a worker with a key pair", block(STACK, (*TEMPLATE, "key_name"), "admin"), workers.test_a_worker_is_encrypted_without_a_key_pair_and_keeps_its_identity_for_itself),
    Mutant("runs get the worker's role", block(STACK, (*METADATA, "http_put_response_hop_limit"), 2), workers.test_a_worker_is_encrypted_without_a_key_pair_and_keeps_its_identity_for_itself),
    Mutant("a worker's identity without a token", block(STACK, (*METADATA, "http_tokens"), "optional"), workers.test_a_worker_is_encrypted_without_a_key_pair_and_keeps_its_identity_for_itself),
    Mutant("a worker's disk in the clear", block(STACK, (*TEMPLATE, "block_device_mappings", 0, "ebs", "encrypted"), "false"), workers.test_a_worker_is_encrypted_without_a_key_pair_and_keeps_its_identity_for_itself),
    Mutant("SSH into a worker", admit(cidr_ipv4="10.41.0.0/20", ip_protocol="tcp", from_port=22, to_port=22), workers.test_no_rule_leads_to_a_worker),
    Mutant("workers reach one another", admit(referenced_security_group_id="${aws_security_group.firewall_spacelift-workers.id}", ip_protocol="-1"), workers.test_no_rule_leads_to_a_worker),
    Mutant("a worker takes other roles", block(STACK, (*FLOWS, 1, "actions"), ["kms:Decrypt", "sts:AssumeRole"]), workers.test_a_worker_may_pull_one_image_read_one_secret_and_write_one_log),
    Mutant("a worker reads every secret", block(STACK, (*FLOWS, 4, "resources"), ["*"]), workers.test_a_worker_may_pull_one_image_read_one_secret_and_write_one_log),
    Mutant("a worker pulls every image", block(STACK, (*FLOWS, 0, "resources"), ["arn:aws:ecr:eu-central-1:333333333333:repository/*"]), workers.test_a_worker_may_pull_one_image_read_one_secret_and_write_one_log),
    Mutant("a worker decrypts by hand", block(STACK, (*FLOWS, 1, "condition"), []), workers.test_a_worker_may_pull_one_image_read_one_secret_and_write_one_log),
    Mutant("a worker is administrator", put(STACK, "aws_iam_role_policy_attachment", "workers_x", role="x", policy_arn="arn:aws:iam::aws:policy/AdministratorAccess"), workers.test_a_worker_may_pull_one_image_read_one_secret_and_write_one_log),
    Mutant("whoever is in the account reads the pool's key", block(STACK, (*READERS, "condition", 0, "values"), ["arn:aws:iam::333333333333:role/*"]), workers.test_only_workers_read_the_secret_of_the_pool_and_nothing_fills_it),
    Mutant("the pool's key in the state", block(STACK, ("resource", "aws_secretsmanager_secret_version"), {"workers_x": {}}), workers.test_only_workers_read_the_secret_of_the_pool_and_nothing_fills_it),
    Mutant("workers for ever", block(STACK, (*GROUP, "max_instance_lifetime"), 31536000), workers.test_workers_are_as_many_as_their_load_asks_for_and_none_is_old),
    Mutant("workers only become more", block(STACK, (*POLICY, "disable_scale_in"), value=True), workers.test_workers_are_as_many_as_their_load_asks_for_and_none_is_old),
    Mutant("a new template changes no worker", block(STACK, (*GROUP, "launch_template", "version"), "1"), workers.test_workers_are_as_many_as_their_load_asks_for_and_none_is_old),
    Mutant("a run is cut off", block(STACK, (*HOOK, "heartbeat_timeout"), 60), workers.test_a_run_may_end_before_its_worker_goes),
    Mutant("no wait before a worker goes", drop(STACK, "aws_autoscaling_lifecycle_hook", "workers_group_leave"), workers.test_a_run_may_end_before_its_worker_goes),
    Mutant("a worker leaves without looking", script('while [ -n "$(docker ps --quiet)" ]; do sleep 5; done', ""), workers.test_a_run_may_end_before_its_worker_goes),
    Mutant("anybody's signature will do", script("VALIDSIG .*$FINGERPRINT\\$", "VALIDSIG"), workers.test_the_launcher_starts_only_with_spacelifts_signature),
    Mutant("another signer", script("175FD97AD2358EFE02832978E302FB5AA29D88F7", "0" * 40), workers.test_the_launcher_starts_only_with_spacelifts_signature),
    Mutant("the launcher from elsewhere", script("https://downloads.spacelift.io", "https://downloads.example.com"), workers.test_the_launcher_starts_only_with_spacelifts_signature),
    Mutant("a checksum that nobody compares", script("| sha256sum --check --strict", "> /dev/null"), workers.test_the_launcher_starts_only_with_spacelifts_signature),
    Mutant("the token in the script", script("$(field SPACELIFT_TOKEN)", "abc"), workers.test_a_worker_knows_names_and_no_values),
    Mutant("runs see the token", script("exec spacelift-launcher", "SPACELIFT_WHITELIST_ENVS=SPACELIFT_TOKEN exec spacelift-launcher"), workers.test_a_worker_knows_names_and_no_values),
    Mutant("the runner image from the internet", script("IMAGE=ecr-public/", "IMAGE=public/"), workers.test_a_worker_knows_names_and_no_values),
)  # fmt: skip
