"""How fast the radial kernel is, beside the same formulas without its shortcuts.

    python benchmarks/radio_radials.py [CELLS [HGT_FILE]]

Three things compute the same losses on the same terrain in the same run: the radial
kernel; the path kernel, which looks at every point of every profile (compiled too); and
the plain NumPy form. The ratios are the result; the absolute speeds depend on the
machine. A "path point" is one receiver on one radial, not a cell of a map.
"""

import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from scipy import ndimage

from hatangso.geography.grid import Grid
from hatangso.geography.terrain import Terrain, repair_elevation_m
from hatangso.radio.itu_p1812 import Path, median_loss
from hatangso.radio.kernels import sample_profile
from hatangso.radio.paths import Paths, path_losses
from hatangso.radio.radials import Band, Lattice, RadialScene, radial_losses
from hatangso.units import FloatArray

GRADIENT = 50.0
FREQUENCIES_MHZ = (942.0, 1_840.0, 2_140.0)
HEIGHT_M = 30.0
VOID = -32_768
SAMPLE = 2_000
PLAIN_SAMPLE = 200


def hills(size: int) -> Terrain:
    """Return made-up hills, 90 m cells."""
    rng = np.random.default_rng(0)
    rough = ndimage.gaussian_filter(rng.standard_normal((size, size)), 8)
    rough += 0.1 * ndimage.gaussian_filter(rng.standard_normal((size, size)), 2)
    elevation_m = 700 * (rough - rough.min()) / np.ptp(rough)
    return _with_clutter(elevation_m, Grid("EPSG:4326", 105, 22, *_CELLS, size, size))


def tile(file: str) -> Terrain:
    """Return a tile of three arc seconds."""
    raw = np.fromfile(file, ">i2").reshape(1201, 1201).astype(np.float32)
    repaired = repair_elevation_m(raw, is_void=raw == VOID)
    grid = Grid("EPSG:4326", 105, 22, *_CELLS, *raw.shape)
    return _with_clutter(repaired.elevation_m, grid)


_CELLS = (1 / 1200, 1 / 1200)


def _with_clutter(elevation_m: FloatArray, grid: Grid) -> Terrain:
    is_wooded = np.random.default_rng(1).random(grid.shape) < 0.3  # noqa: PLR2004
    clutter_m = np.where(is_wooded, 15, 0).astype(np.float32)
    return Terrain(grid, elevation_m.astype(np.float32), clutter_m)


def seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """Return the shortest time of several runs after one to compile."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def ends_of(lattice: Lattice, count: int) -> tuple[FloatArray, FloatArray]:
    """Return places and distances of some points of a lattice, far enough away."""
    rng = np.random.default_rng(2)
    radial = rng.integers(lattice.radials, size=count)
    step = rng.integers(4, lattice.steps, size=count)
    angle = 2 * np.pi * radial / lattice.radials
    away_m, (width_m, height_m) = step * lattice.step_m, lattice.cell_size_m
    row = lattice.row - np.cos(angle) * away_m / height_m
    col = lattice.col + np.sin(angle) * away_m / width_m
    return np.column_stack((row, col)), away_m


def main(arguments: list[str]) -> None:
    """Measure and print."""
    size = int(arguments[0]) if arguments else 400
    terrain = tile(arguments[1]) if len(arguments) > 1 else hills(size)
    grid = terrain.grid
    lon_deg, lat_deg = grid.lon_lat(np.array(grid.rows / 2), np.array(grid.cols / 2))
    scene = RadialScene.of(terrain, refractivity_gradient_n_per_km=GRADIENT)
    range_m = min(15_000.0, min(grid.shape) * 40.0)
    lattice = Lattice.around(grid, float(lon_deg), float(lat_deg), range_m=range_m)
    bands = [Band(HEIGHT_M, frequency) for frequency in FREQUENCIES_MHZ]
    points = lattice.radials * (lattice.steps - 1)
    start = time.perf_counter()
    radial_losses(scene, lattice, bands)
    print(f"first call: {time.perf_counter() - start:.1f} s; {points} path points")
    for count in (1, len(bands)):
        work = partial(radial_losses, scene, lattice, bands[:count])
        speed = points / seconds(work) / 1e6
        print(f"radial kernel, {count} band(s): {speed:.2f} M path points/s", end=", ")
        print(f"{speed * count:.2f} M point-bands/s")
    one = points / seconds(lambda: radial_losses(scene, lattice, bands[:1]))
    ends, away_m = ends_of(lattice, SAMPLE)
    paths = Paths(
        np.tile([lattice.row, lattice.col], (SAMPLE, 1)),
        ends,
        away_m,
        np.full(SAMPLE, HEIGHT_M),
        np.arange(SAMPLE + 1),
        np.zeros(SAMPLE, dtype=np.int64),
    )
    step_m = lattice.step_m * 1.000001
    used = FREQUENCIES_MHZ[:1]
    taken = seconds(lambda: path_losses(scene, paths, used, step_m=step_m, workers=1))
    every = SAMPLE / taken
    print(f"every point of every path, compiled: {every / 1e6:.3f} M paths/s")
    plain = PLAIN_SAMPLE / seconds(lambda: _plain(scene, lattice, ends, away_m), 1)
    print(f"plain NumPy form: {plain / 1e3:.2f} k paths/s")
    print(f"ratios: {one / every:.1f} to the compiled, {one / plain:.0f} to the plain")


def _plain(
    scene: RadialScene, lattice: Lattice, ends: FloatArray, away_m: FloatArray
) -> None:
    kernel_scene = scene.with_bands(FREQUENCIES_MHZ[:1], steps=lattice.steps)
    for number in range(PLAIN_SAMPLE):
        steps = round(away_m[number] / lattice.step_m)
        ground_m, clutter_m = np.empty(steps + 1), np.empty(steps + 1)
        start, end = (lattice.row, lattice.col), tuple(ends[number])
        if sample_profile(kernel_scene, start, end, ground_m, clutter_m):
            distance_km = np.linspace(0, away_m[number] / 1000, steps + 1)
            median_loss(
                Path(distance_km, ground_m, clutter_m, HEIGHT_M, 1.5),
                frequency_mhz=FREQUENCIES_MHZ[0],
                refractivity_gradient_n_per_km=GRADIENT,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
