"""What people report about the signal where they live, with their pictures."""

import re
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    delete,
    func,
    insert,
    select,
    update,
)

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.databases import insert_for, reading, writing
from hatangso.model.citizen_report import CitizenReport, Reporter, ReportState
from hatangso.operations.kept_text import cut_line, kept_line, kept_text
from hatangso.operations.numbered_rows import numbered_row, row_number
from hatangso.operations.photographs import clean_photograph
from hatangso.operations.tables import PHOTO, REPORT

__all__ = ["CitizenReports"]

# Without vowels, so that no words come of it, and without signs that look like others.
_SIGNS = "23456789CDFGHJKMNPQRTVWX"
_REFERENCE = re.compile(rf"PA([{_SIGNS}]{{4}})([{_SIGNS}]{{2}})")
_PHOTO_NAME = re.compile(r"[0-9a-f]{32}\.jpg")
_NAME_BYTES = 16
_MOST_PHOTOS = 5
_LONGEST_TEXT = 2_000
_LONGEST_ANSWER = 4_000
_LONGEST_NAME = 100
_LONGEST_WORD = 50


class CitizenReports:
    """Reports of missing or weak signal."""

    def __init__(self, engine: Engine) -> None:
        """Take where they are kept."""
        self._engine = engine

    def add(
        self,
        *,
        lon_deg: float,
        lat_deg: float,
        text: str,
        at: datetime,
        commune_code: str = "",
        operator: str = "",
        technology: str = "",
        reporter: Reporter | None = None,
    ) -> CitizenReport:
        """Keep a report under a reference that nobody guesses.

        Args:
            lon_deg: Where the signal is missing.
            lat_deg: Where the signal is missing.
            text: In the reporter's words, 2,000 characters at most.
            at: When.
            commune_code: Of the place; empty when it lies in none of the province.
            operator: Whose signal; empty for all.
            technology: ``2G`` … ``5G``; empty when nobody said.
            reporter: Who reported; None for nobody.

        Raises:
            InvalidInputError: The place is none on Earth, or a text is too long.
        """
        if not (abs(lon_deg) <= 180 and abs(lat_deg) <= 90):  # noqa: PLR2004 - degrees
            raise InvalidInputError(
                "{lon}, {lat} is no place in degrees: set the pin on the map",
                lon=lon_deg,
                lat=lat_deg,
            )
        who = _kept_reporter(reporter or Reporter())
        values = {
            "created_at": at,
            "lon_deg": lon_deg,
            "lat_deg": lat_deg,
            "commune_code": kept_line(
                commune_code, what="commune_code", most=_LONGEST_WORD
            ),
            "operator": kept_line(operator, what="operator", most=_LONGEST_WORD),
            "technology": kept_line(technology, what="technology", most=_LONGEST_WORD),
            "text": kept_text(text, what="text", most=_LONGEST_TEXT),
            "state": ReportState.RECEIVED.value,
            "reporter_name": who.name,
            "reporter_phone": who.phone,
            "reporter_email": who.email,
            "answer": "",
        }
        with writing(self._engine) as connection:
            while True:
                row = connection.execute(
                    insert_for(connection, REPORT)
                    .values(reference=_new_reference(), **values)
                    .on_conflict_do_nothing()
                    .returning(REPORT)
                ).one_or_none()
                if row is not None:
                    return _report(row, ())

    def add_photo(self, report_id: int, data: bytes) -> str:
        """Keep a picture of a report, redrawn so that nothing but its pixels is left.

        Returns:
            Its name, ``….jpg``, which nobody guesses.

        Raises:
            InvalidInputError: It is no PNG or JPEG, broken or too large; or the report
                has as many as it may.
            NotFoundError: There is no such report.
        """
        clean = clean_photograph(data)
        name = f"{secrets.token_hex(_NAME_BYTES)}.jpg"
        with writing(self._engine) as connection:
            _row(connection, report_id, is_locked=True)
            kept = connection.execute(
                select(func.count())
                .select_from(PHOTO)
                .where(PHOTO.c.report_id == report_id)
            ).scalar_one()
            if kept >= _MOST_PHOTOS:
                raise InvalidInputError(
                    "a report has {most} photos at most", most=_MOST_PHOTOS
                )
            connection.execute(
                insert(PHOTO).values(name=name, report_id=report_id, data=clean)
            )
        return name

    def photo(self, name: str) -> bytes:
        """Return a picture, a JPEG.

        Raises:
            NotFoundError: There is none of that name.
        """
        found = None
        if _PHOTO_NAME.fullmatch(name):
            with reading(self._engine) as connection:
                found = connection.execute(
                    select(PHOTO.c.data).where(PHOTO.c.name == name)
                ).scalar_one_or_none()
        if found is None:
            raise NotFoundError("there is no such photo")
        return bytes(found)

    def get(self, report_id: int) -> CitizenReport:
        """Return a report by its number.

        Raises:
            NotFoundError: There is none.
        """
        with reading(self._engine) as connection:
            return _with_photos(connection, [_row(connection, report_id)])[0]

    def by_reference(self, reference: str) -> CitizenReport | None:
        """Return the report of a reference, in whatever case and grouping it is typed.

        None when there is none.
        """
        typed = re.sub(r"[\s-]", "", reference.upper())
        parts = _REFERENCE.fullmatch(typed)
        if parts is None:
            return None
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(REPORT).where(
                    REPORT.c.reference == "-".join(("PA", *parts.groups()))
                )
            ).all()
            return next(iter(_with_photos(connection, rows)), None)

    def change(
        self,
        report_id: int,
        *,
        state: ReportState | None = None,
        hole_id: int | None = None,
        answer: str | None = None,
        at: datetime,
    ) -> CitizenReport:
        """Change what is not None; an answer is dated, hole 0 stands for none.

        Raises:
            InvalidInputError: The answer is too long.
            NotFoundError: There is no such report.
        """
        values: dict[str, Any] = {}
        if state is not None:
            values["state"] = ReportState(state).value
        if hole_id is not None:
            values["hole_id"] = row_number(hole_id) or None
        if answer is not None:
            values["answer"] = kept_text(answer, what="answer", most=_LONGEST_ANSWER)
            values["answered_at"] = at if values["answer"] else None
        with writing(self._engine) as connection:
            row = _row(connection, report_id, is_locked=True)
            if values:
                row = connection.execute(
                    update(REPORT)
                    .where(REPORT.c.id == report_id)
                    .values(values)
                    .returning(REPORT)
                ).one()
            return _with_photos(connection, [row])[0]

    def erase_reporter(self, report_id: int, at: datetime) -> CitizenReport:
        """Remove who reported, and the pictures; the words and the place stay.

        Raises:
            NotFoundError: There is no such report.
        """
        with writing(self._engine) as connection:
            _row(connection, report_id, is_locked=True)
            _erase(connection, REPORT.c.id == report_id, at)
            return _with_photos(connection, [_row(connection, report_id)])[0]

    def erase_older_than(self, at: datetime) -> int:
        """Remove who reported, and the pictures, of all reports before a moment.

        Returns:
            Of how many reports.
        """
        with writing(self._engine) as connection:
            is_old = (REPORT.c.created_at < at) & REPORT.c.erased_at.is_(None)
            return _erase(connection, is_old, at)

    def list(
        self,
        *,
        states: Collection[ReportState] = (),
        commune_codes: Collection[str] | None = None,
        limit: int | None = None,
    ) -> Sequence[CitizenReport]:
        """Return reports, the newest first.

        Args:
            states: In these states only; empty for all.
            commune_codes: Of these communes only; None for all, empty for none.
            limit: How many at most; None for all.
        """
        question = select(REPORT).order_by(REPORT.c.id.desc()).limit(limit)
        if states:
            question = question.where(
                REPORT.c.state.in_([ReportState(state).value for state in states])
            )
        if commune_codes is not None:
            question = question.where(
                REPORT.c.commune_code.in_([cut_line(code) for code in commune_codes])
            )
        with reading(self._engine) as connection:
            return _with_photos(connection, connection.execute(question).all())


def _new_reference() -> str:
    """Return a code that can be read out on the telephone: ``PA-7K3M-9Q``."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(6))
    return f"PA-{signs[:4]}-{signs[4:]}"


def _kept_reporter(reporter: Reporter) -> Reporter:
    """Return who reported without anything that does not show."""
    return Reporter(
        kept_line(reporter.name, what="name", most=_LONGEST_NAME),
        kept_line(reporter.phone, what="phone", most=_LONGEST_WORD),
        kept_line(reporter.email, what="email", most=_LONGEST_NAME),
    )


def _row(
    connection: Connection, report_id: int, *, is_locked: bool = False
) -> Row[Any]:
    row = numbered_row(connection, REPORT, report_id, is_locked=is_locked)
    if row is None:
        raise NotFoundError("there is no report {report}", report=report_id)
    return row


def _erase(connection: Connection, which: ColumnElement[bool], at: datetime) -> int:
    """Remove personal data of some reports; return of how many."""
    connection.execute(
        delete(PHOTO).where(PHOTO.c.report_id.in_(select(REPORT.c.id).where(which)))
    )
    done = connection.execute(
        update(REPORT)
        .where(which)
        .values(reporter_name="", reporter_phone="", reporter_email="", erased_at=at)
    )
    return done.rowcount


def _with_photos(
    connection: Connection, rows: Sequence[Row[Any]]
) -> list[CitizenReport]:
    """Return the reports of some rows with the names of their pictures."""
    names: dict[int, list[str]] = {row.id: [] for row in rows}
    question = select(PHOTO.c.report_id, PHOTO.c.name).order_by(PHOTO.c.id)
    first, last = min(names, default=0), max(names, default=0)
    found = connection.execute(question.where(PHOTO.c.report_id.between(first, last)))
    for report_id, name in found:
        if report_id in names:
            names[report_id].append(name)
    return [_report(row, tuple(names[row.id])) for row in rows]


def _report(row: Row[Any], photos: tuple[str, ...]) -> CitizenReport:
    reporter = Reporter(row.reporter_name, row.reporter_phone, row.reporter_email)
    return CitizenReport(
        id=row.id,
        reference=row.reference,
        created_at=row.created_at,
        lon_deg=row.lon_deg,
        lat_deg=row.lat_deg,
        commune_code=row.commune_code,
        operator=row.operator,
        technology=row.technology,
        text=row.text,
        state=ReportState(row.state),
        reporter=None if reporter == Reporter() else reporter,
        photos=photos,
        hole_id=row.hole_id,
        answer=row.answer,
        answered_at=row.answered_at,
    )
