"""Series in SDMX-CSV 2.0, the table in which statistical offices exchange data."""

import csv
import io
import re
from collections.abc import Iterator

from hatangso.model.indicator_series import AnalyticsRow, AnalyticsTable, Observation

__all__ = ["ATTRIBUTES", "DIMENSIONS", "STRUCTURE_ID", "sdmx_csv"]

STRUCTURE_ID = "HATANGSO:INDICATORS(1.0)"
DIMENSIONS = ("FREQ", "INDICATOR", "REF_AREA", "UNIT", "TIME_PERIOD")
ATTRIBUTES = (
    *("OBS_STATUS", "VALUE_STATUS", "COMPARATOR", "NUMERATOR", "DENOMINATOR"),
    *("METHOD", "MISSING_PARTS", "ORIGIN", "SOURCE", "BOUNDARIES"),
)
_FREQUENCIES = (
    (re.compile(r"\d{4}"), "A"),
    (re.compile(r"\d{4}-S[12]"), "S"),
    (re.compile(r"\d{4}-Q[1-4]"), "Q"),
    (re.compile(r"\d{4}-\d{2}"), "M"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "D"),
)
_SPAN_OF_YEARS = re.compile(r"(\d{4})-(\d{4})")
_SPAN_OF_MONTHS = re.compile(r"(\d{4})-(\d{2})/(\d{4})-(\d{2})")
_MONTHS_PER_YEAR = 12
# Codes of SDMX's list CL_OBS_STATUS.
_NORMAL, _ESTIMATED, _LOW_RELIABILITY, _MISSING = "A", "E", "U", "O"


def sdmx_csv(table: AnalyticsTable) -> str:
    """Return the values of an answer; rows with targets alone are left out.

    A value that simulation or an estimated share made is marked as estimated, one that
    lacks parts as of low reliability, one that cannot be told as missing. Periods that
    cannot be placed in time are left out, since every key needs one.

    Source:
        SDMX 3.0, SDMX-CSV 2.0.0 field guide: columns STRUCTURE, STRUCTURE_ID, ACTION,
        then the components in any order.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(
        ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)
    )
    writer.writerows(_rows(table))
    return stream.getvalue()


def _rows(table: AnalyticsTable) -> Iterator[tuple[object, ...]]:
    for row in table.rows:
        placed = _time(row.period)
        if row.value is None or placed is None:
            continue
        yield _row(row, row.value, *placed)


def _row(
    row: AnalyticsRow, value: Observation, frequency: str, time: str
) -> tuple[object, ...]:
    return (
        *("dataflow", STRUCTURE_ID, "I"),
        *(frequency, row.indicator.code, row.unit.code, row.indicator.unit, time),
        _number(value.value),
        _status(value),
        value.status,
        value.comparator,
        _number(value.numerator),
        _number(value.denominator),
        value.method,
        " ".join(value.missing),
        value.origin,
        value.source,
        value.stated_on.isoformat(),
    )


def _status(value: Observation) -> str:
    if value.value is None:
        return _MISSING
    if value.missing:
        return _LOW_RELIABILITY
    is_estimate = value.is_estimated or value.origin == "simulated"
    return _ESTIMATED if is_estimate else _NORMAL


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _time(period: str) -> tuple[str, str] | None:
    """Return the frequency and the period as SDMX writes it."""
    text = period.replace("-H", "-S")
    for pattern, frequency in _FREQUENCIES:
        if pattern.fullmatch(text):
            return frequency, text
    # Spans as a first day and how long they last; their frequency is none of the list.
    if years := _SPAN_OF_YEARS.fullmatch(text):
        first, last = (int(year) for year in years.groups())
        return "_O", f"{first}-01-01/P{last - first + 1}Y"
    if found := _SPAN_OF_MONTHS.fullmatch(text):
        start, month, end, last_month = (int(part) for part in found.groups())
        months = (end - start) * _MONTHS_PER_YEAR + last_month - month + 1
        return "_O", f"{start}-{month:02d}-01/P{months}M"
    return None
