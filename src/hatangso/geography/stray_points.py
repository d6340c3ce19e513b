"""Points that cannot be where their numbers put them."""

from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely import Geometry

from hatangso.errors import Message
from hatangso.units import BoolArray

__all__ = ["Stray", "stray_points", "stray_problem"]

# Mainland and islands, to Hoàng Sa and Trường Sa.
_WEST_DEG, _SOUTH_DEG, _EAST_DEG, _NORTH_DEG = 102.0, 6.0, 118.0, 23.5
_NEAR_ZERO_DEG = 1e-3


class Stray(StrEnum):
    """Why a point is not where it should be."""

    ZERO = "zero"  # both numbers are 0: nobody measured
    EXCHANGED = "exchanged"  # longitude and latitude stand in each other's place
    ABROAD = "abroad"  # outside the country with all its islands
    OUTSIDE = "outside"  # in the sea, or in another province


def stray_points(
    lon_deg: ArrayLike, lat_deg: ArrayLike, *, region: Geometry | None = None
) -> dict[int, Stray]:
    """Return the points that are not where they should be, by place in the arrays.

    Args:
        lon_deg: Longitudes, WGS 84, shape (n,); NaN where there is no point.
        lat_deg: Latitudes likewise.
        region: Land that all points should lie on; None when not known.

    >>> stray_points([0, 105.8, 21.6], [0, 21.6, 105.8])
    {0: <Stray.ZERO: 'zero'>, 2: <Stray.EXCHANGED: 'exchanged'>}
    """
    lon, lat = np.asarray(lon_deg, dtype=float), np.asarray(lat_deg, dtype=float)
    is_point = np.isfinite(lon) & np.isfinite(lat)
    is_outside = np.zeros(len(lon), dtype=bool)
    if region is not None:
        shapely.prepare(region)
        is_outside = ~shapely.intersects_xy(region, lon, lat)
    is_zero = (np.abs(lon) < _NEAR_ZERO_DEG) & (np.abs(lat) < _NEAR_ZERO_DEG)
    reasons = [
        (Stray.ZERO, is_zero),
        (Stray.EXCHANGED, _is_at_home(lat, lon)),
        (Stray.ABROAD, ~_is_at_home(lon, lat)),
        (Stray.OUTSIDE, is_outside),
    ]
    found: dict[int, Stray] = {}
    for reason, holds in reasons:
        for place in np.flatnonzero(holds & is_point):
            found.setdefault(int(place), reason)
    return dict(sorted(found.items()))


def _is_at_home(lon: np.ndarray, lat: np.ndarray) -> BoolArray:
    across = (lon >= _WEST_DEG) & (lon <= _EAST_DEG)
    return np.asarray(across & (lat >= _SOUTH_DEG) & (lat <= _NORTH_DEG))


def stray_problem(stray: Stray) -> tuple[Message, Message]:
    """Return what is wrong with a point, and how to mend it."""
    match stray:
        case Stray.ZERO:
            problem = Message("both coordinates are 0")
            return problem, Message("leave them empty when nobody measured them")
        case Stray.EXCHANGED:
            problem = Message("longitude and latitude stand in each other's place")
            return problem, Message("exchange them")
        case Stray.ABROAD:
            problem = Message("the point lies outside Viet Nam")
        case Stray.OUTSIDE:
            problem = Message("the point lies in the sea or in another province")
    return problem, Message("check the coordinates against their source")
