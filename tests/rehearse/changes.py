"""Changes of an environment, and what each of them may do to an estate that stands."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network

from modules.model.environment import Environment

QA = "101010101010"
"""The account of an Apps environment that no file has yet."""


@dataclass(frozen=True, slots=True)
class Change:
    """`expected` are all that change, as `actions stack address`."""

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
    qa = environment.apps["development"].model_copy(update={"account": QA, **ranges})
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
    return frozenset(
        {f"access-apps-{name}", f"config-apps-{name}", *(f"apps-{name}-{part}" for part in parts)}
    )


def _each(what: str, names: str) -> tuple[str, ...]:
    return tuple(what.format(name) for name in names.split())


def _audited(verb: str, name: str) -> tuple[str, ...]:
    """Findings of an account, and its files in the bucket of AWS Config."""
    return (
        f"{verb} audit-members aws_inspector2_member_association.members_inspector-{name}",
        f"{verb} audit-members aws_securityhub_configuration_policy_association.members_hub-{name}",
        "update audit-members aws_inspector2_enabler.members_inspector-enabled",
        "update audit-trail aws_kms_key.history_encryption_key",
        "update audit-trail aws_s3_bucket_policy.history_files_policy",
    )


def _joined(verb: str, name: str) -> tuple[str, ...]:
    """What joins an Apps environment to the others: shares, routes, entries and rules of its own.

    That it may ask the private zone of TM is a gap (`gaps.toml`), so it is not among them.
    """
    apps = f"apps-{name}-private"
    entry, rule = f"{verb} {{}}-vpc aws_network_acl_rule.vpc_acl_", f"{verb} {{}} aws_vpc_security_group_"
    return (
        *_audited(verb, f"apps-{name}"),
        f"{verb} network-transit aws_ram_principal_association.transit_share_with-{_account(name)}",
        *_each("update network-transit aws_iam_role.transit_attachment-role_{}", "reader role"),
        f"{rule.format('shared-firewall')}egress_rule.firewall_spacelift-workers-to-{apps}-443",
        f"{rule.format('tm-firewall')}ingress_rule.firewall_edge-apps-from-{apps}-443",
        f"{rule.format('tm-firewall')}ingress_rule.firewall_kafka-from-{apps}-9096",
        f"{entry.format('shared')}transit-from-{apps}-return",
        f"{entry.format('shared')}transit-to-{apps}-443",
        f"{entry.format('shared')}workers-from-{apps}-return",
        f"{entry.format('shared')}workers-to-{apps}-443",
        f"{entry.format('tm')}kafka-from-{apps}-9096",
        f"{entry.format('tm')}kafka-to-{apps}-return",
        f"{entry.format('tm')}private-from-{apps}-443",
        f"{entry.format('tm')}private-to-{apps}-return",
        f"{entry.format('tm')}transit-from-{apps}-443",
        f"{entry.format('tm')}transit-from-{apps}-9096",
        f"{entry.format('tm')}transit-to-{apps}-return",
        f"{verb} shared-vpc aws_route.routes_workers-to-{apps}",
        *_each(f"{verb} tm-vpc aws_route.routes_{{}}-to-{apps}", "kafka private"),
        *_each("update shared-vpc aws_vpc_endpoint.vpc_endpoints_{}", ENDPOINTS),
        *_each(
            "update shared-registry aws_ecr_repository_creation_template.registry_cache_{}-template",
            "dockerhub ecr-public ghcr k8s quay",
        ),
        *_each(
            "update shared-registry aws_ecr_repository_policy.registry_{}-pulled", "vault-core vault-operator"
        ),
        "update tm-mesh helm_release.mesh_mesh-policies",
    )


def _account(name: str) -> str:
    return {"qa": QA, "staging": "777777777777"}[name]


ENDPOINTS = "ec2messages ecr-api ecr-dkr eks kms logs s3 secretsmanager ssm ssmmessages sts"
"""Of Shared Services: an endpoint's policy names the accounts that may be asked for."""

CHANGES = (
    Change(
        "a VPN address changed",
        _vpn,
        (
            "update tm-firewall aws_ec2_managed_prefix_list.firewall_company-vpn",
            "update tm-edge aws_wafv2_ip_set.addresses_company-vpn",
            "update tm-mesh helm_release.mesh_mesh-policies",
        ),
    ),
    Change("an Apps environment added", _more_apps, _joined("create", "qa"), new=_apps("qa")),
    Change("an Apps environment removed", _fewer_apps, _joined("delete", "staging"), gone=_apps("staging")),
    Change(
        "larger nodes",
        _larger_nodes,
        (
            "update tm-eks aws_launch_template.eks_nodes_template_nodes",
            *_each("update tm-eks aws_eks_node_group.eks_nodes_zone-{}", "a b c"),
        ),
    ),
    Change(
        "the data lake switched off",
        _no_lake,
        (
            *_audited("delete", "lake"),
            "delete tm-firewall aws_security_group.firewall_lake-ingest",
            *_each(
                "delete tm-firewall aws_vpc_security_group_egress_rule.firewall_lake-ingest-to-{}",
                "aurora-5432 endpoints-tm-443 s3-gateway-443",
            ),
            *_each(
                "delete tm-firewall aws_vpc_security_group_ingress_rule.firewall_{}",
                "aurora-from-lake-ingest-5432 endpoints-tm-from-lake-ingest-443",
            ),
            "delete tm-firewall output.group_ids_lake_ingest",
            "delete tm-kafka output.bootstrap_brokers_sasl_iam",
            "update tm-aurora aws_rds_cluster_parameter_group.aurora_parameters",
            "update tm-kafka aws_msk_cluster.kafka_cluster_brokers",
            "update tm-vpc aws_vpc_endpoint.vpc_endpoints_s3",
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
