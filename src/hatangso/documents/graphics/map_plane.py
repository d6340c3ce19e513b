"""From degrees to points on paper, true to scale at the middle of a map."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike

from hatangso.documents.graphics.boxes import Box
from hatangso.geography.plane import Plane
from hatangso.units import FloatArray

__all__ = ["MapPlane"]


@dataclass(frozen=True)
class MapPlane:
    """A flat map on paper.

    Attributes:
        plane: The same in metres.
        frame: What of the paper it fills.
        middle_m: What lies in the middle of the frame, metres east and north.
        points_per_m: Its scale.
    """

    plane: Plane
    frame: Box
    middle_m: tuple[float, float]
    points_per_m: float

    @classmethod
    def fit(
        cls,
        lon_lat: FloatArray,
        frame: Box,
        *,
        most_points_per_m: float = 0.5,
        is_cut_to_fit: bool = False,
    ) -> "MapPlane":
        """Return the map on which places fill a frame.

        Args:
            lon_lat: Places in WGS 84, shape (place, 2); at least one.
            frame: The frame.
            most_points_per_m: So that one place alone does not fill it.
            is_cut_to_fit: Whether the frame loses what the places leave of its height.
        """
        plane = Plane.around(lon_lat[:, 0], lon_lat[:, 1])
        xy_m = plane.xy_m(lon_lat[:, 0], lon_lat[:, 1])
        low, high = xy_m.min(axis=0), xy_m.max(axis=0)
        across, up = (float(one) for one in high - low)
        scales = [most_points_per_m]
        scales += [
            size / span
            for size, span in zip(
                (frame.width, frame.height), (across, up), strict=True
            )
            if span > 0
        ]
        scale = min(scales)
        if is_cut_to_fit:
            height = min(frame.height, max(up * scale, frame.width / 2))
            frame = Box(frame.x, frame.y, frame.width, height)
        east, north = (float(one) for one in (low + high) / 2)
        return cls(plane, frame, (east, north), scale)

    def xy(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> FloatArray:
        """Return places on paper, one more axis of length 2: x, then y downwards."""
        return self._paper(self.plane.xy_m(lon_deg, lat_deg))

    def _paper(self, xy_m: FloatArray) -> FloatArray:
        to_right = np.array([self.points_per_m, -self.points_per_m])
        paper: FloatArray = (xy_m - self.middle_m) * to_right + self.frame.middle
        return paper

    def geometries(self, shapes: Sequence[shapely.Geometry]) -> np.ndarray:
        """Return geometries on paper."""
        return np.asarray(shapely.transform(self.plane.geometry_m(shapes), self._paper))
