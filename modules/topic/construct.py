"""One SNS topic with a key of its own, for one service that publishes from named sources (FSBP SNS.1)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Dependable, Ref
from modules.servicekey import ServiceKey, ServiceKeyInputs, ServiceUse, for_source


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicInputs:
    """`publisher` is a service; `sources` are the ARNs on whose behalf it publishes, all of the account `owner`."""

    name: str
    description: str
    account: str
    publisher: str
    sources: tuple[str, ...]
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOutputs:
    """The publisher may publish once `ready` is there."""

    arn: Ref
    name: Ref
    ready: Dependable


class Topic(Construct):
    """Nobody subscribes here: who listens is not a matter of code, and no address of a person is in it."""

    def __init__(self, scope: Construct, inputs: TopicInputs) -> None:
        """Create key, topic and policy."""
        super().__init__(scope, "topic")
        origin = (
            Condition("StringEquals", "aws:SourceAccount", (inputs.owner,)),
            Condition("ArnEquals", "aws:SourceArn", tuple(sorted(inputs.sources))),
        )
        use = ServiceUse(
            sid="PublisherEncrypts",
            service=inputs.publisher,
            actions=("kms:Decrypt", "kms:GenerateDataKey*"),
            conditions=for_source(inputs.publisher, *origin),
        )
        key = ServiceKeyInputs(
            alias=inputs.name, description=inputs.description, account=inputs.account, uses=(use,)
        )
        key_arn = ServiceKey(self, key).outputs.key_arn
        topic = SnsTopic(
            self, "topic", name=inputs.name, kms_master_key_id=key_arn, tags={"Name": inputs.name}
        )
        statements = (
            Statement(
                sid="TlsOnly",
                deny=True,
                actions=("sns:Publish", "sns:Subscribe"),
                resources=(topic.arn,),
                principals=(Principals("*", ("*",)),),
                conditions=(Condition("Bool", "aws:SecureTransport", ("false",)),),
            ),
            Statement(
                sid="PublisherPublishes",
                actions=("sns:Publish",),
                resources=(topic.arn,),
                principals=(Principals("Service", (inputs.publisher,)),),
                conditions=origin,
            ),
        )
        allowed = SnsTopicPolicy(
            self, "policy", arn=topic.arn, policy=policy(self, "policy-document", statements)
        )
        self.outputs = TopicOutputs(arn=Ref(topic.arn), name=Ref(topic.name), ready=allowed)
