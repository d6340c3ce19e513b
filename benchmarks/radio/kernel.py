"""How fast the radial kernel is on one core, beside the same formulas point by point.

    python benchmarks/radio/kernel.py

A "path point" is one receiver on one radial of the full circle; a "cell" is one cell of
the map inside the range: near the mast many radials cross the same cell, so that the
two must never be compared. The peer is the path kernel: compiled, in double precision,
it looks at every point of every profile, as the twin of the fast kernel does. The
ratios are the result; the absolute speeds
depend on the machine.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.radio.terrain import mountains

from hatangso.geography.terrain import Terrain
from hatangso.radio.bands import band_constants
from hatangso.radio.itu_p1812 import Polarisation
from hatangso.radio.kernels import OBSTACLE, evaluate_paths
from hatangso.radio.radial_kernel import evaluate_fan
from hatangso.radio.scene import PathBatch, RadialFan, Scene, reciprocal_roots

CELL_M = 30.0
RANGES_M = (10_000.0, 20_000.0)
BANDS_MHZ = (900.0, 700.0, 1_800.0, 2_600.0)
HEIGHT_M = 30.0
PATHS = 5_000
FEWEST_STEPS = 9


class Circle:
    """All radials of one mast, one step apart at the range."""

    def __init__(
        self, terrain: Terrain, range_m: float, bands: Sequence[float]
    ) -> None:
        """Take the mast in the middle of the terrain."""
        constants = band_constants(np.array(bands), Polarisation.VERTICAL)
        self.steps = int(np.ceil(range_m / CELL_M)) + 1
        self.radials = int(np.ceil(2 * np.pi * range_m / CELL_M))
        roots = reciprocal_roots(self.steps)
        maps = terrain.elevation_m, terrain.clutter_m
        self.scene = Scene(*maps, 500 / 9_300, 1.5, constants, roots, 350.0, 21.5)
        row, col = (size / 2 + 0.3 for size in terrain.grid.shape)
        bits = np.array([(1 << len(bands)) - 1])
        heights_m = np.array([HEIGHT_M])
        self.fan = RadialFan(row, col, CELL_M, CELL_M, CELL_M, heights_m, bits)
        self.shape = (len(bands), self.radials, self.steps)
        self.points = self.radials * (self.steps - 1)
        self.cells = np.pi * range_m**2 / CELL_M**2

    def fast(self) -> Callable[[], None]:
        """Return the work of the fast kernel."""
        loss_db = np.empty(self.shape, np.float32)
        is_sight = np.empty((1, *self.shape[1:]), np.uint8)
        ground_m = np.empty(self.shape[1:], np.float32)
        spans = np.tile([1, self.steps], (self.radials, 1))
        given = self.scene, self.fan, spans, loss_db, is_sight, ground_m
        return lambda: evaluate_fan(*given)

    def paths(self, bands: int) -> Callable[[], None]:
        """Return the work of the path kernel, for some points of the circle."""
        rng = np.random.default_rng(2)
        angle = 2 * np.pi * rng.integers(self.radials, size=PATHS) / self.radials
        away = rng.integers(FEWEST_STEPS, self.steps, size=PATHS).astype(float)
        start = np.array([self.fan.row, self.fan.col])
        turn = np.column_stack((-np.cos(angle), np.sin(angle)))
        batch = PathBatch(
            np.tile(start, (PATHS, 1)),
            start + turn * away[:, None],
            away * CELL_M,
            np.full(PATHS, HEIGHT_M),
            np.arange(PATHS + 1) * bands,
            np.tile(np.arange(bands), PATHS),
            CELL_M * (1 + 1e-9),
        )
        loss_db, obstacles = np.empty(PATHS * bands), np.empty((PATHS, OBSTACLE))
        return lambda: evaluate_paths(self.scene, batch, loss_db, obstacles)


def seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """Return the least processor time of several runs after one to compile."""
    work()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Measure and print."""
    heading = ("range", "bands", "kernel", "M points/s", "M point-bands/s", "M cells/s")
    print(" ".join(f"{word:>15}" for word in heading))
    for range_m in RANGES_M:
        terrain = mountains(int(2.1 * range_m / CELL_M))
        for bands in (1, len(BANDS_MHZ)):
            circle = Circle(terrain, range_m, BANDS_MHZ[:bands])
            speeds = {
                "single": circle.points / seconds(circle.fast()),
                "path by path": PATHS / seconds(circle.paths(bands), 2),
            }
            for name, speed in speeds.items():
                cells = speed * circle.cells / circle.points
                figures = (f"{x / 1e6:15.2f}" for x in (speed, speed * bands, cells))
                print(f"{range_m / 1000:12.0f} km {bands:15} {name:>15}", *figures)
            ratio = speeds["single"] / speeds["path by path"]
            print(f"{'':47} single / path by path: {ratio:.0f}")


if __name__ == "__main__":
    main()
