"""Who may speak to whom inside the mesh: nobody, but for the rows of the flows (10.2, 12.1, 9.2, 5.3)."""

from typing import Any

from modules.kit.chart import Manifest
from modules.mesh.gateway import INGRESS, NAMESPACE
from modules.model.mesh import Admission, Entrance, Rule

ROOT = NAMESPACE
"""Istio's root namespace: a policy here without a selector holds in the whole mesh."""

SECURITY = "security.istio.io/v1"

ROWS = "blx-demo.com/rows"
"""Annotation: the rows of the flows that a policy is made from."""


def defaults() -> list[Manifest]:
    """Mutual TLS and nothing else, no caller at all, and a log line for every request."""
    return [
        _policy("PeerAuthentication", "default", ROOT, {"mtls": {"mode": "STRICT"}}),
        _policy("AuthorizationPolicy", "allow-nothing", ROOT, {}),
        Manifest(
            api_version="telemetry.istio.io/v1",
            kind="Telemetry",
            name="default",
            namespace=ROOT,
            body={"spec": {"accessLogging": [{"providers": [{"name": "envoy"}]}]}},
        ),
    ]


def admitted(admission: Admission) -> Manifest:
    """One policy for one kind of pods."""
    spec: dict[str, Any] = {"action": "ALLOW", "rules": [_rule(rule) for rule in admission.rules]}
    if admission.labels:
        spec["selector"] = {"matchLabels": dict(admission.labels)}
    rows = [rule.row for rule in admission.rules]
    return _policy("AuthorizationPolicy", admission.name, admission.namespace, spec, rows)


def _rule(rule: Rule) -> dict[str, Any]:
    made: dict[str, Any] = {"from": [{"source": {"principals": list(rule.principals)}}]}
    if rule.ports:
        made["to"] = [{"operation": {"ports": [str(port.value) for port in rule.ports]}}]
    return made


def ingress(entrances: tuple[Entrance, ...], hosts: tuple[str, ...]) -> Manifest:
    """Known clients through known load balancers, and known hosts only.

    The address of the load balancer is the packet's own; the client's is what that load balancer names, so
    that nobody inside can claim to come from the VPN. What comes from Apps passes a load balancer that names no
    client: there the second address is the caller's own word and proves nothing. The load balancer's security
    group and the token of the Core APIs say who that is (5.3).
    """
    sources = [
        {
            "source": {
                "ipBlocks": [str(each.balancers)],
                "remoteIpBlocks": [str(client) for client in each.clients],
            }
        }
        for each in entrances
    ]
    spec = {
        "selector": {"matchLabels": {"istio": INGRESS}},
        "action": "ALLOW",
        "rules": [{"from": sources, "to": [{"operation": {"hosts": list(hosts)}}]}],
    }
    rows = [each.row for each in entrances]
    return _policy("AuthorizationPolicy", INGRESS, NAMESPACE, spec, rows)


def _policy(
    kind: str, name: str, namespace: str, spec: dict[str, Any], rows: list[str] | None = None
) -> Manifest:
    return Manifest(
        api_version=SECURITY,
        kind=kind,
        name=name,
        namespace=namespace,
        body={"spec": spec},
        annotations={ROWS: ", ".join(rows)} if rows else {},
    )
