from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.indicators.series.periods import (
    asked_period,
    gaps_in,
    series_period,
    tiles,
)

CODES = ["2024", "2024-H1", "2024-Q2", "2024-03", "2024-12-31", "2022-2023"]


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_read_as_itself(code: str) -> None:
    found = series_period(code)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("quý IV/2024", "2024-Q4"),
        ("2024Q4", "2024-Q4"),
        ("202403", "2024-03"),
        ("2024S2", "2024-H2"),
        ("2022->2023", "2022-2023"),
        ("hết năm 2025", "2025"),
        ("09/10/2024", "2024-10-09"),
    ],
)
def test_one_period_has_one_code(text: str, code: str) -> None:
    assert asked_period(text).code == code


@pytest.mark.parametrize("text", ["", "2024Q7", "thời gian gần nhất", "trước 2020"])
def test_what_is_no_period_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidInputError, match="is no period"):
        asked_period(text)


def test_a_source_that_does_not_state_its_period_says_so() -> None:
    found = series_period("2025 (không nêu rõ)")
    assert found is not None
    assert not found.is_stated


def test_of_nested_periods_the_widest_are_added_up() -> None:
    year = [asked_period(code) for code in ("2024-01", "2024-Q1", "2024-Q2", "2024-04")]
    chosen, crossing = tiles(year)
    assert crossing is None
    assert [period.code for period in chosen] == ["2024-Q1", "2024-Q2"]
    assert gaps_in(asked_period("2024"), chosen) == ("2024-H2",)


def test_periods_that_overlap_are_named() -> None:
    _, crossing = tiles([asked_period("2022-2023"), asked_period("2023-2024")])
    assert crossing is not None
    assert {period.code for period in crossing} == {"2022-2023", "2023-2024"}


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 40))
def test_every_span_of_months_is_read_back(first: date, months: int) -> None:
    start = first.replace(day=1)
    end_month = start.month + months % (13 - start.month)
    found = asked_period(f"{start:%Y-%m}")
    assert found.first == start
    span = series_period(f"{start:%Y-%m}/{start.year}-{end_month:02d}")
    assert span is not None
    assert series_period(span.code) == span
