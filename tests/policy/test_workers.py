"""Spacelift's private workers: they come and go, hold one secret, and nobody gets in (6.4, CX-18)."""

import base64
import re

import pytest

from tests.policy.facts import Estate, Json, only

pytestmark = pytest.mark.policy

STACK = "shared-workers"

MAY = {
    "Ecr": {"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
    "Kms": {"kms:Decrypt"},
    "Login": {"ecr:GetAuthorizationToken"},
    "Logs": {"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
    "Secretsmanager": {"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"},
}
"""All that a machine may do; what a run may do is that run's role, which it takes by OIDC."""

SIGNER = "175FD97AD2358EFE02832978E302FB5AA29D88F7"
"""Of the launcher (Spacelift's own modules for worker pools)."""

WEEK, LONGEST_RUN = 7 * 24 * 3600, 70 * 60
"""Seconds; Spacelift's documentation ends a run after 70 minutes."""


def _there(estate: Estate) -> bool:
    return STACK in estate.stacks


def _group(estate: Estate) -> Json:
    return only(estate.resources(STACK, "aws_autoscaling_group").values())


def _template(estate: Estate) -> Json:
    target = estate.target(STACK, _group(estate)["launch_template"]["id"])
    assert (target.stack, target.kind) == (STACK, "aws_launch_template")
    return estate.at(target)


def _document(estate: Estate, reference: str) -> list[Json]:
    name = estate.target(STACK, reference).name
    statements: list[Json] = estate.stacks[STACK]["data"]["aws_iam_policy_document"][name]["statement"]
    return statements


def _script(estate: Estate) -> str:
    return base64.b64decode(_template(estate)["user_data"], validate=True).decode()


def _in_order(script: str, *parts: str) -> None:
    """Each once, and one after the other."""
    assert [script.count(part) for part in parts] == [1] * len(parts), parts
    places = [script.index(part) for part in parts]
    assert places == sorted(places), parts


def test_workers_are_there_exactly_when_spacelift_can_be_reached(estate: Estate) -> None:
    """CX-18; without a way to the internet there is nobody who gives them work."""
    assert _there(estate) == (estate.environment.network.private_egress == "nat")
    groups = [stack for stack, _, _ in estate.everywhere("aws_autoscaling_group")]
    assert groups == [STACK] * _there(estate), "nodes of clusters are made by EKS"


def test_workers_stand_in_their_tier_in_every_zone_and_wear_their_group(estate: Estate) -> None:
    """ADR 0017: only this range is admitted to the clusters' APIs."""
    if not _there(estate):
        return
    subnets = [estate.target(STACK, each) for each in _group(estate)["vpc_zone_identifier"]]
    assert {each.stack for each in subnets} == {"shared-vpc"}
    made = [estate.at(each) for each in subnets]
    assert {each["tags"]["Tier"] for each in made} == {"workers"}
    assert sorted(each["availability_zone"] for each in made) == sorted(estate.environment.zones)
    interface = only(_template(estate)["network_interfaces"])
    assert interface.keys() == {"associate_public_ip_address", "delete_on_termination", "security_groups"}
    assert interface["associate_public_ip_address"] == "false"
    worn = estate.at(estate.target(STACK, only(interface["security_groups"])))
    assert worn["tags"]["Party"] == "spacelift-workers"


def test_a_worker_is_encrypted_without_a_key_pair_and_keeps_its_identity_for_itself(estate: Estate) -> None:
    """P31; FSBP EC2.8, EC2.170, EC2.25. A container is two hops away, so no run gets the machine's role."""
    if not _there(estate):
        return
    template = _template(estate)
    assert "key_name" not in template
    assert template["metadata_options"] == {
        "http_endpoint": "enabled",
        "http_put_response_hop_limit": 1,
        "http_tokens": "required",
    }
    disk = only(template["block_device_mappings"])["ebs"]
    assert (disk["encrypted"], disk["volume_type"]) == ("true", "gp3")
    assert estate.target(STACK, disk["kms_key_id"]).name == "keys_volumes"
    assert template["monitoring"] == {"enabled": True}
    assert template["image_id"].startswith("resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-")
    assert {each["resource_type"] for each in template["tag_specifications"]} == {
        "instance",
        "network-interface",
        "volume",
    }
    assert all(each["tags"]["Stack"] == STACK for each in template["tag_specifications"])


def test_no_rule_leads_to_a_worker(estate: Estate) -> None:
    for stack, name, rule in estate.everywhere("aws_vpc_security_group_ingress_rule"):
        group = estate.at(estate.target(stack, rule["security_group_id"]))
        assert group["tags"]["Party"] != "spacelift-workers", f"{stack} {name}"


def test_a_worker_may_pull_one_image_read_one_secret_and_write_one_log(estate: Estate) -> None:
    """Least privilege (6.4): roles of runs are taken inside runs, never from the machine."""
    if not _there(estate):
        return
    role = only(estate.resources(STACK, "aws_iam_role").values())
    trust = only(_document(estate, role["assume_role_policy"]))
    assert [each["identifiers"] for each in trust["principals"]] == [["ec2.amazonaws.com"]]
    assert not estate.resources(STACK, "aws_iam_role_policy_attachment")
    held = only(estate.resources(STACK, "aws_iam_role_policy").values())
    statements = {each["sid"]: each for each in _document(estate, held["policy"])}
    assert {sid: set(each["actions"]) for sid, each in statements.items()} == MAY
    about = {sid: only(each["resources"]) for sid, each in statements.items()}
    image = re.split("[:@]", estate.environment.spacelift.pool.image)[0]
    assert about["Ecr"].endswith(f":{estate.environment.accounts.shared}:repository/ecr-public/{image}")
    assert about["Login"] == "*", "IAM knows no resource for it"
    assert estate.target(STACK, about["Secretsmanager"]).kind == "aws_secretsmanager_secret"
    assert estate.target(STACK, about["Logs"].removesuffix(":*")).kind == "aws_cloudwatch_log_group"
    assert estate.target(STACK, about["Kms"]).name == "keys_secrets"
    condition = only(statements["Kms"]["condition"])
    assert (condition["variable"], condition["values"]) == (
        "kms:ViaService",
        [f"secretsmanager.{estate.environment.region}.amazonaws.com"],
    )


def test_only_workers_read_the_secret_of_the_pool_and_nothing_fills_it(estate: Estate) -> None:
    if not _there(estate):
        return
    name = estate.environment.name
    secret = only(estate.resources(STACK, "aws_secretsmanager_secret").values())
    assert secret["name"] == f"{name}/spacelift-workers"
    assert estate.target(STACK, secret["kms_key_id"]).name == "keys_secrets"
    assert not estate.resources(STACK, "aws_secretsmanager_secret_version")
    held = only(estate.resources(STACK, "aws_secretsmanager_secret_policy").values())
    assert estate.target(STACK, held["secret_arn"]).kind == "aws_secretsmanager_secret"
    deny = only(_document(estate, held["policy"]))
    assert (deny["effect"], deny["actions"]) == ("Deny", ["secretsmanager:GetSecretValue"])
    assert [each["identifiers"] for each in deny["principals"]] == [["*"]]
    condition = only(deny["condition"])
    assert (condition["test"], condition["variable"]) == ("ArnNotLike", "aws:PrincipalArn")
    role = only(estate.resources(STACK, "aws_iam_role").values())["name"]
    assert condition["values"] == [f"arn:aws:iam::{estate.environment.accounts.shared}:role/{role}"]


def test_workers_are_as_many_as_their_load_asks_for_and_none_is_old(estate: Estate) -> None:
    """ADR 0030."""
    if not _there(estate):
        return
    group, pool = _group(estate), estate.environment.spacelift.pool
    assert (group["min_size"], group["max_size"]) == (pool.minimum, pool.maximum)
    assert 0 < group["max_instance_lifetime"] <= WEEK
    assert group["instance_refresh"] == {"strategy": "Rolling"}
    assert group["launch_template"]["version"].endswith(".latest_version}"), (
        "a new template replaces machines"
    )
    policy = only(estate.resources(STACK, "aws_autoscaling_policy").values())
    tracked = policy["target_tracking_configuration"]
    assert tracked.keys() == {"predefined_metric_specification", "target_value"}, (
        "it also takes machines away"
    )
    assert tracked["predefined_metric_specification"] == {
        "predefined_metric_type": "ASGAverageCPUUtilization"
    }
    assert 0 < tracked["target_value"] <= 60


def test_a_run_may_end_before_its_worker_goes(estate: Estate) -> None:
    """The hook waits longer than a run may take; a machine that has no run left switches itself off."""
    if not _there(estate):
        return
    hook = only(estate.resources(STACK, "aws_autoscaling_lifecycle_hook").values())
    assert hook["lifecycle_transition"] == "autoscaling:EC2_INSTANCE_TERMINATING"
    assert LONGEST_RUN < hook["heartbeat_timeout"] <= 2 * LONGEST_RUN
    assert _template(estate)["instance_initiated_shutdown_behavior"] == "terminate"
    script = _script(estate)
    _in_order(
        script,
        "autoscaling/target-lifecycle-state",
        'while [ -n "$(docker ps --quiet)" ]; do sleep 5; done',
        "systemctl stop worker",
        "systemctl poweroff",
    )


def test_the_launcher_starts_only_with_spacelifts_signature(estate: Estate) -> None:
    """What is downloaded is compared with a signed checksum; hosts are those of the flow, over HTTPS."""
    for stack, name, made in estate.everywhere("aws_launch_template"):
        assert ("user_data" in made) == (stack == STACK), f"{stack} {name}"
    if not _there(estate):
        return
    script = _script(estate)
    assert f"FINGERPRINT={SIGNER} " in script
    _in_order(
        script,
        "set -euo pipefail\n\nFINGERPRINT",
        "--verify launcher_SHA256SUMS.sig launcher_SHA256SUMS > status",
        'VALIDSIG .*$FINGERPRINT\\$" status',
        "| sha256sum --check --strict",
        "install --mode=0755 launcher",
    )
    hosts = set(re.findall(r"https?://([a-z0-9.-]+)", script))
    assert hosts == {"downloads.spacelift.io", "keys.openpgp.org", "169.254.169.254"}
    assert set(re.findall(r"http://([a-z0-9.-]+)", script)) == {"169.254.169.254"}
    assert "--no-check-certificate" not in script
    assert "--insecure" not in script


def test_a_worker_knows_names_and_no_values(estate: Estate) -> None:
    """P45: token and private key are read when the launcher starts, and written down nowhere."""
    if not _there(estate):
        return
    environment, script = estate.environment, _script(estate)
    settings = dict(re.findall(r"^([A-Z]+)=(\S+)$", script.partition("set -euo pipefail")[0], re.MULTILINE))
    registry = f"{environment.accounts.shared}.dkr.ecr.{environment.region}.amazonaws.com"
    log = only(estate.resources(STACK, "aws_cloudwatch_log_group").values())
    assert settings == {
        "REGION": environment.region,
        "REGISTRY": registry,
        "SECRET": f"{environment.name}/spacelift-workers",
        "IMAGE": f"ecr-public/{environment.spacelift.pool.image}",
        "GROUP": log["name"],
    }
    for name in ("SPACELIFT_TOKEN", "SPACELIFT_POOL_PRIVATE_KEY"):
        assert re.findall(rf"{name}=(.*)", script) == [f"$(field {name})"], name
    assert "EnvironmentFile" not in script
    assert "SPACELIFT_WHITELIST_ENVS" not in script, "nothing of the machine is handed to runs"
