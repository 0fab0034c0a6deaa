"""Releases of charts: public ones, pinned, and our own beside the stack's JSON. `kubernetes_manifest` is not used.

Every release waits for its objects, gives up as a whole, and never makes a namespace. Who uses these has to
have asked for the provider (`modules.kit.provider.helm`) in the same stack.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from cdktf import TerraformStack
from cdktf_cdktf_provider_helm.release import Release
from constructs import Construct

from modules.kit.chart import VERSION, Manifest, objects
from modules.kit.stack import Dependable, PlatformStack
from modules.model.charts import Chart

TIMEOUT = 900
"""Seconds that a release may take: the first node of a new group is part of it."""

HISTORY = 10
"""Revisions that Helm keeps in the cluster, so that a person can go back."""

OPENING = re.compile(r"[$%]\{(?!TfToken\[)")
"""What Terraform would read as its own; a token of CDKTF is meant to be."""

REFUSED = (
    ("#{TfToken[", "a list that only Terraform knows cannot stand in values"),
    ("$${TfToken[", "a dollar sign before a reference would take its meaning from it"),
    ("${ephemeral.", "a secret cannot stand in values: Helm and the state would keep it"),
)
LARGEST = 2**53


def release(
    scope: Construct,
    chart: Chart,
    values: Mapping[str, Any],
    *,
    skip_crds: bool = False,
    repository: str | None = None,
    after: Sequence[Dependable] = (),
) -> Dependable:
    """One public chart at its pinned version; `repository` replaces the chart's own by a mirror.

    `values` may hold a `Ref` inside any text, but not as a number, a truth value or a key.
    """
    return Release(
        scope,
        chart.release,
        name=chart.release,
        chart=chart.name,
        repository=repository or chart.repository,
        version=chart.version,
        namespace=chart.namespace,
        create_namespace=False,
        values=[document(values)],
        skip_crds=skip_crds,
        atomic=True,
        cleanup_on_fail=True,
        wait=True,
        wait_for_jobs=True,
        timeout=TIMEOUT,
        max_history=HISTORY,
        depends_on=list(after) or None,
    )


def local_chart(
    scope: Construct,
    name: str,
    *,
    namespace: str,
    manifests: Sequence[Manifest],
    after: Sequence[Dependable] = (),
) -> Dependable:
    """Kubernetes objects as one release; Helm keeps its record of them in `namespace`.

    Deleted objects go when they leave `manifests`. The chart is written to `charts/<name>` of the stack.
    Raises `ValueError` for a name that the stack has already.
    """
    stack = TerraformStack.of(scope)
    if not isinstance(stack, PlatformStack) or name in stack.charts:
        raise ValueError(f"chart {name} is there already, or is outside a stack")
    stack.charts.add(name)
    return Release(
        scope,
        name,
        name=name,
        chart=f"./charts/{name}",
        version=VERSION,
        namespace=namespace,
        create_namespace=False,
        values=[document({"objects": objects(manifests)})],
        skip_crds=True,
        atomic=True,
        cleanup_on_fail=True,
        wait=True,
        wait_for_jobs=True,
        timeout=TIMEOUT,
        max_history=HISTORY,
        depends_on=list(after) or None,
    )


def document(values: Mapping[str, Any]) -> str:
    """JSON, which is YAML: sorted, on one line; what is not a `Ref` reaches the chart letter by letter.

    A `Ref` stands in it as it is, so its value must need no escaping in JSON: an id, an ARN, a name, an address.
    """
    return json.dumps(
        _literal(values), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def _literal(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_key(key): _literal(inner) for key, inner in value.items()}
    if isinstance(value, str):
        for part, sentence in REFUSED:
            if part in value:
                raise ValueError(sentence)
        return OPENING.sub(lambda found: found[0][0] + found[0], value)
    if isinstance(value, Sequence):
        return [_literal(inner) for inner in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float) and abs(value) < LARGEST:
        return value
    raise ValueError(f"{value!r} cannot stand in values; a number that only Terraform knows cannot either")


def _key(key: Any) -> str:
    if not isinstance(key, str) or "TfToken[" in key:
        raise ValueError(f"{key!r} cannot be a key of values")
    return OPENING.sub(lambda found: found[0][0] + found[0], key)
