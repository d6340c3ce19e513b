"""Dossiers from a log of events: a row each time that something happens to one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import count

from hatangso.errors import Message, Severity
from hatangso.io.dossier_cells import DossierCells, day_end
from hatangso.io.findings import Findings
from hatangso.language.words import fold
from hatangso.model.dossier import Dossier
from hatangso.model.raw_table import RawRow

__all__ = ["EVENT_COLUMNS", "EVENT_TITLES", "EventLog"]

EVENT_TITLES = {
    "event": "event|su kien|hanh dong|thao tac|buoc|buoc xu ly|loai su kien"
    "|noi dung xu ly|cong doan",
    "at": "at|time|thoi gian|thoi diem|ngay gio|ngay|ngay thuc hien"
    "|thoi gian thuc hien|thoi diem thuc hien",
}
EVENT_COLUMNS = ("id", *EVENT_TITLES)


class _Event(StrEnum):
    """What happens to a dossier; within a day without times, in this order."""

    RECEIVED = "received|tiep nhan|tiep nhan ho so|da tiep nhan|nop ho so"
    FORWARDED = (
        "forwarded|chuyen|chuyen xu ly|chuyen ho so|chuyen buoc|phan cong|phan cong"
        " xu ly|chuyen phong chuyen mon|chuyen co quan phoi hop|trinh ky|phe duyet|ky"
        "|tham dinh"
    )
    ASKED = (
        "supplement asked|yeu cau bo sung|cho bo sung|tam dung|yeu cau bo sung ho so"
    )
    GIVEN = (
        "supplement given|bo sung|da bo sung|bo sung ho so|nhan bo sung|tiep tuc"
        "|tiep tuc xu ly|tiep nhan bo sung"
    )
    RESOLVED = (
        "resolved|co ket qua|da co ket qua|giai quyet xong|da giai quyet|hoan thanh"
        "|hoan thanh xu ly|ket thuc xu ly|xu ly xong"
    )
    RETURNED = (
        "returned|tra ket qua|da tra ket qua|tra ho so|tra lai|tu choi|ket thuc"
        "|tu choi giai quyet"
    )
    CANCELLED = "cancelled|huy|huy ho so|rut|rut ho so|cong dan rut ho so"


_EVENTS = {word: event for event in _Event for word in event.value.split("|")}
_RANKS = {event: rank for rank, event in enumerate(_Event)}
_FIX = Message("correct the events; the dossier is not judged")


@dataclass(frozen=True, slots=True)
class _Row:
    """One event; the cells are where it stands."""

    cells: DossierCells
    row: RawRow
    event: _Event | None
    moment: datetime
    has_time: bool


@dataclass
class _Course:
    """How far a dossier has come."""

    received: datetime | None = None
    resolved: datetime | None = None
    returned: datetime | None = None
    is_cancelled: bool = False
    asked: datetime | None = None
    supplements: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    def problem(self, event: _Event) -> Message | None:
        """Return why an event cannot come now; None when it can."""
        is_receipt = event is _Event.RECEIVED
        wrong = (
            (
                is_receipt and self.received,
                Message("the dossier is received a second time"),
            ),
            (
                not is_receipt and self.received is None,
                Message("the event lies before the receipt of the dossier"),
            ),
            (
                event is not _Event.FORWARDED and self.returned,
                Message("the event lies after the end of the dossier"),
            ),
            (
                event in {_Event.ASKED, _Event.GIVEN} and self.resolved,
                Message("a supplement after the result"),
            ),
            (event is _Event.RESOLVED and self.resolved, Message("a second result")),
            (
                event is _Event.ASKED and self.asked,
                Message("a supplement is asked for while one is awaited"),
            ),
        )
        return next((told for holds, told in wrong if holds), None)

    def take(self, event: _Event, moment: datetime) -> None:
        """Let an event happen that has no problem."""
        match event:
            case _Event.RECEIVED:
                self.received = moment
            case _Event.ASKED:
                self.asked = moment
            case _Event.GIVEN if self.asked:
                self.supplements.append((self.asked, moment))
                self.asked = None
            case _Event.RESOLVED:
                self.resolved = moment
            case _Event.RETURNED | _Event.CANCELLED:
                self.returned = moment
                self.is_cancelled = event is _Event.CANCELLED


class EventLog:
    """Events by their dossiers, in the order in which these first stand."""

    def __init__(self, findings: Findings) -> None:
        """Begin without any."""
        self.findings = findings
        self.used = self.refused = self.duplicates = 0
        self._rows: dict[str, list[_Row]] = {}
        self._broken: set[str] = set()
        self._unknown: set[str] = set()

    def take(self, cells: DossierCells, row: RawRow) -> None:
        """Take a row; it is judged when all are there."""
        number = cells.text(row, "id")
        if not number:
            cells.refuse(row, "id", Message("the dossier has no number"))
            self.refused += 1
            return
        before = len(self.findings.items)
        told = cells.moment(row, "at")
        if told is None and cells.cell(row, "at") is None:
            cells.refuse(row, "at", Message("the time of the event is missing"))
        rows = self._rows.setdefault(number, [])
        if told is None or len(self.findings.items) > before:
            self._broken.add(number)
            self.refused += 1
            return
        rows.append(_Row(cells, row, self._event(cells, row), *told))

    def dossiers(self) -> list[Dossier]:
        """Return the dossiers of all events that were taken; the rest is refused."""
        found = []
        for number, rows in self._rows.items():
            kept = self._without_duplicates(rows)
            one = None if number in self._broken else self._dossier(number, kept)
            if one is None:
                self.refused += len(kept)
            else:
                self.used += len(kept)
                found.append(one)
        return found

    def _event(self, cells: DossierCells, row: RawRow) -> _Event | None:
        text = cells.text(row, "event")
        folded = fold(text).replace("_", " ")
        found = _EVENTS.get(folded)
        if found is None and folded not in self._unknown:
            self._unknown.add(folded)
            self.findings.warn(
                cells.place(row, "event"),
                Message('the event "{text}" is unknown', {"text": text}),
                Message("all such rows are passed over; tell what it means"),
                text,
            )
        return found

    def _without_duplicates(self, rows: Sequence[_Row]) -> list[_Row]:
        seen: dict[tuple[_Event | None, datetime, bool], _Row] = {}
        kept = []
        for one in rows:
            key = (one.event, one.moment, one.has_time)
            if one.event is None or key not in seen:
                seen.setdefault(key, one)
                kept.append(one)
                continue
            self.duplicates += 1
            self.findings.warn(
                one.cells.place(one.row, "event"),
                Message(
                    "the same as row {row}: counted once",
                    {"row": seen[key].row.number},
                ),
                Message("leave one of them out"),
                one.cells.text(one.row, "id"),
            )
        return kept

    def _dossier(self, number: str, rows: Sequence[_Row]) -> Dossier | None:
        """Return a dossier from its events; None when they cannot have been so."""
        course, last = _Course(), datetime.min  # noqa: DTZ901 - before every moment
        before = len(self.findings.items)
        for one in _in_time(rows):
            if one.event is None:
                continue
            if problem := course.problem(one.event):
                self._refuse(one, problem)
                return None
            self._say_odd(course, one, rows)
            # A day without a time is its midnight: no earlier than what it follows.
            last = max(last, one.moment)
            course.take(one.event, last)
        if course.received is None:
            self._refuse(rows[0], Message("the dossier has no event of receipt"))
            return None
        if course.asked:
            course.supplements.append((course.asked, None))
        told = self._told_apart(rows, course.received)
        fresh = self.findings.items[before:]
        if any(one.severity is Severity.ERROR for one in fresh):
            return None
        return Dossier(
            id=number,
            procedure=_first_text(rows, "procedure"),
            agency=_first_text(rows, "agency"),
            field=_first_text(rows, "field"),
            received=course.received,
            due=told[0],
            term_days=told[1],
            returned=course.returned,
            is_cancelled=course.is_cancelled,
            supplements=tuple(course.supplements),
            row=rows[0].row.number,
            resolved=course.resolved,
        )

    def _say_odd(self, course: _Course, one: _Row, rows: Sequence[_Row]) -> None:
        """Note what does not change the judgement, and refuse what might."""
        if one.event is _Event.FORWARDED and course.returned:
            self.findings.warn(
                one.cells.place(one.row, "event"),
                Message("the event lies after the end of the dossier"),
                Message("it changes nothing; correct the time or the event"),
            )
        if one.event is not _Event.GIVEN or course.asked:
            return
        if any(other.event is _Event.ASKED for other in rows):
            self._refuse(
                one, Message("the supplement was given before it was asked for")
            )
            return
        self.findings.warn(
            one.cells.place(one.row, "event"),
            Message("it is not told when the supplement was asked for"),
            Message("write the date; until then no time is taken off"),
        )

    def _told_apart(
        self, rows: Sequence[_Row], received: datetime
    ) -> tuple[datetime | None, int]:
        """Return the deadline and the working days, from the first row with each."""
        due, term = None, 0
        for one in rows:
            if due is None and (told := one.cells.moment(one.row, "due")):
                due = day_end(told)
                if due < received:
                    problem = Message("the deadline lies before the receipt")
                    self._refuse(one, problem, "due")
            term = term or one.cells.term(one.row)
        if due is None and not term:
            self.findings.warn(
                rows[0].cells.place(rows[0].row, "due"),
                Message("the dossier has neither a deadline nor a number of days"),
                Message("write the deadline; until then it is counted apart"),
            )
        return due, term

    def _refuse(self, one: _Row, problem: Message, column: str = "event") -> None:
        place, raw = one.cells.place(one.row, column), one.cells.cell(one.row, column)
        self.findings.error(place, problem, _FIX, raw)


def _in_time(rows: Sequence[_Row]) -> list[_Row]:
    """Return events as they happened.

    Where one of a day has no time, those of the day come in their usual order.
    """
    without = {one.moment.date() for one in rows if not one.has_time}
    counter = count()

    def key(one: _Row) -> tuple[date, int, int, int]:
        day = one.moment.date()
        minute = 0 if day in without else one.moment.hour * 60 + one.moment.minute
        rank = _RANKS[one.event] if one.event else 0
        return day, minute, rank, next(counter)

    return sorted(rows, key=key)


def _first_text(rows: Sequence[_Row], name: str) -> str:
    return next((text for one in rows if (text := one.cells.text(one.row, name))), "")
