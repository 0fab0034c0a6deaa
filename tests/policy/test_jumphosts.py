"""Jump hosts: no way in but a recorded session, and no permission that no flow of theirs names (P31, P32)."""

import json
import re

import pytest

from modules.model.flow import AwsApi
from modules.model.parties import Party
from tests.policy.facts import REFERENCE, Estate, Json, only

pytestmark = pytest.mark.policy

HOSTS = {"shared-jumphost": Party.JUMPHOST_SHARED, "tm-jumphost": Party.JUMPHOST_TM}

IMAGE = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
"""AWS's own public parameter: its newest Amazon Linux 2023."""

NO_RESOURCE = {"ecr:GetAuthorizationToken", "logs:DescribeLogGroups", "sts:GetCallerIdentity"}
"""Actions that IAM knows no resource for, besides the channels of Session Manager and Systems Manager."""


def _template(estate: Estate, stack: str) -> Json:
    [instance] = estate.resources(stack, "aws_instance").values()
    assert set(instance["launch_template"]) == {"id", "version"}, stack
    return estate.at(estate.target(stack, instance["launch_template"]["id"]))


def test_there_are_two_jump_hosts_and_no_other_instance(estate: Estate) -> None:
    """CX-14: one in Shared Services, one in the private tier of TM, neither in a cluster."""
    assert sorted(stack for stack, _, _ in estate.everywhere("aws_instance")) == sorted(HOSTS)
    for stack in HOSTS:
        [interface] = _template(estate, stack)["network_interfaces"]
        subnet = estate.target(stack, interface["subnet_id"])
        assert subnet.stack == stack.replace("-jumphost", "-vpc")
        assert estate.at(subnet)["tags"]["Tier"] == "private"


def test_a_jump_host_has_no_public_address_no_key_and_wears_its_own_group(estate: Estate) -> None:
    """P32; FSBP EC2.9, EC2.25."""
    for stack, party in HOSTS.items():
        template = _template(estate, stack)
        assert "key_name" not in template
        [interface] = template["network_interfaces"]
        assert interface["associate_public_ip_address"] == "false"
        groups = [
            estate.at(estate.target(stack, group))["tags"]["Party"] for group in interface["security_groups"]
        ]
        assert groups == [party.value]


def test_no_rule_leads_into_a_jump_host(estate: Estate) -> None:
    """P32: the host dials out, nobody dials in."""
    for stack, name, rule in estate.everywhere("aws_vpc_security_group_ingress_rule"):
        group = estate.at(estate.target(stack, rule["security_group_id"]))
        assert not group["tags"]["Party"].startswith("jumphost"), f"{stack} {name}"


def test_a_jump_host_asks_for_its_identity_by_token_and_encrypts_its_disk(estate: Estate) -> None:
    """P31; FSBP EC2.8, EC2.170, EC2.3."""
    for stack in HOSTS:
        template = _template(estate, stack)
        metadata = template["metadata_options"]
        assert metadata == {
            "http_endpoint": "enabled",
            "http_put_response_hop_limit": 1,
            "http_tokens": "required",
        }
        for disk in template["block_device_mappings"]:
            assert disk["ebs"]["encrypted"] == "true", stack
            assert estate.target(stack, disk["ebs"]["kms_key_id"]).kind == "aws_kms_key"
        assert template["monitoring"] == {"enabled": True}
        tagged = {each["resource_type"] for each in template["tag_specifications"]}
        assert tagged == {"instance", "network-interface", "volume"}
        for each in template["tag_specifications"]:
            assert each["tags"]["Stack"] == stack


def test_jump_hosts_start_from_the_image_of_aws(estate: Estate) -> None:
    """P31: the newest one, by AWS's own parameter; nobody else's image and no parameter of ours."""
    for stack in HOSTS:
        assert _template(estate, stack)["image_id"] == IMAGE, stack


def test_sessions_are_encrypted_recorded_and_end(estate: Estate) -> None:
    """FSBP SSM.1 in spirit: no session without a trace."""
    for stack in HOSTS:
        [document] = estate.resources(stack, "aws_ssm_document").values()
        assert document["document_type"] == "Session"
        wanted = json.loads(document["content"])["inputs"]
        assert wanted["cloudWatchEncryptionEnabled"] is True
        assert wanted["cloudWatchStreamingEnabled"] is True
        assert wanted["runAsEnabled"] is False
        assert 0 < int(wanted["idleSessionTimeout"]) <= 30
        assert 0 < int(wanted["maxSessionDuration"]) <= 720
        group = estate.target(stack, wanted["cloudWatchLogGroupName"])
        assert group.kind == "aws_cloudwatch_log_group"
        assert estate.target(stack, wanted["kmsKeyId"]).kind == "aws_kms_key"


def _statements(estate: Estate, stack: str) -> list[Json]:
    [policy] = estate.resources(stack, "aws_iam_role_policy").values()
    document: Json = estate.stacks[stack]["data"]["aws_iam_policy_document"][
        estate.target(stack, policy["policy"]).name
    ]
    statements: list[Json] = document["statement"]
    return statements


def test_a_jump_host_may_do_what_its_flows_call_and_nothing_else(estate: Estate) -> None:
    """Arrows 3.x, 8.x, 14.1, 15.1."""
    for stack, party in HOSTS.items():
        allowed = {action for statement in _statements(estate, stack) for action in statement["actions"]}
        called = {
            action
            for flow in estate.environment.flows
            if flow.opener is party and isinstance(flow.over, AwsApi)
            for action in flow.over.actions
        }
        assert allowed == called, stack


def test_every_action_has_the_narrowest_resource(estate: Estate) -> None:
    for stack in HOSTS:
        for statement in _statements(estate, stack):
            services = {action.partition(":")[0] for action in statement["actions"]}
            if "*" in statement["resources"]:
                free = (
                    services <= {"ec2messages", "ssm", "ssmmessages"}
                    or set(statement["actions"]) <= NO_RESOURCE
                )
                assert free, f"{stack}: {statement['sid']}"
            for resource in statement["resources"]:
                if set(statement["actions"]) & {"ecr:PutImage", "ecr:CreateRepository"}:
                    assert re.fullmatch(r"arn:.*:repository/[a-z0-9-]+/\*", resource), f"{stack}: {resource}"
                if "ssm:GetParameter" in statement["actions"]:
                    assert resource.endswith("::parameter/aws/service/*"), f"{stack}: {resource}"
                key = REFERENCE.fullmatch(resource) and estate.target(stack, resource).name
                if key == "keys_vendor-credentials":
                    condition = only(statement["condition"], stack)
                    assert condition["variable"] == "kms:ViaService", stack


def test_jump_hosts_are_patched_and_inventoried(estate: Estate) -> None:
    """Arrow 15.1: Inspector reads what Systems Manager gathers."""
    for stack in HOSTS:
        made = estate.resources(stack, "aws_ssm_association").values()
        assert {each["name"] for each in made} == {"AWS-RunPatchBaseline", "AWS-GatherSoftwareInventory"}
        for each in made:
            [target] = each["targets"]
            assert target["key"] == "InstanceIds"
            assert [estate.target(stack, value).kind for value in target["values"]] == ["aws_instance"]
            patches = each["name"] == "AWS-RunPatchBaseline"
            assert each.get("parameters") == ({"Operation": "Install"} if patches else None)
