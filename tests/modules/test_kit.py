"""The kit: addresses, edges, policies, and what it refuses."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from cdktf import App
from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey

from modules.kit.chart import files
from modules.kit.iam import Statement
from modules.kit.stack import Edge, PlatformStack, S3State
from modules.kit.write import AddressError, canonical, render, write_tree
from modules.model.environment import Environment
from modules.synth import ProviderError, Synthesis, synthesize
from tests.policy.facts import Estate, Json


@dataclass(frozen=True)
class Nothing:
    """The outputs of a stack that nobody reads from."""


def _element(path: str, unique: str) -> Json:
    return {"//": {"metadata": {"path": path, "uniqueId": unique}}, "tags": None, "name": path}


def _document(**elements: Json) -> Json:
    return {"terraform": {"backend": {"local": {}}}, "resource": {"aws_vpc": elements}}


def test_addresses_lose_their_hash_everywhere() -> None:
    made = _document(a_b_0123ABCD=_element("s/a/b", "a_b_0123ABCD"))
    made["output"] = {"id": {"value": "${aws_vpc.a_b_0123ABCD.id}-${aws_vpc.other_0123ABCD.id}"}}

    document = canonical(made)

    assert document["resource"]["aws_vpc"] == {"a_b": {"name": "s/a/b"}}
    assert document["output"]["id"]["value"] == "${aws_vpc.a_b.id}-${aws_vpc.other_0123ABCD.id}"
    assert "backend" not in document["terraform"]


@pytest.mark.parametrize(
    "elements",
    [
        {"a_AAAAAAAA": _element("s/a_b", "a_AAAAAAAA")},
        {"a_AAAAAAAA": _element("s/A", "a_AAAAAAAA")},
        {"x_AAAAAAAA": _element("s/a/b", "x_AAAAAAAA"), "x_BBBBBBBB": _element("s/a/b", "x_BBBBBBBB")},
    ],
)
def test_addresses_that_could_meet_are_refused(elements: dict[str, Json]) -> None:
    with pytest.raises(AddressError, match="kebab-case"):
        canonical(_document(**elements))


def test_every_element_of_the_tree_is_in_the_json(estate: Estate) -> None:
    """CDKTF merges two elements of one address without a word; the paths are the addresses here."""
    for name, document in estate.stacks.items():
        for kinds in (document["resource"], document.get("data", {})):
            for made in kinds.values():
                assert all("__" not in address and address for address in made), name


def test_a_resource_without_its_provider_is_refused(
    monkeypatch: pytest.MonkeyPatch, environments: dict[str, Environment], tmp_path: Path
) -> None:
    """Terraform would take the credentials and the region of whoever runs it."""

    def unprovided(app: App, environment: Environment) -> list[PlatformStack]:
        stack = PlatformStack(app, environment.name, "s")
        KmsKey(stack, "key")
        return [stack]

    monkeypatch.setattr("modules.synth.build", unprovided)

    with pytest.raises(ProviderError, match="s: there is no provider aws"):
        synthesize([environments["sandbox"]], str(tmp_path))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ({"description": "x"}, {"description": 1}),
        ({"deletion_window_in_days": 7}, {"deletion_window_in_days": "7"}),
        ({"tags": {"a": "b"}}, {"tags": ["a"]}),
    ],
)
def test_an_argument_of_the_wrong_type_is_refused_after_right_ones(
    right: dict[str, Any], wrong: dict[str, Any], tmp_path: Path
) -> None:
    stack = PlatformStack(App(outdir=str(tmp_path)), "e", "s")
    KmsKey(stack, "first", **right)
    KmsKey(stack, "second", **right)

    with pytest.raises(TypeError):
        KmsKey(stack, "third", **wrong)


def test_what_is_passed_by_without_an_output_is_no_state_of_another_stack(tmp_path: Path) -> None:
    """A token of another stack leads nowhere, which every reader refuses; CDKTF would read a file with that state."""
    app = App(outdir=str(tmp_path), stack_traces=False, skip_validation=True)
    first, second = (PlatformStack(app, "e", name) for name in ("first", "second"))

    KmsAlias(second, "alias", target_key_id=KmsKey(first, "key").id)
    app.synth()

    document = json.loads((tmp_path / "stacks" / "e-second" / "cdk.tf.json").read_text(encoding="utf-8"))
    assert "data" not in document
    assert "${aws_kms_key." in document["resource"]["aws_kms_alias"].popitem()[1]["target_key_id"]


def test_edges_are_exactly_the_variables(synthesis: Synthesis, estate: Estate) -> None:
    """P70, P71: what is recorded is what is declared, both ways."""
    edges = synthesis.edges[estate.environment.name]
    declared = {
        (name, variable)
        for name, document in estate.stacks.items()
        for variable in document.get("variable", {})
    }
    assert {(edge.consumer, edge.variable) for edge in edges if edge.output} == declared
    order = list(estate.stacks)
    assert all(edge.output in estate.stacks[edge.producer]["output"] for edge in edges if edge.output)
    assert set(order) >= {edge.producer for edge in edges}


def test_order_alone_is_an_edge_without_names(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    first, second = (PlatformStack(app, "e", name) for name in ("first", "second"))

    second.after(first.publish(Nothing()))

    assert list(second.edges) == [Edge("first", "", "second", "")]


def test_state_in_s3_locks_natively(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path), stack_traces=False)
    PlatformStack(app, "e", "tm-vpc", S3State("states", "eu-central-1"))
    app.synth()

    text = (tmp_path / "stacks" / "e-tm-vpc" / "cdk.tf.json").read_text(encoding="utf-8")

    assert '"use_lockfile": true' in text
    assert '"key": "e/tm-vpc/terraform.tfstate"' in text


def test_a_policy_that_allows_everything_is_refused() -> None:
    for action in ("*", "**", "*:*", "?*", "*:?*"):
        for resource in ("*", "**", "?*", "arn:*", "arn:aws:*", "arn:*:*:*:*:*"):
            with pytest.raises(ValueError, match=r"allows \* on \*"):
                Statement(sid="All", actions=("s3:GetObject", action), resources=("arn:aws:s3:::b", resource))
    with pytest.raises(ValueError, match="needs an action"):
        Statement(sid="None", actions=())
    assert Statement(sid="Deny", actions=("*",), deny=True).deny
    assert Statement(sid="Named", actions=("s3:Get*",), resources=("arn:aws:s3:::*",)).actions
    assert {each.name for each in fields(Statement)}.isdisjoint({"not_actions", "not_resources"})


def test_a_tree_is_written_in_full_or_not_at_all(tmp_path: Path) -> None:
    path = Path("e", "s", "cdk.tf.json")
    write_tree(tmp_path, {path: {"//": "generated, do not edit", "a": 1}}, {})
    write_tree(tmp_path, {path: {"//": "generated, do not edit", "a": 2}}, {})

    assert (tmp_path / path).read_text(encoding="utf-8") == render({"//": "generated, do not edit", "a": 2})
    written = sorted(each.name for each in tmp_path.rglob("*") if each.is_file())
    assert written == ["cdk.tf.json", "stack.meta.json"]


def test_a_chart_that_lost_its_stack_goes_and_a_file_of_a_person_stays(tmp_path: Path) -> None:
    home = Path("e", "s")
    stack: Json = {"//": "generated, do not edit"}
    texts = {home / path: text for path, text in files({"one", "two"}).items()}
    write_tree(tmp_path, {home / "cdk.tf.json": stack}, texts)
    (tmp_path / home / "charts" / "own.md").write_text("by hand", encoding="utf-8")

    write_tree(tmp_path, {home / "cdk.tf.json": stack}, {home / p: t for p, t in files({"one"}).items()})
    left = {str(path.relative_to(tmp_path / home)) for path in tmp_path.rglob("*") if path.is_file()}
    write_tree(tmp_path, {}, {})

    charts = {"charts/one/Chart.yaml", "charts/one/templates/objects.yaml", "charts/own.md"}
    assert left == charts | {"cdk.tf.json", "stack.meta.json"}
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["own.md"]
