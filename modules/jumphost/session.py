"""What a session is: encrypted, recorded, and over after a while. Arrows: 3.1, 3.2, 8.2."""

import json
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.ssm_document import SsmDocument
from constructs import Construct

from modules.kit.stack import Ref

IDLE_MINUTES, LONGEST_MINUTES = 20, 480


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionInputs:
    """`prefix` is where the key's log groups lie; retention in days."""

    name: str
    prefix: str
    key_arn: Ref
    retention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOutputs:
    """The document that sessions have to use, and the log group that the host writes them to."""

    document: Ref
    log_group_arn: Ref


class Session(Construct):
    """Every key stroke and answer is in an encrypted log group."""

    def __init__(self, scope: Construct, inputs: SessionInputs) -> None:
        """Create the log group and the session document."""
        super().__init__(scope, "session")
        group = CloudwatchLogGroup(
            self,
            "log",
            name=f"{inputs.prefix}sessions",
            retention_in_days=inputs.retention,
            kms_key_id=inputs.key_arn,
        )
        content = {
            "schemaVersion": "1.0",
            "description": f"Recorded, encrypted sessions on {inputs.name}",
            "sessionType": "Standard_Stream",
            "inputs": {
                "cloudWatchLogGroupName": group.name,
                "cloudWatchEncryptionEnabled": True,
                "cloudWatchStreamingEnabled": True,
                "kmsKeyId": inputs.key_arn,
                "runAsEnabled": False,
                "idleSessionTimeout": str(IDLE_MINUTES),
                "maxSessionDuration": str(LONGEST_MINUTES),
            },
        }
        document = SsmDocument(
            self,
            "document",
            name=f"{inputs.name}-session",
            document_type="Session",
            document_format="JSON",
            content=json.dumps(content, indent=2),
        )
        self.outputs = SessionOutputs(document=Ref(document.name), log_group_arn=Ref(group.arn))
