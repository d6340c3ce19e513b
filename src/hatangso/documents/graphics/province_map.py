"""The map of a province: communes by class, lines, and what stands at points."""

from collections.abc import Sequence

import numpy as np
import shapely
from markupsafe import Markup

from hatangso.documents.graphics.area_names import NamedAreas, name_areas
from hatangso.documents.graphics.fills import (
    UNKNOWN,
    Fill,
    class_fills,
    pattern_definitions,
)
from hatangso.documents.graphics.labels import write_label
from hatangso.documents.graphics.legend import LegendEntry, fill_entry
from hatangso.documents.graphics.map_content import MapContent
from hatangso.documents.graphics.map_sheet import (
    corner,
    draw_furniture,
    draw_lines,
    draw_points,
    finish_map,
    label_points,
    lay_plane,
    legend_of_points,
    place_points,
    simple_shapes,
    weigh_marks,
)
from hatangso.documents.graphics.paths import area_path
from hatangso.documents.graphics.picture import empty_picture
from hatangso.documents.graphics.svg import element
from hatangso.language import format_shortest
from hatangso.units import FloatArray

__all__ = ["province_map"]


def province_map(
    content: MapContent, *, width_mm: float = 160.0, most_height_mm: float = 165.0
) -> str:
    """Return the map as SVG.

    Args:
        content: What it shows; without areas and points it says that there is no data.
        width_mm: On paper.
        most_height_mm: Of the map without its legend.
    """
    places = _places(content)
    if not places.size:
        return empty_picture(width_mm)
    plane = lay_plane(places, width_mm, most_height_mm)
    shapes = simple_shapes(content.areas, plane)
    placed = place_points(content.points, plane)
    marks = weigh_marks(placed)
    box = corner(plane, shapes, marks)
    labels = label_points(placed, plane.frame, [box])
    taken = [box, *(label.box for label in labels)]
    names = (
        name_areas(content.areas, shapes, plane.frame, taken, marks)
        if content.is_named
        else NamedAreas()
    )
    lines = draw_lines(content.routes, content.roads, plane)
    drawn = [
        *_draw_areas(content, shapes),
        *lines.roads,
        *_draw_borders(shapes),
        *lines.routes,
        *draw_furniture(plane, box),
        *draw_points(placed),
        *(part for label in (*names.labels, *labels) for part in write_label(label)),
    ]
    legends = [
        (content.classes_title, _legend_of_classes(content)),
        ("", [*legend_of_points(placed), *lines.legend]),
    ]
    key, height = names.write_key(plane.frame.x, plane.frame.width)
    return finish_map(plane, drawn, legends, content.notes, key=key, key_height=height)


def _places(content: MapContent) -> FloatArray:
    """Return what must lie on the map, shape (place, 2): areas, or else points."""
    shapes = [one.geometry for one in content.areas if not one.geometry.is_empty]
    if shapes:
        west, south, east, north = shapely.total_bounds(shapes)
        return np.array([(west, south), (west, north), (east, south), (east, north)])
    found = [
        (one.lon_deg, one.lat_deg) for layer in content.points for one in layer.points
    ]
    places = np.array(found, dtype=float).reshape(-1, 2)
    finite: FloatArray = places[np.isfinite(places).all(axis=1)]
    return finite


def _draw_areas(content: MapContent, shapes: np.ndarray) -> list[Markup]:
    if not content.classes:
        return []
    fills = class_fills(len(content.classes))
    used = [_fill(area.step, fills) for area in content.areas]
    paths = [
        element("path", d=area_path(shape), fill=fill.paint)
        for fill, shape in zip(used, shapes, strict=True)
        if not shape.is_empty
    ]
    return [pattern_definitions([*fills, UNKNOWN]), *paths]


def _fill(step: int | None, fills: Sequence[Fill]) -> Fill:
    if step is None:
        return UNKNOWN
    return fills[min(max(step, 0), len(fills) - 1)]


def _draw_borders(shapes: np.ndarray) -> list[Markup]:
    """Return the borders of the areas, and around all of them a heavier one."""
    if not shapes.size:
        return []
    # A hair wider, so that borders drawn twice leave no gaps.
    outline = shapely.union_all(shapely.buffer(shapes, 0.3))
    inner = "".join(area_path(shape) for shape in shapes)
    line = {"fill": "none", "stroke_linejoin": "round"}
    return [
        element("path", d=inner, stroke="#333", stroke_width=0.5, **line),
        element("path", d=area_path(outline), stroke="#000", stroke_width=1.2, **line),
    ]


def _legend_of_classes(content: MapContent) -> list[LegendEntry]:
    """Return what the fills mean, with how many areas have each."""
    if not content.classes:
        return []
    counts = [0] * len(content.classes)
    unknown = 0
    for area in content.areas:
        if area.step is None:
            unknown += 1
        else:
            counts[min(max(area.step, 0), len(counts) - 1)] += 1
    found = [
        fill_entry(fill, f"{title} ({format_shortest(count)})")
        for fill, title, count in zip(
            class_fills(len(counts)), content.classes, counts, strict=True
        )
    ]
    if unknown:
        found.append(
            fill_entry(UNKNOWN, f"Chưa có số liệu ({format_shortest(unknown)})")
        )
    return found
