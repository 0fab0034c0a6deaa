"""A figure as SVG, readable by itself: no script, no outside font, no outside image."""

from html import escape

from tools.docs.figure import UNIT, Area, Box, Figure, Line, Point
from tools.docs.text import MARK

FONT = "DejaVu Sans, Verdana, Arial, sans-serif"
FILLS = {"zone": "#f6f7f9", "tier": "#ffffff", "outside": "#fbfaf6"}
STROKES = {"zone": "#5f6b7a", "tier": "#aab3bf", "outside": "#b5a98a"}


def svg(figure: Figure, lines: tuple[Line, ...]) -> str:
    """The whole picture."""
    width, height = (each * UNIT for each in figure.size)
    frames = [box for box in figure.boxes if box.frame]
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'font-family="{FONT}">'
        ),
        f"<title>{escape(figure.title)}</title>",
        f"<!-- {MARK} -->",
        "<defs>",
        *(_head(name, colour) for name, colour in figure.groups.items()),
        "</defs>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _text((1, 1), figure.title, size=26, weight="bold", down=22),
        *(_area(area) for area in figure.areas),
        *(_box(box) for box in frames),
        *(_line(line, figure.groups[line.arrow.group]) for line in lines),
        *(_box(box) for box in figure.boxes if not box.frame),
        *(_badge(line, figure.groups[line.arrow.group]) for line in lines),
        *_legend(figure),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _head(name: str, colour: str) -> str:
    return (
        f'<marker id="head-{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" markerHeight="11" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0 L10,5 L0,10 z" fill="{colour}"/></marker>'
    )


def _text(  # noqa: PLR0913 -- what a text looks like
    at: Point,
    text: str,
    *,
    size: int = 13,
    weight: str = "normal",
    colour: str = "#1d2530",
    down: int = 0,
    right: int = 0,
    anchor: str = "start",
) -> str:
    x, y = at[0] * UNIT + right, at[1] * UNIT + down
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _rect(at: Point, size: Point, fill: str, stroke: str, extra: str = "") -> str:
    x, y, width, height = (each * UNIT for each in (*at, *size))
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6" fill="{fill}" stroke="{stroke}" {extra}/>'


def _area(area: Area) -> str:
    dashes = 'stroke-width="1" stroke-dasharray="6 4"' if area.style == "tier" else 'stroke-width="1.5"'
    weight, size = ("normal", 12) if area.style == "tier" else ("bold", 15)
    colour = "#5f6b7a" if area.style == "tier" else "#2c3644"
    return _rect(area.at, area.size, FILLS[area.style], STROKES[area.style], dashes) + _text(
        area.at, area.title, size=size, weight=weight, colour=colour, down=20, right=10
    )


def _box(box: Box) -> str:
    if box.frame:
        title = _text(box.at, box.title, size=14, weight="bold", colour="#24507e", down=20, right=10)
        return _rect(box.at, box.size, "#eef4fb", "#3b6ea5", 'stroke-width="1.8"') + title
    middle = box.at[0] * UNIT + box.size[0] * UNIT // 2
    top = box.at[1] * UNIT + box.size[1] * UNIT // 2 - 8 * len(box.lines) + 5
    said = _middle(middle, top, box.title, 14, "bold", "#1d2530")
    for number, line in enumerate(box.lines, 1):
        said += _middle(middle, top + 16 * number, line, 11, "normal", "#4a5563")
    return _rect(box.at, box.size, "#ffffff", "#2c3644", 'stroke-width="1.4"') + said


def _middle(x: int, y: int, text: str, size: int, weight: str, colour: str) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="middle">{escape(text)}</text>'
    )


def _line(line: Line, colour: str) -> str:
    points = " ".join(f"{x * UNIT},{y * UNIT}" for x, y in line.points)
    return (
        f'<polyline points="{points}" fill="none" stroke="#ffffff" stroke-width="6"/>'
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round" '
        f'marker-end="url(#head-{line.arrow.group})"/>'
    )


def _badge(line: Line, colour: str) -> str:
    width = 9 * len(line.arrow.label) + 10
    x, y = line.label[0] * UNIT, line.label[1] * UNIT
    return (
        f'<rect x="{x - width / 2:g}" y="{y - 9}" width="{width}" height="18" rx="9" fill="#ffffff" '
        f'stroke="{colour}" stroke-width="1.6"/>' + _middle(x, y + 5, line.arrow.label, 12, "bold", colour)
    )


def _legend(figure: Figure) -> list[str]:
    x, y = figure.legend
    said = []
    for number, (name, colour) in enumerate(figure.groups.items()):
        top = (y + number) * UNIT
        said.append(
            f'<line x1="{x * UNIT}" y1="{top}" x2="{x * UNIT + 44}" y2="{top}" stroke="{colour}" stroke-width="2" '
            f'marker-end="url(#head-{name})"/>'
            + _text((x, y + number), name.replace("-", " "), down=4, right=54)
        )
    below = y + len(figure.groups)
    return said + [
        _text((x, below + number), note, size=12, colour="#4a5563", down=8)
        for number, note in enumerate(figure.notes)
    ]
