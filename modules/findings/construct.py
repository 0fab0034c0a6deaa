"""What the Audit account finds out, and whom it tells."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
from cdktf_cdktf_provider_aws.inspector2_enabler import Inspector2Enabler
from constructs import Construct

from modules.findings.alerts import Alert
from modules.findings.guardduty import detector
from modules.findings.hub import hub
from modules.kit.stack import Ref
from modules.model.detection import SCANNED
from modules.topic import Publisher, Topic, TopicInputs, TopicOutputs


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsInputs:
    """`name` begins the names of rules and topic."""

    name: str
    account: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsOutputs:
    """The detector, for those who enrol accounts, and the topic, for those who listen."""

    detector_id: Ref
    topic_arn: Ref


class Findings(Construct):
    """Threats, failed controls and vulnerabilities, each looked for by its service; the grave ones reach a topic."""

    def __init__(self, scope: Construct, inputs: FindingsInputs) -> None:
        """Switch the three services on for the account, and make rules, topic and key."""
        super().__init__(scope, "findings")
        detector_id = detector(self, inputs.name)
        hub(self, inputs.region)
        Inspector2Enabler(self, "inspector", account_ids=[inputs.account], resource_types=list(SCANNED))
        place = f"arn:aws:events:{inputs.region}:{inputs.account}:rule"
        topic = TopicInputs(
            name=inputs.name,
            description="Grave findings",
            account=inputs.account,
            publishers=(
                Publisher(
                    service="events",
                    sources=tuple(f"{place}/{alert.rule(inputs.name)}" for alert in Alert),
                    owner=inputs.account,
                ),
            ),
        )
        made = Topic(self, topic).outputs
        for alert in Alert:
            self._tell(alert, inputs.name, made)
        self.outputs = FindingsOutputs(detector_id=detector_id, topic_arn=made.arn)

    def _tell(self, alert: Alert, prefix: str, topic: TopicOutputs) -> None:
        name = alert.rule(prefix)
        rule = CloudwatchEventRule(
            self,
            alert.value,
            name=name,
            description=f"Grave findings of {alert.source}",
            event_pattern=alert.pattern,
            state="ENABLED",
            tags={"Name": name},
        )
        CloudwatchEventTarget(
            self,
            f"{alert}-target",
            depends_on=[topic.ready],  # else the first findings would be refused
            rule=rule.name,
            target_id="topic",
            arn=topic.arn,
        )
