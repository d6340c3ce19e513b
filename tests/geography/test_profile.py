import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import WGS84, Grid, distances_m
from hatangso.geography.profile import terrain_profile
from hatangso.geography.terrain import Terrain

GRID = Grid(WGS84, 105.0, 21.2, 1 / 1200, 1 / 1200, 240, 240)
# A plane that rises a metre a column to the east and two a row to the south.
ROWS, COLS = np.indices(GRID.shape)
SLOPE = Terrain(GRID, (100 + COLS + 2 * ROWS).astype(np.float32), np.zeros(GRID.shape))
inside = st.tuples(st.floats(105.01, 105.19), st.floats(21.01, 21.19))


@given(inside, inside)
def test_ground_between_cells_lies_on_the_plane(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    if distances_m(*start, np.array([end[0]]), np.array([end[1]]))[0] < 1:
        return
    profile = terrain_profile(SLOPE, start_deg=start, end_deg=end)
    row, col = GRID.positions(profile.lon_deg, profile.lat_deg)
    np.testing.assert_allclose(profile.ground_m, 100 + col + 2 * row, atol=1e-3)
    assert profile.distance_m[0] == 0
    assert len(profile.distance_m) >= 5
    assert np.diff(profile.distance_m).max() < 93


@given(inside, inside)
def test_the_way_back_is_the_way_there_turned_round(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    if distances_m(*start, np.array([end[0]]), np.array([end[1]]))[0] < 1:
        return
    there = terrain_profile(SLOPE, start_deg=start, end_deg=end)
    back = terrain_profile(SLOPE, start_deg=end, end_deg=start)
    np.testing.assert_allclose(there.ground_m, back.ground_m[::-1], atol=1e-4)


def test_off_the_terrain_the_ground_is_missing() -> None:
    profile = terrain_profile(SLOPE, start_deg=(105.1, 21.1), end_deg=(105.3, 21.1))
    assert np.isfinite(profile.ground_m[0])
    assert np.isnan(profile.ground_m[-1])


def test_a_path_to_itself_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="give two places"):
        terrain_profile(SLOPE, start_deg=(105.1, 21.1), end_deg=(105.1, 21.1))
