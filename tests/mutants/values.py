"""Changes inside releases: values of public charts, objects of local ones."""

import json
from collections.abc import Callable
from typing import Any

from tests.mutants.change import Stacks
from tests.policy.facts import Json


def _release(stacks: Stacks, stack: str, release: str, edit: Callable[[Json], None]) -> None:
    made = stacks[stack]["resource"]["helm_release"][release]
    values = json.loads(made["values"][0])
    edit(values)
    made["values"] = [json.dumps(values)]


def _put(here: Any, path: tuple[str | int, ...], value: Any) -> None:  # noqa: ANN401
    for key in path[:-1]:
        here = here[key]
    if value is None:
        del here[path[-1]]
    else:
        here[path[-1]] = value


def setting(stack: str, release: str, path: tuple[str | int, ...], value: Any) -> Callable[[Stacks], None]:  # noqa: ANN401
    """Set a value of a chart; None removes it."""
    return lambda stacks: _release(stacks, stack, release, lambda values: _put(values, path, value))


def thing(
    stack: str,
    release: str,
    kind: str,
    name: str,
    path: tuple[str | int, ...],
    value: Any,  # noqa: ANN401
) -> Callable[[Stacks], None]:
    """Set something in the objects of one kind and name; `namespace/name` means one of several namespaces."""
    namespace, _, own = name.rpartition("/")

    def edit(values: Json) -> None:
        for each in values["objects"]:
            metadata = each["metadata"]
            if (each["kind"], metadata["name"]) == (kind, own) and namespace in {
                "",
                metadata.get("namespace"),
            }:
                _put(each, path, value)

    return lambda stacks: _release(stacks, stack, release, edit)


def gone(stack: str, release: str, kind: str, name: str) -> Callable[[Stacks], None]:
    """Leave objects out; `namespace/name` means one of several namespaces."""
    namespace, _, own = name.rpartition("/")

    def edit(values: Json) -> None:
        values["objects"] = [
            each
            for each in values["objects"]
            if (each["kind"], each["metadata"]["name"]) != (kind, own)
            or namespace not in {"", each["metadata"].get("namespace")}
        ]

    return lambda stacks: _release(stacks, stack, release, edit)


def more(stack: str, release: str, made: Json) -> Callable[[Stacks], None]:
    """One object more."""
    return lambda stacks: _release(stacks, stack, release, lambda values: values["objects"].append(made))
