"""Changes of an environment, and what each of them may do to an estate that stands."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network

from modules.model.environment import Environment

GROUP_RULE = "aws_vpc_security_group"


@dataclass(frozen=True, slots=True)
class Change:
    """`expected` are patterns of `actions stack address`: each matches something, and nothing is unmatched."""

    name: str
    make: Callable[[Environment], Environment]
    expected: tuple[str, ...]
    new: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()


def _vpn(environment: Environment) -> Environment:
    moved = (IPv4Network("203.0.113.77/32"), *environment.network.vpn_cidrs[1:])
    return environment.model_copy(
        update={"network": environment.network.model_copy(update={"vpn_cidrs": moved})}
    )


def _more_apps(environment: Environment) -> Environment:
    ranges = {"cidr": IPv4Network("10.48.192.0/18"), "service_cidr": IPv4Network("172.20.64.0/20")}
    qa = environment.apps["development"].model_copy(update={"account": "101010101010", **ranges})
    return environment.model_copy(update={"apps": environment.apps | {"qa": qa}})


def _fewer_apps(environment: Environment) -> Environment:
    rest = {name: each for name, each in environment.apps.items() if name != "staging"}
    return environment.model_copy(update={"apps": rest})


def _larger_nodes(environment: Environment) -> Environment:
    nodes = environment.sizes.nodes.model_copy(update={"instance_type": "m6a.4xlarge"})
    return environment.model_copy(update={"sizes": environment.sizes.model_copy(update={"nodes": nodes})})


def _no_lake(environment: Environment) -> Environment:
    return environment.model_copy(update={"datalake": None})


def _apps(name: str) -> frozenset[str]:
    parts = ("dns", "eks", "firewall", "vpc")
    return frozenset({f"access-apps-{name}", *(f"apps-{name}-{part}" for part in parts)})


def _joined(verb: str, name: str) -> tuple[str, ...]:
    """What joins an Apps environment to the others: shares, routes, entries and rules of its own."""
    return (
        f"{verb} network-transit aws_ram_principal_association.*",
        "update network-transit aws_iam_role.*",
        f"{verb} shared-firewall {GROUP_RULE}_egress_rule.*apps-{name}*",
        f"{verb} shared-vpc aws_network_acl_rule.*apps-{name}*",
        f"{verb} shared-vpc aws_route.*apps-{name}*",
        "update shared-vpc aws_vpc_endpoint.*",
        "update shared-registry aws_ecr_*",
        f"{verb} tm-firewall {GROUP_RULE}_ingress_rule.*apps-{name}*",
        f"{verb} tm-vpc aws_network_acl_rule.*apps-{name}*",
        f"{verb} tm-vpc aws_route.*apps-{name}*",
        f"{verb} tm-private-dns aws_route53_vpc_association_authorization.*apps-{name}",
    )


CHANGES = (
    Change(
        "a VPN address changed",
        _vpn,
        (
            "update tm-firewall aws_ec2_managed_prefix_list.firewall_company-vpn",
            "update tm-edge aws_wafv2_ip_set.addresses_company-vpn",
        ),
    ),
    Change("an Apps environment added", _more_apps, _joined("create", "qa"), new=_apps("qa")),
    Change("an Apps environment removed", _fewer_apps, _joined("delete", "staging"), gone=_apps("staging")),
    Change("larger nodes", _larger_nodes, ("update tm-eks *",)),
    Change(
        "the data lake switched off",
        _no_lake,
        (
            "update tm-aurora aws_rds_cluster_parameter_group.aurora_parameters",
            "delete tm-firewall aws_security_group.*lake-ingest",
            "delete tm-firewall output.group_ids_*",
            f"delete tm-firewall {GROUP_RULE}_egress_rule.*lake-ingest*",
            f"delete tm-firewall {GROUP_RULE}_ingress_rule.*lake-ingest*",
            "update tm-kafka aws_msk_cluster.*",
            "delete tm-kafka output.bootstrap_brokers_sasl_iam",
            "update tm-vpc aws_vpc_endpoint.*s3*",
        ),
        gone=frozenset({"access-lake", "lake-storage", "lake-ingest", "config-lake"}),
    ),
)

STATEFUL = frozenset(
    {
        "aws_backup_vault",
        "aws_ecr_repository",
        "aws_eks_cluster",
        "aws_kms_key",
        "aws_msk_cluster",
        "aws_rds_cluster",
        "aws_rds_cluster_instance",
        "aws_route53_zone",
        "aws_s3_bucket",
        "aws_secretsmanager_secret",
        "aws_vpc",
    }
)
"""What holds data or what everybody has written down; no change may delete or replace it."""
