"""What goes wrong on the way: requests fail, a run is stopped, a stack cannot be applied."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from modules.model.environment import Environment
from tools.rehearse.__main__ import ROOT, STOPPED
from tools.rehearse.estate import Estate, read, unprotected
from tools.rehearse.rehearsal import Rehearsal, rehearsing
from tools.rehearse.root import Root
from tools.rehearse.simulator import Faults, Simulator
from tools.rehearse.walk import DONE, FAILED, HELD
from tools.terraform import Provider

pytestmark = pytest.mark.rehearse

Rehearsing = tuple[Rehearsal, Simulator]


@pytest.fixture(scope="module")
def whole(environments: dict[str, Environment], tmp_path_factory: pytest.TempPathFactory) -> Estate:
    return read(unprotected(environments["sandbox"]), tmp_path_factory.mktemp("cdktf.out"))


@pytest.fixture
def few(whole: Estate, provider: Provider, tmp_path: Path) -> Iterator[Rehearsing]:
    """A gateway, a VPC with its groups, and keys that need neither."""
    with rehearsing(whole.only(["shared-firewall", "tm-keys"]), provider, tmp_path) as pair:
        yield pair


def _comes_down(rehearsal: Rehearsal, aws: Simulator) -> None:
    rehearsal.destroy()
    assert rehearsal.problems == {}
    assert aws.rest() == {}


def test_throttled_and_failing_requests_change_nothing(few: Rehearsing) -> None:
    rehearsal, aws = few
    aws.faults = Faults(0.05, seed=1)
    rehearsal.apply()
    assert aws.faults.done > 20
    aws.faults = None
    rehearsal.settle()
    assert rehearsal.problems == {}
    _comes_down(rehearsal, aws)


def test_a_stopped_run_is_resumed(few: Rehearsing) -> None:
    rehearsal, aws = few
    watcher = threading.Thread(target=_interrupt, args=(rehearsal.roots["network-transit"],))
    watcher.start()
    first = rehearsal.apply()
    watcher.join()
    assert first["network-transit"].verdict == FAILED
    assert first["shared-vpc"].verdict == HELD
    rehearsal.apply()
    rehearsal.settle()
    assert rehearsal.problems == {}
    _comes_down(rehearsal, aws)


def _interrupt(root: Root) -> None:
    """As soon as something is there, but long before everything is."""
    _soon(lambda: _begun(root.kept))
    root.interrupt()


def test_whoever_is_interrupted_leaves_no_process_and_goes_on_later(
    provider: Provider, tmp_path: Path
) -> None:
    """Ctrl-C in the middle of an apply: terraform, the provider's processes and the simulator are gone."""
    mark = f"REHEARSED_BY={uuid4()}"
    process = _program(tmp_path, mark)
    state = tmp_path / "sandbox" / "network-transit" / "terraform.tfstate"
    assert _soon(lambda: _begun(state))
    assert len(_marked(mark)) > 2

    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=180)

    assert process.returncode == STOPPED
    assert b"0 of 1 stacks applied" in b" ".join(out.split())
    assert _soon(lambda: not _marked(mark), 10)
    assert json.loads(state.read_text(encoding="utf-8"))["resources"]

    again = _program(tmp_path, mark, "--resume")
    out, _ = again.communicate(timeout=300)
    assert again.returncode == 0, out
    assert b"1 of 1 stacks applied" in b" ".join(out.split())

    nothing = _program(tmp_path, mark, "--resume")
    out, _ = nothing.communicate(timeout=60)
    assert (nothing.returncode, b"nothing to go on with" in out) == (2, True)


def _program(folder: Path, mark: str, *arguments: str) -> subprocess.Popen[bytes]:
    name, value = mark.split("=")
    command = [
        "-m",
        "tools.rehearse",
        "--env",
        "sandbox",
        "--stack",
        "network-transit",
        "--folder",
        str(folder),
    ]
    return subprocess.Popen(  # noqa: S603 -- this project's own program
        [sys.executable, *command, *arguments],
        cwd=ROOT,
        env=os.environ | {name: value},
        stdout=subprocess.PIPE,
    )


def _marked(mark: str) -> list[Path]:
    """Processes that were started with this variable, by whomever."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes().split(b"\0")
        except OSError:  # it ended meanwhile
            continue
        if mark.encode() in variables:
            found.append(folder)
    return found


def _begun(state: Path) -> bool:
    """Some resources are in it; terraform takes an empty one away again."""
    return state.exists() and state.stat().st_size > 5000


def _soon(found: Callable[[], object], seconds: float = 180) -> bool:
    end = time.monotonic() + seconds
    while not found() and time.monotonic() < end:
        time.sleep(0.2)
    return bool(found())


def test_a_stack_that_fails_stops_only_what_depends_on_it(few: Rehearsing) -> None:
    rehearsal, aws = few
    sound = rehearsal.estate
    broken = deepcopy(sound.stacks["shared-vpc"].document)
    [vpc] = broken["resource"]["aws_vpc"].values()
    vpc["cidr_block"] = "10.0.0.0/4"
    stacks = sound.stacks | {"shared-vpc": replace(sound.stacks["shared-vpc"], document=broken)}
    rehearsal.change(Estate(sound.environment, stacks))

    steps = rehearsal.apply()
    assert {name: step.verdict for name, step in steps.items()} == {
        "network-transit": DONE,
        "tm-keys": DONE,
        "shared-vpc": FAILED,
        "shared-firewall": HELD,
    }
    assert steps["shared-firewall"].problem == "needs shared-vpc"

    rehearsal.change(sound)
    assert {step.verdict for step in rehearsal.apply().values()} == {DONE}
    _comes_down(rehearsal, aws)


def test_a_broken_output_is_named(few: Rehearsing) -> None:
    rehearsal, aws = few
    sound = rehearsal.estate
    name = next(edge.output for edge in sound.stacks["shared-firewall"].edges if edge.output)
    broken = deepcopy(sound.stacks["shared-vpc"].document)
    del broken["output"][name]
    rehearsal.change(
        Estate(
            sound.environment,
            sound.stacks | {"shared-vpc": replace(sound.stacks["shared-vpc"], document=broken)},
        )
    )

    problem = rehearsal.apply()["shared-firewall"].problem

    assert problem.startswith(f"shared-vpc has no output {name} for ")
    rehearsal.change(sound)
    rehearsal.destroy()
    assert aws.rest() == {}
