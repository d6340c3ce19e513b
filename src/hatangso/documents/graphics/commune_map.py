"""The map of one commune: its border, its villages, what stands and what is missing."""

from collections.abc import Sequence

import numpy as np
import shapely
from markupsafe import Markup

from hatangso.documents.graphics.area_names import short_name
from hatangso.documents.graphics.boxes import Box
from hatangso.documents.graphics.labels import (
    Label,
    Lettering,
    along,
    place_labels,
    write_label,
)
from hatangso.documents.graphics.map_content import CommuneMapContent
from hatangso.documents.graphics.map_plane import MapPlane
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

__all__ = ["commune_map"]

_NEIGHBOUR_SIZE_PT = 7.5


def commune_map(
    content: CommuneMapContent,
    *,
    width_mm: float = 160.0,
    most_height_mm: float = 110.0,
) -> str:
    """Return the map as SVG.

    Args:
        content: What it shows; without a border it says that there is no data.
        width_mm: On paper.
        most_height_mm: Of the map without its legend.
    """
    outline = content.commune.geometry
    if outline.is_empty:
        return empty_picture(width_mm)
    west, south, east, north = shapely.bounds(outline)
    corners = np.array([(west, south), (west, north), (east, south), (east, north)])
    plane = lay_plane(corners, width_mm, most_height_mm)
    # Cut in one go, so that the commune and its neighbours keep their border.
    shapes = simple_shapes([content.commune, *content.neighbours], plane)
    placed = place_points(content.points, plane)
    marks = weigh_marks(placed)
    box = corner(plane, shapes[:1], marks)
    border = along(shapely.get_coordinates(shapes[0]).tolist())
    labels = label_points(placed, plane.frame, [box], [border])
    taken = [box, *(label.box for label in labels)]
    names = _neighbour_names(content, shapes[1:], plane, taken, marks)
    lines = draw_lines(content.routes, content.roads, plane)
    drawn = [
        *_draw_areas(shapes),
        *lines.roads,
        *_draw_borders(shapes),
        *lines.routes,
        *draw_furniture(plane, box),
        *draw_points(placed),
        *(part for label in (*names, *labels) for part in write_label(label)),
    ]
    legends = [("", [*legend_of_points(placed), *lines.legend])]
    return finish_map(plane, drawn, legends, content.notes)


def _draw_areas(shapes: np.ndarray) -> list[Markup]:
    around = "".join(area_path(shape) for shape in shapes[1:])
    return [element("path", d=around, fill="#ececec")] if around else []


def _draw_borders(shapes: np.ndarray) -> list[Markup]:
    around = "".join(area_path(shape) for shape in shapes[1:])
    line = {"fill": "none", "stroke_linejoin": "round"}
    dashes = {"stroke": "#777", "stroke_width": 0.5, "stroke_dasharray": "4 2 1 2"}
    own = element(
        "path", d=area_path(shapes[0]), stroke="#000", stroke_width=1.4, **line
    )
    return [element("path", d=around, **dashes, **line), own] if around else [own]


def _neighbour_names(
    content: CommuneMapContent,
    shapes: np.ndarray,
    plane: MapPlane,
    taken: Sequence[Box],
    marks: np.ndarray,
) -> list[Label]:
    """Return the names of neighbours where they lie within the frame."""
    wishes = []
    for area, shape in zip(content.neighbours, shapes, strict=True):
        if shape.is_empty:
            continue
        ring = shapely.maximum_inscribed_circle(shape, 1.0)
        x, y = ring.coords[0]
        places = tuple(
            (x + across, y + down) for down in (0, -12, 12) for across in (0, -25, 25)
        )
        name = short_name(area.name)
        wishes.append([Lettering((name,), _NEIGHBOUR_SIZE_PT, places, is_italic=True)])
    found = place_labels(wishes, plane.frame.grown(-2), taken=taken, shy_of=marks)
    return [label for label in found if label is not None]
