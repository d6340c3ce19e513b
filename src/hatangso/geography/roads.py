"""Roads as samples: how many kilometres lie where."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Geod

from hatangso.model.place import Road
from hatangso.units import FloatArray, IntArray

__all__ = ["RoadSamples", "sample_roads"]

_GEOD = Geod(ellps="WGS84")
_DEGREE_M = 111_320.0


@dataclass(frozen=True)
class RoadSamples:
    """Points along roads, each standing for a length.

    Attributes:
        lon_deg: Shape (sample,).
        lat_deg: Shape (sample,).
        length_km: The length that each stands for; their sum is the roads' length.
        road: Index of the road of each sample.
    """

    lon_deg: FloatArray
    lat_deg: FloatArray
    length_km: FloatArray
    road: IntArray


def sample_roads(roads: Sequence[Road], *, spacing_m: float = 100.0) -> RoadSamples:
    """Return the middles of pieces of roads no longer than a spacing.

    Args:
        roads: Centre lines in WGS 84; one whose points are all equal has no sample.
        spacing_m: Longest piece that one sample stands for, above 0.

    Returns:
        Samples whose lengths are geodesic on WGS 84.
    """
    # A line of equal points cannot be cut into pieces.
    index = np.array([i for i, road in enumerate(roads) if road.geometry.length])
    if not index.size:
        empty = np.zeros(0)
        return RoadSamples(empty, empty, empty, np.zeros(0, dtype=np.int64))
    # A degree of longitude is shorter than one of latitude: the pieces only get finer.
    lines = shapely.segmentize(
        [roads[i].geometry for i in index], spacing_m / _DEGREE_M
    )
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    is_piece = owner[1:] == owner[:-1]
    start, end = xy[:-1][is_piece], xy[1:][is_piece]
    _, _, length_m = _GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    middle = (start + end) / 2
    return RoadSamples(
        lon_deg=middle[:, 0],
        lat_deg=middle[:, 1],
        length_km=np.asarray(length_m) / 1000,
        road=index[owner[1:][is_piece]],
    )
