"""What each technology offers: outdoors, in vehicles, indoors, and how fast."""

import re
from dataclasses import replace

import numpy as np
import pytest

from hatangso.documents.report import render_report
from hatangso.documents.report_content import (
    CoverageImage,
    HeightAnswer,
    HeightVerdict,
    NeededAntenna,
    PathPicture,
    ReportContent,
)
from hatangso.documents.service_rows import PlaceCount, ServiceRow, service_rows
from hatangso.documents.uncertain_rows import uncertain_rows
from hatangso.geography.sight_line import SightLine
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.site import Technology
from small_report import small_report

UNKNOWN, NONE, BASIC, GOOD = CoverageLevel
LINE = SightLine(
    distance_m=np.array([0.0, 2500.0, 5000.0]),
    ground_m=np.full(3, 100.0),
    clutter_m=np.zeros(3),
    start_m=140.0,
    end_m=101.5,
    frequency_mhz=1800.0,
    earth_radius_m=8.5e6,
)


def _four_places() -> ReportContent:
    """Return places with 40, 77, 114 and 151 people: reached, slow, hole, unknown."""
    content = small_report()
    names = [place.id for place in content.province.localities[:4]]
    facts: tuple[dict[str, object], ...] = (
        {"level": GOOD, "rate_mbps": 40.0, "in_vehicle": GOOD, "indoors": BASIC},
        {"level": BASIC, "rate_mbps": 39.9, "in_vehicle": BASIC, "indoors": NONE},
        {"level": NONE, "rate_mbps": 55.0, "in_vehicle": NONE, "indoors": NONE},
        {"level": UNKNOWN},
    )
    seconds = (NONE, BASIC, GOOD, UNKNOWN)
    coverages = tuple(
        PointCoverage(
            name,
            Technology.G4,
            level_dbm=-90.0,
            second_level=second,
            second_level_dbm=-101.25,
            site_id="TN-00",
            operator="VNPT",
            distance_m=4210.0,
            **fact,  # type: ignore[arg-type] - a mapping of its own fields
        )
        for name, fact, second in zip(names, facts, seconds, strict=True)
    )
    return replace(content, coverages=coverages)


@pytest.fixture(scope="module")
def row() -> ServiceRow:
    (found,) = service_rows(_four_places())
    return found


def test_reached_without_and_unknown_add_up_to_all(row: ServiceRow) -> None:
    assert row.reached == PlaceCount(2, 117)
    assert row.without == PlaceCount(1, 114)
    assert row.unknown == PlaceCount(1, 151)
    assert row.known == PlaceCount(3, 231)


def test_doubt_counts_in_both_directions(row: ServiceRow) -> None:
    assert row.uncertain == PlaceCount(2, 154)


def test_vehicles_and_rooms_are_counted_apart(row: ServiceRow) -> None:
    assert row.in_vehicle == PlaceCount(2, 117)
    assert row.indoors == PlaceCount(1, 40)


def test_a_rate_counts_only_where_there_is_service_and_all_known_are_asked(
    row: ServiceRow,
) -> None:
    assert row.fast == PlaceCount(1, 40)
    assert row.fast_ratio == pytest.approx(1 / 3)


def test_what_was_not_computed_is_not_zero() -> None:
    rows = service_rows(small_report())
    assert [one.technology for one in rows] == list(Technology)
    assert all(one.in_vehicle is one.indoors is one.uncertain is None for one in rows)
    assert all(one.fast is None for one in rows)


def test_the_report_says_that_a_rate_is_simulated() -> None:
    html = render_report(_four_places())
    assert "≥ 40 Mb/s: 33,3\N{NO-BREAK SPACE}%" in html
    assert "không phải số đo i-Speed" in html
    assert "QĐ 36" in html


def test_the_areas_say_on_how_much_the_models_disagree() -> None:
    table = render_report(small_report()).partition('id="areas"')[2].partition("</tab")
    assert "91,0\N{NO-BREAK SPACE}%" in table[0]
    assert ">34<" in table[0] or ">35<" in table[0]


def test_uncertain_places_come_by_people_with_both_levels() -> None:
    content = _four_places()
    rows = uncertain_rows(content, content.coverages)
    assert [(one.people, one.is_reached) for one in rows] == [(114, False), (40, True)]
    html = render_report(content)
    table = html.partition('id="uncertain"')[2].partition("</table>")[0]
    assert table.count("<tr data-search") == 2
    assert "\N{MINUS SIGN}90,0<" in table
    assert "\N{MINUS SIGN}101,2<" in table
    assert "4,2 km" in table


def _with_paths() -> ReportContent:
    content = _four_places()
    hole, doubtful = content.coverages[2].point_id, content.coverages[0].point_id
    raised = HeightAnswer(HeightVerdict.RAISE, 62.0)
    antennas = (
        NeededAntenna("TN-01", "VNPT", 5100.0, 42.0, raised, _answer("never")),
        NeededAntenna("TN-02", "Viettel", 900.0, None, _answer("enough"), raised),
        NeededAntenna("TN-03", "<b>", 900.0, 20.0, _answer("tilt"), raised),
    )
    return replace(
        content,
        paths=(PathPicture("A", "TN-01", LINE, hole, antennas, 100.0),),
        uncertain_paths=(PathPicture("B", "TN-00", LINE, doubtful),),
    )


def _answer(verdict: str) -> HeightAnswer:
    return HeightAnswer(HeightVerdict(verdict))


def test_tables_lead_to_the_profiles_that_there_are() -> None:
    html = render_report(_with_paths())
    holes = html.partition('id="holes"')[2].partition("</table>")[0]
    doubts = html.partition('id="uncertain"')[2].partition("</table>")[0]
    assert re.findall(r'href="#(mat-cat-\d)"', holes) == ["mat-cat-1"]
    # The hole is uncertain as well: its row leads to the picture above.
    found = re.findall(r'href="#(mat-cat-\d)"', doubts)
    assert found == ["mat-cat-1", "mat-cat-2"]
    assert all(html.count(f'id="{name}"') == 1 for name in set(found))


def test_a_profile_tells_which_antenna_would_serve() -> None:
    html = render_report(_with_paths())
    table = html.partition('class="compact needed"')[2].partition("</table>")[0]
    rows = [re.sub(r"<[^>]+>|\s+", " ", part) for part in table.split("<tr>")[2:]]
    assert "<b>62</b>" in table
    assert "&gt; 100" in rows[0]
    assert "đủ" in rows[1]
    assert "góc cụp" in rows[2]
    assert "<b></b>" not in table
    assert "&lt;b&gt;" in table


def test_the_layer_of_doubt_is_off_until_it_is_asked_for() -> None:
    content = small_report()
    assert content.images is not None
    assert 'data-layer="doubts"' not in render_report(content)
    doubt = CoverageImage(Technology.G4, content.images.coverages[2].png)
    images = replace(content.images, doubts=(doubt,))
    html = render_report(replace(content, images=images))
    assert '<g data-layer="doubts" class="off">' in html
    assert '<input type="checkbox" data-toggle="doubts">' in html
