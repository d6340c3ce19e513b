"""Losses from a mast to everywhere around it, on a polar lattice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hatangso.errors import OutOfRangeError
from hatangso.geography.grid import Grid
from hatangso.geography.terrain import Terrain
from hatangso.radio.bands import MOST_BANDS, band_constants
from hatangso.radio.itu_p1812 import Polarisation, effective_earth_radius_km
from hatangso.radio.kernels import evaluate_radials
from hatangso.radio.scene import RadialFan, Scene, reciprocal_roots
from hatangso.units import FloatArray, IntArray, require_between

__all__ = ["Band", "Lattice", "RadialScene", "radial_losses", "require_terrain"]

_FEWEST_CELLS = 2


@dataclass(frozen=True, order=True)
class Band:
    """An antenna's height above the ground and a carrier frequency on it."""

    antenna_height_m: float
    frequency_mhz: float

    def __post_init__(self) -> None:
        """Check the limits of Rec. ITU-R P.1812-8."""
        require_between("antenna_height_m", self.antenna_height_m, low=1, high=3e3)
        require_between("frequency_mhz", self.frequency_mhz, low=30, high=6_000)


@dataclass(frozen=True)
class Lattice:
    """Points around a mast: radials clockwise from north, and steps outwards.

    Attributes:
        row: Fractional row of the mast.
        col: Fractional column of the mast.
        cell_size_m: Width and height of a cell there.
        step_m: Distance between two points of a radial: the shorter side of a cell.
        radials: Number of radials: at the range they are one step apart.
        steps: Number of points of a radial, the mast included.
    """

    row: float
    col: float
    cell_size_m: tuple[float, float]
    step_m: float
    radials: int
    steps: int

    @classmethod
    def around(
        cls, grid: Grid, lon_deg: float, lat_deg: float, *, range_m: float
    ) -> "Lattice":
        """Return the lattice of a mast."""
        row, col = grid.positions(np.array(lon_deg), np.array(lat_deg))
        cell_size_m = grid.cell_size_m(lat_deg)
        step_m = min(cell_size_m)
        steps = int(np.ceil(range_m / step_m)) + 1
        radials = int(np.ceil(2 * np.pi * range_m / step_m))
        return cls(float(row), float(col), cell_size_m, step_m, radials, steps)

    def fan(self, bands: Sequence[Band]) -> RadialFan:
        """Return the radials with their antennas, as the kernels want them."""
        heights_m = sorted({band.antenna_height_m for band in bands})
        height_bits = [
            sum(1 << b for b, band in enumerate(bands) if band.antenna_height_m == h)
            for h in heights_m
        ]
        return RadialFan(
            self.row,
            self.col,
            *self.cell_size_m,
            self.step_m,
            np.array(heights_m, dtype=np.float64),
            np.array(height_bits, dtype=np.int64),
        )

    @property
    def azimuths_deg(self) -> FloatArray:
        """Return the direction of each radial, clockwise from north."""
        return np.arange(self.radials) * (360 / self.radials)


@dataclass(frozen=True)
class RadialScene:
    """What all masts have in common.

    Attributes:
        elevation_m: Ground, (row, col), float32.
        clutter_m: Clutter, the same.
        ae_km: Effective Earth radius.
        receiver_height_m: Receivers above the ground.
        polarisation: Of all antennas.
    """

    elevation_m: FloatArray
    clutter_m: FloatArray
    ae_km: float
    receiver_height_m: float
    polarisation: Polarisation

    @classmethod
    def of(
        cls,
        terrain: Terrain,
        *,
        refractivity_gradient_n_per_km: float,
        receiver_height_m: float = 1.5,
        polarisation: Polarisation = Polarisation.VERTICAL,
    ) -> "RadialScene":
        """Return the scene of a terrain.

        Raises:
            OutOfRangeError: The terrain is a single row or column, or a number is
                outside the Recommendation.
        """
        require_terrain(terrain)
        require_between("receiver_height_m", receiver_height_m, low=1, high=3e3)
        return cls(
            np.ascontiguousarray(terrain.elevation_m, dtype=np.float32),
            np.ascontiguousarray(terrain.clutter_m, dtype=np.float32),
            effective_earth_radius_km(refractivity_gradient_n_per_km),
            receiver_height_m,
            polarisation,
        )

    def fill(
        self,
        lattice: Lattice,
        bands: Sequence[Band],
        needed: IntArray,
        loss_db: FloatArray,
    ) -> None:
        """Fill the losses that are asked for; see ``kernels.evaluate_radials``."""
        fan = lattice.fan(bands)
        frequencies_mhz = [band.frequency_mhz for band in bands]
        scene = self.with_bands(frequencies_mhz, steps=needed.shape[1])
        evaluate_radials(scene, fan, needed, loss_db)

    def with_bands(self, frequencies_mhz: Sequence[float], *, steps: int) -> Scene:
        """Return the scene as the kernels want it, for paths of so many steps."""
        return Scene(
            self.elevation_m,
            self.clutter_m,
            500 / self.ae_km,
            float(self.receiver_height_m),
            band_constants(np.array(frequencies_mhz), self.polarisation),
            reciprocal_roots(steps),
        )


def require_terrain(terrain: Terrain) -> None:
    """Check that a terrain has at least two rows and two columns.

    Raises:
        OutOfRangeError: It has fewer.
    """
    if min(terrain.grid.shape) < _FEWEST_CELLS:
        rows, cols = terrain.grid.shape
        text = "the terrain needs 2 rows and columns; it has {rows} and {cols}"
        raise OutOfRangeError(text, rows=rows, cols=cols)


def radial_losses(
    scene: RadialScene, lattice: Lattice, bands: Sequence[Band]
) -> FloatArray:
    """Return the median basic transmission loss all around a mast, in dB.

    The terrain is interpolated between the cells, the clutter is that of the nearest
    cell and does not count at the ends of a path. Nearer than 0.25 km or four steps,
    where Rec. ITU-R P.1812 is not defined, the loss is that of free space.

    Args:
        scene: Terrain and what all masts have in common.
        lattice: Where the mast stands and where the receivers are.
        bands: Antennas and frequencies, at most 62.

    Returns:
        Shape (band, radial, step); NaN at the mast and from the first point without
        terrain outwards.

    Raises:
        OutOfRangeError: There are too many bands.
    """
    require_between("the number of bands", len(bands), low=1, high=MOST_BANDS)
    shape = (lattice.radials, lattice.steps)
    needed = np.full(shape, (1 << len(bands)) - 1, dtype=np.int64)
    loss_db = np.full((len(bands), *shape), np.nan)
    scene.fill(lattice, bands, needed, loss_db)
    return loss_db
