"""What may differ between environments: data, checked whole before anything is built.

values.py says what single values may be, tables.py what a table holds, checks.py what several say together;
load.py reads the file and turns every mistake into one sentence.
"""

from typing import Annotated

from pydantic import Field

from modules.model.brokers import Acl
from modules.model.data import Data
from modules.model.delivery import Delivery
from modules.model.flow import Feature, Flow
from modules.model.flows import FLOWS
from modules.model.hosts import CORE_KEYS, HOSTS, LEGACY_HOST, Host
from modules.model.identity import IdentityCenter, Saml
from modules.model.parties import Zone
from modules.model.signin import Git, Oidc
from modules.model.support import SUPPORT
from modules.model.tables import (
    S3,
    Accounts,
    Apps,
    DataLake,
    Delegated,
    DummySamlIdp,
    Egress,
    ExternalNetwork,
    Integration,
    Kind,
    LegacySamlAlias,
    Network,
    Registry,
    Retention,
    ServiceAccount,
    Sizes,
    Spacelift,
    Standalone,
    Versions,
    Vpc,
    Vpcs,
)
from modules.model.values import Alias, Region, Word
from modules.model.vendor import CoreService, Keycloak, PgPool


class Environment(Data):
    """One estate. Every value is in the file: there are no defaults and no inheritance."""

    name: Word
    kind: Kind
    region: Region
    zones: Annotated[tuple[str, str, str], Field(description="Three availability zones of the region")]
    owner: Alias
    teams: Annotated[tuple[Alias, ...], Field(min_length=1)]
    state: Annotated[Spacelift | S3, Field(discriminator="mode")]
    identity: Annotated[Saml | IdentityCenter, Field(discriminator="mode")]
    oidc: Oidc
    git: Git
    spacelift: Delivery
    audit: Annotated[Standalone | Delegated, Field(discriminator="mode")]
    accounts: Accounts
    network: Network
    vpcs: Vpcs
    apps: Annotated[dict[Word, Apps], Field(max_length=6)]
    deletion_protection: bool
    """Whether load balancers and data stores refuse to be deleted; switched off before an estate comes down."""
    external_networks: Annotated[tuple[ExternalNetwork, ...], Field(max_length=8)]
    sizes: Sizes
    versions: Versions
    kafka_acl: Acl
    retention: Retention
    registry: Registry
    core_services: Annotated[tuple[CoreService, ...], Field(min_length=len(CORE_KEYS))]
    """Where each Core host leads, each host once."""
    service_accounts: tuple[ServiceAccount, ...]
    integrations: Annotated[tuple[Integration, ...], Field(max_length=10)] = ()
    legacy_saml_alias: LegacySamlAlias | None = None
    dummy_saml_idp: DummySamlIdp | None = None
    keycloak: Keycloak | None = None
    pg_pool: PgPool | None = None
    datalake: DataLake | None = None

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
    def hosts(self) -> tuple[Host, ...]:
        """Every public name of this environment."""
        return HOSTS + (LEGACY_HOST,) * (self.legacy_saml_alias is not None)

    @property
    def features(self) -> frozenset[Feature]:
        """What this environment has beyond the core."""
        has = {
            Feature.INTERNET: self.network.private_egress is Egress.NAT,
            Feature.DATALAKE: self.datalake is not None,
            Feature.KEYCLOAK: self.keycloak is not None,
        }
        return frozenset(feature for feature, present in has.items() if present)

    @property
    def flows(self) -> tuple[Flow, ...]:
        """The arrows, then what supports them, without those that need a missing feature."""
        return tuple(f for f in FLOWS + SUPPORT if f.requires is None or f.requires in self.features)
