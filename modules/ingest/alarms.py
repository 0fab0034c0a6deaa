"""Somebody hears of it when data comes late or not at all, or when the database keeps too much for the lake."""

import json
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
from cdktf_cdktf_provider_aws.cloudwatch_log_metric_filter import (
    CloudwatchLogMetricFilter,
    CloudwatchLogMetricFilterMetricTransformation,
)
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import (
    CloudwatchMetricAlarm,
    CloudwatchMetricAlarmMetricQuery,
)
from constructs import Construct

from modules.kit.stack import Ref
from modules.topic import Publisher, Topic, TopicInputs, TopicOutputs

MINUTES = 60
GIBIBYTE = 1024**3

LATE = 1800
"""Seconds that a change of a row, or an event, may take into the lake; files are closed after 300."""

KEPT = 10 * GIBIBYTE
"""Bytes that the database may keep for a capture that does not take them (CX-38)."""

BEHIND = 10_000
"""Events of a topic that Firehose has yet to read."""

CAPTURE = (
    ("source-latency", "CDCLatencySource", "AWS/DMS", LATE, "Changes wait in the database"),
    ("target-latency", "CDCLatencyTarget", "AWS/DMS", LATE, "Changes wait on their way to the lake"),
    ("kept-log", "ReplicationSlotDiskUsage", "AWS/RDS", KEPT, "The database keeps its log for the capture"),
)
"""Key, metric, namespace, limit, what it means. Of the whole account: it holds one capture and one database."""


MORE, LESS, QUIET = "GreaterThanThreshold", "LessThanThreshold", "notBreaching"

STREAM = (
    ("late", "DeliveryToS3.DataFreshness", "Maximum", MORE, LATE, QUIET, "Events come late"),
    ("failed", "DeliveryToS3.Success", "Average", LESS, 1, QUIET, "Events do not get through"),
    # A stream that cannot read has nothing to deliver and says nothing, so here silence is an alarm.
    ("behind", "KafkaOffsetLag", "Maximum", MORE, BEHIND, "breaching", "Events are not read"),
)
"""Key, metric, statistic, comparison, limit, what no data means, what it means. A topic without events delivers none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmsInputs:
    """`streams` are names of delivery streams by topic, `errors` is the log group that they all write errors to."""

    name: str
    account: str
    region: str
    streams: dict[str, Ref]
    errors: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmsOutputs:
    """For whoever wants to hear of it."""

    topic_arn: Ref


class Alarms(Construct):
    """One topic for all alarms of the ingestion; names begin with the environment's, so that SREs can mute them."""

    def __init__(self, scope: Construct, inputs: AlarmsInputs) -> None:
        """Create topic, alarms and the rule that hears of a capture that has failed."""
        super().__init__(scope, "watch")
        place = f"{inputs.region}:{inputs.account}"
        topic = TopicInputs(
            name=f"{inputs.name}-ingest-alarms",
            description="Late and lost data on its way into the lake",
            key_was="ingest_watch_alarms",
            account=inputs.account,
            publishers=(
                Publisher(
                    service="cloudwatch",
                    sources=(f"arn:aws:cloudwatch:{place}:alarm:{inputs.name}-*",),
                    owner=inputs.account,
                ),
                Publisher(
                    service="events",
                    sources=(f"arn:aws:events:{place}:rule/{inputs.name}-capture-failed",),
                    owner=inputs.account,
                ),
            ),
        )
        told = Topic(self, topic, "alarms").outputs
        topic_arn = told.arn
        for key, metric, namespace, limit, about in CAPTURE:
            # Queried without dimensions, because DMS Serverless documents none of its own.
            query = CloudwatchMetricAlarmMetricQuery(
                id="q",
                expression=_highest(metric, namespace),
                label=metric,
                period=5 * MINUTES,
                return_data=True,
            )
            CloudwatchMetricAlarm(
                self,
                key,
                alarm_name=f"{inputs.name}-{key}",
                alarm_description=about,
                comparison_operator="GreaterThanThreshold",
                threshold=limit,
                evaluation_periods=3,
                treat_missing_data="notBreaching",
                metric_query=[query],
                alarm_actions=[topic_arn],
                ok_actions=[topic_arn],
                tags={"Name": f"{inputs.name}-{key}"},
            )
        for name, stream in inputs.streams.items():
            self._stream(name, stream, topic_arn, inputs)
        self._errors(topic_arn, inputs)
        self._failure(told, inputs)
        self.outputs = AlarmsOutputs(topic_arn=topic_arn)

    def _stream(self, name: str, stream: Ref, topic_arn: Ref, inputs: AlarmsInputs) -> None:
        for key, metric, statistic, comparison, limit, silence, about in STREAM:
            CloudwatchMetricAlarm(
                self,
                f"{name}-{key}",
                alarm_name=f"{inputs.name}-{name}-{key}",
                alarm_description=f"{about}: stream {name}",
                namespace="AWS/Firehose",
                metric_name=metric,
                dimensions={"DeliveryStreamName": stream},
                statistic=statistic,
                period=5 * MINUTES,
                comparison_operator=comparison,
                threshold=limit,
                evaluation_periods=3,
                treat_missing_data=silence,
                alarm_actions=[topic_arn],
                ok_actions=[topic_arn],
                tags={"Name": f"{inputs.name}-{name}-{key}"},
            )

    def _errors(self, topic_arn: Ref, inputs: AlarmsInputs) -> None:
        """Firehose writes nothing but errors into its group: of reading and of delivering alike."""
        name = f"{inputs.name}-stream-errors"
        CloudwatchLogMetricFilter(
            self,
            "errors",
            name=name,
            log_group_name=inputs.errors,
            pattern="",
            metric_transformation=CloudwatchLogMetricFilterMetricTransformation(
                namespace=inputs.name, name=name, value="1", unit="Count"
            ),
        )
        CloudwatchMetricAlarm(
            self,
            "stream-errors",
            alarm_name=name,
            alarm_description="A delivery stream has written an error",
            namespace=inputs.name,
            metric_name=name,
            statistic="Sum",
            period=5 * MINUTES,
            comparison_operator=MORE,
            threshold=0,
            evaluation_periods=1,
            treat_missing_data=QUIET,
            alarm_actions=[topic_arn],
            ok_actions=[topic_arn],
            tags={"Name": name},
        )

    def _failure(self, told: TopicOutputs, inputs: AlarmsInputs) -> None:
        name = f"{inputs.name}-capture-failed"
        rule = CloudwatchEventRule(
            self,
            "capture-failed",
            name=name,
            description="The change capture of the data lake has failed",
            state="ENABLED",
            event_pattern=json.dumps(
                {
                    "source": ["aws.dms"],
                    "detail-type": ["DMS Replication State Change"],
                    "detail": {"category": ["Failure"]},
                }
            ),
            tags={"Name": name},
        )
        CloudwatchEventTarget(
            self, "told", rule=rule.name, target_id="alarms", arn=told.arn, depends_on=[told.ready]
        )


def _highest(metric: str, namespace: str) -> str:
    return " ".join(("SELECT", f"MAX({metric})", "FROM", f'"{namespace}"'))
