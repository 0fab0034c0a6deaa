"""The catalogue of mutants as a table: what was weakened, which test has to refuse it, and who survived."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from modules.model.load import load
from tests.mutants.catalogue import MUTANTS
from tests.mutants.change import Mutant
from tests.policy.facts import Estate

ROOT = Path(__file__).parents[1]
CATALOGUED = "sandbox"
"""The environment whose addresses the catalogue names."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One mutant and what became of it."""

    name: str
    killer: str
    killed: bool


def committed() -> Estate:
    """The estate of the committed JSON."""
    stacks = {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "spacelift" / CATALOGUED).glob("*/cdk.tf.json"))
    }
    return Estate(load(ROOT / "environments" / f"{CATALOGUED}.toml", None), stacks)


def judge(mutants: Iterable[Mutant], estate: Estate) -> list[Verdict]:
    """Run each mutant's killer on the mutant. A killer that refuses the estate as it is proves nothing."""
    held = list(mutants)
    sound = {killer: not _refuses(killer, estate) for killer in {mutant.killer for mutant in held}}
    return [
        Verdict(
            mutant.name,
            f"{mutant.killer.__module__.removeprefix('tests.')}.{mutant.killer.__name__}",
            sound[mutant.killer] and _refuses(mutant.killer, mutant.applied(estate)),
        )
        for mutant in held
    ]


def _refuses(killer: Callable[[Estate], None], estate: Estate) -> bool:
    try:
        killer(estate)
    except (AssertionError, KeyError):
        return True
    return False


def _print(verdicts: list[Verdict]) -> None:
    table = Table("mutant", "refused by", "")
    for verdict in sorted(verdicts, key=lambda each: not each.killed):
        table.add_row(verdict.name, verdict.killer, "killed" if verdict.killed else "[bold red]survived")
    survivors = [verdict.name for verdict in verdicts if not verdict.killed]
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print(table)
    console.print(f"{len(verdicts)} mutants, {len(survivors)} survived")


def main(arguments: list[str] | None = None) -> int:
    """Exit code 1 if a mutant survived, or if none was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("-k", dest="word", default="", help="mutants whose name or killer holds this word")
    word = parser.parse_args(arguments).word.lower()
    chosen = [
        mutant
        for mutant in MUTANTS
        if word in f"{mutant.name} {mutant.killer.__module__}.{mutant.killer.__name__}".lower()
    ]
    verdicts = judge(chosen, committed())
    _print(verdicts)
    return 0 if verdicts and all(verdict.killed for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
