"""What the zones encrypt, each with a key of its own, and the services through which a key may be used."""

from enum import StrEnum
from typing import Self

from modules.model.parties import Zone


class Purpose(StrEnum):
    """`services` are the AWS services on whose behalf a key encrypts and decrypts (condition kms:ViaService)."""

    zones: tuple[Zone, ...]
    services: tuple[str, ...]

    def __new__(cls, value: str, zones: tuple[Zone, ...], services: tuple[str, ...]) -> Self:
        """Attach the row to the name."""
        purpose = str.__new__(cls, value)
        purpose._value_ = value
        purpose.zones, purpose.services = zones, services
        return purpose

    CLUSTER_SECRETS = "cluster-secrets", (Zone.TM, Zone.APPS), ("eks",)
    """Kubernetes secrets in etcd (EKS.3)."""
    VOLUMES = "volumes", (Zone.TM, Zone.APPS), ("ec2",)
    """Disks of nodes and volumes of pods; Auto Scaling and EC2 attach them."""
    DATABASE = "database", (Zone.TM,), ("rds",)
    """Aurora, its snapshots and its performance data."""
    BACKUPS = "backups", (Zone.TM,), ("backup", "rds")
    """The vault of AWS Backup."""
    STREAMS = "streams", (Zone.TM,), ("kafka",)
    """Data of the Kafka brokers at rest."""
    SCRAM = "scram", (Zone.TM,), ("kafka", "secretsmanager")
    """Credentials of Kafka users: MSK takes no secret without a customer key (vendor contract)."""
    SECRETS = "secrets", (Zone.TM, Zone.APPS), ("secretsmanager",)
    """The vendor's secret tree and the tokens of service accounts; in an Apps account what its services read (5.4)."""
    OBSERVABILITY = "observability", (Zone.TM,), ("s3", "sns")
    """Metrics in their bucket, and alerts on their way to a team."""
    IMAGES = "images", (Zone.SHARED,), ("ecr",)
    """Layers of images (14.1)."""
    VENDOR_CREDENTIALS = "vendor-credentials", (Zone.SHARED,), ("secretsmanager",)
    """What opens the vendor's registry (8.1)."""
    RAW = "raw", (Zone.LAKE,), ("s3",)
    """What arrives in the data lake, as it arrives (16.1, 16.2)."""
    CURATED = "curated", (Zone.LAKE,), ("s3",)
    """What analysts read."""
    QUERY_RESULTS = "query-results", (Zone.LAKE,), ("athena", "s3")
    """Answers to queries."""
    CATALOG = "catalog", (Zone.LAKE,), ("glue",)
    """Names and shapes of tables."""
    CAPTURE = "capture", (Zone.LAKE,), ("dms",)
    """Rows of the database on their way to the lake (16.1), in the account of the database."""

    @property
    def for_resources(self) -> bool:
        """Whether AWS itself uses the key for the account's resources, without a caller who has IAM rights."""
        return self is Purpose.VOLUMES

    @property
    def marks_grants(self) -> bool:
        """Whether its services say of a grant that it is for a resource: EKS does not (EKS user guide), MSK is silent."""
        return not {"eks", "kafka"} & set(self.services)

    @classmethod
    def of(cls, zone: Zone) -> tuple[Self, ...]:
        """The purposes of one zone."""
        return tuple(each for each in cls if zone in each.zones)
