"""The map as SVG paths and a compact table of points, in one projected frame."""

import json
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import cos, radians

import shapely
from shapely import LineString, MultiPolygon, Polygon

from hatangso.documents.graphics.paths import area_path, dots_path
from hatangso.documents.graphics.paths import lines_path as path_of_lines
from hatangso.documents.reasons import reason
from hatangso.documents.report_content import MapFrame, ReportContent
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.place import Locality
from hatangso.model.site import Technology
from hatangso.units import EARTH_RADIUS_KM

__all__ = [
    "CommuneLabel",
    "HolePath",
    "MapDrawing",
    "Projection",
    "draw_map",
    "lines_path",
    "project",
]

_WIDTH = 1000.0
_SIMPLIFY = 0.4
_MAJOR_ROADS = frozenset({"motorway", "national"})
# Upper ends of the classes of people, and the dot's diameter in pixels.
_SIZES = ((150, 7.0), (400, 10.0), (900, 13.5), (None, 17.5))
_LEVELS = {
    CoverageLevel.NONE: 0,
    CoverageLevel.BASIC: 1,
    CoverageLevel.GOOD: 2,
    CoverageLevel.UNKNOWN: 3,
}


@dataclass(frozen=True)
class Projection:
    """Equirectangular with the scale of the frame's middle latitude.

    Attributes:
        width: Of the drawing, always 1,000 units.
        height: Of the drawing.
        km_per_unit: Length of a unit on the ground.
    """

    frame: MapFrame
    width: float
    height: float
    km_per_unit: float

    def xy(self, lon_deg: float, lat_deg: float) -> tuple[float, float]:
        """Return the place in the drawing: x to the east, y to the south."""
        frame = self.frame
        across = (lon_deg - frame.west_deg) / (frame.east_deg - frame.west_deg)
        down = (frame.north_deg - lat_deg) / (frame.north_deg - frame.south_deg)
        return round(across * self.width, 1), round(down * self.height, 1)


@dataclass(frozen=True)
class HolePath:
    """Dots of localities of one technology and one size."""

    technology: Technology
    diameter_px: float
    path: str


@dataclass(frozen=True)
class CommuneLabel:
    """Where the name of a commune stands."""

    name: str
    x: float
    y: float


@dataclass(frozen=True)
class MapDrawing:
    """Everything vector on the map.

    Attributes:
        holes: Localities without signal.
        rings: Localities about which the two propagation models disagree.
        data_json: Points for the tooltips; safe inside a script element.
        sizes: Diameters of the dots with the largest number of people of each class.
    """

    projection: Projection
    communes: str
    outline: str
    major_roads: str
    minor_roads: str
    sites: tuple[tuple[Technology, str], ...]
    holes: tuple[HolePath, ...]
    rings: tuple[HolePath, ...]
    labels: tuple[CommuneLabel, ...]
    data_json: str
    sizes: tuple[tuple[int | None, float], ...] = _SIZES


def project(frame: MapFrame) -> Projection:
    """Return the projection of a frame."""
    middle = radians((frame.south_deg + frame.north_deg) / 2)
    across = (frame.east_deg - frame.west_deg) * cos(middle)
    height = _WIDTH * (frame.north_deg - frame.south_deg) / across
    km_per_unit = radians(across) * EARTH_RADIUS_KM / _WIDTH
    return Projection(frame, _WIDTH, round(height, 1), km_per_unit)


def draw_map(
    content: ReportContent, technologies: Sequence[Technology]
) -> MapDrawing | None:
    """Return the drawing, or None when the content has no rasters."""
    if content.images is None:
        return None
    projection = project(content.images.frame)
    province = content.province
    shapes = [_to_frame(unit.geometry, projection) for unit in province.communes]
    outline = shapely.union_all(shapely.buffer(shapes, 0.3)) if shapes else Polygon()
    lines = [(road.kind, road.geometry) for road in province.roads]
    major = [line for kind, line in lines if kind in _MAJOR_ROADS]
    minor = [line for kind, line in lines if kind not in _MAJOR_ROADS]
    return MapDrawing(
        projection=projection,
        communes="".join(area_path(shape) for shape in shapes),
        outline=area_path(outline),
        major_roads=lines_path(major, projection),
        minor_roads=lines_path(minor, projection),
        sites=tuple(
            (one, _site_dots(content, one, projection)) for one in technologies
        ),
        holes=_dots_by_size(content, technologies, projection, _is_hole),
        rings=_dots_by_size(content, technologies, projection, _is_ring),
        labels=tuple(_labels(content, shapes)),
        data_json=_data_json(content, technologies, projection),
    )


def _to_frame(
    shape: Polygon | MultiPolygon | LineString, projection: Projection
) -> shapely.Geometry:
    frame = projection.frame
    across = projection.width / (frame.east_deg - frame.west_deg)
    down = projection.height / (frame.north_deg - frame.south_deg)
    moved = shapely.transform(
        shape,
        lambda lon_lat: (lon_lat - [frame.west_deg, frame.north_deg]) * [across, -down],
    )
    return shapely.simplify(moved, _SIMPLIFY)


def lines_path(lines: Iterable[LineString], projection: Projection) -> str:
    """Return lines of WGS 84 as one path of the drawing."""
    return "".join(path_of_lines(_to_frame(line, projection)) for line in lines)


def _site_dots(
    content: ReportContent, technology: Technology, projection: Projection
) -> str:
    carriers = {
        service.site_id
        for service in content.province.services
        if service.technology is technology
    }
    return dots_path(
        projection.xy(site.lon_deg, site.lat_deg)
        for site in content.province.sites
        if site.id in carriers
    )


def _is_hole(coverage: PointCoverage) -> bool:
    return coverage.level is CoverageLevel.NONE


def _is_ring(coverage: PointCoverage) -> bool:
    return coverage.is_uncertain


def _dots_by_size(
    content: ReportContent,
    technologies: Sequence[Technology],
    projection: Projection,
    is_shown: Callable[[PointCoverage], bool],
) -> tuple[HolePath, ...]:
    """Return the dots of the localities to show, the largest first."""
    return tuple(
        path
        for technology in technologies
        for path in _sized_dots(
            content,
            technology,
            projection,
            {
                one.point_id
                for one in content.coverages
                if one.technology is technology and is_shown(one)
            },
        )
    )


def _sized_dots(
    content: ReportContent,
    technology: Technology,
    projection: Projection,
    shown: AbstractSet[str],
) -> list[HolePath]:
    grouped: dict[float, list[Locality]] = {size: [] for _, size in _SIZES}
    for place in content.province.localities:
        if place.id in shown:
            grouped[_diameter_px(place.people)].append(place)
    return [
        HolePath(
            technology,
            size,
            dots_path(projection.xy(one.lon_deg, one.lat_deg) for one in places),
        )
        for size, places in reversed(grouped.items())
        if places
    ]


def _diameter_px(people: int) -> float:
    return next(size for most, size in _SIZES if most is None or people <= most)


def _labels(
    content: ReportContent, shapes: Sequence[shapely.Geometry]
) -> Iterable[CommuneLabel]:
    for unit, shape in zip(content.province.communes, shapes, strict=True):
        if not shape.is_empty:
            point = shape.representative_point()
            yield CommuneLabel(unit.name_vi, round(point.x, 1), round(point.y, 1))


def _data_json(
    content: ReportContent, technologies: Sequence[Technology], projection: Projection
) -> str:
    province = content.province
    communes = {unit.code: at for at, unit in enumerate(province.communes)}
    sites = {site.id: at for at, site in enumerate(province.sites)}
    by_place: dict[str, dict[Technology, PointCoverage]] = {}
    for coverage in content.coverages:
        by_place.setdefault(coverage.point_id, {})[coverage.technology] = coverage
    sentences: dict[tuple[str, str], int] = {}
    places = []
    for place in province.localities:
        x, y = projection.xy(place.lon_deg, place.lat_deg)
        found = by_place.get(place.id, {})
        states = [
            _state(found.get(one), place, sites, sentences) for one in technologies
        ]
        where = communes.get(place.commune_code, -1)
        places.append([x, y, place.id, place.name, where, place.people, states])
    data = {
        "technologies": list(technologies),
        "communes": [unit.name_vi for unit in province.communes],
        "sites": _site_table(content, projection),
        "reasons": list(sentences),
        "places": places,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # "</script>" or "<!--" in a name must not end the element that holds the data.
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


def _state(
    coverage: PointCoverage | None,
    place: Locality,
    sites: dict[str, int],
    sentences: dict[tuple[str, str], int],
) -> list[int]:
    """Return level, site, distance in tens of metres, and number of the sentence.

    A last 1 says that the two propagation models disagree.
    """
    if coverage is None:
        return [_LEVELS[CoverageLevel.UNKNOWN], -1, 0, -1]
    sentence = -1
    if coverage.level in {CoverageLevel.NONE, CoverageLevel.UNKNOWN}:
        text = reason(coverage, has_grid_power=place.has_grid_power)
        sentence = sentences.setdefault((text.vi, text.en), len(sentences))
    site = sites.get(coverage.site_id or "", -1)
    tens = round((coverage.distance_m or 0.0) / 10)
    doubt = [1] if coverage.is_uncertain else []
    return [_LEVELS[coverage.level], site, tens, sentence, *doubt]


def _site_table(content: ReportContent, projection: Projection) -> list[list[object]]:
    services: dict[str, dict[str, None]] = {}
    for service in content.province.services:
        words = f"{service.operator} {service.technology}"
        services.setdefault(service.site_id, {})[words] = None
    return [
        [
            *projection.xy(site.lon_deg, site.lat_deg),
            site.id,
            site.owner,
            round(site.structure_height_m),
            ", ".join(sorted(services.get(site.id, {}))),
        ]
        for site in content.province.sites
    ]
