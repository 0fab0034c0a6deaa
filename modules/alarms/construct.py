"""One SNS topic with a key of its own: TLS only, and nobody publishes but the services that are named."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from constructs import Construct

from modules.kit.iam import Condition, Principals, Statement, policy
from modules.kit.stack import Dependable, Ref
from modules.servicekey import for_source

PUBLISH = "sns:Publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A service, such as `cloudwatch`, and the ARN pattern of what it publishes for."""

    service: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicInputs:
    """`name` is also the alias of its key."""

    name: str
    account: str
    publishers: tuple[Publisher, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOutputs:
    """Services may publish once `ready` is there."""

    arn: Ref
    ready: Dependable


class Topic(Construct):
    """Whoever is to hear of it subscribes by hand: addresses of people are no part of an environment."""

    def __init__(self, scope: Construct, inputs: TopicInputs) -> None:
        """Create key, topic and policy."""
        super().__init__(scope, "alarms")
        key = KmsKey(
            self,
            "key",
            description=f"Messages of {inputs.name}",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=policy(self, "key-policy", self._use_of_key(inputs)),
        )
        KmsAlias(self, "alias", name=f"alias/{inputs.name}", target_key_id=key.key_id)
        topic = SnsTopic(
            self, "topic", name=inputs.name, kms_master_key_id=key.arn, tags={"Name": inputs.name}
        )
        allowed = SnsTopicPolicy(
            self,
            "policy",
            arn=topic.arn,
            policy=policy(self, "policy-document", self._publishing(inputs, Ref(topic.arn))),
        )
        self.outputs = TopicOutputs(arn=Ref(topic.arn), ready=allowed)

    def _use_of_key(self, inputs: TopicInputs) -> list[Statement]:
        account = Principals("AWS", (f"arn:aws:iam::{inputs.account}:root",))
        return [
            Statement(sid="AccountByIam", actions=("kms:*",), principals=(account,)),
            *(
                Statement(
                    sid=f"Encrypt{each.service.title()}",
                    actions=("kms:Decrypt", "kms:GenerateDataKey*"),
                    principals=(_service(each),),
                    conditions=for_source(_host(each), *_own(inputs, each)),
                )
                for each in inputs.publishers
            ),
        ]

    def _publishing(self, inputs: TopicInputs, arn: Ref) -> list[Statement]:
        plain = Condition("Bool", "aws:SecureTransport", ("false",))
        return [
            Statement(
                sid="TlsOnly",
                deny=True,
                actions=(PUBLISH,),
                resources=(arn,),
                principals=(Principals("*", ("*",)),),
                conditions=(plain,),
            ),
            *(
                Statement(
                    sid=f"Publish{each.service.title()}",
                    actions=(PUBLISH,),
                    resources=(arn,),
                    principals=(_service(each),),
                    conditions=_own(inputs, each),
                )
                for each in inputs.publishers
            ),
        ]


def _service(publisher: Publisher) -> Principals:
    return Principals("Service", (_host(publisher),))


def _host(publisher: Publisher) -> str:
    return f"{publisher.service}.amazonaws.com"


def _own(inputs: TopicInputs, publisher: Publisher) -> tuple[Condition, ...]:
    return (
        Condition("StringEquals", "aws:SourceAccount", (inputs.account,)),
        Condition("ArnLike", "aws:SourceArn", (publisher.source,)),
    )
