"""Weakened network policies: namespaces that do not deny, and openings that no flow needs."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.mutants.change import Mutant, Stacks, all_of, put
from tests.mutants.values import gone, more, thing
from tests.policy import test_network_policies as policies

STACK, CHART, KIND = "tm-addons", "addons_network-policies", "NetworkPolicy"

policy = partial(thing, STACK, CHART, KIND)
without = partial(gone, STACK, CHART, KIND)

EXACT = policies.test_policies_open_what_the_flows_say_and_nothing_else


def opened(name: str, namespace: str, **spec: object) -> Callable[[Stacks], None]:
    """One policy more."""
    annotations = {"tm.blx-demo.com/flow": "arrow 12.2"}
    metadata = {"name": name, "namespace": namespace, "annotations": annotations}
    made = {"apiVersion": "networking.k8s.io/v1", "kind": KIND, "metadata": metadata, "spec": spec}
    return more(STACK, CHART, made)


def egress(cidr: str, *ports: int) -> dict[str, Any]:
    rule = {
        "to": [{"ipBlock": {"cidr": cidr}}],
        "ports": [{"protocol": "TCP", "port": port} for port in ports],
    }
    return {"podSelector": {}, "policyTypes": ["Egress"], "egress": [rule]}


NETWORK_POLICIES = (
    Mutant(
        "a namespace denies nothing",
        without("tm-data/default-deny"),
        policies.test_every_namespace_denies_both_directions,
    ),
    Mutant(
        "a namespace lets everything out",
        policy("argocd/default-deny", ("spec", "policyTypes"), ["Ingress"]),
        policies.test_every_namespace_denies_both_directions,
    ),
    Mutant(
        "a denial for some pods only",
        policy("tm-system/default-deny", ("spec", "podSelector"), {"matchLabels": {"app": "x"}}),
        policies.test_every_namespace_denies_both_directions,
    ),
    Mutant(
        "the cache of Argo CD reaches Git",
        all_of(
            without("argocd/arrow-6-4-git-argo-git-to-git"),
            opened(
                "more",
                "argocd",
                **egress("0.0.0.0/0", 443) | {"podSelector": {"matchLabels": {"app": "redis-ha"}}},
            ),
        ),
        policies.test_of_a_tool_only_the_part_that_needs_it_goes_out,
    ),
    Mutant(
        "every part of Thanos reaches Prometheus",
        policy("tm-monitoring/arrow-7-2-recent-metrics-query-to-metrics", ("spec", "podSelector"), {}),
        policies.test_of_a_tool_only_the_part_that_needs_it_goes_out,
    ),
    Mutant("pg-pool does not reach the database", without("tm-data/arrow-12-2-pg-pool-to-aurora"), EXACT),
    Mutant(
        "everybody reaches pg-pool",
        policy(
            "tm-data/arrow-12-1-pg-pool-from-vault",
            (
                "spec",
                "ingress",
                0,
                "from",
                0,
                "namespaceSelector",
                "matchLabels",
                "kubernetes.io/metadata.name",
            ),
            "argocd",
        ),
        EXACT,
    ),
    Mutant(
        "a rule without a peer",
        policy("tm-data/arrow-12-1-pg-pool-from-vault", ("spec", "ingress", 0, "from"), []),
        EXACT,
    ),
    Mutant(
        "a rule without a port",
        policy("tm-data/arrow-12-2-pg-pool-to-aurora", ("spec", "egress", 0, "ports"), []),
        EXACT,
    ),
    Mutant(
        "a policy that no row asks for", opened("extra", "argocd", **egress("10.40.144.0/20", 5432)), EXACT
    ),
    Mutant(
        "the internet with the networks in it",
        policy(
            "tm-system/arrow-8-3-installer-internet-vault-installer-to-internet",
            ("spec", "egress", 0, "to", 0, "ipBlock", "except"),
            None,
        ),
        EXACT,
    ),
    Mutant(
        "a policy that names another row",
        policy(
            "tm-data/arrow-12-2-pg-pool-to-aurora",
            ("metadata", "annotations", "tm.blx-demo.com/flow"),
            "arrow 13.1",
        ),
        EXACT,
    ),
    Mutant(
        "Vault is not let out to pg-pool",
        without("tm-system/arrow-12-1-vault-to-pg-pool"),
        policies.test_both_ends_of_a_connection_are_open,
    ),
    Mutant(
        "proxies are not let in to istiod",
        all_of(
            without("istio-system/baseline-proxies"),
        ),
        policies.test_both_ends_of_a_connection_are_open,
    ),
    Mutant(
        "Argo CD asks a node for its metadata",
        opened("extra", "argocd", **egress("169.254.169.254/32", 80)),
        policies.test_metadata_of_the_node_are_for_the_vendor_alone,
    ),
    Mutant(
        "everything of a node is open",
        policy(
            "tm-data/baseline-dns",
            ("spec", "egress", 0, "to"),
            [{"ipBlock": {"cidr": "169.254.0.0/16"}}],
        ),
        policies.test_metadata_of_the_node_are_for_the_vendor_alone,
    ),
    Mutant(
        "the whole VPC instead of a tier",
        policy(
            "tm-data/arrow-12-2-pg-pool-to-aurora",
            ("spec", "egress", 0, "to", 0, "ipBlock", "cidr"),
            "10.40.0.0/16",
        ),
        policies.test_address_ranges_are_whole_tiers,
    ),
    Mutant(
        "two tiers in one range",
        policy(
            "argocd/arrow-6-2-argo-ui-from-edge-cicd",
            ("spec", "ingress", 0, "from", 0, "ipBlock", "cidr"),
            "10.40.128.0/18",
        ),
        policies.test_address_ranges_are_whole_tiers,
    ),
    Mutant(
        "more ports than the plug-in takes",
        opened("extra", "argocd", **egress("10.40.144.0/20", *range(2000, 2025))),
        policies.test_no_pod_has_more_ports_of_a_range_than_the_plug_in_takes,
    ),
    Mutant(
        "as many ports, in two policies",
        all_of(
            opened("one", "argocd", **egress("10.40.144.0/20", *range(2000, 2020))),
            opened("two", "argocd", **egress("10.40.144.0/20", *range(3000, 3020))),
        ),
        policies.test_no_pod_has_more_ports_of_a_range_than_the_plug_in_takes,
    ),
    Mutant(
        "a target group of another port",
        put("tm-edge", "aws_lb_target_group", "observability_targets_grafana", port=8000),
        policies.test_balancers_reach_the_ports_of_their_targets,
    ),
    Mutant(
        "the health of the gateway is out of reach",
        policy(
            "istio-system/arrow-9-2-istio-ingress-from-edge-core",
            ("spec", "ingress", 0, "ports"),
            [{"protocol": "TCP", "port": 8443}],
        ),
        policies.test_balancers_reach_the_ports_of_their_targets,
    ),
    Mutant(
        "Alertmanagers hear nothing by UDP",
        policy(
            "tm-monitoring/arrow-7-2-gossip-alerts-from-alerts",
            ("spec", "ingress", 0, "ports"),
            [{"protocol": "TCP", "port": 9094}],
        ),
        policies.test_alertmanagers_reach_one_another_by_both_protocols,
    ),
    Mutant(
        "Alertmanagers say nothing by UDP",
        policy(
            "tm-monitoring/arrow-7-2-gossip-alerts-to-alerts",
            ("spec", "egress", 0, "ports"),
            [{"protocol": "TCP", "port": 9094}],
        ),
        policies.test_alertmanagers_reach_one_another_by_both_protocols,
    ),
    Mutant(
        "everybody tells Alertmanagers what they have sent",
        policy(
            "tm-monitoring/arrow-7-2-gossip-alerts-from-alerts",
            ("spec", "ingress", 0, "from", 0, "podSelector"),
            None,
        ),
        policies.test_alertmanagers_reach_one_another_by_both_protocols,
    ),
)
