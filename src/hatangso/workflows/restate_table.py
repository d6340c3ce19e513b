"""Restate a table of counts on the units of another day."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hatangso.errors import Finding, InvalidInputError
from hatangso.geography.restatement import RestatedValue, restate
from hatangso.geography.unit_history import UnitHistory
from hatangso.io.csv_tables import write_csv
from hatangso.io.findings import Findings
from hatangso.io.sheets.workbooks import read_tables
from hatangso.io.unit_files import shipped_units
from hatangso.model.raw_table import RawTable
from hatangso.model.unit_history import SuccessionBasis, UnitExistence
from hatangso.workflows.count_tables import CountTable, read_counts

__all__ = ["RestatedRow", "RestatedTable", "as_csv", "restate_table"]

_FACTS = (
    *("basis", "is_restated", "is_estimated", "missing"),
    "stated_on",
)
# What a spreadsheet would take for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class RestatedRow:
    """One unit of the day asked, with its counts.

    Attributes:
        counts: In the order of the table's columns.
    """

    unit: UnitExistence
    above: str
    counts: tuple[RestatedValue, ...]


@dataclass(frozen=True)
class RestatedTable:
    """A table on the units of another day.

    Attributes:
        columns: Titles of the counts.
        left_out: Titles of columns that are no counts.
        path: The file that was written; None when none was.
    """

    columns: tuple[str, ...]
    left_out: tuple[str, ...]
    rows: tuple[RestatedRow, ...]
    stated_on: date
    to_day: date
    basis: SuccessionBasis
    findings: tuple[Finding, ...] = ()
    path: Path | None = None

    @property
    def estimated(self) -> int:
        """Return how many units hold an estimated count."""
        return sum(any(c.is_estimated for c in row.counts) for row in self.rows)

    @property
    def incomplete(self) -> int:
        """Return how many units lack a part."""
        return sum(any(c.missing for c in row.counts) for row in self.rows)


def restate_table(
    path: Path,
    *,
    to_day: date,
    basis: SuccessionBasis,
    stated_on: date | None = None,
    unit_column: str = "",
    output: Path | None = None,
) -> RestatedTable:
    """Read a table of counts, restate it and write it.

    Args:
        path: A workbook or delimited text with a row for each unit.
        to_day: The day on whose units the counts are wanted.
        basis: By what divided units are divided.
        stated_on: The day whose units the file names; the other side of the change of
            units next to ``to_day`` when None.
        unit_column: Title or letter of the column with names or codes.
        output: The CSV file to write; none when None.

    Raises:
        InvalidInputError: The file cannot be read, holds no table or several, or has
            cells that cannot be understood; all findings at once.
    """
    units = shipped_units()
    day = stated_on or _other_side(units, to_day)
    table = _only_table(path)
    findings = Findings(list(table.findings))
    counts = read_counts(table, units, findings, day=day, unit_column=unit_column)
    findings.raise_errors()
    if not counts.columns:
        text = "{file} has no column of counts: ratios and texts cannot be restated"
        raise InvalidInputError(text, findings=findings.items, file=path.name)
    restated = RestatedTable(
        tuple(title for title, _ in counts.columns),
        counts.left_out,
        _rows(counts, units, day, to_day, basis),
        day,
        to_day,
        basis,
        tuple(findings),
        output,
    )
    if output is not None:
        write_csv(output, _header(restated), _cells(restated))
    return restated


def as_csv(table: RestatedTable) -> str:
    """Return the table as text for a screen or a pipe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_header(table), *_cells(table)])
    return text.getvalue()


def _other_side(units: UnitHistory, to_day: date) -> date:
    """Return a day on the other side of the nearest change of units."""
    earlier = units.events(date.min, to_day)
    if earlier:
        return earlier[-1] - timedelta(days=1)
    later = units.events(to_day, date.max)
    return later[0] if later else to_day


def _only_table(path: Path) -> RawTable:
    tables = [table for table in read_tables(path) if table.rows]
    if len(tables) == 1:
        return tables[0]
    if not tables:
        text = "{file} holds no table: write a header, and a row for each unit"
        raise InvalidInputError(text, file=path.name)
    text = "{file} holds {count} tables: keep the one to restate in a file of its own"
    raise InvalidInputError(text, file=path.name, count=len(tables))


def _rows(
    counts: CountTable,
    units: UnitHistory,
    day: date,
    to_day: date,
    basis: SuccessionBasis,
) -> tuple[RestatedRow, ...]:
    columns = [
        restate(values, units, stated_on=day, to_day=to_day, basis=basis)
        for _, values in counts.columns
    ]
    return tuple(
        RestatedRow(
            row[0].unit,
            ", ".join(f"{one.kind} {one.name}" for one in units.ancestors(row[0].unit)),
            row,
        )
        for row in zip(*columns, strict=True)
    )


def _header(table: RestatedTable) -> tuple[str, ...]:
    titles = (
        "'" + title if title.startswith(_FORMULA_STARTS) else title
        for title in table.columns
    )
    return ("code", "kind", "name", "above", *titles, *_FACTS)


def _cells(table: RestatedTable) -> list[tuple[object, ...]]:
    return [
        (
            *(row.unit.code, row.unit.kind, row.unit.name, row.above),
            *(count.value for count in row.counts),
            table.basis,
            _yes_no(any(count.is_restated for count in row.counts)),
            _yes_no(any(count.is_estimated for count in row.counts)),
            _missing(table.columns, row.counts),
            table.stated_on,
        )
        for row in table.rows
    ]


def _yes_no(value: bool) -> str:  # noqa: FBT001 - one word for one value
    return "yes" if value else "no"


def _missing(columns: Sequence[str], counts: Sequence[RestatedValue]) -> str:
    """Return the parts without a value, with the columns where these differ."""
    lists = [" ".join(count.missing) for count in counts]
    if len(set(lists)) == 1:
        return lists[0]
    named = zip(columns, lists, strict=True)
    return "; ".join(f"{title}: {codes}" for title, codes in named if codes)
