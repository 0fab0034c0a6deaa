"""A topic for each team, encrypted, to which Alertmanager alone publishes (arrow 7.2 alarms)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsInputs:
    """`names` by team; `publisher` is the ARN of Alertmanager's role, whose rights are its own policy."""

    names: dict[str, str]
    key_arn: Ref
    publisher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsOutputs:
    """By team."""

    arns: dict[str, Ref]


class Topics(Construct):
    """Who reads a topic subscribes to it; nobody does so here, because no address of a team is known."""

    def __init__(self, scope: Construct, inputs: TopicsInputs) -> None:
        """Create topics and policies."""
        super().__init__(scope, "topics")
        self.outputs = TopicsOutputs(
            arns={team: self._topic(team, name, inputs) for team, name in inputs.names.items()}
        )

    def _topic(self, team: str, name: str, inputs: TopicsInputs) -> Ref:
        topic = SnsTopic(
            self, team, name=name, kms_master_key_id=inputs.key_arn, tags={"Name": name, "Team": team}
        )
        tls = Statement(
            sid="TlsOnly",
            deny=True,
            actions=("sns:Publish",),
            resources=(topic.arn,),
            principals=(Principals("*", ("*",)),),
            conditions=(Condition("Bool", "aws:SecureTransport", ("false",)),),
        )
        others = Statement(
            sid="PublisherOnly",
            deny=True,
            actions=("sns:Publish",),
            resources=(topic.arn,),
            principals=(Principals("*", ("*",)),),
            conditions=(Condition("ArnNotEquals", "aws:PrincipalArn", (inputs.publisher,)),),
        )
        SnsTopicPolicy(
            self,
            f"{team}-policy",
            arn=topic.arn,
            policy=policy(self, f"{team}-policy-document", (tls, others)),
        )
        return Ref(topic.arn)
