"""Environments that are not in the repository, synthesized for a test."""

import json
from dataclasses import dataclass
from pathlib import Path

from modules.model.environment import Environment
from modules.synth import synthesize
from tests.policy.facts import Estate


@dataclass(frozen=True)
class Variants:
    """`synthesize` builds an altered sandbox as a whole."""

    sandbox: Environment
    folder: Path

    def synthesize(self, environment: Environment) -> Estate:
        made = synthesize([environment], str(self.folder))
        stacks = {path.parent.name: json.loads(json.dumps(each)) for path, each in made.documents.items()}
        return Estate(environment, stacks)
