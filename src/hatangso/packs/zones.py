"""Outlines of industrial zones as mapped, and buildings laid out within them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from hatangso.geography.plane import Plane
from hatangso.io.geojson import read_geojson
from hatangso.model.industrial_zone import Building, Zone
from hatangso.model.place import Facility

__all__ = ["DECIMALS", "lay_out_buildings", "read_zones"]

# How dense a zone is laid out; all of it is made up.
_MOST_PER_ZONE = 90
_LEAST_PITCH_M = 44.0
_EDGE_M = 12.0
_STREET_M = 18.0
_LEFT_FREE_RATIO = 0.18
_STOREY_M = 3.6
# 6 decimals are 0.1 m: walls stay straight.
DECIMALS = 6


@dataclass(frozen=True)
class _Sort:
    """Buildings of one kind: how often, how large, how high.

    Attributes:
        share: Of the plots, cumulated.
        height_m: Least and greatest height; nothing for those that storeys make.
        storeys: Fewest and most floors.
    """

    kind: str
    name: str
    share: float
    height_m: tuple[float, float]
    storeys: tuple[int, int]


_SORTS = (
    _Sort("factory", "Nhà xưởng", 0.5, (9.0, 15.0), (1, 2)),
    _Sort("warehouse", "Nhà kho", 0.78, (8.0, 13.0), (1, 1)),
    _Sort("office", "Nhà điều hành", 0.9, (0.0, 0.0), (3, 6)),
    _Sort("utility", "Trạm điện, nước", 1.0, (5.0, 24.0), (1, 1)),
)


def read_zones(
    sources: Path, key: str, facilities: Iterable[Facility]
) -> tuple[Zone, ...]:
    """Return the mapped outlines of the facilities that are industrial zones."""
    named = {one.id: one for one in facilities if one.kind == "industrial_zone"}
    found = []
    for feature in read_geojson(sources / "osm" / key / "industrial.geojson"):
        number = feature.properties["osm_id"]
        facility = named.get(f"osm-w{number}")
        if facility is not None:
            found.append(
                Zone(f"kcn-{number}", facility.name, facility.id, feature.geometry)
            )
    return tuple(sorted(found, key=lambda zone: zone.id))


def lay_out_buildings(zones: Sequence[Zone]) -> tuple[Building, ...]:
    """Return made-up buildings in rows along each zone; the same zones, the same ones.

    Rows follow the longer side of the zone. No building crosses the outline or another
    building; some plots stay free.
    """
    return tuple(
        building for zone in zones for building in _of_zone(zone, _smaller(zone, zones))
    )


def _smaller(zone: Zone, zones: Sequence[Zone]) -> shapely.Geometry:
    """Return the ground of smaller zones: mapped within a larger one, it is theirs."""
    rank = zone.geometry.area, zone.id
    others = [one.geometry for one in zones if (one.geometry.area, one.id) < rank]
    return shapely.union_all(others)


def _of_zone(zone: Zone, taken: shapely.Geometry) -> Iterator[Building]:
    plane = Plane.around(*shapely.get_coordinates(zone.geometry).T)
    outline, held = map(shapely.make_valid, plane.geometry_m([zone.geometry, taken]))
    inner = shapely.buffer(shapely.difference(outline, held), -_EDGE_M)
    if inner.is_empty:
        return
    angle_deg = _direction_deg(outline)
    middle = shapely.centroid(outline)
    level = shapely.affinity.rotate(inner, -angle_deg, origin=middle)
    random = np.random.default_rng(int(zone.id.rpartition("-")[2]))
    plots = _plots(level, outline.area, random)
    for number, (plot, draw) in enumerate(plots, start=1):
        sort = next(one for one in _SORTS if draw[0] < one.share)
        storeys = round(_between(sort.storeys, draw[1]))
        height_m = _between(sort.height_m, draw[2]) or storeys * _STOREY_M
        shape = shapely.affinity.rotate(plot, angle_deg, origin=middle)
        lon, lat = plane.lon_lat(shapely.get_coordinates(shape))
        yield Building(
            f"{zone.id}-{number:02d}",
            f"{sort.name} {number}",
            zone.id,
            sort.kind,
            shapely.Polygon(np.column_stack([lon, lat])),
            round(height_m, 1),
            storeys,
        )


def _direction_deg(outline: shapely.Geometry) -> float:
    """Return the direction of the longer side of a zone, from east to north."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(outline))
    sides = np.diff(corners, axis=0)
    longest = sides[np.argmax(np.hypot(*sides.T))]
    return float(np.degrees(np.arctan2(longest[1], longest[0])))


def _plots(
    area: shapely.Geometry, area_m2: float, random: np.random.Generator
) -> Iterator[tuple[shapely.Geometry, np.ndarray]]:
    """Yield rectangles within a level area, with three draws each."""
    # Larger zones have larger halls: so many plots and no more.
    pitch_m = max(_LEAST_PITCH_M, (area_m2 / _MOST_PER_ZONE / 1.3) ** 0.5)
    length_m, depth_m = pitch_m * 1.5, pitch_m
    west, south, east, north = shapely.bounds(area)
    count = 0
    for y in np.arange(south, north - depth_m / 2, depth_m):
        for x in np.arange(west, east - length_m / 2, length_m):
            draw = random.random(6)
            length = (length_m - _STREET_M) * (0.6 + 0.4 * draw[3])
            depth = (depth_m - _STREET_M) * (0.6 + 0.4 * draw[4])
            plot = shapely.box(x, y, x + length, y + depth)
            is_free = draw[5] < _LEFT_FREE_RATIO
            if is_free or count == _MOST_PER_ZONE or not shapely.contains(area, plot):
                continue
            count += 1
            yield plot, draw[:3]


def _between(ends: tuple[float, float], share: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * float(share)
