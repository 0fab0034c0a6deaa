"""Write docs/generated: `make docs`; one id of the inventory: `make trace ID=…`."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from modules.model.load import load
from modules.synth import synthesize
from tests.policy.facts import read_tree
from tools.docs import trace
from tools.docs.enforcement import Enforcement
from tools.docs.pages import ENVIRONMENT, beside, documents, write

ROOT = Path(__file__).parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Exit code 2 for an id that the inventory does not have, 1 for a matrix that is wrong."""
    parser = argparse.ArgumentParser(prog="make docs", description=__doc__)
    parser.add_argument("--trace", metavar="ID", help="print one id instead")
    given = parser.parse_args(arguments)
    environment = load(ROOT / "environments" / f"{ENVIRONMENT}.toml", None)
    stacks = read_tree(ROOT / "spacelift")[ENVIRONMENT]
    enforcement = Enforcement(environment, stacks, beside(ROOT / "spacelift" / ENVIRONMENT))
    if given.trace is not None:
        return trace.show(given.trace, enforcement)
    with TemporaryDirectory() as folder:
        edges = synthesize([environment], folder).edges[ENVIRONMENT]
    write(ROOT / "docs" / "generated", documents(enforcement, edges))
    wrong = trace.problems(trace.traced(enforcement), trace.inventory())
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
