"""The annex of tasks: who builds what where, by when, with whose money."""

from dataclasses import replace
from datetime import date

import pytest

from hatangso.documents.plan_tasks import (
    UNKNOWN_OPERATOR,
    plan_tasks,
    shipped_funding,
)
from hatangso.model.plan_task import PlanTask
from hatangso.model.province import Province
from small_build_plan import small_build_plan
from small_report import small_report

PROVINCE = small_report().province
PLAN = small_build_plan(PROVINCE.localities)


def task_of(work_id: str, province: Province = PROVINCE) -> PlanTask:
    return next(x for x in plan_tasks(PLAN, province) if work_id in x.work_ids)


def with_localities(**values: object) -> Province:
    localities = tuple(replace(one, **values) for one in PROVINCE.localities)  # type: ignore[arg-type]
    return replace(PROVINCE, localities=localities)


def test_tasks_spend_what_the_plan_costs() -> None:
    tasks = plan_tasks(PLAN, PROVINCE)
    assert sum(task.budget_vnd for task in tasks) == PLAN.cost_vnd
    assert sum(task.people for task in tasks) == sum(
        item.gained_people for item in PLAN.items
    )
    assert [task.number for task in tasks] == list(range(1, len(tasks) + 1))


def test_a_task_says_what_is_built_where() -> None:
    mast = task_of("NM-1")
    assert mast.task == (
        "Xây mới cột ăng-ten 42 m tại Xóm 12, xã Võ Nhai;"
        " lắp thiết bị 4G; kéo 5,2 km cáp quang"
    )
    assert mast.deadline == date(2027, 12, 31)
    assert mast.cooperating == "UBND xã Võ Nhai; Sở Khoa học và Công nghệ"
    upgrade = task_of("UP-0")
    assert upgrade.task.startswith("Bổ sung 4G trên trạm TN-00, xã ")


def test_who_builds_is_the_operator_or_not_known() -> None:
    assert task_of("UP-0").lead == "VNPT"
    assert task_of("NM-1").lead == UNKNOWN_OPERATOR


def test_a_plan_without_calendar_years_sets_no_deadline() -> None:
    items = tuple(replace(item, year=2) for item in PLAN.items)
    tasks = plan_tasks(replace(PLAN, items=items), PROVINCE)
    assert {task.deadline for task in tasks} == {None}


@pytest.mark.parametrize(
    ("difficulty_class", "has_grid_power", "funding"),
    [
        ("", True, "Chưa xác định (chưa rõ phân loại khu vực)"),
        ("special", True, "Quỹ Dịch vụ viễn thông công ích Việt Nam, qua đấu thầu"),
        ("III", True, "Quỹ Dịch vụ viễn thông công ích Việt Nam, qua đấu thầu"),
        ("special", False, "Chưa xác định (nơi chưa có điện lưới"),
        ("II", None, "Chưa xác định (chưa rõ đã có điện lưới hay chưa)"),
        ("I", False, "Vốn của doanh nghiệp viễn thông"),
        ("V", True, "Chưa xác định"),
    ],
)
def test_whose_money_it_is_follows_from_difficulty_and_power(
    difficulty_class: str, *, has_grid_power: bool | None, funding: str
) -> None:
    province = with_localities(
        difficulty_class=difficulty_class, has_grid_power=has_grid_power
    )
    assert task_of("UP-0", province).funding.startswith(funding)


def test_what_nobody_has_confirmed_says_so() -> None:
    province = with_localities(difficulty_class="I")
    assert task_of("UP-0", province).funding.endswith("(giả định)")
    assert not task_of("UP-0").funding.endswith("(giả định)")
    for rule in shipped_funding().rules:
        assert rule.is_assumption or rule.source.vi.startswith("Chưa xác định")


def test_outside_the_province_no_commune_helps() -> None:
    province = replace(PROVINCE, communes=())
    task = task_of("NM-1", province)
    assert task.cooperating == "Sở Khoa học và Công nghệ"
    assert task.task.startswith("Xây mới cột ăng-ten 42 m tại Xóm 12;")
