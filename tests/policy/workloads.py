"""Pods of the TM cluster, and what network policies say of their connections, from the JSON alone.

A workload is what some policy or some identity tells from other pods of its namespace: `argocd/argocd-server`.
Pods of `kube-system` have no policies; they are where their nodes are.
"""

from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network

from tests.policy.charts import objects
from tests.policy.facts import Estate
from tests.policy.openings import (
    NO_INTERNET,
    Labels,
    Opening,
    Pod,
    addressed,
    is_denial,
    object_at,
    policies,
)
from tests.policy.packets import Filters, bracketed
from tests.policy.places import Place

CLUSTER, SYSTEM = "eks-tm", "kube-system"
"""The place of their nodes, whose group they wear, and the namespace whose pods are where nodes are."""

NAMES = {
    Pod("tm-system"): "tm-system/vault",
    Pod("tm-system", (("app.kubernetes.io/part-of", "vault-installer"),)): "tm-system/vault-installer",
    Pod(
        "tm-monitoring", (("app.kubernetes.io/name", "prometheus-yet-another-cloudwatch-exporter"),)
    ): "tm-monitoring/cloudwatch-exporter",
    Pod("cert-manager", (("app.kubernetes.io/name", "webhook"),)): "cert-manager/webhook",
}
"""What people call pods whose labels say it in other words."""

KEPT = tuple(IPv4Network(each) for each in NO_INTERNET)
"""What a policy for all addresses does not mean."""

ACCOUNTS = {
    "tm-system/vault": "*",
    "argocd/redis-ha": "argocd-redis-ha",
    "argocd/redis-ha-haproxy": "argocd-redis-ha-haproxy",
}
"""Service accounts that are not the name of their workload; the vendor's are the vendor's to choose."""


@dataclass(frozen=True, order=True)
class Workload:
    """Pods of one namespace with these labels; of all that are left without any."""

    name: str
    pods: Pod

    @property
    def namespace(self) -> str:
        """Where it runs."""
        return self.pods.namespace

    @property
    def account(self) -> str:
        """Its service account."""
        return ACCOUNTS.get(self.name, self.name.partition("/")[2])

    def chosen_by(self, namespace: str, labels: Labels) -> bool:
        """Whether a selector takes it."""
        return self.namespace == namespace and set(labels) <= set(self.pods.labels)


Party = Place | Workload


@dataclass(frozen=True)
class Workloads:
    """Read once per estate; `places` are those of its network."""

    estate: Estate
    places: dict[str, Place]

    @cached_property
    def openings(self) -> dict[tuple[str, str], list[tuple[str, Opening]]]:
        """What policies open, by namespace and direction, each with its address."""
        found: dict[tuple[str, str], list[tuple[str, Opening]]] = {}
        for at, each in addressed(self.estate):
            found.setdefault((each.pods.namespace, each.side), []).append((at, each))
        return found

    @cached_property
    def denials(self) -> dict[str, str]:
        """The address of the policy that closes each namespace, by namespace."""
        return {
            policy["metadata"]["namespace"]: object_at(stack, policy)
            for stack, policy in objects(self.estate, "NetworkPolicy")
            if is_denial(policy) and not policy["spec"]["podSelector"]
        }

    @cached_property
    def named(self) -> dict[str, Workload]:
        """Every workload by its name."""
        found = {each.pods for held in self.openings.values() for _, each in held}
        found |= {
            each.peer for held in self.openings.values() for _, each in held if isinstance(each.peer, Pod)
        }
        found |= {Pod(policy["metadata"]["namespace"]) for policy in policies(self.estate)}
        made = {name_of(each): Workload(name_of(each), each) for each in found}
        for stack, _, each in self.estate.everywhere("aws_eks_pod_identity_association"):
            name = f"{each['namespace']}/{each['service_account']}"
            if not stack.startswith("apps-") and name not in made:
                made[name] = Workload(name, Pod(each["namespace"], (("account", each["service_account"]),)))
        return dict(sorted(made.items()))

    def leaves(self, own: Workload, peer: Party, port: int, protocol: str) -> Filters:
        """What policies say of a connection that a workload opens."""
        yield from self._filter(own, peer, port, protocol, "egress")

    def enters(self, own: Workload, peer: Party, port: int, protocol: str) -> Filters:
        """What policies say of a connection that comes to a workload."""
        yield from self._filter(own, peer, port, protocol, "ingress")

    def _filter(self, own: Workload, peer: Party, port: int, protocol: str, side: str) -> Filters:
        closed = self.denials.get(own.namespace)
        if closed is None:
            yield f"no network policy in {own.namespace}", ""
            return
        for at, each in self.of(own, side):
            if each.port in {0, port} and each.protocol.lower() == protocol and self.is_peer(each.peer, peer):
                yield f"{side} of pods {own.name}: {each.reason}{bracketed(at)}", ""
                return
        yield (
            f"{side} of pods {own.name}{bracketed(closed)}",
            f"no policy for {peer.name} on {protocol} {port}",
        )

    def ports(self, own: Workload, peer: Party, side: str) -> list[tuple[str, int]] | None:
        """Protocols and ports that policies open to a peer, 0 for all; None where nothing is closed.

        Pods of the system are found by their labels only: their address is that of a node among others.
        """
        if own.namespace not in self.denials:
            return None
        loose = isinstance(peer, Workload) and peer.namespace == SYSTEM
        return sorted(
            {
                (each.protocol.lower(), each.port)
                for _, each in self.of(own, side)
                if (isinstance(each.peer, Pod) or not loose) and self.is_peer(each.peer, peer)
            }
        )

    @cached_property
    def _of(self) -> dict[tuple[str, str], list[tuple[str, Opening]]]:
        return {}

    def of(self, own: Workload, side: str) -> list[tuple[str, Opening]]:
        """What policies open for a workload, each with its address."""
        key = (own.name, side)
        if key not in self._of:
            held = self.openings.get((own.namespace, side), ())
            self._of[key] = [(at, each) for at, each in held if own.chosen_by(*each.pods)]
        return self._of[key]

    def is_peer(self, named: Pod | IPv4Network, party: Party) -> bool:
        """Whether the peer that a policy names is this party, or holds all of its addresses."""
        if isinstance(named, Pod):
            return isinstance(party, Workload) and party.chosen_by(*named)
        ranges = self.places[CLUSTER].ranges if isinstance(party, Workload) else party.ranges
        kept = KEPT if not named.prefixlen else ()
        return all(
            each.subnet_of(named) and not any(each.overlaps(other) for other in kept) for each in ranges
        )


def name_of(pods: Pod) -> str:
    """What people call the pods of a selector."""
    own = pods.labels[0][1] if pods.labels else "*"
    return NAMES.get(pods, f"{pods.namespace}/{own}")
