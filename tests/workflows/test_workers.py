"""Workers: here, in processes that may die, and on a cluster."""

import os
import signal
import subprocess
import sys
from multiprocessing import active_children
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest
from distributed import LocalCluster

from hatangso.errors import InterruptedRunError, InvalidInputError
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.coverage_tiles import TILES_FOLDER
from hatangso.workflows.progress import Silent
from hatangso.workflows.workers import Workers, run_tasks
from small_province import LATER, NOW, build_small_province, edit_csv
from worker_tasks import die, die_once, double, fail

QUIET = Silent()
# The terrain has 240 by 240 cells, so that there are 16 tiles.
TILE_CELLS = 60
PATIENCE_S = 120
_RUN = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from small_province import NOW
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.progress import Silent
from hatangso.workflows.workers import Workers
compute_coverage(Path(sys.argv[1]), progress=Silent(), now=NOW,
    workers=Workers(1), tile_cells=60)
"""


@pytest.fixture(scope="module")
def dask_address() -> str:
    # Threads of this process: what is tested is how tasks reach a scheduler.
    with LocalCluster(
        n_workers=2, processes=False, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_task_is_done_once_whoever_works(count: int) -> None:
    numbers = list(range(10))
    found = list(run_tasks(double, numbers, [7, 0, 3], Workers(count)))
    assert sorted(found) == [(0, 0), (3, 6), (7, 14)]


def test_a_worker_that_is_killed_takes_nothing_with_it(tmp_path: Path) -> None:
    tasks = [(str(tmp_path), number) for number in range(6)]
    found = list(run_tasks(die_once, tasks, range(6), Workers(2)))
    assert sorted(found) == [(number, 2 * number) for number in range(6)]


def test_workers_that_always_die_are_an_error() -> None:
    with pytest.raises(InterruptedRunError, match="keep dying"):
        list(run_tasks(die, [1, 2, 3], range(3), Workers(2)))


def test_an_error_of_a_task_is_that_of_the_run() -> None:
    with pytest.raises(ValueError, match="no 4"):
        list(run_tasks(fail, [4, 4], range(2), Workers(2)))


def test_a_cluster_does_the_same(dask_address: str) -> None:
    found = list(run_tasks(double, [1, 2, 3], range(3), Workers(2, dask_address)))
    assert sorted(found) == [(0, 2), (1, 4), (2, 6)]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere at all"])
def test_a_cluster_that_is_not_there_is_told(address: str) -> None:
    with pytest.raises(InvalidInputError, match="cannot be reached"):
        list(run_tasks(double, [1], range(1), Workers(2, address)))


def _results(directory: Path) -> dict[str, bytes]:
    results = directory / "results"
    return {
        path.relative_to(results).as_posix(): path.read_bytes()
        for path in sorted(results.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


def _tiles(directory: Path) -> list[Path]:
    return sorted((directory / "results" / TILES_FOLDER).glob("*.npz"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the results of a run that nobody disturbs."""
    directory = tmp_path_factory.mktemp("undisturbed") / "valley"
    directory.mkdir()
    build_small_province(directory)
    summary = compute_coverage(
        directory, progress=QUIET, now=NOW, workers=Workers(1), tile_cells=TILE_CELLS
    )
    assert summary.tiles == summary.tiles_computed > 4
    return _results(directory)


def test_a_killed_run_goes_on_where_it_was(
    province_directory: Path, whole: dict[str, bytes]
) -> None:
    folder = Path(__file__).parents[1]
    with subprocess.Popen(  # noqa: S603 - our own text
        [sys.executable, "-c", _RUN, province_directory, folder],
        start_new_session=True,
    ) as process:
        until = monotonic() + PATIENCE_S
        while len(_tiles(province_directory)) < 2 and monotonic() < until:
            sleep(0.002)
        os.killpg(process.pid, signal.SIGKILL)
    kept = len(_tiles(province_directory))
    again = compute_coverage(
        province_directory, progress=QUIET, now=LATER, tile_cells=TILE_CELLS
    )
    assert kept >= 2
    assert again.tiles_computed == again.tiles - kept
    assert _results(province_directory) == whole


def test_a_process_killed_in_mid_run_changes_no_byte(
    province_directory: Path, whole: dict[str, bytes]
) -> None:
    def kill_one() -> None:
        until = monotonic() + PATIENCE_S
        while monotonic() < until:
            children = active_children()
            if children and _tiles(province_directory):
                os.kill(children[0].pid or 0, signal.SIGKILL)
                return
            sleep(0.002)

    killer = Thread(target=kill_one)
    killer.start()
    compute_coverage(province_directory, progress=QUIET, now=NOW, tile_cells=TILE_CELLS)
    killer.join()
    assert _results(province_directory) == whole


def test_a_cluster_writes_the_same_bytes(
    province_directory: Path, whole: dict[str, bytes], dask_address: str
) -> None:
    compute_coverage(
        province_directory,
        progress=QUIET,
        now=NOW,
        workers=Workers(2, dask_address),
        tile_cells=TILE_CELLS,
    )
    assert _results(province_directory) == whole


def test_the_rasters_do_not_depend_on_the_tiles(
    province_directory: Path, whole: dict[str, bytes]
) -> None:
    compute_coverage(province_directory, progress=QUIET, now=NOW, tile_cells=240)
    found = _results(province_directory)
    names = {name for name in whole if not name.startswith(TILES_FOLDER)}
    assert {name for name in names if found[name] != whole[name]} == set()


def test_a_change_computes_only_what_it_reaches(
    province_directory: Path, whole: dict[str, bytes]
) -> None:
    def run() -> int:
        return compute_coverage(
            province_directory, progress=QUIET, now=NOW, tile_cells=TILE_CELLS
        ).tiles_computed

    near = "".join(f"[radio.technology.{n}G]\nrange_m = 1000\n" for n in (2, 3, 4, 5))
    parameters = province_directory / "parameters.toml"
    parameters.write_text(near, encoding="utf-8")
    count = run()
    assert count > 4
    assert run() == 0
    # What a locality is called changes no tile, nor does a site's owner.
    edit_csv(province_directory / "localities.csv", 2, "people", 901)
    edit_csv(province_directory / "sites.csv", 2, "owner", "VNPT")
    assert run() == 0
    edit_csv(province_directory / "services.csv", 2, "port_power_dbm", 40)
    assert 0 < run() < count / 2
    edit_csv(province_directory / "services.csv", 2, "port_power_dbm", 43)
    parameters.unlink()
    assert run() == count
    names = {name for name in whole if name.endswith(".tif")}
    found = _results(province_directory)
    assert {name for name in names if found[name] != whole[name]} == set()


def test_a_broken_tile_is_computed_again(
    province_directory: Path, whole: dict[str, bytes]
) -> None:
    compute_coverage(province_directory, progress=QUIET, now=NOW, tile_cells=TILE_CELLS)
    tile = _tiles(province_directory)[0]
    tile.write_bytes(tile.read_bytes()[:1000])
    again = compute_coverage(
        province_directory, progress=QUIET, now=NOW, tile_cells=TILE_CELLS
    )
    assert again.tiles_computed == 1
    assert _results(province_directory) == whole
