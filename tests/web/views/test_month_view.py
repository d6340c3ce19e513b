"""What changed, and what is due."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.language import Language
from hatangso.model.indicator import Outlook
from hatangso.model.plan_task import PlanTask
from hatangso.model.record import Action, ChangeSet, Record
from hatangso.programme.lateness import ProgrammeParameters
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.views.month_view import (
    month_before,
    outlook_changes,
    register_changes,
)
from hatangso.workflows.duties import duties
from hatangso.workflows.programme import ProgrammeSummary, programme_from
from hatangso.workflows.targets import ProvinceTargets, targets_of
from small_province import build_small_province

TODAY = date(2026, 3, 31)
NOON = datetime(2026, 3, 20, 5, tzinfo=UTC)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_month_before_is_the_month_before(day: date) -> None:
    before = month_before(day)
    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == 1
    assert before.day <= day.day
    assert 28 <= (day - before).days <= 31


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> ProvinceTargets:
    directory = Path(tmp_path_factory.mktemp("valley"))
    build_small_province(directory)
    return targets_of(directory)


def test_a_target_that_stands_the_same_is_no_change(targets: ProvinceTargets) -> None:
    assert outlook_changes(targets, targets, Language.VI) == ()


def test_a_target_that_stands_elsewhere_is_told_before_and_now(
    targets: ProvinceTargets,
) -> None:
    first = targets.standings[0]
    moved = replace(first, outlook=Outlook.MISSED)
    now = replace(targets, standings=(moved, *targets.standings[1:]))
    (change,) = outlook_changes(targets, now, Language.VI)
    assert change.now.outlook is Outlook.MISSED
    assert change.before is not None
    assert change.before.outlook is first.outlook


def _set(number: int, at: datetime, actor: str, kind: str, count: int) -> ChangeSet:
    counts = {(kind, Action.CREATE.value): count}
    return ChangeSet(number, at, actor, "nhập", counts=counts)


def test_changes_are_told_by_person_and_kind_and_old_ones_left_out() -> None:
    sets = [
        _set(1, NOON - timedelta(days=90), "An", "site", 9),
        _set(2, NOON, "An", "site", 3),
        _set(3, NOON + timedelta(hours=1), "An", "site", 2),
        _set(4, NOON, "Bình", "task", 1),
    ]
    since = NOON - timedelta(days=30)
    found = register_changes(sets, shipped_kinds(), since=since, language=Language.VI)
    told = [(one.actor, one.kind_name, one.total, one.newest_set) for one in found]
    assert told == [("An", "Vị trí trạm", 5, 3), ("Bình", "Nhiệm vụ", 1, 4)]


def _programme(*tasks: Record, milestones: Sequence[Record] = ()) -> ProgrammeSummary:
    records = {"task": tasks, "milestone": milestones}
    return programme_from(
        lambda kind: records.get(kind, ()), ProgrammeParameters(60, 0.25), today=TODAY
    )


def _task(number: int, deadline: date | None, **values: object) -> Record:
    told = {"id": f"T{number}", "name": f"Việc {number}", "lead": "Sở"}
    return Record("task", number, 1, {**told, "deadline": deadline, **values})  # type: ignore[dict-item]  # values of fields


def test_a_task_is_late_until_it_is_done() -> None:
    yesterday = TODAY - timedelta(days=1)
    tasks = [
        _task(1, yesterday, state="under_way"),
        _task(2, yesterday, state="done"),
        _task(3, yesterday, done_percent=100),
        _task(4, None),
        _task(5, TODAY),
        _task(6, TODAY + timedelta(days=61)),
    ]
    found = duties(_programme(*tasks), ())
    assert [(one.record_id, one.days_late, one.is_late) for one in found] == [
        (1, 1, True),
        (5, 0, False),
    ]


def test_a_task_with_a_late_milestone_is_late_since_its_day() -> None:
    due = TODAY - timedelta(days=4)
    step = Record("milestone", 1, 1, {"task_id": "T1", "name": "Mốc", "due_on": due})
    task = _task(1, TODAY + timedelta(days=300))
    (found,) = duties(_programme(task, milestones=[step]), ())
    assert (found.deadline, found.days_late, found.is_late) == (due, 4, True)


def test_a_work_of_the_plan_is_never_late() -> None:
    def work(deadline: date) -> PlanTask:
        return PlanTask(1, "Trạm", "VNPT", "", deadline, 1, "", 0, 105.0, 21.0)

    works = [work(TODAY - timedelta(days=9)), work(TODAY + timedelta(days=9))]
    (found,) = duties(_programme(), works)
    assert found.deadline > TODAY
    assert found.record_id is None
