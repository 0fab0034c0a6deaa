"""One SNS topic with a key of its own, for services that publish from named sources (FSBP SNS.1)."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Dependable, Ref
from modules.servicekey import ServiceKey, ServiceKeyInputs, ServiceUse, for_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A service, such as `events`, and the ARN patterns on whose behalf it publishes, all of the account `owner`."""

    service: str
    sources: tuple[str, ...]
    owner: str

    @property
    def host(self) -> str:
        """The service as policies name it."""
        return f"{self.service}.amazonaws.com"

    @property
    def origin(self) -> tuple[Condition, ...]:
        """That it really comes from there."""
        return (
            Condition("StringEquals", "aws:SourceAccount", (self.owner,)),
            Condition("ArnLike", "aws:SourceArn", tuple(sorted(self.sources))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicInputs:
    """`name` is also the alias of its key, which stood at the address `key_was` before, if anywhere."""

    name: str
    description: str
    account: str
    publishers: tuple[Publisher, ...]
    key_was: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOutputs:
    """Services may publish once `ready` is there."""

    arn: Ref
    name: Ref
    ready: Dependable


class Topic(Construct):
    """Nobody subscribes here: who listens is not a matter of code, and no address of a person is in it."""

    def __init__(self, scope: Construct, inputs: TopicInputs, key: str = "topic") -> None:
        """Create key, topic and policy; `key` tells it from others in its scope."""
        super().__init__(scope, key)
        uses = tuple(
            ServiceUse(
                sid=f"Encrypt{each.service.title()}",
                service=each.host,
                actions=("kms:Decrypt", "kms:GenerateDataKey*"),
                conditions=for_source(each.host, *each.origin),
            )
            for each in inputs.publishers
        )
        encryption = ServiceKeyInputs(
            alias=inputs.name,
            description=inputs.description,
            account=inputs.account,
            uses=uses,
            was=inputs.key_was,
        )
        topic = SnsTopic(
            self,
            "topic",
            name=inputs.name,
            kms_master_key_id=ServiceKey(self, encryption).outputs.key_arn,
            tags={"Name": inputs.name},
        )
        tls = Statement(
            sid="TlsOnly",
            deny=True,
            actions=("sns:Publish", "sns:Subscribe"),
            resources=(topic.arn,),
            principals=(Principals("*", ("*",)),),
            conditions=(Condition("Bool", "aws:SecureTransport", ("false",)),),
        )
        publishing = (
            Statement(
                sid=f"Publish{each.service.title()}",
                actions=("sns:Publish",),
                resources=(topic.arn,),
                principals=(Principals("Service", (each.host,)),),
                conditions=each.origin,
            )
            for each in inputs.publishers
        )
        allowed = SnsTopicPolicy(
            self, "policy", arn=topic.arn, policy=policy(self, "policy-document", (tls, *publishing))
        )
        self.outputs = TopicOutputs(arn=Ref(topic.arn), name=Ref(topic.name), ready=allowed)
