"""What people type becomes what they mean, or is asked back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.language import Language
from hatangso.language.number_phrases import NumberStyle
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import Field, FieldType
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.forms.typed_values import read_typed, typed_text

SITE, TARGET = shipped_kinds()["site"], shipped_kinds()["target"]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("structure_height_m", "30,5", 30.5),
        ("structure_height_m", "30.5", 30.5),
        ("structure_height_m", "1.234", 1.234),
        ("rent_vnd", "1,5 tỷ", 1_500_000_000),
        ("rent_vnd", "500.000", 500_000),
        ("rent_vnd", "1.500.000 đồng", 1_500_000),
        ("lon_deg", "105,834", 105.834),
        ("lon_deg", "105.83480", 105.8348),
        ("lon_deg", "105°50'5\"", 105.8347222),
        ("installed_on", "9/10/2024", date(2024, 10, 9)),
        ("installed_on", "2024-10-09", date(2024, 10, 9)),
        ("is_shared", "khong", False),
        ("state", "operating", "operating"),
        ("note", "  hai\ndòng ", "hai\ndòng"),
        ("backup_hours", "", None),
    ],
)
def test_a_field_is_read_as_its_sort_asks(
    name: str, text: str, value: FieldValue
) -> None:
    found = read_typed(SITE.field(name), text)
    assert found.problem is None
    assert found.value == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("structure_height_m", "cao"),
        ("structure_height_m", "500"),
        ("lat_deg", "2.450.092,6"),
        ("lat_deg", "95"),
        ("installed_on", "31/02/2024"),
        ("installed_on", "10/2024"),
        ("state", "nothing"),
        ("id", "   "),
    ],
)
def test_what_cannot_be_is_told_and_leaves_no_value(name: str, text: str) -> None:
    found = read_typed(SITE.field(name), text)
    assert found.problem is not None
    assert found.value is None


def test_a_number_that_two_styles_read_differently_is_asked_back() -> None:
    item = TARGET.field("value")
    asked = read_typed(item, "1.234")
    assert set(asked.styles) == set(NumberStyle)
    assert asked.value is None
    assert read_typed(item, "1.234", style=NumberStyle.VIETNAMESE).value == 1234
    assert read_typed(item, "1.234", style=NumberStyle.ENGLISH).value == 1.234


@given(
    st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 6)),
    st.sampled_from(Language),
)
def test_a_number_is_read_back_as_it_was_written(
    value: float, language: Language
) -> None:
    item = Field("width_m", FieldType.NUMBER, "Rộng", "Width")
    found = read_typed(item, typed_text(value, language))
    assert found.problem is None
    assert found.value == pytest.approx(value, abs=1e-9)


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_back_as_it_was_written(day: date) -> None:
    item = SITE.field("installed_on")
    assert read_typed(item, typed_text(day, Language.VI)).value == day


@pytest.mark.parametrize("text", ["1e999", "9" * 400, "9" * 5_000, "1" + ".000" * 200])
@pytest.mark.parametrize("kind", list(shipped_kinds()))
def test_numbers_beyond_all_measure_are_refused(kind: str, text: str) -> None:
    for item in shipped_kinds()[kind].fields:
        if item.type not in {FieldType.TEXT, FieldType.CHOICE, FieldType.UNIT}:
            found = read_typed(item, text)
            assert found.value is None or item.refers_to, item.name
