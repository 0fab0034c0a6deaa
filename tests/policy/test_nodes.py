"""Nodes of the clusters: spread, encrypted, private, with rights of their own and no others (P31; vendor contract)."""

import re

import pytest

from tests.policy.clusters import clusters, document, launch_template
from tests.policy.facts import Estate, only

pytestmark = pytest.mark.policy


def test_vendor_contract_nodes_are_spread_over_three_zones(estate: Estate) -> None:
    """Vendor contract «nodes»: on demand, m6a.2xlarge class, at least three; a group for each zone. P01."""
    for at in clusters(estate):
        groups = estate.resources(at.stack, "aws_eks_node_group")
        size = at.nodes
        zones = set()
        for name, group in groups.items():
            subnet = estate.at(estate.target(at.stack, only(group["subnet_ids"])))
            assert subnet["tags"]["Tier"] == "private", name
            zones.add(subnet["availability_zone"])
            assert group["capacity_type"] == "ON_DEMAND", name
            assert "instance_types" not in group, "another type would take all nodes away at once"
            assert group["ami_type"] == "AL2023_x86_64_STANDARD", name
            assert group["update_config"] == {"max_unavailable": 1}, name
            assert group["lifecycle"] == {"ignore_changes": ["scaling_config[0].desired_size"]}, name
            assert "remote_access" not in group, name
        assert launch_template(estate, at)["instance_type"] == size.instance_type
        assert zones == set(estate.environment.zones)
        scaling = [group["scaling_config"] for group in groups.values()]
        assert size.minimum <= sum(each["min_size"] for each in scaling) < size.minimum + 3
        assert size.maximum <= sum(each["max_size"] for each in scaling) < size.maximum + 3


def test_vendor_contract_nodes_answer_for_metadata_over_two_hops_by_token(estate: Estate) -> None:
    """Vendor contract «nodes»: IMDSv2 with hop limit 2, because a component of Vault asks from a pod. P31."""
    for at in clusters(estate):
        assert launch_template(estate, at)["metadata_options"] == {
            "http_endpoint": "enabled",
            "http_put_response_hop_limit": at.hops,
            "http_tokens": "required",
        }


def test_nodes_are_private_encrypted_and_wear_the_flows_group(estate: Estate) -> None:
    """Vendor contract «nodes»: node-to-node open is a rule of that group. FSBP EC2.8, EC2.25."""
    for at in clusters(estate):
        template = launch_template(estate, at)
        assert "key_name" not in template
        assert "image_id" not in template, "EKS chooses the image of the version"
        interface = only(template["network_interfaces"])
        assert interface["associate_public_ip_address"] == "false"
        group = estate.target(at.stack, only(interface["security_groups"]))
        assert estate.at(group)["tags"]["Party"] == at.party
        disk = only(template["block_device_mappings"])["ebs"]
        assert (disk["encrypted"], disk["volume_type"]) == ("true", "gp3")
        assert estate.target(at.stack, disk["kms_key_id"]).name == "keys_volumes"
        tagged = {each["resource_type"]: each["tags"] for each in template["tag_specifications"]}
        assert set(tagged) == {"instance", "network-interface", "volume"}
        assert all(tags["Stack"] == at.stack for tags in tagged.values())
        for name, made in estate.resources(at.stack, "aws_eks_node_group").items():
            launch = made["launch_template"]
            assert estate.target(at.stack, launch["id"]).kind == "aws_launch_template", name
            assert launch["version"].endswith(".latest_version}"), name


def test_nodes_call_what_their_flows_say_and_nothing_that_pods_call(estate: Estate) -> None:
    """14.2, 15.2: images, their own affairs, and what the Audit zone sees of them."""
    for at in clusters(estate):
        role = estate.resources(at.stack, "aws_iam_role")["eks_nodes_role"]
        attached = [
            made
            for made in estate.resources(at.stack, "aws_iam_role_policy").values()
            if estate.at(estate.target(at.stack, made["role"])) == role
        ]
        allowed = {
            action
            for each in document(estate, at.stack, only(attached)["policy"])
            for action in each["actions"]
        }
        assert {action.partition(":")[0] for action in allowed} == {
            "ec2",
            "ec2messages",
            "ecr",
            "eks",
            "eks-auth",
            "guardduty",
            "ssm",
        }
        assert {each for each in allowed if each.startswith("ec2:")} == {"ec2:DescribeInstances"}
        assert not {each for each in allowed if each.startswith(("sts:", "secretsmanager:", "ecr:Put"))}
        assert "ecr:BatchGetImage" in allowed
        for each in document(estate, at.stack, only(attached)["policy"]):
            if "ssm:GetParameter" in each["actions"]:  # with two hops a pod may take the role of its node
                assert all(arn.endswith("::parameter/aws/service/*") for arn in each["resources"])
        assert "ssm:PutInventory" in allowed
        managed = only(estate.resources(at.stack, "aws_iam_role_policy_attachment").values())
        assert managed["policy_arn"] == "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
        assert estate.target(at.stack, managed["role"]).name == "eks_cluster_role"


def test_the_autoscaler_finds_every_group_by_its_tags(estate: Estate) -> None:
    for at in clusters(estate):
        found: dict[str, set[str]] = {}
        for made in estate.resources(at.stack, "aws_autoscaling_group_tag").values():
            group = re.match(
                r"\$\{aws_eks_node_group\.([\w-]+)\.resources\[0\]", made["autoscaling_group_name"]
            )
            assert group, made
            found.setdefault(group[1], set()).add(f"{made['tag']['key']}={made['tag']['value']}")
        prefix = "k8s.io/cluster-autoscaler"
        wanted = {f"{prefix}/enabled=true", f"{prefix}/{at.name}=owned"}
        assert found == dict.fromkeys(estate.resources(at.stack, "aws_eks_node_group"), wanted)
