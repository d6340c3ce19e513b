"""Laws of the radio models on profiles, on grids, and at their limits."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from hatangso.errors import OutOfRangeError
from hatangso.geography.grid import Grid
from hatangso.geography.terrain import Terrain
from hatangso.radio.itm import point_to_point_loss
from hatangso.radio.itm_cautions import Caution
from hatangso.radio.itm_inputs import Climate, Conditions, TerrainProfile
from hatangso.radio.itu_p525 import free_space_loss_db
from hatangso.radio.itu_p1812 import Atmosphere, Path, median_loss, transmission_loss
from hatangso.radio.radials import Band, Lattice, RadialScene, radial_losses

SIDE, CELL_M, RADIALS, STEPS = 101, 90.0, 96, 40
BANDS = [Band(30.0, 900.0), Band(30.0, 2_600.0), Band(60.0, 900.0)]
frequencies_mhz = st.floats(30, 6_000)
seeds = st.integers(0, 2**32)


def _rough_path(seed: int, points: int = 60, length_km: float = 12.0) -> Path:
    rng = np.random.default_rng(seed)
    terrain_m = 100 * rng.random(points)
    zeros = np.zeros(points)
    d = np.linspace(0, length_km, points)
    return Path(d, terrain_m, zeros, rng.uniform(1, 80), rng.uniform(1, 10))


def _median(path: Path, frequency_mhz: float = 900.0) -> float:
    found = median_loss(
        path, frequency_mhz=frequency_mhz, refractivity_gradient_n_per_km=50
    )
    return found.loss_db


def _bullington_db(path: Path, frequency_mhz: float) -> float:
    found = median_loss(
        path, frequency_mhz=frequency_mhz, refractivity_gradient_n_per_km=50
    )
    return found.diffraction.lbulla_db


@given(seeds, st.integers(1, 58), st.floats(0, 300), frequencies_mhz)
@settings(max_examples=80, deadline=None)
def test_more_ground_anywhere_between_never_bends_less(
    seed: int, place: int, more_m: float, frequency_mhz: float
) -> None:
    # nu of the Bullington edge is the root of the product of both slopes above the
    # line, so it grows with each; the parts for the smooth path need not.
    path = _rough_path(seed)
    higher_m = path.terrain_m.copy()
    higher_m[place] += more_m
    raised = replace(path, terrain_m=higher_m)
    before_db = _bullington_db(path, frequency_mhz)
    assert _bullington_db(raised, frequency_mhz) >= before_db - 1e-9


@given(seeds, st.integers(1, 58), st.floats(0, 60))
@settings(max_examples=60, deadline=None)
def test_clutter_between_the_ends_counts_like_ground(
    seed: int, place: int, clutter_m: float
) -> None:
    path = _rough_path(seed)
    standing_m = np.zeros_like(path.terrain_m)
    standing_m[place] = clutter_m
    covered = replace(path, clutter_m=standing_m)
    raised = replace(path, terrain_m=path.terrain_m + standing_m)
    assert _bullington_db(covered, 900) == pytest.approx(_bullington_db(raised, 900))


@given(st.floats(2, 60), st.floats(1, 500), st.floats(0, 500), frequencies_mhz)
@settings(max_examples=60, deadline=None)
def test_the_flat_ground_never_bends_more_under_a_higher_antenna(
    length_km: float, height_m: float, more_m: float, frequency_mhz: float
) -> None:
    zeros = np.zeros(801)
    d = np.linspace(0, length_km, 801)
    low, high = (Path(d, zeros, zeros, h, 1.5) for h in (height_m, height_m + more_m))
    bent_db = [
        median_loss(
            path, frequency_mhz=frequency_mhz, refractivity_gradient_n_per_km=50
        ).diffraction.ld_db
        for path in (low, high)
    ]
    # Beyond free space, whose slanted way grows. The smooth path is sampled: its
    # highest edge moves from point to point.
    assert bent_db[1] <= bent_db[0] + 0.01


@given(st.floats(40, 800), st.floats(0.1, 0.9), frequencies_mhz, st.floats(1, 8))
@settings(max_examples=60, deadline=None)
def test_a_higher_frequency_loses_more_behind_a_ridge(
    ridge_m: float, place_ratio: float, frequency_mhz: float, factor: float
) -> None:
    terrain_m = np.zeros(101)
    terrain_m[round(100 * place_ratio)] = ridge_m
    path = Path(np.linspace(0, 10, 101), terrain_m, np.zeros(101), 30, 1.5)
    higher_mhz = min(frequency_mhz * factor, 6_000)
    low_db, high_db = (_bullington_db(path, f) for f in (frequency_mhz, higher_mhz))
    assert high_db >= low_db - 1e-9
    assert _median(path, higher_mhz) >= _median(path, frequency_mhz) - 1e-9


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_the_shift_of_a_profile_up_and_down_changes_nothing_at_half_of_the_time(
    seed: int,
) -> None:
    path = _rough_path(seed)
    lifted = replace(path, terrain_m=path.terrain_m + 2_000)
    assert _median(lifted) == pytest.approx(_median(path), abs=1e-6)


def test_an_antenna_in_clutter_is_noted() -> None:
    path = _rough_path(1)
    clutter_m = np.zeros(60)
    clutter_m[0], clutter_m[-1] = 0.5, 15
    wooded = replace(path, clutter_m=clutter_m, receiver_height_m=1.5)
    air = Atmosphere(21.5, 50, 350)
    whole = transmission_loss(wooded, frequency_mhz=900, time_ratio=0.5, atmosphere=air)
    plain = median_loss(wooded, frequency_mhz=900, refractivity_gradient_n_per_km=50)
    for found in (whole, plain):
        (note,) = found.notes
        assert str(note) == (
            "clutter of 15 m around an antenna at 1.5 m is not counted"
        )
    assert _median(wooded) == _median(replace(path, receiver_height_m=1.5))


@pytest.fixture(scope="module")
def terrain() -> Terrain:
    rng = np.random.default_rng(7)
    rough = ndimage.gaussian_filter(rng.standard_normal((SIDE, SIDE)), 3)
    elevation_m = (200 + 1_500 * rough).astype(np.float32)
    clutter_m = np.where(rng.random(elevation_m.shape) < 0.3, 15, 0)
    grid = Grid("EPSG:32648", 500e3, 2_400e3, CELL_M, CELL_M, SIDE, SIDE)
    return Terrain(grid, elevation_m, clutter_m.astype(np.float32))


def _losses(terrain: Terrain, row: float, col: float) -> np.ndarray:
    size_m, range_m = (CELL_M, CELL_M), CELL_M * (STEPS - 1)
    lattice = Lattice(row, col, size_m, CELL_M, range_m, RADIALS, STEPS)
    scene = RadialScene.of(
        terrain, refractivity_gradient_n_per_km=50, latitude_deg=21.5
    )
    return radial_losses(scene, lattice, BANDS)


# Off the centres of cells, so that no point lies on the border of two.
places = st.floats(45, 55).map(lambda x: np.floor(x) + 0.137)


@given(places, places, st.integers(1, 3))
@settings(max_examples=10, deadline=None)
def test_turned_ground_turns_the_losses(
    terrain: Terrain, row: float, col: float, quarters: int
) -> None:
    straight_db = _losses(terrain, row, col)
    turned = terrain
    for _ in range(quarters):
        turned = Terrain(
            turned.grid,
            np.rot90(turned.elevation_m).copy(),
            np.rot90(turned.clutter_m).copy(),
        )
        row, col = SIDE - 1 - col, row
    turned_db = _losses(turned, row, col)
    # Against the clock: what lay in the north lies in the west.
    back_db = np.roll(turned_db, quarters * RADIALS // 4, axis=1)
    np.testing.assert_allclose(back_db, straight_db, atol=1e-6)


@given(places, places, st.integers(0, 4), st.integers(0, 4))
@settings(max_examples=10, deadline=None)
def test_a_window_of_the_ground_has_the_losses_of_the_whole(
    terrain: Terrain, row: float, col: float, top: int, left: int
) -> None:
    part = terrain.window(range(top, SIDE - 1), range(left, SIDE))
    here_db, whole_db = (
        _losses(part, row - top, col - left),
        _losses(terrain, row, col),
    )
    np.testing.assert_allclose(here_db, whole_db, atol=1e-6)


@given(places, places)
@settings(max_examples=10, deadline=None)
def test_no_point_around_a_mast_loses_less_than_free_space(
    terrain: Terrain, row: float, col: float
) -> None:
    distance_m = CELL_M * np.arange(1, STEPS)
    loss_db = _losses(terrain, row, col)[:, :, 1:]
    for band, found_db in zip(BANDS, loss_db, strict=True):
        # At half of the time the Recommendation allows no enhancement. Heights of the
        # antennas lengthen the way, which only adds.
        free_db = free_space_loss_db(distance_m, frequency_mhz=band.frequency_mhz)
        # P.1812 rounds the constant of free space to 92.4 dB.
        assert (found_db >= free_db - 0.06).all()


def test_a_void_hides_all_that_lies_behind_it_and_nothing_before(
    terrain: Terrain,
) -> None:
    holed_m = terrain.elevation_m.copy()
    holed_m[:40, :] = np.nan
    holed = Terrain(terrain.grid, holed_m, terrain.clutter_m)
    found_db, whole_db = _losses(holed, 50.1, 50.1), _losses(terrain, 50.1, 50.1)
    is_known = np.isfinite(found_db[:, :, 1:])
    # Once missing, missing to the end.
    assert (np.diff(is_known.astype(int), axis=2) <= 0).all()
    assert is_known[:, 0].sum() == 10 * len(BANDS)
    assert is_known[:, RADIALS // 2].all()
    same = found_db[:, :, 1:][is_known] == whole_db[:, :, 1:][is_known]
    assert same.all()


@pytest.mark.parametrize("height_m", [0.0, -10.0, 0.9, 3_001.0, np.nan])
def test_antennas_below_or_on_the_ground_are_refused(height_m: float) -> None:
    d, zeros = np.linspace(0, 5, 9), np.zeros(9)
    for make in (
        lambda: Band(height_m, 900.0),
        lambda: Path(d, zeros, zeros, height_m, 1.5),
        lambda: Path(d, zeros, zeros, 30, height_m),
    ):
        with pytest.raises(OutOfRangeError, match="height"):
            make()


@pytest.mark.parametrize("frequency_mhz", [0.0, 29.9, 6_001.0, np.nan, np.inf])
def test_bands_outside_the_recommendation_are_refused(frequency_mhz: float) -> None:
    with pytest.raises(OutOfRangeError, match="frequency_mhz"):
        Band(30.0, frequency_mhz)


def test_a_single_row_of_terrain_is_refused(terrain: Terrain) -> None:
    for rows, cols in ((range(1), range(SIDE)), (range(SIDE), range(5, 6))):
        with pytest.raises(OutOfRangeError, match="2 rows and columns"):
            _losses(terrain.window(rows, cols), 0, 0)


def test_the_terrain_model_cautions_below_a_metre_and_refuses_below_half() -> None:
    conditions = Conditions(900.0, 350.0, Climate.EQUATORIAL)
    profile = TerrainProfile(np.zeros(60), 100.0, 30.0, 0.8)
    found = point_to_point_loss(profile, conditions)
    assert found.cautions == (Caution.RECEIVER_HEIGHT,)
    with pytest.raises(OutOfRangeError):
        TerrainProfile(np.zeros(60), 100.0, 30.0, 0.0)
