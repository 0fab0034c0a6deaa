"""Lake Formation: who administers the lake, what it holds, and what each persona and each crawler may do with it."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.lakeformation_data_lake_settings import LakeformationDataLakeSettings
from cdktf_cdktf_provider_aws.lakeformation_permissions import (
    LakeformationPermissions,
    LakeformationPermissionsDatabase,
    LakeformationPermissionsDataLocation,
    LakeformationPermissionsTable,
)
from cdktf_cdktf_provider_aws.lakeformation_resource import LakeformationResource
from constructs import Construct

from modules.kit.stack import Dependable, Ref

DESCRIBE, SELECT = "DESCRIBE", "SELECT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A role, and the layers whose databases it sees, whose tables it sees, and whose rows it reads."""

    name: str
    role_arn: Ref
    databases: tuple[str, ...]
    tables: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsInputs:
    """Roles by ARN: who administers the lake, and who may look at everything about it but data."""

    account: str
    admin: str
    observer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsOutputs:
    """What has to be in force before anything is made in the catalogue."""

    settled: Dependable


class Settings(Construct):
    """Without default permissions, what is made later is open to nobody, whatever IAM says (IAMAllowedPrincipals)."""

    def __init__(self, scope: Construct, inputs: SettingsInputs) -> None:
        """Create the account's settings; they replace all that were there.

        A default permission that is added later shows in no plan, not even with empty lists here: the provider takes
        what AWS says for what was wanted. watch.py tells of it.
        """
        super().__init__(scope, "settings")
        made = LakeformationDataLakeSettings(
            self,
            "settings",
            catalog_id=inputs.account,
            admins=[inputs.admin],
            read_only_admins=[inputs.observer],
            trusted_resource_owners=[inputs.account],
            allow_external_data_filtering=False,
            allow_full_table_external_data_access=False,
        )
        self.outputs = SettingsOutputs(settled=made)


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernanceInputs:
    """`locations` are ARNs of buckets by layer, `databases` names by layer; `ready` is what the roles wait for."""

    registration_role_arn: Ref
    crawler_role_arn: Ref
    locations: dict[str, Ref]
    databases: dict[str, Ref]
    readers: tuple[Reader, ...]
    settled: Dependable
    ready: tuple[Dependable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernanceOutputs:
    """What a crawler waits for."""

    granted: tuple[Dependable, ...]


class Governance(Construct):
    """Every right is a resource of its own; there is none with a grant option and none on the whole catalogue."""

    def __init__(self, scope: Construct, inputs: GovernanceInputs) -> None:
        """Create registrations and rights."""
        super().__init__(scope, "governance")
        registered = {
            layer: LakeformationResource(
                self,
                layer,
                arn=arn,
                role_arn=inputs.registration_role_arn,
                hybrid_access_enabled=False,
                depends_on=[inputs.settled, *inputs.ready],
            )
            for layer, arn in inputs.locations.items()
        }
        granted: list[Dependable] = []
        for layer, resource in registered.items():
            granted += self._crawling(layer, Ref(resource.arn), inputs)
        for reader in inputs.readers:
            self._reading(reader, inputs)
        self.outputs = GovernanceOutputs(granted=tuple(granted))

    def _crawling(self, layer: str, location: Ref, inputs: GovernanceInputs) -> list[Dependable]:
        return [
            LakeformationPermissions(
                self,
                f"crawler-{layer}-location",
                principal=inputs.crawler_role_arn,
                permissions=["DATA_LOCATION_ACCESS"],
                data_location=LakeformationPermissionsDataLocation(arn=location),
                depends_on=[inputs.settled],
            ),
            LakeformationPermissions(
                self,
                f"crawler-{layer}-database",
                principal=inputs.crawler_role_arn,
                permissions=["ALTER", "CREATE_TABLE", DESCRIBE],
                database=LakeformationPermissionsDatabase(name=inputs.databases[layer]),
                depends_on=[inputs.settled],
            ),
        ]

    def _reading(self, reader: Reader, inputs: GovernanceInputs) -> None:
        for layer in reader.databases:
            LakeformationPermissions(
                self,
                f"{reader.name}-{layer}-database",
                principal=reader.role_arn,
                permissions=[DESCRIBE],
                database=LakeformationPermissionsDatabase(name=inputs.databases[layer]),
                depends_on=[inputs.settled],
            )
        for layer in reader.tables:
            LakeformationPermissions(
                self,
                f"{reader.name}-{layer}-tables",
                principal=reader.role_arn,
                permissions=[DESCRIBE, *(SELECT,) * (layer in reader.rows)],
                table=LakeformationPermissionsTable(database_name=inputs.databases[layer], wildcard=True),
                depends_on=[inputs.settled],
            )
