"""The vendor's ground in the cluster: installer, its inputs, rights, and the pool of connections."""

from dataclasses import dataclass, fields

from constructs import Construct

from modules.kit.helm import local_chart
from modules.kit.stack import Ref
from modules.vault import access, installer, pool
from modules.vault.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultOutputs:
    """What the vendor's installer is told, under the vendor's names (vendor contract «outputs an installer needs»)."""

    cluster_name: Ref
    cluster_endpoint: Ref
    cluster_oidc_provider_arn: Ref
    node_security_group_id: Ref
    db_endpoint: Ref
    db_reader_endpoint: Ref
    db_user: Ref
    db_pool_host: Ref
    tm_iam_prefix: Ref
    vault_installer_role_arn: Ref
    sm_role_permissions_boundary_arn: Ref
    msk_cluster_arn: Ref
    msk_sasl_scram_cmk_arn: Ref
    bootstrap_brokers_sasl_scram: Ref
    ingress_class_name: Ref
    cert_manager_selfsigned_cluster_issuer: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultInputs:
    """`watched` are namespaces that operators look into; `users` None leaves the pool out.

    The pool's secrets are names: stack `tm-secrets` has made them, and a person has filled them, before its pods come.
    """

    namespace: str
    service_account: str
    watched: tuple[str, ...]
    contract: VaultOutputs
    kafka_users: tuple[str, ...]
    pool_namespace: str
    pool_image: str
    exporter_image: str
    users: tuple[str, ...] | None
    users_secret: str
    authority_secret: str


class Vault(Construct):
    """Nothing of the vendor's is installed here: its installer finds all that it asks for."""

    def __init__(self, scope: Construct, inputs: VaultInputs) -> None:
        """Create the two charts."""
        super().__init__(scope, "vault")
        told = inputs.contract
        manifests = [
            installer.account(inputs.namespace, inputs.service_account, told.vault_installer_role_arn),
            *installer.rights(inputs.namespace, inputs.service_account, inputs.watched),
            installer.contract(
                inputs.namespace, {each.name: getattr(told, each.name) for each in fields(told)}
            ),
            access.intent(inputs.namespace, inputs.kafka_users),
        ]
        local_chart(self, "vault-installer", namespace=inputs.namespace, manifests=manifests)
        if inputs.users is not None:
            own = Pool(
                namespace=inputs.pool_namespace,
                image=inputs.pool_image,
                exporter=inputs.exporter_image,
                endpoint=told.db_endpoint,
                users=inputs.users,
                users_secret=inputs.users_secret,
                authority_secret=inputs.authority_secret,
            )
            local_chart(self, pool.POOL, namespace=inputs.pool_namespace, manifests=pool.manifests(own))
        self.outputs = told
