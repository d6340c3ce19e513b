"""Counts, bounds, axes and paths behind the report."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.documents.answers import (
    commune_answers,
    status_counts,
    technology_answers,
)
from hatangso.documents.bilingual import percent, period, say, sentence
from hatangso.documents.cost_curve import draw_cost_curve
from hatangso.documents.hole_rows import hole_rows
from hatangso.documents.map_drawing import draw_map, project
from hatangso.documents.report_content import MapFrame
from hatangso.errors import Message
from hatangso.model.build_plan import CurvePoint
from hatangso.model.coverage import CoverageLevel
from hatangso.model.indicator import Status
from hatangso.model.site import Technology
from small_report import small_report

MINUS = "\N{MINUS SIGN}"
CONTENT = small_report()
MAIN = tuple(one for one in CONTENT.coverages if one.technology is Technology.G4)


def test_known_and_unknown_make_all_localities() -> None:
    for answer in technology_answers(CONTENT):
        assert answer.places_known + answer.places_unknown == 60
        assert answer.people_without <= answer.people_known
        assert 0 <= answer.good_ratio <= answer.covered_ratio <= 1


def test_communes_share_out_all_holes() -> None:
    answers = commune_answers(CONTENT, MAIN)
    holes = [one for one in MAIN if one.level is CoverageLevel.NONE]
    assert sum(one.places_without for one in answers) == len(holes)
    people = [one.people_without for one in answers]
    assert people == sorted(people, reverse=True)


def test_a_target_counts_once() -> None:
    counts = status_counts(CONTENT.assessments)
    assert counts == {Status.MET: 1, Status.SHORT: 1, Status.NOT_MEASURABLE: 1}


def test_holes_are_ordered_by_people() -> None:
    people = [row.people for row in hole_rows(CONTENT, MAIN)]
    assert people == sorted(people, reverse=True)


def test_the_curve_shows_what_is_gained() -> None:
    assert CONTENT.plan is not None
    curve = draw_cost_curve(CONTENT.plan)
    assert curve is not None
    assert [dot.is_plan for dot in curve.dots] == [False, False, True]
    assert "thêm 1.234 người" in curve.dots[-1].tip.vi
    assert curve.dots[0].y == curve.bottom


@given(st.integers(1, 10**13), st.integers(1, 10**7))
def test_axes_hold_every_point_with_few_marks(cost_vnd: int, people: int) -> None:
    assert CONTENT.plan is not None
    points = (
        CurvePoint(0, 0, 58_000, 40, 0.0),
        CurvePoint(cost_vnd, cost_vnd, 58_000 + people, 41, 0.0),
    )
    curve = draw_cost_curve(replace(CONTENT.plan, curve=points))
    assert curve is not None
    assert all(curve.left <= dot.x <= curve.right + 0.1 for dot in curve.dots)
    assert all(curve.top - 0.1 <= dot.y <= curve.bottom for dot in curve.dots)
    assert 2 <= len(curve.x_ticks) <= 7
    assert 2 <= len(curve.y_ticks) <= 12


def test_a_square_on_the_ground_is_a_square_on_the_map() -> None:
    projection = project(MapFrame(105.0, 59.5, 107.0, 60.5))
    assert projection.height == pytest.approx(1000, rel=1e-3)
    assert projection.km_per_unit == pytest.approx(0.1112, rel=1e-3)
    assert projection.xy(105.0, 60.5) == (0.0, 0.0)


def test_dots_of_one_technology_are_few_paths() -> None:
    drawing = draw_map(CONTENT, tuple(Technology))
    assert drawing is not None
    assert len(drawing.holes) <= 4 * len(drawing.sizes)
    assert "<" not in drawing.data_json


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [(1.0, "100,0"), (0.99999, "99,9"), (0.00001, "0,1"), (0, "0,0")],
)
def test_rounding_never_reaches_all_or_nothing(ratio: float, shown: str) -> None:
    assert percent(ratio).vi == f"{shown}\N{NO-BREAK SPACE}%"


def test_values_in_sentences_are_escaped() -> None:
    assert "<b>&lt;i&gt;</b>" in say("<b>{x}</b>", "<i>{x}</i>", x="<i>")


@pytest.mark.parametrize(
    ("printed", "vi", "en"),
    [
        ("2024-12-31", "31/12/2024", "31 December 2024"),
        ("2024-03", "3/2024", "3/2024"),
        ("2024-Q4", "quý IV/2024", "Q4 2024"),
        ("2022->2023", "2022->2023", "2022->2023"),
    ],
)
def test_periods_are_written_as_people_do(printed: str, vi: str, en: str) -> None:
    assert (period(printed).vi, period(printed).en) == (vi, en)


def test_messages_speak_numbers_of_their_language() -> None:
    message = Message(
        "{change:+.10g}, {percent:+.1f} %", {"change": -19615, "percent": -6.25}
    )
    assert sentence(message).vi == f"{MINUS}19.615, {MINUS}6,2 %"
    assert sentence(message).en == f"{MINUS}19,615, {MINUS}6.2 %"
