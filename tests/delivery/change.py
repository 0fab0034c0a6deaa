"""A small language for weakening Spacelift's side, and the stacks beside it; the catalogue is written in it."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.delivery.facts import Side
from tests.policy.facts import Json

VPC, AURORA = "tm-vpc", "tm-aurora"
READ = "tm-firewall_tm-vpc_vpc_id"
PAIR = "tm-firewall_tm-vpc"
SHOP = "runners-tm"

Change = Callable[[dict[str, Json]], None]


@dataclass(frozen=True)
class Mutant:
    """`change` breaks the roots, or with `beside` the stacks; `killer` is the test that must fail on them."""

    name: str
    change: Change
    killer: Callable[[Side], None]
    beside: bool = False

    def applied(self, side: Side) -> Side:
        """A copy with this change. Raises if the change changes nothing."""
        whole = side.stacks if self.beside else side.roots
        changed = dict(whole) if self.beside else copy.deepcopy(whole)
        self.change(changed)
        if changed == whole:
            message = f"{self.name} changes nothing"
            raise ValueError(message)
        roots, stacks = (side.roots, changed) if self.beside else (changed, side.stacks)
        return Side(side.environment, roots, stacks, side.order)


def put(root: str, kind: str, name: str, /, **attributes: object) -> Change:
    """Set attributes of a resource; None removes one; a new name makes a new resource."""

    def change(roots: dict[str, Json]) -> None:
        made = roots[root]["resource"].setdefault(kind, {}).setdefault(name, {})
        for key, value in attributes.items():
            made.pop(key, None) if value is None else made.update({key: value})

    return change


def drop(root: str, kind: str, name: str) -> Change:
    """Delete a resource."""

    def change(roots: dict[str, Json]) -> None:
        del roots[root]["resource"][kind][name]

    return change


def at(root: str, path: tuple[str | int, ...], value: object) -> Change:
    """Set a value anywhere in a root."""

    def change(roots: dict[str, Json]) -> None:
        here: Any = roots[root]
        for key in path[:-1]:
            here = here[key]
        here[path[-1]] = value

    return change


def own(**attributes: object) -> Change:
    """Attributes of the stack of the database."""
    return put("factory", "spacelift_stack", AURORA, **attributes)


def relabelled(drop_prefix: str, *more: str) -> Change:
    """Labels of the database's stack without those of a prefix, and with others."""

    def change(roots: dict[str, Json]) -> None:
        made = roots["factory"]["resource"]["spacelift_stack"][AURORA]
        made["labels"] = [each for each in made["labels"] if not each.startswith(drop_prefix)] + list(more)

    return change


def relogged(old: str, new: str) -> Change:
    """Another role in the table of access."""

    def change(roots: dict[str, Json]) -> None:
        made = roots["bootstrap"]["resource"]["spacelift_policy"]["login"]
        made["body"] = made["body"].replace(old, new)

    return change


def dropped(kind: str, attribute: str | None = None) -> Change:
    """No resource of a kind is left in the factory, or none with an attribute."""

    def change(roots: dict[str, Json]) -> None:
        held = roots["factory"]["resource"]
        if attribute is None:
            del held[kind]
            return
        for made in held[kind].values():
            del made[attribute]

    return change


def say(document: str, number: int, **parts: object) -> Change:
    """Change parts of one statement of a policy in TM's account."""

    def change(roots: dict[str, Json]) -> None:
        roots[SHOP]["data"]["aws_iam_policy_document"][document]["statement"][number].update(parts)

    return change


def also(document: str, *actions: str, resource: str = "*", effect: str = "Allow") -> Change:
    """One statement more."""

    def change(roots: dict[str, Json]) -> None:
        roots[SHOP]["data"]["aws_iam_policy_document"][document]["statement"].append(
            {"actions": list(actions), "effect": effect, "resources": [resource], "sid": "More"}
        )

    return change


def said(document: str, sid: str, root: str = SHOP, **parts: object) -> Change:
    """Change parts of the statement of this name; None removes one."""

    def change(roots: dict[str, Json]) -> None:
        made = roots[root]["data"]["aws_iam_policy_document"][document]["statement"]
        [found] = [each for each in made if each["sid"] == sid]
        for key, value in parts.items():
            found.pop(key, None) if value is None else found.update({key: value})

    return change


def less(document: str, word: str, root: str = SHOP) -> Change:
    """No action that contains this word is left in any statement."""

    def change(roots: dict[str, Json]) -> None:
        made = roots[root]["data"]["aws_iam_policy_document"][document]["statement"]
        for each in made:
            each["actions"] = [action for action in each["actions"] if word not in action]

    return change


def undenied(document: str) -> Change:
    """No denial is left."""

    def change(roots: dict[str, Json]) -> None:
        made = roots[SHOP]["data"]["aws_iam_policy_document"][document]
        made["statement"] = [each for each in made["statement"] if each["effect"] == "Allow"]

    return change


def subject(stack: str, phase: str, value: str, test: str = "StringEquals") -> Change:
    """Another subject opens a role."""
    trust = ("data", "aws_iam_policy_document", f"{stack}-{phase}-trust", "statement", 0, "condition", 1)

    def change(roots: dict[str, Json]) -> None:
        at(SHOP, (*trust, "values"), [value])(roots)
        at(SHOP, (*trust, "test"), test)(roots)

    return change


def in_stack(name: str, part: str, key: str, value: Json | list[Json] | None) -> Change:
    """A variable, an output or the providers of a written stack; None takes it away."""

    def change(stacks: dict[str, Json]) -> None:
        held = dict(stacks[name].get(part, {}))
        held.pop(key, None) if value is None else held.update({key: value})
        stacks[name] = stacks[name] | {part: held}

    return change


def renamed(name: str, part: str, old: str, new: str) -> Change:
    """A variable or an output of a written stack under another name."""

    def change(stacks: dict[str, Json]) -> None:
        held = {new if key == old else key: made for key, made in stacks[name][part].items()}
        stacks[name] = stacks[name] | {part: held}

    return change
