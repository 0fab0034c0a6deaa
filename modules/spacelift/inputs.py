"""What Spacelift has to know: the written stacks, what each reads from which, and who answers for them."""

from dataclasses import dataclass
from graphlib import TopologicalSorter

from modules.kit.write import Json
from modules.model.places import Place

__all__ = ["Inputs", "Need", "Place", "Row", "Run"]


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Need:
    """A stack waits for another, and reads an output of it into a variable; both empty: it only waits."""

    producer: str
    output: str = ""
    variable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A written stack; `mocks` are values for its variables while its producers have none."""

    name: str
    place: Place
    document: Json
    needs: tuple[Need, ...]
    mocks: dict[str, str]

    @property
    def charts(self) -> bool:
        """Whether it talks to a cluster, which no worker outside the network reaches."""
        return "helm" in self.document["provider"]

    @property
    def producers(self) -> tuple[str, ...]:
        """Stacks that it waits for, each once, sorted."""
        return tuple(sorted({need.producer for need in self.needs}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A group of the identity provider has a role in a space."""

    group: str
    space: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """One environment. `policies` are texts of Rego by name, `tags` those of the AWS resources of a root."""

    environment: str
    region: str
    owner: str
    approvers: tuple[str, ...]
    host: str
    namespace: str
    repository: str
    branch: str
    opentofu: str
    image: str
    """What runs start from on public workers."""
    cached_image: str
    """The same in our registry, for private workers."""
    all_private: bool
    timezone: str
    channel: str | None
    rows: tuple[Row, ...]
    bucket: str | None
    """State of the stacks, where Spacelift does not keep it."""
    places: tuple[Place, ...]
    runs: tuple[Run, ...]
    hooks: tuple[str, ...]
    policies: dict[str, str]
    aws: Json
    """The AWS provider as the stacks require it."""
    tags: dict[str, dict[str, str]]
    """By name of the place."""

    def slug(self, stack: str) -> str:
        """Name and id of a stack in Spacelift."""
        return f"{self.environment}-{stack}"

    def folder(self, stack: str) -> str:
        """Its project root."""
        return f"spacelift/{self.environment}/{stack}"

    def private(self, run: Run) -> bool:
        """Whether it runs on private workers."""
        return self.all_private or run.charts

    def waves(self) -> list[list[str]]:
        """Stacks in the order of a first deployment: those of one wave wait only for earlier waves.

        Raises `graphlib.CycleError`.
        """
        sorter = TopologicalSorter({run.name: run.producers for run in self.runs})
        sorter.prepare()
        found = []
        while sorter.is_active():
            ready = sorted(sorter.get_ready())
            found.append(ready)
            sorter.done(*ready)
        return found
