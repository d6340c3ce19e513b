"""Files of points in any system land where they belong, or are asked about."""

import csv
import json
from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from hatangso.errors import InvalidInputError
from hatangso.geography.coordinate_systems import WGS84_DEGREES, CoordinateSystem
from hatangso.geography.point_evidence import separation_m
from hatangso.geography.vn2000 import (
    Evidence,
    SystemDecision,
    infer_system,
    notes_of,
    question_of,
)
from hatangso.units import FloatArray

# Central meridian of each province of the list of 63.
MERIDIANS = {
    "thai_nguyen": 106.5,
    "bac_kan": 106.5,
    "bac_giang": 107.0,
    "nam_dinh": 105.5,
}
MAKERS = {
    "its own meridian": lambda own: own,
    "its neighbour's meridian": lambda own: replace(
        own, meridian_deg=own.meridian_deg + (0.5 if own.meridian_deg < 107 else -0.5)
    ),
    "no shift of datum": lambda own: replace(own, is_shifted=False),
    "k = 0.9996": lambda own: replace(own, scale_ratio=0.9996),
    "k = 0.9996 and no shift": lambda own: replace(
        own, scale_ratio=0.9996, is_shifted=False
    ),
    "swapped axes": lambda own: replace(own, is_north_first=True),
    "degrees": lambda _: WGS84_DEGREES,
    "degrees of VN-2000, latitude first": lambda _: CoordinateSystem(
        is_shifted=True, is_north_first=True
    ),
    "UTM 48N": lambda _: CoordinateSystem(105.0, 0.9996, is_shifted=True),
}


@cache
def _province(name: str) -> tuple[np.ndarray, np.ndarray, shapely.Geometry]:
    """Return places of masts, their communes, and the province."""
    folder = files("hatangso.packs") / name
    table = (folder / "sites.csv").read_text(encoding="utf-8-sig").splitlines()
    places = np.array(
        [
            (float(row["lon_deg"]), float(row["lat_deg"]))
            for row in csv.DictReader(table)
        ]
    )
    layer = json.loads((folder / "communes.geojson").read_text(encoding="utf-8"))
    communes = np.array(
        [shapely.from_geojson(json.dumps(one["geometry"])) for one in layer["features"]]
    )
    point, commune = shapely.STRtree(communes).query(
        shapely.points(places), predicate="within"
    )
    return places[point], communes[commune], shapely.union_all(communes)


def _some(name: str, count: int, *, seed: int = 5) -> Evidence:
    """Return points in degrees, half of them within a kilometre of a border."""
    places, communes, region = _province(name)
    away = shapely.distance(shapely.boundary(communes), shapely.points(places))
    order = np.random.default_rng(seed).permutation(len(places))
    near = order[away[order] < 0.01][: count // 2]
    chosen = np.unique(np.concatenate([near, order[: count - len(near)]]))
    lon, lat = places[chosen].T
    return Evidence(lon, lat, list(communes[chosen]), region)


def _written(evidence: Evidence, system: CoordinateSystem) -> Evidence:
    first, second = system.xy(evidence.first, evidence.second)
    return replace(evidence, first=first, second=second)


def _error_m(decision: SystemDecision, written: Evidence, true: Evidence) -> FloatArray:
    places = decision.system.lon_lat(written.first, written.second)
    return separation_m(places, (true.first, true.second))


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("province", MERIDIANS)
def test_each_way_to_make_a_file_is_recognised_to_the_metre(
    province: str, maker: str
) -> None:
    own = CoordinateSystem(MERIDIANS[province], 0.9999, is_shifted=True)
    system = MAKERS[maker](own)
    true = _some(province, 600)
    written = _written(true, system)
    decision = infer_system(written)
    assert decision.system == system
    assert decision.is_certain
    assert decision.inside_ratio > 0.999
    assert decision.beside_m == 0
    assert _error_m(decision, written, true).max() < 1
    assert question_of(decision) is None


@pytest.mark.parametrize("maker", MAKERS)
def test_three_known_places_decide_a_short_list(maker: str) -> None:
    own = CoordinateSystem(106.5, 0.9999, is_shifted=True)
    system, true = MAKERS[maker](own), _some("thai_nguyen", 12)
    written = _written(true, system)
    # Somebody else measured the same masts 20 m beside.
    known_lon, known_lat = true.first + 2e-4, np.array(true.second)
    known_lon[3:] = known_lat[3:] = np.nan
    written = replace(written, known_lon_deg=known_lon, known_lat_deg=known_lat)
    decision = infer_system(written)
    assert decision.system == system
    assert decision.is_certain
    assert decision.known_m == pytest.approx(21, abs=2)


def test_a_short_list_cannot_tell_the_shift_and_asks() -> None:
    system = CoordinateSystem(106.5, 0.9999, is_shifted=True)
    decision = infer_system(_written(_some("thai_nguyen", 10), system))
    assert decision.system == system
    assert not decision.is_certain
    unshifted = replace(system, is_shifted=False)
    rival = next(one for one in decision.rivals if one.system == unshifted)
    assert rival.difference_m == pytest.approx(224, abs=1)
    question = question_of(decision)
    assert question is not None
    assert question.key == "crs"
    assert question.answers[:2] == ("EPSG:9213", "EPSG:9213+no-shift")


def test_errors_of_the_alternatives_are_told() -> None:
    system = CoordinateSystem(106.5, 0.9999, is_shifted=True)
    decision = infer_system(_written(_some("bac_kan", 400), system))
    error_m = {one.system.code: one.difference_m for one in decision.alternatives}
    # Computed once with pyproj at Bắc Kạn: 224 m, 872 m, 51.6 km, 103.1 km, 154.7 km.
    assert error_m["EPSG:9213+no-shift"] == pytest.approx(224, rel=0.01)
    assert error_m["TM:106.5:0.9996+no-shift"] == pytest.approx(872, rel=0.03)
    assert error_m["EPSG:9214"] == pytest.approx(51_600, rel=0.01)
    assert error_m["EPSG:9209"] == pytest.approx(103_100, rel=0.01)
    assert error_m["EPSG:3405"] == pytest.approx(154_700, rel=0.01)
    assert len(notes_of(decision)) > 3


def test_a_file_that_names_its_system_is_believed_when_nothing_speaks_against_it() -> (
    None
):
    system = CoordinateSystem(106.5, 0.9999, is_shifted=False)
    few = _written(_some("thai_nguyen", 10), system)
    assert infer_system(few).system != system
    decision = infer_system(few, named=system)
    assert decision.system == system
    assert decision.is_certain
    nothing = replace(few, declared=[None] * len(few.first), region=None)
    assert infer_system(nothing, named=system).is_certain
    assert not infer_system(nothing).is_certain


def test_the_columns_of_a_named_system_may_be_swapped() -> None:
    system = CoordinateSystem(106.5, 0.9999, is_shifted=True)
    swapped = replace(system, is_north_first=True)
    written = _written(_some("thai_nguyen", 20), swapped)
    decision = infer_system(written, named=system)
    assert decision.system == swapped
    assert decision.is_certain


def test_a_file_that_names_a_wrong_system_is_asked_about() -> None:
    system = CoordinateSystem(107.0, 0.9999, is_shifted=True)
    wrong = replace(system, meridian_deg=106.5)
    decision = infer_system(_written(_some("bac_giang", 50), system), named=wrong)
    assert decision.system == system
    assert not decision.is_certain
    question = question_of(decision)
    assert question is not None
    assert question.answers[:2] == ("EPSG:9214", "EPSG:9213")


def test_wrong_communes_and_rough_borders_do_not_mislead() -> None:
    system = CoordinateSystem(105.5, 0.9999, is_shifted=False)
    true = _some("nam_dinh", 400)
    declared = list(true.declared)
    for place in range(0, len(declared), 20):
        declared[place] = declared[place - 7]
    places = np.random.default_rng(2).normal(0, 5e-4, (2, len(declared)))
    rough = replace(
        _written(
            replace(true, first=true.first + places[0], second=true.second + places[1]),
            system,
        ),
        declared=declared,
    )
    decision = infer_system(rough)
    assert decision.system == system
    assert 0.85 < decision.inside_ratio < 0.99


@pytest.mark.parametrize("province", MERIDIANS)
def test_points_of_an_unknown_datum_lie_beside_their_places_and_are_asked_about(
    province: str,
) -> None:
    true = _some(province, 600)
    # Hanoi 1972, Gauss-Krüger zone 18 without its number: no system that is tried.
    to_hanoi = Transformer.from_crs(4326, 2044, always_xy=True)
    east, north = to_hanoi.transform(true.first, true.second)
    decision = infer_system(replace(true, first=np.array(east) - 18e6, second=north))
    assert not decision.is_certain
    assert decision.beside_m > 0
    assert question_of(decision) is not None


def test_numbers_that_no_system_explains_are_asked_about() -> None:
    true = _some("nam_dinh", 30)
    odd = replace(true, first=true.first * 5_000, second=true.second * 1_000)
    decision = infer_system(odd)
    assert not decision.is_certain
    assert not decision.is_plausible
    assert question_of(decision) is not None


def test_missing_and_zero_coordinates_do_not_mislead() -> None:
    system = CoordinateSystem(105.5, 0.9999, is_shifted=True, is_north_first=True)
    written = _written(_some("nam_dinh", 600), system)
    written.first[:10] = np.nan
    written.first[10:30] = written.second[10:30] = 0
    assert infer_system(written).system == system


def test_points_without_declared_communes_show_the_zone_but_not_the_shift() -> None:
    system = CoordinateSystem(105.5, 0.9999, is_shifted=True)
    written = _written(_some("nam_dinh", 60), system)
    decision = infer_system(replace(written, declared=[None] * len(written.first)))
    assert decision.system == system
    assert {one.system.meridian_deg for one in decision.rivals} == {105.5}


def test_columns_must_hold_points() -> None:
    nothing = np.array([np.nan, 1.0])
    with pytest.raises(InvalidInputError, match="no point has both"):
        infer_system(Evidence(nothing, nothing[::-1], [None, None]))
    with pytest.raises(InvalidInputError, match="differ in length"):
        infer_system(Evidence(nothing, nothing, [None]))
