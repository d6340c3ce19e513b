"""Bars of time: places are shares of the cell, and nothing leaves it."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hatangso.web.charts.timeline import (
    TimeBar,
    TimeMark,
    TimeSpan,
    time_axis,
    time_bar,
    time_span,
)

TODAY = date(2026, 1, 1)
SPAN = TimeSpan(date(2025, 1, 1), date(2026, 12, 31))
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def widths(drawn: str) -> list[tuple[float, float]]:
    found = re.findall(r'<rect x="([\d.]+)%" y="\d+" width="([\d.]+)%"', drawn)
    return [(float(x), float(width)) for x, width in found]


def test_a_span_is_of_whole_years_and_holds_today() -> None:
    assert time_span([date(2024, 5, 1), None], today=TODAY) == TimeSpan(
        date(2024, 1, 1), date(2026, 12, 31)
    )
    assert time_span([], today=TODAY).first == date(2026, 1, 1)


def test_a_bar_is_filled_as_far_as_work_is_done() -> None:
    bar = TimeBar(date(2025, 1, 1), date(2026, 1, 1), "met", 0.5)
    whole, done = widths(time_bar(bar, SPAN, today=TODAY))
    assert whole == (0.0, 50.07)
    assert done == (0.0, 25.03)


def test_what_nobody_told_is_drawn_as_unknown_or_not_at_all() -> None:
    untold = TimeBar(date(2025, 1, 1), date(2026, 1, 1), "met")
    assert "url(#tone-unknown)" in time_bar(untold, SPAN, today=TODAY)
    for start, end in ((None, TODAY), (TODAY, None), (TODAY, date(2025, 1, 1))):
        drawn = time_bar(TimeBar(start, end, "met", 1.0), SPAN, today=TODAY)
        assert widths(drawn) == []


def test_a_mark_says_its_words_and_no_more() -> None:
    mark = TimeMark(date(2026, 12, 31), "missed", "<b>Mốc & hạn</b>")
    drawn = time_bar(TimeBar(None, None, "met", marks=(mark,)), SPAN, today=TODAY)
    assert "<title>&lt;b&gt;Mốc &amp; hạn&lt;/b&gt;</title>" in drawn
    assert 'x="100.00%"' in drawn


def test_a_long_time_has_few_years_above_it() -> None:
    drawn = time_axis(TimeSpan(date(1990, 1, 1), date(2060, 12, 31)))
    assert 1 < drawn.count("<text") <= 8


@given(DAYS, DAYS, st.floats(0, 5), DAYS)
def test_no_bar_leaves_its_cell(
    start: date, end: date, done: float, today: date
) -> None:
    drawn = time_bar(TimeBar(start, end, "met", done), SPAN, today=today)
    for x, width in widths(drawn):
        assert 0 <= x <= 100
        assert x + width <= 100.51
