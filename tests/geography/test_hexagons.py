import h3
import numpy as np
import pytest
import shapely

from hatangso.errors import OutOfRangeError
from hatangso.geography.hexagons import hexagon_polygons, hexagons_at

LON_DEG, LAT_DEG = np.array([105.84, 106.2]), np.array([21.59, 20.4])


@pytest.mark.parametrize("resolution", [8, 9])
def test_a_point_lies_in_the_outline_of_its_hexagon(resolution: int) -> None:
    hexagons = hexagons_at(LON_DEG, LAT_DEG, resolution=resolution)
    outlines = hexagon_polygons(hexagons)
    for outline, lon_deg, lat_deg in zip(outlines, LON_DEG, LAT_DEG, strict=True):
        assert shapely.contains_xy(outline, lon_deg, lat_deg)
        assert outline.is_valid
    assert {h3.get_resolution(hexagon) for hexagon in hexagons.tolist()} == {resolution}


def test_no_points_have_no_hexagons() -> None:
    assert hexagons_at(np.array([]), np.array([]), resolution=8).tolist() == []


def test_a_resolution_that_does_not_exist_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="resolution"):
        hexagons_at(LON_DEG, LAT_DEG, resolution=16)
