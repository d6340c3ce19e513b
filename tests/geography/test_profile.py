import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import WGS84, Grid, distances_m
from hatangso.geography.profile import course, places_along, terrain_profile
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


def test_a_path_across_the_antimeridian_is_short_and_unbroken() -> None:
    # Fiji, 179.9 E to 179.9 W: one grid that runs across 180 degrees.
    grid = Grid(WGS84, 179.8, -16.4, 1 / 1200, 1 / 1200, 240, 480)
    cols = np.indices(grid.shape)[1]
    slope = Terrain(grid, (100 + cols).astype(np.float32), np.zeros(grid.shape))
    start, end = (179.9, -16.5), (-179.9, -16.5)
    profile = terrain_profile(slope, start_deg=start, end_deg=end)
    assert profile.distance_m[-1] == pytest.approx(21_350, rel=1e-3)
    assert np.abs(profile.lon_deg).min() > 179.8
    rise_m = np.diff(profile.ground_m)
    np.testing.assert_allclose(rise_m, rise_m[0], rtol=0.02)
    assert profile.ground_m[-1] - profile.ground_m[0] == pytest.approx(240, abs=0.1)


@pytest.mark.parametrize("crs", ["EPSG:32648", "EPSG:32649", "EPSG:5897"])
def test_a_path_across_a_border_of_zones_is_sampled_in_either(crs: str) -> None:
    # 108 E divides the zones 48N and 49N; VN-2000 / TM-3 has narrower ones.
    middle = Grid(crs, 0, 0, 100, 100, 1, 1).positions(np.array(108.0), np.array(21.5))
    row, col = (float(at) for at in middle)
    side = 600
    west, north = (col - side / 2) * 100, -(row - side / 2) * 100
    grid = Grid(crs, west, north, 100, 100, side, side)
    rows, cols = np.indices(grid.shape)
    lon_deg, lat_deg = grid.lon_lat(rows, cols)
    # Ground that tells its own longitude and latitude.
    told_m = 1_000 * (lon_deg - 107.5) + 100 * (lat_deg - 21)
    terrain = Terrain(grid, told_m.astype(np.float32), np.zeros(grid.shape))
    start, end = (107.9, 21.45), (108.1, 21.55)
    profile = terrain_profile(terrain, start_deg=start, end_deg=end)
    expected_m = 1_000 * (profile.lon_deg - 107.5) + 100 * (profile.lat_deg - 21)
    np.testing.assert_allclose(profile.ground_m, expected_m, atol=0.01)
    assert profile.distance_m[-1] == pytest.approx(course(start, end)[1])


def test_the_geodesic_ends_where_it_should() -> None:
    start, end = (105.0, 21.0), (106.0, 22.0)
    azimuth_deg, length_m = course(start, end)
    lon_deg, lat_deg = places_along(
        start, azimuth_deg=azimuth_deg, distance_m=np.array([0, length_m])
    )
    assert (lon_deg[-1], lat_deg[-1]) == pytest.approx(end)
    assert (lon_deg[0], lat_deg[0]) == pytest.approx(start)


def test_a_path_far_off_the_grid_is_missing_altogether() -> None:
    profile = terrain_profile(SLOPE, start_deg=(10.0, 50.0), end_deg=(10.1, 50.0))
    assert np.isnan(profile.ground_m).all()


def test_the_middle_latitude_lies_half_way() -> None:
    profile = terrain_profile(SLOPE, start_deg=(105.1, 21.05), end_deg=(105.1, 21.15))
    assert profile.middle_latitude_deg == pytest.approx(21.1, abs=1e-4)
