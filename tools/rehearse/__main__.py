"""Apply, plan again and destroy the estate in a simulated AWS: `make rehearse [ENV=…] [STACK=…]`."""

import argparse
import fcntl
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from modules.model.load import InputError, load
from tools.plan import choose_provider
from tools.providers import NoProviderError
from tools.rehearse.estate import Estate, EstateError, read, unlike, unprotected
from tools.rehearse.memory import RememberedError
from tools.rehearse.rehearsal import APPLY, DESTROY, PLAN, RELEASE, Rehearsal, Report, rehearsing
from tools.rehearse.simulator import Faults, Simulator
from tools.rehearse.walk import DONE, Step
from tools.terraform import NoTerraformError, Provider

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".work" / "rehearse"
PARTS = (APPLY, PLAN, RELEASE, DESTROY)
STOPPED = 130
"""Exit code of whoever was stopped by a signal."""


def main() -> int:
    """Exit code 1 when the rehearsal found something, 2 when nothing could be tried, 130 when it was stopped."""
    console = Console()
    try:
        return _try(_arguments(), console)
    except InputError as mistakes:
        console.print(*mistakes.sentences, sep="\n", style="red", markup=False, highlight=False)
    except (NoTerraformError, NoProviderError, EstateError, RememberedError, BusyError) as error:
        console.print(str(error), style="red", markup=False, highlight=False)
    return 2


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make rehearse", description=__doc__)
    parser.add_argument("--env", help="one environment; all by default")
    parser.add_argument("--stack", help="one stack and what it needs; all by default")
    parser.add_argument("--folder", type=Path, default=WORK, help="for states and reports")
    parser.add_argument("--resume", action="store_true", help="go on where the last one stopped or failed")
    parser.add_argument(
        "--faults", type=_share, default=0.0, help="share of requests that fail, such as 0.05"
    )
    parser.add_argument("--seed", type=int, default=1, help="which requests fail")
    return parser.parse_args()


def _try(arguments: argparse.Namespace, console: Console) -> int:
    provider = choose_provider()
    work: Path = arguments.folder
    estates = list(_estates(work, arguments.env, arguments.stack))
    if not estates:
        raise EstateError("no environment or stack has that name; see environments/ and spacelift/")
    if arguments.resume and not any(_memory(work, each).exists() for each in estates):
        raise RememberedError(f"nothing to go on with in {work}; run without RESUME")
    faults = Faults(arguments.faults, arguments.seed) if arguments.faults else None
    console.print(f"provider: {provider.describe()}")
    with _alone(work):
        return _each(estates, provider, console, faults, work, resume=arguments.resume)


def _share(text: str) -> float:
    found = float(text)
    if not 0 <= found < 1:
        raise argparse.ArgumentTypeError(f"{text} is no share; write one from 0 to below 1")
    return found


class BusyError(RuntimeError):
    """Another rehearsal works in the same folder."""


@contextmanager
def _alone(work: Path) -> Iterator[None]:
    with (work / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BusyError(
                f"another rehearsal works in {work}; wait for it, or name another --folder"
            ) from None
        yield


def _memory(work: Path, estate: Estate) -> Path:
    return work / f"{estate.environment.name}.pickle"


def _estates(work: Path, environment: str | None, stack: str | None) -> Iterator[Estate]:
    work.mkdir(parents=True, exist_ok=True)
    for file in sorted((ROOT / "environments").glob("*.toml")):
        if environment in {None, file.stem}:
            estate = read(load(file, None), work / "cdktf.out")
            name = (stack or "").removeprefix(f"{file.stem}-")
            if not stack:
                yield estate
            elif name in estate.stacks:
                yield estate.only([name])


def _each(
    estates: list[Estate],
    provider: Provider,
    console: Console,
    faults: Faults | None,
    work: Path,
    *,
    resume: bool,
) -> int:
    code = 0
    for estate in estates:
        if differs := unlike(estate, ROOT / "spacelift"):
            words = "\n  ".join(differs)
            console.print(
                f"the environment file does not make what is written; run make synth:\n  {words}", style="red"
            )
            code = max(code, 1)
        if resume and not _memory(work, estate).exists():
            continue
        code = max(code, rehearse(estate, provider, console, work, faults, resume=resume))
        if code == STOPPED:
            break
    return code


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
            _walk(rehearsal, aws, faults, work)
        rest = aws.rest()
        stopped = rehearsal.stopped.is_set()
    report = rehearsal.write_report(file, rest, dict(aws.refused))
    _show(rehearsal, rest, console)
    console.print(
        f"{name}: {report['applied']} of {report['stacks']} stacks applied, {report['resources']} resources, "
        f"{len(report['gaps'])} only planned, in {time.monotonic() - begin:.0f} s; {file}"
        + ("; go on with RESUME=1" if memory.exists() else "")
    )
    return STOPPED if stopped else int(bool(rehearsal.problems or rest))


def _walk(rehearsal: Rehearsal, aws: Simulator, faults: Faults | None, work: Path) -> None:
    """All parts; as soon as one has a problem, what is needed to go on from there is kept."""

    def release() -> object:
        free = read(unprotected(rehearsal.estate.environment), work / "cdktf.out")
        return rehearsal.release(free.only([*rehearsal.estate.stacks]))

    memory = _memory(work, rehearsal.estate)
    aws.faults, kept = faults, False
    for part in (rehearsal.apply, rehearsal.settle, release, rehearsal.destroy):
        part()
        aws.faults = None
        stopped = rehearsal.stopped.is_set()
        if (rehearsal.problems or stopped) and not kept:
            rehearsal.remember(aws, memory)
            kept = True
        if stopped:
            break
    if not kept:
        memory.unlink(missing_ok=True)


def _progress(progress: Progress, stacks: int) -> Report:
    tasks = {part: progress.add_task(part, total=stacks) for part in (APPLY, PLAN, DESTROY)}
    tasks[RELEASE] = progress.add_task(RELEASE, total=None)  # as many as are protected
    running: dict[str, list[str]] = {part: [] for part in tasks}

    def report(part: str, step: Step | str) -> None:
        if isinstance(step, str):
            running[part].append(step)
        else:
            running[part] = [name for name in running[part] if name != step.stack]
            if not progress.console.is_terminal:  # where no bar moves, as in the log of a pipeline
                progress.console.print(f"{part} {step.stack}: {step.verdict}, {step.seconds:.0f} s")
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

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)


def _cell(step: Step) -> str:
    return f"{step.seconds:.0f} s" if step.verdict == DONE else step.verdict


def _show(rehearsal: Rehearsal, rest: dict[str, int], console: Console) -> None:
    table = Table(*(Column(name, no_wrap=True) for name in ("stack", "resources", "gaps", *PARTS)))
    for name, stack in rehearsal.estate.stacks.items():
        steps = [rehearsal.steps.get(part, {}).get(name) for part in PARTS]
        cells = [_cell(step) if step else "" for step in steps]
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
