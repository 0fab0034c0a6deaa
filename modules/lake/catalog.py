"""What lies in the lake: databases of the Glue catalogue, encrypted, and crawlers that find the tables."""

import json
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.glue_crawler import (
    GlueCrawler,
    GlueCrawlerLakeFormationConfiguration,
    GlueCrawlerRecrawlPolicy,
    GlueCrawlerS3Target,
    GlueCrawlerSchemaChangePolicy,
)
from cdktf_cdktf_provider_aws.glue_data_catalog_encryption_settings import (
    GlueDataCatalogEncryptionSettings,
    GlueDataCatalogEncryptionSettingsDataCatalogEncryptionSettings,
    GlueDataCatalogEncryptionSettingsDataCatalogEncryptionSettingsConnectionPasswordEncryption,
    GlueDataCatalogEncryptionSettingsDataCatalogEncryptionSettingsEncryptionAtRest,
)
from cdktf_cdktf_provider_aws.glue_security_configuration import (
    GlueSecurityConfiguration,
    GlueSecurityConfigurationEncryptionConfiguration,
    GlueSecurityConfigurationEncryptionConfigurationCloudwatchEncryption,
    GlueSecurityConfigurationEncryptionConfigurationJobBookmarksEncryption,
    GlueSecurityConfigurationEncryptionConfigurationS3Encryption,
)
from constructs import Construct

from modules.kit.stack import Dependable, Ref
from modules.logkey import LogKey, LogKeyInputs

NIGHTLY = "cron(0 3 * * ? *)"
"""UTC."""

LOG_GROUPS = "/aws-glue/crawlers"
"""Where crawlers write; Glue makes the groups itself (AWS documentation)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogInputs:
    """`settled` is what has to be in force before a database is made."""

    name: str
    account: str
    region: str
    key_arn: Ref
    settled: Dependable


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogOutputs:
    """Names of databases, and of what encrypts the work of crawlers."""

    databases: dict[str, Ref]
    security: Ref


class Catalog(Construct):
    """Nobody gets a right to a database by its being made: Lake Formation gives them, one by one."""

    def __init__(self, scope: Construct, inputs: CatalogInputs) -> None:
        """Create encryption and databases."""
        super().__init__(scope, "catalog")
        encrypted = self._encryption(inputs)
        databases = {
            layer: GlueCatalogDatabase(
                self,
                layer,
                name=f"{inputs.name.replace('-', '_')}_{layer}",
                description=f"The {layer} layer of the data lake",
                depends_on=[encrypted, inputs.settled],
            )
            for layer in ("raw", "curated")
        }
        self.outputs = CatalogOutputs(
            databases={layer: Ref(made.name) for layer, made in databases.items()},
            security=self._security(inputs),
        )

    def _encryption(self, inputs: CatalogInputs) -> GlueDataCatalogEncryptionSettings:
        return GlueDataCatalogEncryptionSettings(
            self,
            "settings",
            data_catalog_encryption_settings=GlueDataCatalogEncryptionSettingsDataCatalogEncryptionSettings(
                connection_password_encryption=GlueDataCatalogEncryptionSettingsDataCatalogEncryptionSettingsConnectionPasswordEncryption(
                    return_connection_password_encrypted=True, aws_kms_key_id=inputs.key_arn
                ),
                encryption_at_rest=GlueDataCatalogEncryptionSettingsDataCatalogEncryptionSettingsEncryptionAtRest(
                    catalog_encryption_mode="SSE-KMS", sse_aws_kms_key_id=inputs.key_arn
                ),
            ),
        )

    def _security(self, inputs: CatalogInputs) -> Ref:
        logs = LogKeyInputs(
            alias=f"{inputs.name}-crawler-logs",
            description="Logs of the crawlers",
            account=inputs.account,
            region=inputs.region,
            groups=LOG_GROUPS,
        )
        made = GlueSecurityConfiguration(
            self,
            "security",
            name=inputs.name,
            encryption_configuration=GlueSecurityConfigurationEncryptionConfiguration(
                cloudwatch_encryption=GlueSecurityConfigurationEncryptionConfigurationCloudwatchEncryption(
                    cloudwatch_encryption_mode="SSE-KMS", kms_key_arn=LogKey(self, logs).outputs.key_arn
                ),
                job_bookmarks_encryption=GlueSecurityConfigurationEncryptionConfigurationJobBookmarksEncryption(
                    job_bookmarks_encryption_mode="CSE-KMS", kms_key_arn=inputs.key_arn
                ),
                s3_encryption=GlueSecurityConfigurationEncryptionConfigurationS3Encryption(
                    s3_encryption_mode="SSE-KMS", kms_key_arn=inputs.key_arn
                ),
            ),
        )
        return Ref(made.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """`path` is an S3 path; `level` counts its folders down to those that are tables, the bucket being the first."""

    name: str
    database: Ref
    path: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlersInputs:
    """`granted` is what Lake Formation has to allow before the first run."""

    name: str
    account: str
    role_arn: Ref
    security: Ref
    crawls: tuple[Crawl, ...]
    granted: tuple[Dependable, ...]


class Crawlers(Construct):
    """Every night they look into all folders: a new column is told to the catalogue, and nothing is deleted there.

    Looking into new folders alone would leave tables as they were found first (Glue allows only LOG with it).
    """

    def __init__(self, scope: Construct, inputs: CrawlersInputs) -> None:
        """Create the crawlers."""
        super().__init__(scope, "crawlers")
        for crawl in inputs.crawls:
            GlueCrawler(
                self,
                crawl.name,
                name=f"{inputs.name}-{crawl.name}",
                description=f"Finds tables of the data lake: {crawl.name}",
                database_name=crawl.database,
                role=inputs.role_arn,
                schedule=NIGHTLY,
                security_configuration=inputs.security,
                configuration=_grouping(crawl.level),
                s3_target=[GlueCrawlerS3Target(path=crawl.path)],
                lake_formation_configuration=GlueCrawlerLakeFormationConfiguration(
                    account_id=inputs.account, use_lake_formation_credentials=True
                ),
                recrawl_policy=GlueCrawlerRecrawlPolicy(recrawl_behavior="CRAWL_EVERYTHING"),
                schema_change_policy=GlueCrawlerSchemaChangePolicy(
                    delete_behavior="LOG", update_behavior="UPDATE_IN_DATABASE"
                ),
                tags={"Name": f"{inputs.name}-{crawl.name}"},
                depends_on=list(inputs.granted),
            )


def _grouping(level: int) -> str:
    """What lies deeper than a table are its partitions."""
    return json.dumps({"Version": 1.0, "Grouping": {"TableLevelConfiguration": level}})
