import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pyproj import Geod

from hatangso.errors import OutOfRangeError
from hatangso.geography.area import area_km2
from hatangso.geography.grid import Grid
from hatangso.geography.zones import without_specks, zones_of

GRID = Grid("EPSG:4326", 105.0, 22.0, 1 / 1200, 1 / 1200, 12, 15)
CELL_KM2 = float(area_km2(GRID)[0, 0])
MAPS = arrays(np.uint8, GRID.shape, elements=st.integers(0, 3))


def geodesic_km2(geometry: shapely.Geometry) -> float:
    oriented = shapely.orient_polygons(geometry)
    return Geod(ellps="WGS84").geometry_area_perimeter(oriented)[0] / 1e6


@settings(max_examples=60, deadline=None)
@given(MAPS, st.sampled_from([0.0, 0.8, 1.5, 4.0]), st.sampled_from([0, 1.5, 5]))
def test_zones_partition_the_raster(
    classes: np.ndarray, tolerance: float, specks: float
) -> None:
    zones = zones_of(
        classes, GRID, smallest_km2=specks * CELL_KM2, tolerance_cells=tolerance
    )
    total_km2 = (area_km2(GRID) * (classes > 0)).sum()
    assert sum(zone.area_km2 for zone in zones) == pytest.approx(total_km2, abs=1e-9)
    geometries = [zone.geometry for zone in zones]
    assert all(geometry.is_valid for geometry in geometries)
    joined_km2 = geodesic_km2(shapely.union_all(geometries)) if zones else 0
    parts_km2 = sum(geodesic_km2(geometry) for geometry in geometries)
    assert joined_km2 == pytest.approx(total_km2, rel=1e-5)
    # Without overlap the parts are together as large as their union.
    assert parts_km2 == pytest.approx(joined_km2, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(MAPS)
def test_simplified_zones_share_their_vertices(classes: np.ndarray) -> None:
    zones = zones_of(classes, GRID, smallest_km2=0, tolerance_cells=1.5)
    parts = [p for zone in zones for p in shapely.get_parts(zone.geometry)]
    assert not parts or shapely.coverage_is_valid(np.array(parts))


@settings(max_examples=40, deadline=None)
@given(MAPS, st.integers(2, 20))
def test_no_speck_is_left_beside_another_class(
    classes: np.ndarray, smallest: int
) -> None:
    ones = np.ones(classes.shape)
    cleaned = without_specks(classes, ones, smallest_km2=smallest)
    np.testing.assert_array_equal(cleaned == 0, classes == 0)
    again = without_specks(cleaned, ones, smallest_km2=smallest)
    np.testing.assert_array_equal(again, cleaned)


def test_zones_without_simplification_have_the_area_of_their_cells() -> None:
    classes = np.random.default_rng(1).integers(0, 4, GRID.shape)
    for zone in zones_of(classes, GRID, smallest_km2=0, tolerance_cells=0):
        cells_km2 = (area_km2(GRID) * (classes == zone.number)).sum()
        assert geodesic_km2(zone.geometry) == pytest.approx(cells_km2, rel=1e-5)


def test_a_speck_takes_the_class_that_borders_it_most() -> None:
    classes = np.ones(GRID.shape, dtype=np.uint8)
    classes[:, 8:] = 2
    classes[5, 8] = 3
    cleaned = without_specks(classes, np.ones(GRID.shape), smallest_km2=2)
    assert cleaned[5, 8] == 2
    assert set(np.unique(cleaned)) == {1, 2}


def test_a_speck_with_nothing_beside_it_stays() -> None:
    classes = np.zeros(GRID.shape, dtype=np.uint8)
    classes[3, 4] = 2
    (zone,) = zones_of(classes, GRID, smallest_km2=9, tolerance_cells=2)
    assert zone.number == 2
    assert zone.area_km2 == pytest.approx(CELL_KM2, rel=1e-3)


def test_a_raster_of_nothing_has_no_zones() -> None:
    nothing = np.zeros(GRID.shape, dtype=np.uint8)
    assert zones_of(nothing, GRID, smallest_km2=1, tolerance_cells=1) == ()


def test_zones_of_a_metric_grid_lie_where_its_cells_do() -> None:
    grid = Grid("EPSG:32648", 500_000.0, 2_400_000.0, 100.0, 100.0, 5, 6)
    (zone,) = zones_of(
        np.ones(grid.shape, dtype=int), grid, smallest_km2=0, tolerance_cells=1
    )
    lon_deg, lat_deg = grid.lon_lat(np.array([-0.5, 4.5]), np.array([-0.5, 5.5]))
    assert zone.geometry.bounds == pytest.approx(
        (lon_deg[0], lat_deg[1], lon_deg[1], lat_deg[0]), abs=1e-5
    )
    assert zone.area_km2 == pytest.approx(0.3, rel=2e-3)


def test_areas_and_tolerances_below_zero_are_refused() -> None:
    classes = np.ones(GRID.shape, dtype=int)
    with pytest.raises(OutOfRangeError, match="smallest_km2"):
        zones_of(classes, GRID, smallest_km2=-1, tolerance_cells=0)
    with pytest.raises(OutOfRangeError, match="tolerance_cells"):
        zones_of(classes, GRID, smallest_km2=0, tolerance_cells=-1)
