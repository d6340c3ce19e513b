"""Times of one-stop systems: 05/01/2026 08:30, also with seconds or an offset."""

import re
from datetime import date, datetime, time, timedelta

from hatangso.model.raw_table import CellValue
from hatangso.units import VIETNAM_TIME

__all__ = ["read_moment"]

_DATE = r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
_TIME = r"(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?"
_FORMS = (
    re.compile(rf"{_DATE}(?:[ ,T]+{_TIME})?"),
    re.compile(rf"{_TIME}[ ,]+{_DATE}"),
)
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_ISO_DAY = 10


def read_moment(cell: CellValue) -> tuple[datetime, bool] | None:
    """Return a moment in Viet Nam's time to the minute, and whether it has a time.

    A day without a time is its midnight. The day comes before the month. None is what
    cannot be read or lies outside 1990 to 2099.

    >>> read_moment("05/01/2026 08:30")
    (datetime.datetime(2026, 1, 5, 8, 30), True)
    >>> read_moment("2026-01-05T01:30:00Z")
    (datetime.datetime(2026, 1, 5, 8, 30), True)
    >>> read_moment("31/02/2026") is None
    True
    """
    if isinstance(cell, str):
        found = _read_text(cell.strip())
    elif isinstance(cell, datetime):
        found = cell, cell.time() != time()
    elif isinstance(cell, date):
        found = datetime.combine(cell, time()), False
    else:
        found = None
    if found is None:
        return None
    moment, has_time = found
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(VIETNAM_TIME).replace(tzinfo=None)
    # Spreadsheets keep a time as a share of a day: half a second is no other minute.
    moment += timedelta(milliseconds=500)
    return moment.replace(second=0, microsecond=0), has_time


def _read_text(text: str) -> tuple[datetime, bool] | None:
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is None:
            continue
        part = found.groupdict()
        try:
            moment = datetime(  # noqa: DTZ001 - Viet Nam's time, as all of the file
                int(part["year"]),
                int(part["month"]),
                int(part["day"]),
                int(part["hour"] or 0),
                int(part["minute"] or 0),
            )
        except ValueError:
            return None
        return moment, part["hour"] is not None
    try:
        return datetime.fromisoformat(text), len(text) > _ISO_DAY
    except ValueError:
        return None
