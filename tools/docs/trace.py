"""From every id of the inventory to stacks, addresses, tests and a pillar; and what is wrong with that."""

import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from modules.model.flow import Elsewhere, Flow
from modules.model.flows import FLOWS
from tools.docs.elements import Element, Json, Selector, seeds
from tools.docs.enforcement import Enforcement
from tools.docs.named import named
from tools.docs.text import page, shown, table

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "inventory.toml"

PILLARS = (
    "operational excellence",
    "security",
    "reliability",
    "performance efficiency",
    "cost optimization",
    "sustainability",
)
"""Of the AWS Well-Architected Framework; the document counts five and names one (CX-29)."""

ARROWS = {flow.arrow: flow for flow in FLOWS}

CHAPTERS = {
    "EP HZ": "Public names",
    "NM": "Names fixed by the document",
    "SA": "Service accounts",
    "PE": "Personas and components",
    "ZN": "Deployment zones",
    "CO": "Components",
    "NT": "Topology",
    "SE": "Security layers",
    "CL": "The cluster",
    "": "Arrows",
    "WA": "Well-Architected",
    "TD": "Left open by the document",
    "CX": "Contradictions and what decides them",
}


@dataclass(frozen=True, slots=True)
class Traced:
    """One line of the matrix; `why` is the reason where nothing in the JSON is the id."""

    id: str
    says: str
    pillar: str
    found: tuple[Element, ...]
    why: str
    tests: tuple[str, ...]

    @property
    def stacks(self) -> tuple[str, ...]:
        """Stacks that hold something of it, sorted."""
        return tuple(sorted({each.stack for each in self.found}))


def inventory() -> dict[str, Json]:
    """The committed file."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def traced(enforcement: Enforcement, entries: Mapping[str, Json] | None = None) -> tuple[Traced, ...]:
    """The whole matrix in the order of the inventory, or that of some entries."""
    tests = named(ROOT, frozenset(ARROWS))
    wanted = inventory() if entries is None else entries
    return tuple(_one(key, entry, enforcement, tests.get(key, ())) for key, entry in wanted.items())


def _one(key: str, entry: Json, enforcement: Enforcement, tests: tuple[str, ...]) -> Traced:
    flow = ARROWS.get(key)
    wanted = [Selector.read(each) for each in entry.get("at", ())]
    found = {each for each in enforcement.parts if any(selector.takes(each) for selector in wanted)}
    if flow:
        served = [row for row in enforcement.environment.flows if row.arrow == key]
        found = found.union(*(enforcement.everything(row) for row in served))
    elif not wanted:
        tags = seeds(enforcement.stacks | enforcement.beside)
        found = {each for each in enforcement.parts if key in tags[each.stack]}
    says = _arrow(flow) if flow else entry.get("says", "")
    why = entry.get("why", "") or (not found and _absent(wanted, enforcement.names)) or ""
    return Traced(key, says, entry.get("pillar", ""), tuple(sorted(found)), why, tests)


def _absent(wanted: list[Selector], names: frozenset[str]) -> str:
    """Why nothing is found where no stack has the name that is asked for; empty when one has."""
    asked = {selector.stack for selector in wanted}
    if not asked or any(fnmatchcase(name, pattern) for name in names for pattern in asked):
        return ""
    return f"without {' and '.join(sorted(asked))} among the stacks of this environment there is none"


def drawn(enforcement: Enforcement, flow: Flow) -> list[Element]:
    """What enforces an arrow itself: what its row needs, and where the inventory says that it is."""
    wanted = [Selector.read(each) for each in inventory().get(flow.arrow, {}).get("at", ())]
    found = {each for each in enforcement.parts if any(selector.takes(each) for selector in wanted)}
    return sorted(found | enforcement.everything(flow))


def _arrow(flow: Flow) -> str:
    return f"{flow.source} → {flow.target}" + f" for {flow.persona}" * (flow.persona is not None)


def elsewhere(key: str) -> str:
    """Why an arrow happens outside what this project owns, as its row says; empty for everything else."""
    flow = ARROWS.get(key)
    return flow.over.reason if flow and isinstance(flow.over, Elsewhere) else ""


def problems(lines: tuple[Traced, ...], known: Mapping[str, object]) -> list[str]:
    """What makes the matrix wrong; nothing of it may be committed."""
    said = []
    for line in lines:
        if not line.found and not line.why and not elsewhere(line.id):
            said.append(f"{line.id}: neither an address nor a reason")
        if line.found and line.why:
            said.append(f"{line.id}: has an address, so its reason is stale: {line.found[0].address}")
        if line.pillar not in PILLARS:
            said.append(f"{line.id}: {line.pillar!r} is no pillar")
        if not line.says:
            said.append(f"{line.id}: says nothing")
    named_only = named(ROOT, frozenset(ARROWS)).keys() - known.keys()
    return said + [f"{each}: tests name it, the inventory does not" for each in sorted(named_only)]


def matrix(lines: tuple[Traced, ...]) -> str:
    """The page."""
    parts = [
        "# From the document to the code",
        (
            "Every id of the inventory: the stacks and addresses that are it, or the reason why nothing is, "
            "the tests that name it, and its pillar of the Well-Architected Framework. "
            "`make trace ID=14.1` prints one id whole."
        ),
        table(("pillar", "ids"), [(each, str(sum(li.pillar == each for li in lines))) for each in PILLARS]),
    ]
    for prefixes, title in CHAPTERS.items():
        held = [line for line in lines if _chapter(line.id) == prefixes]
        rows = [_row(line) for line in held]
        parts += [f"## {title}", table(("id", "what", "stacks", "addresses", "tests", "pillar"), rows)]
    untested = [line.id for line in lines if not line.tests]
    parts += ["## Without a test that names it", ", ".join(untested) or "none"]
    return page(parts)


def _chapter(key: str) -> str:
    prefix = key.rpartition("-")[0]
    return next(each for each in CHAPTERS if prefix in each.split() or each == prefix)


def _row(line: Traced) -> tuple[str, ...]:
    addresses = [f"{each.stack} `{each.address}`" for each in line.found]
    where = shown(addresses, 2) or line.why or elsewhere(line.id)
    count = f"{len(line.found)}: " if line.found else ""
    tests = shown([each.removeprefix("tests/") for each in line.tests], 2)
    return (line.id, line.says, shown(list(line.stacks), 4), count + where, tests, line.pillar)


def told(line: Traced) -> list[str]:
    """One id for a person at a terminal."""
    said = [f"{line.id}  {line.says}", f"  pillar   {line.pillar}"]
    said += [f"  stack    {each}" for each in line.stacks]
    said += [f"  address  {each.stack}: {each.address}" for each in line.found]
    said += [f"  reason   {why}" for why in (line.why or elsewhere(line.id),) if why]
    return said + ([f"  test     {each}" for each in line.tests] or ["  test     none names it"])


def show(wanted: str, enforcement: Enforcement) -> int:
    """Print one id; 2 for one that nobody knows."""
    entries = inventory()
    if wanted not in entries:
        print(f"ID: the inventory has no {wanted!r}; it has {', '.join(entries)}", file=sys.stderr)
        return 2
    [line] = traced(enforcement, {wanted: entries[wanted]})
    print("\n".join(told(line)))
    return 0
