"""What people do between the waves of a first deployment: fill secrets, and bring images into our registry."""

import json
import re

from modules.kit.write import Json
from modules.spacelift.inputs import Inputs, Run

CACHED = r"[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/[^\s\"']+:[^\s\"']+"
"""An image of our registry with its tag, in any text."""

OCI = "oci://"

TOOL = (
    "images() {",
    '  jq -r --arg key "$2" \'.resource.helm_release[$key].values[0]\' "$1" |',
    '    helm template "${@:3}" -f - |',
    '    grep -oE "[0-9]{12}[.]dkr[.]ecr[.][^[:space:]\\"\',]+:[^[:space:]\\"\',]+"',
    "}",
)
"""A function of bash: file, key of the release, and what `helm template` is told."""


def empty(run: Run) -> list[tuple[str, str]]:
    """(name, description) of secrets that the stack makes and does not fill."""
    held: Json = run.document["resource"]
    filled = str(held.get("aws_secretsmanager_secret_version", {}))
    return [
        (made["name"], made["description"])
        for key, made in sorted(held.get("aws_secretsmanager_secret", {}).items())
        if f"aws_secretsmanager_secret.{key}." not in filled
    ]


def images(run: Run) -> list[str]:
    """Images that values name in whole: those of charts of ours, and of charts that are told all of it."""
    found: set[str] = set()
    for release in run.document["resource"].get("helm_release", {}).values():
        for text in release["values"]:
            values = json.loads(_plain(text))
            found |= set(re.findall(CACHED, text)) | set(_told(values)) | set(_injected(values))
    return sorted(found)


def _plain(text: str) -> str:
    """References may hold quotes, which JSON would end at."""
    return re.sub(r"(?<!\$)\$\{[^}]*\}", "reference", text)


def _injected(values: Json) -> list[str]:
    """Istio's proxy, which no object names: istiod puts it into pods."""
    shared = values.get("global", {})
    hub = shared.get("hub") if isinstance(shared, dict) else None
    return [f"{hub}/proxyv2:{shared['tag']}"] if hub else []


def _told(value: object) -> list[str]:
    """Repository and tag beside each other."""
    if isinstance(value, list):
        return [found for inner in value for found in _told(inner)]
    if not isinstance(value, dict):
        return []
    found = [image for inner in value.values() for image in _told(inner)]
    repository, tag = value.get("repository"), value.get("tag")
    if isinstance(repository, str) and tag and re.fullmatch(CACHED, f"{repository}:{tag}"):
        found.append(f"{repository}:{tag}")
    return found


def rendering(inputs: Inputs, run: Run) -> list[str]:
    """Commands that print the images of a stack's public charts, hidden ones too."""
    lines: list[str] = []
    for key, release in sorted(run.document["resource"].get("helm_release", {}).items()):
        if release["chart"].startswith("./"):
            continue
        repository = release["repository"]
        chart = (
            f"{repository}/{release['chart']}"
            if repository.startswith(OCI)
            else f"{release['chart']} --repo {repository}"
        )
        file = f"{inputs.folder(run.name)}/cdk.tf.json"
        lines.append(
            f"images {file} {key} {release['name']} {chart} --version {release['version']} -n {release['namespace']}"
        )
    return lines
