"""Read the dossiers that a one-stop system exports: one row each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from hatangso.errors import Finding, InvalidInputError, Message, Place, Severity
from hatangso.io.dossier_moments import read_moment
from hatangso.io.findings import Findings
from hatangso.io.sheets.delimited_text import read_delimited
from hatangso.io.sheets.file_safety import FileFormat, recognised_format
from hatangso.io.sheets.read_limits import ReadLimits
from hatangso.io.sheets.sheet_cells import Sheet
from hatangso.io.sheets.workbooks import read_tables
from hatangso.language.words import fold
from hatangso.model.dossier import Dossier
from hatangso.model.raw_table import CellValue, RawColumn, RawRow, RawTable

__all__ = ["DossierFile", "read_dossiers"]

# A year of a large province, with room for columns that nobody asks for.
_LIMITS = ReadLimits(
    file_bytes=400_000_000,
    unpacked_bytes=2_000_000_000,
    cells=20_000_000,
    area_cells=20_000_000,
    text_bytes=2_000_000_000,
)
_TITLES = {
    "id": "dossier|ma ho so|so ho so|ma so ho so|so bien nhan|ma bien nhan",
    "procedure": "procedure|thu tuc|ten thu tuc|thu tuc hanh chinh|ten tthc|tthc"
    "|ma thu tuc|ten thu tuc hanh chinh",
    "agency": "agency|co quan|don vi|co quan giai quyet|don vi giai quyet"
    "|don vi xu ly|co quan xu ly|co quan thuc hien|don vi thuc hien",
    "field": "field|linh vuc",
    "received": "received|ngay tiep nhan|ngay nhan|thoi gian tiep nhan"
    "|thoi diem tiep nhan|ngay nhan ho so|ngay tiep nhan ho so",
    "due": "due|han tra|ngay hen tra|ngay hen tra ket qua|han tra ket qua|han xu ly"
    "|han giai quyet|ngay hen",
    "term": "working_days|so ngay lam viec|so ngay giai quyet|thoi han giai quyet"
    "|thoi han",
    "returned": "returned|ngay tra|ngay tra ket qua|ngay ket thuc|ngay hoan thanh"
    "|ngay co ket qua|thoi gian tra ket qua",
    "status": "status|trang thai|tinh trang|trang thai ho so|tinh trang ho so",
    "asked": "supplement_asked|ngay yeu cau bo sung|yeu cau bo sung",
    "given": "supplement_given|ngay bo sung|ngay nhan bo sung|ngay bo sung xong",
}
_FIELDS = {
    title: name for name, titles in _TITLES.items() for title in titles.split("|")
}
_REQUIRED = ("id", "received")
_MOST_TERM_DAYS = 1_000


class _Status(StrEnum):
    """What a status of a one-stop system means."""

    DONE = (
        "done|da tra|da tra ket qua|da giai quyet|hoan thanh|da hoan thanh"
        "|da xu ly xong|da co ket qua|tu choi|tu choi giai quyet|tra lai"
    )
    OPEN = "open|dang xu ly|dang giai quyet|moi tiep nhan|da tiep nhan|cho xu ly"
    SUSPENDED = (
        "suspended|cho bo sung|yeu cau bo sung|tam dung|dang cho bo sung"
        "|tam dung xu ly|bo sung ho so"
    )
    CANCELLED = "cancelled|huy|da huy|rut|da rut|rut ho so|cong dan rut ho so"


_STATUSES = {word: status for status in _Status for word in status.value.split("|")}


@dataclass(frozen=True)
class DossierFile:
    """What a file of dossiers holds: every row is one of the three.

    Attributes:
        dossiers: Those that can be judged, in the order of the file.
        refused_rows: With an error: not judged.
        duplicate_rows: The same as a row before.
        findings: What is wrong, each with its row and column.
    """

    file: str
    dossiers: tuple[Dossier, ...]
    refused_rows: int
    duplicate_rows: int
    findings: tuple[Finding, ...]

    @property
    def rows(self) -> int:
        """Return how many rows the file has."""
        return len(self.dossiers) + self.refused_rows + self.duplicate_rows


@dataclass
class _Reader:
    """Reads the rows of one table, noting what is wrong."""

    table: RawTable
    columns: Mapping[str, int]
    findings: Findings

    def dossier(self, row: RawRow) -> Dossier | None:
        """Return the dossier of a row; None when it cannot be judged."""
        before = len(self.findings.items)
        number = self._text(row, "id")
        if not number:
            self._refuse(row, "id", Message("the dossier has no number"))
        received = self._moment(row, "received")
        if received is None and self._cell(row, "received") is None:
            self._refuse(row, "received", Message("the date of receipt is missing"))
        status = self._status(row)
        due = self._moment(row, "due")
        returned = self._returned(row, status, received)
        supplements = self._supplements(row, status, received, returned)
        term = self._term(row)
        if received and due and self._is_before(due, received):
            self._refuse(row, "due", Message("the deadline lies before the receipt"))
        # Only those of this row: a file may have as many findings as rows.
        told = self.findings.items[before:]
        if received is None or any(one.severity is Severity.ERROR for one in told):
            return None
        if due is None and not term:
            self.findings.warn(
                self._place(row, "due"),
                Message("the dossier has neither a deadline nor a number of days"),
                Message("write the deadline; until then it is counted apart"),
            )
        return Dossier(
            id=number,
            procedure=self._text(row, "procedure"),
            agency=self._text(row, "agency"),
            field=self._text(row, "field"),
            received=received[0],
            due=None if due is None else _end(due),
            term_days=term,
            returned=returned,
            is_cancelled=status is _Status.CANCELLED,
            supplements=supplements,
            row=row.number,
        )

    def _returned(
        self,
        row: RawRow,
        status: _Status | None,
        received: tuple[datetime, bool] | None,
    ) -> datetime | None:
        found = self._moment(row, "returned")
        if found is None:
            if status is _Status.DONE and self._cell(row, "returned") is None:
                text = "the dossier is handled, but the date of its result is missing"
                self._refuse(row, "returned", Message(text))
            return None
        if received and self._is_before(found, received):
            text = "the result was given before the dossier was received"
            self._refuse(row, "returned", Message(text))
        if status in {_Status.OPEN, _Status.SUSPENDED}:
            self.findings.warn(
                self._place(row, "status"),
                Message("the status says open, but a result was given"),
                Message("correct the status; the date of the result was taken"),
                self._cell(row, "status"),
            )
        return max(found[0], received[0]) if received else found[0]

    def _supplements(
        self,
        row: RawRow,
        status: _Status | None,
        received: tuple[datetime, bool] | None,
        returned: datetime | None,
    ) -> tuple[tuple[datetime, datetime | None], ...]:
        asked, given = self._moment(row, "asked"), self._moment(row, "given")
        if asked is None:
            if given is not None or (status is _Status.SUSPENDED and returned is None):
                self.findings.warn(
                    self._place(row, "asked"),
                    Message("it is not told when the supplement was asked for"),
                    Message("write the date; until then no time is taken off"),
                )
            return ()
        if received and self._is_before(asked, received):
            text = "the supplement was asked for before the dossier was received"
            self._refuse(row, "asked", Message(text))
        start = max(asked[0], received[0]) if received else asked[0]
        if returned and start > returned:
            text = "the supplement was asked for after the result was given"
            self._refuse(row, "asked", Message(text))
        if given is None:
            return ((start, None),)
        if self._is_before(given, asked):
            text = "the supplement was given before it was asked for"
            self._refuse(row, "given", Message(text))
        end = max(given[0], start)
        if returned and end > returned and given[1]:
            text = "the supplement was given after the result"
            self._refuse(row, "given", Message(text))
        return ((start, min(end, returned) if returned else end),)

    def _status(self, row: RawRow) -> _Status | None:
        cell = self._text(row, "status")
        found = _STATUSES.get(fold(cell))
        if cell and found is None:
            self.findings.warn(
                self._place(row, "status"),
                Message('the status "{text}" is unknown', {"text": cell}),
                Message("the dates alone were taken; tell what it means"),
                cell,
            )
        return found

    def _term(self, row: RawRow) -> int:
        cell = self._cell(row, "term")
        if cell is None:
            return 0
        text = str(cell).split(" ")[0].replace(",", ".")
        try:
            days = float(text)
        except ValueError:
            days = -1.0
        if not (0 < days <= _MOST_TERM_DAYS and days.is_integer()):
            self._refuse(row, "term", Message("this is no number of working days"))
            return 0
        return int(days)

    def _moment(self, row: RawRow, name: str) -> tuple[datetime, bool] | None:
        cell = self._cell(row, name)
        if cell is None:
            return None
        found = read_moment(cell)
        if found is None:
            self.findings.error(
                self._place(row, name),
                Message("this is no date from 1990 to 2099"),
                Message("write day/month/year hour:minute, like 05/01/2026 08:30"),
                cell,
            )
        return found

    @staticmethod
    def _is_before(one: tuple[datetime, bool], other: tuple[datetime, bool]) -> bool:
        """Tell whether a moment is before another; by days where a time is missing."""
        if one[1] and other[1]:
            return one[0] < other[0]
        return one[0].date() < other[0].date()

    def _refuse(self, row: RawRow, name: str, problem: Message) -> None:
        self.findings.error(
            self._place(row, name),
            problem,
            Message("correct the row; it is not judged"),
            self._cell(row, name),
        )

    def _cell(self, row: RawRow, name: str) -> CellValue:
        place = self.columns.get(name)
        return None if place is None else row.cells[place]

    def _text(self, row: RawRow, name: str) -> str:
        cell = self._cell(row, name)
        return "" if cell is None else " ".join(str(cell).split())

    def _place(self, row: RawRow, name: str) -> Place:
        place = self.columns.get(name)
        column = None if place is None else self.table.columns[place].title
        return Place(self.table.file, row.number, column, self.table.sheet or None)


def read_dossiers(path: Path) -> DossierFile:
    """Read a file of dossiers: .csv, .xlsx, .xls or .ods with a row of column names.

    Nothing is lost: a row is a dossier, refused with an error, or a duplicate.

    Raises:
        InvalidInputError: The file cannot be read, or no table in it has the number and
            the date of receipt of dossiers; its findings name what was found.
    """
    findings = Findings()
    seen: dict[str, Dossier] = {}
    dossiers: list[Dossier] = []
    refused = duplicates = 0
    for table, columns in _tables(path):
        # Warnings on names that stand once for several rows mean nothing here.
        errors = [one for one in table.findings if one.severity is Severity.ERROR]
        findings.items.extend(errors)
        unreadable = {one.place.row for one in errors}
        reader = _Reader(table, columns, findings)
        for row in (*table.rows, *table.totals):
            found = None if row.number in unreadable else reader.dossier(row)
            if found is None:
                refused += 1
                continue
            first = seen.setdefault(found.id, found)
            if first is found:
                dossiers.append(found)
            elif replace(found, row=first.row) == first:
                duplicates += 1
                _say_duplicate(findings, table, found, first)
            else:
                refused += 1
                _say_conflict(findings, table, found, first)
    return DossierFile(path.name, tuple(dossiers), refused, duplicates, tuple(findings))


def _tables(path: Path) -> list[tuple[RawTable, dict[str, int]]]:
    """Return the tables of dossiers, with the place of each column."""
    if recognised_format(path, _LIMITS) is FileFormat.TEXT:
        tables = [_text_table(read_delimited(path, _LIMITS))]
    else:
        tables = read_tables(path, limits=_LIMITS)
    found = [(table, _columns(table)) for table in tables]
    usable = [
        (table, columns)
        for table, columns in found
        if all(name in columns for name in _REQUIRED)
    ]
    if usable:
        return usable
    findings = Findings()
    for table in tables:
        titles = ", ".join(column.title for column in table.columns)
        findings.error(
            Place(table.file, table.header_row or None, None, table.sheet or None),
            Message("no columns of dossiers; found: {titles}", {"titles": titles}),
            Message('name at least the columns "Mã hồ sơ" and "Ngày tiếp nhận"'),
        )
    raise InvalidInputError(
        "{file} holds no table of dossiers", file=path.name, findings=findings.items
    )


def _text_table(sheet: Sheet) -> RawTable:
    """Return the rows below the names of the columns, each as it stands.

    An export by a system has no merged cells and no groups: empty cells stay empty.
    """
    names = [[cell for cell in row if isinstance(cell, str)] for row in sheet.rows]
    top = next(
        (
            place
            for place, texts in enumerate(names)
            if {_field(text) for text in texts}.issuperset(_REQUIRED)
        ),
        0,
    )
    titles = sheet.rows[top] if sheet.rows else []
    return RawTable(
        file=sheet.file,
        sheet=sheet.name,
        title=(),
        columns=tuple(
            RawColumn(sheet.letter(place), () if cell is None else (str(cell),))
            for place, cell in enumerate(titles)
        ),
        rows=tuple(
            RawRow(number, tuple(row))
            for number, row in zip(
                sheet.numbers[top + 1 :], sheet.rows[top + 1 :], strict=True
            )
            if any(cell is not None for cell in row)
        ),
        header_row=sheet.numbers[top] if sheet.rows else 0,
        findings=sheet.findings,
    )


def _columns(table: RawTable) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, column in enumerate(table.columns):
        name = _field(column.titles[-1]) if column.titles else None
        if name is not None:
            places.setdefault(name, place)
    return places


def _field(title: str) -> str | None:
    return _FIELDS.get(fold(title.partition("(")[0]).strip(" :*."))


def _end(due: tuple[datetime, bool]) -> datetime:
    """Return the moment that a deadline ends: a day's is midnight after it."""
    moment, has_time = due
    return moment if has_time else moment + timedelta(days=1)


def _say_duplicate(
    findings: Findings, table: RawTable, found: Dossier, first: Dossier
) -> None:
    findings.warn(
        Place(table.file, found.row, None, table.sheet or None),
        Message("the same as row {row}: counted once", {"row": first.row}),
        Message("leave one of them out"),
        found.id,
    )


def _say_conflict(
    findings: Findings, table: RawTable, found: Dossier, first: Dossier
) -> None:
    findings.error(
        Place(table.file, found.row, None, table.sheet or None),
        Message(
            "dossier {id} also stands in row {row}, with other content",
            {"id": found.id, "row": first.row},
        ),
        Message("keep the right one; the first was taken"),
        found.id,
    )
