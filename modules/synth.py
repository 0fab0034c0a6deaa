"""From environments to the JSON of every stack, in one CDKTF application."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cdktf import App

from modules.kit.chart import files
from modules.kit.stack import Edge
from modules.kit.write import FILE, Json, canonical, render, replace
from modules.model.environment import Environment
from modules.platform import build


@dataclass(frozen=True, slots=True)
class Synthesis:
    """Canonical JSON of every stack by its path below `spacelift/`, and the edges between the stacks.

    `charts` are the texts of the local charts' files, by their paths likewise.
    """

    documents: dict[Path, Json]
    charts: dict[Path, str]
    edges: dict[str, tuple[Edge, ...]]


class ProviderError(ValueError):
    """A stack holds something of a provider that it does not declare: Terraform would make one up."""


def synthesize(environments: Sequence[Environment], outdir: str | None = None) -> Synthesis:
    """Build and synthesize everything; `outdir` is CDKTF's own (`cdktf.out`, or what its CLI says).

    CDKTF's output is replaced by the canonical one, so that `cdktf` and Spacelift see the same JSON.
    Raises `ProviderError` and `AddressError`.
    """
    # CDKTF validates by asking `terraform` for its version, which synthesis does not need; providers we ask for.
    app = App(outdir=outdir, stack_traces=False, skip_validation=True)
    built = {environment.name: build(app, environment) for environment in environments}
    app.synth()
    documents: dict[Path, Json] = {}
    charts: dict[Path, str] = {}
    for stack in (stack for stacks in built.values() for stack in stacks):
        file = Path(app.outdir, "stacks", f"{stack.environment}-{stack.name}", FILE)
        document = canonical(json.loads(file.read_text(encoding="utf-8")))
        _provided(stack.name, document)
        replace(file, render(document))
        home = Path(stack.environment, stack.name)
        documents[home / FILE] = document
        for path, text in files(stack.charts).items():
            replace(file.parent / path, text)
            charts[home / path] = text
    edges = {name: tuple(edge for stack in stacks for edge in stack.edges) for name, stacks in built.items()}
    return Synthesis(documents, charts, edges)


def _provided(stack: str, document: Json) -> None:
    used = {kind.partition("_")[0] for part in ("resource", "data") for kind in document.get(part, {})}
    missing = sorted(used - document.get("provider", {}).keys())
    if missing:
        message = f"{stack}: there is no provider {', '.join(missing)}"
        raise ProviderError(message)
