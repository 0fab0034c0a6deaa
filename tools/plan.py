"""Plan every written stack with the real provider: `make plan [STACK=…] [ENV=…]`."""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from modules.model.samples import NoSampleError, samples
from tools.providers import Lanes, NoProviderError, find_binary, kinds_of, lanes
from tools.terraform import (
    MIRROR_VARIABLE,
    NoTerraformError,
    Provider,
    Workspace,
    beside_aws,
    find_provider,
    registry_answers,
    scratch_copy,
)

ROOT = Path(__file__).parents[1]
FILE = "cdk.tf.json"
LONGEST_PROBLEM = 40
"""Lines of terraform's own words that the report shows for one stack."""

SECRET = re.compile(r"(\w+_)?(password|secret_string|secret_binary|private_key|preshared_key)(_wo)?")
"""Arguments that take a secret, whether written to the state or not."""

ENDED = 143
"""Exit code of whoever was asked to end."""

NOBODY = {
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_EC2_METADATA_DISABLED": "true",
}
"""Credentials of a provider that has none."""

Json = dict[str, Any]
Estate = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one stack; `problem` is empty when it planned, `changes` is what the plan would do."""

    stack: str
    resources: int
    seconds: float
    problem: str
    changes: tuple[Json, ...] = ()


def read_estate(folder: Path) -> Estate:
    """The written stacks of one environment, by name."""
    return {path.parent.name: json.loads(path.read_text()) for path in sorted(folder.glob(f"*/{FILE}"))}


@contextmanager
def simulated_aws() -> Iterator[str]:
    """The address of a moto server on a free loopback port, for what a provider asks while planning."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 -- half a second that --help need not pay

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@contextmanager
def stood_in(estate: Estate, names: list[str]) -> Iterator[str]:
    """Stand-ins for the providers beside AWS, as terraform wants to be told of them."""
    wanted = beside_aws(estate[name] for name in names)
    if not wanted:
        yield "{}"
        return
    # A plan of AWS alone needs none of it.
    from tests.standin.schemas import load  # noqa: PLC0415
    from tests.standin.server import stand_ins  # noqa: PLC0415

    with stand_ins({address: load(name) for address, name in wanted.items()}) as reattach:
        yield reattach


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What terraform asks while it plans, all of it on this machine; see `surroundings`."""

    provider: Provider
    lanes: Lanes
    reattach: Json
    """Stand-ins for the providers beside AWS."""

    def plan(self, document: Json, variables: dict[str, str], folder: Path) -> tuple[str, Json]:
        """What terraform says when it refuses a root, or the plan of it."""
        with self.lanes.lent(kinds_of([document])) as aws:
            workspace = Workspace(folder, variables, json.dumps(self.reattach | aws))
            workspace.prepare(scratch_copy(document, self.provider))
            done = workspace.run("plan", "-input=false", "-no-color", "-lock=false", "-out=plan")
            if done.returncode:
                said = (done.stderr.strip() or done.stdout.strip()).splitlines()
                return "\n".join(["terraform plan:", *said[:LONGEST_PROBLEM]]), {}
            shown: Json = json.loads(workspace.run("show", "-json", "plan").stdout)
            return "", shown


@contextmanager
def surroundings(estate: Estate, provider: Provider, folder: Path) -> Iterator[Surroundings]:
    """For all that is planned of an estate; ends with the block. Raises `NoProviderError`."""
    pinned = next(each for each in estate.values() if "aws" in each["terraform"]["required_providers"])
    binary = find_binary(provider, pinned, folder / ".provider")
    with (
        simulated_aws() as endpoint,
        stood_in(estate, list(estate)) as reattach,
        lanes(binary, os.cpu_count() or 1, frozenset(), NOBODY | {"AWS_ENDPOINT_URL": endpoint}) as lent,
    ):
        yield Surroundings(provider, lent, json.loads(reattach))


def plan_stack(name: str, estate: Estate, around: Surroundings, scratch: Path) -> Result:
    """Plan one stack in a folder of its own."""
    begin = time.monotonic()
    document = estate[name]
    resources = sum(len(made) for made in document.get("resource", {}).values())
    try:
        variables = samples(document, estate)
    except (NoSampleError, KeyError) as error:
        return Result(name, resources, time.monotonic() - begin, str(error))
    problem, shown = around.plan(document, variables, scratch / name)
    changes = tuple(shown.get("resource_changes", ()))
    return Result(name, resources, time.monotonic() - begin, problem or wrong(shown, resources), changes)


def wrong(shown: Json, resources: int) -> str:
    """A plan against nothing has to create every resource of the stack, or it has not read it; it shows no secret."""
    created = [
        change["address"]
        for change in shown.get("resource_changes", ())
        if change["change"]["actions"] == ["create"]
    ]
    if len(created) != resources:
        return f"{len(created)} to create, {resources} in the stack"
    shown_secrets = sorted(set(_secrets(shown)))
    return f"the plan shows {', '.join(shown_secrets)}" if shown_secrets else ""


def _secrets(value: object) -> Iterator[str]:
    """Names of arguments for secrets that have a value anywhere in a plan; write-only ones never do."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if SECRET.fullmatch(key) and isinstance(inner, str) and inner:
                yield key
            yield from _secrets(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _secrets(inner)


def plan_all(
    estate: Estate, names: list[str], around: Surroundings, scratch: Path, report: Callable[[Result], None]
) -> list[Result]:
    """Every stack, as many at once as there are processors; results in the order of `names`."""
    results: dict[str, Result] = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = [pool.submit(plan_stack, name, estate, around, scratch) for name in names]
        try:
            for done in as_completed(waiting):
                results[done.result().stack] = done.result()
                report(done.result())
        finally:
            pool.shutdown(cancel_futures=True)  # whoever interrupts waits for no other stack
    return [results[name] for name in names]


def choose_provider() -> Provider:
    """As `find_provider`; where neither variable nor registry is there, look for a mirror on the disk."""
    provider = find_provider()
    if provider.mirror or registry_answers():
        return provider
    found = subprocess.run(["sh", ROOT / ".ci" / "find-mirror"], capture_output=True, text=True, check=False)  # noqa: S603, S607
    if not found.stdout.strip():
        message = f"neither the registry nor a provider mirror is here; name a mirror in {MIRROR_VARIABLE}"
        raise NoTerraformError(message)
    os.environ[MIRROR_VARIABLE] = found.stdout.strip()
    return find_provider()


def show(results: list[Result], console: Console) -> None:
    """The table, then what went wrong, in full."""
    table = Table("stack", "resources", "seconds", "result")
    for column in table.columns[1:3]:
        column.justify = "right"
    for result in results:
        table.add_row(
            result.stack,
            str(result.resources),
            f"{result.seconds:.1f}",
            "failed" if result.problem else "planned",
        )
    console.print(table)
    for result in results:
        if result.problem:
            console.print(f"{result.stack}: {result.problem}\n", markup=False, highlight=False)


def main() -> int:
    """Exit code 1 when a stack does not plan, 2 when nothing could be tried."""
    parser = argparse.ArgumentParser(prog="make plan", description=__doc__)
    parser.add_argument("--env", help="one environment; all by default")
    parser.add_argument("--stack", help="one stack; all by default")
    arguments = parser.parse_args()
    console = Console()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED))  # processes of the provider would outlive it
    try:
        provider = choose_provider()
    except NoTerraformError as error:
        console.print(str(error), style="red")
        return 2
    console.print(f"provider: {provider.describe()}")
    results: list[Result] = []
    for folder in sorted((ROOT / "spacelift").iterdir()):
        estate = read_estate(folder)
        names = [name for name in estate if arguments.stack in {None, name, f"{folder.name}-{name}"}]
        if not names or arguments.env not in {None, folder.name}:
            continue
        try:
            results += _plan_environment(folder.name, estate, names, provider, console)
        except NoProviderError as error:
            console.print(str(error), style="red", markup=False)
            return 2
    if not results:
        console.print("no written stack has that name; run make synth, or see spacelift/", style="red")
        return 2
    show(results, console)
    return int(any(result.problem for result in results))


def _plan_environment(
    environment: str, estate: Estate, names: list[str], provider: Provider, console: Console
) -> list[Result]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress, tempfile.TemporaryDirectory() as scratch:
        task = progress.add_task(environment, total=len(names))

        def report(result: Result) -> None:
            progress.update(task, advance=1, description=f"{environment}-{result.stack}")

        chosen = {name: estate[name] for name in names}
        with surroundings(chosen, provider, Path(scratch)) as around:
            return plan_all(estate, names, around, Path(scratch), report)


if __name__ == "__main__":
    sys.exit(main())
