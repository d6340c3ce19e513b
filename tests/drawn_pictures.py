"""Read printed drawings back: what is written where, and how large."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from hatangso.documents.graphics.boxes import Box
from hatangso.documents.graphics.lettering import text_width

SVG = "{http://www.w3.org/2000/svg}"
_MOVED = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)")
_UP, _DOWN = 0.7, 0.2


@dataclass(frozen=True)
class Written:
    """A line of text with the room that its letters take."""

    text: str
    size_pt: float
    role: str | None
    box: Box


def read_picture(svg: str) -> ET.Element:
    """Return the root of a drawing."""
    return ET.fromstring(svg)  # noqa: S314 - made by the code under test


def size_of(root: ET.Element) -> tuple[float, float]:
    """Return width and height in points."""
    return tuple(map(float, root.get("viewBox").split()[2:]))


def written(root: ET.Element) -> list[Written]:
    """Return all lines of text."""
    return list(_written(root, 0.0, 0.0))


def texts(root: ET.Element) -> list[str]:
    """Return what is written."""
    return [one.text for one in written(root)]


def marks(root: ET.Element) -> list[tuple[float, float]]:
    """Return the places of marks on the map, without those of the legend."""
    return [
        (float(one.get("x")), float(one.get("y")))
        for layer in root.iter(f"{SVG}g")
        if layer.get("data-role") == "marks"
        for one in layer.iter(f"{SVG}use")
    ]


def rectangles(root: ET.Element, role: str) -> list[Box]:
    """Return the rectangles of a role."""
    return [
        Box(*(float(one.get(name)) for name in ("x", "y", "width", "height")))
        for one in root.iter(f"{SVG}rect")
        if one.get("data-role") == role
    ]


def _written(node: ET.Element, across: float, down: float) -> Iterator[Written]:
    for child in node:
        x, y = across, down
        moved = _MOVED.match(child.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        if child.tag == f"{SVG}text" and child.get("data-role") != "halo":
            yield _line(child, x, y)
        yield from _written(child, x, y)


def _line(node: ET.Element, across: float, down: float) -> Written:
    text, size = node.text or "", float(node.get("font-size"))
    is_bold = node.get("font-weight") == "bold"
    width = text_width(text, size, is_bold=is_bold)
    shift = {"middle": 0.5, "end": 1.0}.get(node.get("text-anchor"), 0.0)
    x = float(node.get("x")) + across - shift * width
    y = float(node.get("y")) + down
    box = Box(x, y - _UP * size, width, (_UP + _DOWN) * size)
    return Written(text, size, node.get("data-role"), box)
