"""The ledger of tiles: what a tile's name covers, and what becomes of a bad file."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hatangso.geography.terrain import Terrain
from hatangso.model.antenna_pattern import AntennaPattern
from hatangso.model.site import Service, Site
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.masts import masts_of
from hatangso.radio.tiles import TileTask, Tiling
from hatangso.workflows.check import load_province
from hatangso.workflows.tile_ledger import TileLedger, tile_key

MEASURED = AntennaPattern(
    "measured", 15.0, np.zeros(360), np.full(360, 3.0), 3.0, electrical_tilt_deg=4.0
)


@pytest.fixture
def make_task(province_directory: Path) -> Callable[..., TileTask]:
    inputs = load_province(province_directory)
    services = [
        replace(service, antenna_pattern="measured")
        for service in inputs.province.services
    ]

    def make(
        *,
        terrain: Terrain = inputs.terrain,
        sites: tuple[Site, ...] = inputs.province.sites,
        services: list[Service] = services,
        parameters: RadioParameters = inputs.radio,
        pattern: AntennaPattern = MEASURED,
        gradient_n_per_km: float = 50.0,
    ) -> TileTask:
        patterns = {"measured": pattern}
        masts = masts_of(terrain, sites, services, parameters, patterns)
        tiling = Tiling(
            terrain,
            np.ones(terrain.grid.shape, dtype=bool),
            masts,
            parameters=parameters,
            refractivity_gradient_n_per_km=gradient_n_per_km,
            tile_cells=1_000,
        )
        return tiling[0]

    return make


def test_a_measured_pattern_is_a_part_of_a_tiles_name(
    make_task: Callable[..., TileTask],
) -> None:
    cut = np.full(360, 3.0)
    cut[90] = 2.5
    patterns = [
        MEASURED,
        # What the file's header says of the tilt turns the cut.
        replace(MEASURED, electrical_tilt_deg=8.0),
        replace(MEASURED, vertical_loss_db=cut),
        replace(MEASURED, horizontal_loss_db=cut),
        replace(MEASURED, greatest_loss_db=2.9),
    ]
    keys = {tile_key(make_task(pattern=pattern)) for pattern in patterns}
    assert len(keys) == len(patterns)


def test_what_a_pattern_is_called_is_not(make_task: Callable[..., TileTask]) -> None:
    other = replace(MEASURED, name="another name", gain_dbi=1.0)
    assert tile_key(make_task(pattern=other)) == tile_key(make_task())


def test_the_air_and_a_single_cell_of_ground_or_clutter_are(
    make_task: Callable[..., TileTask],
) -> None:
    task = make_task()
    keys = {tile_key(task), tile_key(make_task(gradient_n_per_km=51.0))}
    for name in ("elevation_m", "clutter_m"):
        cells = getattr(task.scene, name).copy()
        cells[-1, -1] += 0.25
        scene = replace(task.scene, **{name: cells})
        keys.add(tile_key(replace(task, scene=scene)))
    assert len(keys) == 4


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.9, 0.999])
def test_a_damaged_tile_counts_as_missing(tmp_path: Path, share: float) -> None:
    ledger = TileLedger(tmp_path / "tiles")
    path = tmp_path / "tiles" / "name.npz"
    np.savez(path, cells=np.arange(10_000), more=np.ones(5_000))
    assert "name" in ledger
    content = bytearray(path.read_bytes())
    at = int(share * len(content))
    content[at : at + 16] = bytes(255 - byte for byte in content[at : at + 16])
    path.write_bytes(content)
    assert "name" not in ledger


def test_a_file_that_is_no_tile_counts_as_missing(tmp_path: Path) -> None:
    ledger = TileLedger(tmp_path / "tiles")
    (tmp_path / "tiles" / "empty.npz").touch()
    (tmp_path / "tiles" / "folder.npz").mkdir()
    assert {"empty", "folder", "absent"}.isdisjoint(
        key for key in ("empty", "folder", "absent") if key in ledger
    )
