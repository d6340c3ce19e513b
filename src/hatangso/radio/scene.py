"""Scenes: what the kernels are given, as named tuples that they can read."""

from typing import NamedTuple

import numpy as np

from hatangso.units import FloatArray, IntArray

__all__ = ["PathBatch", "RadialFan", "Scene", "reciprocal_roots"]


class Scene(NamedTuple):
    """What all masts and receivers have in common.

    Attributes:
        elevation_m: Ground, (row, col), float32; NaN where there is none.
        clutter_m: Clutter above the ground, the same.
        bulge: 500 / ae: height of the bulge of the Earth in m per km2.
        receiver_height_m: Receivers above the ground.
        bands: Constants of each band, (band, ``BAND``).
        roots: ``reciprocal_roots`` of at least the number of steps of a path.
        surface_refractivity_n: Of the air, reduced to sea level.
        latitude_deg: Of the middle of the scene.
    """

    elevation_m: FloatArray
    clutter_m: FloatArray
    bulge: float
    receiver_height_m: float
    bands: FloatArray
    roots: FloatArray
    surface_refractivity_n: float
    latitude_deg: float


class RadialFan(NamedTuple):
    """The radials around one mast.

    Attributes:
        row: Fractional row of the mast.
        col: Fractional column of the mast.
        cell_width_m: Width of a cell.
        cell_height_m: Height of a cell.
        step_m: Distance between two points of a radial.
        heights_m: Antennas above the ground.
        height_bits: Bits of the bands on each of these antennas, int64.
    """

    row: float
    col: float
    cell_width_m: float
    cell_height_m: float
    step_m: float
    heights_m: FloatArray
    height_bits: IntArray


class PathBatch(NamedTuple):
    """Separate paths; see ``paths.Paths`` for the arrays."""

    starts: FloatArray
    ends: FloatArray
    lengths_m: FloatArray
    heights_m: FloatArray
    slots: IntArray
    slot_band: IntArray
    step_m: float


def reciprocal_roots(steps: int) -> FloatArray:
    """Return 1/sqrt(j) for j = 0 to ``steps``, with 0 for j = 0."""
    roots = np.zeros(steps + 1)
    roots[1:] = 1 / np.sqrt(np.arange(1, steps + 1))
    return roots
