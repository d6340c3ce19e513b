"""How large cells are, in degrees and in any zone."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from hatangso.geography.area import area_km2, cells_inside
from hatangso.geography.grid import WGS84, Grid

GRIDS = {
    "degrees": Grid(WGS84, 105.0, 21.5, 0.005, 0.004, 60, 70),
    "VN-2000": Grid("EPSG:9213", 420e3, 2_390e3, 500, 400, 60, 70),
    "UTM": Grid("EPSG:32648", 560e3, 2_390e3, 500, 500, 60, 70),
    "a web map": Grid("EPSG:3857", 11_720e3, 2_450e3, 500, 500, 60, 70),
    "across the antimeridian": Grid(WGS84, 179.9, -16.0, 0.005, 0.005, 60, 70),
}


@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
def test_cells_add_up_to_the_area_of_the_grid(grid: Grid) -> None:
    corners = [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)]
    edge = np.concatenate([np.linspace(a, b, 99) for a, b in pairwise(corners)])
    down, right = (edge * grid.shape - 0.5).T
    lon, lat = grid.lon_lat(down, right)
    true_m2, _ = Geod(ellps="WGS84").polygon_area_perimeter(lon, lat)
    found_km2 = float(np.broadcast_to(area_km2(grid), grid.shape).sum())
    assert found_km2 == pytest.approx(abs(true_m2) / 1e6, rel=2e-4)


@given(st.integers(0, 50), st.integers(0, 60))
@settings(max_examples=20, deadline=None)
def test_a_window_has_the_cells_inside_that_the_whole_has(top: int, left: int) -> None:
    grid = GRIDS["VN-2000"]
    lon, lat = (float(x) for x in grid.lon_lat(np.array(30.0), np.array(35.0)))
    border = shapely.Point(lon, lat).buffer(0.1)
    part = grid.window(range(top, 60), range(left, 70))
    whole = cells_inside(border, grid)
    assert whole.any()
    np.testing.assert_array_equal(cells_inside(border, part), whole[top:, left:])
    np.testing.assert_array_equal(area_km2(part).shape, (60 - top, 1))
