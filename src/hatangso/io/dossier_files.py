"""Read the dossiers that a one-stop system exports: a row each, or a row an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from hatangso.errors import Finding, InvalidInputError, Message, Place, Severity
from hatangso.io.dossier_cells import DossierCells, day_end, is_before
from hatangso.io.dossier_events import EVENT_COLUMNS, EVENT_TITLES, EventLog
from hatangso.io.findings import Findings
from hatangso.io.sheets.delimited_text import read_delimited
from hatangso.io.sheets.file_safety import FileFormat, recognised_format
from hatangso.io.sheets.read_limits import ReadLimits
from hatangso.io.sheets.sheet_cells import Sheet
from hatangso.io.sheets.workbooks import read_tables
from hatangso.language.words import fold
from hatangso.model.dossier import Dossier
from hatangso.model.raw_table import RawColumn, RawRow, RawTable

__all__ = ["DossierFile", "dossier_suffix", "read_dossiers"]

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


def _by_title(titles: Mapping[str, str]) -> dict[str, str]:
    return {title: name for name, told in titles.items() for title in told.split("|")}


_SHARED = ("id", "procedure", "agency", "field", "due", "term")
_FIELDS = _by_title(_TITLES)
_EVENT_FIELDS = _by_title({**{k: _TITLES[k] for k in _SHARED}, **EVENT_TITLES})
_LAYOUTS = (
    (_FIELDS, frozenset({"id", "received"})),
    (_EVENT_FIELDS, frozenset(EVENT_COLUMNS)),
)


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
        used_rows: That dossiers were made of: one each, or one an event.
        refused_rows: With an error: not judged.
        duplicate_rows: The same as a row before.
        findings: What is wrong, each with its row and column.
    """

    file: str
    dossiers: tuple[Dossier, ...]
    used_rows: int
    refused_rows: int
    duplicate_rows: int
    findings: tuple[Finding, ...]

    @property
    def rows(self) -> int:
        """Return how many rows the file has."""
        return self.used_rows + self.refused_rows + self.duplicate_rows


class _Reader(DossierCells):
    """Reads the rows of one table, noting what is wrong."""

    def dossier(self, row: RawRow) -> Dossier | None:
        """Return the dossier of a row; None when it cannot be judged."""
        before = len(self.findings.items)
        number = self.text(row, "id")
        if not number:
            self.refuse(row, "id", Message("the dossier has no number"))
        received = self.moment(row, "received")
        if received is None and self.cell(row, "received") is None:
            self.refuse(row, "received", Message("the date of receipt is missing"))
        status = self._status(row)
        due = self.moment(row, "due")
        returned = self._returned(row, status, received)
        supplements = self._supplements(row, status, received, returned)
        term = self.term(row)
        if received and due and is_before(due, received):
            self.refuse(row, "due", Message("the deadline lies before the receipt"))
        # Only those of this row: a file may have as many findings as rows.
        told = self.findings.items[before:]
        if received is None or any(one.severity is Severity.ERROR for one in told):
            return None
        if due is None and not term:
            self.findings.warn(
                self.place(row, "due"),
                Message("the dossier has neither a deadline nor a number of days"),
                Message("write the deadline; until then it is counted apart"),
            )
        return Dossier(
            id=number,
            procedure=self.text(row, "procedure"),
            agency=self.text(row, "agency"),
            field=self.text(row, "field"),
            received=received[0],
            due=None if due is None else day_end(due),
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
        found = self.moment(row, "returned")
        if found is None:
            if status is _Status.DONE and self.cell(row, "returned") is None:
                text = "the dossier is handled, but the date of its result is missing"
                self.refuse(row, "returned", Message(text))
            return None
        if received and is_before(found, received):
            text = "the result was given before the dossier was received"
            self.refuse(row, "returned", Message(text))
        if status in {_Status.OPEN, _Status.SUSPENDED}:
            self.findings.warn(
                self.place(row, "status"),
                Message("the status says open, but a result was given"),
                Message("correct the status; the date of the result was taken"),
                self.cell(row, "status"),
            )
        return max(found[0], received[0]) if received else found[0]

    def _supplements(
        self,
        row: RawRow,
        status: _Status | None,
        received: tuple[datetime, bool] | None,
        returned: datetime | None,
    ) -> tuple[tuple[datetime, datetime | None], ...]:
        asked, given = self.moment(row, "asked"), self.moment(row, "given")
        if asked is None:
            if given is not None or (status is _Status.SUSPENDED and returned is None):
                self.findings.warn(
                    self.place(row, "asked"),
                    Message("it is not told when the supplement was asked for"),
                    Message("write the date; until then no time is taken off"),
                )
            return ()
        if received and is_before(asked, received):
            text = "the supplement was asked for before the dossier was received"
            self.refuse(row, "asked", Message(text))
        start = max(asked[0], received[0]) if received else asked[0]
        if returned and start > returned:
            text = "the supplement was asked for after the result was given"
            self.refuse(row, "asked", Message(text))
        if given is None:
            return ((start, None),)
        if is_before(given, asked):
            text = "the supplement was given before it was asked for"
            self.refuse(row, "given", Message(text))
        end = max(given[0], start)
        if returned and end > returned and given[1]:
            text = "the supplement was given after the result"
            self.refuse(row, "given", Message(text))
        return ((start, min(end, returned) if returned else end),)

    def _status(self, row: RawRow) -> _Status | None:
        cell = self.text(row, "status")
        found = _STATUSES.get(fold(cell))
        if cell and found is None:
            self.findings.warn(
                self.place(row, "status"),
                Message('the status "{text}" is unknown', {"text": cell}),
                Message("the dates alone were taken; tell what it means"),
                cell,
            )
        return found


def read_dossiers(path: Path) -> DossierFile:
    """Read a file of dossiers: .csv, .xlsx, .xls or .ods with a row of column names.

    A row is a dossier, or, where a column names events, one event of a dossier.
    Nothing is lost: a row is used, refused with an error, or a duplicate.

    Raises:
        InvalidInputError: The file cannot be read, or no table in it has the number and
            the date of receipt of dossiers; its findings name what was found.
    """
    tables = _tables(path)
    findings = Findings()
    events = EventLog(findings)
    rows = _Rows(findings)
    for table, columns in tables:
        # Warnings on names that stand once for several rows mean nothing here.
        errors = [one for one in table.findings if one.severity is Severity.ERROR]
        findings.items.extend(errors)
        unreadable = {one.place.row for one in errors}
        cells = _Reader(table, columns, findings)
        taker = events if "event" in columns else rows
        for row in (*table.rows, *table.totals):
            if row.number in unreadable:
                rows.refused += 1
            else:
                taker.take(cells, row)
    logged = events.dossiers()
    return DossierFile(
        path.name,
        (*rows.dossiers, *logged),
        len(rows.dossiers) + events.used,
        rows.refused + events.refused,
        rows.duplicates + events.duplicates,
        tuple(findings),
    )


def dossier_suffix(path: Path) -> str:
    """Return how the name of a file of dossiers should end, by its content.

    Raises:
        InvalidInputError: It is too large, empty, protected, or no table.
    """
    found = recognised_format(path, _LIMITS)
    return ".csv" if found is FileFormat.TEXT else f".{found}"


class _Rows:
    """Dossiers of tables that have a row each."""

    def __init__(self, findings: Findings) -> None:
        """Begin without any."""
        self.findings = findings
        self.dossiers: list[Dossier] = []
        self.refused = self.duplicates = 0
        self._seen: dict[str, Dossier] = {}

    def take(self, cells: "_Reader", row: RawRow) -> None:
        """Take a row: a dossier, a duplicate, or refused."""
        found = cells.dossier(row)
        if found is None:
            self.refused += 1
            return
        first = self._seen.setdefault(found.id, found)
        if first is found:
            self.dossiers.append(found)
        elif replace(found, row=first.row) == first:
            self.duplicates += 1
            _say_duplicate(self.findings, cells.table, found, first)
        else:
            self.refused += 1
            _say_conflict(self.findings, cells.table, found, first)


def _tables(path: Path) -> list[tuple[RawTable, dict[str, int]]]:
    """Return the tables of dossiers, with the place of each column.

    Those of events have the column "event"; a table that has all of both is one of
    dossiers.
    """
    if recognised_format(path, _LIMITS) is FileFormat.TEXT:
        tables = [_text_table(read_delimited(path, _LIMITS))]
    else:
        tables = read_tables(path, limits=_LIMITS)
    usable = []
    for table in tables:
        titles = [one.titles[-1] if one.titles else "" for one in table.columns]
        for fields, required in _LAYOUTS:
            columns = _columns(titles, fields)
            if columns.keys() >= required:
                usable.append((table, columns))
                break
    if usable:
        return usable
    findings = Findings()
    for table in tables:
        titles = [column.title for column in table.columns]
        findings.error(
            Place(table.file, table.header_row or None, None, table.sheet or None),
            Message(
                "no columns of dossiers; found: {titles}", {"titles": ", ".join(titles)}
            ),
            Message(
                'name at least the columns "Mã hồ sơ" and "Ngày tiếp nhận", or'
                ' "Mã hồ sơ", "Sự kiện" and "Thời gian"'
            ),
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
            if any(_columns(texts, told).keys() >= need for told, need in _LAYOUTS)
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


def _columns(titles: Sequence[str], fields: Mapping[str, str]) -> dict[str, int]:
    """Return where each column stands, the first of those with the same meaning."""
    places: dict[str, int] = {}
    for place, title in enumerate(titles):
        name = fields.get(fold(title.partition("(")[0]).strip(" :*."))
        if name is not None:
            places.setdefault(name, place)
    return places


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
