"""Environments that are not in the repository, synthesized for a test."""

import copy
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from modules.model.environment import Environment
from modules.synth import synthesize
from tests.policy.facts import Estate, Json


@dataclass(frozen=True)
class Variants:
    """`synthesize` builds an altered sandbox as a whole, and each altered one once."""

    sandbox: Environment
    folder: Path
    made: dict[str, Estate] = field(default_factory=dict)

    def synthesize(self, environment: Environment) -> Estate:
        key = environment.model_dump_json()
        if key not in self.made:
            found = synthesize([environment], str(self.folder))
            stacks = {
                path.parent.name: json.loads(json.dumps(each)) for path, each in found.documents.items()
            }
            self.made[key] = Estate(environment, stacks)
        return Estate(environment, copy.deepcopy(self.made[key].stacks))  # tests take theirs apart


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
