"""Which documents there are."""

import json
from collections.abc import Mapping
from pathlib import Path

from modules.kit.stack import Edge
from modules.kit.write import FILE, replace
from tests.policy.facts import Estate
from tools.docs import figure_lake, figure_tm, people, reached, tables, trace
from tools.docs.drawio import drawio
from tools.docs.elements import Json
from tools.docs.enforcement import Enforcement
from tools.docs.figure import Figure
from tools.docs.route import route
from tools.docs.svg import svg
from tools.docs.text import MARK

ENVIRONMENT = "sandbox"
"""The environment of the architecture document (DOC-8): its documents are the committed ones."""


def documents(enforcement: Enforcement, edges: tuple[Edge, ...]) -> dict[str, str]:
    """Text of every document by its name below docs/generated."""
    environment, stacks = enforcement.environment, enforcement.stacks
    estate = Estate(environment, stacks)
    pictures = {name: text for figure in figures(estate) for name, text in _picture(figure).items()}
    return pictures | {
        "access.md": people.sheet(environment, stacks),
        "endpoints.md": tables.endpoints(estate),
        "flows.md": tables.flows(enforcement),
        "reach.md": reached.page_of(estate),
        "service-accounts.md": people.service_accounts(environment),
        "stacks.md": tables.order(stacks, edges),
        "traceability.md": trace.matrix(trace.traced(enforcement)),
    }


def figures(estate: Estate) -> list[Figure]:
    """The document's two; the second only where there is a data lake."""
    drawn = [figure_tm.figure(estate)]
    return [*drawn, figure_lake.figure(estate)] if estate.environment.datalake else drawn


def beside(folder: Path) -> dict[str, Json]:
    """Roots of an environment that are not stacks of the platform: Terraform JSON under another name."""
    return {
        file.parent.name: json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(folder.glob("*/*.tf.json"))
        if file.name != FILE
    }


def _picture(figure: Figure) -> dict[str, str]:
    lines = route(figure)
    return {f"{figure.name}.svg": svg(figure, lines), f"{figure.name}.drawio": drawio(figure, lines)}


def written(folder: Path) -> dict[str, str]:
    """The documents of this program that are there; others keep theirs in the same folder."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.iterdir())}
    return {name: text for name, text in texts.items() if MARK in text[:400]}


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write every document and delete what is no longer one."""
    for name, text in texts.items():
        replace(folder / name, text)
    for name in written(folder).keys() - texts.keys():
        (folder / name).unlink()
