"""Targets of a small province whose coverage is computed, and whose plan is made."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from hatangso.model.indicator import Comparator, Outlook, ValueMethod
from hatangso.model.site import Technology
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.plan import plan_build_out
from hatangso.workflows.plan_request import PlanRequest
from hatangso.workflows.progress import Silent
from hatangso.workflows.targets import Force, ProvinceTargets, targets_of
from small_province import FIGURES, NOW, append_row, build_small_province

AFTER_DUE = date(2026, 1, 15)


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small province with its coverage: one of four villages lacks 4G, at least."""
    directory = tmp_path_factory.mktemp("targets") / "valley"
    directory.mkdir()
    build_small_province(directory)
    compute_coverage(directory, progress=Silent(), now=NOW)
    return directory


@pytest.fixture
def valley(covered: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(covered, tmp_path / "valley"))


def outlook(found: ProvinceTargets, target: str) -> Outlook:
    return found.every[target].outlook


def test_a_computed_gap_is_told_in_villages(covered: Path) -> None:
    evidence = targets_of(covered).every["F1"].evidence[0]
    value = evidence.assessment.value
    assert value is not None
    assert value.method is ValueMethod.COMPUTED
    # Villages in sight of a 4G mast are two of the four; the ridge hides the others.
    assert (value.numerator, value.denominator) == (2, 4)
    assert (evidence.assessment.shortfall, evidence.gap_count) == (50, 2)
    assert (evidence.gap_is, evidence.counted) == (Comparator.EQUAL, "locality")
    assert value.rests_on_synthetic


def measured_later(directory: Path) -> Path:
    """Return the province with data of January 2026 and its coverage."""
    file = directory / "province.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("2024-12-31", str(AFTER_DUE)), encoding="utf-8")
    compute_coverage(directory, progress=Silent(), now=NOW)
    return directory


def test_what_is_short_before_it_is_due_is_open(covered: Path) -> None:
    assert outlook(targets_of(covered), "F1") is Outlook.OPEN


def test_a_map_of_2024_cannot_tell_that_a_target_of_2025_was_missed(
    covered: Path,
) -> None:
    found = targets_of(covered, as_of=AFTER_DUE)
    assert outlook(found, "F1") is Outlook.NOT_MEASURABLE
    assert "not_measured_since_due" in found.every["F1"].notes
    assert found.counts[Outlook.MISSED] == 0


def test_missed_and_not_measurable_are_two_answers(valley: Path) -> None:
    found = targets_of(measured_later(valley))
    assert (found.as_of, found.computed_missing) == (AFTER_DUE, None)
    assert outlook(found, "F1") is Outlook.MISSED
    unmeasured = [
        one
        for one in found.standings
        if one.outlook is Outlook.NOT_MEASURABLE and one.force is Force.IN_FORCE
    ]
    assert unmeasured
    assert all(
        e.reading.outlook is Outlook.NOT_MEASURABLE
        for one in unmeasured
        for e in one.evidence
    )


def test_what_speaks_of_a_later_time_is_no_evidence(covered: Path) -> None:
    before = targets_of(covered, as_of=date(2024, 6, 30))
    assert before.computed_missing is not None
    values = [e.assessment.value for e in before.every["F1"].evidence]
    assert values == [None]


def test_without_coverage_nothing_is_missed(province_directory: Path) -> None:
    found = targets_of(province_directory, as_of=AFTER_DUE)
    assert found.computed_missing is not None
    assert found.counts[Outlook.MISSED] == 0


def test_a_report_of_all_and_a_computation_of_half_do_not_make_it_met(
    valley: Path,
) -> None:
    reported = (*FIGURES[0][:5], 100, "%", "actual", "2024-12-31", "plan", "", "")
    append_row(valley / "figures.csv", ("F9", *reported[1:]))
    compute_coverage(valley, progress=Silent(), now=NOW)
    standing = targets_of(valley).every["F1"]
    assert [one.reading.outlook for one in standing.evidence] == [
        Outlook.OPEN,
        Outlook.MET,
    ]
    assert standing.outlook is Outlook.OPEN


def test_a_fresh_plan_says_what_it_does_about_a_gap(valley: Path) -> None:
    scenario = (
        'years = [2026]\ntitle_vi = "Xóa lõm"\n'
        '[[service]]\nname = "4G"\ntechnology = "4G"\n'
        '[[goal]]\nservice = "4G"\nmeasure = "localities"\npercent = "all"\n'
        "year = 2026\n"
    )
    (valley / "plan.toml").write_text(scenario, encoding="utf-8")
    answer = plan_build_out(valley, PlanRequest(), progress=Silent(), now=NOW).answer
    [share] = targets_of(valley).every["F1"].plans
    assert (share.measure, share.year, share.title_vi) == (
        "localities",
        2026,
        "Xóa lõm",
    )
    assert share.plan_cost_vnd == answer.plan.cost_vnd > 0
    assert 0 < share.service_cost_vnd <= share.plan_cost_vnd
    assert share.before == 2 < share.after <= share.total
    assert share.rests_on_synthetic


def test_a_plan_for_people_counts_people_beside_a_target_of_villages(
    valley: Path,
) -> None:
    request = PlanRequest(technology=Technology.G4)
    plan_build_out(valley, request, progress=Silent(), now=NOW)
    [share] = targets_of(valley).every["F1"].plans
    assert (share.measure, share.total) == ("people", 1820)


def test_a_stale_plan_says_nothing(valley: Path) -> None:
    request = PlanRequest(technology=Technology.G4)
    plan_build_out(valley, request, progress=Silent(), now=NOW)
    append_row(valley / "documents.csv", ("new", "Mới", "New", "Thung Lũng", "2025"))
    assert all(not one.plans for one in targets_of(valley).standings)
