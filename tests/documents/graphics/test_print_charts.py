"""Charts for paper: Vietnamese numbers, hatches, and no made-up noughts."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_pictures import SVG, read_picture, size_of, texts, written
from hatangso.documents.graphics.axes import tick_texts, value_ticks
from hatangso.documents.graphics.bar_chart import Bar, BarChart, bar_chart
from hatangso.documents.graphics.cost_curve import CostCurve, CostPoint, cost_curve
from hatangso.documents.graphics.drawing_notes import DrawingNotes
from hatangso.documents.graphics.fills import part_fills
from hatangso.documents.graphics.line_chart import (
    Forecast,
    LineChart,
    Series,
    SeriesPoint,
    TargetStep,
    line_chart,
)
from hatangso.documents.graphics.picture import empty_picture
from hatangso.documents.graphics.stacked_bars import (
    StackedBar,
    StackedBars,
    stacked_bars,
)

HOSTILE = "Ngân sách <b>&\"'\x00"
NOTES = DrawingNotes(["Sở KH&CN"], date(2026, 10, 31), ["Lưu ý: số liệu suy ra."])
BARS = BarChart(
    [
        Bar("Tỷ lệ thôn, bản có sóng 4G", 96.4, 100, is_met=False),
        Bar("Tỷ lệ hộ gia đình có cáp quang " * 4, 85.0, 80, is_met=True),
        Bar("Dùng chung hạ tầng", None, 30),
    ],
    "%",
    highest_value=100,
    notes=NOTES,
)
YEARS = range(2020, 2025)
LINES = LineChart(
    [
        Series(
            "Báo cáo", [SeriesPoint(date(at, 12, 31), 60.0 + at % 7) for at in YEARS]
        ),
        Series("Tính toán", [SeriesPoint(date(2025, 6, 30), 66.5)]),
    ],
    "Tỷ lệ (%)",
    [TargetStep(date(2025, 12, 31), 80), TargetStep(date(2030, 12, 31), 95)],
    forecast=Forecast(date(2030, 12, 31), 88, 80, 96),
    notes=NOTES,
)
STACKS = StackedBars(
    ["Trung ương", "Tỉnh", "Doanh nghiệp"],
    [StackedBar("2026", [10, 20.5, 1200]), StackedBar("2027", [None, None, None])],
    "tỷ đồng",
    notes=NOTES,
)
CURVE = CostCurve(
    [
        CostPoint(0, 0),
        CostPoint(12_300_000_000, 21_400, "Phương án đề xuất", is_plan=True),
        CostPoint(30_000_000_000, 24_000),
    ],
    notes=NOTES,
)
DRAWINGS = {
    "bars": bar_chart(BARS),
    "communes": bar_chart(
        BarChart([Bar(f"Xã Phú Đình {at}", at, 90) for at in range(92)], "%")
    ),
    "lines": line_chart(LINES),
    "stacks": stacked_bars(STACKS),
    "curve": cost_curve(CURVE),
    "empty": empty_picture(160),
}


@pytest.fixture(params=sorted(DRAWINGS))
def drawing(request: pytest.FixtureRequest) -> str:
    return DRAWINGS[request.param]


def test_text_is_large_enough_and_on_the_paper(drawing: str) -> None:
    root = read_picture(drawing)
    width, height = size_of(root)
    for one in written(root):
        assert one.size_pt >= 6.5
        assert one.box.x >= -0.5, one.text
        assert one.box.right <= width + 0.5, one.text
        assert 0 <= one.box.y < one.box.bottom <= height, one.text


def test_no_text_lies_on_another(drawing: str) -> None:
    lines = [one for one in written(read_picture(drawing)) if one.text]
    hidden = [
        (one.text, other.text)
        for one, other in combinations(lines, 2)
        if one.box.meets(other.box)
    ]
    assert hidden == []


def test_nothing_lies_outside_the_drawing(drawing: str) -> None:
    assert "class=" not in drawing
    assert "http" not in drawing.replace("http://www.w3.org/2000/svg", "")


def test_every_chart_fits_on_a_page(drawing: str) -> None:
    _, height = size_of(read_picture(drawing))
    assert height <= 247 / 25.4 * 72


def test_what_nobody_knows_is_said_and_not_drawn() -> None:
    root = read_picture(DRAWINGS["bars"])
    assert texts(root).count("chưa có số liệu") == 1
    assert "0" in texts(root)  # of the axis
    assert texts(read_picture(DRAWINGS["stacks"])).count("chưa có số liệu") == 1


@pytest.mark.parametrize(
    "svg",
    [
        bar_chart(BarChart([])),
        bar_chart(BarChart([Bar("a", None, 5)])),
        line_chart(LineChart([])),
        line_chart(LineChart([Series("a", [])], targets=[TargetStep(date.min, 1)])),
        stacked_bars(StackedBars([], [])),
        stacked_bars(StackedBars(["a"], [StackedBar("b", [None])])),
        cost_curve(CostCurve([])),
        cost_curve(CostCurve([CostPoint(5, 5)])),
    ],
)
def test_a_chart_of_nothing_says_so(svg: str) -> None:
    assert texts(read_picture(svg)) == ["chưa có số liệu"]


def test_numbers_are_written_in_vietnamese() -> None:
    assert tick_texts((0.0, 2500.0, 1234.5)) == ("0", "2.500", "1.234,5")
    assert "1.230,5" in texts(read_picture(DRAWINGS["stacks"]))
    assert "20.000" in texts(read_picture(DRAWINGS["curve"]))


def test_a_bar_is_as_long_as_its_value() -> None:
    chart = BarChart([Bar("a", 25.0), Bar("b", 50.0), Bar("c", 100.0)])
    root = read_picture(bar_chart(chart))
    widths = [
        float(one.get("width"))
        for one in root.iter(f"{SVG}rect")
        if one.get("stroke-width") == "0.6"
    ]
    assert widths[1] == pytest.approx(2 * widths[0], rel=1e-3)
    assert widths[2] == pytest.approx(4 * widths[0], rel=1e-3)


def test_parts_of_bars_differ_without_colour() -> None:
    fills = part_fills(8)
    assert len({(one.ground, one.path) for one in fills}) == 8


def test_a_year_s_last_day_stands_above_that_year() -> None:
    ends = [SeriesPoint(date(year, 12, 31), 1.0) for year in (2023, 2024)]
    series = Series("a", ends)
    root = read_picture(line_chart(LineChart([series])))
    ticks = {one.text: one.box for one in written(root) if one.role == "tick"}
    assert {"2023", "2024"} <= set(ticks)
    assert "2025" not in ticks


def test_months_are_written_with_their_year() -> None:
    points = [SeriesPoint(date(2026, month, 1), month) for month in range(1, 7)]
    found = texts(read_picture(line_chart(LineChart([Series("a", points)]))))
    assert {"01/2026", "06/2026"} <= set(found)


def test_hostile_words_are_text() -> None:
    svg = (
        bar_chart(BarChart([Bar(HOSTILE, 1.0, text=HOSTILE)], HOSTILE)),
        stacked_bars(StackedBars([HOSTILE], [StackedBar(HOSTILE, [1.0])], HOSTILE)),
        line_chart(LineChart([Series(HOSTILE, [SeriesPoint(date.max, 1.0, HOSTILE)])])),
    )
    for one in svg:
        root = read_picture(one)
        assert any("<b>&\"'" in text for text in texts(root))
        assert not list(root.iter(f"{SVG}b"))


def test_the_same_chart_is_the_same_bytes() -> None:
    assert bar_chart(BARS) == DRAWINGS["bars"]
    assert line_chart(LINES) == DRAWINGS["lines"]
    assert stacked_bars(STACKS) == DRAWINGS["stacks"]
    assert cost_curve(CURVE) == DRAWINGS["curve"]


@settings(deadline=None)
@given(st.lists(st.floats(-1e9, 1e12), max_size=9), st.floats(1, 1e6))
def test_ticks_hold_nought_and_every_value(values: list[float], highest: float) -> None:
    ticks = value_ticks(values, highest=highest)
    slack = 1e-6 * max([1.0, *map(abs, values)])
    assert ticks[0] <= min([0, *values]) + slack
    assert ticks[-1] >= max([0, *values]) - slack


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=60), st.none() | st.floats(-1e6, 1e6)),
        max_size=80,
    )
)
def test_any_bars_make_a_drawing(found: list[tuple[str, float | None]]) -> None:
    root = read_picture(bar_chart(BarChart([Bar(*one) for one in found])))
    width, _ = size_of(root)
    assert all(one.box.right <= width + 0.5 for one in written(root))
