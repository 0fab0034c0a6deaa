"""Typing mistakes in values, which the provider's schema takes and AWS does not."""

from tests.hardening import test_values as values
from tests.mutants.change import Mutant, Stacks

RIGHT = values.test_values_are_ones_that_aws_takes


def _inside(stack: str, kind: str, *path: str | int, to: object) -> Mutant:
    def change(stacks: Stacks) -> None:
        [*way, last] = path
        here = next(iter(stacks[stack]["resource"][kind].values()))
        for key in way:
            here = here[key]
        assert last in here or isinstance(last, int), path
        here[last] = to

    return Mutant(f"{kind} with {'.'.join(map(str, path))} {to}", change, RIGHT)


VALUES = (
    _inside("tm-dns", "aws_acm_certificate", "key_algorithm", to="RSA2048"),
    _inside("shared-registry", "aws_ecr_repository", "name", to="Vault/Core"),
    _inside("shared-registry", "aws_ecr_repository", "image_tag_mutability", to="IMMUTABEL"),
    _inside("tm-eks", "aws_eks_node_group", "ami_type", to="AL2023_X86_64"),
    _inside("tm-eks", "aws_eks_cluster", "enabled_cluster_log_types", 0, to="controller-manager"),
    _inside("audit-findings", "aws_guardduty_detector", "finding_publishing_frequency", to="FIFTEEN_MIN"),
    _inside("audit-findings", "aws_guardduty_detector_feature", "name", to="S3_DATA_EVENT"),
    _inside("audit-findings", "aws_inspector2_enabler", "resource_types", 0, to="ECS"),
    _inside("tm-kafka", "aws_msk_cluster", "enhanced_monitoring", to="PER_TOPIC"),
    _inside("tm-edge", "aws_wafv2_web_acl", "name", to="core acl"),
    _inside("tm-edge", "aws_lb_target_group", "protocol", to="https"),
    _inside("tm-vpc", "aws_vpc_endpoint", "vpc_endpoint_type", to="Interfaces"),
    _inside("lake-ingest", "aws_dms_endpoint", "ssl_mode", to="required"),
    _inside("tm-keys", "aws_kms_alias", "name", to="alias/a b"),
)
