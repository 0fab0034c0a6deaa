"""Through a graph of stacks, several at once; a failure stops only what needs it."""

import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

AT_ONCE = min(2 * len(os.sched_getaffinity(0)), 8)
"""Stacks at once: each waits half of its time, because the provider gives AWS half a minute for many things.

Each takes up to a gigabyte of memory.
"""

DONE, FAILED, HELD = "done", "failed", "not run"


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one stack; `problem` says why it failed or was not run."""

    stack: str
    verdict: str
    seconds: float = 0.0
    problem: str = ""


def walk(
    needs: Mapping[str, frozenset[str]],
    work: Callable[[str], str],
    report: Callable[[Step | str], None],
    workers: int | None = None,
) -> dict[str, Step]:
    """`work` on every stack after all that it needs; it returns a problem or nothing.

    `report` hears the name of a stack that begins and the `Step` of one that ends.
    """
    steps: dict[str, Step] = {}
    running: dict[Future[Step], str] = {}

    def one(name: str) -> Step:
        report(name)
        begin = time.monotonic()
        problem = work(name)
        return Step(name, FAILED if problem else DONE, time.monotonic() - begin, problem)

    def note(step: Step) -> None:
        steps[step.stack] = step
        report(step)

    with ThreadPoolExecutor(workers or AT_ONCE) as pool:
        while len(steps) < len(needs):
            ready, held = _next(needs, steps, set(running.values()))
            if not ready and not held and not running:
                raise ValueError(f"these wait for each other: {', '.join(needs.keys() - steps.keys())}")
            for step in held:
                note(step)
            running |= {pool.submit(one, name): name for name in ready}
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                del running[future]
                note(future.result())
    return {name: steps[name] for name in needs}


def _next(
    needs: Mapping[str, frozenset[str]], steps: Mapping[str, Step], running: set[str]
) -> tuple[list[str], list[Step]]:
    """What can begin, and what never will because something before it failed."""
    ready, held = [], []
    for name in [n for n in needs if n not in steps and n not in running]:
        broken = sorted(o for o in needs[name] & steps.keys() if steps[o].verdict != DONE)
        if broken:
            held.append(Step(name, HELD, problem=f"needs {', '.join(broken)}"))
        elif needs[name] <= steps.keys():
            ready.append(name)
    return ready, held
