"""Tables of speed tests as others publish them, under the names of the register.

Source:
    Ookla: columns of the open data sets of tiles (github.com/teamookla). M-Lab: fields
    of the NDT views (measurementlab.net). Quadkeys: Bing Maps Tile System. i-Speed
    publishes figures by month and province (speedtest.vn); how its tables are laid out
    is general knowledge, and so are the numbers of the networks.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import shapely

from hatangso.errors import Message, Place
from hatangso.io.findings import Findings
from hatangso.language.typed_dates import DayOrderDecision, read_date
from hatangso.language.words import fold
from hatangso.model.raw_table import CellValue, RawColumn, RawRow, RawTable

__all__ = ["tile_centre", "with_speed_tests"]

_MONTHS, _QUARTER_MONTHS = 12, 3
_LONGEST_QUADKEY, _OOKLA_LEVEL = 23, 16
_DEGREES = "EPSG:4326"
_QUADKEY = re.compile(rf"[0-3]{{1,{_LONGEST_QUADKEY}}}")
_DAY = re.compile(r"(20\d\d)-(\d\d)-01")
_YEAR = re.compile(r"\bnam (20\d\d)\b")
_I_SPEED = re.compile(r"\b(i speed|ispeed|vnnic|speedtest vn)\b")
_MEANS = re.compile(r"\b(trung binh|tb|average|mean)\b")
_OOKLA = MappingProxyType(
    {
        "avg_d_kbps": ("download_mbps", "kb/s"),
        "avg_u_kbps": ("upload_mbps", "kb/s"),
        "avg_lat_ms": ("latency_ms", "ms"),
        "tests": ("samples", ""),
    }
)
_M_LAB = MappingProxyType(
    {
        "date": "measured_on",
        "testtime": "time",
        "meanthroughputmbps": "download_mbps",
        "minrtt": "latency_ms",
        "latitude": "lat_deg",
        "longitude": "lon_deg",
    }
)
_RATE = "meanthroughputmbps"
# Autonomous systems whose operator is widely known; any other name stays as it is.
_OPERATORS = MappingProxyType(
    {7552: "Viettel", 45899: "VNPT", 131429: "MobiFone", 18403: "FPT", 45903: "CMC"}
)
_OPERATOR_WORDS = ("nha mang", "doanh nghiep", "isp")
_ALL_OPERATORS = ("tat ca", "tat ca nha mang", "toan mang", "cac nha mang", "chung")
_UNKNOWN_NETWORK = Message(
    "no column or name tells the network: tell fixed, mobile, 3G, 4G or 5G for the"
    " whole file (technology)"
)
# How tables of one's own name what is added here; such columns are left alone.
_OWN = MappingProxyType(
    {
        "method": ("method", "cach do"),
        "statistic": ("statistic", "loai gia tri"),
        "technology": ("technology", "cong nghe", "loai mang", "loai ket noi"),
    }
)


def tile_centre(quadkey: str) -> tuple[float, float]:
    """Return longitude and latitude of the centre of a tile, in degrees (WGS 84).

    Raises:
        ValueError: It is no quadkey of at most 23 digits from 0 to 3.

    Source:
        Bing Maps Tile System: one digit a level, 1 for east and 2 for south.
    """
    if not _QUADKEY.fullmatch(quadkey):
        raise ValueError(quadkey)
    x = y = 0
    for digit in map(int, quadkey):
        x, y = 2 * x + digit % 2, 2 * y + digit // 2
    tiles = 2 ** len(quadkey)
    lat_rad = math.atan(math.sinh(math.pi * (1 - (2 * y + 1) / tiles)))
    return (x + 0.5) / tiles * 360 - 180, math.degrees(lat_rad)


def with_speed_tests(table: RawTable) -> RawTable:
    """Return a table of Ookla, M-Lab or i-Speed so that its fields are found.

    Any other table is returned as it is.

    Args:
        table: As it stands in the file. The names of Ookla's files tell the quarter and
            the network, those of M-Lab's whether rates are of uploads; the words over a
            table of i-Speed tell the network.
    """
    names = [column.title.casefold().strip() for column in table.columns]
    if {"quadkey", "avg_d_kbps"} <= set(names):
        return _of_ookla(table, names)
    ends = [re.split(r"[._ ]", name)[-1] for name in names]
    if _RATE in ends:
        return _of_m_lab(table, ends)
    words = [fold(column.title) for column in table.columns]
    about = " ".join(
        _plain(text) for text in (table.file, table.sheet, *table.title, *words)
    )
    if _I_SPEED.search(about) and {"thang", "ky"} & {_plain(one) for one in words}:
        return _of_i_speed(table, [_plain(one) for one in words], about)
    return table


def _of_ookla(table: RawTable, names: Sequence[str]) -> RawTable:
    columns = tuple(
        replace(column, read_as=(told[0],), unit=told[1])
        if (told := _OOKLA.get(name))
        else column
        for name, column in zip(names, table.columns, strict=True)
    )
    findings = Findings()
    key = names.index("quadkey")
    placed = replace(
        table,
        columns=(*columns, *_added("lon_deg", "lat_deg")),
        rows=tuple(_at_centre(row, table, key, findings) for row in table.rows),
        crs=_DEGREES,
        findings=(*table.findings, *findings.items),
        notes=(
            *table.notes,
            Message("each row is the mean of the tests of a tile; it stands there"),
        ),
    )
    return _with_values(
        placed,
        {
            "measured_on": _quarter_end(f"{table.file} {table.sheet}"),
            "technology": _network(_plain(f"{table.file} {table.sheet}")),
            "method": "crowd",
            "statistic": "mean",
        },
    )


def _at_centre(row: RawRow, table: RawTable, key: int, findings: Findings) -> RawRow:
    """Return a row with the centre of its tile; without one when nobody knows it."""
    try:
        lon_deg, lat_deg = tile_centre(_sixteen_digits(row.cells[key]))
    except ValueError:
        findings.error(
            Place(table.file, row.number, table.columns[key].title, table.sheet),
            Message("it is no quadkey of 16 digits from 0 to 3"),
            Message("keep the column as text, and take the file anew"),
            row.cells[key],
        )
        return replace(row, cells=(*row.cells, None, None), geometry=None)
    shape = bytes(shapely.to_wkb(shapely.Point(lon_deg, lat_deg)))
    cells = (*row.cells, lon_deg, lat_deg)
    return replace(row, cells=cells, geometry=shape if row.geometry else None)


def _of_m_lab(table: RawTable, ends: Sequence[str]) -> RawTable:
    is_upload = "upload" in table.file.casefold()
    columns = []
    for name, column in zip(ends, table.columns, strict=True):
        told = _M_LAB.get(name, "")
        if told == "download_mbps" and is_upload:
            told = "upload_mbps"
        is_of_client = "server" not in column.title.casefold()
        # Not those of the server, which has a place too.
        columns.append(
            replace(column, read_as=(told,)) if told and is_of_client else column
        )
    found = replace(table, columns=tuple(columns), crs=table.crs or _DEGREES)
    numbers = _columns(ends, table.columns, ("asnumber", "asn"))
    operators = _columns(ends, table.columns, ("asname", "operator"))
    if numbers or operators:
        owners = [
            _operator(row, numbers=numbers, names=operators) for row in table.rows
        ]
        found = _with_column(found, "operator", owners)
    about = _plain(f"{table.file} {table.sheet}")
    return _with_values(
        found,
        {"technology": _network(about), "method": "crowd", "statistic": "sample"},
    )


def _of_i_speed(table: RawTable, words: Sequence[str], about: str) -> RawTable:
    month = next(i for i, name in enumerate(words) if name in ("thang", "ky"))
    year = words.index("nam") if "nam" in words else None
    told = _YEAR.search(about)
    owners = [i for i, name in enumerate(words) if name in _OPERATOR_WORDS]
    has_commune = any(re.search(r"\b(xa|phuong)\b", name) for name in words)
    columns = list(table.columns)
    columns[month] = replace(columns[month], read_as=("measured_on",))
    for number, name in enumerate(words):
        if re.match(r"(tinh|dia phuong|dia ban)\b", name) and not has_commune:
            columns[number] = replace(columns[number], read_as=("territory",))
    rows = []
    for row in table.rows:
        cells = list(row.cells)
        of_row = cells[year] if year is not None else told and told[1]
        for number in owners:
            if fold(str(cells[number])) in _ALL_OPERATORS:
                cells[number] = None
        cells[month] = _month_end(cells[month], of_row)
        rows.append(replace(row, cells=tuple(cells)))
    found = replace(table, columns=tuple(columns), rows=tuple(rows))
    values: dict[str, CellValue] = {"technology": _network(about), "method": "i_speed"}
    if _MEANS.search(about):
        values["statistic"] = "mean"
    else:
        values["statistic"] = "median"
        text = "the table does not name its statistic: medians, as i-Speed publishes"
        if "trung vi" not in about and "median" not in about:
            found = replace(found, notes=(*found.notes, Message(text)))
    return _with_values(found, values)


def _with_values(table: RawTable, values: Mapping[str, CellValue]) -> RawTable:
    """Return a table with columns that hold one value each."""
    words = {_plain(column.title) for column in table.columns}
    given = {name for name, own in _OWN.items() if words & set(own)}
    for name, value in values.items():
        if name in given:
            continue
        if value is not None:
            table = _with_column(table, name, [value] * len(table.rows))
        elif name == "technology":
            table = replace(table, notes=(*table.notes, _UNKNOWN_NETWORK))
    return table


def _with_column(table: RawTable, name: str, cells: Iterable[CellValue]) -> RawTable:
    return replace(
        table,
        columns=(*table.columns, *_added(name)),
        rows=tuple(
            replace(row, cells=(*row.cells, cell))
            for row, cell in zip(table.rows, cells, strict=True)
        ),
    )


def _added(*names: str) -> tuple[RawColumn, ...]:
    return tuple(RawColumn(name, (name,)) for name in names)


def _columns(
    ends: Sequence[str], columns: Sequence[RawColumn], wanted: Iterable[str]
) -> list[int]:
    return [
        number
        for number, name in enumerate(ends)
        if name in wanted and "server" not in columns[number].title.casefold()
    ]


def _operator(
    row: RawRow, *, numbers: Sequence[int], names: Sequence[int]
) -> CellValue:
    for column in numbers:
        digits = re.sub(r"\.0$|\D(?!0$)", "", str(row.cells[column] or ""))
        if digits.isdecimal() and int(digits) in _OPERATORS:
            return _OPERATORS[int(digits)]
    return next((row.cells[column] for column in names if row.cells[column]), None)


def _plain(text: str) -> str:
    """Return the words of a text, without signs and diacritics."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def _network(about: str) -> str | None:
    """Return the only network that words name."""
    generations: set[str] = set(re.findall(r"\b[2345]g\b", about))
    if len(generations) == 1:
        return generations.pop().upper()
    is_mobile = re.search(r"\b(mobile|di dong)\b", about) is not None
    is_fixed = re.search(r"\b(fixed|co dinh)\b", about) is not None
    if is_mobile == is_fixed:
        return None
    return "mobile" if is_mobile else "fixed"


def _quarter_end(text: str) -> date | None:
    """Return the last day of the quarter that a name begins with: 2024-07-01."""
    found = _DAY.search(text)
    if not found or int(found[2]) not in range(1, _MONTHS + 1, _QUARTER_MONTHS):
        return None
    return _last_day(int(found[1]), int(found[2]) + _QUARTER_MONTHS - 1)


def _month_end(cell: CellValue, year: CellValue) -> CellValue:
    """Return the last day of a month; a cell that is no month stays as it is."""
    digits = re.sub(r"^thang |\.0$", "", fold(str(cell)))
    years = re.sub(r"\.0$", "", str(year))
    if digits.isdecimal() and 1 <= int(digits) <= _MONTHS and years.isdecimal():
        return _last_day(int(years), int(digits))
    last = read_date(cell, DayOrderDecision()).last
    return _last_day(last.year, last.month) if last else cell


def _last_day(year: int, month: int) -> date:
    following = date(year + month // _MONTHS, month % _MONTHS + 1, 1)
    return following - timedelta(days=1)


def _sixteen_digits(cell: CellValue) -> str:
    """Return the quadkey of a tile of Ookla, which are all of one size."""
    is_whole = isinstance(cell, float) and cell.is_integer()
    text = str(int(cell) if is_whole and isinstance(cell, float) else cell)
    if len(text) != _OOKLA_LEVEL:
        raise ValueError(text)
    return text
