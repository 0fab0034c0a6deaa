"""Two ways into the lake, out of the database and out of Kafka, and alarms for both."""

from dataclasses import dataclass

from constructs import Construct

from modules.ingest.alarms import Alarms, AlarmsInputs
from modules.ingest.capture import Capture, CaptureInputs, Size
from modules.ingest.credentials import Credentials, CredentialsInputs
from modules.ingest.identity import Identity, IdentityInputs, IdentityOutputs
from modules.ingest.streams import Streams, StreamsInputs
from modules.kit.stack import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestInputs:
    """`owner` is the account of the lake, whose bucket and key come by ARN; retention in days.

    `topics` by the name that they have in the lake; `secret_readers` are ARN patterns of roles.
    """

    name: str
    account: str
    region: str
    owner: str
    bucket: Ref
    bucket_arn: Ref
    bucket_key_arn: Ref
    retention: int
    capture_role: str
    capture_actions: tuple[str, ...]
    capture_key_arn: Ref
    database: str
    tables: tuple[str, ...]
    excluded_columns: tuple[str, ...]
    size: Size
    running: bool
    subnet_ids: tuple[Ref, ...]
    group_id: Ref
    endpoint: Ref
    port: Ref
    secret: str
    secret_key_arn: Ref
    secret_readers: tuple[str, ...]
    password_version: int
    streams_role: str
    streams_actions: tuple[str, ...]
    cluster: str
    cluster_arn: Ref
    topics: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOutputs:
    """For whoever makes the database's user, and whoever wants to hear of errors."""

    secret_arn: Ref
    alarm_topic_arn: Ref


class Ingest(Construct):
    """Both write as a role that may write below one prefix; neither can read what the other has written."""

    def __init__(self, scope: Construct, inputs: IngestInputs) -> None:
        """Create credentials, change capture, delivery streams and alarms."""
        super().__init__(scope, "ingest")
        credentials = CredentialsInputs(
            secret=inputs.secret,
            key_arn=inputs.secret_key_arn,
            endpoint=inputs.endpoint,
            port=inputs.port,
            version=inputs.password_version,
            readers=inputs.secret_readers,
        )
        secret_arn = Credentials(self, credentials).outputs.secret_arn
        identity = IdentityInputs(
            role=inputs.capture_role,
            account=inputs.account,
            region=inputs.region,
            actions=inputs.capture_actions,
            bucket_arn=inputs.bucket_arn,
            bucket_key_arn=inputs.bucket_key_arn,
            secret_arn=secret_arn,
            secret_key_arn=inputs.secret_key_arn,
        )
        roles = Identity(self, identity).outputs
        Capture(self, self._capture(inputs, secret_arn, roles))
        streams = StreamsInputs(
            name=inputs.name,
            role=inputs.streams_role,
            account=inputs.account,
            region=inputs.region,
            cluster=inputs.cluster,
            cluster_arn=inputs.cluster_arn,
            topics=inputs.topics,
            actions=inputs.streams_actions,
            bucket_arn=inputs.bucket_arn,
            bucket_key_arn=inputs.bucket_key_arn,
            retention=inputs.retention,
        )
        delivering = Streams(self, streams).outputs
        alarms = AlarmsInputs(
            name=inputs.name,
            account=inputs.account,
            region=inputs.region,
            streams=delivering.names,
            errors=delivering.errors,
        )
        self.outputs = IngestOutputs(
            secret_arn=secret_arn, alarm_topic_arn=Alarms(self, alarms).outputs.topic_arn
        )

    def _capture(self, inputs: IngestInputs, secret_arn: Ref, roles: IdentityOutputs) -> CaptureInputs:
        return CaptureInputs(
            name=inputs.name,
            database=inputs.database,
            tables=inputs.tables,
            excluded_columns=inputs.excluded_columns,
            size=inputs.size,
            running=inputs.running,
            subnet_ids=inputs.subnet_ids,
            group_id=inputs.group_id,
            key_arn=inputs.capture_key_arn,
            secret_arn=secret_arn,
            role_arn=roles.role_arn,
            bucket=inputs.bucket,
            bucket_key_arn=inputs.bucket_key_arn,
            owner=inputs.owner,
            network=roles.network,
            ready=roles.ready,
        )
