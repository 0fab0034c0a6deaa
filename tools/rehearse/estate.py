"""The stacks of one environment as a rehearsal needs them: in order, with accounts and the edges that Spacelift knows."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from modules.kit.stack import Edge
from modules.model.environment import Environment
from modules.model.samples import sample
from modules.spacelift.document import FILE as ROOT_FILE
from modules.spacelift.files import read_policies
from modules.synth import synthesize
from modules.wiring.spacelift import deliver

ROOT = Path(__file__).parents[2]
FACTORY = "factory"
"""The root that tells Spacelift of every stack."""

NAME = re.compile(r"\$\{spacelift_\w+\.([\w-]+)\.id\}")

Json = dict[str, Any]


class EstateError(ValueError):
    """Edges from or to stacks that are not there, or in a circle."""


@dataclass(frozen=True, slots=True)
class Stack:
    """One written root; `edges` are those by which it reads or waits for others."""

    name: str
    document: Json
    edges: tuple[Edge, ...] = ()
    charts: dict[str, str] = field(default_factory=dict)
    """Texts of its local charts, by their paths beside the JSON."""

    private: bool = False
    """Whether Spacelift's own workers run it, because nobody else reaches the cluster."""

    @property
    def account(self) -> str:
        """Where its own provider works, the one without an alias."""
        [own] = [each for each in self.document["provider"]["aws"] if "alias" not in each]
        account: str = own["allowed_account_ids"][0]
        return account

    @property
    def needs(self) -> frozenset[str]:
        """Stacks that have to be applied before."""
        return frozenset(edge.producer for edge in self.edges)

    @property
    def loose_ends(self) -> list[str]:
        """Variables that no edge fills, and edges that fill no variable."""
        filled = Counter(edge.variable for edge in self.edges if edge.output)
        wanted = self.document.get("variable", {})
        empty = [name for name, each in wanted.items() if "default" not in each and name not in filled]
        return (
            [f"no edge gives {self.name} a value for {name}" for name in sorted(empty)]
            + [
                f"{edge.producer} gives {edge.output} to {edge.variable}, which {self.name} does not have"
                for edge in self.edges
                if edge.output and edge.variable not in wanted
            ]
            + [f"{number} edges give {self.name} {name}" for name, number in filled.items() if number > 1]
        )

    @property
    def addresses(self) -> frozenset[str]:
        """Its resources, as terraform names them."""
        return frozenset(
            f"{kind}.{name}" for kind, made in self.document.get("resource", {}).items() for name in made
        )


@dataclass(frozen=True, slots=True)
class Estate:
    """Stacks in the order in which they are recorded."""

    environment: Environment
    stacks: dict[str, Stack]
    factory: Json = field(default_factory=dict)
    """What Spacelift is told of them."""

    @property
    def accounts(self) -> list[str]:
        """Every account that a stack works in."""
        return sorted(
            {
                account
                for stack in self.stacks.values()
                for each in stack.document["provider"]["aws"]
                for account in each["allowed_account_ids"]
            }
        )

    @property
    def management(self) -> str | None:
        """The account of the organization, where there is one."""
        account: str | None = getattr(self.environment.audit, "management_account", None)
        return account

    def strangers(self, stack: Stack) -> list[str]:
        """Edges from stacks that are not there."""
        return [
            f"{stack.name} needs {name}, which is not there"
            for name in sorted(stack.needs - self.stacks.keys())
        ]

    def before(self, name: str) -> frozenset[str]:
        """All stacks that are applied before this one, at whatever remove."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            more = self.stacks[waiting.pop()].needs & self.stacks.keys() - found
            found |= more
            waiting += more
        return frozenset(found)

    def only(self, names: list[str]) -> "Estate":
        """These stacks and all that they need, at whatever remove."""
        wanted = set(names).union(*(self.before(name) for name in names))
        chosen = {name: stack for name, stack in self.stacks.items() if name in wanted}
        return Estate(self.environment, chosen, self.factory)


def unprotected(environment: Environment) -> Environment:
    """As an operator leaves it before taking an estate down: nothing refuses to be destroyed."""
    apps = {
        name: each.model_copy(update={"deletion_protection": False})
        for name, each in environment.apps.items()
    }
    return environment.model_copy(update={"deletion_protection": False, "apps": apps})


def read(environment: Environment, folder: Path) -> Estate:
    """A fresh synthesis, in the order of the edges that Spacelift is told of. Raises `EstateError`."""
    made = synthesize([environment], str(folder))
    delivery = deliver([environment], made, read_policies(ROOT), sample)
    factory = delivery.documents[Path(environment.name, FACTORY, ROOT_FILE)]
    stacks = {}
    for path, document in made.documents.items():
        charts = {
            str(each.relative_to(path.parent)): text
            for each, text in made.charts.items()
            if each.is_relative_to(path.parent)
        }
        stacks[path.parent.name] = Stack(path.parent.name, document, charts=charts)
    return joined(environment, stacks, factory)


def joined(environment: Environment, stacks: dict[str, Stack], factory: Json) -> Estate:
    """Stacks with the edges and the workers that the factory's JSON gives them. Raises `EstateError`."""
    edges = list(edges_of(factory))
    lost = {
        f"{e.consumer} waits for {e.producer}" for e in edges if not {e.producer, e.consumer} <= stacks.keys()
    }
    if lost:
        raise EstateError(f"of these not both are there: {'; '.join(sorted(lost))}")
    pooled = {n for n, each in factory["resource"]["spacelift_stack"].items() if "worker_pool_id" in each}
    known = {
        name: Stack(
            name, each.document, tuple(e for e in edges if e.consumer == name), each.charts, name in pooled
        )
        for name, each in stacks.items()
    }
    order = TopologicalSorter({name: known[name].needs for name in known})
    try:
        return Estate(environment, {name: known[name] for name in order.static_order()}, factory)
    except CycleError as error:
        raise EstateError(f"these wait for each other: {', '.join(error.args[1])}") from None


def edges_of(factory: Json) -> Iterator[Edge]:
    """One for each dependency reference; one without names for a dependency that hands nothing over."""
    made = factory["resource"]
    pairs = {
        name: (_named(each["depends_on_stack_id"]), _named(each["stack_id"]))
        for name, each in made.get("spacelift_stack_dependency", {}).items()
    }
    waiting = set(pairs)
    for each in made.get("spacelift_stack_dependency_reference", {}).values():
        name = _named(each["stack_dependency_id"])
        waiting.discard(name)
        producer, consumer = pairs[name]
        yield Edge(producer, each["output_name"], consumer, each["input_name"].removeprefix("TF_VAR_"))
    for name in sorted(waiting):
        yield Edge(pairs[name][0], "", pairs[name][1], "")


def _named(reference: str) -> str:
    found = NAME.fullmatch(reference)
    return found[1] if found else reference


def unlike(estate: Estate, folder: Path) -> list[str]:
    """Parts of the written roots that the environment file does not make: `stack: part.name`."""
    home = folder / estate.environment.name
    made = {home / name / "cdk.tf.json": stack.document for name, stack in estate.stacks.items()}
    found = []
    for file, document in (made | {home / FACTORY / ROOT_FILE: estate.factory}).items():
        written = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        found += [f"{file.parent.name}: {part}" for part in _unlike(written, document)]
    return found


def _unlike(written: Json, made: Json, depth: int = 2) -> Iterator[str]:
    for key in sorted(written.keys() | made.keys()):
        old, new = written.get(key), made.get(key)
        if old != new and depth and isinstance(old, dict) and isinstance(new, dict):
            yield from (f"{key}.{rest}" for rest in _unlike(old, new, depth - 1))
        elif old != new:
            yield key
