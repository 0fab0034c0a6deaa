"""Roles of the lake: the one through which Lake Formation hands data out, and the one of the crawlers."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules.kit.iam import Condition, Statement, assumable_by, policy
from modules.kit.stack import Dependable, Ref
from modules.lake.catalog import LOG_GROUPS

READ = ("s3:GetObject", "s3:ListBucket")
CHANGE = (*READ, "s3:DeleteObject", "s3:PutObject")

FIND = (
    "glue:BatchCreatePartition",
    "glue:BatchGetPartition",
    "glue:CreatePartition",
    "glue:CreateTable",
    "glue:GetDatabase",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:GetTable",
    "glue:GetTables",
    "glue:UpdatePartition",
    "glue:UpdateTable",
)
"""What a crawler writes down; nothing is deleted."""

LOG = ("logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityInputs:
    """Buckets and their keys, and the key of the catalogue, by ARN; `databases` is the prefix of their names."""

    name: str
    account: str
    region: str
    databases: str
    raw_arn: Ref
    raw_key_arn: Ref
    curated_arn: Ref
    curated_key_arn: Ref
    catalog_key_arn: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityOutputs:
    """Roles by ARN; they can do their work once `ready` is there."""

    registration_role_arn: Ref
    crawler_role_arn: Ref
    ready: tuple[Dependable, ...]


class Identity(Construct):
    """No role but Lake Formation's reads a bucket of the lake, so that its grants are the only way to data."""

    def __init__(self, scope: Construct, inputs: IdentityInputs) -> None:
        """Create both roles."""
        super().__init__(scope, "identity")
        registration, registered = self._role(
            "registration", "lakeformation", "Hands out data of the lake", self._reading(inputs), inputs
        )
        crawler, crawling = self._role(
            "crawler", "glue", "Finds tables of the lake", self._finding(inputs), inputs
        )
        self.outputs = IdentityOutputs(
            registration_role_arn=registration, crawler_role_arn=crawler, ready=(registered, crawling)
        )

    def _role(
        self, key: str, service: str, about: str, statements: tuple[Statement, ...], inputs: IdentityInputs
    ) -> tuple[Ref, Dependable]:
        own = Condition("StringEquals", "aws:SourceAccount", (inputs.account,))
        role = IamRole(
            self,
            key,
            name=f"{inputs.name}-{key}",
            description=about,
            assume_role_policy=policy(
                self, f"{key}-trust", (assumable_by("Service", f"{service}.amazonaws.com", own),)
            ),
        )
        allowed = IamRolePolicy(
            self,
            f"{key}-allowed",
            name=key,
            role=role.id,
            policy=policy(self, f"{key}-policy", statements),
        )
        return Ref(role.arn), allowed

    def _reading(self, inputs: IdentityInputs) -> tuple[Statement, ...]:
        """Raw data is never changed; curated data is written through Lake Formation as well."""
        through = Condition("StringEquals", "kms:ViaService", (f"s3.{inputs.region}.amazonaws.com",))
        raw, curated = inputs.raw_arn, inputs.curated_arn
        return (
            Statement(sid="ReadRaw", actions=READ, resources=(raw, f"{raw}/*")),
            Statement(sid="ChangeCurated", actions=CHANGE, resources=(curated, f"{curated}/*")),
            Statement(
                sid="DecryptRaw",
                actions=("kms:Decrypt",),
                resources=(inputs.raw_key_arn,),
                conditions=(through,),
            ),
            Statement(
                sid="EncryptCurated",
                actions=("kms:Decrypt", "kms:GenerateDataKey"),
                resources=(inputs.curated_key_arn,),
                conditions=(through,),
            ),
        )

    def _finding(self, inputs: IdentityInputs) -> tuple[Statement, ...]:
        place = f"{inputs.region}:{inputs.account}"
        catalog = f"arn:aws:glue:{place}"
        through = Condition("StringEquals", "kms:ViaService", (f"glue.{inputs.region}.amazonaws.com",))
        return (
            # Neither action knows a resource (AWS service authorization reference).
            Statement(
                sid="AskForData", actions=("glue:GetSecurityConfiguration", "lakeformation:GetDataAccess")
            ),
            Statement(
                sid="WriteTables",
                actions=FIND,
                resources=(
                    f"{catalog}:catalog",
                    f"{catalog}:database/{inputs.databases}*",
                    f"{catalog}:table/{inputs.databases}*/*",
                ),
            ),
            Statement(
                sid="WriteLogs", actions=LOG, resources=(f"arn:aws:logs:{place}:log-group:{LOG_GROUPS}*",)
            ),
            Statement(
                sid="Catalogue",
                actions=("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"),
                resources=(inputs.catalog_key_arn,),
                conditions=(through,),
            ),
        )
