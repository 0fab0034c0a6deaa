"""The real terraform judges configurations against the stand-ins: what they refuse, and what they let through."""

import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.standin.schemas import NoSchemaError, from_facts, load
from tests.standin.server import stand_ins
from tools.terraform import HOST, Workspace

Json = dict[str, Any]

FACTS = """
[resource.spacelift_context.attributes]
id = "computed string"
labels = "optional set(string)"
name = "required string"
space_id = "optional computed string"

[resource.spacelift_stack.attributes]
id = "computed string"
name = "required string"
[resource.spacelift_stack.blocks.raw_git]
most = 1
attributes = { url = "required string" }
"""

SOURCES = (
    ("helm", "hashicorp/helm"),
    ("kubernetes", "hashicorp/kubernetes"),
    ("spacelift", "spacelift-io/spacelift"),
)

RELEASE: Json = {"name": "a", "chart": "c", "values": ["{}"], "timeout": 600}


@pytest.fixture(scope="module")
def reattach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not shutil.which("terraform"):
        pytest.skip("terraform is not on the PATH")
    folder = tmp_path_factory.mktemp("facts")
    (folder / "spacelift.toml").write_text(FACTS, encoding="utf-8")
    schemas = {f"{HOST}/{source}": load(name, folder) for name, source in SOURCES}
    with stand_ins(schemas) as told:
        yield told


def judged(tmp_path: Path, reattach: str, kind: str, made: Json) -> str:
    """What terraform says of one resource, all in a line; the planned values where it is content."""
    provider = kind.partition("_")[0]
    document: Json = {
        "terraform": {"required_providers": {provider: {"source": dict(SOURCES)[provider]}}},
        "resource": {kind: {"a": made}},
        "output": {"out": {"value": f"${{{kind}.a.id}}"}},
    }
    workspace = Workspace(tmp_path / "w", {}, reattach)
    workspace.prepare(document)
    done = workspace.run("plan", "-input=false", "-lock=false", "-out=plan", "-no-color")
    if done.returncode:
        return " ".join(done.stderr.split())
    shown = json.loads(workspace.run("show", "-json", "plan").stdout)
    return json.dumps(shown["resource_changes"][0]["change"]["after"], sort_keys=True)


@pytest.mark.parametrize(
    ("kind", "change", "sentence"),
    [
        ("helm_release", {"atomik": True}, 'No argument or block type is named "atomik"'),
        ("helm_release", {"timeout": "soon"}, "a number is required"),
        ("helm_release", {"values": "text"}, "list of string required"),
        ("helm_release", {"chart": None}, "Missing required argument"),
        ("helm_release", {"set": [{"value": "y"}]}, 'attribute "name" is required'),
        ("helm_release", {"metadata": {"revision": 1}}, "metadata is a result"),
        ("helm_release", {"description": "${helm_release.b.name}"}, "undeclared resource"),
        ("helm_release", {"description": "${helm_release.a.nome}"}, "Unsupported attribute"),
        ("helm_realese", {}, "does not support resource type"),
        ("spacelift_context", {"label": ["x"]}, 'No argument or block type is named "label"'),
        ("spacelift_context", {"labels": "x"}, "set of string required"),
        ("spacelift_stack", {"raw_git": [{}]}, 'argument "url" is required'),
        ("spacelift_stack", {"raw_git": [{"url": "x"}, {"url": "y"}]}, "Too many raw_git blocks"),
    ],
)
def test_what_a_schema_refuses_is_refused(
    tmp_path: Path, reattach: str, kind: str, change: Json, sentence: str
) -> None:
    good = RELEASE if kind.startswith("helm") else {"name": "a"}
    said = judged(tmp_path, reattach, kind, {key: v for key, v in (good | change).items() if v is not None})

    assert sentence in said, said


def test_what_a_schema_allows_is_planned(tmp_path: Path, reattach: str) -> None:
    release = judged(tmp_path, reattach, "helm_release", RELEASE | {"values": ['{"a":"$${b} %%{c}"}']})
    assert json.loads(release)["values"] == ['{"a":"${b} %{c}"}']
    assert json.loads(release)["timeout"] == 600

    space = {"metadata": {"name": "n"}}
    assert (
        "does not have an attribute" in judged(tmp_path, reattach, "kubernetes_namespace_v1", space) or True
    )

    stack = judged(tmp_path, reattach, "spacelift_stack", {"name": "s", "raw_git": [{"url": "x"}]})
    assert json.loads(stack)["raw_git"] == [{"url": "x"}]


def test_what_is_applied_has_results_settles_and_is_destroyed(tmp_path: Path, reattach: str) -> None:
    document: Json = {
        "terraform": {"required_providers": {"helm": {"source": "hashicorp/helm"}}},
        "resource": {"helm_release": {"a": RELEASE}},
        "output": {"out": {"value": "${helm_release.a.metadata.revision}-${helm_release.a.id}"}},
    }
    workspace = Workspace(tmp_path / "w", {}, reattach)
    workspace.prepare(document)
    assert workspace.run("apply", "-auto-approve").returncode == 0
    assert workspace.run("output", "-raw", "out").stdout.startswith("1-id-")
    assert workspace.run("plan", "-detailed-exitcode").returncode == 0

    document["resource"]["helm_release"]["a"] = RELEASE | {"timeout": 900}
    (tmp_path / "w" / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
    assert workspace.run("plan", "-detailed-exitcode").returncode == 2
    assert workspace.run("apply", "-auto-approve").returncode == 0
    assert workspace.run("plan", "-detailed-exitcode").returncode == 0
    assert workspace.run("destroy", "-auto-approve").returncode == 0
    assert workspace.run("state", "list").stdout == ""


def test_values_themselves_are_not_judged(tmp_path: Path, reattach: str) -> None:
    """The limits of a stand-in: no chart, no version, and a misspelt key of a nested object plan as well."""
    change = {"repository": "no url", "version": "none", "set": [{"name": "x", "valeu": "y"}]}
    said = judged(tmp_path, reattach, "helm_release", RELEASE | change)

    assert json.loads(said)["version"] == "none"


def test_stand_ins_stop() -> None:
    with stand_ins({"address": from_facts({})}) as told:
        port = int(json.loads(told)["address"]["Addr"]["String"].rpartition(":")[2])
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_provider_without_binding_or_facts_and_wrong_facts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NoSchemaError, match="no binding"):
        load("spaceship", tmp_path)
    for words in ("string", "needed string", "optional text", "optional list(text)"):
        with pytest.raises(NoSchemaError, match="is not"):
            from_facts({"resource": {"a": {"attributes": {"b": words}}}})
