"""Change capture: DMS Serverless copies the tables once and then follows every change (16.1)."""

import json
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.dms_endpoint import DmsEndpoint, DmsEndpointPostgresSettings
from cdktf_cdktf_provider_aws.dms_replication_config import (
    DmsReplicationConfig,
    DmsReplicationConfigComputeConfig,
)
from cdktf_cdktf_provider_aws.dms_replication_subnet_group import DmsReplicationSubnetGroup
from cdktf_cdktf_provider_aws.dms_s3_endpoint import DmsS3Endpoint
from constructs import Construct

from modules.kit.stack import Dependable, Ref
from modules.model.lake import DATABASE, USER

MAINTENANCE_WINDOW = "sun:05:00-sun:06:00"
"""UTC; after the database's own."""

BATCH_SECONDS, BATCH_KIB = 300, 32768
"""A file of changes is closed after so long, or when it is so large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """In DMS units of 2 GiB."""

    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureInputs:
    """`tables` are patterns `schema.table`, columns `schema.table.column`; `owner` is the account of the bucket; `network` and `ready` come first."""

    name: str
    database: str
    tables: tuple[str, ...]
    excluded_columns: tuple[str, ...]
    size: Size
    running: bool
    subnet_ids: tuple[Ref, ...]
    group_id: Ref
    key_arn: Ref
    secret_arn: Ref
    role_arn: Ref
    bucket: Ref
    bucket_key_arn: Ref
    owner: str
    network: tuple[Dependable, ...]
    ready: Dependable


class Capture(Construct):
    """Private, over TLS, and with a heartbeat, without which an idle database would keep its log for ever."""

    def __init__(self, scope: Construct, inputs: CaptureInputs) -> None:
        """Create subnets, both ends and the replication."""
        super().__init__(scope, "capture")
        subnets = DmsReplicationSubnetGroup(
            self,
            "subnets",
            replication_subnet_group_id=inputs.name,
            replication_subnet_group_description="Private subnets of the TM VPC",
            subnet_ids=list(inputs.subnet_ids),
            tags={"Name": inputs.name},
            depends_on=list(inputs.network),
        )
        DmsReplicationConfig(
            self,
            "replication",
            replication_config_identifier=inputs.name,
            resource_identifier=inputs.name,
            replication_type="full-load-and-cdc",
            source_endpoint_arn=self._source(inputs).endpoint_arn,
            target_endpoint_arn=self._target(inputs).endpoint_arn,
            table_mappings=_mappings(inputs.tables, inputs.excluded_columns),
            replication_settings=_settings(),
            start_replication=inputs.running,
            compute_config=DmsReplicationConfigComputeConfig(
                replication_subnet_group_id=subnets.replication_subnet_group_id,
                vpc_security_group_ids=[inputs.group_id],
                kms_key_id=inputs.key_arn,
                min_capacity_units=inputs.size.minimum,
                max_capacity_units=inputs.size.maximum,
                multi_az=False,  # DMS goes on from its last position in another zone
                preferred_maintenance_window=MAINTENANCE_WINDOW,
            ),
            tags={"Name": inputs.name},
        )

    def _source(self, inputs: CaptureInputs) -> DmsEndpoint:
        return DmsEndpoint(
            self,
            "source",
            endpoint_id=f"{inputs.name}-source",
            endpoint_type="source",
            engine_name="aurora-postgresql",
            database_name=inputs.database,
            secrets_manager_arn=inputs.secret_arn,
            secrets_manager_access_role_arn=inputs.role_arn,
            ssl_mode="require",
            kms_key_arn=inputs.key_arn,
            postgres_settings=DmsEndpointPostgresSettings(
                plugin_name="test_decoding",
                capture_ddls=False,  # it would take triggers that only a superuser makes
                fail_tasks_on_lob_truncation=True,
                heartbeat_enable=True,
                heartbeat_schema=USER,
            ),
            tags={"Name": f"{inputs.name}-source"},
            depends_on=[inputs.ready],
        )

    def _target(self, inputs: CaptureInputs) -> DmsS3Endpoint:
        return DmsS3Endpoint(
            self,
            "target",
            endpoint_id=f"{inputs.name}-target",
            endpoint_type="target",
            bucket_name=inputs.bucket,
            bucket_folder=DATABASE.rstrip("/"),
            expected_bucket_owner=inputs.owner,
            service_access_role_arn=inputs.role_arn,
            kms_key_arn=inputs.key_arn,
            encryption_mode="SSE_KMS",
            server_side_encryption_kms_key_id=inputs.bucket_key_arn,
            data_format="parquet",
            parquet_version="parquet-2-0",
            parquet_timestamp_in_millisecond=True,
            compression_type="GZIP",
            date_partition_enabled=True,
            date_partition_sequence="YYYYMMDD",
            date_partition_delimiter="SLASH",
            include_op_for_full_load=True,
            timestamp_column_name="captured_at",
            cdc_max_batch_interval=BATCH_SECONDS,
            cdc_min_file_size=BATCH_KIB,
            tags={"Name": f"{inputs.name}-target"},
            depends_on=[inputs.ready],
        )


def _mappings(tables: tuple[str, ...], excluded_columns: tuple[str, ...]) -> str:
    """The tables without the excluded columns, and nothing of the schema that the capture itself writes into."""
    chosen = [(*pattern.split("."), "include") for pattern in tables]
    rules = [
        {
            "rule-type": "selection",
            "object-locator": {"schema-name": schema, "table-name": table},
            "rule-action": action,
        }
        for schema, table, action in [*chosen, (USER, "%", "exclude")]
    ]
    rules += [
        {
            "rule-type": "transformation",
            "rule-target": "column",
            "object-locator": {"schema-name": schema, "table-name": table, "column-name": column},
            "rule-action": "remove-column",
        }
        for schema, table, column in (pattern.split(".") for pattern in excluded_columns)
    ]
    numbered = [{"rule-id": str(n), "rule-name": str(n)} | rule for n, rule in enumerate(rules, start=1)]
    return json.dumps({"rules": numbered})


def _settings() -> str:
    """Logged without values of rows; a table that is there already is left as it is."""
    return json.dumps(
        {
            "FullLoadSettings": {"TargetTablePrepMode": "DO_NOTHING"},
            "Logging": {"EnableLogging": True, "EnableLogContext": False},
        }
    )
