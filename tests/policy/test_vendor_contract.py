"""What the vendor's installer is handed, and the add-ons of EKS that it counts on (vendor contract, last two rows).

The other rows stand with what they are about: test_aurora.py, test_kafka.py, test_eks.py, test_installer.py.
Add-ons and secret drivers that are charts belong to the stacks that install charts.
"""

import pytest

from tests.policy.facts import Estate

pytestmark = pytest.mark.policy

OUTPUTS = {
    "cluster name": ("tm-eks", "cluster_name", "aws_eks_cluster", "name"),
    "cluster endpoint": ("tm-eks", "endpoint", "aws_eks_cluster", "endpoint"),
    "cluster OIDC": ("tm-eks", "oidc_provider_arn", "aws_iam_openid_connect_provider", "arn"),
    "node security group": ("tm-firewall", "group_ids_eks_tm", "aws_security_group", "id"),
    "db endpoint": ("tm-aurora", "endpoint", "aws_rds_cluster", "endpoint"),
    "db user": ("tm-aurora", "master_username", "aws_rds_cluster", "master_username"),
    "vault_installer_role_arn": ("tm-secrets", "installer_role_arn", "aws_iam_role", "arn"),
    "sm_role_permissions_boundary_arn": ("tm-secrets", "boundary_arn", "aws_iam_policy", "arn"),
    "msk_cluster_arn": ("tm-kafka", "cluster_arn", "aws_msk_cluster", "arn"),
    "msk_sasl_scram_cmk_arn": ("tm-keys", "key_arns_scram", "aws_kms_key", "arn"),
    "bootstrap_brokers_sasl_scram": (
        "tm-kafka",
        "bootstrap_brokers_sasl_scram",
        "aws_msk_cluster",
        "bootstrap_brokers_sasl_scram",
    ),
}
"""What the vendor calls it: stack, output, and the attribute that it is."""

ADDONS = {"aws-ebs-csi-driver", "vpc-cni"}
"""Of the vendor's add-ons those that EKS itself offers."""


def test_vendor_contract_outputs_that_an_installer_needs_are_there(estate: Estate) -> None:
    """Vendor contract «outputs an installer needs»; in-cluster ones come with the charts."""
    for name, (stack, output, kind, attribute) in OUTPUTS.items():
        value = estate.stacks[stack]["output"][output]["value"]
        target = estate.target(stack, value)
        assert (target.kind, target.attribute) == (kind, attribute), name
        assert target.name in estate.resources(stack, kind), name


def test_vendor_contract_addons_of_eks_are_there(estate: Estate) -> None:
    """Vendor contract «add-ons»: ebs-csi, and the network plug-in that gives pods addresses of the VPC."""
    found = {made["addon_name"] for made in estate.resources("tm-eks", "aws_eks_addon").values()}
    assert found >= ADDONS
