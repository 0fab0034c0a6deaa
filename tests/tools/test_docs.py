"""The generated documents are those of the JSON, and the matrix has no hole."""

import json
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from modules.kit.stack import Edge
from modules.model.environment import Environment
from modules.model.load import load
from modules.synth import Synthesis
from tests.policy.facts import Estate, Json
from tools.docs import trace
from tools.docs.__main__ import main
from tools.docs.elements import Selector, elements
from tools.docs.enforcement import Enforcement
from tools.docs.named import ids
from tools.docs.pages import ENVIRONMENT, beside, documents, figures, written
from tools.docs.tables import waves

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "docs" / "generated"
ARROWS = frozenset(trace.ARROWS)

NOT_YET = {"shared-workers"}
"""Stacks that the inventory knows and that may be absent: a list that only becomes shorter."""


@pytest.fixture(scope="module")
def enforcement(synthesis: Synthesis, environments: dict[str, Environment]) -> Enforcement:
    stacks: dict[str, Json] = {
        path.parent.name: json.loads(json.dumps(document))
        for path, document in synthesis.documents.items()
        if path.parts[0] == ENVIRONMENT
    }
    return Enforcement(environments[ENVIRONMENT], stacks, beside(ROOT / "spacelift" / ENVIRONMENT))


@pytest.fixture(scope="module")
def matrix(enforcement: Enforcement) -> tuple[trace.Traced, ...]:
    return trace.traced(enforcement)


def test_committed_documents_are_fresh(enforcement: Enforcement, synthesis: Synthesis) -> None:
    """TD-6: with both figures, as pictures and to edit."""
    fresh = documents(enforcement, synthesis.edges[ENVIRONMENT])
    committed = written(GENERATED)
    assert committed.keys() == fresh.keys(), "run make docs and commit it"
    for name, text in fresh.items():
        assert committed[name] == text, f"{name} is stale; run make docs"


def test_a_selector_asks_for_values_and_not_for_names_of_attributes(enforcement: Enforcement) -> None:
    """NT-02: every subnet says whether it maps public addresses, three of them are the DMZ."""
    found = elements(enforcement.stacks)
    assert [each for each in found if Selector.read("tm-vpc aws_subnet.* ~ database").takes(each)]
    assert not [each for each in found if Selector.read("* aws_subnet.* ~ map_public").takes(each)]


def test_every_id_has_an_address_or_a_reason(matrix: tuple[trace.Traced, ...]) -> None:
    """CX-29, WA-3…WA-7: and one of six pillars; TD-7, WA-2 and the absences have reasons."""
    assert not trace.problems(matrix, trace.inventory())


def test_the_matrix_has_every_arrow_and_every_chapter(matrix: tuple[trace.Traced, ...]) -> None:
    found = [line.id for line in matrix]
    assert len(found) == len(set(found))
    assert set(found) >= ARROWS
    counts = {
        prefix: sum(each.startswith(f"{prefix}-") for each in found)
        for prefix in ("EP", "HZ", "NM", "SA", "PE", "ZN", "CO", "NT", "SE", "CL", "WA", "TD", "CX")
    }
    assert counts == {
        "EP": 14,
        "HZ": 3,
        "NM": 18,
        "SA": 4,
        "PE": 5,
        "ZN": 6,
        "CO": 11,
        "NT": 20,
        "SE": 6,
        "CL": 13,
        "WA": 7,
        "TD": 7,
        "CX": 40,
    }
    assert {line.pillar for line in matrix} == set(trace.PILLARS)


def test_every_id_is_named_by_a_test(matrix: tuple[trace.Traced, ...]) -> None:
    """In the docstring of the test, of its file, or of the module that it tests."""
    assert not [line.id for line in matrix if not line.tests]


def test_holes_stale_reasons_and_unknown_ids_are_noticed(matrix: tuple[trace.Traced, ...]) -> None:
    known = trace.inventory()
    [kafka] = [line for line in matrix if line.id == "EP-09"]
    bare = trace.Traced("EP-09", "brokers", "security", (), "", ())
    stale = trace.Traced("EP-09", "brokers", "beauty", kafka.found, "is by hand", ())

    assert trace.problems((bare,), known) == ["EP-09: neither an address nor a reason"]
    first, second = trace.problems((stale,), known)
    assert first.startswith("EP-09: has an address, so its reason is stale: ")
    assert second == "EP-09: 'beauty' is no pillar"
    without = {key: entry for key, entry in known.items() if key != "EP-09"}
    assert trace.problems((), without) == ["EP-09: tests name it, the inventory does not"]


def test_no_selector_is_without_a_match(enforcement: Enforcement) -> None:
    """What selects nothing has been renamed, or belongs to a stack that has gone."""
    asked = {
        Selector.read(written).stack
        for entry in trace.inventory().values()
        for written in entry.get("at", ())
    }
    absent = {each for each in asked if not any(fnmatchcase(name, each) for name in enforcement.names)}
    assert absent <= NOT_YET
    idle = [
        f"{key}: {written}"
        for key, entry in trace.inventory().items()
        for written in entry.get("at", ())
        if Selector.read(written).stack not in absent
        and not any(Selector.read(written).takes(part) for part in enforcement.parts)
    ]
    assert not idle


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("EP-01…EP-03 but EP-02, NM-09", {"EP-01", "EP-03", "NM-09"}),
        ("NM-03…NM-05", {"NM-03", "NM-04", "NM-05"}),
        ("arrow 13.1 over TLS 1.2, v1.2 and §2.1", {"13.1"}),
        ("Arrows: 5.4, 9.9", {"5.4"}),
    ],
)
def test_ids_are_read_from_texts(text: str, found: set[str]) -> None:
    assert ids(text, ARROWS) == found


def test_kubernetes_objects_are_elements_with_their_rows() -> None:
    policy = {
        "kind": "NetworkPolicy",
        "metadata": {"name": "a", "namespace": "b", "annotations": {"blx-demo.com/rows": "9.2, 5.3 ingress"}},
    }
    release = {"chart": "./charts/x", "values": [json.dumps({"objects": [policy]})]}
    rule = {"description": "arrows 12.2, 12.2 direct"}
    made = {"helm_release": {"x": release}, "aws_vpc_security_group_egress_rule": {"r": rule}}

    group, made_object, own = elements({"tm": {"resource": made}})[::-1]

    assert own.address == "helm_release.x NetworkPolicy b/a"
    assert own.rows == {"9.2", "5.3 ingress"}
    assert made_object.rows == {"12.2", "12.2 direct"}
    assert group.address == "helm_release.x"


def test_waves_follow_edges_and_refuse_circles() -> None:
    edges = [Edge("a", "x", "b", "a_x"), Edge("b", "", "c", "")]

    assert waves(["c", "b", "a", "d"], edges) == [["a", "d"], ["b"], ["c"]]
    with pytest.raises(ValueError, match="wait for one another"):
        waves(["a", "b"], [*edges[:1], Edge("b", "", "a", "")])


def test_one_id_is_told_whole(enforcement: Enforcement, capsys: pytest.CaptureFixture[str]) -> None:
    assert trace.show("5.4", enforcement) == 0
    said = capsys.readouterr().out
    assert said.startswith("5.4  eks-apps → kafka\n")
    for part in ("tm-firewall: aws_vpc_security_group_ingress_rule.", "test     tests/model/test_flows.py"):
        assert part in said

    assert trace.show("5.5", enforcement) == 2
    assert "ID: the inventory has no '5.5'" in capsys.readouterr().err


def test_the_program_prints_one_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--trace", "NM-12"]) == 0
    assert "address  tm-dns: aws_route53_zone.dns_zone" in capsys.readouterr().out
    assert main(["--trace", ""]) == 2


def test_an_estate_without_a_lake_has_one_figure(enforcement: Enforcement) -> None:
    environment = load(ROOT / "environments" / f"{ENVIRONMENT}.toml", None).model_copy(
        update={"datalake": None}
    )
    stacks = {name: made for name, made in enforcement.stacks.items() if not name.startswith("lake-")}

    [figure] = figures(Estate(environment, stacks))

    labels = {arrow.label for arrow in figure.arrows}
    assert labels == ARROWS - {"16.1", "16.2"}
    assert all(box.key != "data-lake" for box in figure.boxes)
