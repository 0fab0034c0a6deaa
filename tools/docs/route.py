"""Ways for arrows over a grid: around boxes, without two on one line, with few bends and crossings.

The same figure gives the same ways: arrows go in a fixed order, and ties fall to the smaller place.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush

from tools.docs.figure import Area, Arrow, Box, Figure, Line, Point

STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))
BEND, CROSSING, NEAR, TITLE, BORDER, CROWDED, BESIDE = 6, 8, 2, 60, 3, 5, 2

State = tuple[Point, Point]
"""Where, and the direction in which one got there."""


@dataclass
class Grid:
    """What is taken already."""

    figure: Figure
    segments: set[frozenset[Point]] = field(default_factory=set)
    through: dict[Point, set[str]] = field(default_factory=dict)
    """Axes of the lines through a point; a bend has both."""

    def __post_init__(self) -> None:
        """Blocked points, and what points cost."""
        self.blocked: set[Point] = set()
        self.ends: set[Point] = set()
        self.cost: dict[Point, int] = {}
        for box in self.figure.boxes:
            for x in range(box.at[0] - 1, box.end[0] + 2):
                for y in range(box.at[1] - 1, box.end[1] + 2):
                    self._mark(box, (x, y))
        for area in self.figure.areas:
            self._border(area)

    def _border(self, area: Area) -> None:
        """Lines cross the frames of zones, but do not run along them or through their titles."""
        (left, top), (wide, tall) = area.at, area.size
        for x in range(left, left + len(area.title) // 2 + 2):
            self._add((x, top + 1), TITLE)
        around = [(x, y) for x in range(left, left + wide + 1) for y in (top, top + tall)]
        around += [(x, y) for y in range(top, top + tall + 1) for x in (left, left + wide)]
        for point in around:
            self._add(point, BORDER)

    def _add(self, point: Point, cost: int) -> None:
        self.cost[point] = self.cost.get(point, 0) + cost

    def _mark(self, box: Box, point: Point) -> None:
        inside = box.holds(point)
        if box.frame:
            edge = point[0] in (box.at[0], box.end[0]) or point[1] in (box.at[1], box.end[1])
            if inside and edge:
                self._add(point, BORDER)
            if inside and point[1] == box.at[1] + 1 and point[0] < box.at[0] + len(box.title) // 2 + 2:
                self._add(point, TITLE)
        elif inside:
            self.blocked.add(point)
        else:
            self._add(point, NEAR)

    def ports(self, box: Box, *, leaves: bool) -> dict[State, int]:
        """Free places on a box's edge with the direction through them, and what each costs: the middle is best."""
        found: dict[State, int] = {}
        (left, top), (right, bottom) = box.at, box.end
        for x in range(left + 1, right):
            off = abs(2 * x - left - right) // 2
            found[(x, top), (0, -1)] = found[(x, bottom), (0, 1)] = off
        for y in range(top + 1, bottom):
            off = abs(2 * y - top - bottom) // 2
            found[(left, y), (-1, 0)] = found[(right, y), (1, 0)] = off
        free = {
            state: cost + CROWDED * self._crowded(state[0])
            for state, cost in found.items()
            if state[0] not in self.through
        }
        if leaves:
            return free
        return {(point, (-way[0], -way[1])): cost for (point, way), cost in free.items()}

    def _crowded(self, point: Point) -> int:
        """How many lines end right beside a place."""
        return sum((point[0] + x, point[1] + y) in self.ends for x, y in STEPS)

    def step(self, state: State, way: Point, goal: set[Point]) -> tuple[Point, int] | None:
        """The next point in a direction and its price; None where no line may go."""
        point, came = state
        after = (point[0] + way[0], point[1] + way[1])
        inside = 0 < after[0] < self.figure.size[0] and 0 < after[1] < self.figure.size[1]
        taken = frozenset((point, after)) in self.segments
        if not inside or taken or (after in self.blocked and after not in goal):
            return None
        price = 1 + self.cost.get(after, 0) + BEND * (way != came)
        axis = "h" if way[0] else "v"
        here = self.through.get(point, set())
        if way != came and here:
            return None
        there = self.through.get(after, set())
        if axis in there or len(there) > 1:
            return None
        sides = ((0, 1), (0, -1)) if way[0] else ((1, 0), (-1, 0))
        beside = sum(axis in self.through.get((after[0] + x, after[1] + y), set()) for x, y in sides)
        return after, price + CROSSING * bool(there) + BESIDE * beside

    def take(self, points: list[Point]) -> None:
        """A line goes there now."""
        for one, other in itertools.pairwise(points):
            self.segments.add(frozenset((one, other)))
            for point in (one, other):
                self.through.setdefault(point, set()).add("h" if one[1] == other[1] else "v")
        for end in (points[0], points[-1]):
            self.ends.add(end)
            self.through[end] = {"h", "v"}


def route(figure: Figure) -> tuple[Line, ...]:
    """Every arrow with its way. Raises `ValueError` where there is none."""
    grid = Grid(figure)
    boxes = {box.key: box for box in figure.boxes}
    ordered = sorted(figure.arrows, key=lambda each: (_far(boxes, each), each.label, each.source))
    paths: dict[Arrow, list[Point]] = {}
    for arrow in ordered:
        paths[arrow] = _way(grid, boxes[arrow.source], boxes[arrow.target], arrow)
        grid.take(paths[arrow])
    paths = _in_order(paths)
    labels = _labels(figure, grid, paths)
    return tuple(Line(arrow, _corners(paths[arrow]), labels[arrow]) for arrow in figure.arrows)


def _in_order(paths: dict[Arrow, list[Point]]) -> dict[Arrow, list[Point]]:
    """Arrows that run beside one another lie in the order of their labels, from above and from the left."""
    beside: dict[tuple[str, str], list[Arrow]] = {}
    for each in sorted(paths, key=lambda arrow: (len(arrow.label), arrow.label)):
        beside.setdefault((each.source, each.target), []).append(each)
    found: dict[Arrow, list[Point]] = {}
    for held in beside.values():
        ways = sorted((paths[each] for each in held), key=lambda points: (points[0][1], points[0][0]))
        found |= dict(zip(held, ways, strict=True))
    return found


def _far(boxes: dict[str, Box], arrow: Arrow) -> int:
    one, other = boxes[arrow.source], boxes[arrow.target]
    return sum(max(0, one.at[axis] - other.end[axis], other.at[axis] - one.end[axis]) for axis in (0, 1))


def _way(grid: Grid, source: Box, target: Box, arrow: Arrow) -> list[Point]:
    arrive = grid.ports(target, leaves=False)
    goal = {point for point, _ in arrive}
    queue: list[tuple[int, int, State, State | None]] = []
    for state, cost in grid.ports(source, leaves=True).items():
        heappush(queue, (cost + _left(state[0], target), cost, state, None))
    came: dict[State, State | None] = {}
    while queue:
        _, price, state, before = heappop(queue)
        if state in came:
            continue
        came[state] = before
        if before and state in arrive:
            return _back(came, state)
        for onto, cost in _next(grid, state, goal, first=before is None):
            paid = price + cost + arrive.get(onto, 0)
            heappush(queue, (paid + _left(onto[0], target), paid, onto, state))
    raise ValueError(f"{arrow.label}: no way from {arrow.source} to {arrow.target}")


def _next(grid: Grid, state: State, goal: set[Point], *, first: bool) -> Iterator[tuple[State, int]]:
    """Straight on or round a corner; the first step goes away from the box, and none through one."""
    point, came = state
    if not first and point in goal and point in grid.blocked:
        return
    for way in (came,) if first else STEPS:
        found = grid.step(state, way, goal) if way != (-came[0], -came[1]) else None
        if found:
            yield (found[0], way), found[1]


def _left(point: Point, target: Box) -> int:
    """Steps that there are at least to a box."""
    return sum(max(0, target.at[axis] - point[axis], point[axis] - target.end[axis]) for axis in (0, 1))


def _back(came: dict[State, State | None], state: State | None) -> list[Point]:
    points = []
    while state:
        points.append(state[0])
        state = came[state]
    return points[::-1]


def _corners(points: list[Point]) -> tuple[Point, ...]:
    kept = [points[0]]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        if (before[0] == here[0]) != (here[0] == after[0]):
            kept.append(here)
    return (*kept, points[-1])


def _labels(figure: Figure, grid: Grid, paths: dict[Arrow, list[Point]]) -> dict[Arrow, Point]:
    """A place on each way, off boxes, bends, crossings and other labels, as near to its middle as there is one."""
    solid = [box for box in figure.boxes if not box.frame]
    taken: list[Point] = []
    found: dict[Arrow, Point] = {}
    for arrow in sorted(paths, key=lambda each: (len(paths[each]), each.label)):
        points = paths[arrow]
        middle = len(points) / 2
        ranked = sorted(
            range(1, len(points) - 1) or range(1),
            key=lambda at: (
                _penalty(points[at], points, grid, taken, solid, len(arrow.label)) + abs(at - middle),
                at,
            ),
        )
        found[arrow] = points[ranked[0]]
        taken.append(found[arrow])
    return found


def _penalty(
    point: Point, points: list[Point], grid: Grid, taken: list[Point], solid: list[Box], letters: int
) -> int:
    wide = 1 + letters // 5
    near = any(abs(point[0] - x) <= 1 + wide and abs(point[1] - y) <= 1 for x, y in taken)
    around = {(point[0] + dx, point[1] + dy) for dx in range(-wide, wide + 1) for dy in (0,)}
    boxed = any(box.holds(each) for box in solid for each in around)
    others = sum(bool(grid.through.get(each)) and each not in points for each in around)
    crossing = sum(len(grid.through.get(each, ())) > 1 for each in around)
    ends = min(points.index(point), len(points) - 1 - points.index(point)) < 2  # noqa: PLR2004 -- room for the head
    return 500 * near + 300 * boxed + 80 * crossing + 60 * others + 30 * ends + grid.cost.get(point, 0) // 3
