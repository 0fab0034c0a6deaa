"""Athena: one workgroup whose settings no client can change."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.athena_workgroup import (
    AthenaWorkgroup,
    AthenaWorkgroupConfiguration,
    AthenaWorkgroupConfigurationEngineVersion,
    AthenaWorkgroupConfigurationResultConfiguration,
    AthenaWorkgroupConfigurationResultConfigurationEncryptionConfiguration,
)
from constructs import Construct

from modules.kit.stack import Ref

ENGINE = "Athena engine version 3"
GIBIBYTE = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryInputs:
    """`bucket` is the name of the bucket for answers; `scan_limit` in GiB for each query."""

    name: str
    account: str
    bucket: Ref
    key_arn: Ref
    scan_limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryOutputs:
    """For whoever asks."""

    workgroup: Ref


class Query(Construct):
    """Answers are encrypted and stay in the account; a query that would read too much is cancelled."""

    def __init__(self, scope: Construct, inputs: QueryInputs) -> None:
        """Create the workgroup."""
        super().__init__(scope, "query")
        result = AthenaWorkgroupConfigurationResultConfiguration(
            output_location=f"s3://{inputs.bucket}/",
            expected_bucket_owner=inputs.account,
            encryption_configuration=AthenaWorkgroupConfigurationResultConfigurationEncryptionConfiguration(
                encryption_option="SSE_KMS", kms_key_arn=inputs.key_arn
            ),
        )
        made = AthenaWorkgroup(
            self,
            "workgroup",
            name=inputs.name,
            description="Questions to the data lake",
            state="ENABLED",
            force_destroy=False,
            configuration=AthenaWorkgroupConfiguration(
                enforce_workgroup_configuration=True,
                publish_cloudwatch_metrics_enabled=True,
                requester_pays_enabled=False,
                bytes_scanned_cutoff_per_query=inputs.scan_limit * GIBIBYTE,
                engine_version=AthenaWorkgroupConfigurationEngineVersion(selected_engine_version=ENGINE),
                result_configuration=result,
            ),
            tags={"Name": inputs.name},
        )
        self.outputs = QueryOutputs(workgroup=Ref(made.name))
