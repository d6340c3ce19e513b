"""Charts are text that cannot be broken by what they show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn_charts import read_chart
from hatangso.documents.graphics.scales import Scale, nice_ticks
from hatangso.documents.graphics.svg import element
from hatangso.web.charts.bars import TONES, bar, patterns
from hatangso.web.charts.svg import chart

HOSTILE = "<script>alert('x')</script> & \"quoted\""


def test_texts_and_values_are_escaped() -> None:
    drawn = element("text", HOSTILE, class_=HOSTILE)
    found = read_chart(drawn)
    assert found.text == HOSTILE
    assert found.get("class") == HOSTILE


def test_a_chart_says_what_it_shows() -> None:
    found = read_chart(chart("c", [], size=(10, 5), title="Tỷ lệ", text="2 giá trị"))
    named = [
        found.find(f"*[@id='{name}']") for name in found.get("aria-labelledby").split()
    ]
    assert [one.text for one in named] == ["Tỷ lệ", "2 giá trị"]


@given(
    st.lists(st.tuples(st.floats(0, 0.3), st.sampled_from(TONES)), max_size=6),
)
def test_a_bar_never_passes_its_cell(parts: list[tuple[float, str]]) -> None:
    found = read_chart(bar(parts))
    drawn = [one for one in found.iter("rect") if one.get("x")]
    ends = [
        float(one.get("x").rstrip("%")) + float(one.get("width").rstrip("%"))
        for one in drawn
    ]
    assert all(end <= 100.02 for end in ends)


def test_every_pattern_that_a_bar_names_is_there() -> None:
    ids = {one.get("id") for one in read_chart(patterns()).iter("pattern")}
    drawn = read_chart(bar([(0.1, tone) for tone in TONES]))
    named = {one.get("fill") for one in drawn.iter("rect") if one.get("fill")}
    assert named == {f"url(#{name})" for name in ids}


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_ticks_hold_all_values(low: float, span: float) -> None:
    ticks = nice_ticks(low, low + span)
    # But for what nobody could see on an axis of that length.
    slack = 1e-6 * max(1, abs(low), span)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + span - slack
    assert len(ticks) <= 9


def test_a_scale_of_one_value_puts_it_into_the_middle() -> None:
    assert Scale(5, 5, 0, 100)(5) == pytest.approx(50)
