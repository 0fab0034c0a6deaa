"""What a picture is made of. Places are whole grid units, so that every line runs on the grid."""

from dataclasses import dataclass, field

UNIT = 20
"""Pixels of one grid unit."""

Point = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A party with what the JSON calls it; with `frame` it is a container that arrows may end at."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    at: Point
    size: Point
    inside: str = ""
    frame: bool = False

    @property
    def end(self) -> Point:
        """Its lower right corner."""
        return self.at[0] + self.size[0], self.at[1] + self.size[1]

    def holds(self, point: Point) -> bool:
        """Whether a point is inside it or on its edge."""
        return self.at[0] <= point[0] <= self.end[0] and self.at[1] <= point[1] <= self.end[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A zone, or a group of subnets in it: a frame that nothing ends at."""

    key: str
    title: str
    at: Point
    size: Point
    inside: str = ""
    style: str = "zone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """From box to box; `group` gives its colour."""

    label: str
    source: str
    target: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One picture; `groups` are colours by what their arrows have in common."""

    name: str
    title: str
    size: Point
    areas: tuple[Area, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    groups: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    legend: Point = (1, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow with its way over the grid, corner by corner, and the middle of its label."""

    arrow: Arrow
    points: tuple[Point, ...]
    label: Point
