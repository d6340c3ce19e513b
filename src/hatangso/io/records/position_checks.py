"""Whether places lie where they can: in the province, in the commune they name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from shapely import Geometry

from hatangso.errors import Message, Severity
from hatangso.geography.grid import distances_m
from hatangso.io.records.territory import Territory
from hatangso.language.typed_cells import Doubt, refused
from hatangso.units import BoolArray, FloatArray

__all__ = ["check_places"]

# Longitudes and latitudes, each of one shape.
Places = tuple[FloatArray, FloatArray]

# Borders are drawn coarsely: a place may lie a little outside.
_BORDER_SLACK_DEG = 0.005
# Islands and sea of Viet Nam included.
# Source: extreme points of the territory, rounded outwards.
_COUNTRY_DEG = (102.0, 6.0, 118.0, 24.0)
_M_PER_KM = 1000


def check_places(
    places: Places,
    exchanged: Places,
    borders: Mapping[str, Geometry],
    communes: Sequence[str],
    area: Territory | None,
) -> dict[int, list[Doubt]]:
    """Return what is wrong with places, by their position.

    Args:
        places: Longitudes and latitudes; NaN where there is none.
        exchanged: The same with the two coordinates of each row exchanged.
        borders: Of the communes of the province.
        communes: Code that each place is said to lie in; empty where nothing is said.
        area: The province; without it, places must only lie in Viet Nam.
    """
    doubts: dict[int, list[Doubt]] = defaultdict(list)
    lon_deg, lat_deg = places
    is_zero = (np.abs(lon_deg) < 1) & (np.abs(lat_deg) < 1)
    for row in np.flatnonzero(is_zero).tolist():
        doubts[row].append(_zero())
    region = area or Territory([shapely.box(*_COUNTRY_DEG)])
    is_inside = _is_in(places, region)
    is_exchanged = ~is_inside if is_inside.all() else _is_in(exchanged, region)
    is_place = np.isfinite(lon_deg) & np.isfinite(lat_deg)
    for row in np.flatnonzero(~is_inside & is_exchanged).tolist():
        doubts[row].append(_exchanged())
    for row in np.flatnonzero(
        is_place & ~is_inside & ~is_exchanged & ~is_zero
    ).tolist():
        lon, lat = float(lon_deg[row]), float(lat_deg[row])
        doubts[row].append(_outside(lon, lat, region, is_country=area is None))
    asked = np.flatnonzero(is_inside)
    points = shapely.points(lon_deg[asked], lat_deg[asked])
    _check_communes(asked, points, borders, communes, doubts)
    return doubts


def _is_in(places: Places, region: Territory) -> BoolArray:
    """Return which places lie in a region or a little outside."""
    is_place = np.isfinite(places[0]) & np.isfinite(places[1])
    is_in = np.zeros(is_place.shape, dtype=bool)
    lon_deg, lat_deg = places[0][is_place], places[1][is_place]
    is_in[is_place] = region.is_near(lon_deg, lat_deg, _BORDER_SLACK_DEG)
    return is_in


def _zero() -> Doubt:
    return refused(
        Message("0, 0 lies in the sea off Africa"),
        Message("give the coordinates, or leave the cells empty"),
    )


def _exchanged() -> Doubt:
    return refused(
        Message("the place lies outside the province"),
        Message("longitude and latitude are swapped: exchange them"),
    )


def _outside(lon: float, lat: float, region: Territory, *, is_country: bool) -> Doubt:
    """Return how far a place lies outside, and what would be right."""
    values: dict[str, object] = {"lon": lon, "lat": lat}
    if is_country:
        return refused(
            Message("{lon:.5f}, {lat:.5f} lies outside Viet Nam", values),
            Message("correct the coordinates"),
        )
    nearest = shapely.shortest_line(region.whole, shapely.Point(lon, lat))
    border_lon, border_lat = shapely.get_coordinates(nearest)[0]
    (away_m,) = distances_m(border_lon, border_lat, np.array([lon]), np.array([lat]))
    west, south, east, north = shapely.bounds(region.whole)
    return refused(
        Message(
            "{lon:.5f}, {lat:.5f} lies {away_km:.1f} km outside the province",
            {**values, "away_km": away_m / _M_PER_KM},
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
