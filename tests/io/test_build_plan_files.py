"""Plans on disk: read back to the last digit, and as tables for spreadsheets."""

import csv
import json
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, Message
from hatangso.io.build_plan_files import (
    read_answer,
    write_answer,
    write_build_items,
    write_curve_points,
    write_goal_outcomes,
    write_left_out,
    write_plan_tasks,
)
from hatangso.model.build_plan import BuildPlan, PlanQuestion
from hatangso.model.demand import Goal, Measure
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.plan_task import PlanTask
from hatangso.model.scenario import Aim, FixedWork, PlanScenario
from small_build_plan import small_build_plan
from small_report import small_report

PROVINCE = small_report().province
PLAN = small_build_plan(PROVINCE.localities)
REPORT = small_report()
ANSWER = PlanAnswer(
    scenario=PlanScenario(
        "plan",
        Aim.CHEAPEST,
        PLAN.services,
        goals=(Goal("4G", Measure.FACILITIES, None, 2027, ("school",)),),
        years=(2026, 2027, 2028),
        budgets_vnd=(2_000_000_000, 3_000_000_000, None),
        fixed=(FixedWork("SH-6"), FixedWork("UP-0", 2026)),
        weights={"4G": 1, "fibre": 3},
    ),
    plan=PLAN,
    studied_works=12,
    study_notes=(Message("no hop is studied"),),
    synthetic_layers=("sites",),
    marginal=REPORT.more_money,
    sharing=REPORT.sharing,
    sensitivity=REPORT.sensitivity,
)


def rows_of(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_an_answer_is_read_back_as_it_was(tmp_path: Path) -> None:
    write_answer(tmp_path / "plan.json", ANSWER)
    assert read_answer(tmp_path / "plan.json") == ANSWER


def test_an_answer_is_written_with_all_its_fields(tmp_path: Path) -> None:
    write_answer(tmp_path / "plan.json", ANSWER)
    content = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert set(content) == {field.name for field in fields(PlanAnswer)}
    assert set(content["plan"]) == {field.name for field in fields(BuildPlan)}
    assert content["synthetic_layers"] == ["sites"]


def test_equal_answers_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        plan = small_build_plan(PROVINCE.localities)
        write_answer(tmp_path / name, replace(ANSWER, plan=plan))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.integers(0, 10**15),
)
def test_no_number_and_no_word_changes_on_the_way(
    tmp_path_factory: pytest.TempPathFactory, number: float, word: str, cost_vnd: int
) -> None:
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    plan = replace(
        PLAN,
        question=PlanQuestion.BEST_UNDER_BUDGET,
        bound=number,
        cost_vnd=cost_vnd,
        operator=word,
        notes=(Message(word, {"value": number}),),
    )
    answer = replace(ANSWER, plan=plan, sharing=None)
    write_answer(path, answer)
    assert read_answer(path) == answer


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('"question": "cheapest"', '"question": "dearest"', "question"),
        ('"bound": ', '"bound": "x", "b": ', "bound"),
        ('"curve"', '"curve": 3, "c"', "curve"),
        ('"studied_works"', '"works"', "studied_works"),
        ('{\n "scenario', '[{\n "scenario', "plan.json"),
        ("105.4,", '"a",', "line"),
    ],
)
def test_a_file_that_is_no_plan_says_where(
    tmp_path: Path, before: str, after: str, named: str
) -> None:
    path = tmp_path / "plan.json"
    write_answer(path, ANSWER)
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(InvalidInputError, match=named):
        read_answer(path)


def test_every_work_has_a_row(tmp_path: Path) -> None:
    write_build_items(tmp_path / "plan.csv", [PLAN], {"NM-1": "Xã Võ Nhai"})
    rows = rows_of(tmp_path / "plan.csv")
    assert [row["id"] for row in rows] == [item.work.id for item in PLAN.items]
    assert sum(int(row["cost_vnd"]) for row in rows) == PLAN.cost_vnd
    mast = next(row for row in rows if row["id"] == "NM-1")
    assert (mast["commune"], mast["ground_m"], mast["year"]) == (
        "Xã Võ Nhai",
        "310",
        "2027",
    )
    shared = next(row for row in rows if row["id"] == "SH-6")
    assert shared["is_fixed"] == "yes"
    assert shared["best_alternative_extra_vnd"] == "-50000000"


def test_goals_keep_the_measure_that_they_count_in(tmp_path: Path) -> None:
    write_goal_outcomes(tmp_path / "goals.csv", [PLAN])
    people, roads, schools = rows_of(tmp_path / "goals.csv")
    assert (people["is_met"], people["is_binding"]) == ("yes", "yes")
    assert (roads["measure"], roads["after"], roads["is_met"]) == (
        "road_km",
        "360500",
        "no",
    )
    assert (schools["asked_ratio"], schools["facility_kinds"]) == (
        "",
        "school; hospital",
    )


def test_whom_the_plan_leaves_out_comes_with_most_people_first(tmp_path: Path) -> None:
    names = {unit.code: unit.name_vi for unit in PROVINCE.communes}
    write_left_out(tmp_path / "left.csv", [PLAN], PROVINCE.localities, names)
    rows = rows_of(tmp_path / "left.csv")
    assert [row["place_id"] for row in rows] == [
        "X54",
        "X54",
        "X48",
        "X31",
        "X24",
        "road-17",
    ]
    remedied = rows[3]
    assert remedied["remedy_works"] == "NM-9; EQ-9; RT-9"
    assert remedied["remedy_vnd_per_person"] == str(round(3_210_000_000 / 706))
    assert rows[1]["remedy_vnd_per_person"] == ""
    assert rows[-1]["people"] == ""


def test_the_annex_is_in_vietnamese(tmp_path: Path) -> None:
    task = PlanTask(
        1,
        "Xây mới cột ăng-ten 42 m",
        "VNPT",
        "UBND xã Võ Nhai",
        date(2027, 12, 31),
        2_600_000_000,
        "Chưa xác định",
        484,
        105.5,
        21.5,
    )
    undated = replace(task, number=2, deadline=None)
    write_plan_tasks(tmp_path / "tasks.csv", [task, undated])
    first, second = rows_of(tmp_path / "tasks.csv")
    assert first["Thời hạn hoàn thành"] == "31/12/2027"
    assert first["Kinh phí dự kiến (đồng)"] == "2600000000"
    assert second["Thời hạn hoàn thành"] == ""


def test_the_curve_has_a_row_for_each_point(tmp_path: Path) -> None:
    write_curve_points(tmp_path / "curve.csv", PLAN.curve, synthetic_layers=["sites"])
    rows = rows_of(tmp_path / "curve.csv")
    assert [int(row["people"]) for row in rows] == [58_000, 58_700, 59_234]
    assert {row["synthetic_layers"] for row in rows} == {"sites"}
