"""A command document for the Shared jump host, and the empty secret that holds the vendor's credentials."""

import json
from dataclasses import dataclass
from pathlib import Path

from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from cdktf_cdktf_provider_aws.secretsmanager_secret_policy import SecretsmanagerSecretPolicy
from cdktf_cdktf_provider_aws.ssm_document import SsmDocument
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Ref
from modules.model.names import VENDOR_PREFIX, image_mirror

PROGRAM = Path(__file__).with_name("program.py")

WORD = "[a-z0-9]+([._-]+[a-z0-9]+)*"
IMAGE = rf"{WORD}(/{WORD})*:[A-Za-z0-9_][A-Za-z0-9_.-]{{0,127}}@sha256:[0-9a-f]{{64}}"
"""`path:tag@digest`: what is copied is named by its digest, the tag is what our registry calls it."""

RECOVERY_DAYS = 30
LONGEST_SECONDS = 7200


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorInputs:
    """`readers` are ARN patterns of the roles that may read the credentials."""

    environment: str
    account: str
    region: str
    secret: str
    key_arn: Ref
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorOutputs:
    """Whoever may run the job needs the document; the host needs the secret."""

    document: Ref
    secret_arn: Ref


class Mirror(Construct):
    """The job copies what is named by digest and attested by the vendor, and talks to nobody else."""

    def __init__(self, scope: Construct, inputs: MirrorInputs) -> None:
        """Create the secret without a value, who may read it, and the document."""
        super().__init__(scope, "mirror")
        secret = SecretsmanagerSecret(
            self,
            "credentials",
            name=inputs.secret,
            description='Empty until filled with {"username", "token", "public_key"} of the vendor\'s registry',
            kms_key_id=inputs.key_arn,
            recovery_window_in_days=RECOVERY_DAYS,
            tags={"Name": inputs.secret},
        )
        deny = Statement(
            sid="ReadersOnly",
            deny=True,
            actions=("secretsmanager:GetSecretValue",),
            principals=(Principals("*", ("*",)),),
            conditions=(Condition("ArnNotLike", "aws:PrincipalArn", inputs.readers),),
        )
        SecretsmanagerSecretPolicy(
            self,
            "readers",
            secret_arn=secret.arn,
            block_public_policy=True,
            policy=policy(self, "readers-policy", (deny,)),
        )
        document = SsmDocument(
            self,
            "document",
            name=image_mirror(inputs.environment),
            document_type="Command",
            document_format="JSON",
            content=json.dumps(self._content(inputs), indent=2),
        )
        self.outputs = MirrorOutputs(document=Ref(document.name), secret_arn=Ref(secret.arn))

    def _content(self, inputs: MirrorInputs) -> dict[str, object]:
        registry = f"{inputs.account}.dkr.ecr.{inputs.region}.amazonaws.com"
        call = (
            f'python3 "$folder/mirror.py" --region {inputs.region} --registry {registry} '
            f"--secret {inputs.secret} --prefix {VENDOR_PREFIX} {{{{ images }}}}"
        )
        return {
            "schemaVersion": "2.2",
            "description": "Copies the vendor's images by digest into the registry of Shared Services",
            "parameters": {
                "images": {
                    "type": "String",
                    "description": "path:tag@sha256:digest, separated by one space",
                    "allowedPattern": f"^{IMAGE}( {IMAGE})*$",
                }
            },
            "mainSteps": [
                {
                    "action": "aws:runShellScript",
                    "name": "mirror",
                    "inputs": {
                        "timeoutSeconds": str(LONGEST_SECONDS),
                        "runCommand": [
                            "set -eu",
                            "umask 077",
                            "folder=$(mktemp -d)",
                            "trap 'rm -rf \"$folder\"' EXIT",
                            "cat > \"$folder/mirror.py\" <<'END-OF-PROGRAM'",
                            *PROGRAM.read_text(encoding="utf-8").splitlines(),
                            "END-OF-PROGRAM",
                            call,
                        ],
                    },
                }
            ],
        }
