"""Tables of a proposal for funding: what money buys, by kind, year and work."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hatangso.documents.kinds.plan_costs import PlanCosts, PlannedTask, year_words
from hatangso.documents.official.blocks import Column, ColumnKind, Row, RowRole, Table
from hatangso.documents.official.spans import Sentence, TracedNumber
from hatangso.documents.official.wording import roman
from hatangso.documents.plan_words import vnd_each

__all__ = [
    "CurveFact",
    "YearFact",
    "curve_table",
    "price_table",
    "work_table",
    "year_table",
]

_DONG = "đồng"
_NUMBER = ColumnKind.NUMBER
_TT = Column("tt", "STT", ColumnKind.ORDINAL, width=0.6)


@dataclass(frozen=True)
class CurveFact:
    """The best result for an amount of money.

    Attributes:
        people: Served then and not today, summed over the services.
        places: Likewise.
    """

    cost_vnd: int
    people: int
    places: int


@dataclass(frozen=True)
class YearFact:
    """What is spent in a year, and who is served at its end.

    Attributes:
        people: Served then and not today, summed over the services.
    """

    year: int
    cost_vnd: int
    people: int

    @property
    def name(self) -> str:
        """Return the year within a sentence."""
        return year_words(self.year)


def price_table(costs: PlanCosts) -> Table:
    """Return what each kind of task costs, and for how many people."""
    rows: list[Row] = []
    for at, (group, tasks) in enumerate(costs.groups().items(), start=1):
        rows.append(Row(((str(at),), (group,), *_priced(costs, group, tasks))))
    whole = _priced(costs, "Tổng cộng", costs.tasks)
    rows.append(Row(((), ("Tổng cộng",), *whole), RowRole.TOTAL))
    return Table(
        name="prices",
        caption="Kinh phí và số lượt người được phục vụ thêm theo nhóm nhiệm vụ",
        columns=(
            _TT,
            Column("group", "Nhóm nhiệm vụ", width=3.0),
            Column("tasks", "Số nhiệm vụ", _NUMBER, width=1.1),
            Column("cost", "Kinh phí", _NUMBER, unit=_DONG, width=2.0),
            Column("people", "Lượt người được phục vụ thêm", _NUMBER, width=1.6),
            Column("each", "Kinh phí mỗi lượt người", _NUMBER, unit=_DONG, width=1.6),
        ),
        rows=tuple(rows),
        note=(
            "Nhóm nhiệm vụ gồm cả thiết bị và đường truyền đi kèm. Mỗi người được tính"
            " một lần cho mỗi dịch vụ; kinh phí mỗi lượt người làm tròn đến ba chữ số."
        ),
    )


def _priced(
    costs: PlanCosts, group: str, tasks: Sequence[PlannedTask]
) -> tuple[Sentence, ...]:
    cost_vnd = sum(one.cost_vnd for one in tasks)
    people = sum(one.people for one in tasks)
    each = vnd_each(cost_vnd, people)
    label = f"Kinh phí mỗi lượt người: {group}"
    return (
        (costs.count(f"tasks:{group}", len(tasks), f"Số nhiệm vụ: {group}"),),
        (costs.vnd(f"group:{group}", cost_vnd, f"Kinh phí: {group}", unit=_DONG),),
        (costs.count(f"people:{group}", people, f"Lượt người: {group}"),),
        (costs.vnd(f"each:{group}", each, label, unit=_DONG),) if each else (),
    )


def year_table(years: Sequence[YearFact], costs: PlanCosts) -> Table:
    """Return money and people year by year, both summed up."""
    rows: list[Row] = []
    spent_vnd = 0
    for at, one in enumerate(years, start=1):
        spent_vnd += one.cost_vnd
        key = f"year:{one.year}"
        until = f"đến hết {one.name}"
        rows.append(
            Row(
                (
                    (str(at),),
                    (year_words(one.year, is_title=True),),
                    (_vnd(costs, f"{key}:cost", one.cost_vnd, f"Kinh phí {one.name}"),),
                    (_vnd(costs, f"{key}:spent", spent_vnd, f"Lũy kế {until}"),),
                    (costs.count(f"{key}:people", one.people, f"Lượt người {until}"),),
                )
            )
        )
    return Table(
        name="years",
        caption="Kinh phí và kết quả lũy kế theo năm",
        columns=(
            _TT,
            Column("year", "Năm", width=1.2),
            Column("cost", "Kinh phí", _NUMBER, unit=_DONG, width=2.0),
            Column("spent", "Kinh phí lũy kế", _NUMBER, unit=_DONG, width=2.0),
            Column(
                "people", "Lượt người được phục vụ thêm, lũy kế", _NUMBER, width=2.0
            ),
        ),
        rows=tuple(rows),
    )


def curve_table(points: Sequence[CurveFact], costs: PlanCosts) -> Table:
    """Return the cost curve: each amount of money against the one before."""
    rows: list[Row] = []
    for at, (before, after) in enumerate(pairwise(points), start=1):
        more_vnd = after.cost_vnd - before.cost_vnd
        more = after.people - before.people
        each = vnd_each(more_vnd, more) if more > 0 else None
        key = f"curve:{after.cost_vnd}"
        rows.append(
            Row(
                (
                    (str(at),),
                    (_vnd(costs, f"{key}:cost", after.cost_vnd, "Mức kinh phí"),),
                    (costs.count(f"{key}:people", after.people, "Lượt người thêm"),),
                    (_vnd(costs, f"{key}:more", more_vnd, "Kinh phí tăng thêm"),),
                    (costs.count(f"{key}:gain", more, "Lượt người tăng thêm"),),
                    (_vnd(costs, f"{key}:each", each, "Kinh phí mỗi lượt người"),)
                    if each
                    else (),
                )
            )
        )
    return Table(
        name="curve",
        caption="Kết quả tốt nhất với từng mức kinh phí",
        columns=(
            _TT,
            Column("cost", "Mức kinh phí", _NUMBER, unit=_DONG, width=2.0),
            Column("people", "Lượt người được phục vụ thêm", _NUMBER, width=1.6),
            Column("more", "Kinh phí tăng thêm", _NUMBER, unit=_DONG, width=2.0),
            Column("gain", "Lượt người tăng thêm", _NUMBER, width=1.4),
            Column("each", "Kinh phí mỗi lượt người", _NUMBER, unit=_DONG, width=1.6),
        ),
        rows=tuple(rows),
        note=(
            "Tăng thêm so với mức kinh phí ngay trước đó. Chỉ xét số lượt người, không"
            " ràng buộc mục tiêu và không phân theo năm."
        ),
    )


def work_table(costs: PlanCosts) -> Table:
    """Return the annex of costs down to single works, year by year."""
    rows: list[Row] = []
    at = 0
    for nth, year in enumerate(costs.years, start=1):
        tasks = [one for one in costs.tasks if one.year == year]
        if not tasks:
            continue
        rows.append(Row((_year_title(costs, roman(nth), year, tasks),), RowRole.GROUP))
        for task in tasks:
            for work in range(len(task.works)):
                at += 1
                rows.append(_work_row(at, task, work, costs))
    people = costs.count("people", sum(x.people for x in costs.tasks), "Lượt người")
    total = costs.total(unit=_DONG)
    last = Row(((), (), ("Tổng cộng",), (), (), (people,), (total,)), RowRole.TOTAL)
    return Table(
        name="works",
        caption="Kinh phí theo từng công trình",
        columns=(
            _TT,
            Column("task", "Nhiệm vụ số", ColumnKind.ORDINAL, width=0.9),
            Column("work", "Công trình", width=3.4),
            Column("place", "Địa điểm", width=2.8),
            Column("funding", "Nguồn vốn", width=2.4),
            Column("people", "Lượt người phục vụ thêm", _NUMBER, width=1.3),
            Column("cost", "Kinh phí", _NUMBER, unit=_DONG, width=1.9),
        ),
        rows=(*rows, last),
    )


def _year_title(
    costs: PlanCosts, number: str, year: int, tasks: Sequence[PlannedTask]
) -> Sentence:
    cost_vnd = sum(one.cost_vnd for one in tasks)
    name = year_words(year)
    return (
        f"{number}. {year_words(year, is_title=True)} (",
        costs.count(f"year:{year}:tasks", len(tasks), f"Số nhiệm vụ {name}"),
        " nhiệm vụ, ",
        costs.vnd(f"year:{year}:cost", cost_vnd, f"Kinh phí {name}"),
        ")",
    )


def _work_row(at: int, task: PlannedTask, nth: int, costs: PlanCosts) -> Row:
    work = task.works[nth]
    key = f"work:{task.number}.{nth + 1}"
    people: Sentence = ()
    if work.people:
        people = (
            costs.count(f"{key}:people", work.people, f"Lượt người: {work.name}"),
        )
    where = ", ".join(filter(None, (task.place, task.commune)))
    return Row(
        (
            (str(at),),
            (str(task.number),),
            (f"{work.name[:1].upper()}{work.name[1:]}",),
            (f"{where[:1].upper()}{where[1:]}",),
            (task.funding,),
            people,
            (_vnd(costs, key, work.cost_vnd, work.name),),
        )
    )


def _vnd(
    costs: PlanCosts, key: str, amount_vnd: int | None, label: str
) -> TracedNumber:
    return costs.vnd(key, amount_vnd, label, unit=_DONG)
