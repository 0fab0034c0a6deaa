"""What Checkov finds and we accept: read from waivers.toml, matched, and judged by date. Pure."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).with_name("waivers.toml")

SOON = 30
"""Days before the end of a waiver on which it is announced."""


class Finding(NamedTuple):
    """One check that one resource fails."""

    check: str
    stack: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One check, accepted for resources of one type until a day. `stack` and the name in `address` may be globs."""

    check: str
    stack: str
    address: str
    reason: str
    owner: str
    expires: date

    def covers(self, finding: Finding) -> bool:
        """Whether this finding is meant."""
        return (
            finding.check == self.check
            and fnmatchcase(finding.stack, self.stack)
            and fnmatchcase(finding.address, self.address)
        )

    def mistakes(self) -> list[str]:
        """What makes this waiver wider or vaguer than one may be."""
        kind, _, name = self.address.removeprefix("data.").partition(".")
        found = []
        if not name or not kind.startswith("aws_") or set(kind) & set("*?["):
            found.append("address names no single type")
        if len(self.reason.split()) < 5:
            found.append("reason says nothing")
        if not self.owner:
            found.append("owner is nobody")
        return [f"{self.check} {self.stack} {self.address}: {each}" for each in found]


def read(text: str) -> list[Waiver]:
    """Waivers of a file: an entry has a check, a reason, an owner, a date and one or more `where`.

    Each `where` is `<stack> <address>`. Raises TypeError on an unknown or missing key.
    """
    found = []
    for entry in tomllib.loads(text)["waiver"]:
        held: dict[str, Any] = dict(entry)
        for where in held.pop("where"):
            stack, address = where.split()
            found.append(Waiver(stack=stack, address=address, **held))
    return found


def unwaived(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> list[Finding]:
    """Findings that nobody has accepted."""
    held = list(waivers)
    return sorted(each for each in findings if not any(waiver.covers(each) for waiver in held))


def unused(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> list[Waiver]:
    """Waivers of nothing: what they accepted is repaired, and may not come back unseen."""
    held = list(findings)
    return [waiver for waiver in waivers if not any(waiver.covers(each) for each in held)]


def ended(waivers: Iterable[Waiver], today: date) -> list[str]:
    """One sentence for each check whose waiver has ended."""
    return sorted(
        {f"{each.check}: the waiver ended on {each.expires}" for each in waivers if each.expires < today}
    )


def ending(waivers: Iterable[Waiver], today: date) -> list[str]:
    """One sentence for each check whose waiver ends within 30 days."""
    return sorted(
        {
            f"{each.check}: the waiver ends on {each.expires}"
            for each in waivers
            if 0 <= (each.expires - today).days <= SOON
        }
    )
