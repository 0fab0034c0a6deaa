"""Readers of synthesized JSON. They share no code with the generators; what they do not know, they refuse."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from modules.model.environment import Environment

Json = dict[str, Any]

T = TypeVar("T")

REFERENCE = re.compile(r"\$\{(?:data\.)?(\w+)\.([\w-]+)(?:\.(\w+))?\}")


@dataclass(frozen=True)
class Estate:
    """One environment and its stacks by name."""

    environment: Environment
    stacks: dict[str, Json]
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What readers have found out once; another estate, and so a mutant, begins without it."""

    def resources(self, stack: str, kind: str) -> dict[str, Json]:
        """Resources of one type in one stack, by their local name."""
        found: dict[str, Json] = self.stacks[stack].get("resource", {}).get(kind, {})
        return found

    def everywhere(self, kind: str) -> list[tuple[str, str, Json]]:
        """(stack, local name, resource) of one type."""
        return [
            (stack, name, made) for stack in self.stacks for name, made in self.resources(stack, kind).items()
        ]

    def target(self, stack: str, value: str) -> "Target":
        """What a reference points to, followed through variables and outputs. Fails on anything else."""
        found = REFERENCE.fullmatch(value)
        assert found, f"{stack}: {value!r} is not a single reference"
        kind, name, attribute = found.groups()
        if kind != "var":
            return Target(stack, kind, name, attribute or "")
        assert name in self._outputs, f"{stack}: no stack has an output for variable {name}"
        return self.target(*self._outputs[name])

    @cached_property
    def _outputs(self) -> dict[str, tuple[str, str]]:
        """Stack and expression of every output, by the name of the variable that takes it."""
        return {
            f"{producer}_{output}".replace("-", "_"): (producer, held["value"])
            for producer, document in self.stacks.items()
            for output, held in document.get("output", {}).items()
        }

    def at(self, target: "Target") -> Json:
        """The resource that a reference points to."""
        return self.resources(target.stack, target.kind)[target.name]


class Target(NamedTuple):
    """One attribute of one resource of one stack."""

    stack: str
    kind: str
    name: str
    attribute: str

    @property
    def address(self) -> str:
        """The stack, and what Terraform calls the resource in it."""
        return f"{self.stack} {self.kind}.{self.name}"


def read_tree(root: Path, name: str = "cdk.tf.json") -> dict[str, dict[str, Json]]:
    """Every stack below a folder, by environment and name."""
    found: dict[str, dict[str, Json]] = {}
    for file in sorted(root.resolve().glob(f"**/{name}")):
        environment, stack = file.parts[-3], file.parts[-2]
        if environment == "stacks":
            environment, _, stack = stack.partition("-")
        found.setdefault(environment, {})[stack] = json.loads(file.read_text())
    return found


def only(found: Iterable[T], where: str = "") -> T:
    """The one thing that there has to be."""
    held = list(found)
    assert len(held) == 1, f"{where}: {len(held)} where one has to be"
    return held[0]


def only_known(made: Json, known: set[str], where: str) -> None:
    """Closed world: an attribute that no reader has looked at may open anything."""
    unknown = made.keys() - known
    assert not unknown, f"{where}: no policy test knows {sorted(unknown)}"
