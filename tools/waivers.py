"""Waivers of Checkov by date: those that end within 30 days are said, those that have ended are refused."""

import sys
from datetime import date

from tests.hardening.waivers import FILE, ended, ending, read


def main() -> int:
    """Exit code 1 if a waiver has ended. The test suite judges no dates: tomorrow it says what it says today."""
    waivers = read(FILE.read_text(encoding="utf-8"))
    today = date.today()
    over = ended(waivers, today)
    for sentence in (*ending(waivers, today), *over):
        print(f"tests/hardening/waivers.toml: {sentence}", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
