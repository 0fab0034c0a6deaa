"""The cases as tests for the `opa` binary: `make rego`, then `opa test push.rego push_test.rego`.

Every policy is `package spacelift`, so each is tested with its own file alone.
"""

import json
import re
import sys
from pathlib import Path

from tests.spacelift.catalogue import of
from tests.spacelift.rego import BOOLEANS, POLICIES, SETS, TYPES, Case, Json, normal, rules

HEAD = """# Generated from tests/spacelift by make rego, do not edit.
package spacelift_test

import rego.v1
"""


def written(policy: str) -> str:
    """The text of `<policy>_test.rego`."""
    return "\n".join([HEAD, *(_test(case) for case in of(policy))])


def path(policy: str) -> Path:
    return POLICIES / f"{policy}_test.rego"


def _test(case: Case) -> str:
    name = re.sub(r"\W+", "_", case.name).strip("_").lower()
    given = json.dumps(case.input, ensure_ascii=False, sort_keys=True)
    access = "" if case.access is None else f" with data.spacelift.access as {json.dumps(case.access)}"
    lines = [f"test_{name} if {{", f"\tgiven := {given}"]
    lines += [f"\t{line} with input as given{access}" for line in _expectations(case)]
    return "\n".join([*lines, "}\n"])


def _expectations(case: Case) -> list[str]:
    """One for each rule that the policy has; Spacelift's prelude, which has the defaults, is not there."""
    kind, made, expected = TYPES[case.policy], rules(case.policy), normal(case.expected)
    found = [
        f"data.spacelift.{name} == {_set(expected.get(name, []))}" for name in SETS[kind] if name in made
    ]
    found += [
        f"{'' if name in expected else 'not '}data.spacelift.{name}"
        for name in BOOLEANS[kind]
        if name in made
    ]
    if kind == "LOGIN":
        found.append(f"data.spacelift.roles == {_roles(expected.get('roles', {}))}")
    return found


def _set(values: list[object]) -> str:
    held = ", ".join(json.dumps(value, ensure_ascii=False, sort_keys=True) for value in values)
    return f"{{{held}}}" if values else "set()"


def _roles(roles: Json) -> str:
    return "{" + ", ".join(f"{json.dumps(space)}: {_set(held)}" for space, held in roles.items()) + "}"


def main() -> int:
    """Write every file anew."""
    for policy in TYPES:
        path(policy).write_text(written(policy), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
