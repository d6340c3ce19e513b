"""Dates that people typed are read right, or said to be unclear; never wrong."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hatangso.errors import Severity
from hatangso.indicators.period import parse_period
from hatangso.language.formats import format_date
from hatangso.language.typed_dates import (
    DayOrder,
    DayOrderDecision,
    decide_day_order,
    read_date,
    read_day,
)

DAY_FIRST = DayOrderDecision()
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("9/10/2024", "2024-10-09"),
        ("09-10-2024", "2024-10-09"),
        ("9.10.24", "2024-10-09"),
        ("ngày 9 tháng 10 năm 2024", "2024-10-09"),
        ("09/10/2024 14:30", "2024-10-09"),
        ("2024-10-09 00:00:00", "2024-10-09"),
        ("9-Oct-24", "2024-10-09"),
        ("October 9, 2024", "2024-10-09"),
        (datetime(2024, 10, 9, 7), "2024-10-09"),  # noqa: DTZ001 - cells have no zone
        (date(2024, 10, 9), "2024-10-09"),
        (20241009, "2024-10-09"),
        ("tháng 10/2023", "2023-10"),
        ("10/2023", "2023-10"),
        ("T10.2023", "2023-10"),
        ("quý IV/2024", "2024-Q4"),
        ("Quý 4 năm 2024", "2024-Q4"),
        ("Q4/2024", "2024-Q4"),
        ("6 tháng đầu năm 2024", "2024-H1"),
        ("6 tháng cuối năm 2024", "2024-H2"),
        ("9 tháng đầu năm 2024", "2024-01/2024-09"),
        ("hết năm 2025", "2025"),
        ("năm 2025", "2025"),
        (2025, "2025"),
        (2025.0, "2025"),
        ("giai đoạn 2021-2025", "2021-2025"),
        ("2026-H1", "2026-H1"),
    ],
)
def test_a_period_is_read_into_one_form(cell: Any, text: str) -> None:
    found = read_date(cell, DAY_FIRST)
    assert found.text == text
    assert found.doubt is None
    period = parse_period(text)
    assert period is not None
    assert (period.first, period.last) == (found.first, found.last)


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("đến 31/12/2024", "<="),
        ("hết năm 2025", "<="),
        ("trước 30/6/2023", "<"),
        ("sau 2025", ">"),
        ("từ 2021", ">="),
        ("khoảng 2015", "~"),
        ("ngày 31/12/2024", "="),
    ],
)
def test_words_in_front_say_on_which_side(text: str, comparator: str) -> None:
    assert read_date(text, DAY_FIRST).comparator == comparator


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("31/02/2024", 'no calendar has the day "31/02/2024"'),
        ("29/02/2023", 'no calendar has the day "29/02/2023"'),
        ("32/01/2024", 'no calendar has the day "32/01/2024"'),
        ("tháng 13/2024", 'no calendar has the day "tháng 13/2024"'),
        ("thời gian gần nhất", '"thời gian gần nhất" depends on when it was written'),
        ("đến nay", '"đến nay" depends on when it was written'),
        ("31/12", '"31/12" lacks a year of four digits'),
        ("quý IV", '"quý IV" lacks a year of four digits'),
        ("quý V/2024", '"quý V/2024" is no date'),
        ("lâu rồi", '"lâu rồi" is no date'),
        (10.2023, '"10.2023" is no date'),
        (True, '"True" is no date'),
        (time(3), '"03:00:00" is no date'),
        (
            date(1900, 1, 3),
            "1900-01-03 is a number that the spreadsheet shows as a date",
        ),
    ],
)
def test_what_is_no_date_is_refused_and_named(cell: Any, problem: str) -> None:
    found = read_date(cell, DAY_FIRST)
    assert found.text == ""
    assert found.doubt is not None
    assert found.doubt.severity is Severity.ERROR
    assert str(found.doubt.problem) == problem


@pytest.mark.parametrize("cell", [None, "", "-", "chưa có", "không"])
def test_nothing_is_missing(cell: str | None) -> None:
    assert read_date(cell, DAY_FIRST).is_missing


def test_days_are_counted_as_spreadsheets_count_them() -> None:
    # 1 March 1900 is day 61 of the 1900 system; 9 October 2024 is 45574 and 44112.
    assert read_date(45574.6, DAY_FIRST).day == date(2024, 10, 9)
    assert read_date("45574", DAY_FIRST).day == date(2024, 10, 9)
    assert read_date(44112, DAY_FIRST, is_from_1904=True).day == date(2024, 10, 9)
    doubt = read_date(45574, DAY_FIRST).doubt
    assert doubt is not None
    assert doubt.severity is Severity.SUGGESTION


def test_a_month_is_no_day() -> None:
    assert read_day("9/10/2024", DAY_FIRST).day == date(2024, 10, 9)
    doubt = read_day("10/2024", DAY_FIRST).doubt
    assert doubt is not None
    assert doubt.severity is Severity.ERROR


def test_one_clear_date_decides_its_column() -> None:
    assert decide_day_order(["9/10/2024", "31/1/2024"]).order is DayOrder.DAY_FIRST
    american = decide_day_order(["9/10/2024", "12/31/2024"])
    assert american.order is DayOrder.MONTH_FIRST
    assert read_date("9/10/2024", american).day == date(2024, 9, 10)
    assert read_date("9.10.2024", american).day == date(2024, 10, 9)


def test_dates_that_fit_both_orders_are_a_question() -> None:
    column = decide_day_order(["9/10/2024", "10/11/2024", "5/5/2024"])
    assert column.is_ambiguous
    assert column.unclear_count == 2
    assert column.order is DayOrder.DAY_FIRST
    assert column.told(DayOrder.MONTH_FIRST).order is DayOrder.MONTH_FIRST
    assert not decide_day_order(["5/5/2024", "2024-01-02", "1.2.2024"]).is_ambiguous


def test_a_column_with_both_orders_is_reported_by_cell() -> None:
    column = decide_day_order(["31/1/2024", "30/1/2024", "1/31/2024", "9/10/2024"])
    assert column.is_mixed
    assert read_date("31/1/2024", column).day == date(2024, 1, 31)
    for text in ("1/31/2024", "9/10/2024"):
        assert read_date(text, column).text == ""


def test_dates_that_a_program_exchanged_are_warned_of() -> None:
    made = [date(2024, 9, 10), date(2024, 5, 5)]
    column = decide_day_order(["31/10/2024", *made])
    assert column.is_swap_suspected
    doubt = read_date(made[0], column).doubt
    assert doubt is not None
    assert str(doubt.fix) == "check whether it should be 09/10/2024"
    assert read_date(made[1], column).doubt is None
    assert not decide_day_order(["31/10/2024", date(2024, 10, 31)]).is_swap_suspected


@given(DAYS)
def test_what_hatangso_writes_it_reads(day: date) -> None:
    assert read_day(format_date(day), DAY_FIRST).day == day
    assert read_day(format_date(day, "en"), DAY_FIRST).day == day
    assert read_day(day.isoformat(), DAY_FIRST).day == day


@example(float("nan"))
@example(float("inf"))
@example("9" * 400)
@example("9" * 5_000)
@given(st.text(max_size=30) | st.integers() | st.floats())
def test_no_cell_breaks_the_reading(cell: Any) -> None:
    found = read_date(cell, decide_day_order([cell]))
    refused = found.doubt is not None and found.doubt.severity is Severity.ERROR
    assert bool(found.text) + found.is_missing + refused == 1
