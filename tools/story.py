"""What changes of stacks mean together: rows that come and go, what opens to everyone, which stacks run when."""

import re
from graphlib import TopologicalSorter
from typing import Any

Json = dict[str, Any]

ROW = re.compile(r"arrow (\S+)")
STACK = re.compile(r"\$\{spacelift_stack\.([\w-]+)\.id\}")
EVERYONE = ("0.0.0.0/0", "::/0")
RANGES = ("cidr_ipv4", "cidr_ipv6", "cidr_block", "destination_cidr_block")


def rows(documents: dict[str, Json]) -> set[str]:
    """Numbers of the flows that rules of security groups name."""
    kinds = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
    return {
        number
        for document in documents.values()
        for kind in kinds
        for made in document.get("resource", {}).get(kind, {}).values()
        for number in ROW.findall(made.get("description", ""))
    }


def exposed(documents: dict[str, Json]) -> set[str]:
    """`<stack> <address>` of what lets everyone in: rules for any address, and load balancers of the internet."""
    found = set()
    for stack, document in documents.items():
        for kind, elements in document.get("resource", {}).items():
            for name, made in elements.items():
                incoming = kind.endswith("ingress_rule") or (
                    kind == "aws_network_acl_rule"
                    and not made.get("egress")
                    and made.get("rule_action") == "allow"
                )
                anyone = incoming and any(made.get(key) in EVERYONE for key in RANGES)
                if anyone or (kind == "aws_lb" and made.get("internal") is not True):
                    found.add(f"{stack} {kind}.{name}")
    return found


def waves(factory: Json) -> list[list[str]]:
    """Stacks in the order in which Spacelift may run them, from the factory's own JSON."""
    resource = factory.get("resource", {})
    waiting: dict[str, set[str]] = {name: set() for name in resource.get("spacelift_stack", {})}
    for made in resource.get("spacelift_stack_dependency", {}).values():
        waiting[_stack(made["stack_id"])].add(_stack(made["depends_on_stack_id"]))
    sorter = TopologicalSorter(waiting)
    sorter.prepare()
    found = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        found.append(ready)
        sorter.done(*ready)
    return found


def _stack(reference: str) -> str:
    found = STACK.fullmatch(reference)
    if not found:
        message = f"{reference} is not the id of a stack"
        raise ValueError(message)
    return found[1]


def story(old: dict[str, Json], new: dict[str, Json], factories: dict[str, Json]) -> list[str]:
    """Sentences about the change as a whole; `factories` are the new ones by environment."""
    told = [
        (rows(new) - rows(old), "rows that rules now carry: "),
        (rows(old) - rows(new), "rows that no rule carries any more: "),
        (exposed(new) - exposed(old), "open to everyone from now on: "),
        (exposed(old) - exposed(new), "no longer open to everyone: "),
    ]
    said = [words + ", ".join(sorted(found)) for found, words in told if found]
    for environment, factory in sorted(factories.items()):
        changed = {
            key.partition("/")[2]
            for key in old.keys() | new.keys()
            if key.startswith(f"{environment}/") and old.get(key) != new.get(key)
        }
        steps = [[name for name in wave if name in changed] for wave in waves(factory)]
        order = "; then ".join(", ".join(step) for step in steps if step)
        if order:
            said.append(f"{environment} runs {order}; after them what reads an output that changed")
    return said
