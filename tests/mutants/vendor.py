"""Installers that miss something."""

from tests.mutants.change import Mutant, block, drop
from tests.policy import test_vendor_contract as vendor

VENDOR = (
    Mutant(
        "the installer gets another key than that of SCRAM",
        block("tm-keys", ("output", "key_arns_scram", "value"), "${aws_kms_alias.keys_scram-alias.arn}"),
        vendor.test_vendor_contract_outputs_that_an_installer_needs_are_there,
    ),
    Mutant(
        "the installer gets the reader for the database",
        block(
            "tm-aurora",
            ("output", "endpoint", "value"),
            "${aws_rds_cluster.aurora_cluster_cluster.reader_endpoint}",
        ),
        vendor.test_vendor_contract_outputs_that_an_installer_needs_are_there,
    ),
    Mutant(
        "no volumes for pods",
        drop("tm-eks", "aws_eks_addon", "eks_addons-on-nodes_aws-ebs-csi-driver"),
        vendor.test_vendor_contract_addons_of_eks_are_there,
    ),
    Mutant(
        "no network for pods",
        drop("tm-eks", "aws_eks_addon", "eks_addons_vpc-cni"),
        vendor.test_vendor_contract_addons_of_eks_are_there,
    ),
)
