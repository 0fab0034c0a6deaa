"""The Kafka cluster of the TM zone, its logs, its growing disks and a user for each registered account."""

from dataclasses import dataclass

from constructs import Construct

from modules.kafka.account import Account, AccountInputs, AccountOutputs
from modules.kafka.cluster import Cluster, ClusterInputs
from modules.kafka.logs import Logs, LogsInputs
from modules.kafka.storage import Storage, StorageInputs
from modules.kit.stack import Ref
from modules.model.brokers import Acl, Login
from modules.model.names import KAFKA
from modules.model.tables import ServiceAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class KafkaInputs:
    """Storage in GiB for each broker, retention in days; `for_roles` lets AWS roles in for the data lake.

    A `storage` raised later changes only how small the disks may be, since they have grown by themselves.
    """

    environment: str
    account: str
    region: str
    version: str
    instance_type: str
    storage: int
    maximum_storage: int
    acl: Acl
    for_roles: bool
    protected: bool
    retention: int
    service_accounts: tuple[ServiceAccount, ...]
    subnet_ids: tuple[Ref, ...]
    group_id: Ref
    streams_key_arn: Ref
    scram_key_arn: Ref
    secrets_key_arn: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class KafkaOutputs:
    """For clients, for the vendor's installer, which adds users of its own, and for the data lake.

    Secrets by name of the service account; `broker_hosts` is a pattern that every broker's name fits.
    """

    cluster_arn: Ref
    bootstrap_brokers: dict[Login, Ref]
    broker_hosts: Ref
    user_arns: dict[str, Ref]
    token_arns: dict[str, Ref]


class Kafka(Construct):
    """Messages stay in the TM zone and are read by nobody without a name."""

    def __init__(self, scope: Construct, inputs: KafkaInputs) -> None:
        """Create logs, brokers, storage growth and users."""
        super().__init__(scope, "kafka")
        logs = LogsInputs(
            environment=inputs.environment,
            cluster=KAFKA,
            account=inputs.account,
            region=inputs.region,
            retention=inputs.retention,
        )
        written = Logs(self, logs).outputs
        brokers = ClusterInputs(
            environment=inputs.environment,
            name=KAFKA,
            version=inputs.version,
            instance_type=inputs.instance_type,
            storage=inputs.storage,
            acl=inputs.acl,
            for_roles=inputs.for_roles,
            protected=inputs.protected,
            subnet_ids=inputs.subnet_ids,
            group_id=inputs.group_id,
            key_arn=inputs.streams_key_arn,
            log_group=written.group,
            logs_ready=written.ready,
        )
        cluster = Cluster(self, brokers).outputs
        growth = StorageInputs(
            name=f"{inputs.environment}-{KAFKA}",
            cluster_arn=cluster.arn,
            least=inputs.storage,
            most=inputs.maximum_storage,
        )
        Storage(self, growth)
        accounts = {row.name: self._account(row, cluster.arn, inputs) for row in inputs.service_accounts}
        self.outputs = KafkaOutputs(
            cluster_arn=cluster.arn,
            bootstrap_brokers=cluster.bootstrap_brokers,
            broker_hosts=cluster.broker_hosts,
            user_arns={name: made.user_arn for name, made in accounts.items()},
            token_arns={name: made.token_arn for name, made in accounts.items()},
        )

    def _account(self, row: ServiceAccount, cluster_arn: Ref, inputs: KafkaInputs) -> AccountOutputs:
        account = AccountInputs(
            environment=inputs.environment,
            row=row,
            cluster_arn=cluster_arn,
            scram_key_arn=inputs.scram_key_arn,
            secrets_key_arn=inputs.secrets_key_arn,
        )
        return Account(self, account).outputs
