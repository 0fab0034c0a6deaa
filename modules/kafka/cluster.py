"""The brokers: private, encrypted on disk and on the wire, open to registered users only."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.msk_cluster import (
    MskCluster,
    MskClusterBrokerNodeGroupInfo,
    MskClusterBrokerNodeGroupInfoConnectivityInfo,
    MskClusterBrokerNodeGroupInfoConnectivityInfoPublicAccess,
    MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivity,
    MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivityClientAuthentication,
    MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivityClientAuthenticationSasl,
    MskClusterBrokerNodeGroupInfoStorageInfo,
    MskClusterBrokerNodeGroupInfoStorageInfoEbsStorageInfo,
    MskClusterClientAuthentication,
    MskClusterClientAuthenticationSasl,
    MskClusterConfigurationInfo,
    MskClusterEncryptionInfo,
    MskClusterEncryptionInfoEncryptionInTransit,
    MskClusterLoggingInfo,
    MskClusterLoggingInfoBrokerLogs,
    MskClusterLoggingInfoBrokerLogsCloudwatchLogs,
    MskClusterOpenMonitoring,
    MskClusterOpenMonitoringPrometheus,
    MskClusterOpenMonitoringPrometheusJmxExporter,
    MskClusterOpenMonitoringPrometheusNodeExporter,
)
from cdktf_cdktf_provider_aws.msk_configuration import MskConfiguration
from constructs import Construct

from modules.kafka.settings import server_properties
from modules.kit.stack import Dependable, Ref, create_before_destroy, ignore_changes, siblings
from modules.model.brokers import BROKERS, Acl, Login

VOLUME = "broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size"
"""Grown by autoscaling (storage.py); Terraform must not shrink it back, which MSK refuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterInputs:
    """Storage in GiB for each broker; `for_roles` lets AWS roles in beside registered users."""

    environment: str
    name: str
    version: str
    instance_type: str
    storage: int
    acl: Acl
    for_roles: bool
    protected: bool
    subnet_ids: tuple[Ref, ...]
    group_id: Ref
    key_arn: Ref
    log_group: Ref
    logs_ready: Dependable


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterOutputs:
    """Addresses are known to AWS alone (CX-08)."""

    arn: Ref
    bootstrap_brokers: dict[Login, Ref]
    broker_hosts: Ref


class Cluster(Construct):
    """Three brokers in three zones; nobody comes in without a name."""

    def __init__(self, scope: Construct, inputs: ClusterInputs) -> None:
        """Create settings and brokers."""
        super().__init__(scope, "cluster")
        settings = MskConfiguration(
            self,
            "settings",
            name=f"{inputs.environment}-{inputs.name}",
            description="Settings of the vendor contract",
            server_properties=server_properties(inputs.acl),
            lifecycle=create_before_destroy(),
        )
        # Applications reach the brokers over the transit gateway; MSK's private connections are for roles alone,
        # because with registered users they demand strict lists (CX-24).
        cluster = MskCluster(
            self,
            "brokers",
            cluster_name=inputs.name,
            kafka_version=inputs.version,
            number_of_broker_nodes=BROKERS,
            broker_node_group_info=self._nodes(inputs),
            client_authentication=MskClusterClientAuthentication(
                unauthenticated=False,
                sasl=MskClusterClientAuthenticationSasl(scram=True, iam=inputs.for_roles),
            ),
            configuration_info=MskClusterConfigurationInfo(
                arn=settings.arn, revision=settings.latest_revision
            ),
            encryption_info=MskClusterEncryptionInfo(
                encryption_at_rest_kms_key_arn=inputs.key_arn,
                encryption_in_transit=MskClusterEncryptionInfoEncryptionInTransit(
                    client_broker="TLS", in_cluster=True
                ),
            ),
            enhanced_monitoring="PER_BROKER",  # metrics of topics come from the exporters, free of charge
            open_monitoring=MskClusterOpenMonitoring(prometheus=_exporters()),
            logging_info=MskClusterLoggingInfo(
                broker_logs=MskClusterLoggingInfoBrokerLogs(
                    cloudwatch_logs=MskClusterLoggingInfoBrokerLogsCloudwatchLogs(
                        enabled=True, log_group=inputs.log_group
                    )
                )
            ),
            lifecycle=ignore_changes(VOLUME, keep=inputs.protected),
            depends_on=[inputs.logs_ready],
            tags={"Name": f"{inputs.environment}-{inputs.name}"},
        )
        addresses = {Login.SCRAM: Ref(cluster.bootstrap_brokers_sasl_scram)}
        if inputs.for_roles:
            addresses[Login.IAM] = Ref(cluster.bootstrap_brokers_sasl_iam)
        self.outputs = ClusterOutputs(
            arn=Ref(cluster.arn), bootstrap_brokers=addresses, broker_hosts=siblings(addresses[Login.SCRAM])
        )

    def _nodes(self, inputs: ClusterInputs) -> MskClusterBrokerNodeGroupInfo:
        return MskClusterBrokerNodeGroupInfo(
            instance_type=inputs.instance_type,
            client_subnets=list(inputs.subnet_ids),
            security_groups=[inputs.group_id],
            storage_info=MskClusterBrokerNodeGroupInfoStorageInfo(
                ebs_storage_info=MskClusterBrokerNodeGroupInfoStorageInfoEbsStorageInfo(
                    volume_size=inputs.storage
                )
            ),
            connectivity_info=MskClusterBrokerNodeGroupInfoConnectivityInfo(
                public_access=MskClusterBrokerNodeGroupInfoConnectivityInfoPublicAccess(type="DISABLED"),
                vpc_connectivity=_private_connections() if inputs.for_roles else None,
            ),
        )


def _private_connections() -> MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivity:
    return MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivity(
        client_authentication=MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivityClientAuthentication(
            sasl=MskClusterBrokerNodeGroupInfoConnectivityInfoVpcConnectivityClientAuthenticationSasl(
                iam=True, scram=False
            )
        )
    )


def _exporters() -> MskClusterOpenMonitoringPrometheus:
    """Metrics without a login, no messages; the flow `arrow 7.2 kafka-metrics` says who gets to them."""
    return MskClusterOpenMonitoringPrometheus(
        jmx_exporter=MskClusterOpenMonitoringPrometheusJmxExporter(enabled_in_broker=True),
        node_exporter=MskClusterOpenMonitoringPrometheusNodeExporter(enabled_in_broker=True),
    )
