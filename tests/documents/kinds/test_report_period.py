"""Months, quarters, half-years and years of which reports are made."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.documents.kinds.report_period import (
    PeriodSort,
    ReportPeriod,
    offered_periods,
    period_holding,
)

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("code", "words", "first", "last"),
    [
        ("2026-10", "tháng 10/2026", date(2026, 10, 1), date(2026, 10, 31)),
        ("2024-02", "tháng 2/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q3", "quý III/2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-H1", "6 tháng đầu năm 2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-H2", "6 tháng cuối năm 2026", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", "năm 2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_written_as_titles_write_it(
    code: str, words: str, first: date, last: date
) -> None:
    period = ReportPeriod.of_code(code)
    assert period is not None
    assert (period.words, period.first, period.last) == (words, first, last)
    assert period.code == code


@pytest.mark.parametrize("code", ["2026-13", "2026-00", "2026-Q5", "2026-H3", "26", ""])
def test_what_is_no_period_is_none(code: str) -> None:
    assert ReportPeriod.of_code(code) is None


@given(DAYS, st.sampled_from(PeriodSort))
def test_periods_of_a_length_follow_each_other(day: date, sort: PeriodSort) -> None:
    period = period_holding(day, sort)
    assert period.first <= day <= period.last
    assert period.before.last + timedelta(days=1) == period.first
    assert period.after.before == period
    assert ReportPeriod.of_code(period.code) == period


@given(DAYS, DAYS)
def test_offered_periods_are_of_the_past_and_each_once(data: date, today: date) -> None:
    offered = offered_periods(data, today)
    assert all(one.first <= today for one in offered)
    assert len(set(offered)) == len(offered)
    assert offered[0] == period_holding(today, PeriodSort.MONTH).before
    assert data > today or period_holding(data, PeriodSort.YEAR) in offered
