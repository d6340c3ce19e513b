"""Address codes: public test data, laws, and what nobody can read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.geography.address_codes.allotment import HousePoint, allot_codes
from hatangso.geography.address_codes.codes import (
    AddressCode,
    cell_of,
    place_code,
    read_address_code,
)
from hatangso.geography.address_codes.layout import AddressLayout, address_layout
from hatangso.io.parameter_files import shipped_parameters

SHIPPED = shipped_parameters("geography/address_codes", "address_codes.toml")
LAYOUT = address_layout(SHIPPED)
HOUSE = (105.8478, 21.5942)
CODE = "7PH7HRVX+M4"
LON = st.floats(102, 110)
LAT = st.floats(8, 24)


# Source: github.com/google/open-location-code, test_data/encoding.csv.
@pytest.mark.parametrize(
    ("lat_deg", "lon_deg", "length", "code"),
    [
        (20.3700625, 2.7821875, 10, "7FG49QCJ+2V"),
        (20.3701125, 2.782234375, 11, "7FG49QCJ+2VX"),
        (20.3701135, 2.78223535156, 13, "7FG49QCJ+2VXGJ"),
        (47.0000625, 8.0000625, 10, "8FVC2222+22"),
        (-41.2730625, 174.7859375, 10, "4VCPPQGP+Q9"),
        (1, 1, 11, "6FH32222+222"),
    ],
)
def test_place_codes_are_those_of_the_public_test_data(
    lat_deg: float, lon_deg: float, length: int, code: str
) -> None:
    assert place_code(lon_deg, lat_deg, length) == code


@given(LON, LAT, st.sampled_from([10, 11, 12, 13, 14, 15]))
def test_a_cell_contains_what_its_code_was_made_of(
    lon_deg: float, lat_deg: float, length: int
) -> None:
    cell = cell_of(place_code(lon_deg, lat_deg, length))
    # A place on an edge may round to either side of it.
    edge_deg = 1e-9
    assert cell.west_deg - edge_deg <= lon_deg <= cell.east_deg + edge_deg
    assert cell.south_deg - edge_deg <= lat_deg <= cell.north_deg + edge_deg


@given(LON, LAT, st.sampled_from([10, 11, 12, 13]))
def test_the_middle_of_a_cell_has_the_code_of_the_cell(
    lon_deg: float, lat_deg: float, length: int
) -> None:
    code = place_code(lon_deg, lat_deg, length)
    assert place_code(*cell_of(code).centre_deg, length) == code
    assert cell_of(code).contains(*cell_of(code).centre_deg)


@given(
    LON,
    LAT,
    st.sampled_from(["", "00100", "24000"]),
    st.integers(0, 99),
    st.sampled_from(
        ["{postcode}-{place}", "{postcode}{place}", "VN {place} {postcode}"]
    ),
)
def test_what_is_written_is_read_again(
    lon_deg: float, lat_deg: float, postcode: str, number: int, text: str
) -> None:
    layout = AddressLayout(text.replace(" ", ""), 10, 12, "/", is_assumed=True)
    place = place_code(lon_deg, lat_deg, 11)
    written = layout.written(postcode, place, number)
    for told in (written, f"  {written.lower()} ", " ".join(written)):
        read = read_address_code(told, layout)
        assert read == AddressCode(postcode, place, number)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("7PH7HRVA+M4", 'holds "A" as its sign 8'),
        ("7PH7HRVX+Mẹ", 'holds "Ẹ"'),
        ("7PH7HRVXM4", r"needs one \+"),
        ("7PH7+HRVX+M4", r"needs one \+"),
        ("HRVX+M4", "too short"),
        ("7PH7HRVX+", "too short"),
        ("7PH70000+", "too short"),
        ("7PH7HRVX+M", "too short"),
        ("7PH7HRVXM+4", "is no place code"),
        (f"7PH7HRVX+{'2' * 20}", "is no place code"),
        ("X2H7HRVX+M4", "no place on the globe"),
        ("1234-7PH7HRVX+M4", '"1234" is no postcode'),
        ("ABCDE-7PH7HRVX+M4", '"ABCDE" is no postcode'),
        ("١٢٣٤٥-7PH7HRVX+M4", "is no postcode"),
        ("<script>alert(1)</script>", "holds"),
        ("9" * 10_000, "needs one"),
        ("7PH7HRVX+M4/x", "holds"),
    ],
)
def test_what_is_no_code_is_told_why(text: str, problem: str) -> None:
    with pytest.raises(InvalidInputError, match=problem):
        read_address_code(text, LAYOUT)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = read_address_code(text, LAYOUT)
    except InvalidInputError:
        return
    assert cell_of(read.place)


@pytest.mark.parametrize(
    ("lon_deg", "lat_deg", "length"),
    [(181, 0, 10), (0, 91, 10), (float("nan"), 0, 10), (0, 0, 8), (0, 0, 16)],
)
def test_what_is_no_place_has_no_code(
    lon_deg: float, lat_deg: float, length: int
) -> None:
    with pytest.raises(OutOfRangeError):
        place_code(lon_deg, lat_deg, length)


@pytest.mark.parametrize(
    ("entry", "value", "problem"),
    [
        ("layout", "{postcode}", "write {place} once"),
        ("layout", "{place}{place}", "write {place} once"),
        ("layout", "{place}{house}", "write {place} once"),
        ("layout", 7, "write {place} once"),
        ("place_length", 8, "from 10 to 15"),
        ("place_length", True, "from 10 to 15"),
        ("longest_place", 10.5, "from 10 to 15"),
        ("place_length", 15, "longest_place is below"),
        ("number_sign", "+", "number_sign"),
        ("number_sign", "", "number_sign"),
        ("colour", "red", "unknown entry colour"),
    ],
)
def test_a_layout_that_cannot_be_says_why(
    entry: str, value: object, problem: str
) -> None:
    with pytest.raises(InvalidInputError, match=problem):
        address_layout({**SHIPPED, entry: {"value": value}})


def test_a_house_gets_its_postcode_where_it_is_known() -> None:
    points = [HousePoint(*HOUSE, "00001"), HousePoint(106, 21, "00002")]
    first, second = allot_codes(points, {"00001": "24000"}, LAYOUT)
    assert (first.text, first.is_whole) == (f"24000-{CODE}", True)
    assert (second.text, second.is_whole) == (place_code(106, 21), False)
    assert first.shared_by == second.shared_by == 1


def test_houses_of_one_cell_get_longer_codes_and_those_of_one_place_numbers() -> None:
    near = HousePoint(HOUSE[0] + 3e-5, HOUSE[1])
    far = HousePoint(HOUSE[0] + 1, HOUSE[1])
    flats = [HousePoint(*HOUSE)] * 3
    found = allot_codes([far, flats[0], near, *flats[1:]], {}, LAYOUT)
    texts = [one.text for one in found]
    assert len(set(texts)) == 5
    assert [one.shared_by for one in found] == [1, 4, 4, 4, 4]
    assert texts[0] == place_code(far.lon_deg, far.lat_deg)
    assert texts[2] == place_code(near.lon_deg, near.lat_deg, 11)
    smallest = place_code(*HOUSE, 12)
    assert [texts[at] for at in (1, 3, 4)] == [f"{smallest}/{n}" for n in (1, 2, 3)]


def test_a_code_that_is_taken_is_given_to_nobody() -> None:
    point = HousePoint(*HOUSE)
    (first,) = allot_codes([point], {}, LAYOUT)
    (second,) = allot_codes([point], {}, LAYOUT, taken=[first.code])
    assert second.text == place_code(*HOUSE, 11)
    taken = [AddressCode("", place_code(*HOUSE, length)) for length in (10, 11, 12)]
    (third,) = allot_codes([point], {}, LAYOUT, taken=taken)
    assert third.text == f"{place_code(*HOUSE, 12)}/1"


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40)).map(
            lambda at: HousePoint(HOUSE[0] + at[0] * 1e-5, HOUSE[1] + at[1] * 1e-5)
        ),
        max_size=30,
    ),
    st.integers(0, 30),
)
def test_no_two_houses_have_the_same_code_whoever_comes_first(
    points: list[HousePoint], already: int
) -> None:
    before = allot_codes(points[:already], {}, LAYOUT)
    after = allot_codes(
        points[already:], {}, LAYOUT, taken=[one.code for one in before]
    )
    texts = [one.text for one in (*before, *after)]
    assert len(set(texts)) == len(points)
    for one, point in zip((*before, *after), points, strict=True):
        cell = cell_of(one.code.place)
        assert cell.west_deg - 1e-9 <= point.lon_deg <= cell.east_deg + 1e-9
        assert read_address_code(one.text, LAYOUT) == one.code
