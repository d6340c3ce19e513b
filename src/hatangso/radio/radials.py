"""Losses from a mast to everywhere around it, on a polar lattice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hatangso.errors import OutOfRangeError
from hatangso.geography.grid import Grid
from hatangso.geography.terrain import Terrain
from hatangso.radio.bands import MOST_BANDS, band_constants
from hatangso.radio.cells import SPARSEST
from hatangso.radio.itu_p1812 import Polarisation, effective_earth_radius_km
from hatangso.radio.kernels import evaluate_radials
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.radial_kernel import evaluate_fan
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
    """Points around a mast: radials clockwise from up the columns, and steps outwards.

    Attributes:
        row: Fractional row of the mast.
        col: Fractional column of the mast.
        cell_size_m: Width and height of a cell there.
        step_m: Distance between two points of a radial: the shorter side of a cell.
        range_m: Radius.
        radials: Number of radials: at the range they are at most one step apart; a
            multiple of ``SPARSEST``.
        steps: Number of points of a radial, the mast included.
        north_deg: Direction of true north, clockwise from up the columns.
    """

    row: float
    col: float
    cell_size_m: tuple[float, float]
    step_m: float
    range_m: float
    radials: int
    steps: int
    north_deg: float = 0.0

    @classmethod
    def around(
        cls, grid: Grid, lon_deg: float, lat_deg: float, *, range_m: float
    ) -> "Lattice":
        """Return the lattice of a mast."""
        row, col = grid.positions(np.array(lon_deg), np.array(lat_deg))
        cell_size_m = grid.cell_size_m(lat_deg, lon_deg)
        step_m = min(cell_size_m)
        return cls(
            float(row),
            float(col),
            cell_size_m,
            step_m,
            range_m,
            radials=int(np.ceil(2 * np.pi * range_m / step_m / SPARSEST)) * SPARSEST,
            steps=int(np.ceil(range_m / step_m)) + 1,
            north_deg=grid.north_deg(lon_deg, lat_deg),
        )

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
        """Return the direction of each radial, clockwise from true north."""
        return np.arange(self.radials) * (360 / self.radials) - self.north_deg


@dataclass(frozen=True)
class RadialScene:
    """What all masts have in common.

    Attributes:
        elevation_m: Ground, (row, col), float32.
        clutter_m: Clutter, the same.
        ae_km: Effective Earth radius.
        receiver_height_m: Receivers above the ground.
        polarisation: Of all antennas.
        surface_refractivity_n: Of the air, reduced to sea level.
        latitude_deg: Of the middle of the terrain; it decides how often there are
            ducts, which hardly matters at half of the time.
    """

    elevation_m: FloatArray
    clutter_m: FloatArray
    ae_km: float
    receiver_height_m: float
    polarisation: Polarisation
    surface_refractivity_n: float
    latitude_deg: float

    @classmethod
    def of(
        cls,
        terrain: Terrain,
        *,
        refractivity_gradient_n_per_km: float,
        receiver_height_m: float = 1.5,
        polarisation: Polarisation = Polarisation.VERTICAL,
        surface_refractivity_n: float = 350.0,
        latitude_deg: float | None = None,
    ) -> "RadialScene":
        """Return the scene of a terrain; the latitude is that of its middle by default.

        Raises:
            OutOfRangeError: The terrain is a single row or column, or a number is
                outside the Recommendation.
        """
        require_terrain(terrain)
        if latitude_deg is None:
            latitude_deg = _middle_latitude_deg(terrain)
        require_between("receiver_height_m", receiver_height_m, low=1, high=3e3)
        refractivity_n = surface_refractivity_n
        require_between("surface_refractivity_n", refractivity_n, low=200, high=500)
        require_between("latitude_deg", latitude_deg, low=-70, high=70)
        return cls(
            np.ascontiguousarray(terrain.elevation_m, dtype=np.float32),
            np.ascontiguousarray(terrain.clutter_m, dtype=np.float32),
            effective_earth_radius_km(refractivity_gradient_n_per_km),
            receiver_height_m,
            polarisation,
            surface_refractivity_n,
            latitude_deg,
        )

    @classmethod
    def under(
        cls,
        terrain: Terrain,
        parameters: RadioParameters,
        *,
        refractivity_gradient_n_per_km: float,
    ) -> "RadialScene":
        """Return the scene of a terrain with receivers and air of radio parameters.

        Raises:
            OutOfRangeError: See ``of``.
        """
        return cls.of(
            terrain,
            refractivity_gradient_n_per_km=refractivity_gradient_n_per_km,
            receiver_height_m=parameters.receiver_height_m,
            polarisation=parameters.polarisation,
            surface_refractivity_n=parameters.surface_refractivity_n,
        )

    def window(self, start: tuple[int, int], end: tuple[int, int]) -> "RadialScene":
        """Return the scene between two cells; what lies beyond it is cut off."""
        part = np.s_[start[0] : end[0], start[1] : end[1]]
        return replace(
            self,
            elevation_m=self.elevation_m[part].copy(),
            clutter_m=self.clutter_m[part].copy(),
        )

    def fan_losses(
        self,
        lattice: Lattice,
        bands: Sequence[Band],
        spans: IntArray,
    ) -> "FanLosses":
        """Return the losses on parts of a mast's radials.

        Args:
            lattice: Where the mast stands and where the receivers are.
            bands: Antennas and frequencies, at most 62.
            spans: First step and the step after the last, per radial, (radial, 2).
        """
        shape = (lattice.radials, lattice.steps)
        heights = len({band.antenna_height_m for band in bands})
        found = FanLosses(
            np.empty((len(bands), *shape), dtype=np.float32),
            np.empty((heights, *shape), dtype=np.uint8),
            np.empty(shape, dtype=np.float32),
        )
        frequencies_mhz = [band.frequency_mhz for band in bands]
        evaluate_fan(
            self.with_bands(frequencies_mhz, steps=lattice.steps),
            lattice.fan(bands),
            spans,
            found.loss_db,
            found.is_sight,
            found.ground_m,
        )
        return found

    def with_bands(self, frequencies_mhz: Sequence[float], *, steps: int) -> Scene:
        """Return the scene as the kernels want it, for paths of so many steps."""
        return Scene(
            self.elevation_m,
            self.clutter_m,
            500 / self.ae_km,
            float(self.receiver_height_m),
            band_constants(np.array(frequencies_mhz), self.polarisation),
            reciprocal_roots(steps),
            float(self.surface_refractivity_n),
            float(self.latitude_deg),
        )


@dataclass(frozen=True)
class FanLosses:
    """What the radials of a mast lose, filled in the parts that were asked for.

    Attributes:
        loss_db: Median basic transmission loss, (band, radial, step), float32; NaN from
            the first point without terrain outwards.
        is_sight: Whether the path is in line of sight, (height, radial, step), uint8.
        ground_m: Ground under the receiver, (radial, step), float32.
    """

    loss_db: FloatArray
    is_sight: IntArray
    ground_m: FloatArray


def _middle_latitude_deg(terrain: Terrain) -> float:
    grid = terrain.grid
    middle = np.array((grid.rows - 1) / 2), np.array((grid.cols - 1) / 2)
    return float(grid.lon_lat(*middle)[1])


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

    This is the kernel in double precision, which looks at every point of every path.
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
    loss_db = np.full((len(bands), lattice.radials, lattice.steps), np.nan)
    spans = np.tile([1, lattice.steps], (lattice.radials, 1))
    frequencies_mhz = [band.frequency_mhz for band in bands]
    kernel_scene = scene.with_bands(frequencies_mhz, steps=lattice.steps)
    evaluate_radials(kernel_scene, lattice.fan(bands), spans, loss_db)
    return loss_db
