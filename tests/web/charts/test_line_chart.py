"""A series, its promises and where it is heading, as a picture."""

from datetime import date

from drawn_charts import read_chart
from hatangso.web.charts.line_chart import (
    Band,
    Goal,
    Line,
    LineChart,
    Point,
    line_chart,
)

YEAR_ENDS = [date(year, 12, 31) for year in (2022, 2023, 2024)]
LINE = Line(
    tuple(
        Point(day, value, f"{value} %")
        for day, value in zip(YEAR_ENDS, (60.0, 70.0, 80.0), strict=True)
    )
)
GOAL = Goal(date(2025, 12, 31), 90.0, "năm 2025: 90 %")
BAND = Band(YEAR_ENDS[-1], 80.0, date(2025, 12, 31), 90.0, 85.0, 95.0, "dự báo")


def drawn(*lines: Line, goals: tuple[Goal, ...] = (), band: Band | None = None) -> str:
    found = LineChart("c", "Tỷ lệ", "ba giá trị", "%", lines, goals, band)
    picture = line_chart(found, lambda value: f"{value:g}")
    return "" if picture is None else str(picture)


def places(picture: str, kind: str) -> list[tuple[float, float]]:
    circles = [
        one for one in read_chart(picture).iter("circle") if kind in one.get("class")
    ]
    return [(float(one.get("cx")), float(one.get("cy"))) for one in circles]


def test_later_and_larger_values_stand_farther_right_and_higher() -> None:
    dots = places(drawn(LINE), "reported")
    assert dots == sorted(dots)
    assert [y for _, y in dots] == sorted((y for _, y in dots), reverse=True)


def test_promises_without_any_value_are_no_chart() -> None:
    assert drawn(goals=(GOAL,)) == ""


def test_kinds_of_sources_have_shapes_of_their_own() -> None:
    shapes = ("reported", "computed", "measured")
    lines = [Line((Point(YEAR_ENDS[0], 50.0, "x", shape),)) for shape in shapes]
    tags = {
        one.tag
        for one in read_chart(drawn(*lines)).iter()
        if "dot" in one.get("class", "")
    }
    assert tags == {"circle", "rect", "path"}


def test_a_promise_that_does_not_rule_is_drawn_hollow() -> None:
    former = Goal(GOAL.at, 100.0, "đã thay thế", is_ruling=False)
    picture = drawn(LINE, goals=(GOAL, former))
    assert picture.count('class="goal"') == 1
    assert picture.count('class="goal former"') == 1


def test_without_an_interval_the_forecast_is_a_line_only() -> None:
    line_only = Band(BAND.start, 80.0, BAND.at, 90.0, None, None, "dự báo")
    assert 'class="area"' in drawn(LINE, band=BAND)
    assert 'class="area"' not in drawn(LINE, band=line_only)
    assert "forecast" in drawn(LINE, band=line_only)


def test_everything_lies_within_the_picture() -> None:
    root = read_chart(drawn(LINE, goals=(GOAL,), band=BAND))
    _, _, width, height = map(float, root.get("viewBox").split())
    texts = [(float(one.get("x")), float(one.get("y"))) for one in root.iter("text")]
    assert all(0 <= x <= width and 0 <= y <= height for x, y in texts)
