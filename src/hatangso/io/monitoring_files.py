"""Read what other monitoring systems saw: a row each look, in CSV.

Source:
    Columns of the systems named: Zabbix manual, ``history.get`` (itemid, clock, value,
    ns); Paessler's knowledge base on PRTG's historic data (Date Time, Downtime,
    Coverage); Uptime Kuma's own table of heartbeats (monitor_id, status, time, ping).
    None was held against a file of a running system.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from hatangso.errors import Finding, InvalidInputError, Message, Place
from hatangso.io.findings import Findings
from hatangso.io.sheets.delimited_text import read_delimited
from hatangso.io.sheets.read_limits import ReadLimits
from hatangso.io.sheets.sheet_cells import Sheet
from hatangso.language.words import fold
from hatangso.model.monitoring import Fault, Sample, TargetState
from hatangso.model.raw_table import CellValue
from hatangso.units import VIETNAM_TIME

__all__ = ["MonitoringFile", "read_monitoring_file"]

_LIMITS = ReadLimits(
    file_bytes=400_000_000,
    unpacked_bytes=400_000_000,
    cells=20_000_000,
    area_cells=20_000_000,
    text_bytes=400_000_000,
)
_TITLES = {
    "time": "time|date time|datetime|timestamp|clock|thoi gian|thoi diem|ngay gio"
    "|luc|date",
    "target": "target|host|host name|name|monitor|monitor name|monitor_id|monitorid"
    "|itemid|item|device|sensor|doi tuong|thiet bi|he thong|ten|nut mang|ten thiet bi",
    "state": "state|status|trang thai|tinh trang|ket qua",
    "response": "response|response time|response_ms|response time (ms)|ping"
    "|ping time|loading time|latency|rtt|thoi gian dap ung|do tre|thoi gian phan hoi",
    "value": "value|gia tri",
    "downtime": "downtime|downtime(raw)",
    "coverage": "coverage",
}
_FIELDS = {
    title: name for name, titles in _TITLES.items() for title in titles.split("|")
}
_STATES = {
    word: state
    for state, words in (
        (
            TargetState.UP,
            "up|1|ok|true|online|hoat dong|binh thuong|ket noi|co ket noi|tot",
        ),
        (TargetState.SLOW, "slow|warning|degraded|cham|canh bao"),
        (
            TargetState.DOWN,
            "down|0|false|offline|error|critical|mat ket noi|ngung|loi|hong",
        ),
        (
            TargetState.UNKNOWN,
            "unknown|paused|pending|maintenance|2|3|khong ro|tam dung|bao tri",
        ),
    )
    for word in words.split("|")
}
_NUMBER = re.compile(
    r"(?P<number>-?\d+(?:[.,]\d+)?)\s*(?P<unit>ms|msec|mili giay|s|sec|giay|%|)",
    re.IGNORECASE,
)
_MS = {"s": 1000.0, "sec": 1000.0, "giay": 1000.0}
_HALF = 50.0
_DAY_FIRST = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?"
)
# 9 and 10 digits: 1973 to 2286.
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?")
_YEARS = range(1990, 2100)
# What PRTG writes below its rows.
_SUMMARIES = ("sums", "averages", "tong", "trung binh")


@dataclass(frozen=True)
class MonitoringFile:
    """What a file says: every row is a look, refused, or a duplicate.

    Attributes:
        layout: ``hatangso``, ``Zabbix``, ``PRTG`` or ``Uptime Kuma``.
        series: Looks by target, in order.
        findings: What is wrong, each with its line and column.
    """

    file: str
    layout: str
    series: Mapping[str, tuple[Sample, ...]]
    rows: int
    refused_rows: int
    duplicate_rows: int
    findings: tuple[Finding, ...]


@dataclass
class _Reader:
    """Reads the rows of one file."""

    sheet: Sheet
    columns: Mapping[str, int]
    titles: Sequence[CellValue]
    zone: timezone
    now_s: int
    slow_ms: float
    findings: Findings

    def time(self, row: Sequence[CellValue], number: int) -> int | None:
        """Return the time of a row; None, with the reason noted, when it has none."""
        typed = self.text(row, "time")
        at_s = _seconds(typed, self.zone)
        if at_s is None:
            self.refuse(
                number,
                "time",
                Message("this is no time from 1990 to 2099"),
                Message("write day/month/year hour:minute:second, or seconds of UTC"),
                typed,
            )
        elif at_s > self.now_s:
            self.refuse(
                number,
                "time",
                Message("the time lies in the future"),
                Message("correct the clock of the system that wrote the file"),
                typed,
            )
            return None
        return at_s

    def sample(
        self, row: Sequence[CellValue], number: int, at_s: int, *, is_switch: bool
    ) -> Sample | None:
        """Return the look of a row; None when it says nothing of the state."""
        response_ms = self._response(row, is_switch=is_switch)
        state = self._state(row, response_ms, is_switch=is_switch)
        if state is None:
            self.refuse(
                number,
                "state" if "state" in self.columns else "response",
                Message("the state cannot be told from this row"),
                Message("write up, down, slow or unknown, or the time of the answer"),
                self.text(row, "state") or self.text(row, "response"),
            )
            return None
        if state is TargetState.UP and (response_ms or 0) > self.slow_ms:
            state = TargetState.SLOW
        is_answer = state in {TargetState.UP, TargetState.SLOW}
        fault = Fault.TOLD if state is TargetState.DOWN else Fault.NONE
        return Sample(at_s, state, response_ms if is_answer else None, fault)

    def _response(self, row: Sequence[CellValue], *, is_switch: bool) -> float | None:
        if "value" in self.columns and not is_switch:
            # Zabbix keeps the answer's time in seconds, 0 for none.
            found = _number(self.text(row, "value"))
            return None if not found or found[0] <= 0 else found[0] * 1000
        found = _number(self.text(row, "response"))
        if found is None or found[0] < 0:
            return None
        return found[0] * _MS.get(found[1], 1.0)

    def _state(
        self, row: Sequence[CellValue], response_ms: float | None, *, is_switch: bool
    ) -> TargetState | None:
        told = self.text(row, "state") or (self.text(row, "value") if is_switch else "")
        if told:
            return _STATES.get(fold(told))
        if "value" in self.columns:
            return TargetState.UP if response_ms else TargetState.DOWN
        coverage = _number(self.text(row, "coverage"))
        if coverage is not None and coverage[0] < _HALF:
            return TargetState.UNKNOWN
        downtime = _number(self.text(row, "downtime"))
        if downtime is not None and downtime[0] >= _HALF:
            return TargetState.DOWN
        if response_ms is not None:
            return TargetState.UP
        is_negative = self.text(row, "response").startswith("-")
        return TargetState.DOWN if is_negative else None

    def text(self, row: Sequence[CellValue], name: str) -> str:
        place = self.columns.get(name)
        cell = None if place is None or place >= len(row) else row[place]
        return "" if cell is None else " ".join(str(cell).split())

    def refuse(
        self, number: int, name: str, problem: Message, fix: Message, value: object
    ) -> None:
        place = self.columns.get(name)
        column = None if place is None else str(self.titles[place])
        self.findings.error(Place(self.sheet.file, number, column), problem, fix, value)


def read_monitoring_file(
    path: Path, *, now_s: int, slow_ms: float, target: str = ""
) -> MonitoringFile:
    """Read a CSV file of looks with a row of column names.

    Times without an offset are those of Viet Nam; Uptime Kuma's are UTC.

    Args:
        path: The file.
        now_s: The time, in seconds of UTC since 1970: later rows are refused.
        slow_ms: An answer that takes longer is slow.
        target: What a file without a column of targets is about; empty for its name.

    Raises:
        InvalidInputError: The file cannot be read, or its columns are none of looks.
    """
    sheet = read_delimited(path, _LIMITS)
    top, columns = _header(sheet)
    layout = _layout(columns, sheet.rows[top])
    findings = Findings()
    reader = _Reader(
        sheet,
        columns,
        sheet.rows[top],
        UTC if layout == "Uptime Kuma" else timezone(_offset()),
        now_s,
        slow_ms,
        findings,
    )
    rows = [
        (number, row)
        for number, row in zip(
            sheet.numbers[top + 1 :], sheet.rows[top + 1 :], strict=True
        )
        if any(cell is not None for cell in row)
        and not fold(str(row[0] or "")).startswith(_SUMMARIES)
    ]
    switches = _switches(reader, rows)
    series: dict[str, dict[int, Sample]] = {}
    refused = duplicates = 0
    for number, row in rows:
        name = reader.text(row, "target") or target or path.stem
        at_s = reader.time(row, number)
        found = (
            None
            if at_s is None
            else reader.sample(row, number, at_s, is_switch=name in switches)
        )
        if found is None:
            refused += 1
        elif found.at_s in series.setdefault(name, {}):
            duplicates += 1
            series[name][found.at_s] = _worse(series[name][found.at_s], found)
        else:
            series[name][found.at_s] = found
    return MonitoringFile(
        file=path.name,
        layout=layout,
        series={
            name: tuple(series[name][at_s] for at_s in sorted(series[name]))
            for name in sorted(series)
        },
        rows=len(rows),
        refused_rows=refused,
        duplicate_rows=duplicates,
        findings=tuple(findings),
    )


def _offset() -> timedelta:
    """Return Viet Nam's distance from UTC, the same all year since 1975."""
    return datetime(2026, 1, 1, tzinfo=VIETNAM_TIME).utcoffset() or timedelta(hours=7)


def _header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """Return the row of column names, and where each column stands.

    Raises:
        InvalidInputError: There is none.
    """
    for top, row in enumerate(sheet.rows[:10]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            name = _FIELDS.get(fold(str(cell or "")).strip(" :*"))
            if name is not None:
                columns.setdefault(name, place)
        says_state = columns.keys() & {"state", "response", "value", "downtime"}
        if "time" in columns and says_state:
            return top, columns
    findings = Findings()
    titles = (
        ", ".join(str(cell) for cell in sheet.rows[0] if cell) if sheet.rows else ""
    )
    findings.error(
        Place(sheet.file, 1),
        Message("no columns of looks; found: {titles}", {"titles": titles}),
        Message('name at least "time" and "state" or "response"'),
    )
    raise InvalidInputError(
        "{file} holds no table of looks", file=sheet.file, findings=findings.items
    )


def _layout(columns: Mapping[str, int], titles: Sequence[CellValue]) -> str:
    names = {fold(str(one or "")) for one in titles}
    if {"itemid", "clock", "value"} <= names:
        return "Zabbix"
    if "coverage" in columns or "date time(raw)" in names:
        return "PRTG"
    if {"status", "time", "ping"} <= names:
        return "Uptime Kuma"
    return "hatangso"


def _switches(
    reader: _Reader, rows: Sequence[tuple[int, Sequence[CellValue]]]
) -> frozenset[str]:
    """Return the targets whose values are 0 and 1 only: they tell a state, no time."""
    if "value" not in reader.columns:
        return frozenset()
    values: dict[str, set[str]] = {}
    for _, row in rows:
        values.setdefault(reader.text(row, "target"), set()).add(
            reader.text(row, "value")
        )
    return frozenset(name for name, found in values.items() if found <= {"0", "1"})


def _worse(one: Sample, other: Sample) -> Sample:
    order = (TargetState.DOWN, TargetState.SLOW, TargetState.UP, TargetState.UNKNOWN)
    return min(one, other, key=lambda look: order.index(look.state))


def _number(text: str) -> tuple[float, str] | None:
    """Return a number and its unit, folded: ``12,5 ms``."""
    found = _NUMBER.fullmatch(fold(text)) if text else None
    if found is None:
        return None
    return float(found["number"].replace(",", ".")), found["unit"]


def _seconds(text: str, zone: timezone) -> int | None:
    """Return a time in seconds of UTC; None when it cannot be read."""
    if _SECONDS.fullmatch(text):
        return int(float(text))
    # PRTG writes the span of an average: its beginning counts.
    first = re.split(r"\s+[-\N{EN DASH}\N{MINUS SIGN}]\s+", text)[0]
    found = _DAY_FIRST.fullmatch(first)
    try:
        if found:
            day, month, year, hour, minute, second = (
                int(p or 0) for p in found.groups()
            )
            moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        else:
            moment = datetime.fromisoformat(first)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    except ValueError:
        return None
    return int(moment.timestamp()) if moment.year in _YEARS else None
