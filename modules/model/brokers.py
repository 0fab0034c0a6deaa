"""What MSK runs, pinned: a plan does not check it, and CreateCluster refuses the rest after half an hour."""

from enum import StrEnum

BROKERS = 3
"""One in each zone (vendor contract)."""

VERSIONS = ("3.9.x", "3.9.x.kraft")
"""MSK's names of Kafka 3.9 (vendor contract), with metadata in ZooKeeper and in Kafka itself (KRaft).

New estates take KRaft: Kafka 4 knows nothing else, and ZooKeeper would be a listener more on the brokers' network.
"""

TYPES = (
    "kafka.m7g.large",
    "kafka.m7g.xlarge",
    "kafka.m7g.2xlarge",
    "kafka.m7g.4xlarge",
    "kafka.m5.large",
    "kafka.m5.xlarge",
    "kafka.m5.2xlarge",
    "kafka.m5.4xlarge",
)
"""Standard brokers of MSK that take the vendor's settings and storage that grows.

Without kafka.t3.small, which has no private connections for the data lake (AWS, multi-VPC limitations).
"""


class Acl(StrEnum):
    """Whether a topic without access-control lists is open to every registered user (CX-24)."""

    VENDOR = "vendor"
    """Open, as the vendor's installation expects it."""
    STRICT = "strict"
    """Closed. Lists have to be there before the switch, or every client loses access."""


class Login(StrEnum):
    """Ways in, as MSK names them in its bootstrap addresses."""

    SCRAM = "sasl-scram"
    """Users of the register, port 9096."""
    IAM = "sasl-iam"
    """Roles of AWS, port 9098: only for the data lake, which reads with nothing else (arrow 16.2)."""
