"""The locks of the Python packages: without the address of a registry, and the version of one package."""

import json
import sys
from pathlib import Path

LOCK = Path(__file__).parents[1] / "Pipfile.lock"
LOCKS = (LOCK, Path(__file__).parent / "checkov" / "Pipfile.lock")


def without_registry(text: str) -> str:
    """The same lock for whichever index pip is configured for."""
    lock = json.loads(text)
    lock["_meta"]["sources"] = []
    for group in ("default", "develop"):
        for package in lock[group].values():
            package.pop("index", None)
    return json.dumps(lock, indent=4, sort_keys=True) + "\n"


def main() -> int:
    """Without arguments clean the locks; with a package print it as pip wants it."""
    if len(sys.argv) > 1:
        lock = json.loads(LOCK.read_text(encoding="utf-8"))
        print(sys.argv[1] + lock["develop"][sys.argv[1]]["version"])
        return 0
    for path in LOCKS:
        path.write_text(without_registry(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
