"""The stacks of one environment as a rehearsal needs them: in order, with their edges and accounts."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from modules.kit.stack import Edge
from modules.model.environment import Environment
from modules.synth import synthesize

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stack:
    """One written root; `edges` are those by which it reads or waits for others."""

    name: str
    document: Json
    edges: tuple[Edge, ...] = ()
    charts: dict[str, str] = field(default_factory=dict)
    """Texts of its local charts, by their paths beside the JSON."""

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
        filled = {edge.variable for edge in self.edges if edge.output}
        wanted = self.document.get("variable", {})
        empty = [name for name, each in wanted.items() if "default" not in each and name not in filled]
        return [f"no edge gives {self.name} a value for {name}" for name in sorted(empty)] + [
            f"{edge.producer} gives {edge.output} to {edge.variable}, which {self.name} does not have"
            for edge in self.edges
            if edge.output and edge.variable not in wanted
        ]

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
    def kinds(self) -> frozenset[str]:
        """Types of all resources and data sources."""
        parts = ("resource", "data")
        return frozenset(
            k for each in self.stacks.values() for part in parts for k in each.document.get(part, {})
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

    def only(self, names: list[str]) -> "Estate":
        """These stacks and all that they need, at whatever remove."""
        wanted: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in wanted:
                wanted.add(name)
                waiting += self.stacks[name].needs & self.stacks.keys()
        return Estate(
            self.environment, {name: stack for name, stack in self.stacks.items() if name in wanted}
        )


def unprotected(environment: Environment) -> Environment:
    """As an operator leaves it before taking an estate down: nothing refuses to be destroyed."""
    apps = {
        name: each.model_copy(update={"deletion_protection": False})
        for name, each in environment.apps.items()
    }
    return environment.model_copy(update={"deletion_protection": False, "apps": apps})


def read(environment: Environment, folder: Path) -> Estate:
    """A fresh synthesis, with the edges that Spacelift would be told of."""
    made = synthesize([environment], str(folder))
    edges = made.edges[environment.name]
    stacks = {}
    for path, document in made.documents.items():
        name = path.parent.name
        charts = {
            str(each.relative_to(path.parent)): text
            for each, text in made.charts.items()
            if each.is_relative_to(path.parent)
        }
        stacks[name] = Stack(name, document, tuple(e for e in edges if e.consumer == name), charts)
    return Estate(environment, stacks)
