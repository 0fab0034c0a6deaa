"""Somebody hears of events that could not be delivered (16.2), and of everyone who opens the lake by its settings."""

import json
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
from constructs import Construct

from modules.kit.stack import Ref
from modules.model.lake import ERRORS
from modules.topic import Publisher, Topic, TopicInputs, TopicOutputs


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchInputs:
    """`bucket` is the name of the raw bucket."""

    name: str
    account: str
    region: str
    bucket: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOutputs:
    """For whoever wants to hear of it."""

    topic_arn: Ref


class Watch(Construct):
    """EventBridge tells the topic: of objects below `errors/`, which S3 says, and of new settings, which the trail says."""

    def __init__(self, scope: Construct, inputs: WatchInputs) -> None:
        """Create topic, rules and targets."""
        super().__init__(scope, "watch")
        rules = f"arn:aws:events:{inputs.region}:{inputs.account}:rule/{inputs.name}-*"
        topic = TopicInputs(
            name=f"{inputs.name}-storage-alarms",
            description="What the lake could not take, and changes of its settings",
            key_was="lake_watch_alarms",
            account=inputs.account,
            publishers=(Publisher(service="events", sources=(rules,), owner=inputs.account),),
        )
        told = Topic(self, topic, "alarms").outputs
        self._tell(
            "undelivered",
            "Events that could not be delivered to the data lake",
            {
                "source": ["aws.s3"],
                "detail-type": ["Object Created"],
                "detail": {
                    "bucket": {"name": [inputs.bucket]},
                    "object": {"key": [{"prefix": ERRORS}]},
                },
            },
            inputs,
            told,
        )
        self._tell(
            "settings",
            "Somebody has changed who administers the data lake, or what is open by default",
            {
                "source": ["aws.lakeformation"],
                "detail-type": ["AWS API Call via CloudTrail"],
                "detail": {
                    "eventSource": ["lakeformation.amazonaws.com"],
                    "eventName": ["PutDataLakeSettings"],
                },
            },
            inputs,
            told,
        )
        self.outputs = WatchOutputs(topic_arn=told.arn)

    def _tell(
        self, key: str, about: str, pattern: dict[str, object], inputs: WatchInputs, told: TopicOutputs
    ) -> None:
        name = f"{inputs.name}-{key}"
        rule = CloudwatchEventRule(
            self,
            key,
            name=name,
            description=about,
            state="ENABLED",
            event_pattern=json.dumps(pattern),
            tags={"Name": name},
        )
        CloudwatchEventTarget(
            self,
            f"{key}-told",
            rule=rule.name,
            target_id="alarms",
            arn=told.arn,
            depends_on=[told.ready],
        )
