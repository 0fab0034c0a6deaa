"""Single values of an environment file: what they may be, and what to say when they are not."""

import re
from datetime import date
from ipaddress import IPv4Address, IPv4Network
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from modules.model import subnets
from modules.model.brokers import TYPES, VERSIONS
from modules.model.hosts import CORE_KEYS
from modules.model.parties import Party
from modules.model.placeholders import is_placeholder
from modules.model.postgres import CLASSES
from modules.model.postgres import VERSIONS as POSTGRES
from modules.model.regions import REGIONS
from modules.model.texts import OneOf, Text
from modules.model.versions import KUBERNETES, kubernetes

PRIVATE = tuple(
    IPv4Network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
)
"""RFC 1918, and RFC 6598, which AWS accepts for a VPC as well."""

DOCKER = IPv4Network("172.17.0.0/16")
"""The bridge of Docker on the nodes."""

LEGACY_ACCOUNTS = ("blx-upload-clu",)
"""Service accounts older than the naming pattern (CX-34)."""

SERVICE_LARGEST, SERVICE_SMALLEST = 12, 24
"""Prefix lengths that EKS takes for Kubernetes services."""

VPN_PREFIX = 24
"""The widest range of VPN egress addresses (inventory 1.1)."""

# fmt: off
LOG_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)
# fmt: on
"""Retention periods that CloudWatch Logs takes."""


CAPACITIES = (1, 2, 4, 8, 16, 32, 64, 128, 192, 256, 384)
"""Units in which DMS Serverless is sized (AWS documentation)."""


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
    if value in PRIVATE or value.overlaps(DOCKER):
        message = f"{value} is a range that routers or Docker treat as a whole; write another private one"
        raise ValueError(message)
    return _private(value)


def _vpn(value: IPv4Network) -> IPv4Network:
    if value.prefixlen < VPN_PREFIX:
        message = f"{value} is wider than /24; name the VPN's own egress addresses, best as /32"
        raise ValueError(message)
    _public(value)
    return value


def _single(value: IPv4Network) -> IPv4Network:
    if value.prefixlen < value.max_prefixlen:
        message = f"{value} is more than one address; write each address on its own, as /32"
        raise ValueError(message)
    _public(value)
    return value


def _gateway(value: IPv4Address) -> IPv4Address:
    _public(IPv4Network(value))
    return value


def _public(value: IPv4Network) -> None:
    """Documentation ranges pass: whether they may stand here depends on the kind of environment."""
    if not (value.is_global or is_placeholder(value)) or value.is_multicast:
        message = f"{value} is not a public range; name the addresses that the company is seen by"
        raise ValueError(message)


def _service(value: IPv4Network) -> IPv4Network:
    if not SERVICE_LARGEST <= value.prefixlen <= SERVICE_SMALLEST:
        message = f"{value} is not a size that EKS takes; write a range from /12 to /24"
        raise ValueError(message)
    if not any(value.subnet_of(net) for net in PRIVATE[:3]):
        message = f"{value} is not in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16; EKS takes no other"
        raise ValueError(message)
    return value


def _retention(value: int) -> int:
    if value not in LOG_DAYS:
        message = f"{value} days is not a retention of CloudWatch Logs; write one of {', '.join(map(str, LOG_DAYS))}"
        raise ValueError(message)
    return value


def _capacity(value: int) -> int:
    if value not in CAPACITIES:
        message = f"{value} is not a capacity of DMS; write one of {', '.join(map(str, CAPACITIES))}"
        raise ValueError(message)
    return value


def _kubernetes(value: str, info: ValidationInfo) -> str:
    offered = ", ".join(row.version for row in KUBERNETES)
    if value not in {row.version for row in KUBERNETES}:
        message = f"{value!r} is not a version that is tested here; write one of {offered}"
        raise ValueError(message)
    today = (info.context or {}).get("today")
    until = kubernetes(value).supported_until
    if today and until < today:
        message = f"{value} has had no standard support since {until}; write a later one of {offered}"
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


Region = Annotated[str, AfterValidator(_region), Field(json_schema_extra={"enum": list(REGIONS)})]
AccountId = Annotated[str, Text(r"[0-9]{12}", "an AWS account id; write its 12 digits in quotes")]
OrganizationId = Annotated[
    str, Text(r"o-[a-z0-9]{10,32}", "the id of an organization; write one such as o-a1b2c3d4e5")
]
Alias = Annotated[
    str,
    Text(r"[a-z][a-z0-9]{0,15}(-[a-z0-9]{1,15}){0,3}", "an alias; write lower-case words joined by hyphens"),
]
Word = Annotated[str, Text(r"[a-z][a-z0-9]{1,11}", "a word; write 2 to 12 lower-case letters and digits")]
InstanceType = Annotated[
    str, Text(r"[a-z][a-z0-9-]*\.[a-z0-9-]+", "an instance type; write one such as m6a.2xlarge")
]
BrokerType = Annotated[str, OneOf(TYPES, "a broker type of the table")]
KafkaVersion = Annotated[str, OneOf(VERSIONS, "what MSK calls a Kafka 3.9")]
Bucket = Annotated[
    str, Text(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "a bucket name; write 3 to 63 lower-case characters")
]
RunnerImage = Annotated[
    str,
    Text(
        r"[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*){0,4}(:([A-Za-z_][A-Za-z_.-]*)?[0-9][A-Za-z0-9_.-]{0,100}|@sha256:[0-9a-f]{64})",
        "an image of public.ecr.aws with a tag of one version or a digest; write one such as spacelift/runner-terraform:v2.4.9",
    ),
]
ImagePath = Annotated[
    str,
    Text(
        r"[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*){0,4}",
        "an image path; write lower-case words joined by slashes, such as vault/core",
    ),
]
KubernetesVersion = Annotated[
    str,
    AfterValidator(_kubernetes),
    Field(json_schema_extra={"enum": [row.version for row in KUBERNETES]}),
]
SsoArn = Annotated[
    str,
    Text(
        r"arn:aws:sso:::instance/ssoins-[a-z0-9]{16}",
        "an Identity Center instance ARN; write arn:aws:sso:::instance/ssoins-…",
    ),
]
ProviderName = Annotated[
    str,
    Text(r"[A-Za-z0-9._-]{1,128}", "the name of a SAML provider; write the part after saml-provider/"),
]
GroupId = Annotated[
    str,
    Text(
        r"([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "an Identity Center group id; write one such as 00000000-0000-0000-0000-000000000000",
    ),
]
Issuer = Annotated[
    str,
    Text(
        r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9._~-]+)*/?",
        "an OpenID Connect issuer; write its https address as its tokens name it",
    ),
]
Client = Annotated[
    str, Text(r"[A-Za-z0-9._-]{1,64}", "a client id; write what the identity provider calls it")
]
Group = Annotated[
    str,
    Text(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "a group; write its name as tokens carry it, without commas"),
]
Repository = Annotated[
    str,
    Text(
        rf"https://({'|'.join(map(re.escape, Party.GIT.domains))})(/[A-Za-z0-9._-]+)+\.git",
        f"a repository that the cluster reaches; write one such as https://{Party.GIT.domains[0]}/group/name.git",
    ),
]
Revision = Annotated[
    str, Text(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}", "a branch or a tag; write one such as main")
]
Folder = Annotated[str, Text(r"[a-z0-9-]+(/[a-z0-9-]+)*", "a folder; write it without a slash at either end")]
RepositoryName = Annotated[
    str,
    Text(
        r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*){0,4}",
        "a group of repositories; write lower-case words joined by slashes, such as core-banking/platform",
    ),
]
OpenTofu = Annotated[
    str,
    Text(r"1\.(1[1-9]|[2-9][0-9])\.[0-9]+", "an OpenTofu with write-only arguments; write 1.11.0 or later"),
]
GroupName = Annotated[
    str, Text(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,127}", "the name of a group; write it as the provider sends it")
]
SpaceName = Annotated[
    str, Text(r"[a-z][a-z0-9-]{1,31}", "a space; write root, estate, or a zone such as tm or apps-production")
]
TimeZone = Annotated[
    str, Text(r"UTC|[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+", "a time zone; write one such as Europe/Warsaw")
]
Channel = Annotated[str, Text(r"C[A-Z0-9]{8,12}", "the id of a Slack channel; write one such as C0123456789")]
LogDays = Annotated[int, AfterValidator(_retention)]
PrivateRange = Annotated[IPv4Network, AfterValidator(_private)]
VpcRange = Annotated[IPv4Network, AfterValidator(_vpc)]
VpnRange = Annotated[IPv4Network, AfterValidator(_vpn)]
SingleAddress = Annotated[IPv4Network, AfterValidator(_single)]
ServiceRange = Annotated[IPv4Network, AfterValidator(_service)]
GatewayAddress = Annotated[IPv4Address, AfterValidator(_gateway)]
AccountName = Annotated[str, AfterValidator(_account_name)]
Expiry = Annotated[date, AfterValidator(_not_expired)]
PostgresVersion = Annotated[str, OneOf(POSTGRES, "a version of Aurora PostgreSQL that is pinned")]
CoreHost = Annotated[str, OneOf(CORE_KEYS, "a host of the Core block without its domain")]
DatabaseUser = Annotated[
    str, Text(r"[a-z][a-z0-9_]{0,62}", "a user of PostgreSQL; write lower-case letters, digits and _")
]
TcpPort = Annotated[int, Field(ge=1, le=65535)]
DatabaseClass = Annotated[str, OneOf(CLASSES, "an instance class of Aurora that is pinned")]
DatabaseName = Annotated[
    str, Text(r"[a-z_][a-z0-9_]{0,62}", "a database name; write lower-case letters, digits and _")
]
TablePattern = Annotated[
    str, Text(r"[a-z0-9_%]{1,63}\.[a-z0-9_%]{1,63}", "schema.table; write one such as public.%")
]
ColumnPattern = Annotated[
    str,
    Text(
        r"[a-z0-9_%]{1,63}\.[a-z0-9_%]{1,63}\.[a-z0-9_%]{1,63}",
        "schema.table.column; write one such as public.customers.%name%",
    ),
]
TopicName = Annotated[str, Text(r"[A-Za-z0-9._-]{1,249}", "a Kafka topic; write one such as vault.events")]
Capacity = Annotated[int, AfterValidator(_capacity), Field(json_schema_extra={"enum": list(CAPACITIES)})]
