"""The database of the TM zone: writer and readers over three zones, its secrets, logs and backups."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.db_subnet_group import DbSubnetGroup
from constructs import Construct

from modules.aurora.backup import Backup, BackupInputs
from modules.aurora.cluster import Cluster, ClusterInputs
from modules.aurora.parameters import parameters
from modules.aurora.secrets import Master, MasterInputs, Root, RootInputs
from modules.kit.stack import Ref
from modules.model.database import ProvisionedAurora, ServerlessAurora


@dataclass(frozen=True, slots=True, kw_only=True)
class AuroraInputs:
    """`master_secret` and `root_secret` are names, the second one below the vendor's prefix; retention in days."""

    name: str
    account: str
    region: str
    zones: tuple[str, str, str]
    size: ServerlessAurora | ProvisionedAurora
    version: str
    password_version: int
    logical_replication: bool
    deletion_protection: bool
    log_retention: int
    backup_retention: int
    subnet_ids: tuple[Ref, ...]
    group_id: Ref
    database_key_arn: Ref
    backups_key_arn: Ref
    secrets_key_arn: Ref
    backup_role: str
    master_secret: str
    root_secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuroraOutputs:
    """Where the database is and what it is called; where its password is, never the password."""

    endpoint: Ref
    reader_endpoint: Ref
    port: Ref
    master_username: Ref
    cluster_arn: Ref
    cluster_resource_id: Ref
    root_db_secret_arn: Ref
    master_secret_arn: Ref


class Aurora(Construct):
    """Reached over TLS by its own security group only, and opened by one secret of the vendor's shape."""

    def __init__(self, scope: Construct, inputs: AuroraInputs) -> None:
        """Create secrets, parameters, cluster and backups."""
        super().__init__(scope, "aurora")
        master = MasterInputs(
            secret=inputs.master_secret,
            database=inputs.name,
            key_arn=inputs.secrets_key_arn,
            version=inputs.password_version,
        )
        made = Master(self, master).outputs
        password = made.password
        cluster = Cluster(self, self._cluster(inputs, password)).outputs
        root = RootInputs(
            secret=inputs.root_secret,
            database=inputs.name,
            key_arn=inputs.secrets_key_arn,
            version=inputs.password_version,
            endpoint=cluster.endpoint,
            password=password,
        )
        backup = BackupInputs(
            name=inputs.name,
            role=inputs.backup_role,
            account=inputs.account,
            region=inputs.region,
            cluster_arn=cluster.arn,
            key_arn=inputs.backups_key_arn,
            database_key_arn=inputs.database_key_arn,
            retention=inputs.backup_retention,
            locked=inputs.deletion_protection,
        )
        Backup(self, backup)
        self.outputs = AuroraOutputs(
            endpoint=cluster.endpoint,
            reader_endpoint=cluster.reader_endpoint,
            port=cluster.port,
            master_username=cluster.master_username,
            cluster_arn=cluster.arn,
            cluster_resource_id=cluster.resource_id,
            root_db_secret_arn=Root(self, root).outputs.secret_arn,
            master_secret_arn=made.secret_arn,
        )

    def _cluster(self, inputs: AuroraInputs, password: Ref) -> ClusterInputs:
        subnets = DbSubnetGroup(
            self,
            "subnets",
            name=inputs.name,
            description=f"Isolated subnets of {inputs.name}, one in each zone",
            subnet_ids=list(inputs.subnet_ids),
            tags={"Name": inputs.name},
        )
        return ClusterInputs(
            name=inputs.name,
            account=inputs.account,
            region=inputs.region,
            zones=inputs.zones,
            size=inputs.size,
            version=inputs.version,
            password=password,
            password_version=inputs.password_version,
            parameters=parameters(self, inputs.name, inputs.logical_replication),
            subnets=Ref(subnets.name),
            group_id=inputs.group_id,
            key_arn=inputs.database_key_arn,
            deletion_protection=inputs.deletion_protection,
            log_retention=inputs.log_retention,
            backup_retention=inputs.backup_retention,
        )
