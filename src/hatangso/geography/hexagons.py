"""Hexagons of the H3 grid: cells of one size that the whole world shares."""

import h3
import numpy as np
import shapely
from numpy.typing import NDArray

from hatangso.units import FloatArray, require_between

__all__ = ["hexagon_polygons", "hexagons_at"]

_FINEST = 15


def hexagons_at(
    lon_deg: FloatArray, lat_deg: FloatArray, *, resolution: int
) -> NDArray[np.str_]:
    """Return the hexagon in which each point lies.

    Args:
        lon_deg: Longitudes in WGS 84, shape (point,).
        lat_deg: Latitudes, the same shape.
        resolution: 0 to 15; a hexagon has 0.74 km² at 8 and 0.11 km² at 9.

    Returns:
        H3 indices in hexadecimal, shape (point,).

    Raises:
        OutOfRangeError: There is no such resolution.

    >>> hexagons_at(np.array([105.84]), np.array([21.59]), resolution=8).tolist()
    ['88415c389dfffff']
    """
    require_between("resolution", resolution, low=0, high=_FINEST)
    points = zip(
        np.asarray(lat_deg).tolist(), np.asarray(lon_deg).tolist(), strict=True
    )
    return np.array(
        [h3.latlng_to_cell(lat, lon, resolution) for lat, lon in points], dtype="<U15"
    )


def hexagon_polygons(hexagons: NDArray[np.str_]) -> list[shapely.Polygon]:
    """Return the outline of each hexagon in WGS 84."""
    return [
        shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(hexagon)])
        for hexagon in hexagons.tolist()
    ]
