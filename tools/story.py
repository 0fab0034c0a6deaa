"""What changes of stacks mean together: rows that come and go, what opens to everyone, which stacks run when."""

import re
from graphlib import TopologicalSorter
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

Json = dict[str, Any]

ROW = re.compile(r"arrow (\S+)")
STACK = re.compile(r"\$\{spacelift_stack\.([\w-]+)\.id\}")
EVERYONE = ("0.0.0.0/0", "::/0")
RULES = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
OURS = tuple(
    ip_network(each)
    for each in ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
RANGES = ("cidr_ipv4", "cidr_ipv6", "cidr_block", "destination_cidr_block")


def rows(documents: dict[str, Json]) -> set[str]:
    """Numbers of the flows that rules of security groups name."""
    return {
        number
        for document in documents.values()
        for kind in RULES
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


def admitted(documents: dict[str, Json]) -> set[str]:
    """Ranges of the internet that may come in by lists, address sets and rules."""
    found = set()
    for document in documents.values():
        for kind, elements in document.get("resource", {}).items():
            for made in elements.values():
                ranges = [entry["cidr"] for entry in made.get("entry", ()) if "prefix_list" in kind]
                ranges += made.get("addresses", ()) if kind == "aws_wafv2_ip_set" else ()
                ranges += [made[key] for key in RANGES if key in made and kind.endswith("ingress_rule")]
                found |= {each for each in ranges if "${" not in each and each not in EVERYONE}
    return {each for each in found if not any(_inside(each, own) for own in OURS)}


def _inside(cidr: str, own: IPv4Network | IPv6Network) -> bool:
    network = ip_network(cidr)
    return (
        network.version == own.version
        and network.network_address in own
        and network.prefixlen >= own.prefixlen
    )


def touched(old: dict[str, Json], new: dict[str, Json]) -> set[str]:
    """Numbers of flows whose rules differ."""
    before, after = (
        {
            (stack, kind, name): made
            for stack, document in documents.items()
            for kind in RULES
            for name, made in document.get("resource", {}).get(kind, {}).items()
        }
        for documents in (old, new)
    )
    differ = [
        each.get(key, {})
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
        for each in (before, after)
    ]
    return {number for made in differ for number in ROW.findall(made.get("description", ""))}


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
        (touched(old, new) - (rows(new) ^ rows(old)), "rows whose rules change: "),
        (admitted(new) - admitted(old), "addresses of the internet that may come in from now on: "),
        (admitted(old) - admitted(new), "addresses of the internet that may no longer come in: "),
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
