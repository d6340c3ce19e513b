"""Terrain: windows, single points, and the repair of voids."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import OutOfRangeError
from hatangso.geography.grid import WGS84, Grid
from hatangso.geography.terrain import (
    REPAIR_MARGIN_CELLS,
    Terrain,
    repair_elevation_m,
)

GRID = Grid(WGS84, 105.0, 21.3, 1 / 1200, 1 / 1200, 300, 320)
HEIGHTS_M = np.random.default_rng(1).uniform(0, 900, GRID.shape).astype(np.float32)
TERRAIN = Terrain(GRID, HEIGHTS_M, HEIGHTS_M % 20)
indices = st.integers(-20, 340)


@given(indices, indices, st.integers(1, 200), st.integers(1, 200))
def test_a_window_is_a_part_of_the_terrain(
    top: int, left: int, height: int, width: int
) -> None:
    rows, cols = range(top, top + height), range(left, left + width)
    kept_rows = [row for row in rows if 0 <= row < GRID.rows]
    kept_cols = [col for col in cols if 0 <= col < GRID.cols]
    if not (kept_rows and kept_cols):
        with pytest.raises(OutOfRangeError, match="window"):
            TERRAIN.window(rows, cols)
        return
    part, inner = TERRAIN.window(rows, cols), np.ix_(kept_rows, kept_cols)
    np.testing.assert_array_equal(part.elevation_m, HEIGHTS_M[inner])
    np.testing.assert_array_equal(part.clutter_m, TERRAIN.clutter_m[inner])
    assert part.grid.shape == part.elevation_m.shape
    assert np.shares_memory(part.elevation_m, HEIGHTS_M)


@given(st.floats(0, 0.25), st.floats(0, 0.25), st.integers(0, 9), st.integers(0, 9))
def test_a_point_has_one_ground_in_all_windows(
    east_deg: float, south_deg: float, top: int, left: int
) -> None:
    part = TERRAIN.window(range(top, 300), range(left, 320))
    # Among them points on the borders of cells, where rounding must not waver.
    lon = np.array([105.01 + east_deg, 105.01 + round(east_deg * 1200) / 1200])
    lat = np.array([21.29 - south_deg, 21.3 - round(south_deg * 1200) / 1200 - 0.01])
    here_m = part.nearest_elevation_m(lon, lat)
    np.testing.assert_array_equal(here_m, TERRAIN.nearest_elevation_m(lon, lat))


@pytest.mark.filterwarnings("error")
def test_points_off_the_terrain_have_no_ground() -> None:
    lon, lat = np.array([np.nan, 104.99, 105.1, 9e9]), np.array([21.2, 21.2, 30, 21.2])
    assert np.isnan(TERRAIN.nearest_elevation_m(lon, lat)).all()


@given(st.integers(0, 2**32), st.sampled_from([0.001, 0.02, 0.3, 0.9]))
@settings(max_examples=15, deadline=None)
def test_a_window_with_its_margin_is_repaired_like_the_whole(
    seed: int, void_ratio: float
) -> None:
    rng = np.random.default_rng(seed)
    is_void = rng.random(GRID.shape) < void_ratio
    is_void[60:190, 90:250] |= rng.random() < 0.5
    whole_m = repair_elevation_m(HEIGHTS_M, is_void=is_void).elevation_m
    top, left = int(rng.integers(0, 200)), int(rng.integers(0, 200))
    rows = slice(max(top - REPAIR_MARGIN_CELLS, 0), top + 100 + REPAIR_MARGIN_CELLS)
    cols = slice(max(left - REPAIR_MARGIN_CELLS, 0), left + 100 + REPAIR_MARGIN_CELLS)
    part_m = repair_elevation_m(
        HEIGHTS_M[rows, cols], is_void=is_void[rows, cols]
    ).elevation_m
    inner = np.s_[top - rows.start :, left - cols.start :]
    np.testing.assert_array_equal(
        part_m[inner][:100, :100], whole_m[top : top + 100, left : left + 100]
    )


@given(st.integers(0, 2**32), st.floats(0, 1))
@settings(max_examples=20, deadline=None)
def test_repaired_ground_lies_between_the_lowest_and_the_highest(
    seed: int, void_ratio: float
) -> None:
    rng = np.random.default_rng(seed)
    raw_m = rng.uniform(-50, 900, (40, 40)).astype(np.float32)
    is_void = rng.random(raw_m.shape) < void_ratio
    found = repair_elevation_m(np.where(is_void, np.nan, raw_m), is_void=is_void)
    assert found.filled + found.left_void == is_void.sum()
    assert np.isnan(found.elevation_m).sum() == found.left_void
    if not is_void.all():
        known_m = np.maximum(raw_m[~is_void], 0)
        assert np.nanmin(found.elevation_m) >= known_m.min() - 1e-3
        assert np.nanmax(found.elevation_m) <= known_m.max() + 1e-3


def test_terrain_without_any_ground_stays_void() -> None:
    found = repair_elevation_m(np.zeros((5, 5)), is_void=np.ones((5, 5), dtype=bool))
    assert np.isnan(found.elevation_m).all()
    assert (found.filled, found.left_void) == (0, 25)
