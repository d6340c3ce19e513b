"""A table of somebody's file as records of a kind: every cell a value, or a finding."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from shapely import Geometry

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.geography.unit_history import UnitHistory
from hatangso.io.records.column_terms import PARENT_UNIT
from hatangso.io.records.date_reading import read_dates, read_periods
from hatangso.io.records.number_reading import read_numbers
from hatangso.io.records.position_reading import Knowledge, read_positions
from hatangso.io.records.territory import Territory
from hatangso.io.records.value_reading import (
    ColumnReading,
    read_choices,
    read_texts,
    read_units,
    read_yes_no,
)
from hatangso.language.words import fold
from hatangso.model.file_reading import (
    ColumnMatch,
    Question,
    ReadRow,
    TableReading,
)
from hatangso.model.raw_table import CellValue, RawColumn, RawTable
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import Field, FieldType, RecordKind

__all__ = ["ReadingContext", "column_name", "place_of", "read_table"]

_TEXT_FILES = (".csv", ".tsv", ".txt")
# How groups of rows begin that are named after a unit above their communes.
_ABOVE_WORDS = ("huyen", "quan", "thi xa", "thanh pho", "tinh", "district")
_PLACES = ("lon_deg", "lat_deg")


@dataclass(frozen=True)
class ReadingContext:
    """What is known beside the file.

    Attributes:
        units: All administrative units through time.
        day: On which their names are looked up.
        province: Name of the province, where a row does not say what is above a
            commune.
        answers: To earlier questions, by their keys.
        borders: Of the communes of the province, by their codes.
        region: All of them together; None when nothing is known of them.
        positions: Longitude and latitude of the records that the register has, by key.
    """

    units: UnitHistory
    day: date
    province: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    borders: Mapping[str, Geometry] = field(default_factory=dict)
    region: Territory | None = None
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass
class _Draft:
    """What grows while a table is read."""

    table: RawTable
    values: list[dict[str, FieldValue]]
    broken: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    def note_finding(
        self,
        severity: Severity,
        row: int,
        match: ColumnMatch | None,
        problem: Message,
        fix: Message,
    ) -> None:
        """Note what is wrong with a cell; ``row`` counts the rows of the table."""
        raw = self.table.rows[row]
        index = self.table.columns.index(match.column) if match else None
        self.findings.append(
            Finding(
                severity,
                Place(
                    self.table.file,
                    raw.number,
                    column_name(match) if match else None,
                    self.table.sheet or None,
                ),
                problem,
                fix,
                None if index is None else raw.cells[index],
            )
        )
        if severity is Severity.ERROR:
            self.broken.add(row)


def column_name(match: ColumnMatch) -> str:
    """Return a column as its reader finds it: letter and title.

    >>> from hatangso.model.raw_table import RawColumn
    >>> column_name(ColumnMatch(RawColumn("C", ("Tên",)), "name", 1, Message("")))
    'C (Tên)'
    """
    letter, title = match.column.letter, match.column.title
    return f"{letter} ({title})" if title and title != letter else letter


def place_of(reading: TableReading, row: int, name: str = "") -> Place:
    """Return the cell that a row has for a field; the row when it has none."""
    match = next((one for one in reading.matches if name and one.field == name), None)
    column = column_name(match) if match else None
    return Place(reading.file, row, column, reading.sheet or None)


def read_table(
    table: RawTable,
    kind: RecordKind,
    matches: Sequence[ColumnMatch],
    *,
    context: ReadingContext,
) -> TableReading:
    """Read every cell into the type of its field; all that is wrong is noted at once.

    A row with an error is no less read, but not usable. Empty cells are None. What
    stands twice in the file is noted; whether a value is needed depends on what the
    register has.

    Args:
        table: As it stands in the file.
        kind: What its rows are.
        matches: Which field each column fills.
        context: What is known beside the file.
    """
    draft = _Draft(
        table,
        [{} for _ in table.rows],
        findings=list(table.findings),
        notes=list(table.notes),
    )
    _mark_broken(draft)
    known = {item.name: item for item in kind.fields}
    columns = _Columns(table, kind, matches, context)
    for index, match in enumerate(matches):
        item = known.get(match.field)
        if item is not None and item.name not in _PLACES:
            _take_column(columns.read(index, item), item, match, draft)
    _take_positions(kind, matches, draft, context)
    _note_copies(kind, matches, draft)
    _note_spellings(kind, matches, draft)
    rows = [
        ReadRow(raw.number, values, index not in draft.broken)
        for index, (raw, values) in enumerate(
            zip(table.rows, draft.values, strict=True)
        )
    ]
    return TableReading(
        file=table.file,
        sheet=table.sheet,
        kind=kind.code,
        matches=tuple(matches),
        rows=tuple(rows),
        findings=tuple(draft.findings),
        questions=tuple(draft.questions),
        notes=tuple(draft.notes),
    )


def _mark_broken(draft: _Draft) -> None:
    """Mark the rows with errors that were found before their cells were read."""
    numbers = {
        finding.place.row
        for finding in draft.findings
        if finding.severity is Severity.ERROR
    }
    draft.broken.update(
        index for index, row in enumerate(draft.table.rows) if row.number in numbers
    )


@dataclass(frozen=True)
class _Columns:
    """Reads the columns of a table as their fields ask."""

    table: RawTable
    kind: RecordKind
    matches: Sequence[ColumnMatch]
    context: ReadingContext

    @cached_property
    def cells(self) -> list[tuple[CellValue, ...]]:
        """Return the cells of each column."""
        if not self.table.rows:
            return [() for _ in self.matches]
        return list(zip(*(row.cells for row in self.table.rows), strict=True))

    def read(self, index: int, item: Field) -> ColumnReading:
        """Return a column as its field asks."""
        cells = self.cells[index]
        column = self.matches[index].column
        answers = self.context.answers
        read: dict[FieldType, Callable[[], ColumnReading]] = {
            FieldType.DATE: lambda: read_dates(cells, item, column, answers),
            FieldType.PERIOD: lambda: read_periods(cells, item, column, answers),
            FieldType.UNIT: lambda: self._units(cells),
            FieldType.CHOICE: lambda: read_choices(cells, item),
            FieldType.YES_NO: lambda: read_yes_no(cells, item),
            FieldType.TEXT: lambda: self._texts(cells, item),
            FieldType.REFERENCE: lambda: self._texts(cells, item),
        }
        return read.get(item.type, lambda: self._numbers(cells, item, column))()

    def _numbers(
        self, cells: Sequence[CellValue], item: Field, column: RawColumn
    ) -> ColumnReading:
        has_comparator = any(one.name == "comparator" for one in self.kind.fields)
        answers = self.context.answers
        return read_numbers(cells, item, column, answers, has_comparator=has_comparator)

    def _texts(self, cells: Sequence[CellValue], item: Field) -> ColumnReading:
        is_text_file = self.table.file.lower().endswith(_TEXT_FILES)
        return read_texts(cells, item, is_guarded=is_text_file)

    def _units(self, cells: Sequence[CellValue]) -> ColumnReading:
        return read_units(
            cells,
            _units_above(self.table, self.matches),
            self.context.units,
            day=self.context.day,
            known=self.context.borders,
            parent=self.context.province,
        )


def _units_above(table: RawTable, matches: Sequence[ColumnMatch]) -> list[str]:
    """Return what each row says of the unit above its commune."""
    columns = [
        index for index, match in enumerate(matches) if match.field == PARENT_UNIT
    ]
    above = []
    for row in table.rows:
        told = [str(row.cells[index]) for index in columns if row.cells[index]]
        groups = [
            group
            for group in reversed(row.groups)
            if fold(group).startswith(_ABOVE_WORDS)
        ]
        above.append(", ".join([*told, *groups]))
    return above


def _take_column(
    read: ColumnReading, item: Field, match: ColumnMatch, draft: _Draft
) -> None:
    """Put the values of a column into their rows."""
    draft.questions += read.questions
    draft.notes += read.notes
    for doubt in read.doubts:
        draft.findings.append(
            Finding(
                doubt.severity,
                Place(
                    draft.table.file,
                    draft.table.header_row or None,
                    column_name(match),
                    draft.table.sheet or None,
                ),
                doubt.problem,
                doubt.fix,
                match.column.title,
            )
        )
    padded = 0
    name = item.name
    for index, (values, cell) in enumerate(zip(draft.values, read.cells, strict=True)):
        value, doubts, beside, note = cell
        if doubts:
            for one in doubts:
                draft.note_finding(one.severity, index, match, one.problem, one.fix)
            if cell.is_error:
                continue
        if value is not None or name not in values:
            values[name] = value
        if beside:
            values.update({n: v for n, v in beside.items() if not values.get(n)})
        if note:
            padded += note == "zeros"
    if padded:
        draft.notes.append(
            Message(
                '{count} codes in "{column}" got back zeros that a spreadsheet took',
                {"count": padded, "column": match.column.title},
            )
        )


def _take_positions(
    kind: RecordKind,
    matches: Sequence[ColumnMatch],
    draft: _Draft,
    context: ReadingContext,
) -> None:
    """Put positions and shapes into their rows, in WGS 84."""
    if kind.geometry is None:
        return
    knowledge = Knowledge(
        borders=context.borders,
        communes=[str(one.get(kind.unit_field) or "") for one in draft.values],
        known=[
            context.positions.get(str(one.get(kind.key[0]))) for one in draft.values
        ],
        region=context.region,
        answers=context.answers,
    )
    read = read_positions(draft.table, kind, matches, knowledge)
    draft.questions += read.questions
    draft.notes += read.notes
    for index, (values, doubts) in enumerate(
        zip(read.values, read.doubts, strict=True)
    ):
        draft.values[index].update(values)
        for doubt in doubts:
            draft.note_finding(
                doubt.severity, index, read.match, doubt.problem, doubt.fix
            )


def _note_copies(
    kind: RecordKind, matches: Sequence[ColumnMatch], draft: _Draft
) -> None:
    """Note the rows that say again what an earlier row says."""
    fix = Message("remove the copy")
    if kind.is_log:
        fix = Message("remove it if it is a copy; two equal events may both stay")
    first: dict[tuple[FieldValue, ...], int] = {}
    match = next((one for one in matches if one.field in kind.key), None)
    for index, values in enumerate(draft.values):
        key = tuple([values.get(name) for name in kind.key])
        if key.count(None) == len(key):
            continue
        earlier = first.setdefault(key, index)
        if earlier == index or values != draft.values[earlier]:
            # Rows that differ are told apart, or refused, against the register.
            continue
        number = draft.table.rows[earlier].number
        draft.note_finding(
            Severity.WARNING,
            index,
            match,
            Message("the row says the same as row {first}", {"first": number}),
            fix,
        )


def _note_spellings(
    kind: RecordKind, matches: Sequence[ColumnMatch], draft: _Draft
) -> None:
    """Note names that differ in nothing but their spelling within one unit."""
    rule = kind.duplicates
    if rule is None or not rule.alike:
        return
    match = next((one for one in matches if one.field in rule.alike), None)
    first: dict[tuple[object, ...], int] = {}
    for index, values in enumerate(draft.values):
        names = [values.get(name) for name in rule.alike]
        same = [values.get(name) for name in rule.same]
        if None in names or not same or None in same:
            continue
        plain = tuple(_letters(str(name)) for name in names)
        earlier = first.setdefault((plain, *same), index)
        other = draft.values[earlier]
        spelled = [other.get(name) for name in rule.alike]
        if earlier == index or spelled == names:
            continue
        draft.note_finding(
            Severity.SUGGESTION,
            index,
            match,
            Message(
                '"{name}" may be "{other}" of row {first}',
                {
                    "name": names[0],
                    "other": spelled[0],
                    "first": draft.table.rows[earlier].number,
                },
            ),
            Message("keep one of the two rows if they are one"),
        )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
