"""What the TM zone encrypts, each with a key of its own, and the services through which a key may be used."""

from enum import StrEnum
from typing import Self


class Purpose(StrEnum):
    """`services` are the AWS services on whose behalf a key encrypts and decrypts (condition kms:ViaService)."""

    services: tuple[str, ...]
    for_resources: bool
    """Whether AWS itself uses the key for the account's resources, without a caller who has IAM rights."""

    def __new__(cls, value: str, services: tuple[str, ...], for_resources: bool = False) -> Self:  # noqa: FBT001, FBT002 -- a column
        """Attach the row to the name."""
        purpose = str.__new__(cls, value)
        purpose._value_ = value
        purpose.services, purpose.for_resources = services, for_resources
        return purpose

    CLUSTER_SECRETS = "cluster-secrets", ("eks",)
    """Kubernetes secrets in etcd (EKS.3)."""
    VOLUMES = "volumes", ("ec2",), True
    """Disks of nodes and volumes of pods; Auto Scaling and EC2 attach them."""
    DATABASE = "database", ("rds",)
    """Aurora, its snapshots and its performance data."""
    BACKUPS = "backups", ("backup", "rds")
    """The vault of AWS Backup."""
    STREAMS = "streams", ("kafka",)
    """Data of the Kafka brokers at rest."""
    SCRAM = "scram", ("kafka", "secretsmanager")
    """Credentials of Kafka users: MSK takes no secret without a customer key (vendor contract)."""
    SECRETS = "secrets", ("secretsmanager",)
    """The vendor's secret tree and the tokens of service accounts."""
