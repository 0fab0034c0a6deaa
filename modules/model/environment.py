"""What may differ between environments: data, checked whole before anything is built.

Types and single values are checked here, what several values say together in checks.py;
load.py reads the file and turns every mistake into one sentence.
"""

import re
from datetime import date
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from modules.model import subnets
from modules.model.flows import FLOWS, SUPPORT, Feature, Flow
from modules.model.parties import Zone
from modules.model.regions import REGIONS

PRIVATE = tuple(
    IPv4Network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
)
"""RFC 1918, and RFC 6598, which AWS accepts for a VPC as well."""

LEGACY_ACCOUNTS = ("blx-upload-clu",)
"""Service accounts older than the naming pattern (CX-34)."""

VPN_PREFIX = 24
"""The widest range of VPN egress addresses (inventory 1.1)."""

LOG_DAYS = (
    1,
    3,
    5,
    7,
    14,
    30,
    60,
    90,
    120,
    150,
    180,
    365,
    400,
    545,
    731,
    1096,
    1827,
    2192,
    2557,
    2922,
    3288,
    3653,
)
"""Retention periods that CloudWatch Logs takes."""


class Data(BaseModel):
    """Frozen, strict, and closed: an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


def _region(value: str) -> str:
    if value not in REGIONS:
        message = f"{value!r} is not an AWS region with three zones; write one such as eu-central-1"
        raise ValueError(message)
    return value


def _private(value: IPv4Network) -> IPv4Network:
    if not any(value.subnet_of(net) for net in PRIVATE):
        message = f"{value} is not a private range; take one from 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16"
        raise ValueError(message)
    return value


def _vpc(value: IPv4Network) -> IPv4Network:
    if not subnets.LARGEST <= value.prefixlen <= subnets.SMALLEST:
        message = f"{value} has no room for five tiers in three zones; write a range from /16 to /21"
        raise ValueError(message)
    return _private(value)


def _vpn(value: IPv4Network) -> IPv4Network:
    if value.prefixlen < VPN_PREFIX:
        message = f"{value} is wider than /24; name the VPN's own egress addresses, best as /32"
        raise ValueError(message)
    if any(value.overlaps(net) for net in PRIVATE):
        message = f"{value} is a private range; name the public addresses that the VPN leaves by"
        raise ValueError(message)
    return value


def _retention(value: int) -> int:
    if value not in LOG_DAYS:
        message = f"{value} days is not a retention of CloudWatch Logs; write one of {', '.join(map(str, LOG_DAYS))}"
        raise ValueError(message)
    return value


def _account_name(value: str) -> str:
    if value not in LEGACY_ACCOUNTS and not re.fullmatch(r"[a-z]{2}-[a-z0-9]+(-[a-z0-9]+)?", value):
        message = f"{value!r} is not (country)-(context)-(optional subcontext); write a name such as pl-mb"
        raise ValueError(message)
    return value


def _not_expired(value: date, info: ValidationInfo) -> date:
    today = (info.context or {}).get("today")
    if today and value < today:
        message = f"{value} is in the past; renew the entry with a later date or delete it"
        raise ValueError(message)
    return value


def _text(pattern: str, what: str) -> Any:  # noqa: ANN401 -- the type of an Annotated alias
    """Text of one shape: refused with `what` it should have been; editors get the pattern."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value, re.ASCII):
            message = f"{value!r} is not {what}"
            raise ValueError(message)
        return value

    return Annotated[str, AfterValidator(check), Field(json_schema_extra={"pattern": f"^{pattern}$"})]


Region = Annotated[str, AfterValidator(_region), Field(json_schema_extra={"enum": list(REGIONS)})]
AccountId: TypeAlias = _text(r"[0-9]{12}", "an AWS account id; write its 12 digits in quotes")
Alias: TypeAlias = _text(
    r"[a-z][a-z0-9]{0,15}(-[a-z0-9]{1,15}){0,3}", "an alias; write lower-case words joined by hyphens"
)
Word: TypeAlias = _text(r"[a-z][a-z0-9]{1,11}", "one lower-case word of 2 to 12 letters and digits")
InstanceType: TypeAlias = _text(
    r"[a-z][a-z0-9-]*\.[a-z0-9-]+", "an instance type; write one such as m6a.2xlarge"
)
BrokerType: TypeAlias = _text(
    r"kafka\.[a-z0-9]+\.[a-z0-9]+", "a broker type; write one such as kafka.m7g.large"
)
Bucket: TypeAlias = _text(
    r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "a bucket name; write 3 to 63 lower-case characters"
)
SsoArn: TypeAlias = _text(
    r"arn:aws:sso:::instance/ssoins-[a-z0-9]{16}",
    "an Identity Center instance ARN; write arn:aws:sso:::instance/ssoins-…",
)
LogDays = Annotated[int, AfterValidator(_retention)]


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

    cidr: Annotated[IPv4Network, AfterValidator(_vpc)]


class ClusterVpcData(VpcData):
    """A VPC with a cluster. Pods take addresses of its private subnets (ADR 0010)."""

    service_cidr: Annotated[IPv4Network, AfterValidator(_private), Field(description="Kubernetes services")]


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


class Network(Data):
    """What the whole estate's network depends on."""

    nat: Nat
    private_egress: Egress
    vpn_cidrs: Annotated[
        tuple[Annotated[IPv4Network, AfterValidator(_vpn)], ...], Field(min_length=1, max_length=8)
    ]
    """Egress addresses of the company's VPN: the only public sources that any load balancer admits."""
    transit_asn: Annotated[int, Field(ge=64512, le=65534)]


class ExternalNetwork(Data):
    """A network outside AWS, attached to the transit gateway by a site-to-site VPN (CX-04)."""

    name: Alias
    cidr: Annotated[IPv4Network, AfterValidator(_private)]
    gateway: IPv4Address
    asn: Annotated[int, Field(ge=1, le=4294967295)]


class Spacelift(Data):
    """Spacelift keeps the state; the written JSON has no backend."""

    mode: Literal["spacelift"]


class S3(Data):
    """State in S3 with native locking, for planning against real state without Spacelift."""

    mode: Literal["s3"]
    bucket: Bucket
    region: Region


class Aurora(Data):
    """Capacity of the database cluster; Aurora capacity units."""

    instances: Annotated[int, Field(ge=2, le=15)]
    minimum_acu: Annotated[float, Field(ge=0, le=256, strict=False)]
    maximum_acu: Annotated[float, Field(ge=1, le=256, strict=False)]


class Kafka(Data):
    """Size of each of the three brokers; storage in GiB."""

    instance_type: BrokerType
    storage: Annotated[int, Field(ge=1, le=16384)]
    maximum_storage: Annotated[int, Field(ge=1, le=16384)]


class Sizes(Data):
    """What the TM zone runs on."""

    nodes: Nodes
    aurora: Aurora
    kafka: Kafka
    jumphost: InstanceType


class Retention(Data):
    """Days that logs and backups are kept."""

    flow_logs: LogDays
    logs: LogDays
    backups: Annotated[int, Field(ge=7, le=35)]


class ServiceAccount(Data):
    """A line of the document's service-account register; a team stands where it names a person (CX-33)."""

    name: Annotated[str, AfterValidator(_account_name)]
    team: Alias
    purpose: Annotated[str, Field(min_length=10)]
    expires: Annotated[date, AfterValidator(_not_expired)]


class DataLake(Data):
    """Presence of the table switches the data lake on, and with it arrows 16.1 and 16.2 (CX-38)."""

    raw_days: Annotated[int, Field(ge=1)]
    """Days until raw objects expire."""


class Sso(Data):
    """Presence of the table federates the personas with the company's identity provider."""

    instance_arn: SsoArn


class Vpc(Data):
    """A VPC of the estate, whichever table it comes from."""

    name: str
    zone: Zone
    account: AccountId
    cidr: IPv4Network


class Environment(Data):
    """One estate. Every value is in the file: there are no defaults and no inheritance."""

    name: Word
    kind: Kind
    region: Region
    zones: Annotated[tuple[str, str, str], Field(description="Three availability zones of the region")]
    owner: Alias
    teams: Annotated[tuple[Alias, ...], Field(min_length=1)]
    state: Annotated[Spacelift | S3, Field(discriminator="mode")]
    accounts: Accounts
    network: Network
    vpcs: Vpcs
    apps: Annotated[dict[Word, Apps], Field(max_length=6)]
    external_networks: Annotated[tuple[ExternalNetwork, ...], Field(max_length=8)]
    sizes: Sizes
    retention: Retention
    service_accounts: tuple[ServiceAccount, ...]
    datalake: DataLake | None = None
    sso: Sso | None = None

    @property
    def estate(self) -> tuple[Vpc, ...]:
        """Every VPC, in the order in which the stacks are built."""
        once = (
            Vpc(name="tm", zone=Zone.TM, account=self.accounts.tm, cidr=self.vpcs.tm.cidr),
            Vpc(name="shared", zone=Zone.SHARED, account=self.accounts.shared, cidr=self.vpcs.shared.cidr),
        )
        return once + tuple(
            Vpc(name=f"apps-{name}", zone=Zone.APPS, account=apps.account, cidr=apps.cidr)
            for name, apps in self.apps.items()
        )

    @property
    def features(self) -> frozenset[Feature]:
        """What this environment has beyond the core."""
        has = {
            Feature.INTERNET: self.network.private_egress is Egress.NAT,
            Feature.DATALAKE: self.datalake is not None,
        }
        return frozenset(feature for feature, present in has.items() if present)

    @property
    def flows(self) -> tuple[Flow, ...]:
        """The arrows, then what supports them, without those that need a missing feature."""
        return tuple(f for f in FLOWS + SUPPORT if f.requires is None or f.requires in self.features)
