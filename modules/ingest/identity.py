"""Roles of DMS: two that it wants in every account, and one for our own change capture."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, assumable_by, policy
from modules.kit.stack import Dependable, Ref
from modules.model.lake import DATABASE

MANAGED = (
    ("dms-vpc-role", "AmazonDMSVPCManagementRole", "Lets DMS put network interfaces into subnets"),
    ("dms-cloudwatch-logs-role", "AmazonDMSCloudWatchLogsRole", "Lets DMS write its logs"),
)
"""Names and policies that DMS looks for (AWS documentation)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityInputs:
    """`actions` are those of the flows; buckets, secrets and keys by ARN."""

    role: str
    account: str
    region: str
    actions: tuple[str, ...]
    bucket_arn: Ref
    bucket_key_arn: Ref
    secret_arn: Ref
    secret_key_arn: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityOutputs:
    """DMS can make a subnet group once `network` is there, and capture once `ready` is."""

    role_arn: Ref
    network: tuple[Dependable, ...]
    ready: Dependable


class Identity(Construct):
    """The capture reads one secret, and writes below one prefix of one bucket of another account."""

    def __init__(self, scope: Construct, inputs: IdentityInputs) -> None:
        """Create the three roles."""
        super().__init__(scope, "identity")
        network = tuple(self._managed(*each, inputs) for each in MANAGED)
        role = IamRole(
            self,
            "capture",
            name=inputs.role,
            description="Change capture of the data lake (arrow 16.1)",
            assume_role_policy=policy(
                self, "capture-trust", (self._trust(inputs), self._trust_for_secrets(inputs))
            ),
        )
        allowed = IamRolePolicy(
            self,
            "capture-allowed",
            name="capture",
            role=role.id,
            policy=policy(self, "capture-policy", self._capturing(inputs)),
        )
        self.outputs = IdentityOutputs(role_arn=Ref(role.arn), network=network, ready=allowed)

    def _managed(self, name: str, managed: str, about: str, inputs: IdentityInputs) -> Dependable:
        role = IamRole(
            self,
            name,
            name=name,
            description=about,
            assume_role_policy=policy(self, f"{name}-trust", (self._trust(inputs),)),
        )
        arn = f"arn:aws:iam::aws:policy/service-role/{managed}"
        return IamRolePolicyAttachment(self, f"{name}-attached", role=role.name, policy_arn=arn)

    def _trust(self, inputs: IdentityInputs) -> Statement:
        ours = f"arn:aws:dms:{inputs.region}:{inputs.account}:*"  # ARNs of DMS hold no names
        return assumable_by(
            "Service",
            "dms.amazonaws.com",
            Condition("StringEquals", "aws:SourceAccount", (inputs.account,)),
            Condition("ArnLike", "aws:SourceArn", (ours,)),
        )

    def _trust_for_secrets(self, inputs: IdentityInputs) -> Statement:
        """Secrets are read by the regional principal, for which AWS documents no ARN of a source."""
        return Statement(
            sid="AssumeForSecrets",
            actions=("sts:AssumeRole",),
            resources=(),
            principals=(Principals("Service", (f"dms.{inputs.region}.amazonaws.com",)),),
            conditions=(Condition("StringEquals", "aws:SourceAccount", (inputs.account,)),),
        )

    def _capturing(self, inputs: IdentityInputs) -> tuple[Statement, ...]:
        through_s3 = Condition("StringEquals", "kms:ViaService", (f"s3.{inputs.region}.amazonaws.com",))
        through_secrets = Condition(
            "StringEquals", "kms:ViaService", (f"secretsmanager.{inputs.region}.amazonaws.com",)
        )
        secrets = tuple(each for each in inputs.actions if each.startswith("secretsmanager:"))
        listing = tuple(each for each in inputs.actions if each == "s3:ListBucket")
        objects = tuple(each for each in inputs.actions if each.startswith("s3:") and each not in listing)
        keys = tuple(each for each in inputs.actions if each.startswith("kms:"))
        return (
            Statement(sid="Secret", actions=secrets, resources=(inputs.secret_arn,)),
            Statement(sid="Bucket", actions=listing, resources=(inputs.bucket_arn,)),
            Statement(sid="Objects", actions=objects, resources=(f"{inputs.bucket_arn}/{DATABASE}*",)),
            Statement(
                sid="ObjectKey", actions=keys, resources=(inputs.bucket_key_arn,), conditions=(through_s3,)
            ),
            Statement(
                sid="SecretKey",
                actions=("kms:Decrypt",),
                resources=(inputs.secret_key_arn,),
                conditions=(through_secrets,),
            ),
        )
