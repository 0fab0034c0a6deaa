"""One rehearsal: apply everything in order, find nothing to change, destroy in reverse, find nothing left."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.plan import stood_in
from tools.providers import Lanes, find_binary, kinds_of, lanes
from tools.rehearse.differences import differences
from tools.rehearse.estate import Estate, Stack
from tools.rehearse.gaps import Gap, missing, read_gaps, reads, without
from tools.rehearse.memory import RememberedError, restore, save
from tools.rehearse.order import out_of_order
from tools.rehearse.root import Json, Root, RootError
from tools.rehearse.simulator import Simulator, simulated_aws, told
from tools.rehearse.walk import AT_ONCE, DONE, Step, walk
from tools.terraform import Provider

Report = Callable[[str, Step | str], None]

APPLY, PLAN, RELEASE, DESTROY = "apply", "plan", "release", "destroy"


@dataclass(slots=True)
class Rehearsal:
    """The roots of an estate in one simulated AWS; every part can be repeated and goes on where it ended."""

    estate: Estate
    provider: Provider
    folder: Path
    lanes: Lanes
    gaps: list[Gap]
    report: Report = field(default=lambda *_: None)
    reattach: str = "{}"
    steps: dict[str, dict[str, Step]] = field(default_factory=dict)
    """What became of every stack, by part of the rehearsal."""

    roots: dict[str, Root] = field(default_factory=dict)
    absent: dict[str, frozenset[str]] = field(default_factory=dict)
    """Addresses that are planned and not applied, by stack."""

    shipped: Estate = field(init=False)
    """As written, whatever was released since."""

    stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        """A folder for every stack."""
        self.change(self.estate)

    def change(self, estate: Estate) -> None:
        """The same rehearsal with other JSON for its stacks; states stay, also of stacks that are gone."""
        self.steps.clear()
        self.shipped = estate
        self._take(estate)

    def apply(self) -> dict[str, Step]:
        """Stacks that are applied already, as they are and with the values that they get, are passed over."""
        needs = {name: stack.needs & self.roots.keys() for name, stack in self.estate.stacks.items()}
        return self._walk(APPLY, needs, self._apply)

    def settle(self) -> dict[str, Step]:
        """Plan each applied stack as shipped: what the simulator cannot hold is created, nothing else changes."""
        free: dict[str, frozenset[str]] = {name: frozenset() for name in self._applied()}
        return self._walk(PLAN, free, self._settle)

    def release(self, estate: Estate) -> dict[str, Step]:
        """What an operator does before taking an estate down: the same stacks, without their protection."""
        protected = {
            name: stack
            for name, stack in estate.stacks.items()
            if stack.document != self.estate.stacks[name].document and self.roots[name].held()
        }
        self._take(estate)
        needs = {name: stack.needs & protected.keys() for name, stack in protected.items()}
        return self._walk(RELEASE, needs, self._apply)

    def destroy(self, names: frozenset[str] | None = None) -> dict[str, Step]:
        """Consumers first; stacks that were never applied as well, for what a failed apply left."""
        stacks = {n: each for n, each in self.estate.stacks.items() if names is None or n in names}
        needs = {
            name: frozenset(o for o, each in stacks.items() if name in each.needs)
            for name in reversed(stacks)
        }
        return self._walk(DESTROY, needs, self._destroy)

    def variables(self, stack: Stack) -> Json:
        """Values from the states of the producers, as Spacelift hands them over. Raises `RootError`."""
        problems = [
            *stack.loose_ends,
            *self.estate.strangers(stack),
            *out_of_order(self.estate, stack),
        ]
        found: Json = {}
        for edge in stack.edges:
            if not edge.output or edge.producer not in self.roots:
                continue
            outputs = self.roots[edge.producer].outputs()
            if edge.output in outputs:
                found[edge.variable] = outputs[edge.output]
            else:
                problems.append(f"{edge.producer} has no output {edge.output} for {edge.variable}")
        if problems:
            raise RootError("; ".join(problems))
        return found

    def interrupt(self) -> None:
        """What runs ends its requests and keeps its state, and nothing is started any more."""
        self.stopped.set()
        for root in self.roots.values():
            root.stopped = True
            root.interrupt()

    def stop(self) -> None:
        """No terraform runs any more, and none is started."""
        self.stopped.set()
        for root in self.roots.values():
            root.stop()

    def remember(self, aws: Simulator, file: Path) -> None:
        """What another process needs to go on here."""
        documents = {name: stack.document for name, stack in self.shipped.stacks.items()}
        states = {name: root.kept.read_bytes() for name, root in self.roots.items() if root.kept.exists()}
        save(file, (self.steps, documents, states, aws.shelves.things, aws.before))

    def recall(self, aws: Simulator, file: Path) -> None:
        """Go on where `remember` was: what is done stays done, but for stacks with other JSON and all that need them.

        Raises `RememberedError` for what cannot be gone on with.
        """
        steps, documents, states, things, aws.before = restore(file)
        if gone := documents.keys() - self.estate.stacks.keys():
            raise RememberedError(
                f"{file} holds {', '.join(sorted(gone))}, which nobody would take down any more"
            )
        aws.shelves.things.update(things)
        for name, text in states.items():
            self.roots[name].kept.parent.mkdir(parents=True, exist_ok=True)
            self.roots[name].kept.write_bytes(text)
        again = {name for name, each in self.estate.stacks.items() if documents.get(name) != each.document}
        again |= {name for name in self.estate.stacks if self.estate.before(name) & again}
        self.steps = {
            part: {n: s for n, s in done.items() if s.verdict == DONE and n in self.roots.keys() - again}
            for part, done in steps.items()
        }

    @property
    def problems(self) -> dict[str, str]:
        """`stack: part` and what went wrong."""
        return {
            f"{name}: {part}": step.problem
            for part, steps in self.steps.items()
            for name, step in steps.items()
            if step.problem
        }

    def write_report(self, file: Path, left: dict[str, int], refused: dict[str, int]) -> Json:
        """The figures as JSON, for whoever compares rehearsals."""
        applied = sum(len(self.roots[name].stack.addresses - self.absent[name]) for name in self._applied())
        gaps = sorted(f"{name} {address}" for name in self.absent for address in self.absent[name])
        report = {
            "environment": self.estate.environment.name,
            "stacks": len(self.estate.stacks),
            "applied": len(self._applied()),
            "resources": applied,
            "gaps": gaps,
            "left": left,
            "problems": self.problems,
            "refused": refused,
            "seconds": {
                part: {name: round(step.seconds, 1) for name, step in steps.items()}
                for part, steps in self.steps.items()
            },
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        return report

    def _take(self, estate: Estate) -> None:
        self.estate = estate
        for name, stack in estate.stacks.items():
            if name in self.roots:
                self.roots[name].stack = stack
            else:
                self.roots[name] = Root(stack, self.folder / name, self.provider, self.lanes, self.reattach)
            self.absent[name] = missing(stack.document, self.gaps)

    def _applied(self) -> list[str]:
        return [name for name, step in self.steps.get(APPLY, {}).items() if step.verdict == DONE]

    def _walk(
        self, part: str, needs: dict[str, frozenset[str]], work: Callable[[str], None]
    ) -> dict[str, Step]:
        before = {n: s for n, s in self.steps.get(part, {}).items() if s.verdict == DONE}

        def one(name: str) -> str:
            if self.stopped.is_set():
                return "stopped"
            try:
                work(name)
            except (RootError, LookupError, OSError, ValueError) as error:
                return str(error)
            return ""

        rest = {n: others - before.keys() for n, others in needs.items() if n not in before}
        steps = walk(rest, one, lambda step: self.report(part, step))
        self.steps[part] = before | steps
        return self.steps[part]

    def _apply(self, name: str) -> None:
        root = self.roots[name]
        variables = self.variables(root.stack)
        if root.applied != (root.stack.document, variables):
            root.write(without(root.stack.document, self.absent[name]))
            root.apply(variables)

    def _settle(self, name: str) -> None:
        root = self.roots[name]
        root.write(root.stack.document)
        changes = root.plan(self.variables(root.stack))
        expected = {address: ["create"] for address in self.absent[name]}
        outputs = root.stack.document.get("output", {})
        unknown = {f"output.{n}" for n, made in outputs.items() if reads(made) & self.absent[name]}
        unexpected = [
            f"{' and '.join(change['actions'])} {address}{differences(change)}"
            for address, change in changes.items()
            if change["actions"] != expected.get(address) and address not in unknown
        ] + [f"no plan for {address}" for address in sorted(expected.keys() - changes.keys())]
        if unexpected:
            raise RootError("the second plan is not empty: " + "; ".join(sorted(unexpected)))

    def _destroy(self, name: str) -> None:
        root = self.roots[name]
        if not root.held():
            return
        root.write(without(root.stack.document, self.absent[name]))
        root.destroy(self.variables(root.stack))
        if root.held():
            raise RootError(f"still in the state: {', '.join(root.held())}")


def _binary(estate: Estate, provider: Provider, folder: Path) -> Path:
    return find_binary(provider, next(iter(estate.stacks.values())).document, folder / ".provider")


@contextmanager
def rehearsing(
    estate: Estate, provider: Provider, folder: Path, more: frozenset[str] = frozenset()
) -> Iterator[tuple[Rehearsal, Simulator]]:
    """A rehearsal in a new AWS; both end with the block, and every terraform that still runs.

    `more` are accounts that the organization has besides those of the estate.
    """
    documents = {name: stack.document for name, stack in estate.stacks.items()}
    kinds = kinds_of(documents.values())
    with (
        simulated_aws({*estate.accounts, *more}, estate.management) as aws,
        stood_in(documents, list(documents)) as reattach,
        lanes(_binary(estate, provider, folder), AT_ONCE, kinds, told(aws.url)) as lent,
    ):
        rehearsal = Rehearsal(estate, provider, folder, lent, read_gaps(), reattach=reattach)
        try:
            yield rehearsal, aws
        finally:
            rehearsal.stop()
