"""Service accounts that call AWS, each with the flow whose actions it needs (kubernetes.md §2 and §5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from modules.model.flow import AwsApi, Flow
from modules.model.parties import Party


@dataclass(frozen=True, slots=True)
class Component:
    """A component of a cluster: `part` names the supporting row that it is allowed, `stack` makes its role."""

    name: str
    namespace: str
    service_account: str
    part: str
    stack: str = "eks"


COMPONENTS = (
    Component("vpc-cni", "kube-system", "aws-node", "addresses"),
    Component("ebs-csi", "kube-system", "ebs-csi-controller-sa", "volumes"),
    Component("external-secrets", "external-secrets", "external-secrets", "credentials"),
    Component("metrics", "tm-monitoring", "prometheus", "upload", "observability"),
    Component("metrics-store", "tm-monitoring", "storegateway", "history", "observability"),
    Component("metrics-compactor", "tm-monitoring", "compactor", "compaction", "observability"),
    Component("cloud-metrics", "tm-monitoring", "cloudwatch-exporter", "cloud-metrics", "observability"),
    Component("alerts", "tm-monitoring", "alertmanager", "alarms", "observability"),
    Component("autoscaler", "kube-system", "cluster-autoscaler", "scaling", "addons"),
    Component("balancer", "kube-system", "aws-load-balancer-controller", "targets", "addons"),
    Component("names", "external-dns", "external-dns", "names", "addons"),
    Component("stores", "external-secrets", "external-secrets", "stores", "addons"),
)

OF_NODES = (
    "5.2 images",
    "5.2 node-apis",
    "14.2",
    "14.2 node-apis",
    "15.2",
    "15.2 runtime",
    "15.3",
    "15.3 inventory",
)
"""Rows whose actions the nodes call themselves: images, their own affairs, and what the Audit zone sees of them."""


def node_actions(flows: tuple[Flow, ...], party: Party) -> tuple[str, ...]:
    """IAM actions of the nodes of one cluster, sorted."""
    return _actions(flow for flow in flows if flow.opener is party and flow.row in OF_NODES)


def components(flows: tuple[Flow, ...], party: Party, stack: str = "eks") -> tuple[Component, ...]:
    """The components of a party's cluster that one stack brings: those that a row of it allows something."""
    return tuple(each for each in COMPONENTS if each.stack == stack and component_actions(flows, party, each))


def component_actions(flows: tuple[Flow, ...], party: Party, component: Component) -> tuple[str, ...]:
    """IAM actions of one component in the cluster of a party, sorted; pods wear the group of their nodes."""
    return _actions(flow for flow in flows if flow.opener.home is party and flow.part == component.part)


def _actions(flows: Iterable[Flow]) -> tuple[str, ...]:
    return tuple(
        sorted({each for flow in flows if isinstance(flow.over, AwsApi) for each in flow.over.actions})
    )
