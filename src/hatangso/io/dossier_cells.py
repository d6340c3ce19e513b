"""Cells of a table of dossiers, each with its place, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hatangso.errors import Message, Place
from hatangso.io.dossier_moments import read_moment
from hatangso.io.findings import Findings
from hatangso.model.raw_table import CellValue, RawRow, RawTable

__all__ = ["DossierCells", "day_end", "is_before"]

_MOST_TERM_DAYS = 1_000


@dataclass
class DossierCells:
    """The cells of one table by the names of its columns; problems are noted.

    Attributes:
        columns: Where each column stands; what the table lacks is not in it.
    """

    table: RawTable
    columns: Mapping[str, int]
    findings: Findings

    def term(self, row: RawRow) -> int:
        """Return the number of working days of a row; 0 without one."""
        cell = self.cell(row, "term")
        if cell is None:
            return 0
        text = str(cell).split(" ")[0].replace(",", ".")
        try:
            days = float(text)
        except ValueError:
            days = -1.0
        if not (0 < days <= _MOST_TERM_DAYS and days.is_integer()):
            self.refuse(row, "term", Message("this is no number of working days"))
            return 0
        return int(days)

    def moment(self, row: RawRow, name: str) -> tuple[datetime, bool] | None:
        """Return a moment and whether it has a time; None without one that can be."""
        cell = self.cell(row, name)
        if cell is None:
            return None
        found = read_moment(cell)
        if found is None:
            self.findings.error(
                self.place(row, name),
                Message("this is no date from 1990 to 2099"),
                Message("write day/month/year hour:minute, like 05/01/2026 08:30"),
                cell,
            )
        return found

    def refuse(self, row: RawRow, name: str, problem: Message) -> None:
        """Note why a row cannot be judged."""
        self.findings.error(
            self.place(row, name),
            problem,
            Message("correct the row; it is not judged"),
            self.cell(row, name),
        )

    def cell(self, row: RawRow, name: str) -> CellValue:
        """Return a cell of a row; None when it is empty or there is no such column."""
        at = self.columns.get(name)
        return None if at is None else row.cells[at]

    def text(self, row: RawRow, name: str) -> str:
        """Return a cell as text, its spaces made single."""
        cell = self.cell(row, name)
        return "" if cell is None else " ".join(str(cell).split())

    def place(self, row: RawRow, name: str) -> Place:
        """Return where a cell stands."""
        at = self.columns.get(name)
        column = None if at is None else self.table.columns[at].title
        return Place(self.table.file, row.number, column, self.table.sheet or None)


def is_before(one: tuple[datetime, bool], other: tuple[datetime, bool]) -> bool:
    """Tell whether a moment is before another; by days where a time is missing."""
    if one[1] and other[1]:
        return one[0] < other[0]
    return one[0].date() < other[0].date()


def day_end(due: tuple[datetime, bool]) -> datetime:
    """Return the moment that a deadline ends: a day's is midnight after it."""
    moment, has_time = due
    return moment if has_time else moment + timedelta(days=1)
