"""Two opinions: how they are counted, and what the report says of them."""

import re

import pytest

from hatangso.documents.hole_rows import hole_rows
from hatangso.documents.map_drawing import draw_map
from hatangso.documents.opinions import two_opinions
from hatangso.documents.report import render_report
from hatangso.documents.report_content import ReportContent
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.site import Technology
from small_report import small_report, with_second_opinion

NONE, BASIC, GOOD = CoverageLevel.NONE, CoverageLevel.BASIC, CoverageLevel.GOOD
UNKNOWN = CoverageLevel.UNKNOWN


def _one(name: str, first: CoverageLevel, second: CoverageLevel) -> PointCoverage:
    return PointCoverage(name, Technology.G4, first, second_level=second)


@pytest.fixture(scope="module")
def content() -> ReportContent:
    return with_second_opinion(small_report())


@pytest.fixture(scope="module")
def html(content: ReportContent) -> str:
    return render_report(content)


def test_each_direction_of_doubt_is_counted_apart() -> None:
    found = two_opinions(
        {"A": 10, "B": 20, "C": 40, "D": 80, "E": 160},
        [
            _one("A", GOOD, NONE),
            _one("B", BASIC, NONE),
            _one("C", NONE, BASIC),
            _one("D", NONE, NONE),
            _one("E", GOOD, UNKNOWN),
            _one("elsewhere", GOOD, NONE),
        ],
    )
    assert found is not None
    assert (found.more_places, found.more_people, found.fewer_places) == (2, 30, 1)
    assert (found.fewest_without, found.most_without) == (2, 3)
    assert (found.without_first, found.without_second) == (2, 3)


def test_without_a_second_opinion_there_is_nothing_to_say() -> None:
    assert two_opinions({"A": 10}, [_one("A", GOOD, UNKNOWN)]) is None
    html = render_report(small_report())
    assert "chưa chắc chắn" not in html.partition("<script")[0].lower()
    assert 'data-toggle="rings"' not in html


def test_the_report_counts_the_uncertain_apart(
    content: ReportContent, html: str
) -> None:
    people = {place.id: place.people for place in content.province.localities}
    main = [one for one in content.coverages if one.technology is Technology.G4]
    found = two_opinions(people, main)
    assert found is not None
    assert found.more_places > 0
    assert found.fewer_places > 0
    plain = re.sub(r"<[^>]+>", "", html)
    assert f"Thêm {found.more_places} điểm dân cư" in plain
    assert f"{found.more_places} more localities" in plain
    words = f"{found.fewer_places} are uncertain too"
    assert words in plain
    assert f"từ {found.fewest_without} đến {found.most_without}" in plain
    assert "Longley\N{EN DASH}Rice" in plain


def test_the_list_of_holes_marks_what_the_second_model_reaches(
    content: ReportContent, html: str
) -> None:
    main = tuple(one for one in content.coverages if one.technology is Technology.G4)
    marked = [row.id for row in hole_rows(content, main) if row.is_uncertain]
    assert marked
    assert all(name.endswith("2") for name in marked)
    assert html.count('class="remark uncertain"') == len(marked)


def test_the_map_rings_what_is_uncertain_and_nothing_else(
    content: ReportContent, html: str
) -> None:
    drawing = draw_map(content, [Technology.G4])
    assert drawing is not None
    rings = sum(path.path.count("M") for path in drawing.rings)
    assert rings == sum(one.is_uncertain for one in content.coverages)
    assert 'data-layer="rings"' in html
    assert 'data-toggle="rings"' in html


def test_the_tooltip_knows_of_the_doubt(content: ReportContent) -> None:
    drawing = draw_map(content, [Technology.G4])
    assert drawing is not None
    doubts = re.findall(r"\[\d,-?\d+,\d+,-?\d+,1\]", drawing.data_json)
    assert len(doubts) == sum(one.is_uncertain for one in content.coverages)
