"""What a plan builds for how much money: its tasks, and tables of costs by year.

Every sum is made of the costs of single works in whole đồng, so that rows and totals
of all tables agree to the đồng.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from hatangso.documents.official.blocks import Column, ColumnKind, Row, RowRole, Table
from hatangso.documents.official.numbers import money, traced
from hatangso.documents.official.spans import Sentence, TracedNumber
from hatangso.documents.plan_words import is_calendar_year
from hatangso.language import sort_key
from hatangso.language.money_words import money_in_words
from hatangso.model.provenance import Reality

__all__ = [
    "CostEntry",
    "PlanCosts",
    "PlannedTask",
    "PlannedWork",
    "by_funding",
    "by_kind",
    "costs_by_year",
    "in_words",
    "span_of_years",
    "year_words",
]

_DONG = "đồng"
_SUM = "Tổng cộng"


@dataclass(frozen=True)
class PlannedWork:
    """One work or route of a task.

    Attributes:
        kind: In words: ``Xây cột mới``.
        people: Served newly by it, one service at a time.
    """

    name: str
    kind: str
    cost_vnd: int
    people: int


@dataclass(frozen=True)
class PlannedTask:
    """A row of the annex of tasks.

    Attributes:
        number: As in the plan's table and map.
        group: Kind of the work that names it, in words.
        year: In which it is built: of the calendar, or counted from 1.
        deadline: None of a plan without calendar years.
        funding: Whose money; says so when nobody knows.
        place: Where, to be read within a sentence: ``gần Xóm 12``.
        commune: Empty outside the province.
    """

    number: int
    name: str
    group: str
    lead: str
    cooperating: str
    year: int
    deadline: date | None
    funding: str
    works: tuple[PlannedWork, ...]
    place: str = ""
    commune: str = ""

    @property
    def cost_vnd(self) -> int:
        """Return what all its works cost."""
        return sum(one.cost_vnd for one in self.works)

    @property
    def people(self) -> int:
        """Return the people served newly, one service at a time."""
        return sum(one.people for one in self.works)


@dataclass(frozen=True)
class PlanCosts:
    """The tasks of a plan with their money.

    Attributes:
        title: Of the scenario.
        years: All that the document speaks of, in order; some may cost nothing.
        budgets_vnd: The most that each may cost; None without a limit.
        source: Of its numbers, in words.
        reality: Of the least real layer that it rests on.
    """

    title: str
    years: tuple[int, ...]
    budgets_vnd: tuple[int | None, ...]
    tasks: tuple[PlannedTask, ...]
    source: str
    reality: Reality

    @property
    def cost_vnd(self) -> int:
        """Return what all tasks cost."""
        return sum(one.cost_vnd for one in self.tasks)

    @property
    def period(self) -> str:
        """Return the years as a number's period: ``2026-2028``."""
        return span_of_years(self.years, "-")

    def groups(self) -> dict[str, tuple[PlannedTask, ...]]:
        """Return the tasks by kind of work, the dearest group first."""
        return _grouped(self.tasks, lambda task: task.group)

    def leads(self) -> dict[str, tuple[PlannedTask, ...]]:
        """Return the tasks by who leads them, the dearest first."""
        return _grouped(self.tasks, lambda task: task.lead)

    def vnd(
        self, key: str, amount_vnd: int | None, label: str, *, unit: str = ""
    ) -> TracedNumber:
        """Return an amount of this plan; ``unit`` as in `numbers.money`."""
        return money(
            amount_vnd,
            unit=unit,
            key=f"{key}:vnd",
            label=label,
            period=self.period,
            source=self.source,
            reality=self.reality,
        )

    def count(
        self, key: str, value: float | None, label: str, *, unit: str = ""
    ) -> TracedNumber:
        """Return a count of this plan, followed by its unit if there is one."""
        return traced(
            value,
            unit=unit,
            shows_unit=bool(unit),
            key=key,
            label=label,
            period=self.period,
            source=self.source,
            reality=self.reality,
        )

    def total(self, *, unit: str = "") -> TracedNumber:
        """Return what the whole plan costs; ``unit`` as in `numbers.money`."""
        label = "Tổng kinh phí của phương án"
        return self.vnd("plan_cost", self.cost_vnd, label, unit=unit)


def _grouped(
    tasks: Iterable[PlannedTask], name_of: Callable[[PlannedTask], str]
) -> dict[str, tuple[PlannedTask, ...]]:
    found: dict[str, list[PlannedTask]] = {}
    for task in tasks:
        found.setdefault(name_of(task), []).append(task)
    costs = {name: sum(one.cost_vnd for one in group) for name, group in found.items()}
    names = sorted(found, key=lambda name: (-costs[name], sort_key(name)))
    return {name: tuple(found[name]) for name in names}


@dataclass(frozen=True)
class CostEntry:
    """Money of one row of a table in one year."""

    row: str
    year: int
    cost_vnd: int


def by_funding(costs: PlanCosts) -> tuple[CostEntry, ...]:
    """Return whose money each task takes."""
    return tuple(CostEntry(one.funding, one.year, one.cost_vnd) for one in costs.tasks)


def by_kind(costs: PlanCosts) -> tuple[CostEntry, ...]:
    """Return what each work is spent on."""
    return tuple(
        CostEntry(work.kind, task.year, work.cost_vnd)
        for task in costs.tasks
        for work in task.works
    )


def costs_by_year(
    name: str,
    caption: str,
    title: str,
    entries: Iterable[CostEntry],
    costs: PlanCosts,
) -> Table:
    """Return a table of money: a row for each name, a column for each year, sums.

    Args:
        name: Of the table, and first part of the keys of its numbers.
        caption: Above the table.
        title: Of the column of names.
        entries: What is summed.
        costs: The plan that they belong to; its years are the columns.
    """
    sums: dict[tuple[str, int], int] = {}
    for one in entries:
        at = one.row, one.year
        sums[at] = sums.get(at, 0) + one.cost_vnd
    rows = {row: sum(sums.get((row, y), 0) for y in costs.years) for row, _ in sums}
    names = sorted(rows, key=lambda row: (-rows[row], sort_key(row)))
    whole = {y: sum(sums.get((row, y), 0) for row in names) for y in costs.years}

    def cells(row: str, amounts: list[int]) -> tuple[Sentence, ...]:
        columns = costs.years if len(costs.years) > 1 else ()
        keys = {str(year): year_words(year) for year in columns}
        keys["total"] = "tổng cộng" if row != _SUM else "cả giai đoạn"
        return tuple(
            (costs.vnd(f"{name}:{row}:{key}", vnd, f"{row}, {when}", unit=_DONG),)
            for (key, when), vnd in zip(keys.items(), amounts, strict=True)
        )

    def amounts(row: str) -> list[int]:
        parts = [sums.get((row, year), 0) for year in costs.years]
        return [*parts, sum(parts)] if len(parts) > 1 else parts

    totals = list(whole.values())
    totals = [*totals, sum(totals)] if len(totals) > 1 else totals
    return Table(
        name=name,
        caption=caption,
        columns=_columns(title, costs.years),
        rows=(
            *(
                Row(((str(at),), (row,), *cells(row, amounts(row))))
                for at, row in enumerate(names, start=1)
            ),
            Row(((), (_SUM,), *cells(_SUM, totals)), RowRole.TOTAL),
        ),
    )


def _columns(title: str, years: tuple[int, ...]) -> tuple[Column, ...]:
    number = ColumnKind.NUMBER
    last = Column("total", "Kinh phí", number, unit=_DONG, width=2.2)
    spread = [
        Column(f"y{year}", year_words(year, is_title=True), number, _DONG, 2.0)
        for year in years
    ]
    if len(years) > 1:
        last = Column("total", "Tổng cộng", number, unit=_DONG, width=2.2)
    return (
        Column("tt", "STT", ColumnKind.ORDINAL, width=0.6),
        Column("name", title, width=3.4),
        *(spread if len(years) > 1 else ()),
        last,
    )


def in_words(amount_vnd: int) -> str:
    """Return an amount as it stands in brackets after the figures.

    >>> in_words(600_000_000)
    '(bằng chữ: sáu trăm triệu đồng)'
    """
    return f"(bằng chữ: {money_in_words(amount_vnd)})"


def year_words(year: int, *, is_title: bool = False) -> str:
    """Return a year within a sentence, or as the title of a column."""
    if is_calendar_year(year):
        return f"Năm {year}" if is_title else f"năm {year}"
    return f"Năm thứ {year}" if is_title else f"năm thứ {year}"


def span_of_years(years: tuple[int, ...], mark: str = " - ") -> str:
    """Return first and last year, once where they are the same; no years: nothing.

    >>> span_of_years((2026, 2027, 2028))
    '2026 - 2028'
    """
    if not years or not is_calendar_year(years[0]):
        return ""
    ends = dict.fromkeys((years[0], years[-1]))
    return mark.join(str(year) for year in ends)
