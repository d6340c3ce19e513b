"""What is told of tasks that are late, behind or contradict themselves."""

from collections.abc import Mapping
from datetime import date

from digital_people import TODAY, records_of
from hatangso.model.record import FieldValue
from hatangso.programme.lateness import ProgrammeParameters
from hatangso.workflows.concerns.sources.programme import programme_concerns
from hatangso.workflows.programme import ProgrammeSummary, programme_from

LATE: Mapping[str, FieldValue] = {
    "id": "T1",
    "name": "Nâng cấp",
    "lead": "Sở",
    "cooperating": "Sở Tài chính; UBND xã;\nVNPT",
    "starts_on": date(2025, 1, 1),
    "deadline": date(2025, 12, 1),
    "budget_vnd": 100,
    "disbursed_vnd": 40,
    "done_percent": 50.0,
    "target_id": "M1",
}


def programme(**kinds: list[Mapping[str, FieldValue]]) -> ProgrammeSummary:
    parameters = ProgrammeParameters(60, 0.25)
    return programme_from(records_of(**kinds), parameters, today=TODAY)


def test_a_late_task_is_told_once_for_every_reason() -> None:
    step: Mapping[str, FieldValue] = {
        "task_id": "T1",
        "name": "Mua sắm",
        "due_on": date(2025, 9, 1),
    }
    found = programme_concerns(programme(task=[LATE], milestone=[step]))
    assert [(one.sort, one.kind, one.key) for one in found] == [
        ("task_late", "task", "T1"),
        ("milestone_late", "task", "T1"),
        ("task_money_behind", "task", "T1"),
    ]
    assert str(found[0].message) == "32 days past its deadline; Sở"
    assert str(found[2].message) == (
        "100 % of its time has gone, 40 % of its money is paid"
    )


def test_an_open_task_without_a_deadline_is_to_be_looked_at() -> None:
    task = {"id": "T2", "name": "Việc", "lead": "Sở"}
    (found,) = programme_concerns(programme(task=[task]))
    assert found.sort == "task_without_deadline"
    assert programme_concerns(programme(task=[{**task, "state": "done"}])) == ()


def test_parts_that_name_no_task_are_told_together() -> None:
    lost: list[Mapping[str, FieldValue]] = [
        {"task_id": "?", "funding_source": "NS", "year": 2025, "planned_vnd": 5}
    ]
    found = programme(task_funding=lost)
    assert found.lost == (("task_funding", 1),)
    (told,) = programme_concerns(found)
    assert told.sort == "task_part_lost"


def test_a_task_knows_its_bodies_and_its_target() -> None:
    target = {"id": "M1", "name_vi": "Mục tiêu", "indicator": "x", "period": "2025"}
    (one,) = programme(task=[LATE], target=[target]).tasks
    assert one.task.cooperating == ("Sở Tài chính", "UBND xã", "VNPT")
    assert one.target is not None
    assert (one.target.number, one.target.indicator) == (1, "x")
    (alone,) = programme(task=[LATE]).tasks
    assert alone.target is not None
    assert (alone.target.code, alone.target.number) == ("M1", 0)
