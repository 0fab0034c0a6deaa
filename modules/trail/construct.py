"""One trail for everything: every region, every account of the organization, every object (FSBP CloudTrail.1 to .7)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudtrail import Cloudtrail
from constructs import Construct

from modules.kit.stack import Ref, ignore_changes
from modules.topic import Publisher, Topic, TopicInputs
from modules.trail.archive import Archive
from modules.trail.inputs import TrailInputs
from modules.trail.selectors import selectors
from modules.trail.stream import Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailOutputs:
    """Where the files are, and the topic that tells of new ones."""

    bucket: Ref
    topic_arn: Ref


class Trail(Construct):
    """Files that prove by digest that nobody changed them, in a bucket where nobody can."""

    def __init__(self, scope: Construct, inputs: TrailInputs) -> None:
        """Create the archive, the log group, the topic, and the trail once it may write to all three."""
        super().__init__(scope, "trail")
        archive = Archive(self, inputs)
        stream = Stream(self, inputs)
        topic = TopicInputs(
            name=f"{inputs.name}-files",
            description="New log files of the trail",
            account=inputs.account,
            publishers=(Publisher(service="cloudtrail", sources=(inputs.trail_arn,), owner=inputs.owner),),
        )
        told = Topic(self, topic).outputs
        Cloudtrail(
            self,
            "trail",
            depends_on=[stream.ready, told.ready],
            name=inputs.name,
            s3_bucket_name=archive.bucket,
            kms_key_id=archive.key_arn,
            cloud_watch_logs_group_arn=stream.group_arn,
            cloud_watch_logs_role_arn=stream.role_arn,
            # A name would be looked for in the trail's own account, and by its ARN every plan would change it back
            # (provider issue 41262).
            sns_topic_name=told.arn if inputs.organization else told.name,
            lifecycle=ignore_changes("sns_topic_name") if inputs.organization else None,
            enable_logging=True,
            enable_log_file_validation=True,
            include_global_service_events=True,
            is_multi_region_trail=True,
            is_organization_trail=inputs.organization is not None,
            advanced_event_selector=selectors(inputs.written),
            tags={"Name": inputs.name},
        )
        self.outputs = TrailOutputs(bucket=archive.bucket, topic_arn=told.arn)
