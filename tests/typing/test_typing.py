"""The seals are types: breaking one is an error before anything runs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_mypy_finds_every_mistake() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--exclude", "^$", "tests/typing/mistakes.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
