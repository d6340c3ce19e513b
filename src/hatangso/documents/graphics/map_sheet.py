"""What all maps have: a frame, areas, roads, marks, scale bar, north, legend, notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, log10

import numpy as np
import shapely
from markupsafe import Markup

from hatangso.documents.graphics.boxes import Box
from hatangso.documents.graphics.drawing_notes import DrawingNotes
from hatangso.documents.graphics.labels import Label, beside, place_labels
from hatangso.documents.graphics.legend import (
    LegendEntry,
    lay_legend,
    lay_notes,
    line_entry,
)
from hatangso.documents.graphics.lettering import write
from hatangso.documents.graphics.map_content import (
    ROUTE_TITLES,
    Area,
    Line,
    PointLayer,
    RouteLayer,
    RouteSort,
)
from hatangso.documents.graphics.map_plane import MapPlane
from hatangso.documents.graphics.marks import (
    MARK_TITLES,
    PointSort,
    mark_definition,
    place_mark,
)
from hatangso.documents.graphics.paths import lines_path
from hatangso.documents.graphics.picture import POINTS_PER_MM, picture
from hatangso.documents.graphics.svg import element, group
from hatangso.language import format_shortest
from hatangso.units import FloatArray

__all__ = [
    "DrawnLines",
    "PlacedPoints",
    "clip_to_frame",
    "corner",
    "draw_furniture",
    "draw_lines",
    "draw_points",
    "finish_map",
    "label_points",
    "lay_plane",
    "legend_of_points",
    "place_points",
    "simple_shapes",
    "weigh_marks",
]

_FRAME_PT = 0.9
_LABEL_SIZE_PT = 7.0
# A mark of this size is one that no label may hide while there is another place.
_HEAVY_PT = 6.5
# A printed dot at 300 dpi is 0.24 points wide: what is finer is not seen.
_FINEST_PT = 0.2
_MOST_ROAD_POINTS = 40_000
_ROUTES: dict[RouteSort, dict[str, object]] = {
    RouteSort.FIBRE: {"stroke": "#000", "stroke_width": 1.3},
    RouteSort.PLANNED_FIBRE: {
        "stroke": "#000",
        "stroke_width": 1.7,
        "stroke_dasharray": "5 2.5",
    },
    RouteSort.MICROWAVE: {
        "stroke": "#000",
        "stroke_width": 1.1,
        "stroke_dasharray": "1.1 2.2",
    },
    RouteSort.OTHER: {
        "stroke": "#000",
        "stroke_width": 0.9,
        "stroke_dasharray": "6 2 1 2",
    },
}
_ROAD: dict[str, object] = {"stroke": "#8a8a8a", "stroke_width": 0.45}
# Diameter of marks by how many there are at most.
_SIZES = ((40, 8.0), (150, 6.5), (500, 5.0), (1500, 3.8), (None, 3.0))
_CORNER_WIDTH, _CORNER_HEIGHT = 0.26, 48.0


@dataclass(frozen=True)
class PlacedPoints:
    """The points of a layer that lie within the frame, on paper.

    Attributes:
        xy: Shape (point, 2).
        labels: One for each point.
    """

    sort: PointSort
    size_pt: float
    title: str
    xy: FloatArray
    labels: tuple[str, ...]


@dataclass(frozen=True)
class DrawnLines:
    """Lines of a map, and what they mean.

    Attributes:
        roads: To be drawn below the borders.
        routes: To be drawn above them.
    """

    roads: tuple[Markup, ...]
    routes: tuple[Markup, ...]
    legend: tuple[LegendEntry, ...]


def lay_plane(
    lon_lat: FloatArray,
    width_mm: float,
    most_height_mm: float,
    *,
    most_points_per_m: float = 0.5,
) -> MapPlane:
    """Return the map of places with a margin around them, at the top of a drawing."""
    margin = 10.0
    width, height = width_mm * POINTS_PER_MM, most_height_mm * POINTS_PER_MM
    inner = Box(margin, margin, width - 2 * margin, height - 2 * margin)
    found = MapPlane.fit(
        lon_lat, inner, most_points_per_m=most_points_per_m, is_cut_to_fit=True
    )
    frame = found.frame.grown(margin - _FRAME_PT / 2)
    return MapPlane(found.plane, frame, found.middle_m, found.points_per_m)


def simple_shapes(areas: Sequence[Area], plane: MapPlane) -> np.ndarray:
    """Return areas on paper, no finer than print; neighbours keep their border."""
    shapes = plane.geometries([area.geometry for area in areas])
    if not shapes.size:
        return shapes
    simple = shapely.coverage_simplify(shapes, _FINEST_PT)
    return clip_to_frame(shapely.make_valid(simple), plane)


def clip_to_frame(shapes: np.ndarray, plane: MapPlane) -> np.ndarray:
    """Return what of geometries on paper lies within the frame."""
    frame = plane.frame
    return np.asarray(
        shapely.clip_by_rect(shapes, frame.x, frame.y, frame.right, frame.bottom)
    )


def draw_lines(
    routes: Iterable[RouteLayer], roads: Sequence[Line], plane: MapPlane
) -> DrawnLines:
    """Return roads and routes; the legend knows those that the frame holds."""
    faint = _draw_roads(roads, plane)
    drawn, legend = [], []
    for layer in routes:
        parts = _draw_route(layer, plane)
        if parts:
            title = layer.title or ROUTE_TITLES[layer.sort]
            legend.append(line_entry(title, **_ROUTES[layer.sort]))
            drawn += parts
    if faint:
        legend.append(line_entry("Đường bộ", **_ROAD))
    return DrawnLines(tuple(faint), tuple(drawn), tuple(legend))


def _draw_roads(roads: Sequence[Line], plane: MapPlane) -> list[Markup]:
    """Return roads, faint; the shortest are left out when they are too many."""
    if not roads:
        return []
    shapes = clip_to_frame(plane.geometries(roads), plane)
    shapes = shapely.simplify(shapes, 2 * _FINEST_PT)
    lengths = shapely.length(shapes)
    order = np.argsort(-lengths, kind="stable")
    total = np.cumsum(shapely.get_num_coordinates(shapes[order]))
    kept = order[(total <= _MOST_ROAD_POINTS) & (lengths[order] >= 1)]
    path = "".join(lines_path(shapes[at]) for at in sorted(kept))
    return [element("path", d=path, fill="none", **_ROAD)] if path else []


def _draw_route(layer: RouteLayer, plane: MapPlane) -> list[Markup]:
    """Return the lines of a layer above a white rim."""
    if not layer.lines:
        return []
    shapes = clip_to_frame(plane.geometries(layer.lines), plane)
    shapes = shapely.simplify(shapes, _FINEST_PT)
    path = "".join(lines_path(shape) for shape in shapes)
    if not path:
        return []
    rim = {"stroke": "#fff", "stroke_width": 3.2}
    return [
        element("path", d=path, fill="none", **line)
        for line in (rim, _ROUTES[layer.sort])
    ]


def place_points(layers: Iterable[PointLayer], plane: MapPlane) -> list[PlacedPoints]:
    """Return where the points of layers lie; those outside the frame are left out."""
    placed = []
    for layer in layers:
        finite = [
            one
            for one in layer.points
            if np.isfinite(one.lon_deg) and np.isfinite(one.lat_deg)
        ]
        if not finite:
            continue
        size = layer.size_pt or _size_pt(len(finite))
        xy = plane.xy([one.lon_deg for one in finite], [one.lat_deg for one in finite])
        room = plane.frame.grown(-size / 2 - 1)
        inside = [at for at, (x, y) in enumerate(xy) if room.holds_point(x, y)]
        if not inside:
            continue
        placed.append(
            PlacedPoints(
                layer.sort,
                size,
                layer.title or MARK_TITLES[layer.sort],
                xy[inside],
                tuple(finite[at].label for at in inside),
            )
        )
    return placed


def weigh_marks(placed: Sequence[PlacedPoints]) -> FloatArray:
    """Return the marks, shape (mark, 3): x, y, and how much it matters."""
    found = [np.empty((0, 3))]
    for one in placed:
        weight = np.full((len(one.xy), 1), (one.size_pt / _HEAVY_PT) ** 2)
        found.append(np.concatenate([one.xy, weight], axis=1))
    return np.concatenate(found)


def label_points(
    placed: Sequence[PlacedPoints],
    frame: Box,
    taken: Sequence[Box],
    lines: Sequence[FloatArray] = (),
) -> list[Label]:
    """Return the labels of points where there is room, the last layer's first.

    Args:
        placed: Layers of points.
        frame: No label passes it.
        taken: Where none may stand.
        lines: Places on lines to keep off, each of shape (place, 2).
    """
    wishes = []
    boxes = list(taken)
    for layer in reversed(placed):
        for (x, y), text in zip(layer.xy, layer.labels, strict=True):
            if text:
                size = layer.size_pt
                boxes.append(Box.around(float(x), float(y), size, size))
                wishes.append(
                    [beside(float(x), float(y), text, _LABEL_SIZE_PT, size / 2)]
                )
    weighed = [np.pad(one, ((0, 0), (0, 1)), constant_values=0.2) for one in lines]
    shy = np.concatenate([weigh_marks(placed), *weighed])
    found = place_labels(wishes, frame, taken=boxes, shy_of=shy)
    return [label for label in found if label is not None]


def _size_pt(count: int) -> float:
    return next(size for most, size in _SIZES if most is None or count <= most)


def draw_points(placed: Iterable[PlacedPoints]) -> list[Markup]:
    """Return the marks of layers with what defines them."""
    layers = list(placed)
    kinds = sorted({(one.sort, one.size_pt) for one in layers})
    kinds += sorted({(one.sort, _legend_size(one)) for one in layers} - set(kinds))
    drawn = [element("defs", *(mark_definition(*kind) for kind in kinds))]
    drawn += [
        group(
            (place_mark(one.sort, one.size_pt, float(x), float(y)) for x, y in one.xy),
            data_role="marks",
        )
        for one in layers
    ]
    return drawn


def _legend_size(layer: PlacedPoints) -> float:
    return max(layer.size_pt, 6.5)


def legend_of_points(placed: Iterable[PlacedPoints]) -> list[LegendEntry]:
    """Return what the marks mean, with how many there are."""

    def entry(layer: PlacedPoints) -> LegendEntry:
        return LegendEntry(
            lambda x, y: place_mark(layer.sort, _legend_size(layer), x, y),
            f"{layer.title} ({format_shortest(len(layer.xy))})",
        )

    return [entry(layer) for layer in placed]


def corner(plane: MapPlane, shapes: np.ndarray, points: FloatArray) -> Box:
    """Return the corner of the frame in which least is hidden.

    Args:
        plane: The map.
        shapes: Areas on paper that matter.
        points: Marks on paper, shape (point, 2 or 3): x, y.
    """
    inner = plane.frame.grown(-5)
    width = _CORNER_WIDTH * inner.width
    corners = [
        Box(x, y, width, _CORNER_HEIGHT)
        for y in (inner.bottom - _CORNER_HEIGHT, inner.y)
        for x in (inner.right - width, inner.x)
    ]

    def hidden(box: Box) -> float:
        shape = shapely.box(box.x, box.y, box.right, box.bottom)
        area = float(shapely.area(shapely.intersection(shapes, shape)).sum())
        marks = sum(box.holds_point(float(x), float(y)) for x, y in points[:, :2])
        return area / (box.width * box.height) + 0.2 * marks

    return min(corners, key=hidden)


def draw_furniture(plane: MapPlane, box: Box) -> list[Markup]:
    """Return the scale bar with the arrow to the north above it."""
    ground = element(
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        fill="#fff",
        fill_opacity="0.9",
    )
    middle = box.x + box.width / 2
    arrow = f"M{middle:.1f} {box.y + 10:.1f}l5 15l-5 -3.5z"
    other = f"M{middle:.1f} {box.y + 10:.1f}l-5 15l5 -3.5z"
    ink = {"stroke": "#000", "stroke_width": 0.6}
    return [
        ground,
        write(middle, box.y + 8, "B", size_pt=8.5, anchor="middle", is_bold=True),
        element("path", d=arrow, fill="#000", **ink),
        element("path", d=other, fill="#fff", **ink),
        *_scale_bar(plane, box),
    ]


def _scale_bar(plane: MapPlane, box: Box) -> list[Markup]:
    """Return a bar of a round length, half black and half white."""
    most_m = 0.8 * box.width / plane.points_per_m
    power = 10.0 ** floor(log10(most_m))
    length_m = next(one * power for one in (5, 2, 1) if one * power <= most_m)
    width = length_m * plane.points_per_m
    left, top = box.x + (box.width - width) / 2, box.bottom - 18
    halves = [
        element(
            "rect",
            x=left + at * width / 2,
            y=top,
            width=width / 2,
            height=3.0,
            fill=fill,
            stroke="#000",
            stroke_width=0.6,
            data_role="scale",
            data_length_m=f"{length_m / 2:g}",
        )
        for at, fill in enumerate(("#000", "#fff"))
    ]
    unit, per_unit = ("km", 1000.0) if length_m >= 1000 else ("m", 1.0)  # noqa: PLR2004 - metres in a kilometre
    return [
        *halves,
        write(left, top + 12, "0", size_pt=7.5, anchor="middle"),
        write(
            left + width,
            top + 12,
            f"{format_shortest(length_m / per_unit)} {unit}",
            size_pt=7.5,
            anchor="middle",
        ),
    ]


def finish_map(
    plane: MapPlane,
    drawn: Iterable[Markup],
    legends: Sequence[tuple[str, Sequence[LegendEntry]]],
    notes: DrawingNotes,
    *,
    key: Sequence[Markup] = (),
    key_height: float = 0.0,
) -> str:
    """Return the whole map.

    Args:
        plane: The map.
        drawn: What lies within its frame.
        legends: Title and entries of each legend.
        notes: What stands at the end.
        key: What stands below the legends, as if their end were at 0.
        key_height: The room that it takes.
    """
    frame = plane.frame
    children = [
        *drawn,
        element(
            "rect",
            x=frame.x,
            y=frame.y,
            width=frame.width,
            height=frame.height,
            fill="none",
            stroke="#000",
            stroke_width=_FRAME_PT,
            data_role="frame",
        ),
    ]
    down = frame.bottom + 8
    for title, entries in legends:
        parts, height = lay_legend(frame.x, down, frame.width, entries, title=title)
        children += parts
        down += height + (4 if height else 0)
    if key:
        children.append(group(key, transform=f"translate(0 {down:.2f})"))
        down += key_height + 4
    parts, height = lay_notes(frame.x, down, frame.width, notes)
    return picture(frame.right + frame.x, down + height + 1, [*children, *parts])
