"""How long a whole province takes: 1,800 masts with three bands each, 30 m cells.

    python benchmarks/radio/province.py [MASTS [RANGE_KM]]

All that the coverage of the map needs is done: levels, interference and rates of each
network, the second opinion, tiles kept on disk, by two processes. Half the masts and
half the range show how the first opinion's time grows, apart from what the processes
take to start: with the masts, and with the square of the range. The second opinion's
grows with the cells. Memory is the greatest that the processes together held; it is
bounded by the tiles and the terrain.
"""

import os
import resource
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.radio.terrain import mountains

from hatangso.geography.terrain import Terrain
from hatangso.io.parameter_files import parameter_set
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.link_budget import RadioParameters, radio_parameters
from hatangso.radio.masts import masts_of
from hatangso.radio.tile_coverage import cover_tile
from hatangso.radio.tiles import Tiling
from hatangso.workflows.coverage_tiles import usual_tile_cells
from hatangso.workflows.tile_ledger import TileLedger, tile_key
from hatangso.workflows.workers import Workers, run_tasks

SIZE = 2_000
PROCESSES = 2
BANDS = (Technology.G2, Technology.G3, Technology.G4)
GIB = 2**30


class PeakMemory:
    """Watches the memory of this process and of those that it started."""

    def __enter__(self) -> Self:
        """Begin to watch."""
        self.peak_bytes = 0
        self._is_over = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop watching."""
        self._is_over.set()
        self._watcher.join()

    def _watch(self) -> None:
        here = psutil.Process(os.getpid())
        while not self._is_over.wait(0.2):
            held = 0
            for process in [here, *here.children(recursive=True)]:
                try:
                    held += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.peak_bytes = max(self.peak_bytes, held)


def network(
    terrain: Terrain, count: int, parameters: RadioParameters
) -> tuple[list[Site], list[Service]]:
    """Return masts all over a terrain, each with three bands of three sectors."""
    rng = np.random.default_rng(1)
    rows, cols = rng.uniform(0, SIZE - 1, (2, count))
    lon_deg, lat_deg = terrain.grid.lon_lat(rows, cols)
    sites = [
        Site(str(i), float(lon_deg[i]), float(lat_deg[i]), 45, "") for i in range(count)
    ]
    services = [
        Service(
            site_id=site.id,
            operator="A",
            technology=technology,
            antenna_height_m=42,
            azimuths_deg=(0.0, 120.0, 240.0),
            **parameters.service_defaults()[technology],
        )
        for site in sites
        for technology in BANDS
    ]
    return sites, services


def with_range(parameters: RadioParameters, range_m: float) -> RadioParameters:
    """Return parameters in which every technology reaches equally far."""
    technologies = {
        item: replace(chosen, range_m=range_m)
        for item, chosen in parameters.technologies.items()
    }
    return replace(parameters, technologies=technologies)


def cpu_seconds() -> float:
    """Return the processor time of this process and of those that have ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(kind) for kind in kinds]
    return sum(item.ru_utime + item.ru_stime for item in used)


def measure(
    terrain: Terrain, count: int, range_m: float, *, with_second_opinion: bool
) -> None:
    """Compute a province and print a line."""
    parameters = with_range(radio_parameters(parameter_set("viet_nam")), range_m)
    sites, services = network(terrain, count, parameters)
    start, start_cpu = time.perf_counter(), cpu_seconds()
    with TemporaryDirectory() as folder, PeakMemory() as memory:
        masts = masts_of(terrain, sites, services, parameters)
        tiling = Tiling(
            terrain,
            np.ones(terrain.grid.shape, dtype=bool),
            masts,
            parameters=parameters,
            refractivity_gradient_n_per_km=50,
            tile_cells=usual_tile_cells(terrain, parameters),
            with_second_opinion=with_second_opinion,
        )
        ledger = TileLedger(Path(folder))
        for place, found in run_tasks(
            cover_tile, tiling, range(len(tiling)), Workers(PROCESSES)
        ):
            task = tiling[place]
            ledger.save(tile_key(task), task, found)
    taken_s = time.perf_counter() - start
    used_s = cpu_seconds() - start_cpu
    opinions = 2 if with_second_opinion else 1
    print(
        f"{count:>6} {range_m / 1000:>5g} {opinions:>9} {len(tiling):>6}"
        f" {taken_s:>8.1f} {used_s:>12.1f} {memory.peak_bytes / GIB:>9.2f}",
        flush=True,
    )


def main(arguments: list[str]) -> None:
    """Measure and print."""
    count = int(arguments[0]) if arguments else 1_800
    range_m = 1_000 * float(arguments[1]) if len(arguments) > 1 else 10_000.0
    terrain = mountains(SIZE)
    print(" masts    km  opinions  tiles  seconds  cpu seconds  GiB held")
    for masts, reach_m in ((count // 2, range_m), (count, range_m / 2)):
        measure(terrain, masts, reach_m, with_second_opinion=False)
    measure(terrain, count, range_m, with_second_opinion=False)
    measure(terrain, count, range_m, with_second_opinion=True)


if __name__ == "__main__":
    main(sys.argv[1:])
