"""Cells of a map: the compiled twin of the antennas, and who takes which point."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.geography.terrain import Terrain
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.beams import Numbering, beams_of, networks_of, placed_masts
from hatangso.radio.cells import SPARSEST, Disc, Powers, add_beams, place_cells
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.masts import masts_of

SITE = Site("a", 105.55, 21.65, 60, "x")
LOSS_DB = 100.0


@settings(deadline=None, max_examples=60)  # the first call compiles
@given(
    st.tuples(st.floats(0, 1), st.integers(1, 160), st.floats(-200, 200)),
    st.tuples(
        st.floats(-10, 10),
        st.floats(-5, 10),
        st.sampled_from([(), (0.0,), (10.0, 130.0, 250.0)]),
    ),
)
def test_the_compiled_antennas_are_those_of_the_plain_form(
    make_terrain: Callable[..., Terrain],
    make_service: Callable[..., Service],
    parameters: RadioParameters,
    place: tuple[float, int, float],
    hung: tuple[float, float, tuple[float, ...]],
) -> None:
    turn_ratio, step, drop_m = place
    leaning_deg, turned_deg, azimuths_deg = hung
    terrain = make_terrain(relief_m=0.0)
    service = make_service(
        "a",
        Technology.G4,
        azimuths_deg=azimuths_deg,
        mechanical_tilt_deg=leaning_deg,
        electrical_tilt_deg=turned_deg,
    )
    masts = masts_of(terrain, [SITE], [service], parameters)
    [placed] = placed_masts(terrain, masts, parameters)
    lattice = placed.lattice
    radial = int(turn_ratio * (lattice.radials - 1))
    ground_m = np.full((lattice.radials, lattice.steps), placed.base_m - drop_m)
    numbering = Numbering([placed], networks_of(masts))
    powers = Powers(
        *(np.zeros((1, 1, 1), dtype=np.float32) for _ in range(3)),
        np.full((1, 1, 1), -1, dtype=np.int32),
        np.zeros((1, 1), dtype=np.int64),
    )
    add_beams(
        np.array([[0, 0, radial, step]], dtype=np.int32),
        lattice.step_m,
        parameters.receiver_height_m,
        np.full((1, lattice.radials, lattice.steps), LOSS_DB, dtype=np.float32),
        np.ones((1, lattice.radials, lattice.steps), dtype=np.uint8),
        ground_m.astype(np.float32),
        np.zeros((1, 1), dtype=np.int64),
        beams_of(placed, numbering, parameters),
        powers,
    )
    away_m = step * lattice.step_m
    down_m = drop_m + service.antenna_height_m - parameters.receiver_height_m
    towards = lattice.azimuths_deg[radial], np.degrees(np.arctan2(down_m, away_m))
    [radiator] = masts[0].radiators
    best_dbm = float(radiator.strength_dbm(*map(np.array, towards)))
    total_dbm = float(radiator.total_strength_dbm(*map(np.array, towards)))
    found_dbm = 10 * np.log10(powers.best_mw[0, 0, 0])
    assert found_dbm == pytest.approx(best_dbm - LOSS_DB, abs=5e-3)
    found_dbm = 10 * np.log10(powers.total_mw[0, 0, 0])
    assert found_dbm == pytest.approx(total_dbm - LOSS_DB, abs=5e-3)
    found_dbm = 10 * np.log10(powers.strength_mw[0, 0, 0])
    assert found_dbm == pytest.approx(best_dbm, abs=5e-3)
    assert powers.server[0, 0, 0] == 0


@given(st.floats(-20, 70), st.floats(-20, 70), st.floats(500, 4_000))
def test_every_cell_in_range_gets_a_point_within_a_step(
    row: float, col: float, range_m: float
) -> None:
    radials = int(np.ceil(2 * np.pi * range_m / 90 / SPARSEST)) * SPARSEST
    disc = Disc(row, col, 100.0, 90.0, 90.0, radials, range_m)
    is_wanted = np.ones((50, 50), dtype=bool)
    is_wanted[10:20, 30:] = False
    spans = np.empty((radials, 2), dtype=np.int64)
    room = np.empty((2_500, 4), dtype=np.int32)
    cells = room[: place_cells(is_wanted, disc, spans, room)]
    rows, cols = np.indices(is_wanted.shape)
    away_m = np.hypot((cols - col) * 100, (rows - row) * 90)
    listed = np.zeros(is_wanted.shape, dtype=bool)
    listed[cells[:, 0], cells[:, 1]] = True
    assert np.array_equal(listed, is_wanted & (away_m <= range_m))
    angle = 2 * np.pi * cells[:, 2] / radials
    east_m = cells[:, 3] * 90 * np.sin(angle) - (cells[:, 1] - col) * 100
    north_m = cells[:, 3] * 90 * np.cos(angle) - (row - cells[:, 0]) * 90
    # Half a step outwards and half a step across; at the mast itself a whole step.
    near = np.where(cells[:, 3] == 1, 1.5 * 90, np.sqrt(0.5) * 90 + 1e-6)
    assert np.all(np.hypot(east_m, north_m) <= near)
    for first, last, radial in zip(*spans[cells[:, 2]].T, cells[:, 3], strict=True):
        assert first <= radial < last
