"""Read lists of cells as OpenCelliD publishes them, for one country.

Source: columns as described at community.opencellid.org/t/186 and
wiki.opencellid.org/wiki/Database_format.
"""

import csv
import gzip
import math
import tomllib
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import shapely

from hatangso.errors import InvalidInputError, Message, Place
from hatangso.io.features.feature_limits import FeatureLimits
from hatangso.io.findings import Findings
from hatangso.model.raw_table import CellValue, RawColumn, RawRow, RawTable

__all__ = ["CELL_COLUMNS", "is_cell_list", "read_cells"]

CELL_COLUMNS = (
    "radio", "mcc", "net", "area", "cell", "unit", "lon", "lat", "range", "samples",
    "changeable", "created", "updated", "averageSignal",
)  # fmt: skip
# What the register calls them; the others have names that no field has.
_TITLES = {
    "radio": "technology",
    "net": "mnc",
    "area": "area_code",
    "unit": "psc",
    "lon": "lon_deg",
    "lat": "lat_deg",
    "range": "range_m",
    "updated": "measured_on",
    "averageSignal": "level_dbm",
}
# Cells are what phones of many people heard of them, on average.
_BESIDE = {"operator": None, "method": "crowd", "statistic": "mean"}
_CELL, _SIGNAL = CELL_COLUMNS.index("cell"), CELL_COLUMNS.index("averageSignal")
# Other numbers are no dBm: 0 stands for nothing, up to 97 for the scales of phones.
_WEAKEST_DBM, _STRONGEST_DBM = -150, -20
_VIET_NAM = 452
_RADIOS = ("GSM", "UMTS", "LTE", "NR", "CDMA")
_LIMITS = FeatureLimits()
_LON, _LAT = CELL_COLUMNS.index("lon"), CELL_COLUMNS.index("lat")
_FARTHEST_LON_DEG, _POLE_DEG = 180.0, 90.0
_LONGEST_LINE = 1_000


def is_cell_list(path: Path) -> bool:
    """Return whether a file begins like a list of cells, with or without a header."""
    if not path.name.lower().endswith((".csv", ".csv.gz")):
        return False
    try:
        with _lines(path) as lines:
            first = next(csv.reader(lines), [])
    except (InvalidInputError, csv.Error):
        return False
    is_header = tuple(first) == CELL_COLUMNS
    is_cell = len(first) == len(CELL_COLUMNS) and first[0] in _RADIOS
    return is_header or is_cell


def read_cells(
    path: Path, *, country_code: int = _VIET_NAM, limits: FeatureLimits = _LIMITS
) -> RawTable:
    """Read the cells of one country from a list of cells.

    Args:
        path: ``452.csv``, ``cell_towers.csv.gz``; other countries' cells are counted
            and left out while reading, so that the list of the world can be given.
        country_code: Mobile country code of the cells to keep.
        limits: ``features`` bounds the cells kept; ``bytes`` does not apply, since the
            file is read line by line.

    Returns:
        A table of measurements under the names of the register's fields: days instead
        of seconds, ``cell`` with its network (452-04-24101-23456789), signals in dBm
        where they are given in it. Shapes are points in WGS 84: where phones heard the
        cell, not where its mast stands.

    Raises:
        InvalidInputError: The file is no such list, or keeps more cells than allowed.
    """
    if not is_cell_list(path):
        msg = "{file} is no list of cells: its columns should be {columns}"
        raise InvalidInputError(msg, file=path.name, columns=",".join(CELL_COLUMNS))
    findings = Findings()
    elsewhere: Counter[str] = Counter()
    rows: list[RawRow] = []
    with _lines(path) as lines:
        for number, cells in enumerate(csv.reader(lines), start=1):
            if (number == 1 and tuple(cells) == CELL_COLUMNS) or not cells:
                continue
            if len(cells) > 1 and cells[1].isdigit() and int(cells[1]) != country_code:
                elsewhere[cells[1]] += 1
                continue
            row = _row(number, cells, path.name, findings)
            if row is not None:
                rows.append(row)
            if len(rows) > limits.features:
                msg = "{file} holds more than {limit} cells: cut it to the province"
                raise InvalidInputError(msg, file=path.name, limit=limits.features)
    columns = tuple(
        RawColumn(name, (_TITLES.get(name, name),))
        for name in (*CELL_COLUMNS, *_BESIDE)
    )
    _tell_unknown_networks(path.name, rows, findings)
    return RawTable(
        path.name,
        "",
        ("measurements",),
        columns,
        tuple(rows),
        crs="EPSG:4326",
        header_row=0,
        findings=tuple(findings),
        notes=tuple(_notes(elsewhere)),
    )


def _notes(elsewhere: Mapping[str, int]) -> Iterator[Message]:
    yield Message("positions are those of phones that heard the cell, not of masts")
    if elsewhere:
        named = ", ".join(sorted(elsewhere)[:5])
        yield Message(
            "{count} cells of other countries were left out (country codes {named})",
            {"count": sum(elsewhere.values()), "named": named},
        )


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[str]]:
    """Open a list of cells; whatever cannot be read is an error that names it."""
    is_packed = path.suffix.lower() == ".gz"
    try:
        with (gzip.open if is_packed else open)(
            path, "rt", encoding="utf-8-sig", newline=""
        ) as file:
            # A line without end would be read whole.
            yield iter(lambda: file.readline(_LONGEST_LINE), "")
    except (OSError, UnicodeError, EOFError, zlib.error, csv.Error) as error:
        msg = "{file} cannot be read as a list of cells ({error}): download it again"
        raise InvalidInputError(msg, file=path.name, error=error) from error


def _row(
    number: int, cells: Sequence[str], file: str, findings: Findings
) -> RawRow | None:
    """Return one cell; None, with a finding, when the line is no cell."""
    if len(cells) != len(CELL_COLUMNS):
        findings.error(
            Place(file, number),
            Message(
                "the line has {count} values, not {wanted}",
                {"count": len(cells), "wanted": len(CELL_COLUMNS)},
            ),
            Message("download the list again"),
        )
        return None
    values: list[CellValue] = []
    for title, text, read in zip(CELL_COLUMNS, cells, _READERS, strict=True):
        try:
            values.append(read(text.strip()) if text.strip() else None)
        except (ValueError, OverflowError, OSError):
            findings.error(
                Place(file, number, title),
                Message('"{value}" cannot stand in column {column}',
                        {"value": text, "column": title}),
                Message("correct it, or download the list again"),
                text,
            )  # fmt: skip
            values.append(None)
    lon_deg, lat_deg = values[_LON], values[_LAT]
    shape = None
    if isinstance(lon_deg, float) and isinstance(lat_deg, float):
        shape = bytes(shapely.to_wkb(shapely.Point(lon_deg, lat_deg)))
    operator = _operators().get((values[1], values[2]))
    values[_CELL] = "{}-{:0>2}-{}-{}".format(*values[1 : _CELL + 1])
    signal_dbm = values[_SIGNAL]
    if not (isinstance(signal_dbm, int) and _is_dbm(signal_dbm)):
        values[_SIGNAL] = None
    beside = {**_BESIDE, "operator": operator}
    return RawRow(number, (*values, *beside.values()), (), shape)


def _is_dbm(signal: int) -> bool:
    return _WEAKEST_DBM <= signal <= _STRONGEST_DBM


def _tell_unknown_networks(
    file: str, rows: Sequence[RawRow], findings: Findings
) -> None:
    """Tell once of each network whose operator is not known."""
    unknown: dict[str, int] = {}
    for row in rows:
        if row.cells[len(CELL_COLUMNS)] is None:
            unknown.setdefault(f"{row.cells[1]}-{row.cells[2]}", row.number)
    for network, number in unknown.items():
        findings.warn(
            Place(file, number, "net"),
            Message("the operator of network {network} is not known",
                    {"network": network}),
            Message("name it in the column of operators"),
            network,
        )  # fmt: skip


@cache
def _operators() -> Mapping[tuple[CellValue, CellValue], str]:
    text = (files("hatangso.io.features") / "mobile_networks.toml").read_text(
        encoding="utf-8"
    )
    networks = tomllib.loads(text)["network"]
    return {(one["country"], one["network"]): one["operator"] for one in networks}


def _radio(text: str) -> str:
    if text not in _RADIOS:
        raise ValueError(text)
    return text


def _day(text: str) -> date:
    return datetime.fromtimestamp(int(text), UTC).date()


def _degrees(limit_deg: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = float(text)
        if not (math.isfinite(value) and abs(value) <= limit_deg):
            raise ValueError(text)
        return value

    return read


_READERS: tuple[Callable[[str], CellValue], ...] = (
    _radio, int, int, int, int, int,
    _degrees(_FARTHEST_LON_DEG), _degrees(_POLE_DEG),
    int, int, int, _day, _day, int,
)  # fmt: skip
