"""The map of a coverage, tile by tile: computed where missing, and put together."""

from dataclasses import dataclass

import numpy as np

from hatangso.geography.terrain import Terrain
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel
from hatangso.model.site import Technology
from hatangso.radio.beams import Network
from hatangso.radio.coverage import NetworkCoverage
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.links import profile_step_m
from hatangso.radio.masts import masts_of
from hatangso.radio.tile_coverage import cover_tile
from hatangso.radio.tiles import Tiling
from hatangso.units import BoolArray, require_between
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.coverage_files import inside_province
from hatangso.workflows.progress import Progress
from hatangso.workflows.tile_ledger import TileLedger, tile_key
from hatangso.workflows.workers import Workers, run_tasks

__all__ = ["TILES_FOLDER", "ComputedTiles", "computed_tiles", "usual_tile_cells"]

TILES_FOLDER = ".tiles"
# Large tiles repeat less of the way from masts outside, small ones leave more as it is
# when a mast changes, need less memory and are spread more evenly over workers.
_RANGES_PER_TILE = 1.5
_LEAST_CELLS, _MOST_CELLS = 64, 1_024


@dataclass(frozen=True)
class ComputedTiles:
    """All tiles of a map, computed.

    Attributes:
        tiling: The tiles.
        terrain: That they lie on.
        is_wanted: The cells asked for, (row, col).
        ledger: Holds what was computed.
        keys: Names of the tiles in the ledger.
        computed: Number of those that it did not hold before.
    """

    tiling: Tiling
    terrain: Terrain
    is_wanted: BoolArray
    ledger: TileLedger
    keys: tuple[str, ...]
    computed: int

    @property
    def networks(self) -> tuple[Network, ...]:
        """Return the networks of the map, in order."""
        return self.tiling.networks

    def __len__(self) -> int:
        """Return the number of tiles."""
        return len(self.keys)

    def whole(self, network: Network) -> NetworkCoverage:
        """Return what a network offers on the whole map."""
        found = NetworkCoverage.nothing(self.terrain.grid.shape)
        for key, task in zip(self.keys, self.tiling, strict=True):
            found.put(self.ledger.load(key, task, network), task.rows, task.cols)
        return found

    def silence(self) -> NetworkCoverage:
        """Return what a technology offers that nobody runs."""
        found = NetworkCoverage.nothing(self.terrain.grid.shape)
        found.level[self.is_wanted] = LEVEL_NUMBERS[CoverageLevel.NONE]
        is_unknown = self.is_wanted & np.isnan(self.terrain.elevation_m)
        found.level[is_unknown] = LEVEL_NUMBERS[CoverageLevel.UNKNOWN]
        return found

    def forget_others(self) -> None:
        """Remove tiles that belong to none of this map."""
        self.ledger.keep_only(self.keys)


def usual_tile_cells(terrain: Terrain, radio: RadioParameters) -> int:
    """Return rows and columns of tiles that are somewhat wider than masts reach."""
    widest_m = max(radio.range_m(technology) for technology in Technology)
    cells = int(_RANGES_PER_TILE * widest_m / profile_step_m(terrain.grid))
    return min(max(cells, _LEAST_CELLS), _MOST_CELLS)


def computed_tiles(
    inputs: ProvinceInputs,
    results: ResultsDirectory,
    *,
    workers: Workers,
    tile_cells: int | None,
    progress: Progress,
) -> ComputedTiles:
    """Compute the tiles of a province that its ledger does not hold yet."""
    if tile_cells is None:
        tile_cells = usual_tile_cells(inputs.terrain, inputs.radio)
    require_between("tile_cells", tile_cells, low=1, high=100_000)
    province, terrain = inputs.province, inputs.terrain
    masts = masts_of(
        terrain,
        province.sites,
        province.services,
        inputs.radio,
        province.antenna_patterns,
    )
    is_wanted = inside_province(inputs)
    tiling = Tiling(
        terrain,
        is_wanted,
        masts,
        parameters=inputs.radio,
        refractivity_gradient_n_per_km=province.refractivity_gradient_n_per_km,
        tile_cells=tile_cells,
    )
    ledger = TileLedger(results.path / TILES_FOLDER)
    keys, work = [], []
    for task in tiling:
        keys.append(tile_key(task))
        work.append(len(task.masts) * int(np.count_nonzero(task.is_wanted)) + 1)
    missing = [place for place, key in enumerate(keys) if key not in ledger]
    # The longest first, so that no worker is left alone with one at the end.
    missing.sort(key=lambda place: (-work[place], place))
    progress.start("coverage of the map", sum(work))
    done = sum(work) - sum(work[place] for place in missing)
    progress.advance(done)
    for place, coverages in run_tasks(cover_tile, tiling, missing, workers):
        ledger.save(keys[place], tiling[place], coverages)
        done += work[place]
        progress.advance(done)
    return ComputedTiles(tiling, terrain, is_wanted, ledger, tuple(keys), len(missing))
