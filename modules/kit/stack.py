"""One stack = one state = one Spacelift stack, and the only way to cross between two."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Generic, NewType, TypeVar

from cdktf import (
    Fn,
    ITerraformDependable,
    TerraformOutput,
    TerraformProvider,
    TerraformResourceLifecycle,
    TerraformStack,
    TerraformVariable,
    Token,
)
from constructs import Construct

Ref = NewType("Ref", str)
"""A value known only to Terraform: pass it on, never look into it."""

Dependable = ITerraformDependable
"""Something that another resource has to wait for without reading a value of it."""

Provider = TerraformProvider
"""A provider that a module gets passed, where it works in two accounts."""

Outputs = TypeVar("Outputs")
Key = TypeVar("Key", bound=str)

REQUIRED_VERSION = ">= 1.11.0"
"""Write-only arguments, in Terraform and in OpenTofu alike."""


@dataclass(frozen=True, slots=True)
class Published(Generic[Outputs]):
    """Another stack's outputs, sealed. Only `PlatformStack.use` opens them."""

    stack: str
    _sealed: Outputs
    _names: Mapping[Ref, str]


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A consumer reads one output of a producer: one Spacelift dependency reference.

    Without an output (both names empty) it is order alone.
    """

    producer: str
    output: str
    consumer: str
    variable: str


@dataclass(frozen=True, slots=True)
class S3State:
    """Where the state lies when Spacelift does not keep it."""

    bucket: str
    region: str


class PlatformStack(TerraformStack):
    """A state of its own, and a record of what it reads from others; `charts` are written beside its JSON."""

    def __init__(self, scope: Construct, environment: str, name: str, state: S3State | None = None) -> None:
        """Create the stack `<environment>-<name>`; without `state` the JSON has no backend."""
        super().__init__(scope, f"{environment}-{name}")
        self.environment = environment
        self.name = name
        self.edges: dict[Edge, Ref] = {}
        self.charts: set[str] = set()
        # `"backend": null` and `{}` are invalid, this is not; the writer removes it.
        backend: object = {"local": Token.null_value()}
        if state:
            backend = {
                "s3": {
                    "bucket": state.bucket,
                    "encrypt": True,
                    "key": f"{environment}/{name}/terraform.tfstate",
                    "region": state.region,
                    "use_lockfile": True,
                }
            }
        self.add_override("terraform", {"required_version": REQUIRED_VERSION, "backend": backend})

    def prepare_stack(self) -> None:
        """Nothing: CDKTF would look through the whole stack for tokens of others, and read their states (ADR 0002)."""

    def publish(self, outputs: Outputs) -> Published[Outputs]:
        """Make every `Ref` of an outputs dataclass a Terraform output, and seal the dataclass."""
        names = dict(_leaves(outputs))
        for ref, name in names.items():
            TerraformOutput(self, name, value=ref, static_id=True)
        return Published(self.name, outputs, names)

    def use(self, published: Published[Outputs], pick: Callable[[Outputs], Ref]) -> Ref:
        """A variable that Spacelift fills with one output of an earlier stack."""
        return self._variable(published, pick(published._sealed))

    def use_each(
        self, published: Published[Outputs], pick: Callable[[Outputs], Mapping[Key, Ref]]
    ) -> dict[Key, Ref]:
        """The same for every entry that `pick` returns."""
        return {key: self._variable(published, ref) for key, ref in pick(published._sealed).items()}

    def _variable(self, published: Published[Outputs], ref: Ref) -> Ref:
        output = published._names[ref]
        name = f"{published.stack}_{output}".replace("-", "_")
        edge = Edge(published.stack, output, self.name, name)
        if edge not in self.edges:
            description = f"Output {output} of stack {published.stack}"
            declared = TerraformVariable(self, name, type="string", nullable=False, description=description)
            self.edges[edge] = Ref(declared.string_value)
        return self.edges[edge]

    def variable_of(self, ref: Ref) -> str:
        """Name of the variable that `use` has returned, for an expression that CDKTF cannot write."""
        return next(edge.variable for edge, made in self.edges.items() if made == ref)

    def after(self, published: Published[Any]) -> None:
        """Run after another stack without reading anything from it."""
        self.edges.setdefault(Edge(published.stack, "", self.name, ""), Ref(""))


def words(values: Any) -> Ref:
    """A list that only Terraform knows, as one text with spaces between; outputs are texts."""
    return Ref(Fn.join(" ", values))


def text(value: Any) -> Ref:
    """A number that only Terraform knows, as text."""
    return Ref(Token.as_string(value))


def without_scheme(url: Any) -> Ref:
    """A URL without `https://`, as IAM conditions name an issuer."""
    return Ref(Fn.replace(url, "https://", ""))


def siblings(addresses: Any) -> Ref:
    """Pattern for every host beside the first one of `host:port,…`: its name with `*` for the first part."""
    return Ref(Fn.replace(Fn.element(Fn.split(":", addresses), 0), "/^[^.]+/", "*"))


def broker(addresses: Any, number: int, port: int) -> Ref:
    """One of `host:port,…` at another port; brokers are counted from 0."""
    one = Fn.element(Fn.split(",", addresses), number)
    return Ref(f"{Fn.element(Fn.split(':', one), 0)}:{port}")


def create_before_destroy() -> TerraformResourceLifecycle:
    """For what others hold on to while it is replaced."""
    return TerraformResourceLifecycle(create_before_destroy=True)


def ignore_changes(*attributes: str, keep: bool = False) -> TerraformResourceLifecycle:
    """For attributes that another resource, or AWS itself, goes on to change.

    `keep` has Terraform refuse to destroy what AWS itself would not protect.
    """
    return TerraformResourceLifecycle(ignore_changes=list(attributes), prevent_destroy=keep or None)


def _leaves(outputs: Any) -> list[tuple[Ref, str]]:
    """(value, output name) of every `Ref` and every entry of a `dict[..., Ref]`."""
    found: list[tuple[Ref, str]] = []
    for field in fields(outputs):
        value = getattr(outputs, field.name)
        items = value.items() if isinstance(value, dict) else [(None, value)]
        found += [(ref, "_".join(filter(None, (field.name, key))).replace("-", "_")) for key, ref in items]
    return found
