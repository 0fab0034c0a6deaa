"""Network policies as objects: each namespace denies everything, and the rows of the flows open what they say."""

from typing import Any

from modules.kit.chart import Manifest
from modules.model.namespaces import Namespace
from modules.model.policies import Peer, Policy, Rule

API = "networking.k8s.io/v1"
IN_NAMESPACE = "kubernetes.io/metadata.name"

REASON = "tm.blx-demo.com/flow"
"""Annotation that names the row, as the descriptions of security group rules do."""


def policies(rows: tuple[Namespace, ...], allowed: tuple[Policy, ...]) -> tuple[Manifest, ...]:
    """A denial for every namespace, then what is allowed."""
    denied = (_denial(each.name) for each in rows)
    return (*denied, *(_allowance(each) for each in allowed))


def _denial(namespace: str) -> Manifest:
    return Manifest(
        api_version=API,
        kind="NetworkPolicy",
        name="default-deny",
        namespace=namespace,
        body={"spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}},
    )


def _allowance(policy: Policy) -> Manifest:
    direction, peers = ("ingress", "from") if policy.ingress else ("egress", "to")
    spec = {
        "podSelector": _selector(policy.labels),
        "policyTypes": [direction.title()],
        direction: [_rule(each, peers) for each in policy.rules],
    }
    return Manifest(
        api_version=API,
        kind="NetworkPolicy",
        name=policy.name,
        namespace=policy.namespace,
        body={"spec": spec},
        annotations={REASON: policy.reason},
    )


def _selector(labels: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {"matchLabels": dict(labels)} if labels else {}


def _rule(rule: Rule, peers: str) -> dict[str, Any]:
    ports = [{"protocol": protocol} | ({"port": port} if port else {}) for protocol, port in rule.ports]
    return {peers: [_peer(each) for each in rule.peers], "ports": ports}


def _peer(peer: Peer) -> dict[str, Any]:
    if peer.cidr:
        block: dict[str, Any] = {"cidr": str(peer.cidr)}
        return {
            "ipBlock": block | ({"except": [str(each) for each in peer.excluded]} if peer.excluded else {})
        }
    selector = {"matchLabels": {IN_NAMESPACE: peer.namespace}}
    return {"namespaceSelector": selector} | ({"podSelector": _selector(peer.labels)} if peer.labels else {})
