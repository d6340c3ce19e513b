"""The colours of tiles, the same as the report's where it has them."""

from dataclasses import dataclass

import numpy as np

from hatangso.documents.map_images import LEVEL_COLOURS
from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel
from hatangso.units import FloatArray
from hatangso.web.map.raster_layers import RasterKind

__all__ = ["DOUBT_COLOUR", "SCALES", "Scale", "level_palette"]

DOUBT_COLOUR = "#a8248f"


@dataclass(frozen=True)
class Scale:
    """Numbers in steps of colour.

    Attributes:
        limits: Where one step ends and the next begins, rising.
        colours: One more than limits; the first is below all of them.
        unit: Of the limits.
    """

    limits: tuple[float, ...]
    colours: tuple[str, ...]
    unit: str

    def steps(self, values: FloatArray) -> np.ndarray:
        """Return the step of each value, from 0; NaN gets the first."""
        return np.digitize(np.nan_to_num(values, nan=-np.inf), self.limits)


# From straw to dark blue: lightness falls all the way, so that colour-blind readers and
# black-and-white prints keep the order.
_BLUES = ("#f4ecc2", "#cfe3bd", "#93cdbb", "#52acb9", "#2c7fa6", "#28518c")
SCALES = {
    RasterKind.DBM: Scale((-115, -105, -95, -85, -75), _BLUES, "dBm"),
    RasterKind.SECOND: Scale((-115, -105, -95, -85, -75), _BLUES, "dBm"),
    RasterKind.RATE: Scale((1, 5, 10, 25, 50), _BLUES, "Mbit/s"),
}


def level_palette() -> dict[int, str]:
    """Return the colour of each number of a level raster."""
    return {
        LEVEL_NUMBERS[level]: LEVEL_COLOURS[level]
        for level in CoverageLevel
        if level in LEVEL_NUMBERS
    }
