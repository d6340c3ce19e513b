"""Annexes of a plan: who does what by when for how much, and whom it leaves out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.documents.kinds.plan_costs import PlanCosts, PlannedTask, year_words
from hatangso.documents.official.blocks import Column, ColumnKind, Row, RowRole, Table
from hatangso.documents.official.numbers import money
from hatangso.documents.official.spans import NO_DATA, Sentence, TracedNumber
from hatangso.documents.official.wording import roman
from hatangso.language import format_date
from hatangso.model.provenance import Reality

__all__ = [
    "LeftOutPlace",
    "RegisterTask",
    "left_out_table",
    "register_cost_vnd",
    "task_table",
]

_REGISTER = "Sổ đăng ký nhiệm vụ của tỉnh"
_DONG = "đồng"


@dataclass(frozen=True)
class RegisterTask:
    """A task of the register that no plan has made.

    Attributes:
        budget_vnd: None when nobody has said.
        funding: Empty likewise.
    """

    code: str
    name: str
    lead: str
    cooperating: str
    deadline: date | None
    budget_vnd: int | None
    funding: str


@dataclass(frozen=True)
class LeftOutPlace:
    """A place that the plan leaves without a service.

    Attributes:
        key: Unique for place and service.
        people: 0 of places where nobody lives.
        remedy: Cheapest way to serve it for itself; empty when none was found.
        cost_vnd: What that costs more than the plan; None without one.
    """

    key: str
    name: str
    commune: str
    people: int
    service: str
    why: str
    remedy: str
    cost_vnd: int | None


def register_cost_vnd(tasks: Iterable[RegisterTask]) -> int | None:
    """Return what tasks of the register cost; None when nobody has said of any."""
    known = [one.budget_vnd for one in tasks if one.budget_vnd is not None]
    return sum(known) if known else None


def task_table(costs: PlanCosts, tasks: Sequence[RegisterTask]) -> Table:
    """Return the annex of tasks: the plan's by kind of work, then the register's."""
    rows: list[Row] = []
    at = 0
    for nth, (group, planned) in enumerate(costs.groups().items(), start=1):
        rows.append(Row((_group_title(costs, roman(nth), group, planned),), _GROUP))
        for one in planned:
            at += 1
            rows.append(_planned_row(at, one, costs))
    if not tasks:
        rows.append(_total_row("Tổng cộng", costs.total(unit=_DONG)))
        return _tasks(rows, "")
    rows.append(_total_row("Cộng kinh phí phương án", costs.total(unit=_DONG)))
    nth = len(costs.groups()) + 1
    title = f"{roman(nth)}. Nhiệm vụ khác của tỉnh ({len(tasks)} nhiệm vụ)"
    rows.append(Row(((title,),), _GROUP))
    rows += [_register_row(at + n, one) for n, one in enumerate(tasks, start=1)]
    other_vnd = register_cost_vnd(tasks)
    other = _register_money("register_cost", other_vnd, "Kinh phí nhiệm vụ khác")
    rows.append(_total_row("Cộng kinh phí nhiệm vụ khác", other))
    whole_vnd = costs.cost_vnd + (other_vnd or 0)
    label = "Kinh phí của mọi nhiệm vụ"
    whole = costs.vnd("all_tasks", whole_vnd, label, unit=_DONG)
    rows.append(_total_row("Tổng cộng", whole))
    unknown = sum(one.budget_vnd is None for one in tasks)
    note = f"Tổng cộng chưa gồm {unknown} nhiệm vụ {NO_DATA} về kinh phí."
    return _tasks(rows, note if unknown else "")


_GROUP = RowRole.GROUP


def _tasks(rows: Iterable[Row], note: str) -> Table:
    return Table(
        name="tasks",
        caption="Nhiệm vụ, phân công, thời hạn và kinh phí",
        columns=(
            Column("tt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("task", "Nhiệm vụ", width=4.6),
            Column("lead", "Cơ quan, đơn vị chủ trì", width=1.7),
            Column("cooperating", "Cơ quan, đơn vị phối hợp", width=2.4),
            Column("deadline", "Thời hạn hoàn thành", ColumnKind.DATE, width=1.4),
            Column("cost", "Kinh phí", ColumnKind.NUMBER, unit=_DONG, width=1.9),
            Column("funding", "Nguồn vốn", width=2.2),
        ),
        rows=tuple(rows),
        note=note,
    )


def _group_title(
    costs: PlanCosts, number: str, group: str, tasks: Sequence[PlannedTask]
) -> Sentence:
    cost_vnd = sum(one.cost_vnd for one in tasks)
    return (
        f"{number}. {group} (",
        costs.count(f"tasks:{group}", len(tasks), f"Số nhiệm vụ: {group}"),
        " nhiệm vụ, ",
        costs.vnd(f"group:{group}", cost_vnd, f"Kinh phí: {group}"),
        ")",
    )


def _planned_row(at: int, task: PlannedTask, costs: PlanCosts) -> Row:
    number = costs.vnd(f"task:{task.number}", task.cost_vnd, task.name, unit=_DONG)
    by = format_date(task.deadline) if task.deadline else year_words(task.year)
    return Row(
        (
            (str(at),),
            (task.name,),
            (task.lead,),
            (task.cooperating,),
            (by,),
            (number,),
            (task.funding,),
        )
    )


def _register_row(at: int, task: RegisterTask) -> Row:
    number = _register_money(f"register:{task.code}", task.budget_vnd, task.name)
    return Row(
        (
            (str(at),),
            (task.name,),
            (task.lead,),
            (task.cooperating,),
            (format_date(task.deadline) if task.deadline else NO_DATA,),
            (number,),
            (task.funding or NO_DATA,),
        )
    )


def _register_money(key: str, amount_vnd: int | None, label: str) -> TracedNumber:
    return money(
        amount_vnd,
        unit=_DONG,
        key=f"{key}:vnd",
        label=label,
        period="",
        source=_REGISTER,
        reality=Reality.REAL,
    )


def _total_row(name: str, number: TracedNumber) -> Row:
    return Row(((), (name,), (), (), (), (number,), ()), RowRole.TOTAL)


def left_out_table(places: Sequence[LeftOutPlace], costs: PlanCosts) -> Table:
    """Return who stays without what, and what it would take; by service and reason."""
    groups: dict[tuple[str, str], list[LeftOutPlace]] = {}
    for one in places:
        groups.setdefault((one.service, one.why), []).append(one)
    order = [*dict.fromkeys(one.service for one in places)]
    rows: list[Row] = []
    at = 0
    for nth, (service, why) in enumerate(
        sorted(groups, key=lambda group: order.index(group[0])), start=1
    ):
        own = groups[service, why]
        label = f"Nơi chưa có {service}: {why}"
        count = costs.count(f"left_out:{service}:{why}", len(own), label)
        title: Sentence = (f"{roman(nth)}. Chưa có {service} (", count, f" nơi): {why}")
        rows.append(Row((title,), RowRole.GROUP))
        for one in own:
            at += 1
            rows.append(_left_out_row(at, one, costs))
    return Table(
        name="left_out",
        caption="Nơi chưa được đưa vào kế hoạch và lý do",
        columns=(
            Column("tt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("name", "Điểm dân cư, công trình", width=3.0),
            Column("commune", "Xã, phường", width=2.2),
            Column("people", "Dân số", ColumnKind.NUMBER, unit="người", width=1.0),
            Column("remedy", "Cách phục vụ rẻ nhất cho riêng nơi này", width=4.6),
            Column("cost", "Kinh phí thêm", ColumnKind.NUMBER, unit=_DONG, width=1.7),
        ),
        rows=tuple(rows),
    )


def _left_out_row(at: int, one: LeftOutPlace, costs: PlanCosts) -> Row:
    people: Sentence = ()
    if one.people:
        people = (costs.count(f"left_out:{one.key}", one.people, one.name),)
    cost: Sentence = ()
    if one.cost_vnd is not None:
        label = f"Kinh phí thêm: {one.name}"
        cost = (costs.vnd(f"left_out:{one.key}", one.cost_vnd, label, unit=_DONG),)
    return Row(
        (
            (str(at),),
            (one.name,),
            (one.commune,),
            people,
            (_high(one.remedy) or "Chưa tìm được",),
            cost,
        )
    )


def _high(text: str) -> str:
    return text[:1].upper() + text[1:]
