"""Apply, plan again and destroy the estate in a simulated AWS: `make rehearse [ENV=…] [STACK=…]`."""

import argparse
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from modules.model.load import load
from tools.plan import choose_provider
from tools.rehearse.estate import Estate, read, unprotected
from tools.rehearse.rehearsal import APPLY, DESTROY, PLAN, Rehearsal, Report, rehearsing
from tools.rehearse.simulator import Faults, Simulator
from tools.rehearse.walk import Step
from tools.terraform import NoTerraformError, Provider

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".work" / "rehearse"
STOPPED = 130
"""Exit code of whoever was stopped by a signal."""


def main() -> int:
    """Exit code 1 when the rehearsal found something, 2 when nothing could be tried, 130 when it was stopped."""
    parser = argparse.ArgumentParser(prog="make rehearse", description=__doc__)
    parser.add_argument("--env", help="one environment; all by default")
    parser.add_argument("--stack", help="one stack and what it needs; all by default")
    parser.add_argument("--folder", type=Path, default=WORK, help="for states and reports")
    parser.add_argument(
        "--resume", action="store_true", help="go on where the last one was stopped or failed"
    )
    parser.add_argument("--faults", type=float, default=0.0, help="share of requests that fail, such as 0.05")
    parser.add_argument("--seed", type=int, default=1, help="which requests fail")
    arguments = parser.parse_args()
    console = Console()
    try:
        provider = choose_provider()
    except NoTerraformError as error:
        console.print(str(error), style="red")
        return 2
    faults = Faults(arguments.faults, arguments.seed) if arguments.faults else None
    estates = list(_estates(arguments.folder, arguments.env, arguments.stack))
    if not estates:
        console.print("no stack has that name; see spacelift/", style="red")
        return 2
    work: Path = arguments.folder
    missing = [file for file in (_memory(work, estate) for estate in estates) if not file.exists()]
    if arguments.resume and missing:
        console.print(f"nothing to go on with: {missing[0]} is not there; run without --resume", style="red")
        return 2
    console.print(f"provider: {provider.describe()}")
    return max(
        rehearse(estate, provider, console, work, faults, resume=arguments.resume) for estate in estates
    )


def _memory(work: Path, estate: Estate) -> Path:
    return work / f"{estate.environment.name}.pickle"


def _estates(work: Path, environment: str | None, stack: str | None) -> Iterator[Estate]:
    work.mkdir(parents=True, exist_ok=True)
    for file in sorted((ROOT / "environments").glob("*.toml")):
        if environment in {None, file.stem}:
            estate = read(unprotected(load(file, None)), work / "cdktf.out")
            name = (stack or "").removeprefix(f"{file.stem}-")
            if not stack:
                yield estate
            elif name in estate.stacks:
                yield estate.only([name])


def rehearse(
    estate: Estate, provider: Provider, console: Console, work: Path, faults: Faults | None, *, resume: bool
) -> int:
    """The exit code; figures are in `<environment>.json` afterwards."""
    name = estate.environment.name
    file, memory = work / f"{name}.json", _memory(work, estate)
    if not resume:
        memory.unlink(missing_ok=True)
        shutil.rmtree(work / name, ignore_errors=True)  # its AWS was that of an earlier process
    begin = time.monotonic()
    with rehearsing(estate, provider, work / name) as (rehearsal, aws):
        if resume:
            rehearsal.recall(aws, memory)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            rehearsal.report = _progress(progress, len(estate.stacks))
            _stop_with(rehearsal)
            _walk(rehearsal, aws, faults, memory)
        rest = aws.rest()
        stopped = rehearsal.stopped.is_set()
    report = rehearsal.write_report(file, rest)
    _show(rehearsal, rest, console)
    console.print(
        f"{name}: {report['applied']} of {report['stacks']} stacks applied, {report['resources']} resources, "
        f"{len(report['gaps'])} only planned, in {time.monotonic() - begin:.0f} s; {file}"
        + ("; go on with RESUME=1" if memory.exists() else "")
    )
    return STOPPED if stopped else int(bool(rehearsal.problems or rest))


def _walk(rehearsal: Rehearsal, aws: Simulator, faults: Faults | None, memory: Path) -> None:
    """All three parts; as soon as one has a problem, what is needed to go on from there is kept."""
    aws.faults, kept = faults, False
    for part in (rehearsal.apply, rehearsal.settle, rehearsal.destroy):
        part()
        aws.faults = None
        if rehearsal.problems and not kept:
            rehearsal.remember(aws, memory)
            kept = True
    if not kept:
        memory.unlink(missing_ok=True)


def _progress(progress: Progress, stacks: int) -> Report:
    tasks = {part: progress.add_task(part, total=stacks) for part in (APPLY, PLAN, DESTROY)}
    running: dict[str, list[str]] = {part: [] for part in tasks}

    def report(part: str, step: Step | str) -> None:
        if isinstance(step, str):
            running[part].append(step)
        elif step.stack in running[part]:
            running[part].remove(step.stack)
        words = f"{part} {', '.join(running[part])}"
        progress.update(tasks[part], advance=int(not isinstance(step, str)), description=words)

    return report


def _stop_with(rehearsal: Rehearsal) -> None:
    """Whoever stops this process stops every terraform of it, which keeps its state; a second time at once."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if rehearsal.stopped.is_set():
            rehearsal.stop()
        else:
            rehearsal.interrupt()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


def _show(rehearsal: Rehearsal, rest: dict[str, int], console: Console) -> None:
    table = Table("stack", "resources", "gaps", APPLY, PLAN, DESTROY)
    for name, stack in rehearsal.estate.stacks.items():
        cells = []
        for part in (APPLY, PLAN, DESTROY):
            step = rehearsal.steps.get(part, {}).get(name)
            cells.append(f"{step.verdict} {step.seconds:.0f} s" if step else "")
        gaps = len(rehearsal.absent[name])
        table.add_row(name, str(len(stack.addresses) - gaps), str(gaps or ""), *cells)
    console.print(table)
    for where, problem in rehearsal.problems.items():
        console.print(f"{where}: {problem}\n", markup=False, highlight=False)
    for where, number in rest.items():
        console.print(f"left after destroying: {where}: {number}", markup=False, highlight=False)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("stopped before anything was applied", file=sys.stderr)
        sys.exit(STOPPED)
