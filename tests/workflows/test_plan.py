"""Planning a small province from its files to its files."""

import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hatangso.errors import (
    InfeasibleError,
    InvalidInputError,
    NotFoundError,
    StaleResultError,
)
from hatangso.geography.roads import sample_roads
from hatangso.io.build_plan_files import read_answer
from hatangso.io.scenario_files import read_scenario
from hatangso.model.build_plan import CurvePoint, PlanQuestion
from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel
from hatangso.model.demand import AskedService, Goal, Measure
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.scenario import Aim, PlanScenario
from hatangso.model.site import Technology
from hatangso.planning.build_plans import cost_curve
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.build_verifier import faults_of
from hatangso.workflows import plan as plan_step
from hatangso.workflows import plan_problem
from hatangso.workflows.check import load_province
from hatangso.workflows.compare import compare_plans
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.coverage_layers import CoverageLayer, coverage_layers
from hatangso.workflows.plan import plan_build_out
from hatangso.workflows.plan_problem import ProblemMaker
from hatangso.workflows.plan_request import PlanRequest
from hatangso.workflows.progress import Silent
from hatangso.workflows.report import write_report
from small_province import NOW, append_row, build_small_province

QUIET = Silent()
ALL_4G = PlanRequest(technology=Technology.G4)
THREE_SERVICES = """
years = [2025, 2026]
budgets = ["{first}", ""]

[[service]]
technology = "4G"

[[service]]
name = "5G-50"
technology = "5G"
rate_mbps = 50

[[service]]
technology = "fibre"

[[goal]]
service = "4G"
measure = "localities"
percent = "all"
year = 2026
document = "QĐ 36/QĐ-TTg"

[[goal]]
service = "5G-50"
measure = "people"
percent = 40
year = 2026

[[goal]]
service = "fibre"
measure = "facilities"
percent = "all"
year = 2026

[[goal]]
service = "4G"
measure = "road_km"
percent = 50
year = 2026
"""


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("plan") / "valley"
    directory.mkdir()
    build_small_province(directory)
    compute_coverage(directory, progress=QUIET, now=NOW)
    return directory


@pytest.fixture
def covered(computed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(computed, tmp_path / "valley"))


def _answer(directory: Path, request: PlanRequest, file: str = "plan") -> PlanAnswer:
    plan_build_out(directory, request, progress=QUIET, now=NOW)
    return read_answer(directory / "results" / f"{file}.json")


def _scenario(directory: Path, content: str, name: str = "plan") -> Path:
    path = directory / f"{name}.toml"
    path.write_text(content, encoding="utf-8")
    return path


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_cheapest_plan_reaches_everybody(covered: Path) -> None:
    plan = _answer(covered, ALL_4G).plan
    (outcome,) = plan.outcomes
    assert plan.question is PlanQuestion.CHEAPEST
    assert outcome.people_after == outcome.people_total == 1820
    assert plan.gap_ratio == 0
    assert sum(item.work.cost_vnd for item in plan.items) == plan.cost_vnd > 0
    people = [point.people for point in plan.curve]
    assert people == sorted(people)
    tables = {path.name for path in (covered / "results").glob("plan*")}
    assert tables == {
        "plan.csv",
        "plan.json",
        "plan_goals.csv",
        "plan_left_out.csv",
        "plan_tasks.csv",
    }
    tasks = _rows(covered / "results" / "plan_tasks.csv")
    assert sum(int(row["Kinh phí dự kiến (đồng)"]) for row in tasks) == plan.cost_vnd


def test_a_budget_asks_for_most_people(covered: Path) -> None:
    cheapest = _answer(covered, ALL_4G).plan
    half = replace(ALL_4G, budget_vnd=cheapest.cost_vnd // 2)
    plan = _answer(covered, half).plan
    assert plan.question is PlanQuestion.BEST_UNDER_BUDGET
    assert plan.cost_vnd <= cheapest.cost_vnd // 2
    assert plan.outcomes[0].people_after <= cheapest.outcomes[0].people_after
    assert not plan.goals[0].is_met


def test_another_budget_keeps_the_curve_and_another_goal_does_not(
    covered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _answer(covered, ALL_4G).plan
    asked: list[object] = []

    def counted(problem: BuildProblem) -> tuple[CurvePoint, ...]:
        asked.append(problem)
        return cost_curve(problem)

    monkeypatch.setattr(plan_step, "cost_curve", counted)
    again = _answer(covered, replace(ALL_4G, budget_vnd=10**9, more_vnd=10**9))
    assert again.plan.curve == first.curve
    assert again.marginal is not None
    assert not asked
    other = _answer(covered, replace(ALL_4G, technology=Technology.G3)).plan
    assert asked
    assert other.curve != first.curve


def test_one_operator_alone_starts_from_fewer_people(covered: Path) -> None:
    together, alone = (
        _answer(covered, replace(ALL_4G, operator=name)).plan for name in ("", "VNPT")
    )
    assert alone.operator == "VNPT"
    assert alone.outcomes[0].people_before <= together.outcomes[0].people_before
    assert alone.outcomes[0].people_after == together.outcomes[0].people_after
    assert alone.cost_vnd >= together.cost_vnd
    operators = {item.work.operator for item in alone.items if item.work.service}
    assert operators == {"VNPT"}


def test_sharing_and_other_prices_are_told(covered: Path) -> None:
    request = replace(ALL_4G, with_curve=False, with_sharing=True, with_prices=True)
    answer = _answer(covered, request)
    assert answer.sharing is not None
    assert answer.sensitivity is not None
    assert {one.operator for one in answer.sharing.alone} == {"Viettel", "VNPT"}
    assert answer.sharing.together.cost_vnd == answer.plan.cost_vnd
    assert answer.sharing.saving_vnd > 0
    costs = {one.name: one.answer for one in answer.sensitivity.scenarios}
    low, high = costs["all low"], costs["all high"]
    assert low is not None
    assert high is not None
    assert low.cost_vnd < answer.plan.cost_vnd < high.cost_vnd
    assert answer.plan.curve == ()


def test_three_services_over_two_years_hold_what_they_promise(covered: Path) -> None:
    file = _scenario(covered, THREE_SERVICES.format(first="2 tỷ"))
    answer = _answer(covered, PlanRequest())
    plan = answer.plan
    assert [goal.is_met for goal in plan.goals] == [True] * 4
    assert plan.years[0].cost_vnd <= 2_000_000_000
    assert [one.service.name for one in plan.outcomes] == ["4G", "5G-50", "fibre"]
    inputs = load_province(covered)
    scenario = read_scenario(file)
    problem = ProblemMaker(inputs, covered / "results").problem(scenario).problem
    assert faults_of(plan, problem) == []
    road = plan.goals[3]
    length_m = sum(one.road_m for one in problem.demand)
    assert road.total <= length_m
    sampled_km = sample_roads(inputs.province.roads).length_km.sum()
    assert abs(length_m - 1_000 * sampled_km) < 1


def test_a_named_scenario_is_kept_beside_the_plan(covered: Path) -> None:
    _answer(covered, ALL_4G)
    file = _scenario(covered, THREE_SERVICES.format(first=""), "nhanh")
    other = _answer(covered, PlanRequest(scenario_file=file), "plan_nhanh")
    kept = read_answer(covered / "results" / "plan.json")
    assert other.scenario.name == "nhanh"
    assert [one.name for one in kept.plan.services] == ["4G"]
    write_report(
        covered,
        technology=Technology.G4,
        progress=QUIET,
        now=NOW,
        scenario="nhanh",
    )
    found = compare_plans(covered, "plan", "nhanh", now=NOW)
    assert len(_rows(found.table)) == sum(
        len(x)
        for x in (
            found.comparison.only_one,
            found.comparison.only_other,
            found.comparison.both,
        )
    )
    assert "nhanh" in found.page.read_text(encoding="utf-8")
    with pytest.raises(NotFoundError, match="khac"):
        compare_plans(covered, "plan", "khac", now=NOW)


def test_a_plan_goes_stale_with_its_scenario(covered: Path) -> None:
    file = _scenario(covered, THREE_SERVICES.format(first=""), "nhanh")
    _answer(covered, PlanRequest(scenario_file=file), "plan_nhanh")
    file.write_text(THREE_SERVICES.format(first="9 tỷ"), encoding="utf-8")
    with pytest.raises(StaleResultError, match=r"nhanh\.toml changed"):
        compare_plans(covered, "nhanh", "nhanh", now=NOW)
    file.unlink()
    with pytest.raises(StaleResultError, match=r"nhanh\.toml, which"):
        compare_plans(covered, "nhanh", "nhanh", now=NOW)


def test_an_unsound_plan_is_shown_to_nobody(
    covered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_step, "faults_of", lambda *_: ["budget: spent twice"])
    with pytest.raises(RuntimeError, match="spent twice"):
        plan_build_out(covered, ALL_4G, progress=QUIET, now=NOW)
    assert not (covered / "results" / "plan.json").exists()


def test_fixed_works_stay_and_forbidden_ones_do_not(covered: Path) -> None:
    first = _answer(covered, ALL_4G).plan
    built = next(item.work.id for item in first.items if item.gained)
    simple = "years = [2025]\n[[service]]\ntechnology = '4G'\n"
    goal = "[[goal]]\nservice='4G'\nmeasure='people'\npercent='all'\n"
    forbidden = _scenario(covered, f"forbidden = ['{built}']\n{simple}{goal}", "ohne")
    plan = _answer(covered, PlanRequest(scenario_file=forbidden), "plan_ohne").plan
    assert built not in {item.work.id for item in plan.items}
    assert plan.cost_vnd >= first.cost_vnd
    fixed = _scenario(covered, f"{simple}[[fixed]]\nwork = '{built}'\n", "mit")
    plan = _answer(covered, PlanRequest(scenario_file=fixed), "plan_mit").plan
    assert [item.work.id for item in plan.items if item.is_fixed] == [built]
    assert plan.cost_vnd <= first.cost_vnd
    strange = _scenario(covered, f"forbidden = ['UP-S9-4G']\n{simple}{goal}", "x")
    with pytest.raises(NotFoundError, match="UP-S9-4G"):
        _answer(covered, PlanRequest(scenario_file=strange), "plan_x")


@pytest.mark.parametrize(
    ("request_", "error", "text"),
    [
        (replace(ALL_4G, budget_vnd=0), InvalidInputError, "above zero"),
        (replace(ALL_4G, budget_vnd=-5), InvalidInputError, "above zero"),
        (replace(ALL_4G, goal_percent=120), InvalidInputError, "0 and 100"),
        (replace(ALL_4G, gap_ratio=1.5), InvalidInputError, "less than 100"),
        (replace(ALL_4G, operator="FPT"), NotFoundError, "Viettel"),
        (replace(ALL_4G, scenario_file=Path("x.toml")), InvalidInputError, "leave out"),
        (PlanRequest(scenario_file=Path("x.toml")), NotFoundError, r"x\.toml"),
    ],
)
def test_a_request_without_sense_is_refused(
    covered: Path, request_: PlanRequest, error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        plan_build_out(covered, request_, progress=QUIET, now=NOW)
    assert not (covered / "results" / "plan.json").exists()


def test_too_little_money_says_how_much_is_missing(covered: Path) -> None:
    content = THREE_SERVICES.replace('"{first}", ""', '"100 triệu", "1 triệu"')
    _scenario(covered, content)
    with pytest.raises(InfeasibleError, match="more, or a later year"):
        _answer(covered, PlanRequest())


def test_equipment_is_not_fixed_on_a_forbidden_mast(covered: Path) -> None:
    plan = _answer(covered, replace(ALL_4G, with_curve=False)).plan
    work = next(one.work for one in plan.items if one.work.needs)
    content = (
        f"years = [2025]\nforbidden = ['{work.needs}']\n[[service]]\n"
        f"technology = '4G'\n[[fixed]]\nwork = '{work.id}'\n"
    )
    with pytest.raises(InvalidInputError, match=f"{work.needs}, on which it stands"):
        _answer(covered, PlanRequest(scenario_file=_scenario(covered, content)))


def test_years_before_the_data_are_refused(covered: Path) -> None:
    content = "years = [2023, 2025]\n[[service]]\ntechnology = '4G'\n"
    with pytest.raises(InvalidInputError, match="2023 lies before the data"):
        _answer(covered, PlanRequest(scenario_file=_scenario(covered, content)))


def test_a_year_without_money_gets_none_of_another_budget(covered: Path) -> None:
    content = "years = [2025, 2026, 2027]\nbudgets = {}\n{}"
    service = "[[service]]\ntechnology = '4G'\n"

    def spread(budgets: str) -> list[int | None]:
        _scenario(covered, content.format(budgets, service))
        request = PlanRequest(budget_vnd=1_000_000_001, with_curve=False)
        return [one.budget_vnd for one in _answer(covered, request).plan.years]

    assert spread("[3, 1, 0]") == [750_000_000, 250_000_001, 0]
    assert spread("[3, '', 0]") == [333_333_333, 333_333_333, 333_333_335]
    assert spread("[0, 0, 0]") == [333_333_333, 333_333_333, 333_333_335]


def test_a_place_and_a_facility_of_one_name_are_not_mixed_up(
    province_directory: Path,
) -> None:
    append_row(
        province_directory / "facilities.csv",
        ("L3", "Trạm y tế", "health_station", 105.03, 21.1),
    )
    compute_coverage(province_directory, progress=QUIET, now=NOW)
    with pytest.raises(InvalidInputError, match="for instance L3"):
        plan_build_out(province_directory, ALL_4G, progress=QUIET, now=NOW)


@pytest.mark.parametrize(
    ("rate_mbps", "operator", "covered_m"),
    [(None, "", 0), (np.nan, "Viettel", 0), (60.0, "", 18_702), (60.0, "VNPT", 18_702)],
)
def test_roads_are_judged_as_places_are(
    covered: Path,
    monkeypatch: pytest.MonkeyPatch,
    rate_mbps: float | None,
    operator: str,
    covered_m: int,
) -> None:
    def layers(results: Path, *_: object) -> Iterator[CoverageLayer]:
        for one in coverage_layers(results, [Technology.G4], "", inputs.radio):
            shape, rates = one.numbers.shape, None
            if rate_mbps is not None:
                rates = np.full(shape, rate_mbps)
            good = np.full(shape, LEVEL_NUMBERS[CoverageLevel.GOOD])
            yield replace(one, numbers=good, rate_mbps=rates)

    monkeypatch.setattr(plan_problem, "coverage_layers", layers)
    inputs = load_province(covered)
    service = AskedService("4G-50", Technology.G4, 50)
    scenario = PlanScenario(
        "roads",
        Aim.CHEAPEST,
        (service,),
        (Goal("4G-50", Measure.ROAD_KM, 0.0, 2026),),
        (2026,),
        operator=operator,
    )
    problem = ProblemMaker(inputs, covered / "results").problem(scenario).problem
    roads = [one for one in problem.demand if one.kind == "road"]

    is_covered = sum(one.road_m for one in roads if one.id in problem.covered)
    assert is_covered == covered_m
    assert covered_m or {one.id for one in roads} <= problem.unknown
    # The rate at places is that of the operator too; nobody's own is not told here.
    if operator:
        reached = {one for one in problem.covered if one.startswith("4G-50:L")}
        lost = {one for one in problem.unknown if one.startswith("4G-50:L")}
        assert bool(reached) is bool(covered_m)
        assert bool(lost) is not bool(covered_m)


def test_who_runs_no_technology_serves_no_road_with_it(covered: Path) -> None:
    content = (
        "years = [2025]\noperator = 'VNPT'\n[[service]]\ntechnology = '2G'\n"
        "[[goal]]\nservice = '2G'\nmeasure = 'road_km'\npercent = 0\n"
    )
    file = _scenario(covered, content)
    (goal,) = _answer(covered, PlanRequest(scenario_file=file)).plan.goals
    assert goal.before == 0 < goal.total


def test_sharing_is_not_told_where_works_are_decided(covered: Path) -> None:
    content = "years = [2025]\nforbidden = ['UP-S1-5G']\n[[service]]\ntechnology='4G'"
    file = _scenario(covered, content)
    with pytest.raises(InvalidInputError, match="works that are fixed or forbidden"):
        _answer(covered, PlanRequest(scenario_file=file, with_sharing=True))


def test_a_goal_that_nobody_can_reach_names_the_villages(
    province_directory: Path,
) -> None:
    # Masts of a metre in a valley reach nobody.
    (province_directory / "parameters.toml").write_text(
        "[siting]\nmast_height_m = 4\nantenna_below_top_m = 2\n"
        "[radio.technology.4G]\nport_power_dbm = -20\nrange_m = 1000\n",
        encoding="utf-8",
    )
    compute_coverage(province_directory, progress=QUIET, now=NOW)
    request = replace(ALL_4G, goal_percent=100)
    with pytest.raises(InfeasibleError, match=r"L[34]"):
        plan_build_out(province_directory, request, progress=QUIET, now=NOW)
