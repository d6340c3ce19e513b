"""Made-up mountains for the benchmarks of radio: 30 m cells, always the same.

Heights are noise whose amplitude falls with the spatial frequency, as in real ranges,
with a mean slope of 20 degrees. Three cells in ten carry 15 m of trees.
"""

import numpy as np

from hatangso.geography.grid import Grid
from hatangso.geography.terrain import Terrain

__all__ = ["SIZE", "mountains"]

# A tile of one arc second.
SIZE = 3_600
WEST_DEG, NORTH_DEG = 105.0, 22.0
CELL_M, MEAN_SLOPE_DEG = 30.0, 20.0
LONGEST_CELLS = 400
FALL = 1.9
TREES_M, WOODED_RATIO = 15.0, 0.3


def mountains(size: int = SIZE, *, seed: int = 0, trees_m: float = TREES_M) -> Terrain:
    """Return a square of mountains, whole metres high."""
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft2(rng.standard_normal((size, size)))
    waves = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None])
    waves[0, 0] = 1.0
    spectrum *= np.where(waves > 1 / LONGEST_CELLS, waves**-FALL, 0.0)
    rough = np.fft.irfft2(spectrum, s=(size, size))
    slope = np.mean(np.hypot(*np.gradient(rough, CELL_M)))
    elevation_m = (rough - rough.min()) * np.tan(np.radians(MEAN_SLOPE_DEG)) / slope
    is_wooded = rng.random((size, size)) < WOODED_RATIO
    cell_deg = 1 / SIZE
    return Terrain(
        Grid("EPSG:4326", WEST_DEG, NORTH_DEG, cell_deg, cell_deg, size, size),
        np.round(elevation_m).astype(np.float32),
        np.where(is_wooded, trees_m, 0).astype(np.float32),
    )
