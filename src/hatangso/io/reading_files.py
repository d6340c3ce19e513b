"""Read and write what sensors said: ``sensor_id,at,value``, one reading a row."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from hatangso.errors import Message, Place
from hatangso.io.findings import Findings
from hatangso.io.tables import CellError, Column, number, read_rows, text
from hatangso.model.sensing import Series
from hatangso.units import VIETNAM_TIME

__all__ = [
    "READINGS_FILE",
    "Reading",
    "read_readings",
    "readings_content",
    "series_of",
]

READINGS_FILE = "sensor_readings.csv"
_HEADER = ("sensor_id", "at", "value")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_HOW = Message("write it like 2026-01-05T08:30+07:00")


@dataclass(frozen=True)
class Reading:
    """A row of a file of readings.

    Attributes:
        row: Of the file; the header is row 1.
        at_s: Seconds since 1970 in UTC.
    """

    row: int
    sensor_id: str
    at_s: int
    value: float


def _moment_s(raw: str) -> int:
    """Read a moment that says in which zone its clock stands."""
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError as error:
        raise CellError(Message('"{raw}" is not a time', {"raw": raw}), _HOW) from error
    if moment.tzinfo is None:
        problem = Message('the time "{raw}" does not say its zone', {"raw": raw})
        raise CellError(problem, _HOW)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        problem = Message(
            "{year} is outside {low} to {high}",
            {"year": moment.year, "low": _FIRST_YEAR, "high": _LAST_YEAR},
        )
        raise CellError(problem, _HOW)
    return int(moment.timestamp())


_COLUMNS = (
    Column("sensor_id", text),
    Column("at", _moment_s),
    Column("value", number()),
)


def read_readings(path: Path, findings: Findings) -> list[Reading]:
    """Read the rows of a file that can be understood; the others are findings.

    Noted too are two readings of a sensor at one second, and readings of a sensor that
    go back in time: its clock, or the file, is not in order.
    """
    rows = [
        Reading(row, str(cells["sensor_id"]), int(str(cells["at"])), _float(cells))
        for row, cells in read_rows(path, _COLUMNS, findings)
    ]
    _note_disorder(path.name, rows, findings)
    return rows


def _float(cells: Mapping[str, object]) -> float:
    value = cells["value"]
    return value if isinstance(value, float) else float(str(value))


def _note_disorder(file: str, rows: Iterable[Reading], findings: Findings) -> None:
    """Note once for each sensor what is twice, and what goes back in time."""
    seen: dict[str, set[int]] = {}
    latest: dict[str, int] = {}
    twice: set[str] = set()
    back: set[str] = set()
    for one in rows:
        known = seen.setdefault(one.sensor_id, set())
        named = {"sensor": one.sensor_id}
        if one.at_s in known:
            if one.sensor_id not in twice:
                findings.error(
                    Place(file, one.row, "at"),
                    Message("{sensor} has two readings of one moment", named),
                    Message("keep one of them"),
                    one.sensor_id,
                )
            twice.add(one.sensor_id)
        elif one.at_s < latest.get(one.sensor_id, one.at_s):
            if one.sensor_id not in back:
                findings.error(
                    Place(file, one.row, "at"),
                    Message("the readings of {sensor} go back in time here", named),
                    Message("look at the sensor's clock, or sort the rows by time"),
                    one.sensor_id,
                )
            back.add(one.sensor_id)
        known.add(one.at_s)
        latest[one.sensor_id] = max(latest.get(one.sensor_id, one.at_s), one.at_s)


def series_of(readings: Iterable[Reading]) -> dict[str, Series]:
    """Return the readings by sensor, those of each in order of time."""
    found: dict[str, dict[int, float]] = {}
    for one in readings:
        found.setdefault(one.sensor_id, {})[one.at_s] = one.value
    return {sensor: _series(values) for sensor, values in sorted(found.items())}


def _series(values: Mapping[int, float]) -> Series:
    moments = sorted(values)
    return Series(
        np.array(moments, dtype=np.int64),
        np.array([values[at_s] for at_s in moments], dtype=float),
    )


def readings_content(series: Mapping[str, Series]) -> bytes:
    """Return a file of readings: by sensor, then by time; the same, the same bytes."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_HEADER)
    for sensor, one in sorted(series.items()):
        moments = one.at_s.tolist()
        for at_s, value in zip(moments, one.values.tolist(), strict=True):
            writer.writerow((sensor, _written(at_s), _shortest(value)))
    return stream.getvalue().encode("utf-8-sig")


def _written(at_s: int) -> str:
    """Return a moment on the clocks of Viet Nam, seconds only where there are any."""
    moment = datetime.fromtimestamp(at_s, VIETNAM_TIME)
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def _shortest(value: float) -> str:
    """Return the fewest digits that read back the same, without an exponent."""
    return str(np.format_float_positional(value, trim="-"))
