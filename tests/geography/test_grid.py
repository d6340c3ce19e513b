"""Frames in degrees and in metres: where cells lie, and how large they are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Proj

from hatangso.errors import OutOfRangeError
from hatangso.geography.grid import WGS84, Grid, distances_m

DEGREES = Grid(WGS84, 105.0, 22.0, 1 / 1200, 1 / 1200, 1200, 1200)
FIJI = Grid(WGS84, 177.0, -15.0, 0.01, 0.01, 400, 600)
METRES = {
    "VN-2000, zone of 3 degrees": Grid("EPSG:9213", 350e3, 2520e3, 30, 30, 6000, 6000),
    "VN-2000, zone of 6 degrees": Grid("EPSG:3405", 500e3, 2520e3, 90, 90, 2000, 2000),
    "UTM 48N": Grid("EPSG:32648", 500e3, 2520e3, 10, 10, 12_000, 12_000),
    "UTM 49N": Grid("EPSG:32649", 100e3, 2520e3, 1e3, 1e3, 200, 200),
}
GRIDS = {"degrees": DEGREES, "across the antimeridian": FIJI} | METRES
every_grid = pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
every_metric_grid = pytest.mark.parametrize("grid", METRES.values(), ids=METRES)
shares = st.floats(0, 1)
lons_deg, lats_deg = st.floats(103, 109), st.floats(18, 23)


def place(grid: Grid, down: float, right: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array(down * (grid.rows - 1)), np.array(right * (grid.cols - 1))


@every_grid
@settings(max_examples=25, deadline=None)
@given(shares, shares)
def test_there_and_back_is_the_same_cell(grid: Grid, down: float, right: float) -> None:
    row, col = place(grid, down, right)
    found = grid.positions(*grid.lon_lat(row, col))
    # The shift of VN-2000 there and back is good to a millimetre.
    np.testing.assert_allclose(found, (row, col), atol=2e-4)


@every_grid
@settings(max_examples=25, deadline=None)
@given(shares, shares)
def test_longitudes_lie_within_half_a_turn(
    grid: Grid, down: float, right: float
) -> None:
    lon, _ = grid.lon_lat(*place(grid, down, right))
    assert -180 <= float(lon) <= 180


@settings(max_examples=25, deadline=None)
@given(st.floats(-180, 180), st.floats(-18, -16), st.integers(-2, 2))
def test_a_whole_turn_leads_to_the_same_cell(
    lon: float, lat: float, turns: int
) -> None:
    # Beyond half a turn from the middle there are two equally good answers.
    if abs(lon) < 1:
        return
    once = FIJI.positions(np.array(lon), np.array(lat))
    again = FIJI.positions(np.array(lon + 360 * turns), np.array(lat))
    assert again == pytest.approx(once, abs=1e-6)


def test_a_grid_may_run_across_the_antimeridian_from_either_side() -> None:
    lon, lat = np.array([179.5, -179.5]), np.array([-16.0, -16.0])
    _, col = FIJI.positions(lon, lat)
    assert np.diff(col)[0] == pytest.approx(100)
    assert FIJI.contains(lon, lat).all()
    from_west = Grid(WGS84, -183.0, -15.0, 0.01, 0.01, 400, 600)
    np.testing.assert_allclose(from_west.positions(lon, lat)[1], col, atol=1e-6)


def test_the_zone_of_utm_at_the_antimeridian_takes_both_sides() -> None:
    grid = Grid("EPSG:32601", 100e3, 1.2e6, 1e3, 1e3, 200, 200)
    lon, lat = np.array([179.9, -179.9]), np.array([10.0, 10.0])
    _, col = grid.positions(lon, lat)
    assert np.diff(col)[0] == pytest.approx(21.9, abs=0.1)
    np.testing.assert_allclose(grid.lon_lat(*grid.positions(lon, lat))[0], lon)


def test_vn_2000_is_shifted_against_wgs_84() -> None:
    # "VN-2000 to WGS 84 (2)" of EPSG moves a point of northern Viet Nam by 224 m.
    on_vn_2000 = Grid("EPSG:4756", 105.0, 22.0, 1e-3, 1e-3, 100, 100)
    lon, lat = on_vn_2000.lon_lat(np.array(0.0), np.array(0.0))
    moved_m = distances_m(105.0005, 21.9995, lon[None], lat[None])[0]
    assert moved_m == pytest.approx(224, abs=3)


@every_metric_grid
@settings(max_examples=25, deadline=None)
@given(lons_deg, lats_deg)
def test_north_is_the_convergence_of_the_meridians(
    grid: Grid, lon: float, lat: float
) -> None:
    factors = Proj(grid.crs).get_factors(lon, lat)
    # The factors are those of the zone's own datum: VN-2000 lies 224 m away.
    assert grid.north_deg(lon, lat) == pytest.approx(
        -factors.meridian_convergence, abs=0.002
    )


@every_metric_grid
@settings(max_examples=25, deadline=None)
@given(lons_deg, lats_deg)
def test_a_cell_is_as_large_as_the_scale_of_the_projection_says(
    grid: Grid, lon: float, lat: float
) -> None:
    factors = Proj(grid.crs).get_factors(lon, lat)
    width_m, height_m = grid.cell_size_m(lat, lon)
    assert grid.cell_x / width_m == pytest.approx(factors.parallel_scale, abs=2e-5)
    assert grid.cell_y / height_m == pytest.approx(factors.meridional_scale, abs=2e-5)


@every_grid
@settings(max_examples=25, deadline=None)
@given(shares, shares, st.floats(0, 360))
def test_a_step_along_an_azimuth_leads_where_direction_and_size_say(
    grid: Grid, down: float, right: float, azimuth_deg: float
) -> None:
    lon, lat = (float(x) for x in grid.lon_lat(*place(grid, down, right)))
    row, col = grid.positions(np.array(lon), np.array(lat))
    end_lon, end_lat, _ = Geod(ellps="WGS84").fwd(lon, lat, azimuth_deg, 100.0)
    end_row, end_col = grid.positions(np.array(end_lon), np.array(end_lat))
    width_m, height_m = grid.cell_size_m(lat, lon)
    angle = np.radians(azimuth_deg + grid.north_deg(lon, lat))
    assert (end_col - col) * width_m == pytest.approx(100 * np.sin(angle), abs=0.02)
    assert (row - end_row) * height_m == pytest.approx(100 * np.cos(angle), abs=0.02)


def test_a_grid_in_degrees_runs_along_the_meridians() -> None:
    assert DEGREES.north_deg(105.3, 21.4) == 0


@pytest.mark.parametrize("crs", ["EPSG:32648", "EPSG:9213"])
def test_a_neighbouring_zone_is_bent_but_continuous(crs: str) -> None:
    grid = Grid(crs, 500e3, 2520e3, 30, 30, 100, 100)
    lon = np.linspace(104, 112, 801)
    row, col = grid.positions(lon, np.full_like(lon, 21.0))
    assert np.diff(col, 2).max() < 0.5
    assert np.abs(np.diff(row, 2)).max() < 0.5


def test_metres_of_web_maps_are_no_metres_on_the_ground() -> None:
    grid = Grid("EPSG:3857", 11_700e3, 2_400e3, 30, 30, 100, 100)
    width_m, height_m = grid.cell_size_m(21.0)
    assert width_m == pytest.approx(30 * np.cos(np.radians(21)), rel=0.001)
    assert height_m == pytest.approx(width_m, rel=0.01)


@every_grid
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_positions_in_a_window_differ_by_whole_cells_to_the_last_bit(
    grid: Grid, data: st.DataObject
) -> None:
    top = data.draw(st.integers(0, grid.rows - 2))
    left = data.draw(st.integers(0, grid.cols - 2))
    part = grid.window(range(top, grid.rows), range(left, grid.cols))
    # Twice cut is once cut.
    part = part.window(range(1, 9_999_999), range(1, 9_999_999))
    places = place(grid, data.draw(st.floats(-1, 2)), data.draw(st.floats(-1, 2)))
    lon, lat = grid.lon_lat(*places)
    row, col = grid.positions(lon, lat)
    part_row, part_col = part.positions(lon, lat)
    assert (part_row + top + 1, part_col + left + 1) == (row, col)
    assert (part_row % 1, part_col % 1) == (row % 1, col % 1)


@every_grid
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_cells_of_a_window_are_cells_of_the_whole(
    grid: Grid, data: st.DataObject
) -> None:
    top = data.draw(st.integers(0, grid.rows - 1))
    left = data.draw(st.integers(0, grid.cols - 1))
    part = grid.window(range(top, grid.rows), range(left, grid.cols))
    here = part.lon_lat(np.array(0.0), np.array(0.0))
    assert here == grid.lon_lat(np.array(float(top)), np.array(float(left)))


def test_a_window_is_cut_to_the_grid() -> None:
    part = DEGREES.window(range(-5, 20), range(1190, 1300))
    assert part.shape == (20, 10)
    assert (part.west, part.north) == (105.0 + 1190 / 1200, 22.0)
    assert part == Grid(WGS84, 105.0 + 1190 / 1200, 22.0, 1 / 1200, 1 / 1200, 20, 10)


def test_a_changed_copy_of_a_window_is_a_grid_of_its_own() -> None:
    part = DEGREES.window(range(100, 200), range(50, 60))
    moved = replace(part, west=106.0)
    _, col = moved.positions(np.array(106 + 0.5 / 1200), np.array(21.5))
    assert col == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("rows", "cols"),
    [
        (range(5, 5), range(3)),
        (range(3), range(1200, 1300)),
        (range(-9, 0), range(3)),
        (range(0, 9, 2), range(3)),
    ],
)
def test_a_window_without_cells_is_refused(rows: range, cols: range) -> None:
    with pytest.raises(OutOfRangeError, match="the window from"):
        DEGREES.window(rows, cols)


def test_points_off_the_earth_lie_on_no_cell() -> None:
    lon, lat = np.array([np.nan, np.inf, 105.5]), np.array([21.5, 21.5, 95.0])
    for grid in GRIDS.values():
        assert not grid.contains(lon, lat).any()
