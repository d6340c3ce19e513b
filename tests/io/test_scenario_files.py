"""Scenario files: what is understood, and that all problems are told at once."""

import re
from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.scenario_files import read_scenario
from hatangso.model.demand import AskedService, Goal, Measure
from hatangso.model.scenario import Aim, FixedWork, PlanScenario
from hatangso.model.site import Technology

WHOLE = """
title_vi = "Phương án 2026 - 2028"
title_en = "Plan 2026 - 2028"
aim = "cheapest"
years = [2026, 2027, 2028]
budgets = ["40 tỷ", 25_000_000_000, ""]
carries_over = false
forbidden = ["NEW-0001"]

[[service]]
technology = "4G"

[[service]]
name = "5G-100"
technology = "5G"
rate_mbps = 100
weight = 2

[[service]]
technology = "fibre"

[[goal]]
service = "4G"
measure = "localities"
percent = "all"
year = 2026
difficulty = ["III", "special"]
grid_power = true
document = "QĐ 36/QĐ-TTg"

[[goal]]
service = "5G-100"
measure = "facilities"
kinds = ["hospital", "university"]
percent = 99.5

[[fixed]]
work = "UP-TNN-0001-5G"
year = 2027
"""


def _file(folder: Path, content: str, name: str = "plan.toml") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def _places(folder: Path, content: str) -> list[str]:
    with pytest.raises(InvalidInputError) as error:
        read_scenario(_file(folder, content))
    return [str(finding.place) for finding in error.value.findings]


def test_every_key_finds_its_place(tmp_path: Path) -> None:
    assert read_scenario(_file(tmp_path, WHOLE, "ke-hoach.toml")) == PlanScenario(
        name="ke-hoach",
        aim=Aim.CHEAPEST,
        services=(
            AskedService("4G", Technology.G4),
            AskedService("5G-100", Technology.G5, 100.0),
            AskedService("fibre", None),
        ),
        goals=(
            Goal(
                "4G",
                Measure.LOCALITIES,
                None,
                2026,
                document="QĐ 36/QĐ-TTg",
                difficulty=("III", "special"),
                grid_power=True,
            ),
            Goal(
                "5G-100",
                Measure.FACILITIES,
                0.995,
                2028,
                kinds=("hospital", "university"),
            ),
        ),
        years=(2026, 2027, 2028),
        budgets_vnd=(40_000_000_000, 25_000_000_000, None),
        carries_over=False,
        fixed=(FixedWork("UP-TNN-0001-5G", 2027),),
        forbidden=("NEW-0001",),
        weights={"4G": 1, "5G-100": 2, "fibre": 1},
        title_vi="Phương án 2026 - 2028",
        title_en="Plan 2026 - 2028",
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"khong-co\.toml"):
        read_scenario(tmp_path / "khong-co.toml")


def test_broken_toml_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"plan\.toml is not valid TOML"):
        read_scenario(_file(tmp_path, "years = ["))


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    content = """
aim = "best"
years = [2028, 2026]
budgets = ["20 đô la"]
colour = "red"
[[service]]
technology = "6G"
[[service]]
technology = "4G"
weight = 1.5
[[service]]
technology = "4G"
[[goal]]
service = "3G"
measure = "villages"
percent = 101
year = 2030
[[fixed]]
year = 2026
"""
    assert sorted(_places(tmp_path, content)) == sorted(
        [
            "plan.toml:aim",
            "plan.toml:years",
            "plan.toml:budgets",
            "plan.toml:colour",
            "plan.toml:service[1].technology",
            "plan.toml:service[2].weight",
            "plan.toml:service[3].name",
            "plan.toml:goal[1].service",
            "plan.toml:goal[1].measure",
            "plan.toml:goal[1].percent",
            "plan.toml:goal[1].year",
            "plan.toml:fixed[1].work",
        ]
    )


@pytest.mark.parametrize(
    "budget", ['"-1 tỷ"', '"5 triệu USD"', "true", '"nhiều"', "[1]"]
)
def test_a_budget_that_is_no_amount_is_refused(tmp_path: Path, budget: str) -> None:
    content = f'years = [2026]\nbudgets = [{budget}]\n[[service]]\ntechnology = "4G"\n'
    assert _places(tmp_path, content) == ["plan.toml:budgets"]


def test_a_name_that_would_make_a_bad_file_is_refused(tmp_path: Path) -> None:
    content = 'years = [2026]\n[[service]]\ntechnology = "4G"\n'
    with pytest.raises(InvalidInputError) as error:
        read_scenario(_file(tmp_path, content, "kế hoạch.toml"))
    assert [str(one.place) for one in error.value.findings] == ["kế hoạch.toml"]


@pytest.mark.parametrize("name", ["4G:a", "", "*"])
def test_a_service_whose_name_would_not_read_back_is_refused(
    tmp_path: Path, name: str
) -> None:
    content = f'years = [2026]\n[[service]]\nname = "{name}"\ntechnology = "4G"\n'
    assert _places(tmp_path, content) == ["plan.toml:service[1].name"]


def test_a_kind_of_facility_that_nothing_has_is_refused(tmp_path: Path) -> None:
    content = WHOLE.replace('["hospital", "university"]', '["hospital", "hospitals"]')
    assert _places(tmp_path, content) == ["plan.toml:goal[2].kinds"]


@pytest.mark.parametrize("name", ["goals", "tasks", "thu_left_out", "2026_curve"])
def test_a_name_that_would_overwrite_files_of_another_plan_is_refused(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(InvalidInputError):
        read_scenario(_file(tmp_path, WHOLE, f"{name}.toml"))
    assert read_scenario(_file(tmp_path, WHOLE, f"{name}-2.toml")).name == f"{name}-2"


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("year = 2026", "year = 2026.0", "goal[1].year"),
        ('measure = "localities"', 'measure = "people"\nkinds = ["school"]',
         "goal[1].kinds"),
        ('service = "4G"\nmeasure = "localities"',
         'service = "fibre"\nmeasure = "road_km"', "goal[1].measure"),
        ('technology = "5G"\nrate_mbps = 100', 'technology = "4G"',
         "service[2].technology"),
        ('technology = "4G"', 'name = "4G"\ntechnology = "fibre"',
         "service[3].technology"),
        ('technology = "4G"', 'name = "4G"\ntechnology = "3G"\nrate_mbps = 1',
         "service[1].rate_mbps"),
    ],
)  # fmt: skip
def test_what_would_count_nothing_or_twice_is_refused(
    tmp_path: Path, before: str, after: str, place: str
) -> None:
    assert before in WHOLE
    content = WHOLE.replace(before, after, 1)
    assert _places(tmp_path, content) == [f"plan.toml:{place}"]


def test_one_technology_may_be_asked_for_at_two_rates(tmp_path: Path) -> None:
    content = WHOLE.replace('technology = "5G"\nrate', 'technology = "4G"\nrate')
    assert len(read_scenario(_file(tmp_path, content)).services) == 3


def test_most_people_cannot_be_sought_where_nobody_counts(tmp_path: Path) -> None:
    idle = 'years = [2026]\n[[service]]\ntechnology = "4G"\nweight = 0\n'
    assert _places(tmp_path, f'aim = "most_people"\n{idle}') == ["plan.toml:service"]
    assert read_scenario(_file(tmp_path, idle)).weights == {"4G": 0}


def test_goals_are_not_blamed_where_no_service_could_be_read(tmp_path: Path) -> None:
    content = WHOLE.replace("technology", "technologie")
    assert not [one for one in _places(tmp_path, content) if "goal" in one]


@pytest.mark.parametrize("years", ['years = ["năm nay"]\n', ""])
def test_goals_and_budgets_are_not_blamed_where_no_year_could_be_read(
    tmp_path: Path, years: str
) -> None:
    content = re.sub(r"years = .*\n", years, WHOLE)
    assert _places(tmp_path, content) == ["plan.toml:years"]
