"""The tables of an environment file: data, checked one by one; environment.py puts them together."""

from enum import StrEnum
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field

from modules.model.data import Data
from modules.model.database import Aurora
from modules.model.parties import Zone
from modules.model.values import (
    AccountId,
    AccountName,
    Alias,
    BrokerType,
    Bucket,
    Capacity,
    ColumnPattern,
    DatabaseName,
    Expiry,
    GatewayAddress,
    ImagePath,
    InstanceType,
    KafkaVersion,
    KubernetesVersion,
    LogDays,
    OrganizationId,
    PostgresVersion,
    PrivateRange,
    Region,
    ServiceRange,
    SingleAddress,
    TablePattern,
    TopicName,
    VpcRange,
    VpnRange,
)


class Kind(StrEnum):
    """What an environment is for; only a sandbox may hold documentation-range placeholders."""

    SANDBOX = "sandbox"
    LIVE = "live"


class Nat(StrEnum):
    """NAT gateways of the TM VPC (CX-02)."""

    SINGLE = "single"
    PER_ZONE = "per-zone"


class Egress(StrEnum):
    """How private subnets reach what is outside (CX-01)."""

    NAT = "nat"
    ENDPOINTS_ONLY = "endpoints-only"


class Accounts(Data):
    """AWS account of each zone; equal ids put several zones into one account."""

    network: AccountId
    tm: AccountId
    shared: AccountId
    audit: AccountId
    lake: AccountId

    @property
    def all(self) -> tuple[str, ...]:
        """The ids, with repetitions where zones share an account."""
        return (self.network, self.tm, self.shared, self.audit, self.lake)


class VpcData(Data):
    """One VPC; its subnets follow by arithmetic."""

    cidr: VpcRange


class ClusterVpcData(VpcData):
    """A VPC with a cluster. Pods take addresses of its private subnets (ADR 0010)."""

    service_cidr: ServiceRange


class Vpcs(Data):
    """The VPCs that exist once."""

    tm: ClusterVpcData
    shared: VpcData


class Nodes(Data):
    """Managed nodes of a cluster, over all zones."""

    instance_type: InstanceType
    minimum: Annotated[int, Field(ge=3)]
    maximum: Annotated[int, Field(ge=3, le=100)]


class Apps(ClusterVpcData):
    """One Apps-[ENV] zone."""

    account: AccountId
    nodes: Nodes
    deletion_protection: bool
    """Whether its cluster refuses to be deleted."""


class Network(Data):
    """What the whole estate's network depends on."""

    nat: Nat
    private_egress: Egress
    vpn_cidrs: Annotated[tuple[VpnRange, ...], Field(min_length=1, max_length=6)]
    """Egress addresses of the company's VPN: the only public sources that any load balancer admits."""
    transit_asn: Annotated[int, Field(ge=64512, le=65534)]


class ExternalNetwork(Data):
    """A network outside AWS, attached to the transit gateway by a site-to-site VPN (CX-04)."""

    name: Alias
    cidr: PrivateRange
    gateway: GatewayAddress
    asn: Annotated[int, Field(ge=1, le=2147483647)]


class Spacelift(Data):
    """Spacelift keeps the state; the written JSON has no backend."""

    mode: Literal["spacelift"]


class S3(Data):
    """State in S3 with native locking, for planning against real state without Spacelift."""

    mode: Literal["s3"]
    bucket: Bucket
    region: Region


class Kafka(Data):
    """Size of each of the three brokers; storage in GiB, which grows by itself up to the maximum."""

    instance_type: BrokerType
    storage: Annotated[int, Field(ge=1, le=16384)]
    maximum_storage: Annotated[int, Field(ge=1, le=16384)]


class Sizes(Data):
    """What the TM zone runs on."""

    nodes: Nodes
    aurora: Aurora
    kafka: Kafka
    jumphost: InstanceType


class Versions(Data):
    """What is raised by hand, one value at a time."""

    kubernetes: KubernetesVersion
    kafka: KafkaVersion
    aurora: PostgresVersion
    aurora_password: Annotated[int, Field(ge=1)]
    """Raised by one, the next apply gives the database's root user a new password."""


class Retention(Data):
    """Days that logs and backups are kept."""

    flow_logs: LogDays
    logs: LogDays
    backups: Annotated[int, Field(ge=7, le=35)]


class Registry(Data):
    """The image registry of the estate."""

    vendor_images: Annotated[tuple[ImagePath, ...], Field(min_length=1)]
    """Paths in the vendor's registry; each becomes a repository (CX-37: their names are not in this project)."""


class ServiceAccount(Data):
    """A line of the document's service-account register; a team stands where it names a person (CX-33)."""

    name: AccountName
    team: Alias
    purpose: Annotated[str, Field(min_length=10, max_length=500)]
    expires: Expiry
    rotation: Annotated[int, Field(ge=1)]
    """Raised by one, the next apply makes a new password."""


class Integration(Data):
    """An address outside the VPN that may call the Core APIs until it expires (TD-1)."""

    name: Alias
    team: Alias
    cidr: SingleAddress
    purpose: Annotated[str, Field(min_length=10)]
    expires: Expiry


class LegacySamlAlias(Data):
    """Presence of the table keeps `saml-idp.blx-demo.com` as another name of the SAML endpoint (CX-05)."""

    team: Alias
    expires: Expiry


class DummySamlIdp(Data):
    """Presence of the table gives `saml-dev` the vendor's dummy identity provider; never in a live environment."""

    user: Alias
    """User name of its basic authentication; Secrets Manager makes the password."""


class Capture(Data):
    """Change capture from Aurora (16.1); capacity in DMS units of 2 GiB."""

    database: DatabaseName
    tables: Annotated[tuple[TablePattern, ...], Field(min_length=1)]
    """`schema.table`; `%` stands for anything in either part."""
    excluded_columns: tuple[ColumnPattern, ...]
    """`schema.table.column` that stays in the database: names, addresses and the like (CX-38)."""
    minimum_capacity: Capacity
    maximum_capacity: Capacity
    running: bool
    """Whether it runs: false until the database has the user `lake` (README)."""
    rotation: Annotated[int, Field(ge=1)]
    """Raised by one, the next apply writes a new password for that user into its secret."""


class DataLake(Data):
    """Presence of the table switches the data lake on, and with it arrows 16.1 and 16.2 (CX-38)."""

    raw_days: Annotated[int, Field(ge=1)]
    """Days until raw objects expire."""
    curated_days: Annotated[int, Field(ge=1)]
    scan_limit: Annotated[int, Field(ge=1, le=10240)]
    """GiB that one query may read."""
    capture: Capture
    topics: Annotated[dict[Alias, TopicName], Field(min_length=1, max_length=20)]
    """Kafka topics by the name that they have in the lake; one delivery stream for each."""


class Standalone(Data):
    """The whole estate is in one account, which looks after itself (CX-27)."""

    mode: Literal["standalone"]


class Delegated(Data):
    """The Audit account looks after every account, as delegated administrator of the organization (CX-27)."""

    mode: Literal["delegated"]
    management_account: AccountId
    """The account of AWS Organizations itself, in which nothing of the estate runs."""
    organization_id: OrganizationId
    """The folder that the organization's trail writes into."""


class Vpc(Data):
    """A VPC of the estate, whichever table it comes from."""

    name: str
    zone: Zone
    account: AccountId
    cidr: IPv4Network
