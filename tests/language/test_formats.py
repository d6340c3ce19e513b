"""Numbers, money and dates as readers of each language write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.language import (
    Language,
    format_date,
    format_money_vnd,
    format_number,
    format_shortest,
)


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (1_234_567, 0, "1.234.567", "1,234,567"),
        (0, 0, "0", "0"),
        (0.5, 2, "0,50", "0.50"),
        (-1234.56, 1, "-1.234,6", "-1,234.6"),
        (-0.04, 1, "0,0", "0.0"),
        (-0.0, 0, "0", "0"),
        (999.96, 1, "1.000,0", "1,000.0"),
    ],
)
def test_numbers_are_grouped_with_fixed_decimals(
    value: float, decimals: int, vietnamese: str, english: str
) -> None:
    assert format_number(value, decimals) == vietnamese
    assert format_number(value, decimals, Language.EN) == english


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_vietnamese_and_english_numbers_differ_only_in_their_marks(
    value: float, decimals: int
) -> None:
    english = format_number(value, decimals, "en")
    swapped = english.translate(str.maketrans(",.", ".,"))
    assert format_number(value, decimals, "vi") == swapped


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_a_printed_number_reads_back_within_its_rounding(
    value: float, decimals: int
) -> None:
    printed = format_number(value, decimals, "en").replace(",", "")
    assert abs(float(printed) - value) <= 0.5 * 10.0**-decimals + 1e-3


@pytest.mark.parametrize(
    ("value_vnd", "vietnamese", "english"),
    [
        (12_340_000_000, "12,34 tỷ đồng", "VND 12.34 billion"),
        (20_000_000_000, "20 tỷ đồng", "VND 20 billion"),
        (1_234_500_000_000, "1.234,5 tỷ đồng", "VND 1,234.5 billion"),
        (350_000_000, "350 triệu đồng", "VND 350 million"),
        (995_000_000, "995 triệu đồng", "VND 995 million"),
        (999_999_999, "1 tỷ đồng", "VND 1 billion"),
        (1_500_000, "1,5 triệu đồng", "VND 1.5 million"),
        (999_999.6, "1 triệu đồng", "VND 1 million"),
        (999_999, "999.999 đồng", "VND 999,999"),
        (0, "0 đồng", "VND 0"),
        (-0.4, "0 đồng", "VND 0"),
        (-2_500_000_000, "-2,5 tỷ đồng", "VND -2.5 billion"),
    ],
)
def test_money_is_written_in_the_unit_that_people_say(
    value_vnd: float, vietnamese: str, english: str
) -> None:
    assert format_money_vnd(value_vnd) == vietnamese
    assert format_money_vnd(value_vnd, "en") == english


@given(st.floats(-1e15, 1e15))
def test_no_amount_of_money_shows_a_thousand_of_a_smaller_unit(
    value_vnd: float,
) -> None:
    printed = format_money_vnd(value_vnd, "en")
    amount = float(printed.removeprefix("VND ").split()[0].replace(",", ""))
    assert "million" not in printed or abs(amount) < 1000


def test_dates_are_day_month_year() -> None:
    day = date(2026, 2, 3)
    assert format_date(day) == "03/02/2026"
    assert format_date(day, "en") == "3 February 2026"


@pytest.mark.parametrize(
    ("value", "most_decimals", "expected"),
    [(37.2, 0, "37"), (30.0, 0, "30"), (0.0, 0, "0"), (30.0, 2, "30"), (0.5, 2, "0,5")],
)
def test_the_shortest_number_has_no_more_decimals_than_allowed(
    value: float, most_decimals: int, expected: str
) -> None:
    assert format_shortest(value, most_decimals) == expected
