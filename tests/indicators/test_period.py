from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.indicators.period import is_later, parse_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-12-31", "2024-12-31", "2024-12-31"),
        ("31/12/2024", "2024-12-31", "2024-12-31"),
        ("9/10/2024", "2024-10-09", "2024-10-09"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("tháng 10/2023", "2023-10-01", "2023-10-31"),
        ("2024-Q4", "2024-10-01", "2024-12-31"),
        ("quý IV/2024", "2024-10-01", "2024-12-31"),
        ("2024-2025", "2024-01-01", "2025-12-31"),
        ("2022->2023", "2022-01-01", "2023-12-31"),
        ("2025 (không nêu rõ)", "2025-01-01", "2025-12-31"),
        ("2025-02 (công bố; kỳ DTI không nêu)", "2025-02-01", "2025-02-28"),
        ("2 kỳ gần nhất (tính đến cuối 2024)", "2024-01-01", "2024-12-31"),
        ("hết\N{NO-BREAK SPACE}năm 2025", "2025-01-01", "2025-12-31"),
        ("about 2025-02", "2025-02-01", "2025-02-28"),
    ],
)
def test_reads_periods_as_they_are_printed(text: str, first: str, last: str) -> None:
    period = parse_period(text)
    assert period is not None
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "không nêu năm",
        'không nêu năm ("thời gian gần nhất")',
        "trước 2020",
        "2025-13",
        "31/02/2024",
        "2025-2024",
        "0000",
        "năm tới",
    ],
)
def test_a_period_that_names_no_time_is_unknown(text: str) -> None:
    assert parse_period(text) is None


@given(st.text(max_size=30))
def test_no_text_stops_the_reader(text: str) -> None:
    period = parse_period(text)
    assert period is None or period.first <= period.last


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31)))
def test_a_day_means_the_same_in_both_orders(day: date) -> None:
    assert parse_period(day.isoformat()) == parse_period(f"{day:%d/%m/%Y}")


def test_a_remark_of_the_source_makes_the_year_unsure() -> None:
    unsure, sure = parse_period("2025 (không nêu rõ)"), parse_period("2025")
    assert unsure is not None
    assert sure is not None
    assert (unsure.is_stated, sure.is_stated) == (False, True)


def test_a_month_is_not_certainly_later_than_its_own_year() -> None:
    assert is_later("2024-10", "2023")
    assert not is_later("2024-10", "2024")
    assert not is_later("2024", "không nêu năm")
    assert not is_later("", "2024")
