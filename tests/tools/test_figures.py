"""Figures are readable: nothing overlaps, every arrow hangs on its boxes, every number stands free.

The document's figures: DOC-2, DOC-3.
"""

from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from modules.model.load import load
from tests.policy.facts import Estate, read_tree
from tools.docs import figure_lake, figure_tm
from tools.docs.drawio import drawio
from tools.docs.figure import Arrow, Box, Figure, Line, Point
from tools.docs.pages import ENVIRONMENT
from tools.docs.route import route
from tools.docs.svg import svg

ROOT = Path(__file__).parents[2]

Drawn = tuple[Figure, tuple[Line, ...]]


@pytest.fixture(scope="module", params=[figure_tm, figure_lake], ids=["tm", "lake"])
def drawn(request: pytest.FixtureRequest) -> Drawn:
    environment = load(ROOT / "environments" / f"{ENVIRONMENT}.toml", None)
    figure: Figure = request.param.figure(Estate(environment, read_tree(ROOT / "spacelift")[ENVIRONMENT]))
    return figure, route(figure)


def _points(line: Line) -> list[Point]:
    """Every grid point of a way, in order."""
    found = [line.points[0]]
    for (x, y), (far_x, far_y) in pairwise(line.points):
        steps = abs(far_x - x) + abs(far_y - y)
        way = ((far_x > x) - (far_x < x), (far_y > y) - (far_y < y))
        found += [(x + way[0] * step, y + way[1] * step) for step in range(1, steps + 1)]
    return found


def _apart(one: Box, other: Box) -> bool:
    return any(one.end[axis] < other.at[axis] or other.end[axis] < one.at[axis] for axis in (0, 1))


def test_boxes_lie_apart_and_inside_their_frames(drawn: Drawn) -> None:
    figure, _ = drawn
    frames = {each.key: each for each in figure.boxes if each.frame}
    solid = [box for box in figure.boxes if not box.frame]
    for one, other in combinations(solid, 2):
        assert _apart(one, other), f"{one.key} and {other.key}"
    areas = {area.key: (area.at, area.size) for area in figure.areas}
    areas |= {key: (frame.at, frame.size) for key, frame in frames.items()}
    for box in figure.boxes:
        at, size = areas[box.inside]
        for axis in (0, 1):
            assert at[axis] < box.at[axis], box.key
            assert box.end[axis] < at[axis] + size[axis], box.key


def test_arrows_hang_on_their_boxes_and_pass_none(drawn: Drawn) -> None:
    figure, lines = drawn
    boxes = {box.key: box for box in figure.boxes}
    for line in lines:
        for key, point in ((line.arrow.source, line.points[0]), (line.arrow.target, line.points[-1])):
            box = boxes[key]
            assert box.holds(point), line.arrow.label
            assert point[0] in (box.at[0], box.end[0]) or point[1] in (box.at[1], box.end[1])
        for point in _points(line)[1:-1]:
            assert not any(box.holds(point) for box in figure.boxes if not box.frame), line.arrow.label


def test_no_two_arrows_share_a_line(drawn: Drawn) -> None:
    _, lines = drawn
    steps = [frozenset(pair) for line in lines for pair in pairwise(_points(line))]
    assert len(steps) == len(set(steps))


def test_labels_stand_on_their_arrows_free_of_boxes_and_each_other(drawn: Drawn) -> None:
    figure, lines = drawn
    for line in lines:
        assert line.label in _points(line)
        assert not any(box.holds(line.label) for box in figure.boxes if not box.frame), line.arrow.label
    for one, other in combinations(lines, 2):
        apart = abs(one.label[0] - other.label[0]) >= 2 or abs(one.label[1] - other.label[1]) >= 1
        assert apart, f"{one.arrow.label} and {other.arrow.label}"


def test_labels_stand_off_the_crossings_of_their_arrows(drawn: Drawn) -> None:
    """A number on a crossing could be that of either line."""
    _, lines = drawn
    for one in lines:
        wide = len(one.arrow.label) // 5 + 1
        around = {(one.label[0] + step, one.label[1]) for step in range(-wide, wide + 1)} & set(_points(one))
        crossed = [other.arrow.label for other in lines if other != one and around & set(_points(other))]
        assert not crossed, f"{one.arrow.label} on {crossed}"


def test_arrows_beside_one_another_lie_in_the_order_of_their_numbers(drawn: Drawn) -> None:
    _, lines = drawn
    beside: dict[tuple[str, str], list[Line]] = {}
    for line in sorted(lines, key=lambda each: (len(each.arrow.label), each.arrow.label)):
        beside.setdefault((line.arrow.source, line.arrow.target), []).append(line)
    for held in beside.values():
        starts = [(line.points[0][1], line.points[0][0]) for line in held]
        assert starts == sorted(starts), [line.arrow.label for line in held]


def test_texts_fit_into_their_boxes(drawn: Drawn) -> None:
    figure, _ = drawn
    for box in figure.boxes:
        for text in box.lines:
            assert len(text) * 7 <= box.size[0] * 20, f"{box.key}: {text}"
        assert len(box.lines) * 16 + 18 <= box.size[1] * 20, box.key


def test_figure_1_has_the_38_arrows_of_the_document(drawn: Drawn) -> None:
    figure, lines = drawn
    labels = {line.arrow.label.split()[0] for line in lines}
    if figure.name == "figure-1-tm":
        assert len(lines) == len(labels) == 38
    else:
        assert labels >= {"16.1", "16.2"}


def test_both_files_are_well_formed_and_say_the_same(drawn: Drawn) -> None:
    figure, lines = drawn
    picture = ET.fromstring(svg(figure, lines))  # noqa: S314 -- our own text
    file = ET.fromstring(drawio(figure, lines))  # noqa: S314 -- the same
    cells = [cell.attrib for cell in file.iter("mxCell")]
    keys = {cell["id"] for cell in cells}
    assert len(keys) == len(cells)
    edges = [cell for cell in cells if cell.get("edge")]
    assert sorted(cell["value"] for cell in edges) == sorted(line.arrow.label for line in lines)
    assert all({cell["source"], cell["target"], cell["parent"]} <= keys for cell in edges)
    written = {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {box.title for box in figure.boxes} | {line.arrow.label for line in lines} <= written


def test_a_box_that_is_walled_in_is_said() -> None:
    def box(key: str, at: Point, size: Point) -> Box:
        return Box(key=key, title=key, at=at, size=size)

    walls = [
        box("n", (3, 3), (9, 1)),
        box("s", (3, 11), (9, 1)),
        box("w", (3, 5), (1, 5)),
        box("e", (11, 5), (1, 5)),
    ]
    inner, outer = box("in", (6, 6), (3, 3)), box("out", (20, 6), (3, 3))
    arrow = Arrow(label="1", source="in", target="out", group="g")
    figure = Figure(
        name="f",
        title="f",
        size=(30, 20),
        areas=(),
        boxes=(*walls, box("nw", (3, 4), (9, 1)), box("sw", (3, 10), (9, 1)), inner, outer),
        arrows=(arrow,),
        groups={"g": "#000000"},
    )
    with pytest.raises(ValueError, match="no way from in to out"):
        route(figure)
