"""Figure 2 of the document, Data Lake: the picture is lost, so it is drawn from its text and the JSON.

The document: structured data from Aurora (16.1) and events from Kafka (16.2) go to a lake on S3 with managed
services for analytics.
"""

from modules.model.personas import PERSONAS
from tests.policy.facts import Estate, Json
from tools.docs.figure import Area, Arrow, Box, Figure

GROUPS = {
    "arrow-of-the-document": "#0b7f86",
    "inside-the-lake": "#2563b0",
    "rights": "#7b3fa0",
    "reading": "#2e7d4f",
}

AREAS = (
    Area(key="tm", title="TM account", at=(1, 4), size=(40, 36)),
    Area(key="sources", title="isolated subnets", at=(3, 8), size=(14, 30), inside="tm", style="tier"),
    Area(key="ways", title="ways into the lake", at=(25, 8), size=(14, 30), inside="tm", style="tier"),
    Area(key="lake", title="Data Lake account", at=(47, 4), size=(62, 36)),
    Area(
        key="storage",
        title="Amazon S3, a key for each bucket",
        at=(49, 8),
        size=(16, 30),
        inside="lake",
        style="tier",
    ),
    Area(
        key="catalogue",
        title="Glue and Lake Formation",
        at=(74, 8),
        size=(16, 30),
        inside="lake",
        style="tier",
    ),
    Area(key="people", title="People", at=(114, 4), size=(14, 36), style="outside"),
)


def figure(estate: Estate) -> Figure:
    """Every box is a resource of lake-storage or lake-ingest; people read what Lake Formation gives them."""
    boxes = (*_sources(estate), *_lake(estate), *_readers(estate))
    drawn = {box.key for box in boxes}
    return Figure(
        name="figure-2-data-lake",
        title="Figure 2: Data Lake",
        size=(130, 51),
        areas=AREAS,
        boxes=boxes,
        arrows=tuple(each for each in _arrows() if {each.source, each.target} <= drawn),
        groups=GROUPS,
        notes=("Drawn from the document's text and from the JSON; its own picture is lost (DOC-3).",),
        legend=(2, 43),
    )


def _arrows() -> tuple[Arrow, ...]:
    rows = (
        ("16.1", "aurora", "dms", "arrow-of-the-document"),
        ("16.1 Parquet", "dms", "raw", "arrow-of-the-document"),
        ("16.2", "kafka", "firehose", "arrow-of-the-document"),
        ("16.2 JSON", "firehose", "raw", "arrow-of-the-document"),
        ("crawled", "raw", "crawlers", "inside-the-lake"),
        ("crawled", "curated", "crawlers", "inside-the-lake"),
        ("tables", "crawlers", "catalogue-tables", "inside-the-lake"),
        ("grants", "governance", "catalogue-tables", "rights"),
        ("describes", "catalogue-tables", "athena", "reading"),
        ("data", "curated", "athena", "reading"),
        ("answers", "athena", "results", "reading"),
        ("rows", "athena", "devops", "reading"),
        ("names of tables", "governance", "sre", "rights"),
    )
    return tuple(
        Arrow(label=label, source=one, target=other, group=group) for label, one, other, group in rows
    )


def _first(estate: Estate, stack: str, kind: str) -> Json:
    return next(iter(estate.resources(stack, kind).values()))


def _sources(estate: Estate) -> tuple[Box, ...]:
    aurora = _first(estate, "tm-aurora", "aws_rds_cluster")
    kafka = _first(estate, "tm-kafka", "aws_msk_cluster")
    capture = _first(estate, "lake-ingest", "aws_dms_replication_config")
    streams = estate.resources("lake-ingest", "aws_kinesis_firehose_delivery_stream")
    return (
        Box(
            key="aurora",
            title="Aurora",
            lines=("structured data", f"PostgreSQL {aurora['engine_version']}"),
            at=(5, 13),
            size=(10, 6),
            inside="sources",
        ),
        Box(
            key="kafka",
            title="MSK",
            lines=("events", str(kafka["cluster_name"])),
            at=(5, 28),
            size=(10, 6),
            inside="sources",
        ),
        Box(
            key="dms",
            title="DMS Serverless",
            lines=("change capture", str(capture["replication_config_identifier"])),
            at=(27, 13),
            size=(10, 6),
            inside="ways",
        ),
        Box(
            key="firehose",
            title="Data Firehose",
            lines=tuple(str(made["name"]) for made in streams.values())[:3],
            at=(27, 28),
            size=(10, 6),
            inside="ways",
        ),
    )


def _lake(estate: Estate) -> tuple[Box, ...]:
    def bucket(key: str, title: str, y: int, tall: int) -> Box:
        made = estate.resources("lake-storage", "aws_s3_bucket")[f"lake_storage_{key}_bucket"]
        name = str(made["bucket"]).rpartition("-")[0]
        return Box(
            key=key,
            title=title,
            lines=(name, "+ account number"),
            at=(51, y),
            size=(12, tall),
            inside="storage",
        )

    crawlers = estate.resources("lake-storage", "aws_glue_crawler")
    tables = estate.resources("lake-storage", "aws_glue_catalog_database")
    grants = estate.resources("lake-storage", "aws_lakeformation_permissions")
    group = _first(estate, "lake-storage", "aws_athena_workgroup")
    return (
        bucket("raw", "Raw", 12, 9),
        bucket("curated", "Curated", 24, 5),
        bucket("results", "Results", 32, 5),
        Box(
            key="governance",
            title="Lake Formation",
            lines=(f"{len(grants)} grants",),
            at=(76, 10),
            size=(12, 5),
            inside="catalogue",
        ),
        Box(
            key="catalogue-tables",
            title="Glue catalogue",
            lines=tuple(str(made["name"]) for made in tables.values()),
            at=(76, 20),
            size=(12, 6),
            inside="catalogue",
        ),
        Box(
            key="crawlers",
            title="Glue crawlers",
            lines=tuple(str(made["name"]) for made in crawlers.values()),
            at=(76, 30),
            size=(12, 6),
            inside="catalogue",
        ),
        Box(
            key="athena",
            title="Athena",
            lines=("workgroup", str(group["name"])),
            at=(95, 20),
            size=(12, 6),
            inside="lake",
        ),
    )


def _readers(estate: Estate) -> tuple[Box, ...]:
    """Personas to whom Lake Formation grants something."""
    grants = estate.resources("lake-storage", "aws_lakeformation_permissions")
    titles = {"devops": "DevOps", "sre": "SRE"}
    found = []
    for persona in PERSONAS:
        key = persona.party.value
        rights = {
            right for name, made in grants.items() if f"_{key}-" in name for right in made["permissions"]
        }
        if rights and key in titles:
            said = ("reads curated tables",) if "SELECT" in rights else ("sees what there is",)
            y = 20 if key == "devops" else 10
            found.append(
                Box(key=key, title=titles[key], lines=said, at=(116, y), size=(10, 6), inside="people")
            )
    return tuple(found)
