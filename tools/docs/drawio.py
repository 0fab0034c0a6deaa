"""A figure as a file of draw.io: frames hold their boxes, arrows hang on them and may be moved."""

from html import escape

from tools.docs.figure import UNIT, Box, Figure, Line, Point
from tools.docs.text import MARK

FRAME = "rounded=1;arcSize=2;html=1;verticalAlign=top;align=left;spacingLeft=8;fontStyle=1;container=1;collapsible=0;"
STYLES = {
    "zone": FRAME + "fillColor=#f6f7f9;strokeColor=#5f6b7a;fontSize=15;",
    "outside": FRAME + "fillColor=#fbfaf6;strokeColor=#b5a98a;fontSize=15;",
    "tier": FRAME + "fillColor=#ffffff;strokeColor=#aab3bf;dashed=1;fontStyle=0;fontSize=12;",
    "frame": FRAME + "fillColor=#eef4fb;strokeColor=#3b6ea5;fontColor=#24507e;fontSize=14;",
    "box": "rounded=1;arcSize=6;html=1;whiteSpace=wrap;fillColor=#ffffff;strokeColor=#2c3644;fontSize=13;",
}
EDGE = (
    "edgeStyle=orthogonalEdgeStyle;rounded=0;html=1;endArrow=block;endFill=1;strokeWidth=2;"
    "fontStyle=1;fontSize=12;"
)


def drawio(figure: Figure, lines: tuple[Line, ...]) -> str:
    """The whole file, uncompressed, so that it can be read and compared."""
    places = {area.key: area.at for area in figure.areas} | {box.key: box.at for box in figure.boxes}
    width, height = (each * UNIT for each in figure.size)
    frames = [(a.key, a.title, a.at, a.size, a.inside, a.style) for a in figure.areas]
    frames += [(b.key, b.title, b.at, b.size, b.inside, "frame") for b in figure.boxes if b.frame]
    frames += [(b.key, _value(b), b.at, b.size, b.inside, "box") for b in figure.boxes if not b.frame]
    boxes = {box.key: box for box in figure.boxes}
    parts = [
        (
            f'<mxfile host="{MARK}: copy it first">'
            f'<diagram id="{figure.name}" name="{escape(figure.title)}">'
            f'<mxGraphModel grid="1" gridSize="{UNIT}" '
            f'page="1" pageWidth="{width}" pageHeight="{height}">'
            '<root><mxCell id="0"/><mxCell id="1" parent="0"/>'
        ),
        *(
            _vertex(key, text, _from(at, places.get(inside, (0, 0))), size, inside or "1", STYLES[style])
            for key, text, at, size, inside, style in frames
        ),
        *(_edge(line, boxes, figure.groups[line.arrow.group]) for line in lines),
        *_legend(figure),
        "</root></mxGraphModel></diagram></mxfile>",
    ]
    return "\n".join(parts) + "\n"


def _value(box: Box) -> str:
    small = "".join(f'<br><font style="font-size: 11px">{escape(line)}</font>' for line in box.lines)
    return f"<b>{escape(box.title)}</b>{small}"


def _from(at: Point, origin: Point) -> Point:
    return at[0] - origin[0], at[1] - origin[1]


def _vertex(key: str, text: str, at: Point, size: Point, parent: str, style: str) -> str:
    x, y, width, height = (each * UNIT for each in (*at, *size))
    return (
        f'<mxCell id="{key}" value="{escape(text)}" style="{style}" vertex="1" parent="{parent}">'
        f'<mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" as="geometry"/></mxCell>'
    )


def _edge(line: Line, boxes: dict[str, Box], colour: str) -> str:
    arrow = line.arrow
    leaves = _share(boxes[arrow.source], line.points[0])
    enters = _share(boxes[arrow.target], line.points[-1])
    style = (
        f"{EDGE}strokeColor={colour};fontColor={colour};labelBackgroundColor=#ffffff;"
        f"exitX={leaves[0]:g};exitY={leaves[1]:g};exitDx=0;exitDy=0;"
        f"entryX={enters[0]:g};entryY={enters[1]:g};entryDx=0;entryDy=0;"
    )
    bends = "".join(f'<mxPoint x="{x * UNIT}" y="{y * UNIT}"/>' for x, y in line.points[1:-1])
    return (
        f'<mxCell id="arrow-{arrow.label}-{arrow.source}" value="{escape(arrow.label)}" edge="1" '
        f'style="{style}" parent="1" source="{arrow.source}" target="{arrow.target}"><mxGeometry relative="1" as="geometry">'
        f'<Array as="points">{bends}</Array></mxGeometry></mxCell>'
    )


def _share(box: Box, point: Point) -> tuple[float, float]:
    """Where on a box's edge, as parts of its width and height."""
    x, y = ((point[axis] - box.at[axis]) / box.size[axis] for axis in (0, 1))
    return round(x, 4), round(y, 4)


def _legend(figure: Figure) -> list[str]:
    style = "text;html=1;align=left;verticalAlign=middle;fontStyle=1;fontColor={};"
    x, y = figure.legend
    said = [(name.replace("-", " "), colour) for name, colour in figure.groups.items()]
    said += [(note, "#4a5563") for note in figure.notes]
    texts = [
        _vertex(f"legend-{number}", text, (x, y + number), (20, 1), "1", style.format(colour))
        for number, (text, colour) in enumerate(said)
    ]
    return [
        *texts,
        _vertex("title", figure.title, (1, 1), (50, 2), "1", style.format("#1d2530") + "fontSize=26;"),
    ]
