"""Coordinates in every spelling are read, and what is none is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.language.typed_coordinates import (
    CoordinateForm,
    looks_packed,
    read_coordinate,
    read_pair,
    unpacked_deg,
)

LAT, LON = 21 + 35 / 60 + 40 / 3600, 105 + 50 / 60 + 10 / 3600


@pytest.mark.parametrize(
    ("cell", "value", "axis"),
    [
        ("21,594", 21.594, ""),
        ("21.594", 21.594, ""),
        ("105.834", 105.834, ""),
        ("-21.5", -21.5, ""),
        ("21,594°", 21.594, ""),
        (21.594, 21.594, ""),
        (0.1 + 0.2, 0.3, ""),
        ("21°35'40\"", LAT, ""),
        ("21°35'40,0\"N", LAT, "N"),
        ("21°35'40\"B", LAT, "B"),
        ("21\u00ba35\u201940\u201dN", LAT, "N"),
        ("21°35\u203240\u2033", LAT, ""),
        ("21°35'40''", LAT, ""),
        ("21o35'40\"", LAT, ""),
        ("21d35m40s", LAT, ""),
        ("21 35 40", LAT, ""),
        ("21:35:40", LAT, ""),
        ("21-35-40", LAT, ""),
        ("21.35.40,0", LAT, ""),
        ("21 độ 35 phút 40 giây", LAT, ""),
        ("N 21°35'40\"", LAT, "N"),
        ("21°35.66666667'", LAT, ""),
        ("105°50'10\"Đ", LON, "E"),
        ("105°50'10\" Đông", LON, "E"),
        ("105 50 10 E", LON, "E"),
        ("Kinh độ: 105,83", 105.83, "E"),
        ("vĩ độ Bắc 21,59", 21.59, "N"),
        ("33°52'S", -(33 + 52 / 60), "N"),
    ],
)
def test_degrees_are_read(cell: Any, value: float, axis: str) -> None:
    found = read_coordinate(cell)
    assert found.value == pytest.approx(value, abs=1e-8)
    assert found.form is CoordinateForm.DEGREES
    assert found.axis == axis.replace("B", "N")
    assert found.doubt is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2.450.092,6", 2_450_092.6),
        ("2,450,092.6", 2_450_092.6),
        ("2 450 092,6", 2_450_092.6),
        ("450.092", 450_092),
        ("450,092", 450_092),
        ("450092,6", 450_092.6),
        ("450092.6 m", 450_092.6),
        (431191.6, 431_191.6),
        ("X: 2450092,6", 2_450_092.6),
    ],
)
def test_metres_are_told_by_their_size(cell: Any, value: float) -> None:
    found = read_coordinate(cell)
    assert found.value == value
    assert found.form is CoordinateForm.METRES


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("abc", '"abc" is no coordinate'),
        ("12°3456", '"12°3456" is no coordinate'),
        ("21°60'00\"", 'minutes and seconds lie below 60: "21°60\'00""'),
        ("105°50'B", 'no latitude lies beyond 90°: "105°50\'B"'),
        ("21.594.567", '"21.594.567" has lost its decimal mark'),
        (21594567, '"21594567" has lost its decimal mark'),
        (True, '"True" is no coordinate'),
        ("500", '"500" is no coordinate'),
    ],
)
def test_what_is_no_coordinate_is_refused(cell: Any, problem: str) -> None:
    found = read_coordinate(cell)
    assert found.value is None
    assert found.doubt is not None
    assert str(found.doubt.problem) == problem


@pytest.mark.parametrize("cell", [None, "", "-", "chưa có", float("nan")])
def test_nothing_is_missing(cell: Any) -> None:
    assert read_coordinate(cell).is_missing


@pytest.mark.parametrize(
    "text",
    [
        "21.59, 105.83",
        "21,59; 105,83",
        "21,59 105,83",
        "21,59,105,83",
        "21.59,105.83",
        "(21.59; 105.83)",
        "105.83/21.59",
        "POINT(105.83 21.59)",
        "https://www.google.com/maps/@21.59,105.83,15z",
        "Vĩ độ: 21,59; kinh độ: 105,83",
        "21°35'24\"N 105°49'48\"E",
        "21°35'24\"N105°49'48\"E",
        "21°35'24\"B - 105°49'48\"Đ",
        "21 35 24 105 49 48",
    ],
)
def test_a_pair_is_read_in_either_order(text: str) -> None:
    pair = read_pair(text)
    assert pair.east == pytest.approx(105.83)
    assert pair.north == pytest.approx(21.59)


@pytest.mark.parametrize(
    "text",
    ["2.450.092,6; 431.191,6", "431191.6, 2450092.6", "2450092,6 431191,6"],
)
def test_a_pair_of_metres_is_read(text: str) -> None:
    pair = read_pair(text)
    assert (pair.east, pair.north) == (431_191.6, 2_450_092.6)
    assert pair.form is CoordinateForm.METRES


@pytest.mark.parametrize("text", ["105.83", "10.5, 10.6", "21.59, 431191.6", "abc"])
def test_what_is_no_pair_is_refused(text: str) -> None:
    pair = read_pair(text)
    assert pair.east is None
    assert pair.doubt is not None


@given(st.floats(8, 24), st.floats(102, 110), st.sampled_from([".", ","]))
def test_decimal_degrees_survive_writing(lat: float, lon: float, mark: str) -> None:
    for value in (lat, lon):
        found = read_coordinate(f"{value:.6f}".replace(".", mark))
        assert found.value == pytest.approx(value, abs=1e-6)
    pair = read_pair(f"{lat:.6f}; {lon:.6f}".replace(".", mark))
    assert (pair.north, pair.east) == pytest.approx((lat, lon), abs=1e-6)


@given(st.integers(8, 23), st.integers(0, 59), st.integers(0, 59))
def test_minutes_and_seconds_survive_writing(
    deg: int, minute: int, second: int
) -> None:
    value = deg + minute / 60 + second / 3600
    for text in (f"{deg}°{minute:02d}'{second:02d}\"B", f"{deg} {minute} {second}"):
        assert read_coordinate(text).value == pytest.approx(value)
    assert unpacked_deg(float(f"{deg}.{minute:02d}{second:02d}")) == pytest.approx(
        value
    )


def test_degrees_with_minutes_as_decimals_are_noticed() -> None:
    packed = [
        21.3540,
        21.3559,
        21.0012,
        21.5958,
        21.4503,
        *(21.3001 + n / 1e4 for n in range(12)),
    ]
    assert looks_packed(packed)
    assert not looks_packed([*packed, 21.7812])
    assert not looks_packed(packed[:5])


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    one, pair = read_coordinate(text), read_pair(text)
    assert (one.value is not None) + one.is_missing + (one.doubt is not None) == 1
    assert (pair.east is not None) + pair.is_missing + (pair.doubt is not None) == 1
