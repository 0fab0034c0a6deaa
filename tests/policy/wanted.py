"""What the rows want, in the words of the graph: who opens what to whom, and who calls what. From the model alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from modules.model.flow import AwsApi, Flow, InMesh, Session, Tcp
from modules.model.links import Link, links
from modules.model.parties import Party, Tier, Zone
from modules.model.pods import PODS, Pods, pods_of
from modules.model.workloads import COMPONENTS, OF_NODES
from tests.policy.callers import FIREHOSE
from tests.policy.graph import Edge
from tests.policy.packets import ALL, ANY, TCP
from tests.policy.reach import Reach
from tests.policy.workloads import CLUSTER, SYSTEM

SIDECAR = 15006
"""A row to the port where proxies take over is one to every port: nobody knows those of the vendor's services."""

BASELINE = {
    ("eks-tm-api", TCP, 443): "the API of the cluster",
    ("endpoints-tm", TCP, 443): "in the tier of the cluster's API, which no policy tells apart; IAM does",
    (CLUSTER, TCP, 443): "the same: nodes are in that tier too",
    ("kube-system/kube-dns", TCP, 53): "names",
    ("kube-system/kube-dns", "udp", 53): "names",
}
"""What every pod of ours reaches without an arrow, and why."""

ISTIOD = "istio-system/istiod"

VAULT = "tm-system/vault"

BY_VENDOR = {
    "11.1": (VAULT,),
    "11.1 identities": (VAULT, "tm-system/vault-installer"),
}
"""Rows of the whole cluster that the vendor's pods call, written down a second time."""


@dataclass(frozen=True)
class Row:
    """One thing that a row wants."""

    protocol: str
    ports: tuple[int, int]
    row: str

    def explains(self, edge: Edge) -> bool:
        """Whether it is all that an edge is."""
        inside = self.ports[0] <= edge.ports[0] and edge.ports[1] <= self.ports[1]
        return inside and self.protocol in {ALL, edge.protocol}


@dataclass(frozen=True)
class Wanted:
    """Read once per estate; `reach` says only what somebody is called."""

    reach: Reach

    @classmethod
    def of(cls, reach: Reach) -> "Wanted":
        """The one of an estate."""
        known = reach.estate.known
        if "wanted" not in known:
            known["wanted"] = cls(reach)
        found: Wanted = known["wanted"]
        return found

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        return self.reach.estate.environment.flows

    @cached_property
    def between_places(self) -> dict[tuple[str, str], list[Link]]:
        """Links between places; S3 is a route to a list of addresses and no place."""
        found: dict[tuple[str, str], list[Link]] = {}
        for link in links(self.reach.estate.environment):
            if link.listener.party is not Party.S3_GATEWAY:
                opener = "integrations" if link.opener.party is Party.INTEGRATIONS else link.opener.name
                found.setdefault((opener, link.listener.name), []).append(link)
        return found

    @cached_property
    def connections(self) -> dict[tuple[str, str], list[Row]]:
        """Everything that may connect, by who and to whom."""
        found: dict[tuple[str, str], list[Row]] = {}
        for pair, held in self.between_places.items():
            for link in held:
                rows = ", ".join(label.removeprefix("arrow ") for label in link.labels)
                found.setdefault(pair, []).append(Row(link.protocol, link.ports, rows))
        for pair, row in (*self._of_pods(), *self._baseline()):
            found.setdefault(pair, []).append(row)
        return found

    @cached_property
    def by_row(self) -> dict[str, list[tuple[str, str, Row]]]:
        """Connections of each row."""
        found: dict[str, list[tuple[str, str, Row]]] = {}
        for (source, target), held in self.connections.items():
            for each in held:
                for row in each.row.split(", "):
                    found.setdefault(row, []).append((source, target, each))
        return found

    def named(self, pods: Pods) -> list[str]:
        """Workloads that pods of the model are: those of the selector, and those that it takes besides."""
        labels = tuple(sorted(pods.labels))
        return [
            name for name, own in self.reach.workloads.named.items() if own.chosen_by(pods.namespace, labels)
        ]

    def openers(self, flow: Flow) -> list[str]:
        """Pods that open a row; none for a row of the cluster as such."""
        if flow.opener is Party.EKS_TM:
            return []
        return [name for each in pods_of(flow.opener) if each.opens for name in self.named(each)]

    def listeners(self, flow: Flow, port: int) -> list[str]:
        """Pods that take a row's port in; every pod that listens there where the row names the cluster."""
        return [
            name
            for each in PODS
            if port in each.ports and flow.listener in {each.party, Party.EKS_TM}
            for name in self.named(each)
        ]

    def _of_pods(self) -> Iterator[tuple[tuple[str, str], Row]]:
        for flow in self.flows:
            if isinstance(flow.over, AwsApi):
                yield from self._to_apis(flow, flow.over)
            elif isinstance(flow.over, Tcp | InMesh) and CLUSTER in {flow.opener.home, flow.listener.home}:
                datagrams = flow.over.datagrams if isinstance(flow.over, InMesh) else ()
                for protocol, number in (
                    *((TCP, n) for n in flow.over.ports),
                    *(("udp", n) for n in datagrams),
                ):
                    ports = ANY if number == SIDECAR else (int(number), int(number))
                    for pair in self._pairs(flow, int(number)):
                        yield pair, Row(protocol, ports, flow.row)

    def _pairs(self, flow: Flow, port: int) -> Iterator[tuple[str, str]]:
        near = self.openers(flow) or [self._place(flow.opener)]
        far = self.listeners(flow, port) or [self._place(flow.listener)]
        if flow.listener is Party.NODES:
            far += self._in_tier(port)
        yield from ((source, target) for source in near for target in far)

    def _in_tier(self, port: int) -> list[str]:
        """Pods that a row opens to the whole private tier: whoever may call its addresses may call them."""
        return [
            name
            for flow in self.flows
            if isinstance(flow.over, Tcp) and port in flow.over.ports and flow.listener.home is Party.EKS_TM
            if flow.opener.tier is Tier.PRIVATE and flow.opener.home is not Party.EKS_TM
            for name in self.listeners(flow, port)
        ]

    def _place(self, party: Party) -> str:
        return CLUSTER if party in {Party.NODES, Party.EKS_TM} else party.home.value

    def _to_apis(self, flow: Flow, over: AwsApi) -> Iterator[tuple[tuple[str, str], Row]]:
        """To a network policy S3 is the internet: its addresses are AWS's to choose."""
        prefixes = {action.partition(":")[0] for action in over.actions}
        for source in self.openers(flow):
            for target, fits in (("endpoints-tm", True), ("internet", prefixes & {"s3", "ecr"})):
                if fits:
                    yield (source, target), Row(TCP, (443, 443), flow.row)

    def _baseline(self) -> Iterator[tuple[tuple[str, str], Row]]:
        for name, own in self.reach.workloads.named.items():
            if own.namespace == SYSTEM:
                continue
            for target, protocol, port in BASELINE:
                yield (name, target), Row(protocol, (port, port), "baseline")
            if own.namespace in self.reach.proxies.injected:
                yield (name, ISTIOD), Row(TCP, (15012, 15012), "baseline")

    @cached_property
    def calls(self) -> dict[str, dict[str, list[str]]]:
        """Actions that a party may call, each with its rows."""
        found: dict[str, dict[str, list[str]]] = {}
        for flow in self.flows:
            if isinstance(flow.over, AwsApi | Session):
                for party in self.callers(flow):
                    for action in flow.over.actions:
                        found.setdefault(party, {}).setdefault(action, []).append(flow.row)
        return found

    def callers(self, flow: Flow) -> list[str]:
        """Who makes the calls of a row, as the graph calls them; nobody yet for a party that nothing is."""
        opener = flow.opener
        if opener.zone is Zone.PEOPLE:
            return [opener.value]
        if opener is Party.DATA_LAKE:
            return [FIREHOSE]
        if flow.row in BY_VENDOR:
            return list(BY_VENDOR[flow.row])
        if opener.home in {Party.EKS_TM, Party.EKS_APPS}:
            return self._in_cluster(flow)
        return [opener.value] if opener.value in self.reach.calls.callers else []

    def _in_cluster(self, flow: Flow) -> list[str]:
        nodes = [CLUSTER]
        if flow.opener is Party.EKS_APPS:
            nodes = [f"eks-apps-{name}" for name in self.reach.estate.environment.apps]
        if flow.row in OF_NODES:
            return nodes
        parts = [f"{each.namespace}/{each.service_account}" for each in COMPONENTS if each.part == flow.part]
        if not parts:
            return [f"{each.namespace}/{each.account}" for each in pods_of(flow.opener) if each.account]
        return [pods if node == CLUSTER else f"{node}:{pods}" for node in nodes for pods in parts]
