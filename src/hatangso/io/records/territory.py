"""A province as the borders of its communes give it, put together only when needed."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import shapely
from shapely import Geometry

from hatangso.units import BoolArray, FloatArray

__all__ = ["Territory"]


class Territory:
    """An area that is known by its parts.

    Nearly all places of a file lie inside a part; to join a hundred borders takes
    longer than to look for the places of thousands of rows in them.
    """

    def __init__(self, parts: Sequence[Geometry]) -> None:
        """Keep the parts, which may overlap."""
        self._parts = list(parts)

    @cached_property
    def whole(self) -> Geometry:
        """Return the parts joined."""
        if len(self._parts) == 1:
            return self._parts[0]
        return shapely.union_all(self._parts)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._parts)

    def contains(self, lon_deg: FloatArray, lat_deg: FloatArray) -> BoolArray:
        """Return which places lie inside the whole; those on its border do not.

        Args:
            lon_deg: All known.
            lat_deg: Likewise.
        """
        is_inside = self._in_parts(lon_deg, lat_deg)
        rest = np.flatnonzero(~is_inside)
        # On the border of a part: whether that is one of the whole, only that tells.
        points = shapely.points(lon_deg[rest], lat_deg[rest])
        doubtful = rest[np.unique(self._tree.query(points, predicate="intersects")[0])]
        if doubtful.size:
            is_inside[doubtful] = shapely.contains_xy(
                self.whole, lon_deg[doubtful], lat_deg[doubtful]
            )
        return is_inside

    def is_near(
        self, lon_deg: FloatArray, lat_deg: FloatArray, slack_deg: float
    ) -> BoolArray:
        """Return which places lie inside or no farther off than a slack.

        Args:
            lon_deg: All known.
            lat_deg: Likewise.
            slack_deg: In degrees, as if both were alike.
        """
        is_near = self._in_parts(lon_deg, lat_deg)
        rest = np.flatnonzero(~is_near)
        points = shapely.points(lon_deg[rest], lat_deg[rest])
        found = self._tree.query(points, predicate="dwithin", distance=slack_deg)[0]
        is_near[rest[found]] = True
        return is_near

    def _in_parts(self, lon_deg: FloatArray, lat_deg: FloatArray) -> BoolArray:
        """Return which places lie inside a part, on the border of none."""
        is_inside = np.zeros(len(lon_deg), dtype=bool)
        rows, parts = self._tree.query(shapely.points(lon_deg, lat_deg))
        for number in np.unique(parts).tolist():
            some, part = rows[parts == number], self._parts[number]
            shapely.prepare(part)
            is_inside[some] |= shapely.contains_xy(part, lon_deg[some], lat_deg[some])
        return is_inside
