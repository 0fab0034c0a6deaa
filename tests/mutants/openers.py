"""Changes that open or close a way through one layer: groups, network ACLs, policies of pods, IAM, endpoints."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from tests.mutants.change import ACL_RULE, IN, OUT, Stacks, all_of
from tests.mutants.values import gone, more, thing
from tests.policy.facts import Json

Change = Callable[[Stacks], None]

ADDONS, POLICIES = "tm-addons", "addons_network-policies"
MESH, MESH_POLICIES = "tm-mesh", "mesh_mesh-policies"

closed = partial(gone, ADDONS, POLICIES, "NetworkPolicy")
unmeshed = partial(gone, MESH, MESH_POLICIES)
meshed = partial(thing, MESH, MESH_POLICIES)

WORLD = "0.0.0.0/0"


def rules(stacks: Stacks, row: str) -> Iterator[tuple[str, str, str, Json]]:
    """Stack, type, name and rule of all that bear a row in their description; of the others nothing is copied."""
    for stack, document in getattr(stacks, "originals", stacks).items():
        for kind in (IN, OUT):
            for name, made in document.get("resource", {}).get(kind, {}).items():
                words = made["description"].removeprefix("arrows ").removeprefix("arrow ")
                held = stacks[stack]["resource"][kind] if row in words.split(", ") else {}
                if name in held:
                    yield stack, kind, name, held[name]


def lost(*rows: str) -> Change:
    """No group has a rule of these rows any more."""

    def change(stacks: Stacks) -> None:
        for row in rows:
            for stack, kind, name, _ in rules(stacks, row):
                stacks[stack]["resource"][kind].pop(name, None)

    return change


def let(*vpcs: str) -> Change:
    """The network ACLs of some VPCs let everything through."""

    def change(stacks: Stacks) -> None:
        for vpc in vpcs:
            held = stacks[f"{vpc}-vpc"]["resource"]
            for name in held["aws_network_acl"]:
                for egress in (True, False):
                    held[ACL_RULE][f"{name}-x-{egress}"] = {
                        "network_acl_id": f"${{aws_network_acl.{name}.id}}",
                        "egress": egress,
                        "rule_number": 1,
                        "rule_action": "allow",
                        "protocol": "-1",
                        "cidr_block": WORLD,
                    }

    return change


def beyond(row: str, *vpcs: str) -> Change:
    """One port more than a row has, at both ends and through the network ACLs between."""

    def change(stacks: Stacks) -> None:
        for _, _, _, rule in rules(stacks, row):
            rule["to_port"] += 1

    return all_of(change, let(*(vpcs or ("tm",))))


def rule(stack: str, side: str, own: str, port: int, **peer: str) -> Change:
    """One rule more in a group; the peer is a group, a list or a range."""

    def change(stacks: Stacks) -> None:
        stacks[stack]["resource"][side][f"firewall_x-{own}-{port}"] = {
            "security_group_id": f"${{aws_security_group.firewall_{own}.id}}",
            "ip_protocol": "tcp",
            "from_port": port,
            "to_port": port,
            "description": "arrow 9.1",
            "tags": {},
            **peer,
        }

    return change


def pods(namespace: str, name: str = "") -> Json:
    """A selector of pods by their name."""
    labels = {"app.kubernetes.io/name": name} if name else {}
    return {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}},
        "podSelector": {"matchLabels": labels} if labels else {},
    }


def policy(namespace: str, selector: dict[str, Any], side: str, peer: Json, port: int) -> Change:
    """One network policy more."""
    peers = "from" if side == "ingress" else "to"
    metadata = {
        "name": f"more-{side}-{port}",
        "namespace": namespace,
        "annotations": {"tm.blx-demo.com/flow": "arrow 12.2"},
    }
    spec = {
        "podSelector": {"matchLabels": selector} if selector else {},
        "policyTypes": [side.title()],
        side: [{peers: [peer], "ports": [{"protocol": "TCP", "port": port}]}],
    }
    made = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": metadata,
        "spec": spec,
    }
    return more(ADDONS, POLICIES, made)


def joined(
    one: tuple[str, str], other: tuple[str, str], port: int, label: str = "app.kubernetes.io/name"
) -> Change:
    """Both ends of a connection between pods, each a namespace and a name."""
    selectors = [{label: each[1]} if each[1] else {} for each in (one, other)]
    peers = [
        pods(each[0]) | {"podSelector": {"matchLabels": held} if held else {}}
        for each, held in zip((one, other), selectors, strict=True)
    ]
    return all_of(
        policy(one[0], selectors[0], "egress", peers[1], port),
        policy(other[0], selectors[1], "ingress", peers[0], port),
    )


def allowed(stack: str, document: str, *actions: str, principals: bool = False) -> Change:
    """One statement more in a policy document; an endpoint's names who calls."""

    def change(stacks: Stacks) -> None:
        who = {"principals": [{"identifiers": ["*"], "type": "AWS"}]} if principals else {}
        made = {"actions": list(actions), "effect": "Allow", "resources": ["*"], "sid": "More"} | who
        stacks[stack]["data"]["aws_iam_policy_document"][document]["statement"].append(made)

    return change


def refused(stack: str, document: str, *actions: str) -> Change:
    """No statement of a policy document has these actions any more."""

    def change(stacks: Stacks) -> None:
        for each in stacks[stack]["data"]["aws_iam_policy_document"][document]["statement"]:
            each["actions"] = [action for action in each["actions"] if action not in actions] or ["x:None"]

    return change


def called(role: tuple[str, str], vpc: str, service: str, action: str) -> Change:
    """A role and the endpoint of its VPC allow one call more."""
    endpoint = f"vpc_endpoints_{service}-policy"
    return all_of(
        allowed(*role, action),
        allowed(f"{vpc}-vpc", endpoint, action, principals=True),
    )
