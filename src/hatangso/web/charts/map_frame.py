"""Where places lie in a drawing: north up, as wide as it is long on the ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, radians

import numpy as np

from hatangso.units import FloatArray

__all__ = ["MapFrame", "frame_around"]

_WIDTH = 480.0


@dataclass(frozen=True)
class MapFrame:
    """A drawing of a part of the world.

    Attributes:
        west: Longitude of its left edge.
        north: Latitude of its upper edge.
        x_per_deg: Units of the drawing for a degree of longitude.
        y_per_deg: For a degree of latitude.
        size: Width and height of the drawing.
    """

    west: float
    north: float
    x_per_deg: float
    y_per_deg: float
    size: tuple[float, float]

    def xy(self, points: FloatArray) -> FloatArray:
        """Return where points lie in the drawing.

        Args:
            points: Longitude and latitude, shape (point, 2).
        """
        factor = np.array([self.x_per_deg, -self.y_per_deg])
        return np.asarray((points - (self.west, self.north)) * factor)


def frame_around(bounds: Sequence[float]) -> MapFrame:
    """Return the drawing of a part of the world.

    Args:
        bounds: West, south, east, north in degrees.
    """
    west, south, east, north = (float(one) for one in bounds)
    middle = cos(radians((south + north) / 2))
    scale = _WIDTH / ((east - west) * middle)
    height = ceil((north - south) * scale)
    return MapFrame(west, north, scale * middle, scale, (_WIDTH, float(height)))
