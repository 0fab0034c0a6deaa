"""Environments that are not in the repository, synthesized for a test."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from modules.model.environment import Environment
from modules.synth import Synthesis, synthesize
from tests.policy.facts import Estate, Json


@dataclass(frozen=True)
class Variants:
    """`synthesize` builds an altered sandbox as a whole, each altered one once for all processes.

    Who asks gets the same estate as all others: what a test takes apart, it copies before. `folder` is this
    process's, `shared` that of all.
    """

    sandbox: Environment
    folder: Path
    shared: Path | None = None
    made: dict[str, Estate] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def synthesize(self, environment: Environment) -> Estate:
        key = environment.model_dump_json()
        if key not in self.made:
            self.keep(environment, self._stacks(environment, key))
        return self.made[key]

    def keep(self, environment: Environment, stacks: dict[str, Json]) -> None:
        """Take what is there already."""
        key = environment.model_dump_json()
        self.made[key], self.digests[key] = Estate(environment, stacks), _digest(stacks)

    def untouched(self) -> bool:
        """Whether every estate is what it was."""
        return all(_digest(each.stacks) == self.digests[key] for key, each in self.made.items())

    def _stacks(self, environment: Environment, key: str) -> dict[str, Json]:
        file = (self.shared or self.folder) / f"{sha256(key.encode()).hexdigest()}.json"
        if not file.exists():
            for folder in (self.folder, file.parent):
                folder.mkdir(parents=True, exist_ok=True)
            made = stacks_of(synthesize([environment], str(self.folder / "cdktf.out")))
            draft = self.folder / "draft"  # nobody else writes here, so that nobody reads half of it
            draft.write_text(json.dumps(made), encoding="utf-8")
            draft.replace(file)
        stacks: dict[str, Json] = json.loads(file.read_text(encoding="utf-8"))
        return stacks


def stacks_of(made: Synthesis) -> dict[str, Json]:
    """The stacks of a synthesis of one environment, by name."""
    return {path.parent.name: document for path, document in made.documents.items()}


def _digest(stacks: dict[str, Json]) -> str:
    return sha256(json.dumps(stacks).encode()).hexdigest()


def changes(old: Json, new: Json) -> set[str]:
    """Addresses that one stack has more (`+`), less (`-`) or different (`~`) than another."""
    before, after = _addresses(old), _addresses(new)
    return (
        {f"+ {each}" for each in after.keys() - before.keys()}
        | {f"- {each}" for each in before.keys() - after.keys()}
        | {f"~ {each}" for each in before.keys() & after.keys() if before[each] != after[each]}
    )


def _addresses(document: Json) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part, held in document.items():
        if part in {"resource", "data"}:
            prefix = "data." if part == "data" else ""
            for kind, made in held.items():
                found |= {f"{prefix}{kind}.{name}": each for name, each in made.items()}
        elif part in {"output", "variable"}:
            found |= {f"{part}.{name}": each for name, each in held.items()}
        else:
            found[part] = held
    return found
