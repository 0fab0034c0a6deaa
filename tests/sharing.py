"""How `make test` shares the suite among processes: one for each core, with a synthesis of its own.

Altered estates are made by whoever needs one first (tests/modules/variants.py).
"""

import pytest
from xdist.scheduler import LoadFileScheduling

TOGETHER = ("tests/terraform/test_plan.py", "tests/terraform/test_guardrails.py")
"""Both read the same plans, which are made once in a process."""

FIRST = (
    *TOGETHER,
    "tests/rehearse/",
    "tests/typing/",
    "tests/modules/test_estates.py",
    "tests/hardening/",
    "tests/mutants/",
    "tests/spacelift/",
    "tests/tools/",
    "tests/meta/",
)
"""What takes long begins early, so that no process works on it alone in the end."""


def share(nodeid: str) -> str:
    """Tests of one share run in one process: those of a file, of the scans, of the plans."""
    path = nodeid.partition("::")[0]
    folder = path.rpartition("/")[0]
    return "plans" if path in TOGETHER else folder if folder == "tests/hardening" else path


def begin_with_the_longest(items: list[pytest.Item]) -> None:
    """The order within a file stays."""

    def rank(item: pytest.Item) -> int:
        return next((n for n, path in enumerate(FIRST) if item.nodeid.startswith(path)), len(FIRST))

    items.sort(key=rank)


class Shares(LoadFileScheduling):  # type: ignore[misc]  # xdist ships no types
    """Shares of the suite instead of files."""

    def _split_scope(self, nodeid: str) -> str:
        return share(nodeid)
