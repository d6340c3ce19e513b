"""Losses and obstacles of separate paths, each from one antenna to one receiver."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from hatangso.radio.kernels import OBSTACLE, evaluate_paths
from hatangso.radio.radials import RadialScene
from hatangso.radio.scene import PathBatch
from hatangso.units import BoolArray, FloatArray, IntArray, require_between

__all__ = ["PathLosses", "Paths", "path_losses"]

_CHUNK = 2_000


@dataclass(frozen=True)
class Paths:
    """Straight paths over a grid, each with any number of bands.

    Attributes:
        starts: Fractional row and column of the transmitters, (path, 2).
        ends: The same of the receivers, (path, 2).
        lengths_m: Lengths, 0 to 3e6, (path,).
        heights_m: Transmitting antennas above the ground, 1 to 3,000, (path,).
        slots: Path p has the losses from ``slots[p]`` to before ``slots[p + 1]``;
            (path + 1,).
        slot_band: Band of each loss, (loss,).
    """

    starts: FloatArray
    ends: FloatArray
    lengths_m: FloatArray
    heights_m: FloatArray
    slots: IntArray
    slot_band: IntArray

    def __len__(self) -> int:
        """Return the number of paths."""
        return len(self.lengths_m)


@dataclass(frozen=True)
class PathLosses:
    """What stands between the ends of paths; one element per path but for the losses.

    Attributes:
        loss_db: Median basic transmission losses, one per slot of the paths; NaN where
            terrain is missing on the way.
        is_line_of_sight: Whether nothing rises above the straight line; True on paths
            shorter than 0.25 km, which count as free.
        place_ratio: Place of the worst obstacle, as a share of the path from the
            transmitter; NaN where terrain is missing, of no meaning in line of sight.
        top_m: Its top above sea level, clutter included.
        excess_m: How far it rises above the line, with the Earth's curvature.
        rise_m: How much higher the transmitter must stand to see the receiver.
    """

    loss_db: FloatArray
    is_line_of_sight: BoolArray
    place_ratio: FloatArray
    top_m: FloatArray
    excess_m: FloatArray
    rise_m: FloatArray


def path_losses(
    scene: RadialScene,
    paths: Paths,
    frequencies_mhz: Sequence[float],
    *,
    step_m: float,
    workers: int = 2,
) -> PathLosses:
    """Return loss and obstacle of each path.

    A path is sampled at equal distances of at most ``step_m``, in no fewer than four
    steps; terrain and clutter are taken as on a radial. Shorter than 0.25 km, where
    Rec. ITU-R P.1812 is not defined, the loss is that of free space.

    Args:
        scene: Terrain and what all paths have in common.
        paths: Where they run.
        frequencies_mhz: The bands.
        step_m: Longest distance between two points of a profile.
        workers: Threads; the result does not depend on them.

    Raises:
        OutOfRangeError: A height, frequency or length is outside the Recommendation.
    """
    if len(paths):
        require_between("antenna_height_m", paths.heights_m, low=1, high=3e3)
        require_between("the length of a path in m", paths.lengths_m, low=0, high=3e6)
    longest_m = float(np.max(paths.lengths_m, initial=0.0))
    steps = max(int(np.ceil(longest_m / step_m)), 4) + 1
    kernel_scene = scene.with_bands(frequencies_mhz, steps=steps)
    loss_db = np.full(len(paths.slot_band), np.nan)
    obstacles = np.full((len(paths), OBSTACLE), np.nan)
    whole = PathBatch(
        np.ascontiguousarray(paths.starts, dtype=np.float64),
        np.ascontiguousarray(paths.ends, dtype=np.float64),
        np.ascontiguousarray(paths.lengths_m, dtype=np.float64),
        np.ascontiguousarray(paths.heights_m, dtype=np.float64),
        np.ascontiguousarray(paths.slots, dtype=np.int64),
        np.ascontiguousarray(paths.slot_band, dtype=np.int64),
        float(step_m),
    )

    def evaluate(first: int) -> None:
        part = slice(first, first + _CHUNK)
        batch = whole._replace(
            starts=whole.starts[part],
            ends=whole.ends[part],
            lengths_m=whole.lengths_m[part],
            heights_m=whole.heights_m[part],
            slots=whole.slots[first : first + _CHUNK + 1],
        )
        evaluate_paths(kernel_scene, batch, loss_db, obstacles[part])

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(evaluate, range(0, len(paths), _CHUNK)))
    is_sight, place_ratio, top_m, excess_m, rise_m = obstacles.T
    return PathLosses(loss_db, is_sight == 1, place_ratio, top_m, excess_m, rise_m)
