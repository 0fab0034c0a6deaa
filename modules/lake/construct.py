"""The data lake: what arrives, what analysts read, and one way to either, which is Lake Formation."""

from dataclasses import dataclass

from constructs import Construct

from modules.kit.stack import Ref
from modules.lake.catalog import Catalog, CatalogInputs, Crawl, Crawlers, CrawlersInputs
from modules.lake.governance import Governance, GovernanceInputs, Reader, Settings, SettingsInputs
from modules.lake.identity import Identity, IdentityInputs
from modules.lake.query import Query, QueryInputs
from modules.lake.storage import Storage, StorageInputs, StorageOutputs, Writer
from modules.lake.watch import Watch, WatchInputs
from modules.model.lake import DATABASE, STREAMS
from modules.model.purposes import Purpose

RAW, CURATED = "raw", "curated"


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeInputs:
    """Retention in days, `scan_limit` in GiB for each query; `admin` and `observer` are roles of runs, by ARN."""

    name: str
    account: str
    region: str
    key_arns: dict[Purpose, Ref]
    raw_days: int
    curated_days: int
    log_days: int
    scan_limit: int
    admin: str
    observer: str
    writers: tuple[Writer, ...]
    readers: tuple[Reader, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeOutputs:
    """For the writers of other stacks, and for whoever asks or wants to hear of errors."""

    raw_bucket: Ref
    raw_bucket_arn: Ref
    raw_key_arn: Ref
    workgroup: Ref
    alarm_topic_arn: Ref


class Lake(Construct):
    """Two writers of another account put objects in; people read through Athena and Lake Formation alone."""

    def __init__(self, scope: Construct, inputs: LakeInputs) -> None:
        """Create settings, buckets, catalogue, roles, rights, crawlers, workgroup and alarm."""
        super().__init__(scope, "lake")
        stored = Storage(self, self._storage(inputs)).outputs
        settings = SettingsInputs(account=inputs.account, admin=inputs.admin, observer=inputs.observer)
        settled = Settings(self, settings).outputs.settled
        catalog = CatalogInputs(
            name=inputs.name,
            account=inputs.account,
            region=inputs.region,
            key_arn=inputs.key_arns[Purpose.CATALOG],
            settled=settled,
        )
        found = Catalog(self, catalog).outputs
        roles = Identity(self, self._identity(inputs, stored)).outputs
        governance = GovernanceInputs(
            registration_role_arn=roles.registration_role_arn,
            crawler_role_arn=roles.crawler_role_arn,
            locations={RAW: stored.raw.arn, CURATED: stored.curated.arn},
            databases=found.databases,
            readers=inputs.readers,
            settled=settled,
            ready=roles.ready,
        )
        crawlers = CrawlersInputs(
            name=inputs.name,
            account=inputs.account,
            role_arn=roles.crawler_role_arn,
            security=found.security,
            crawls=_crawls(stored, found.databases),
            granted=(*roles.ready, *Governance(self, governance).outputs.granted),
        )
        Crawlers(self, crawlers)
        query = QueryInputs(
            name=inputs.name,
            account=inputs.account,
            bucket=stored.results.name,
            key_arn=inputs.key_arns[Purpose.QUERY_RESULTS],
            scan_limit=inputs.scan_limit,
        )
        watch = WatchInputs(
            name=inputs.name, account=inputs.account, region=inputs.region, bucket=stored.raw.name
        )
        self.outputs = LakeOutputs(
            raw_bucket=stored.raw.name,
            raw_bucket_arn=stored.raw.arn,
            raw_key_arn=inputs.key_arns[Purpose.RAW],
            workgroup=Query(self, query).outputs.workgroup,
            alarm_topic_arn=Watch(self, watch).outputs.topic_arn,
        )

    def _storage(self, inputs: LakeInputs) -> StorageInputs:
        return StorageInputs(
            name=inputs.name,
            account=inputs.account,
            key_arns=inputs.key_arns,
            raw_days=inputs.raw_days,
            curated_days=inputs.curated_days,
            log_days=inputs.log_days,
            writers=inputs.writers,
        )

    def _identity(self, inputs: LakeInputs, stored: StorageOutputs) -> IdentityInputs:
        return IdentityInputs(
            name=inputs.name,
            account=inputs.account,
            region=inputs.region,
            databases=f"{inputs.name.replace('-', '_')}_",
            raw_arn=stored.raw.arn,
            raw_key_arn=inputs.key_arns[Purpose.RAW],
            curated_arn=stored.curated.arn,
            curated_key_arn=inputs.key_arns[Purpose.CURATED],
            catalog_key_arn=inputs.key_arns[Purpose.CATALOG],
        )


def _crawls(stored: StorageOutputs, databases: dict[str, Ref]) -> tuple[Crawl, ...]:
    """The change capture writes `schema/table/`, a delivery stream a folder of its own, and so does curated data."""
    raw, curated = stored.raw.name, stored.curated.name
    return (
        Crawl(name="aurora", database=databases[RAW], path=f"s3://{raw}/{DATABASE}", level=4),
        Crawl(name="kafka", database=databases[RAW], path=f"s3://{raw}/{STREAMS}", level=3),
        Crawl(name="curated", database=databases[CURATED], path=f"s3://{curated}/", level=2),
    )
