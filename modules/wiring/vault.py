"""The vendor's ground in the TM cluster. Arrows: 8.3, 12.1, 12.2, 13.1."""

from dataclasses import dataclass
from typing import Any

from modules.aurora import AuroraOutputs
from modules.eks import EksOutputs
from modules.firewall import FirewallOutputs
from modules.kafka import KafkaOutputs
from modules.keys import KeysOutputs
from modules.kit.stack import PlatformStack, Published, Ref
from modules.model import names
from modules.model.brokers import Login
from modules.model.environment import Environment
from modules.model.images import cached
from modules.model.parties import Party
from modules.model.pods import pods_of
from modules.model.purposes import Purpose
from modules.model.upstreams import Upstream
from modules.secrets import SecretsOutputs
from modules.vault import Vault, VaultInputs, VaultOutputs
from modules.vault.pool import POOL
from modules.wiring import Estate

BOUNCER = "icoretech/pgbouncer-docker"
"""PgBouncer's authors publish no image; this one is built from their tags (kubernetes.md §8)."""

EXPORTER = "prometheuscommunity/pgbouncer-exporter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Whose outputs the vendor's installer needs; `before` are stacks that have to be there first."""

    firewall: Published[FirewallOutputs]
    keyring: Published[KeysOutputs]
    vault: Published[EksOutputs]
    database: Published[AuroraOutputs]
    streams: Published[KafkaOutputs]
    secrets: Published[SecretsOutputs]
    before: tuple[Published[Any], ...] = ()


def ground(estate: Estate, name: str, seed: str, contract: Contract) -> Published[VaultOutputs]:
    """Service account, rights, inputs of the installer, and pg-pool."""
    env = estate.env
    s = estate.chart_stack(name, estate.env.accounts.tm, seed, contract.vault)
    for stack in contract.before:
        s.after(stack)
    [installer], [pool] = pods_of(Party.INSTALLER), pods_of(Party.PG_POOL)
    inputs = VaultInputs(
        namespace=installer.namespace,
        service_account=installer.account,
        watched=(pool.namespace, pods_of(Party.OBSERVABILITY)[0].namespace),
        contract=_contract(env, s, contract, pool.namespace),
        kafka_users=tuple(row.name for row in env.service_accounts),
        pool_namespace=pool.namespace,
        pool_image=cached(env.accounts.shared, env.region, Upstream.GITHUB, BOUNCER),
        exporter_image=cached(env.accounts.shared, env.region, Upstream.QUAY, EXPORTER),
        users=env.pg_pool.users if env.pg_pool else None,
        users_secret=names.platform_secret(env.name, pool.namespace, names.POOL_USERS),
        authority_secret=names.platform_secret(env.name, pool.namespace, names.POOL_AUTHORITY),
    )
    return s.publish(Vault(s, inputs).outputs)


def _contract(env: Environment, s: PlatformStack, contract: Contract, pool: str) -> VaultOutputs:
    cluster, database, streams = contract.vault, contract.database, contract.streams
    brokers = s.use(streams, lambda out: out.bootstrap_brokers[Login.SCRAM])
    return VaultOutputs(
        cluster_name=s.use(cluster, lambda out: out.cluster_name),
        cluster_endpoint=s.use(cluster, lambda out: out.endpoint),
        cluster_oidc_provider_arn=s.use(cluster, lambda out: out.oidc_provider_arn),
        node_security_group_id=s.use(contract.firewall, lambda out: out.group_ids[Party.EKS_TM]),
        db_endpoint=s.use(database, lambda out: out.endpoint),
        db_reader_endpoint=s.use(database, lambda out: out.reader_endpoint),
        db_user=s.use(database, lambda out: out.master_username),
        db_pool_host=Ref(f"{POOL}.{pool}.svc.cluster.local"),
        tm_iam_prefix=Ref(names.iam_prefix(env.name)),
        vault_installer_role_arn=s.use(contract.secrets, lambda out: out.installer_role_arn),
        sm_role_permissions_boundary_arn=s.use(contract.secrets, lambda out: out.boundary_arn),
        msk_cluster_arn=s.use(streams, lambda out: out.cluster_arn),
        msk_sasl_scram_cmk_arn=s.use(contract.keyring, lambda out: out.key_arns[Purpose.SCRAM]),
        bootstrap_brokers_sasl_scram=brokers,
        ingress_class_name=Ref(names.INGRESS_CLASS),
        cert_manager_selfsigned_cluster_issuer=Ref(names.ISSUER),
    )
