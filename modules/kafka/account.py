"""A line of the service-account register: a Kafka user, and a place for the token of the Core APIs."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.msk_single_scram_secret_association import MskSingleScramSecretAssociation
from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from cdktf_cdktf_provider_aws.secretsmanager_secret_policy import SecretsmanagerSecretPolicy
from cdktf_cdktf_provider_aws.secretsmanager_secret_version import SecretsmanagerSecretVersion
from constructs import Construct

from modules.kit.iam import Principals, Statement, policy
from modules.kit.secret import document, random_password
from modules.kit.stack import Ref
from modules.model.names import api_token, scram_secret
from modules.model.tables import ServiceAccount

RECOVERY = 30
"""Days in which a deleted secret can be had back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountInputs:
    """The keys are those of the purposes `scram` and `secrets`."""

    environment: str
    row: ServiceAccount
    cluster_arn: Ref
    scram_key_arn: Ref
    secrets_key_arn: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOutputs:
    """For whoever may read the credentials, and for whoever enters the token."""

    user_arn: Ref
    token_arn: Ref


class Account(Construct):
    """The password is made inside AWS and is in no plan and no state; the token is entered by its team."""

    def __init__(self, scope: Construct, inputs: AccountInputs) -> None:
        """Create both secrets and the user."""
        row = inputs.row
        super().__init__(scope, row.name)
        # In the description, because tags take no commas; expiry is a tag, so that AWS can be asked for it.
        user, token = (
            SecretsmanagerSecret(
                self,
                key,
                name=name,
                description=f"{what} of {row.name}: {row.purpose}",
                kms_key_id=key_arn,
                recovery_window_in_days=RECOVERY,
                tags={"Name": name, "Team": row.team, "Expires": row.expires.isoformat()},
            )
            for key, what, name, key_arn in (
                ("user", "Kafka user", scram_secret(row.name), inputs.scram_key_arn),
                ("token", "Token", api_token(inputs.environment, row.name), inputs.secrets_key_arn),
            )
        )
        self._user(user, inputs)
        self.outputs = AccountOutputs(user_arn=Ref(user.arn), token_arn=Ref(token.arn))

    def _user(self, secret: SecretsmanagerSecret, inputs: AccountInputs) -> None:
        credentials = {"username": inputs.row.name, "password": random_password(self, "password")}
        version = SecretsmanagerSecretVersion(
            self,
            "credentials",
            secret_id=secret.id,
            secret_string_wo=document(credentials),
            secret_string_wo_version=inputs.row.rotation,
        )
        # MSK attaches this very statement when it takes a secret and warns of changing it, so it has no condition;
        # written here, it is no drift. Only callers of this account can give MSK a secret of this account.
        reading = Statement(
            sid="AWSKafkaResourcePolicy",
            actions=("secretsmanager:getSecretValue",),
            resources=(secret.arn,),
            principals=(Principals("Service", ("kafka.amazonaws.com",)),),
        )
        readable = SecretsmanagerSecretPolicy(
            self,
            "readable",
            secret_arn=secret.arn,
            policy=policy(self, "policy", (reading,)),
            block_public_policy=True,
        )
        MskSingleScramSecretAssociation(
            self,
            "association",
            cluster_arn=inputs.cluster_arn,
            secret_arn=secret.arn,
            depends_on=[version, readable],
        )
