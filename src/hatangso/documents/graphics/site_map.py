"""The map for the appraisal of an operator's masts: spacing, conflicts by number."""

from collections.abc import Iterable

import numpy as np
import shapely
from markupsafe import Markup

from hatangso.documents.graphics.boxes import Box
from hatangso.documents.graphics.labels import along, write_label
from hatangso.documents.graphics.legend import LegendEntry, line_entry
from hatangso.documents.graphics.lettering import write
from hatangso.documents.graphics.map_content import (
    Conflict,
    PointLayer,
    SiteMapContent,
)
from hatangso.documents.graphics.map_plane import MapPlane
from hatangso.documents.graphics.map_sheet import (
    clip_to_frame,
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
from hatangso.documents.graphics.marks import PointSort
from hatangso.documents.graphics.paths import area_path, lines_path
from hatangso.documents.graphics.picture import empty_picture
from hatangso.documents.graphics.svg import element, group
from hatangso.units import FloatArray

__all__ = ["site_map"]

_NUMBER_SIZE_PT, _LONG_NUMBER_SIZE_PT = 7.0, 6.5
_LONG_NUMBER = 3
_NUMBER_RADIUS = 5.6
# How far from its line a number stands, nearest first.
_AWAY = (10.0, 22.0, 34.0, 46.0, 58.0, 70.0)
_UPWARDS = np.array([0.0, -1.0])
_CIRCLE: dict[str, object] = {
    "stroke": "#555",
    "stroke_width": 0.6,
    "stroke_dasharray": "2 1.5",
}
_TIE: dict[str, object] = {"stroke": "#000", "stroke_width": 1.2}


def site_map(
    content: SiteMapContent, *, width_mm: float = 160.0, most_height_mm: float = 140.0
) -> str:
    """Return the map as SVG.

    Args:
        content: What it shows; without a proposed place it says that there is no data.
        width_mm: On paper.
        most_height_mm: Of the map without its legend.
    """
    places = _places(content)
    if not places.size:
        return empty_picture(width_mm)
    plane = lay_plane(places, width_mm, most_height_mm)
    shapes = simple_shapes(content.areas, plane)
    layers = [
        PointLayer(PointSort.SITE, content.existing, size_pt=5.5),
        PointLayer(PointSort.PROPOSED_SITE, content.proposed, size_pt=8.0),
    ]
    placed = place_points(layers, plane)
    marks = weigh_marks(placed)
    numbers = _number_places(content, plane)
    rings = _rings(content, plane)
    box = corner(plane, rings, marks)
    taken = [box, *(Box.around(x, y, 13, 13) for x, y in numbers.values())]
    ties = [
        along([tuple(end) for end in _ends(one, plane)]) for one in content.conflicts
    ]
    labels = label_points(placed, plane.frame, taken, ties)
    lines = draw_lines((), content.roads, plane)
    drawn = [
        *_draw_borders(shapes),
        *lines.roads,
        *_draw_rings(rings),
        *_draw_ties(content, plane),
        *draw_furniture(plane, box),
        *draw_points(placed),
        *(_number(str(one), *place) for one, place in numbers.items()),
        *(part for label in labels for part in write_label(label)),
    ]
    entries = [*legend_of_points(placed), *_legend(content)]
    entries += lines.legend
    return finish_map(plane, drawn, [("", entries)], content.notes)


def _places(content: SiteMapContent) -> FloatArray:
    """Return what must lie on the map: places with their circles, conflicts."""
    found = [(one.lon_deg, one.lat_deg) for one in content.proposed]
    for tie in content.conflicts:
        found += [
            (tie.lon_deg, tie.lat_deg),
            (tie.other_lon_deg, tie.other_lat_deg),
        ]
    places = np.array(found, dtype=float).reshape(-1, 2)
    finite: FloatArray = places[np.isfinite(places).all(axis=1)]
    return _with_rings(content, finite)


def _with_rings(content: SiteMapContent, places: FloatArray) -> FloatArray:
    if not places.size or not content.spacings:
        return places
    plane = MapPlane.fit(places, Box(0, 0, 1, 1)).plane
    ends = [places]
    for one in content.spacings:
        middle = plane.xy_m([one.lon_deg], [one.lat_deg])
        for step in (-one.radius_m, one.radius_m):
            lon, lat = plane.lon_lat(middle + step)
            ends.append(np.stack([lon, lat], axis=-1))
    return np.concatenate(ends)


def _rings(content: SiteMapContent, plane: MapPlane) -> np.ndarray:
    """Return the circles on paper, true to scale, cut by the frame."""
    found = [
        shapely.Point(plane.xy(one.lon_deg, one.lat_deg)).buffer(
            one.radius_m * plane.points_per_m, quad_segs=24
        )
        for one in content.spacings
    ]
    return clip_to_frame(np.array(found, dtype=object), plane)


def _draw_rings(rings: np.ndarray) -> list[Markup]:
    path = "".join(area_path(ring) for ring in rings)
    return [element("path", d=path, fill="none", **_CIRCLE)] if path else []


def _draw_borders(shapes: np.ndarray) -> list[Markup]:
    path = "".join(area_path(shape) for shape in shapes)
    line = {"stroke": "#999", "stroke_width": 0.7, "stroke_dasharray": "5 2 1 2"}
    return [element("path", d=path, fill="none", **line)] if path else []


def _ends(tie: Conflict, plane: MapPlane) -> FloatArray:
    return plane.xy([tie.lon_deg, tie.other_lon_deg], [tie.lat_deg, tie.other_lat_deg])


def _draw_ties(content: SiteMapContent, plane: MapPlane) -> list[Markup]:
    lines = [shapely.LineString(_ends(tie, plane)) for tie in content.conflicts]
    path = "".join(lines_path(line) for line in lines)
    return [element("path", d=path, fill="none", **_TIE)] if path else []


def _number_places(
    content: SiteMapContent, plane: MapPlane
) -> dict[int, tuple[float, float]]:
    """Return where each number stands: beside the middle of its first line.

    Numbers that would lie on each other move apart along the line's normal.
    """
    found: dict[int, tuple[float, float]] = {}
    room = plane.frame.grown(-_NUMBER_RADIUS - 2)
    for tie in content.conflicts:
        if tie.number in found:
            continue
        start, end = _ends(tie, plane)
        middle, course = (start + end) / 2, end - start
        length = float(np.hypot(*course))
        normal = np.array([-course[1], course[0]]) / length if length else _UPWARDS
        choices = [middle + normal * side * away for away in _AWAY for side in (1, -1)]
        places = [(float(x), float(y)) for x, y in choices if room.holds_point(x, y)]
        free = [place for place in places if _is_free(place, found.values())]
        found[tie.number] = next(iter(free or places), room.middle)
    return found


def _is_free(place: tuple[float, float], others: Iterable[tuple[float, float]]) -> bool:
    apart = 2 * _NUMBER_RADIUS + 1.5
    x, y = place
    return all((x - a) ** 2 + (y - b) ** 2 >= apart**2 for a, b in others)


def _number(text: str, x: float, y: float) -> Markup:
    circle = element("circle", cx=x, cy=y, r=_NUMBER_RADIUS, fill="#000")
    is_long = len(text) >= _LONG_NUMBER
    size = _LONG_NUMBER_SIZE_PT if is_long else _NUMBER_SIZE_PT
    base = y + 0.33 * size
    how = {"anchor": "middle", "is_bold": True, "fill": "#fff", "role": "number"}
    return group(
        [circle, write(x, base, text, size_pt=size, **how)]  # type: ignore[arg-type]
    )


def _legend(content: SiteMapContent) -> list[LegendEntry]:
    found = []
    if content.spacings:
        found.append(line_entry("Bán kính khoảng cách tối thiểu", **_CIRCLE))
    if content.conflicts:
        sample = LegendEntry(
            lambda x, y: _number("1", x, y), "Vướng mắc theo số thứ tự trong bảng"
        )
        found.append(sample)
    return found
