"""Resources that the simulator cannot hold: read from `gaps.toml`, and cut out of a stack's JSON."""

import json
import re
import tomllib
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from modules.model.samples import sample

Json = dict[str, Any]

MOST = 0.1
"""The share of an estate's resources that may be a gap."""

REFERENCE = re.compile(r"\b(aws_\w+\.[\w-]+)")


@dataclass(frozen=True, slots=True)
class Gap:
    """`missing` names service and operation, as moto's response class has them: `kafka create_configuration`."""

    type: str
    reason: str
    missing: str

    @property
    def closed(self) -> bool:
        """Whether the simulator knows the operation by now."""
        service, operation = self.missing.split()
        responses = vars(import_module(f"moto.{service}.responses"))
        return any(hasattr(each, operation) for each in responses.values() if isinstance(each, type))


def read_gaps() -> list[Gap]:
    """The list of the repository."""
    text = (Path(__file__).parent / "gaps.toml").read_text(encoding="utf-8")
    return [Gap(**each) for each in tomllib.loads(text).get("gap", [])]


def missing(document: Json, gaps: Iterable[Gap]) -> frozenset[str]:
    """Addresses that cannot be there: of a type in the list, or reading a value of such a one."""
    types = {gap.type for gap in gaps}
    resources = _resources(document)
    found = {address for address in resources if address.partition(".")[0] in types}
    grown = True
    while grown:
        more = {a for a, made in resources.items() if a not in found and reads(made) & found}
        grown = bool(more)
        found |= more
    return frozenset(found)


def without(document: Json, addresses: frozenset[str]) -> Json:
    """The stack without these; outputs that read one of them give a sample instead."""
    copy = deepcopy(document)
    for address in addresses:
        kind, _, name = address.partition(".")
        del copy["resource"][kind][name]
    copy["resource"] = {kind: held for kind, held in copy["resource"].items() if held}
    if not copy["resource"]:
        del copy["resource"]
    for part in ("resource", "data", "ephemeral"):
        for element in (e for held in copy.get(part, {}).values() for e in held.values()):
            if "depends_on" in element:
                element["depends_on"] = [a for a in element["depends_on"] if a not in addresses]
    for output in copy.get("output", {}).values():
        if reads(output) & addresses:
            output["value"] = sample(output["value"])
    return copy


def _resources(document: Json) -> Json:
    return {
        f"{kind}.{name}": made
        for kind, held in document.get("resource", {}).items()
        for name, made in held.items()
    }


def reads(element: Json) -> set[str]:
    """Addresses in the expressions of an element; waiting for one is not reading it."""
    text = json.dumps({key: value for key, value in element.items() if key != "depends_on"})
    found = set()
    for expression in re.findall(r"\$\{(.*?)\}", text):
        found |= set(REFERENCE.findall(re.sub(r"\bdata\.\S+", "", expression)))
    return found
