"""Take readings of sensors into a province directory, and read them again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from hatangso.errors import Message, NotFoundError, Place
from hatangso.io.findings import Findings
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.io.reading_files import (
    READINGS_FILE,
    Reading,
    read_readings,
    readings_content,
    series_of,
)
from hatangso.io.write_lock import write_lock
from hatangso.model.sensing import Series
from hatangso.planning.candidates.parameters import checked_numbers
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.sensing.sensing_rules import SensingRules
from hatangso.units import VIETNAM_TIME
from hatangso.workflows.register.layer_origins import (
    give_layer_origin,
    put_file,
    synthetic_note,
)
from hatangso.workflows.register.register_tables import register_view

__all__ = [
    "READINGS_LAYER",
    "TakenReadings",
    "load_readings",
    "sensing_parameters",
    "take_readings",
]

READINGS_LAYER = "sensor_readings"
# A clock may run a little ahead of ours.
_AHEAD_S = 300
# Of this state of the directory and the one before it, for whoever still reads that.
_KEPT = 2


@dataclass(frozen=True)
class TakenReadings:
    """What a file brought.

    Attributes:
        file: Its name.
        readings_n: How many readings it has.
        added_n: How many of them were not known yet.
        known_n: How many were known, with the same value.
        total_n: How many the province has now.
        sensors: Which sensors they are of, in order.
        first: The earliest of them.
        last: The latest of them.
        notes: What the reader should know.
    """

    file: str
    readings_n: int
    added_n: int
    known_n: int
    total_n: int
    sensors: tuple[str, ...]
    first: datetime | None
    last: datetime | None
    notes: tuple[Message, ...] = ()


def sensing_parameters(table: Mapping[str, object]) -> SensingRules:
    """Return the rules that a table holds, as ``sensing.toml`` has them.

    Raises:
        InvalidInputError: A name is unknown or missing, or a value is no number.
        OutOfRangeError: A number cannot be one of these.
    """
    return SensingRules(**checked_numbers(SensingRules, table))


def load_readings(directory: Path) -> Mapping[str, Series]:
    """Return what the sensors of a province said; empty where there is no such file.

    The last states of the file are kept in memory.

    Raises:
        InvalidInputError: The file cannot be used; it carries all findings.
    """
    path = directory / READINGS_FILE
    try:
        found = path.stat()
    except FileNotFoundError:
        return {}
    return _loaded(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=_KEPT)
def _loaded(path: Path, changed_ns: int, size: int) -> Mapping[str, Series]:
    del changed_ns, size
    findings = Findings()
    readings = read_readings(path, findings)
    findings.raise_errors()
    return series_of(readings)


def take_readings(directory: Path, file: Path, *, now: datetime) -> TakenReadings:
    """Take a file of readings into a province directory.

    All of it is taken in, or nothing: a file with a single problem changes nothing, and
    nobody ever sees half of one. A reading that is known already is passed over.

    Args:
        directory: The province directory; its register names the sensors.
        file: CSV table ``sensor_id,at,value``.
        now: Later readings are refused.

    Raises:
        NotFoundError: It is not a province directory, or there is no such file.
        InvalidInputError: The file, or the readings that are there, cannot be used; it
            carries all findings.
    """
    if not (directory / DESCRIPTION_FILE).is_file():
        raise NotFoundError(
            "{directory} has no {file}: it is not a province directory",
            directory=directory,
            file=DESCRIPTION_FILE,
        )
    if not file.is_file():
        raise NotFoundError("there is no file {file}", file=file)
    with register_view(directory, shipped_kinds()) as view:
        sensors = {str(one.values.get("id")) for one in view.records("sensor")}
    findings = Findings()
    readings = read_readings(file, findings)
    _note_unknown(file.name, readings, sensors, findings)
    _note_future(file.name, readings, now, findings)
    with write_lock(directory):
        known = load_readings(directory)
        _note_conflicts(file.name, readings, known, findings)
        findings.raise_errors()
        return _merged(directory, file.name, readings, known)


def _merged(
    directory: Path, name: str, readings: list[Reading], known: Mapping[str, Series]
) -> TakenReadings:
    old = [
        Reading(0, sensor, at_s, value)
        for sensor, one in known.items()
        for at_s, value in zip(one.at_s.tolist(), one.values.tolist(), strict=True)
    ]
    seen = {(one.sensor_id, one.at_s) for one in old}
    fresh = [one for one in readings if (one.sensor_id, one.at_s) not in seen]
    notes: tuple[Message, ...] = ()
    if fresh:
        put_file(directory / READINGS_FILE, readings_content(series_of([*old, *fresh])))
        last = _moment(max(one.at_s for one in fresh))
        give_layer_origin(directory, READINGS_LAYER, [name], last.date())
        notes = tuple(synthetic_note(directory, READINGS_LAYER))
    moments = [one.at_s for one in readings]
    return TakenReadings(
        file=name,
        readings_n=len(readings),
        added_n=len(fresh),
        known_n=len(readings) - len(fresh),
        total_n=len(old) + len(fresh),
        sensors=tuple(sorted({one.sensor_id for one in readings})),
        first=_moment(min(moments)) if moments else None,
        last=_moment(max(moments)) if moments else None,
        notes=notes,
    )


def _moment(at_s: int) -> datetime:
    return datetime.fromtimestamp(at_s, VIETNAM_TIME)


def _first_of_each(readings: Iterable[Reading]) -> dict[str, tuple[Reading, int]]:
    """Return the first reading of each sensor, and how many there are."""
    found: dict[str, tuple[Reading, int]] = {}
    for one in readings:
        first, count = found.get(one.sensor_id, (one, 0))
        found[one.sensor_id] = first, count + 1
    return found


def _note_unknown(
    file: str, readings: Iterable[Reading], sensors: set[str], findings: Findings
) -> None:
    strangers = [one for one in readings if one.sensor_id not in sensors]
    for sensor, (first, count) in _first_of_each(strangers).items():
        findings.error(
            Place(file, first.row, "sensor_id"),
            Message(
                "the register has no sensor {sensor} ({count} readings)",
                {"sensor": sensor, "count": count},
            ),
            Message("take the sensor into the register first, or correct its code"),
            sensor,
        )


def _note_future(
    file: str, readings: Iterable[Reading], now: datetime, findings: Findings
) -> None:
    limit_s = now.timestamp() + _AHEAD_S
    ahead = [one for one in readings if one.at_s > limit_s]
    for sensor, (first, count) in _first_of_each(ahead).items():
        findings.error(
            Place(file, first.row, "at"),
            Message(
                "{count} readings of {sensor} lie in the future",
                {"sensor": sensor, "count": count},
            ),
            Message("look at the sensor's clock and at the zone of the times"),
            _moment(first.at_s).isoformat(),
        )


def _note_conflicts(
    file: str,
    readings: Iterable[Reading],
    known: Mapping[str, Series],
    findings: Findings,
) -> None:
    values = {
        sensor: dict(zip(one.at_s.tolist(), one.values.tolist(), strict=True))
        for sensor, one in known.items()
    }
    other = [
        one
        for one in readings
        if values.get(one.sensor_id, {}).get(one.at_s, one.value) != one.value
    ]
    for sensor, (first, count) in _first_of_each(other).items():
        findings.error(
            Place(file, first.row, "value"),
            Message(
                "{count} readings of {sensor} are known with other values",
                {"sensor": sensor, "count": count},
            ),
            Message(
                "decide which are right; to replace those that are known, remove them"
                " from {file} first",
                {"file": READINGS_FILE},
            ),
            first.value,
        )
