"""How much of a programme is delivered and paid, by hand and by law."""

from hypothesis import given
from hypothesis import strategies as st

from hatangso.model.programme_task import ProgrammeTask, TaskFunding, TaskState
from hatangso.programme.delivery import delivery
from hatangso.programme.money import money_by_source, told_money

TASKS = (
    ProgrammeTask(1, "a", "", state=TaskState.DONE, budget_vnd=100, done_ratio=1.0),
    ProgrammeTask(
        2, "b", "", state=TaskState.UNDER_WAY, budget_vnd=700, done_ratio=0.6
    ),
    ProgrammeTask(3, "c", "", state=TaskState.DONE, done_ratio=0.5),
    ProgrammeTask(4, "d", "", state=TaskState.STOPPED, budget_vnd=9_000),
    ProgrammeTask(5, "e", "", budget_vnd=200),
)
AMOUNTS = st.none() | st.integers(0, 10**12)


def test_three_figures_of_one_programme_differ() -> None:
    found = delivery(TASKS, [one.budget_vnd for one in TASKS])
    assert (found.by_count.part, found.by_count.whole) == (2, 3)
    assert found.by_count.unknown == (5,)
    assert (found.by_budget.part, found.by_budget.whole) == (100, 800)
    assert found.by_budget.unknown == (3, 5)
    assert found.by_report.ratio == (1 + 0.6 + 0.5) / 3
    assert found.stopped == (4,)


def test_of_nothing_no_share_is_known() -> None:
    found = delivery((), ())
    assert found.by_count.ratio is None
    assert found.by_budget.ratio is None
    assert found.by_report.ratio is None


def test_money_stands_by_source_and_year_with_what_nobody_told_apart() -> None:
    tasks = (
        ProgrammeTask(1, "a", "", budget_vnd=900, disbursed_vnd=1),
        ProgrammeTask(2, "b", "", budget_vnd=300, disbursed_vnd=100, source="NS tỉnh"),
        ProgrammeTask(3, "c", ""),
    )
    parts = {
        "a": (
            TaskFunding(11, "a", "NS tỉnh", 2025, 400, 300),
            TaskFunding(12, "a", "NS tỉnh", 2026, 300, None),
            TaskFunding(13, "a", "Doanh nghiệp", 2025, None, 50),
        )
    }
    found = money_by_source(tasks, parts)
    told = [(o.source, o.year, o.planned_vnd, o.disbursed_vnd, o.ratio) for o in found]
    assert told == [
        ("Doanh nghiệp", 2025, 0, 50, None),
        ("NS tỉnh", None, 300, 100, 100 / 300),
        ("NS tỉnh", 2025, 400, 300, 0.75),
        ("NS tỉnh", 2026, 300, 0, None),
        ("", None, 0, 0, None),
        ("", None, 1_000, 450, 400 / 700),
    ]
    assert found[-1].planned_unknown == (1, 3)
    assert found[-1].disbursed_unknown == (1, 3)


def test_a_task_says_its_budget_before_its_sources_do() -> None:
    task = ProgrammeTask(1, "a", "", budget_vnd=900)
    parts = (
        TaskFunding(2, "a", "x", 2025, 400, 100),
        TaskFunding(3, "a", "y", 2025, 1, None),
    )
    assert told_money(task, parts).planned_vnd == 900
    assert told_money(task, parts).disbursed_vnd is None
    assert told_money(ProgrammeTask(1, "a", ""), parts).planned_vnd == 401
    assert told_money(ProgrammeTask(1, "a", ""), ()).planned_vnd is None


@given(
    st.lists(
        st.tuples(
            st.none() | st.sampled_from(TaskState), st.none() | st.floats(0, 1), AMOUNTS
        ),
        max_size=10,
    )
)
def test_shares_lie_between_none_and_all_and_forget_no_task(
    told: list[tuple[TaskState | None, float | None, int | None]],
) -> None:
    tasks = [
        ProgrammeTask(n, f"t{n}", "", state=state, done_ratio=ratio, budget_vnd=cost)
        for n, (state, ratio, cost) in enumerate(told)
    ]
    found = delivery(tasks, [one.budget_vnd for one in tasks])
    for share in (found.by_count, found.by_budget, found.by_report):
        assert share.ratio is None or 0 <= share.ratio <= 1 + 1e-9
        numbers = sorted((*share.tasks, *share.unknown, *found.stopped))
        assert numbers == list(range(len(tasks)))


@given(
    st.lists(
        st.tuples(st.sampled_from("xyz"), st.integers(2023, 2026), AMOUNTS, AMOUNTS)
    )
)
def test_sources_and_years_add_up_to_the_whole(
    told: list[tuple[str, int, int | None, int | None]],
) -> None:
    parts = [TaskFunding(n, "a", *one) for n, one in enumerate(told)]
    found = money_by_source([ProgrammeTask(1, "a", "")], {"a": parts})
    *lines, whole = found
    assert sum(one.planned_vnd for one in lines) == whole.planned_vnd
    assert sum(one.disbursed_vnd for one in lines) == whole.disbursed_vnd
