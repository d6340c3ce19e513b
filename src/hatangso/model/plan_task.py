"""A plan as an annex of a province's decision lists it: who does what by when."""

from dataclasses import dataclass
from datetime import date

__all__ = ["PlanTask"]


@dataclass(frozen=True)
class PlanTask:
    """One row of the annex; all words are Vietnamese, as the annex is.

    Attributes:
        number: Of the bundle of works that it stands for, as in report and map.
        task: What is built where.
        lead: Who does it.
        cooperating: Who helps.
        deadline: Last day of the year; None of a plan without calendar years.
        budget_vnd: What it is estimated to cost.
        funding: Whose money; says so when nobody knows yet.
        people: People whom it serves newly, one service at a time.
        work_ids: The works behind it.
    """

    number: int
    task: str
    lead: str
    cooperating: str
    deadline: date | None
    budget_vnd: int
    funding: str
    people: int
    lon_deg: float
    lat_deg: float
    work_ids: tuple[str, ...] = ()
