"""A map of communes in a few shades: where a value is low, at a glance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from markupsafe import Markup
from shapely import MultiPolygon, Polygon

from hatangso.documents.graphics.svg import element
from hatangso.web.charts.map_frame import MapFrame, frame_around
from hatangso.web.charts.svg import chart

__all__ = ["CommuneMap", "CommunePaths", "Shade", "commune_map", "commune_paths"]

# Of the drawing: what is finer than this is not seen.
_TOLERANCE = 1.2


@dataclass(frozen=True)
class CommunePaths:
    """The shapes of communes, ready to be drawn.

    Attributes:
        paths: By code.
        size: Width and height of the drawing.
    """

    paths: Mapping[str, str]
    size: tuple[float, float]


@dataclass(frozen=True)
class Shade:
    """How a commune is drawn.

    Attributes:
        step: 1 (least to do) to 5 (most); 0 when nobody knows.
        label: Name and value, said when it is pointed at.
    """

    step: int
    label: str


@dataclass(frozen=True)
class CommuneMap:
    """What is drawn; the table beside it holds the same."""

    name: str
    title: str
    text: str
    shades: Mapping[str, Shade]


def commune_paths(
    shapes: Mapping[str, Polygon | MultiPolygon], frame: MapFrame | None = None
) -> CommunePaths | None:
    """Return the shapes of communes in the frame of a drawing; None without any.

    Args:
        shapes: By code, in degrees: longitude, latitude.
        frame: Of the drawing; around all of them for None.
    """
    codes = sorted(code for code in shapes if not shapes[code].is_empty)
    if not codes:
        return None
    geometries = [shapes[code] for code in codes]
    frame = frame or frame_around(shapely.total_bounds(geometries))
    placed = shapely.transform(geometries, frame.xy)
    # Neighbours keep their border in common.
    simple = shapely.coverage_simplify(placed, _TOLERANCE)
    return CommunePaths(
        {code: _path(shape) for code, shape in zip(codes, simple, strict=True)},
        frame.size,
    )


def commune_map(found: CommuneMap, drawn: CommunePaths) -> Markup:
    """Return the map; communes without a shade are drawn as unknown."""
    unknown = Shade(0, "")
    return chart(
        found.name,
        [
            _commune(path, found.shades.get(code, unknown))
            for code, path in drawn.paths.items()
        ],
        size=drawn.size,
        title=found.title,
        text=found.text,
        class_="chart commune-map",
    )


def _commune(path: str, shade: Shade) -> Markup:
    title = [element("title", shade.label)] if shade.label else []
    fill = "url(#tone-unknown)" if not shade.step else None
    return element("path", *title, d=path, class_=f"shade-{shade.step}", fill=fill)


def _path(shape: Polygon | MultiPolygon) -> str:
    """Return the rings of a shape, each from a whole place by steps of a tenth."""
    parts: Sequence[Polygon] = (
        shape.geoms if isinstance(shape, MultiPolygon) else (shape,)
    )
    rings = [ring for part in parts if not part.is_empty for ring in _rings(part)]
    return "".join(
        "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points[:-1]) + "Z"
        for points in rings
    )


def _rings(part: Polygon) -> list[list[tuple[float, float]]]:
    found = (part.exterior, *part.interiors)
    return [[(x, y) for x, y, *_ in ring.coords] for ring in found]
