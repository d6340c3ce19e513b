"""A drawing of a network on the map: what hangs on one link, and what is cut off.

Shapes and dashes tell states apart as well as colours: paper has none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from markupsafe import Markup
from shapely import MultiPolygon, Polygon

from hatangso.documents.graphics.svg import element, group
from hatangso.web.charts.commune_map import commune_paths
from hatangso.web.charts.map_frame import MapFrame, frame_around
from hatangso.web.charts.svg import chart

__all__ = ["DrawnLink", "DrawnNode", "NetworkPicture", "network_map", "network_mark"]

# Degrees around nodes where there are no borders.
_MARGIN_DEG = 0.02
_RADIUS = 4.0
_NAME = "network-map"


@dataclass(frozen=True)
class DrawnNode:
    """A node with a place.

    Attributes:
        tone: ``core``, ``safe``, ``single``, ``cut`` or ``unknown``.
        label: What it is, said when it is pointed at.
    """

    lon_deg: float
    lat_deg: float
    tone: str
    label: str


@dataclass(frozen=True)
class DrawnLink:
    """A link between two nodes with places.

    Attributes:
        start: Number of the node at one end among those drawn.
        end: Of the other.
        tone: ``safe``, ``single``, ``backup`` or ``still``.
        label: What it is.
    """

    start: int
    end: int
    tone: str
    label: str


@dataclass(frozen=True)
class NetworkPicture:
    """What is drawn; the tables beside it hold the same."""

    nodes: tuple[DrawnNode, ...]
    links: tuple[DrawnLink, ...]


def network_map(
    picture: NetworkPicture,
    shapes: Mapping[str, Polygon | MultiPolygon],
    *,
    title: str,
    text: str,
) -> Markup | None:
    """Return the drawing; None where no node has a place.

    Args:
        picture: What is drawn.
        shapes: Communes to draw it on, by code.
        title: What it shows.
        text: The same in a sentence or two.
    """
    if not picture.nodes:
        return None
    places = np.array([(one.lon_deg, one.lat_deg) for one in picture.nodes])
    frame = _frame(places, shapes)
    xy = frame.xy(places)
    ground = commune_paths(shapes, frame)
    return chart(
        _NAME,
        [
            group(
                [element("path", d=path) for path in ground.paths.values()]
                if ground
                else [],
                class_="ground",
            ),
            *(_line(one, xy[one.start], xy[one.end]) for one in picture.links),
            *(
                _mark(one.tone, float(x), float(y), one.label)
                for one, (x, y) in zip(picture.nodes, xy, strict=True)
            ),
        ],
        size=frame.size,
        title=title,
        text=text,
        class_="chart network-map",
    )


def network_mark(tone: str, *, is_link: bool) -> Markup:
    """Return a sample of a mark for the key beside the drawing."""
    drawn = (
        element("path", d="M1,7 L21,7", class_=f"net-link {tone}")
        if is_link
        else _mark(tone, 11.0, 7.0, "")
    )
    return element(
        "svg", drawn, viewBox="0 0 22 14", class_="network-map", aria_hidden="true"
    )


def _frame(
    places: np.ndarray, shapes: Mapping[str, Polygon | MultiPolygon]
) -> MapFrame:
    west, south = places.min(axis=0) - _MARGIN_DEG
    east, north = places.max(axis=0) + _MARGIN_DEG
    around = [shape for shape in shapes.values() if not shape.is_empty]
    found = shapely.total_bounds([*around, shapely.box(west, south, east, north)])
    return frame_around(found.tolist())


def _line(link: DrawnLink, start: Sequence[float], end: Sequence[float]) -> Markup:
    course = f"M{start[0]:.1f},{start[1]:.1f}L{end[0]:.1f},{end[1]:.1f}"
    title = element("title", link.label)
    return element("path", title, d=course, class_=f"net-link {link.tone}")


def _mark(tone: str, x: float, y: float, label: str) -> Markup:
    title = [element("title", label)] if label else []
    class_, r = f"net-node {tone}", _RADIUS
    if tone == "core":
        r *= 1.4
        return element("rect", *title, x=x - r, y=y - r, width=2 * r, height=2 * r,
                       class_=class_)  # fmt: skip
    if tone == "cut":
        r *= 1.3
        shape = (
            f"M{x:.1f},{y - r:.1f}l{r:.1f},{r:.1f}l{-r:.1f},{r:.1f}l{-r:.1f},{-r:.1f}Z"
        )
        return element("path", *title, d=shape, class_=class_)
    return element("circle", *title, cx=x, cy=y, r=r, class_=class_)
