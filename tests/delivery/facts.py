"""Readers of Spacelift's side. They share no code with what writes it, and know the stacks' JSON."""

import re
from dataclasses import dataclass

import networkx as nx

from modules.model.environment import Environment
from tests.policy.facts import Estate, Json

STACK = re.compile(r"\$\{spacelift_stack\.([\w-]+)\.id\}")


@dataclass(frozen=True)
class Side:
    """One environment: the roots of Spacelift's side by name, and the stacks that they are about."""

    environment: Environment
    roots: dict[str, Json]
    stacks: dict[str, Json]
    order: frozenset[tuple[str, str]]
    """(first, then) where nothing is read: the one thing that the JSON of the stacks does not say."""

    def of(self, kind: str, root: str = "factory") -> dict[str, Json]:
        """Resources of one type by name."""
        found: dict[str, Json] = self.roots[root].get("resource", {}).get(kind, {})
        return found

    @property
    def runners(self) -> dict[str, Json]:
        """The roots of AWS."""
        return {name: made for name, made in self.roots.items() if name.startswith("runners-")}

    def graph(self) -> nx.DiGraph:
        """Stacks by name; an edge leads from the one that is first."""
        graph = nx.DiGraph()
        graph.add_nodes_from(self.of("spacelift_stack"))
        for made in self.of("spacelift_stack_dependency").values():
            graph.add_edge(stack(made["depends_on_stack_id"]), stack(made["stack_id"]))
        return graph

    def references(self) -> list[tuple[str, str, str, str, bool]]:
        """(producer, output, consumer, variable, always) of every reference."""
        dependencies = self.of("spacelift_stack_dependency")
        found = []
        for name, made in self.of("spacelift_stack_dependency_reference").items():
            [key] = re.findall(
                r"^\$\{spacelift_stack_dependency\.([\w-]+)\.id\}$", made["stack_dependency_id"]
            )
            pair = dependencies[key]
            assert made["input_name"].startswith("TF_VAR_"), name
            found.append(
                (
                    stack(pair["depends_on_stack_id"]),
                    made["output_name"],
                    stack(pair["stack_id"]),
                    made["input_name"].removeprefix("TF_VAR_"),
                    made["trigger_always"],
                )
            )
        return found

    def as_estate(self) -> Estate:
        """The roots of AWS, for the policy tests of any stack."""
        return Estate(self.environment, self.runners)


def stack(reference: str) -> str:
    """Name of the stack that a reference is the id of."""
    found = STACK.fullmatch(reference)
    assert found, reference
    return found[1]


def text(value: str) -> str:
    """What Terraform makes of a text without expressions. Fails on one."""
    assert not re.search(r"(?<!\$)\$\{|(?<!%)%\{", value), value[:80]
    return value.replace("$${", "${").replace("%%{", "%{")


def labels(made: Json, prefix: str = "") -> list[str]:
    """What follows a prefix in the labels of a stack."""
    return [label.removeprefix(prefix) for label in made["labels"] if label.startswith(prefix)]


def leaves(value: object, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    """Every text of a document with its path."""
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(inner, (*path, key))]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner, path)]
    return [(path, value)] if isinstance(value, str) else []
