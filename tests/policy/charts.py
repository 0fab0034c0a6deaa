"""Readers of releases: their values, the objects of local charts, and the keys that a public chart has."""

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from modules.model.charts import CHARTS, Chart
from tests.policy.facts import Estate, Json, only

FACTS = Path(__file__).parents[1] / "facts" / "charts"

REFERENCE = re.compile(r"(?<!\$)\$\{[^}]*\}")


def values_of(release: Json) -> Json:
    """The one document of values as the chart gets it; references stay as `${…}`, quotes in them become `'`."""
    return _read(only(release["values"], release["name"]))


@lru_cache(maxsize=512)
def _read(text: str) -> Json:
    """Read once: nobody changes what is read, and mutants change the text."""
    plain = REFERENCE.sub(lambda found: found[0].replace('"', "'"), text)
    values: Json = json.loads(plain.replace("$${", "${").replace("%%{", "%{"))
    return values


def is_local(release: Json) -> bool:
    """Whether it is a chart beside the stack's JSON."""
    return str(release["chart"]).startswith("./charts/")


def objects_of(release: Json) -> list[Json]:
    """The Kubernetes objects of a local chart."""
    values = values_of(release)
    assert set(values) == {"objects"}, release["name"]
    found: list[Json] = values["objects"]
    return found


def objects(estate: Estate, kind: str) -> list[tuple[str, Json]]:
    """(stack, object) of one kind in all local charts."""
    return [
        (stack, each)
        for stack, _, release in estate.everywhere("helm_release")
        if is_local(release)
        for each in objects_of(release)
        if each["kind"] == kind
    ]


def public(estate: Estate) -> list[tuple[str, Chart, Json]]:
    """(stack, row of the table, release) of every public chart. Fails on one that no row describes."""
    version = estate.environment.versions.kubernetes
    found = []
    for stack, _, release in estate.everywhere("helm_release"):
        if not is_local(release):
            named = (release["chart"], release["version"], release["name"], release["namespace"])
            rows = [
                row
                for row in CHARTS
                if row.takes(version) and (row.name, row.version, row.release, row.namespace) == named
            ]
            found.append((stack, only(rows, f"{stack}: rows for {named}"), release))
    return found


@cache
def facts_of(platform: str) -> Json:
    """Chart, versions, and the tree of keys that its values have; `*` opens what is below a key."""
    facts: Json = json.loads((FACTS / f"{platform}.json").read_text(encoding="utf-8"))
    return facts | {"keys": _tree(facts["keys"])}


def _tree(packed: str | dict[str, Any]) -> dict[str, Any]:
    """Written: an object of objects, in which a text (or the text under `.`) lists the keys that end there."""
    table = {".": packed} if isinstance(packed, str) else packed
    ends = {word.rstrip("*"): "*" if word.endswith("*") else "" for word in table.get(".", "").split()}
    return ends | {key: _tree(inner) for key, inner in table.items() if key != "."}


def unknown_keys(values: Json, keys: Json, above: str = "") -> Iterator[str]:
    """Every key that the chart does not have, and every map or text where it has the other."""
    for key, value in values.items():
        path = f"{above}.{key}" if above else key
        known = keys.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            yield from unknown_keys(value, known, path)
        elif (
            known is None
            or (isinstance(known, dict) and value is not None)
            or (known == "" and isinstance(value, dict))
        ):
            yield path


def values_at(values: Json, path: str) -> Json:
    """What lies below a path of keys. Fails on a key that is not there."""
    here = values
    for key in path.split("."):
        here = here[key]
    return here


HOSTS = re.compile(
    r"(?:docker\.io|quay\.io|ghcr\.io|gcr\.io|registry\.k8s\.io|public\.ecr\.aws|ecr-public\.aws\.com"
    r"|registry\.istio\.io|mcr\.microsoft\.com)/"
)
"""Registries that charts take images from when nobody says otherwise."""

NAMES = {"image", "registry", "repository", "hub", "imageRegistry"}
"""Keys under which charts look for an image, whole or in part."""


def images_outside(value: object, registry: str, key: str = "") -> list[str]:
    """Every image in values that does not come from our registry, also inside arguments and texts."""
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in images_outside(inner, registry, name)]
    if isinstance(value, list):
        return [found for inner in value for found in images_outside(inner, registry, key)]
    if not isinstance(value, str):
        return []
    named = key in NAMES and value != "" and not value.startswith(registry)
    return [value] if named or HOSTS.search(value.replace(f"{registry}/", "")) else []
