"""What other JSON would do to an estate that stands: plans alone, in the order of the edges."""

from typing import Any

from modules.model.samples import samples
from tools.rehearse.estate import Estate, Stack
from tools.rehearse.gaps import missing, without
from tools.rehearse.rehearsal import Rehearsal
from tools.rehearse.root import Json, Root

News = dict[tuple[str, str], Any]
"""Outputs that change, by stack and name, with their new value; None where only AWS knows it."""


def preview(rehearsal: Rehearsal, estate: Estate) -> set[str]:
    """As `actions stack address`, of stacks that stay; new ones are planned as well. Raises `RootError`.

    Stacks with equal JSON are planned only when a value that they read changes: their second plan was empty.
    """
    known = {name: stack.document for name, stack in estate.stacks.items()}
    news: News = {}
    found = set()
    for name, stack in estate.stacks.items():
        stands = name in rehearsal.estate.stacks
        same = stands and stack.document == rehearsal.estate.stacks[name].document
        if same and not any((edge.producer, edge.output) in news for edge in stack.edges):
            continue
        folder = rehearsal.folder / (name if stands else f"new-{name}")
        root = Root(stack, folder, rehearsal.provider, rehearsal.lanes, rehearsal.reattach)
        root.write(without(stack.document, missing(stack.document, rehearsal.gaps)))
        changes = root.plan(_given(rehearsal, stack, known, news))
        for address, change in changes.items():
            kind, _, output = address.partition(".")
            if kind == "output":
                news[name, output] = None if change.get("after_unknown") else change.get("after")
            if stands:
                found.add(f"{' and '.join(change['actions'])} {name} {address}")
    return found


def _given(rehearsal: Rehearsal, stack: Stack, known: dict[str, Json], news: News) -> Json:
    given: Json = dict(samples(stack.document, known))
    for edge in stack.edges:
        producer = rehearsal.roots.get(edge.producer)
        outputs = producer.outputs() if producer else {}
        if (edge.producer, edge.output) not in news and edge.output in outputs:
            given[edge.variable] = outputs[edge.output]
        elif (value := news.get((edge.producer, edge.output))) is not None:
            given[edge.variable] = value
    return given
