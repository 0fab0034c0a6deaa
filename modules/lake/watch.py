"""Somebody hears of it when events could not be delivered: they lie below `errors/` of the raw bucket (16.2)."""

import json
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
from constructs import Construct

from modules.alarms import Publisher, Topic, TopicInputs
from modules.kit.stack import Ref
from modules.model.lake import ERRORS


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
    """S3 tells EventBridge of every object, and EventBridge tells the topic of those that are errors."""

    def __init__(self, scope: Construct, inputs: WatchInputs) -> None:
        """Create topic, rule and target."""
        super().__init__(scope, "watch")
        name = f"{inputs.name}-undelivered"
        rules = f"arn:aws:events:{inputs.region}:{inputs.account}:rule/{name}"
        topic = TopicInputs(
            name=f"{inputs.name}-storage-alarms",
            account=inputs.account,
            publishers=(Publisher(service="events", source=rules),),
        )
        told = Topic(self, topic).outputs
        rule = CloudwatchEventRule(
            self,
            "undelivered",
            name=name,
            description="Events that could not be delivered to the data lake",
            state="ENABLED",
            event_pattern=json.dumps(
                {
                    "source": ["aws.s3"],
                    "detail-type": ["Object Created"],
                    "detail": {
                        "bucket": {"name": [inputs.bucket]},
                        "object": {"key": [{"prefix": ERRORS}]},
                    },
                }
            ),
            tags={"Name": name},
        )
        CloudwatchEventTarget(
            self, "told", rule=rule.name, target_id="alarms", arn=told.arn, depends_on=[told.ready]
        )
        self.outputs = WatchOutputs(topic_arn=told.arn)
