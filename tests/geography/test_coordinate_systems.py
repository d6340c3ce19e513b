"""Coordinate systems agree with pyproj, and are known by their codes and by WKT."""

import numpy as np
import pytest
from pyproj import CRS, Transformer

from hatangso.errors import InvalidInputError
from hatangso.geography.coordinate_systems import (
    WGS84_DEGREES,
    CoordinateSystem,
    candidate_systems,
    named_system,
    system_of_code,
)

LON, LAT = 105.8348, 22.1470
SHIFTED = [
    *(5896, 5897, 5898, 5899, *range(9205, 9219), 3405, 3406, 4756),
]


@pytest.mark.parametrize("epsg", [*SHIFTED, 32648, 32649, 4326])
def test_systems_with_a_code_agree_with_the_epsg_data_set(epsg: int) -> None:
    system = system_of_code(f"EPSG:{epsg}")
    to_system = Transformer.from_crs(4326, epsg, always_xy=True)
    first, second = to_system.transform(LON, LAT)
    lon, lat = system.lon_lat(first, second)
    # A hundred-millionth of a degree is a millimetre.
    assert (lon, lat) == pytest.approx((LON, LAT), abs=2e-8)
    assert system.is_shifted == (epsg in SHIFTED)
    assert system.crs == f"EPSG:{epsg}"


def test_bac_kan_stands_where_the_survey_of_the_traps_put_it() -> None:
    east, north = system_of_code("EPSG:9213").xy(LON, LAT)
    assert (east, north) == pytest.approx((431_191.6, 2_450_092.6), abs=0.1)


@pytest.mark.parametrize("system", candidate_systems(), ids=lambda system: system.code)
def test_every_system_survives_its_code_its_crs_and_its_own_inverse(
    system: CoordinateSystem,
) -> None:
    assert system_of_code(system.code) == system
    named = named_system(system.crs)
    assert named is not None
    assert named.code == system.code.removesuffix("+north-first")
    lon, lat = system.lon_lat(*system.xy([LON, 107.0], [LAT, 10.0]))
    assert lon == pytest.approx([LON, 107.0], abs=2e-8)
    assert lat == pytest.approx([LAT, 10.0], abs=2e-8)


def test_no_two_systems_are_one() -> None:
    codes = [system.code for system in candidate_systems()]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("version", ["WKT1_ESRI", "WKT1_GDAL", "WKT2_2019"])
@pytest.mark.parametrize("epsg", [9213, 5897, 3405, 4756, 32648, 4326])
def test_the_text_of_a_prj_file_names_its_system(epsg: int, version: str) -> None:
    text = CRS.from_epsg(epsg).to_wkt(version)
    assert named_system(text) == system_of_code(f"EPSG:{epsg}")


def test_proj_texts_say_whether_they_shift() -> None:
    text = "+proj=tmerc +lon_0=106.5 +k=0.9996 +x_0=500000 +ellps=WGS84 +units=m"
    unshifted = CoordinateSystem(106.5, 0.9996)
    assert named_system(f"{text} +towgs84=0,0,0 +type=crs") == unshifted
    assert named_system(f"{text} +type=crs") == unshifted


@pytest.mark.parametrize(
    "text", ["", "rubbish", "EPSG:3857", "EPSG:2044", "EPSG:4979x"]
)
def test_other_systems_have_no_name_here(text: str) -> None:
    assert named_system(text) is None
    with pytest.raises(InvalidInputError, match="no coordinate system"):
        system_of_code(text)


def test_numbers_that_are_no_place_are_nan() -> None:
    first = np.array([np.nan, 1e30, 105.0])
    for system in candidate_systems():
        lon, lat = system.lon_lat(first, np.array([21.0, 1e30, 21.0]))
        assert np.isnan(lon[:2]).all()
        assert np.isnan(lat[:2]).all()
    assert WGS84_DEGREES.lon_lat(first, np.full(3, 21.0))[0][2] == 105
