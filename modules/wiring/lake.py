"""The data lake, and how data comes into it. Arrows: 16.1, 16.2."""

from dataclasses import dataclass

from modules.aurora import AuroraOutputs
from modules.firewall import FirewallOutputs
from modules.ingest import Ingest, IngestInputs, IngestOutputs, Size
from modules.kafka import KafkaOutputs
from modules.keys import Guest, Keys, KeysInputs, KeysOutputs
from modules.kit.stack import PlatformStack, Published
from modules.lake import Lake, LakeInputs, LakeOutputs, Reader, Writer
from modules.model import names
from modules.model.endpoints import actions_of
from modules.model.environment import Environment
from modules.model.lake import DATABASE, ERRORS, STREAMS
from modules.model.parties import Party, Tier, Zone
from modules.model.purposes import Purpose
from modules.model.tables import DataLake
from modules.persona import PersonasOutputs
from modules.vpc import VpcOutputs
from modules.wiring import Estate

STORAGE = (Purpose.RAW, Purpose.CURATED, Purpose.QUERY_RESULTS, Purpose.CATALOG)

LAYERS = ("raw", "curated")


@dataclass(frozen=True, slots=True)
class Sight:
    """Layers whose databases, whose tables and whose rows a persona sees."""

    party: Party
    databases: tuple[str, ...]
    tables: tuple[str, ...]
    rows: tuple[str, ...]


SIGHTS = (
    # DevOps build what analysts use. Raw data is what customers have entered, so nobody reads its rows (CX-38).
    Sight(Party.DEVOPS, databases=LAYERS, tables=LAYERS, rows=("curated",)),
    # SREs see that the lake is there; to keep it running they need neither tables nor rows.
    Sight(Party.SRE, databases=LAYERS, tables=(), rows=()),
)


@dataclass(frozen=True, slots=True)
class Sources:
    """What the lake is filled from, and with what."""

    network: Published[VpcOutputs]
    firewall: Published[FirewallOutputs]
    keyring: Published[KeysOutputs]
    database: Published[AuroraOutputs]
    streams: Published[KafkaOutputs]


def zone(
    estate: Estate,
    storage_name: str,
    ingest_name: str,
    lake: DataLake,
    people: Published[PersonasOutputs],
    sources: Sources,
) -> None:
    """Both stacks: first where data lies, then the ways into it."""
    stored = storage(estate, storage_name, "ZN-6 CX-38", lake, people)
    ingest(estate, ingest_name, "ZN-6 CX-24 CX-38", lake, sources, stored)


def storage(
    estate: Estate, name: str, seed: str, lake: DataLake, people: Published[PersonasOutputs]
) -> Published[LakeOutputs]:
    """Keys, buckets, catalogue, rights and queries, in the account of the lake."""
    env = estate.env
    account = env.accounts.lake
    s = estate.stack(name, account, seed)
    writers = _writers(env)
    keys = KeysInputs(
        environment=env.name,
        place=Zone.LAKE,
        account=account,
        region=env.region,
        purposes=STORAGE,
        guests={
            Purpose.RAW: tuple(Guest(account=each.account, role_arn=each.role_arn) for each in writers),
        },
    )
    inputs = LakeInputs(
        name=f"{env.name}-lake",
        account=account,
        region=env.region,
        key_arns=Keys(s, keys).outputs.key_arns,
        raw_days=lake.raw_days,
        curated_days=lake.curated_days,
        log_days=env.retention.logs,
        scan_limit=lake.scan_limit,
        admin=names.chart_runner(account, env.name, name, "apply"),
        observer=names.chart_runner(account, env.name, name, "plan"),
        writers=writers,
        readers=_readers(s, people),
    )
    return s.publish(Lake(s, inputs).outputs)


def _writers(env: Environment) -> tuple[Writer, ...]:
    account = env.accounts.tm
    return tuple(
        Writer(
            name=each,
            account=account,
            role_arn=names.lake_writer(account, env.name, each),
            prefixes=prefixes,
            actions=tuple(a for a in actions_of(env.flows, party) if a.startswith("s3:")),
        )
        for each, party, prefixes in (
            ("dms", Party.LAKE_INGEST, (DATABASE,)),
            ("firehose", Party.DATA_LAKE, (STREAMS, f"{ERRORS}{STREAMS}")),
        )
    )


def _readers(s: PlatformStack, people: Published[PersonasOutputs]) -> tuple[Reader, ...]:
    """Identity Center makes up the names of its roles, so there a data lake administrator grants by hand."""
    roles = s.use_each(
        people,
        lambda out: {each.party: out.role_arns[each.party] for each in SIGHTS if each.party in out.role_arns},
    )
    return tuple(
        Reader(
            name=each.party.value,
            role_arn=roles[each.party],
            databases=each.databases,
            tables=each.tables,
            rows=each.rows,
        )
        for each in SIGHTS
        if each.party in roles
    )


def ingest(
    estate: Estate,
    name: str,
    seed: str,
    lake: DataLake,
    sources: Sources,
    stored: Published[LakeOutputs],
) -> Published[IngestOutputs]:
    """Change capture and delivery streams, in the account of what they read: DMS needs its VPC, Firehose its cluster."""
    env = estate.env
    account = env.accounts.tm
    s = estate.stack(name, account, seed)
    subnets = [f"{Tier.PRIVATE}-{zone[-1]}" for zone in env.zones]
    own = KeysInputs(
        environment=env.name,
        place=Zone.LAKE,
        account=account,
        region=env.region,
        purposes=(Purpose.CAPTURE,),
    )
    capture_role = names.lake_writer(account, env.name, "dms")
    inputs = IngestInputs(
        name=f"{env.name}-lake",
        account=account,
        region=env.region,
        owner=env.accounts.lake,
        bucket=s.use(stored, lambda out: out.raw_bucket),
        bucket_arn=s.use(stored, lambda out: out.raw_bucket_arn),
        bucket_key_arn=s.use(stored, lambda out: out.raw_key_arn),
        retention=env.retention.logs,
        capture_role=capture_role.rpartition("/")[2],
        capture_actions=actions_of(env.flows, Party.LAKE_INGEST),
        capture_key_arn=Keys(s, own).outputs.key_arns[Purpose.CAPTURE],
        database=lake.capture.database,
        tables=lake.capture.tables,
        excluded_columns=lake.capture.excluded_columns,
        size=Size(minimum=lake.capture.minimum_capacity, maximum=lake.capture.maximum_capacity),
        running=lake.capture.running,
        subnet_ids=tuple(
            s.use_each(sources.network, lambda out: {key: out.subnet_ids[key] for key in subnets}).values()
        ),
        group_id=s.use(sources.firewall, lambda out: out.group_ids[Party.LAKE_INGEST]),
        endpoint=s.use(sources.database, lambda out: out.endpoint),
        port=s.use(sources.database, lambda out: out.port),
        secret=names.lake_secret(env.name),
        secret_key_arn=s.use(sources.keyring, lambda out: out.key_arns[Purpose.SECRETS]),
        # A run reads what its own stack has written, and no run of another stack does.
        secret_readers=(capture_role, names.runner(account, env.name, f"{name}-*")),
        password_version=lake.capture.rotation,
        streams_role=names.lake_writer(account, env.name, "firehose").rpartition("/")[2],
        streams_actions=actions_of(env.flows, Party.DATA_LAKE),
        cluster=names.KAFKA,
        cluster_arn=s.use(sources.streams, lambda out: out.cluster_arn),
        topics=lake.topics,
    )
    return s.publish(Ingest(s, inputs).outputs)
