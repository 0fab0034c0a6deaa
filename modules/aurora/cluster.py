"""The cluster and its instances. Arrows: 12.2, 16.1."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster, RdsClusterServerlessv2ScalingConfiguration
from cdktf_cdktf_provider_aws.rds_cluster_instance import RdsClusterInstance
from constructs import Construct

from modules.aurora.monitoring import Monitoring, MonitoringInputs
from modules.kit.stack import Ref
from modules.logkey import LogKey, LogKeyInputs
from modules.model.database import ProvisionedAurora, ServerlessAurora
from modules.model.ports import Port
from modules.model.postgres import SERVERLESS

ENGINE = "aurora-postgresql"
MASTER = "vault_admin"
LOGS = ("iam-db-auth-error", "postgresql")
"""What the database writes; the first says why a login by IAM was refused."""

BACKUP_WINDOW, MAINTENANCE_WINDOW = "01:00-02:00", "sun:03:00-sun:04:00"
"""UTC. They may not overlap, and AWS Backup (backup.py) keeps away from both."""

CERTIFICATES = "rds-ca-rsa2048-g1"
INSIGHTS_DAYS = 7
"""Performance Insights of this length costs nothing."""

METRICS_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterInputs:
    """`password` is ephemeral; `parameters` and `subnets` are names of groups; retention in days."""

    name: str
    account: str
    region: str
    zones: tuple[str, str, str]
    size: ServerlessAurora | ProvisionedAurora
    version: str
    password: Ref
    password_version: int
    parameters: Ref
    subnets: Ref
    group_id: Ref
    key_arn: Ref
    deletion_protection: bool
    log_retention: int
    backup_retention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterOutputs:
    """Where it is, and what IAM calls it."""

    arn: Ref
    resource_id: Ref
    endpoint: Ref
    reader_endpoint: Ref
    port: Ref
    master_username: Ref


class Cluster(Construct):
    """Encrypted, never public, backed up, and taken down only after a last snapshot."""

    def __init__(self, scope: Construct, inputs: ClusterInputs) -> None:
        """Create log groups, cluster, role of the monitoring, and the instances."""
        super().__init__(scope, "cluster")
        cluster = RdsCluster(
            self,
            "cluster",
            cluster_identifier=inputs.name,
            engine=ENGINE,
            engine_mode="provisioned",  # so it is called for serverless v2 as well
            engine_version=inputs.version,
            allow_major_version_upgrade=False,
            apply_immediately=False,
            network_type="IPV4",
            port=int(Port.POSTGRES),
            db_subnet_group_name=inputs.subnets,
            vpc_security_group_ids=[inputs.group_id],
            db_cluster_parameter_group_name=inputs.parameters,
            master_username=MASTER,
            # CX-22: RDS's own secret has another shape than the one that the vendor reads.
            master_password_wo=inputs.password,
            master_password_wo_version=inputs.password_version,
            iam_database_authentication_enabled=True,
            enable_http_endpoint=False,
            storage_encrypted=True,
            kms_key_id=inputs.key_arn,
            backup_retention_period=inputs.backup_retention,
            preferred_backup_window=BACKUP_WINDOW,
            preferred_maintenance_window=MAINTENANCE_WINDOW,
            copy_tags_to_snapshot=True,
            deletion_protection=inputs.deletion_protection,
            skip_final_snapshot=False,
            final_snapshot_identifier=f"{inputs.name}-final",
            enabled_cloudwatch_logs_exports=list(LOGS),
            serverlessv2_scaling_configuration=_scaling(inputs.size),
            tags={"Name": inputs.name},
            depends_on=self._logs(inputs),
        )
        self._instances(inputs, cluster)
        self.outputs = ClusterOutputs(
            arn=Ref(cluster.arn),
            resource_id=Ref(cluster.cluster_resource_id),
            endpoint=Ref(cluster.endpoint),
            reader_endpoint=Ref(cluster.reader_endpoint),
            port=Ref(cluster.get_string_attribute("port")),
            master_username=Ref(cluster.master_username),
        )

    def _logs(self, inputs: ClusterInputs) -> list[CloudwatchLogGroup]:
        """Before the cluster: a group that RDS makes by itself has no key and keeps everything for ever."""
        prefix = f"/aws/rds/cluster/{inputs.name}/"
        key = LogKeyInputs(
            alias=f"{inputs.name}-logs",
            description=f"Logs of {inputs.name}",
            account=inputs.account,
            region=inputs.region,
            groups=prefix,
        )
        key_arn = LogKey(self, key).outputs.key_arn
        return [
            CloudwatchLogGroup(
                self,
                f"log-{log}",
                name=f"{prefix}{log}",
                retention_in_days=inputs.log_retention,
                kms_key_id=key_arn,
            )
            for log in LOGS
        ]

    def _instances(self, inputs: ClusterInputs, cluster: RdsCluster) -> None:
        told = MonitoringInputs(
            name=inputs.name, account=inputs.account, region=inputs.region, retention=inputs.log_retention
        )
        monitoring = Monitoring(self, told).outputs
        size = inputs.size
        for number in range(size.instances):
            RdsClusterInstance(
                self,
                f"instance-{number + 1}",
                identifier=f"{inputs.name}-{number + 1}",
                cluster_identifier=cluster.id,
                engine=cluster.engine,
                instance_class=size.instance_class if isinstance(size, ProvisionedAurora) else SERVERLESS,
                availability_zone=inputs.zones[number % len(inputs.zones)],
                # Serverless readers of tiers 0 and 1 are as large as the writer at all times: one of them, so
                # that it can take over at once.
                promotion_tier=number,
                publicly_accessible=False,
                ca_cert_identifier=CERTIFICATES,
                # Versions are raised in the environment file, from the pinned list, after the vendor has agreed
                # to one. AWS raising them by itself would make the next plan try to go back, and fail.
                auto_minor_version_upgrade=False,
                apply_immediately=False,
                copy_tags_to_snapshot=True,
                preferred_maintenance_window=MAINTENANCE_WINDOW,
                performance_insights_enabled=True,
                performance_insights_kms_key_id=inputs.key_arn,
                performance_insights_retention_period=INSIGHTS_DAYS,
                monitoring_interval=METRICS_SECONDS,
                monitoring_role_arn=monitoring.role_arn,
                tags={"Name": f"{inputs.name}-{number + 1}"},
                depends_on=list(monitoring.ready),
            )


def _scaling(size: ServerlessAurora | ProvisionedAurora) -> RdsClusterServerlessv2ScalingConfiguration | None:
    if isinstance(size, ProvisionedAurora):
        return None
    return RdsClusterServerlessv2ScalingConfiguration(
        min_capacity=size.minimum_acu, max_capacity=size.maximum_acu
    )
