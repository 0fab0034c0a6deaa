"""Network policies: everything is denied, and open is what the flows say, at both ends (SE-2, P34, K20).

Pods of `kube-system` have none: they are controllers of EKS and of ours, judged by IAM and security groups.
Inventory: CL-10, CX-25.
"""

from collections import Counter
from ipaddress import IPv4Network

import pytest

from modules.model.namespaces import namespaces
from tests.policy.charts import objects
from tests.policy.facts import Estate, only
from tests.policy.network import Network
from tests.policy.openings import Opening, Pod, expected, is_denial, openings, policies

pytestmark = pytest.mark.policy

OURS = {
    "argocd",
    "cert-manager",
    "external-dns",
    "external-secrets",
    "istio-system",
    "tm-data",
    "tm-monitoring",
    "tm-system",
}

COMBINATIONS = 24
"""Of port and protocol that the VPC CNI takes for one address range (EKS user guide)."""

METADATA = IPv4Network("169.254.169.254/32")


def _with_roles(estate: Estate) -> set[str]:
    """Namespaces of the TM cluster in which a service account has a role."""
    return {
        made["namespace"]
        for stack, _, made in estate.everywhere("aws_eks_pod_identity_association")
        if not stack.startswith("apps-")
    }


def test_every_namespace_denies_both_directions(estate: Estate) -> None:
    """P34, K20."""
    denied = {
        each["metadata"]["namespace"]
        for each in policies(estate)
        if is_denial(each)
        and each["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
        and each["metadata"]["name"] == "default-deny"
    }
    made = {each["metadata"]["name"] for _, each in objects(estate, "Namespace")}
    ours = OURS | ({"identity"} if estate.environment.keycloak else set())
    assert denied == made == ours == {each.name for each in namespaces(estate.environment.features)}
    assert {each["metadata"]["namespace"] for each in policies(estate)} == ours


def test_policies_open_what_the_flows_say_and_nothing_else(estate: Estate) -> None:
    """SE-2: exactly the rows, and a baseline that is written down here a second time."""
    found = Counter(openings(estate))
    wanted = Counter(expected(estate.environment, _with_roles(estate)))
    assert found == wanted, (
        f"more: {sorted(map(str, found - wanted))}; less: {sorted(map(str, wanted - found))}"
    )


def _fits(policy: Pod, peer: Pod) -> bool:
    """Whether a policy for these pods, or for more, covers a peer."""
    return policy.namespace == peer.namespace and set(policy.labels) <= set(peer.labels)


def _answers(one: Opening, other: Opening) -> bool:
    """Whether two openings are the ends of one connection."""
    return (
        one.side != other.side
        and isinstance(one.peer, Pod)
        and isinstance(other.peer, Pod)
        and _fits(other.pods, one.peer)
        and _fits(other.peer, one.pods)
        and one.protocol == other.protocol
        and other.port in {one.port, 0}
    )


def test_both_ends_of_a_connection_are_open(estate: Estate) -> None:
    """One end alone opens nothing; whoever is let in has to be let out."""
    found = openings(estate)
    for each in found:
        if isinstance(each.peer, Pod) and each.peer.namespace != "kube-system":
            assert any(_answers(each, other) for other in found), each


def test_metadata_of_the_node_are_for_the_vendor_alone(estate: Estate) -> None:
    """Vendor contract «nodes»: a component of Vault asks its instance for the region, nobody else does."""
    asking = {
        each.pods
        for each in openings(estate)
        if isinstance(each.peer, IPv4Network)
        and each.peer.overlaps(METADATA)
        and each.peer.prefixlen  # of the whole internet the reader has seen the exception
    }
    assert asking == {Pod("tm-system")}


def test_address_ranges_are_whole_tiers(estate: Estate) -> None:
    """A range of the VPC holds the subnets of one tier, and of no other."""
    network = Network(estate)
    tiers = {
        IPv4Network(estate.at(target)["cidr_block"]): hop[1]
        for target, hop in network.subnets.items()
        if hop[0] == "tm"
    }
    for each in openings(estate):
        if (
            isinstance(each.peer, IPv4Network)
            and each.peer.overlaps(network.vpcs["tm"])
            and each.peer.prefixlen
        ):
            held = {tier for subnet, tier in tiers.items() if subnet.overlaps(each.peer)}
            assert len(held) == 1, f"{each}: {held}"


def test_no_pod_has_more_ports_of_a_range_than_the_plug_in_takes(estate: Estate) -> None:
    counted: dict[tuple[Pod, str, object], set[tuple[str, int]]] = {}
    for each in openings(estate):
        counted.setdefault((each.pods, each.side, each.peer), set()).add((each.protocol, each.port))
    assert max(map(len, counted.values())) <= COMBINATIONS


def test_balancers_reach_the_ports_of_their_targets(estate: Estate) -> None:
    """K02: port and health check of each target group are open where its pods are, from where the balancer is."""
    network = Network(estate)
    blocks = {each.peer for each in openings(estate) if isinstance(each.peer, IPv4Network)}
    for stack, name, group in estate.everywhere("aws_lb_target_group"):
        tier = "private" if group["protocol"] == "TLS" else "public"
        subnet = next(
            IPv4Network(estate.at(target)["cidr_block"])
            for target, hop in network.subnets.items()
            if hop == ("tm", tier)
        )
        source = only((each for each in blocks if each.prefixlen and subnet.subnet_of(each)), name)
        for port in {group["port"], int(group["health_check"]["port"])}:
            opened = [
                each
                for each in openings(estate)
                if (each.side, each.peer, each.port) == ("ingress", source, port)
                and each.pods.namespace == group["tags"]["Namespace"]
            ]
            assert opened, f"{stack} {name}: {port} is closed"


def test_of_a_tool_only_the_part_that_needs_it_goes_out(estate: Estate) -> None:
    """SE-2: Git is for the repo-server alone, stores are for the queriers, reloaders are asked."""
    found = openings(estate)
    name, part = "app.kubernetes.io/name", "app.kubernetes.io/component"

    def out(reason: str) -> set[Pod]:
        return {each.pods for each in found if (each.reason, each.side) == (f"arrow {reason}", "egress")}

    leaves = estate.environment.network.private_egress == "nat"
    assert out("6.4 git") == ({Pod("argocd", ((name, "argocd-repo-server"),))} if leaves else set())
    assert out("7.2 query") == {Pod("tm-monitoring", ((part, "query-frontend"),))}
    assert out("7.2 recent") == out("7.2 old") == {Pod("tm-monitoring", ((part, "query"),))}
    asked = {
        each.pods.labels
        for each in found
        if (each.reason, each.side, each.port) == ("arrow 7.2 scrape", "ingress", 8080)
    }
    assert {((name, "alertmanager"),), ((name, "prometheus"),)} <= asked


def test_alertmanagers_reach_one_another_by_both_protocols(estate: Estate) -> None:
    """7.2 gossip: without UDP each tells its team by itself, and a silence reaches one of them late or never.

    Alertmanager's documents: since 0.15 a cluster needs TCP and UDP.
    """
    own = Pod("tm-monitoring", (("app.kubernetes.io/name", "alertmanager"),))
    found = Counter(each[1:] for each in openings(estate) if each.reason == "arrow 7.2 gossip")
    assert found == Counter(
        (side, own, own, protocol, 9094) for side in ("egress", "ingress") for protocol in ("TCP", "UDP")
    )
