"""The local chart: Kubernetes objects travel as its values, so one template serves every chart of ours.

The files lie in the stack's own folder, so that a project root holds everything that it needs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from modules.kit.write import MARK

VERSION = "1.0.0"
"""Of every local chart; raised with the template, by which Helm notices that it is another one."""

TEMPLATE = f"""\
{{{{- /* {MARK} */ -}}}}
{{{{- range .Values.objects }}}}
---
{{{{ toYaml . }}}}
{{{{- end }}}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One object of the Kubernetes API; `body` is everything beside its kind and metadata.

    `namespace` is None for an object of the whole cluster. Names, labels and texts in `body` may be a `Ref`.
    """

    api_version: str
    kind: str
    name: str
    namespace: str | None
    body: Mapping[str, Any]
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """By which a cluster tells objects apart."""
        return self.api_version.partition("/")[0], self.kind, self.namespace or "", self.name

    def rendered(self) -> dict[str, Any]:
        """The object as the API takes it. Raises `ValueError` for a body that says what the fields say."""
        own = {"apiVersion", "kind", "metadata"} & self.body.keys()
        if own:
            message = (
                f"{self.kind} {self.name}: {', '.join(sorted(own))} comes from the fields, not from the body"
            )
            raise ValueError(message)
        known = {"namespace": self.namespace, "labels": self.labels, "annotations": self.annotations}
        metadata = {"name": self.name} | {key: value for key, value in known.items() if value}
        return {"apiVersion": self.api_version, "kind": self.kind, "metadata": metadata, **self.body}


def objects(manifests: Iterable[Manifest]) -> list[dict[str, Any]]:
    """In the order given. Raises `ValueError` for none at all and for two of one name."""
    given = list(manifests)
    if not given:
        raise ValueError("a local chart needs an object")
    seen: set[tuple[str, str, str, str]] = set()
    for each in given:
        if each.identity in seen:
            raise ValueError(f"{each.kind} {each.name} is there already")
        seen.add(each.identity)
    return [each.rendered() for each in given]


def files(charts: Iterable[str]) -> dict[Path, str]:
    """Every file of the local charts of these names, by its path below the stack's folder."""
    found: dict[Path, str] = {}
    for name in sorted(charts):
        head = f"# {MARK}\napiVersion: v2\nname: {name}\ntype: application\nversion: {VERSION}\n"
        found[Path("charts", name, "Chart.yaml")] = head
        found[Path("charts", name, "templates", "objects.yaml")] = TEMPLATE
    return found
