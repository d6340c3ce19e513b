"""What the report takes from the results: doubt, areas, masts, rates, method."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.documents.report_content import HeightVerdict
from hatangso.geography.area import area_km2
from hatangso.io.coverage_tables import read_coverage
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.site import Technology
from hatangso.workflows.assess import assessment_of
from hatangso.workflows.check import load_province
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.path_pictures import hole_pictures, uncertain_pictures
from hatangso.workflows.progress import Silent
from hatangso.workflows.report import write_report
from hatangso.workflows.report_areas import (
    Doubt,
    area_answers,
    doubts_of,
    is_doubtful,
    terrain_ratio,
)
from hatangso.workflows.report_method import method_parameters, rate_goals
from small_coverage import GRID, publish_coverage
from small_province import NOW, build_small_province

NAN = float("nan")
levels = st.one_of(st.just(NAN), st.floats(-130, -40))


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("doubt")
    build_small_province(directory)
    compute_coverage(directory, progress=Silent(), now=NOW)
    return directory


def _coverages(directory: Path) -> list[PointCoverage]:
    return read_coverage(directory / "results" / "locality_coverage.csv")


def test_doubt_is_one_model_above_the_threshold_and_the_other_below() -> None:
    first = np.array([-90.0, -110.0, -90.0, -110.0, -90.0, NAN])
    second = np.array([-110.0, -90.0, -80.0, -120.0, NAN, NAN])
    found = is_doubtful(first, second, -95.0)
    assert found.tolist() == [True, True, False, False, False, False]


@given(st.lists(st.tuples(levels, levels), min_size=1, max_size=20), levels)
def test_who_agrees_is_not_in_doubt(
    pairs: list[tuple[float, float]], threshold_dbm: float
) -> None:
    first, second = np.array(pairs).T
    assert not is_doubtful(first, first, threshold_dbm).any()
    assert not (is_doubtful(first, second, threshold_dbm) & np.isnan(second)).any()


def test_doubt_on_another_grid_is_that_of_the_nearest_cell() -> None:
    cells = np.zeros(GRID.shape, dtype=bool)
    cells[10:20, 30:50] = True
    doubt = Doubt(GRID, cells)
    assert (doubt.on(GRID) == cells).all()
    cell_km2 = np.broadcast_to(area_km2(GRID), GRID.shape)
    assert doubt.km2 == pytest.approx(cell_km2[10:20, 30:50].sum())


def test_results_without_a_second_opinion_have_no_doubt(tmp_path: Path) -> None:
    build_small_province(tmp_path)
    results = publish_coverage(tmp_path)
    radio = load_province(tmp_path).radio
    assert doubts_of(results.path, radio) == {}


def test_the_areas_add_up_and_name_the_doubt(computed: Path) -> None:
    inputs = load_province(computed)
    doubts = doubts_of(computed / "results", inputs.radio)
    assert list(doubts) == list(Technology)
    km2 = {
        (Technology.G4, "good"): 30.0,
        (Technology.G4, "basic"): 10.0,
        (Technology.G4, "none"): 40.0,
        (Technology.G4, "unknown"): 5.0,
        (Technology.G4, "outside_terrain"): 15.0,
    }
    (answer,) = area_answers(km2, doubts)
    assert (answer.reached_km2, answer.without_km2, answer.unknown_km2) == (40, 40, 20)
    assert answer.reached_ratio == 0.5
    assert answer.doubt_km2 == doubts[Technology.G4].km2
    assert terrain_ratio(km2) == pytest.approx(0.85)


def test_a_hole_is_shown_with_the_antenna_that_would_serve_it(computed: Path) -> None:
    inputs = load_province(computed)
    pictures = hole_pictures(inputs, _coverages(computed), Technology.G4)
    hidden = next(one for one in pictures if one.place_id == "L3")
    assert hidden.limit_m == 100
    assert sorted(one.operator for one in hidden.needed) == ["VNPT", "Viettel"]
    for antenna in hidden.needed:
        # By the first model today's antenna does not serve a hole.
        assert antenna.first.verdict is not HeightVerdict.ENOUGH
        for answer in (antenna.first, antenna.second):
            assert (answer.height_m is None) == (answer.verdict is HeightVerdict.NEVER)


def test_what_is_shown_as_a_hole_is_not_shown_again(computed: Path) -> None:
    inputs = load_province(computed)
    coverages = [
        PointCoverage(
            name,
            Technology.G4,
            level,
            level_dbm=-100.0,
            site_id="S2",
            operator="VNPT",
            second_level=second,
        )
        for name, level, second in (
            ("L1", CoverageLevel.GOOD, CoverageLevel.NONE),
            ("L2", CoverageLevel.GOOD, CoverageLevel.GOOD),
            ("L3", CoverageLevel.NONE, CoverageLevel.BASIC),
        )
    ]
    holes = hole_pictures(inputs, coverages, Technology.G4)
    doubts = uncertain_pictures(inputs, coverages, Technology.G4, shown=holes)
    assert [one.place_id for one in holes] == ["L3"]
    assert [one.place_id for one in doubts] == ["L1"]
    alone = uncertain_pictures(inputs, coverages, Technology.G4)
    assert [one.place_id for one in alone] == ["L1", "L3"]


def test_the_rates_that_are_asked_come_from_the_national_targets(
    computed: Path,
) -> None:
    inputs = load_province(computed)
    goals = rate_goals(assessment_of(inputs, ResultsDirectory.of(computed)))
    asked = {goal.technology: goal.rate_mbps for goal in goals}
    assert asked == {Technology.G4: 40, Technology.G5: 100}
    assert all("QĐ 36/QĐ-TTg" in goal.document.vi for goal in goals)


def test_the_method_names_the_set_and_the_calibration(computed: Path) -> None:
    inputs = load_province(computed)
    words = {name.en: value.en for name, value in method_parameters(inputs)}
    assert words["Parameter set"] == "viet_nam"
    assert words["Calibration with measurements"] == "none"
    assert words["Shadow margin"] == "10.3 dB, for 90% of places"
    (computed / "parameters.toml").write_text(
        "[[radio.calibration.offsets]]\n"
        'sight = "obstructed"\nclutter = "any"\nband = "any"\noffset_db = -9.1\n',
        encoding="utf-8",
    )
    changed = load_province(computed)
    (computed / "parameters.toml").unlink()
    words = {name.vi: value.vi for name, value in method_parameters(changed)}
    shown = words["Hiệu chỉnh theo số đo"]
    assert shown == "1 hệ số, từ \N{MINUS SIGN}9,1 đến \N{MINUS SIGN}9,1 dB"


def test_the_report_counts_what_the_tables_hold(computed: Path) -> None:
    summary = write_report(
        computed, technology=Technology.G4, progress=Silent(), now=NOW
    )
    html = summary.report.read_text(encoding="utf-8")
    uncertain = sum(
        one.is_uncertain
        for one in _coverages(computed)
        if one.technology is Technology.G4
    )
    table = html.partition('id="uncertain"')[2].partition("</table>")[0]
    assert table.count("data-search") == uncertain
    with (computed / "results" / "area_coverage.csv").open(encoding="utf-8-sig") as f:
        technologies = {row["technology"] for row in csv.DictReader(f)}
    areas = html.partition('id="areas"')[2].partition("</table>")[0]
    assert areas.count("<tr><td>") == len(technologies)
    assert 'data-toggle="doubts"' in html
