"""Who may approve what runs change, and in which space: what the values of `[spacelift]` say together."""

from collections.abc import Iterator
from typing import Any

from modules.model.delivery import SpaceRole
from modules.model.raw import Found, rows_of, table_of

SPACES = ("root", "estate")


def approvals(raw: dict[str, Any]) -> Iterator[Found]:
    """Four eyes are those of two teams, and roles are given in spaces that exist."""
    own = table_of(raw, "spacelift")
    teams, approvers = raw.get("teams"), own.get("approvers")
    for i, team in enumerate(approvers if isinstance(approvers, list) else []):
        if team == raw.get("owner"):
            yield f"spacelift.approvers[{i}]", f"{team!r} owns the stacks; write a second team"
        elif isinstance(teams, list) and team not in teams:
            known = ", ".join(map(str, teams))
            yield (
                f"spacelift.approvers[{i}]",
                f"{team!r} is not in teams; write one of {known}, or add it there",
            )
    apps = [f"apps-{name}" for name in table_of(raw, "apps")]
    spaces = [*SPACES, *table_of(raw, "accounts"), *apps]
    if table_of(raw, "identity").get("mode") == "identity-center":
        spaces.append("identity")
    if table_of(raw, "audit").get("mode") == "delegated":
        spaces.append("organization")
    for key, row in rows_of(own, "access"):
        if isinstance(row.get("space"), str) and row["space"] not in spaces:
            yield f"spacelift.{key}.space", f"{row['space']!r} is no space; write one of {', '.join(spaces)}"
        yield from _two_pairs_of_eyes(key, row, raw.get("owner"), approvers)


def _two_pairs_of_eyes(key: str, row: dict[str, Any], owner: object, approvers: object) -> Iterator[Found]:
    """Who approves starts nothing, who owns approves nothing."""
    group, role = row.get("group"), row.get("role")
    if isinstance(approvers, list) and group in approvers and role == SpaceRole.DEPLOYER:
        yield f"spacelift.{key}.role", f"{group!r} approves what others deploy; write reviewer"
    if group == owner and role == SpaceRole.REVIEWER:
        yield f"spacelift.{key}.role", f"{group!r} owns the stacks; write deployer"
