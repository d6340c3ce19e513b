"""When a task is late, by hand and by law."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import OutOfRangeError
from hatangso.model.programme_task import (
    Milestone,
    ProgrammeTask,
    TaskFunding,
    TaskState,
)
from hatangso.programme.lateness import (
    Delay,
    Lateness,
    ProgrammeParameters,
    lateness,
)

TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)
PARAMETERS = ProgrammeParameters(60, 0.25)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def judged(
    task: ProgrammeTask, *steps: Milestone, funding: tuple[TaskFunding, ...] = ()
) -> Lateness:
    return lateness(task, steps, funding, PARAMETERS, today=TODAY)


def test_a_task_is_late_on_the_day_after_its_deadline() -> None:
    last = judged(ProgrammeTask(1, "a", "", deadline=TODAY))
    assert (last.is_late, last.days_left) == (False, 0)
    late = judged(ProgrammeTask(1, "a", "", deadline=TODAY - DAY))
    assert (late.delays, late.days_late) == ((Delay.DEADLINE,), 1)


@pytest.mark.parametrize(
    "told",
    [{"state": TaskState.DONE}, {"state": TaskState.STOPPED}, {"done_ratio": 1.0}],
)
def test_nobody_waits_for_what_is_over(told: dict[str, object]) -> None:
    task = ProgrammeTask(1, "a", "", deadline=TODAY - DAY, **told)  # type: ignore[arg-type]  # fields by name
    assert not judged(task, Milestone(2, "a", "bước", TODAY - DAY)).is_late


def test_a_milestone_that_passed_makes_its_task_late() -> None:
    task = ProgrammeTask(1, "a", "", deadline=TODAY + 9 * DAY)
    found = judged(
        task,
        Milestone(2, "a", "xong", TODAY - 9 * DAY, TODAY - 3 * DAY),
        Milestone(3, "a", "chưa", TODAY - 4 * DAY),
        Milestone(4, "a", "hôm nay", TODAY),
        Milestone(5, "a", "không ngày"),
    )
    assert (found.delays, found.days_late, found.days_left) == (
        (Delay.MILESTONE,),
        4,
        9,
    )
    assert [one.number for one in found.milestones] == [3]


def test_money_is_behind_when_time_has_gone_by_more_than_the_lag() -> None:
    # 152 of 366 days have gone: 41.5 %; 15 % paid leaves 26.5 points, 20 % leaves 21.5.
    year = {"starts_on": date(2026, 1, 1), "deadline": date(2027, 1, 1)}
    poor = ProgrammeTask(1, "a", "", budget_vnd=1_000, disbursed_vnd=150, **year)  # type: ignore[arg-type]  # fields by name
    found = judged(poor)
    assert found.time_ratio == pytest.approx(151 / 366)
    assert found.disbursed_ratio == pytest.approx(0.15)
    assert found.delays == (Delay.DISBURSEMENT,)
    paid = ProgrammeTask(1, "a", "", budget_vnd=1_000, disbursed_vnd=200, **year)  # type: ignore[arg-type]  # fields by name
    assert not judged(paid).is_late


def test_money_that_nobody_told_is_not_behind() -> None:
    year = {"starts_on": date(2025, 1, 1), "deadline": date(2026, 7, 1)}
    task = ProgrammeTask(1, "a", "", budget_vnd=1_000, **year)  # type: ignore[arg-type]  # fields by name
    assert judged(task).disbursed_ratio is None
    part = TaskFunding(2, "a", "NS", 2026, 600, None)
    assert not judged(task, funding=(part,)).is_late
    told = TaskFunding(2, "a", "NS", 2026, 600, 0)
    assert judged(task, funding=(told,)).delays == (Delay.DISBURSEMENT,)


def test_a_deadline_before_the_start_gives_no_share_of_time() -> None:
    task = ProgrammeTask(1, "a", "", starts_on=TODAY, deadline=TODAY - DAY)
    assert judged(task).time_ratio is None


@given(DAYS, DAYS, st.integers(0, 900))
def test_what_is_late_stays_late(start: date, end: date, days: int) -> None:
    task = ProgrammeTask(
        1, "a", "", starts_on=start, deadline=end, budget_vnd=10, disbursed_vnd=3
    )
    one = lateness(task, (), (), PARAMETERS, today=TODAY)
    later = lateness(task, (), (), PARAMETERS, today=TODAY + days * DAY)
    assert set(one.delays) <= set(later.delays)
    assert later.days_late >= one.days_late


@pytest.mark.parametrize(("soon", "lag"), [(-1, 0.2), (60, 1.5), (float("nan"), 0)])
def test_parameters_that_say_nothing_are_refused(soon: float, lag: float) -> None:
    with pytest.raises(OutOfRangeError):
        ProgrammeParameters(soon, lag)
