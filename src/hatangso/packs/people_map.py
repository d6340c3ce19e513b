"""People inside a border, from a raster of people per cell."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import shapely
from shapely.geometry.base import BaseGeometry

from hatangso.units import FloatArray

__all__ = ["PeopleMap", "read_people"]


@dataclass(frozen=True)
class PeopleMap:
    """People of cells, evenly spread within each.

    Attributes:
        cells: Outlines of the cells in degrees.
        people: One number for each cell; 0 where the raster says nothing.
    """

    cells: "np.ndarray"
    people: FloatArray

    def inside(self, border: BaseGeometry) -> float:
        """Return how many people live inside a border."""
        near = self.cells_near(border)
        parts = shapely.area(shapely.intersection(self.cells[near], border))
        ratios = parts / shapely.area(self.cells[near])
        return float((self.people[near] * ratios).sum())

    def cells_near(self, border: BaseGeometry) -> "np.ndarray":
        """Return the indices of the cells that a border's box touches."""
        return np.flatnonzero(
            shapely.intersects(self.cells, shapely.box(*border.bounds))
        )


def read_people(path: Path) -> PeopleMap:
    """Read a raster in WGS 84 whose cells count people."""
    with rasterio.open(path) as dataset:
        people = np.where(dataset.read_masks(1) > 0, dataset.read(1), 0)
        frame = dataset.transform
    rows, cols = np.indices(people.shape)
    left, top = frame.c + cols * frame.a, frame.f + rows * frame.e
    cells = shapely.box(left, top + frame.e, left + frame.a, top)
    return PeopleMap(cells.ravel(), people.ravel().astype(float))
