"""Evaluate one policy as Spacelift does: its text, Spacelift's own prelude, one input."""

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from regopy import Bundle, Interpreter, set_default_log_level
from regopy import RegoError as EngineError

set_default_log_level("None")  # a policy that does not parse is told by an error, not on the terminal

POLICIES = Path(__file__).parents[2] / "spacelift" / "policies"

Json = dict[str, Any]

SETS = {
    "PLAN": ("deny", "warn", "flag"),
    "GIT_PUSH": ("cancel",),
    "APPROVAL": ("reject_with_note",),
    "NOTIFICATION": ("inbox", "slack", "webhook"),
    "LOGIN": (),
}
BOOLEANS = {
    "PLAN": (),
    "GIT_PUSH": ("track", "propose", "ignore", "prioritize"),
    "APPROVAL": ("approve", "reject"),
    "NOTIFICATION": (),
    "LOGIN": ("allow", "deny", "admin"),
}
"""What Spacelift reads of each type of policy, as far as ours say it; LOGIN has the object `roles` too."""

TYPES = {
    "approval": "APPROVAL",
    "factory": "PLAN",
    "guardrails": "PLAN",
    "integrity": "PLAN",
    "login": "LOGIN",
    "notification": "NOTIFICATION",
    "push": "GIT_PUSH",
    "review": "PLAN",
}


@dataclass(frozen=True)
class Case:
    """One input of one policy, and all that comes of it; what is not expected has to be empty or false."""

    policy: str
    name: str
    input: Json
    expected: Json = field(default_factory=dict)
    access: list[Json] | None = None


class RegoError(ValueError):
    """The policy does not parse, or does not evaluate."""


def source(policy: str) -> str:
    return (POLICIES / f"{policy}.rego").read_text(encoding="utf-8")


def prelude(kind: str) -> str:
    """What Spacelift puts before a policy: a default declared twice would be refused there too."""
    lines = ["package spacelift", ""]
    lines += [f'{name} contains "never" if {{ false }}' for name in SETS[kind]]
    lines += [f"default {name} := false" for name in BOOLEANS[kind]]
    return "\n".join(lines) + "\n"


def evaluate(text: str, case: Case) -> Json:
    """Every rule that Spacelift reads and that says something. Raises `RegoError`."""
    kind = TYPES[case.policy]
    access = "" if case.access is None else json.dumps(case.access)
    try:
        engine, compiled = _compiled(kind, text, access)
        engine.set_input(case.input)
        output = engine.query_bundle(compiled)
        if not output.ok():
            raise RegoError(str(output)[:400])
        said: Json = output.results[0].bindings["said"]
    except (EngineError, ValueError, LookupError) as error:
        raise RegoError(str(error)[:400]) from error
    return _outcome(kind, said)


@lru_cache(maxsize=len(TYPES))
def _compiled(kind: str, text: str, access: str) -> tuple[Interpreter, Bundle]:
    """A policy that is ready for inputs: most of a question is the reading of its text."""
    engine = Interpreter()
    engine.add_module("policy", text)
    engine.add_module("prelude", prelude(kind))
    if access:
        engine.add_module("access", f"package spacelift\n\naccess := {access}\n")
    return engine, engine.build(_question(kind))


def _question(kind: str) -> str:
    """All that Spacelift reads at once; the engine cannot print other rules that hold quotes."""
    asked = [f'"{name}": data.spacelift.{name}' for name in (*SETS[kind], *BOOLEANS[kind])]
    asked += ['"roles": object.get(data.spacelift, "roles", {})'] if kind == "LOGIN" else []
    return f"said := {{{', '.join(asked)}}}"


def _outcome(kind: str, said: Json) -> Json:
    """Comparable: sets as sorted lists, without what is empty or false."""
    found = {name: said.get(name, []) for name in SETS[kind]} | {
        name: said.get(name, False) for name in BOOLEANS[kind]
    }
    for name in SETS[kind]:
        if not isinstance(found[name], list):
            raise RegoError(f"{name} is no set")
    if kind == "LOGIN":
        found["roles"] = said.get("roles", {})
    return normal(found)


def normal(outcome: Json) -> Json:
    """The same without what is empty or false, sets as sorted lists."""
    return {name: _sorted(value) for name, value in sorted(outcome.items()) if value not in ([], False, {})}


def _sorted(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value, key=lambda each: json.dumps(each, sort_keys=True))
    if isinstance(value, dict):
        return {key: _sorted(inner) for key, inner in sorted(value.items())}
    return value


def rules(policy: str) -> set[str]:
    """Names of the rules of a policy that Spacelift reads."""
    kind = TYPES[policy]
    named = {*SETS[kind], *BOOLEANS[kind], *(("roles",) if kind == "LOGIN" else ())}
    heads = re.findall(r"^(\w+)(?:\[.*?\])? (?:contains|if)\b", source(policy), re.MULTILINE)
    return named & set(heads)
