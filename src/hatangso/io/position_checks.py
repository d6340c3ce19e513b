"""Whether places lie where they can: in the province, in the commune they name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from shapely import Geometry

from hatangso.errors import Message, Severity
from hatangso.geography.grid import distances_m
from hatangso.language.typed_cells import Doubt, refused
from hatangso.units import FloatArray

__all__ = ["check_places"]

# Borders are drawn coarsely: a place may lie a little outside.
_BORDER_SLACK_DEG = 0.005
# Islands and sea of Viet Nam included.
# Source: extreme points of the territory, rounded outwards.
_COUNTRY_DEG = (102.0, 6.0, 118.0, 24.0)
_M_PER_KM = 1000


def check_places(
    lon_deg: FloatArray,
    lat_deg: FloatArray,
    borders: Mapping[str, Geometry],
    communes: Sequence[str],
    area: Geometry | None,
) -> dict[int, list[Doubt]]:
    """Return what is wrong with places, by their position.

    Args:
        lon_deg: Longitudes, NaN where there is none.
        lat_deg: Latitudes likewise.
        borders: Of the communes of the province.
        communes: Code that each place is said to lie in; empty where nothing is said.
        area: The province; without it, places must only lie in Viet Nam.
    """
    doubts: dict[int, list[Doubt]] = defaultdict(list)
    is_place = np.isfinite(lon_deg) & np.isfinite(lat_deg)
    is_zero = is_place & (np.abs(lon_deg) < 1) & (np.abs(lat_deg) < 1)
    for row in np.flatnonzero(is_zero).tolist():
        doubts[row].append(
            refused(
                Message("0, 0 lies in the sea off Africa"),
                Message("give the coordinates, or leave the cells empty"),
            )
        )
    asked = np.flatnonzero(is_place & ~is_zero)
    if area is None:
        _check_country(lon_deg, lat_deg, asked, doubts)
        return doubts
    shapely.prepare(area)
    points = shapely.points(lon_deg[asked], lat_deg[asked])
    is_near = shapely.dwithin(area, points, _BORDER_SLACK_DEG)
    for index in asked[~is_near]:
        doubts[index].append(_outside(lon_deg[index], lat_deg[index], area))
    _check_communes(asked[is_near], points[is_near], borders, communes, doubts)
    return doubts


def _check_country(
    lon_deg: FloatArray,
    lat_deg: FloatArray,
    asked: np.ndarray,
    doubts: dict[int, list[Doubt]],
) -> None:
    west, south, east, north = _COUNTRY_DEG
    for index in asked:
        lon, lat = float(lon_deg[index]), float(lat_deg[index])
        if west <= lon <= east and south <= lat <= north:
            continue
        fix = Message("correct the coordinates")
        if west <= lat <= east and south <= lon <= north:
            fix = Message("longitude and latitude are swapped: exchange them")
        doubts[index].append(
            refused(
                Message(
                    "{lon:.5f}, {lat:.5f} lies outside Viet Nam",
                    {"lon": lon, "lat": lat},
                ),
                fix,
            )
        )


def _outside(lon_deg: float, lat_deg: float, area: Geometry) -> Doubt:
    """Return how far a place lies outside the province, and what would be right."""
    lon, lat = float(lon_deg), float(lat_deg)
    if abs(lon) <= 90 and bool(shapely.intersects_xy(area, lat, lon)):  # noqa: PLR2004 - a pole
        return refused(
            Message(
                "{lon:.5f}, {lat:.5f} lies outside the province",
                {"lon": lon, "lat": lat},
            ),
            Message("longitude and latitude are swapped: exchange them"),
        )
    nearest = shapely.shortest_line(area, shapely.Point(lon, lat))
    border_lon, border_lat = shapely.get_coordinates(nearest)[0]
    (away_m,) = distances_m(border_lon, border_lat, np.array([lon]), np.array([lat]))
    west, south, east, north = shapely.bounds(area)
    return refused(
        Message(
            "{lon:.5f}, {lat:.5f} lies {away_km:.1f} km outside the province",
            {"lon": lon, "lat": lat, "away_km": away_m / _M_PER_KM},
        ),
        Message(
            "correct it: the province spans {west:.3f} to {east:.3f}° E and"
            " {south:.3f} to {north:.3f}° N",
            {"west": west, "south": south, "east": east, "north": north},
        ),
    )


def _check_communes(
    asked: np.ndarray,
    points: np.ndarray,
    borders: Mapping[str, Geometry],
    communes: Sequence[str],
    doubts: dict[int, list[Doubt]],
) -> None:
    """Note the places that do not lie in the commune that they are said to lie in."""
    is_named = np.array([communes[index] in borders for index in asked], dtype=bool)
    if not is_named.any():
        return
    asked, points = asked[is_named], points[is_named]
    own = np.array([borders[communes[index]] for index in asked])
    codes = list(borders)
    tree = shapely.STRtree(list(borders.values()))
    for index, point in zip(
        asked[~shapely.dwithin(own, points, _BORDER_SLACK_DEG)],
        points[~shapely.dwithin(own, points, _BORDER_SLACK_DEG)],
        strict=True,
    ):
        found = codes[int(tree.nearest(point))]
        doubts[index].append(
            Doubt(
                Severity.WARNING,
                Message(
                    "the place lies in commune {found}, the row says {told}",
                    {"found": found, "told": communes[index]},
                ),
                Message("correct the coordinates or the commune"),
            )
        )
