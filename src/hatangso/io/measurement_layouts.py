"""Layouts of measurement files, and what one row of each means.

Source:
    G-NetTrack: header of its text logs, and of the log that data sets made with it
    publish (RSRP in place of Level). OpenCelliD: "Database format" and the upload of
    measurements, of its wiki. The project's own layout: ``docs/guide/calibration.md``.
"""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from hatangso.errors import Message
from hatangso.io.channel_numbers import downlink_mhz
from hatangso.model.measurement import Measurement
from hatangso.model.site import Technology

__all__ = ["LAYOUTS", "BadRow", "Layout", "folded", "measurement"]


class BadRow(Enum):
    """Why a row cannot be used: the sentence, the fix, and whether it is a defect."""

    NOT_A_NUMBER = (
        Message("a coordinate or level is not a number"),
        Message("write digits with a point before the decimals"),
        True,
    )
    NO_FIX = (
        Message("the coordinates are 0: the receiver had no position"),
        Message("wait for a position before recording"),
        True,
    )
    SWAPPED = (
        Message("longitude and latitude are swapped"),
        Message("exchange the two columns"),
        True,
    )
    OFF_EARTH = (
        Message("the coordinates lie outside -180 to 180 and -90 to 90 degrees"),
        Message("give longitude and latitude in degrees, WGS 84"),
        True,
    )
    NO_TECHNOLOGY = (
        Message("the technology is missing or not known"),
        Message("write 2G, 3G, 4G or 5G, or leave the row out"),
        True,
    )
    MIXED_CARRIERS = (
        Message("5G beside 4G (NSA): the level may be that of either carrier"),
        Message("record 5G standalone, or 4G alone"),
        False,
    )
    INDEX = (
        Message("the level is an index (ASU), not dBm"),
        Message("record the level in dBm, a number below 0"),
        True,
    )
    OUT_OF_RANGE = (
        Message("the level is outside what a receiver reports of this technology"),
        Message("give RxLev, RSCP, RSRP or SS-RSRP in dBm"),
        True,
    )
    NO_LEVEL = (
        Message("there is no level"),
        Message("nothing to do: such a row says nothing of the coverage"),
        False,
    )
    DUPLICATE = (
        Message("the same measurement stands there before"),
        Message("nothing to do: it counts once"),
        False,
    )

    def __init__(self, problem: Message, fix: Message, is_defect: bool) -> None:  # noqa: FBT001 - the members above read as rows of a table
        """Keep what to say."""
        self.problem = problem
        self.fix = fix
        self.is_defect = is_defect


@dataclass(frozen=True)
class Layout:
    """A kind of file.

    Attributes:
        name: What people call it.
        columns: Names of columns, folded, in order of preference, per what they hold.
        required: Of these, what a file must have to be of this kind.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]

    def found_in(self, header: Sequence[str]) -> dict[str, str]:
        """Return the column of a header for each thing that the layout knows."""
        by_folded = {folded(name): name for name in reversed(header)}
        return {
            kind: next(by_folded[name] for name in names if name in by_folded)
            for kind, names in self.columns.items()
            if any(name in by_folded for name in names)
        }


LAYOUTS = (
    Layout(
        "hatangso",
        {
            "lon": ("lon_deg", "kinh_do"),
            "lat": ("lat_deg", "vi_do"),
            "technology": ("technology", "cong_nghe"),
            "level": ("level_dbm", "muc_thu_dbm", "muc_tin_hieu_dbm"),
            "operator": ("operator", "nha_mang"),
            "cell": ("cell", "ma_cell", "ma_o"),
            "site": ("site_id", "ma_tram"),
            "frequency": ("frequency_mhz", "tan_so_mhz"),
            "time": ("time", "thoi_gian"),
        },
        ("lon", "lat", "technology", "level"),
    ),
    Layout(
        "G-NetTrack",
        {
            "lon": ("longitude",),
            "lat": ("latitude",),
            "technology": ("networkmode", "networktech"),
            "generation": ("networktech", "networkmode"),
            "level": ("level", "rsrp"),
            "operator": ("operatorname", "operator"),
            "cell": ("cgi",),
            "area": ("lac",),
            "node": ("node",),
            "cellid": ("cellid",),
            "channel": ("arfcn",),
            "time": ("timestamp",),
        },
        ("lon", "lat", "technology", "level"),
    ),
    Layout(
        "OpenCelliD",
        {
            "lon": ("lon",),
            "lat": ("lat",),
            "technology": ("radio", "act"),
            "level": ("signal",),
            "mcc": ("mcc",),
            "mnc": ("net", "mnc"),
            "area": ("area", "lac", "tac"),
            "cellid": ("cell", "cellid"),
            "time": ("measured", "measured_at"),
        },
        ("lon", "lat", "level", "mcc", "mnc", "cellid"),
    ),
)

_TECHNOLOGIES = {
    Technology.G2: "2g gsm gprs edge",
    Technology.G3: "3g umts wcdma hspa hsdpa hsupa hspap hspa+ hsdpa+ dchspa+ dchspa",
    Technology.G4: "4g lte ltea lte+ lteca lteadvanced",
    Technology.G5: "5g nr 5gnr 5gsa nrsa",
}
_BY_WORD = {
    word: technology
    for technology, words in _TECHNOLOGIES.items()
    for word in words.split()
}
# What receivers report: 3GPP TS 45.008, 8.1.4 (RxLev), TS 25.133, 9.1.1.3 (RSCP),
# TS 36.133, 9.1.4 (RSRP, extended), TS 38.133, 10.1.6 (SS-RSRP); handsets report RxLev
# in steps of 2 dB from -113 (TS 27.007, 8.5), and the best value as "or more".
_LEVELS_DBM = {
    Technology.G2: (-113.0, -47.0),
    Technology.G3: (-121.0, -24.0),
    Technology.G4: (-156.0, -43.0),
    Technology.G5: (-157.0, -31.0),
}
# The greatest index of a level: 127 in 5G (TS 38.133).
_GREATEST_INDEX = 127
# What logs write where there is no value; 2147483647 is Android's.
_NOTHING = frozenset({"", "-", "n/a", "na", "nan", "null", "none", "2147483647"})
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_NEAR_ZERO_DEG = 0.01
_MOST_LON_DEG = 180.0
_MOST_LAT_DEG = 90.0


def folded(name: str) -> str:
    """Return a column's name without case, diacritics, spaces.

    >>> folded(" Kinh độ ")
    'kinh_do'
    """
    plain = unicodedata.normalize("NFD", name.strip().casefold().replace("đ", "d"))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\s\-]+", "_", kept)


def measurement(
    cells: Mapping[str, str], layout: Layout, *, file: str, row: int
) -> Measurement | BadRow:
    """Return what a row says, or why it cannot be used.

    Args:
        cells: Text per kind of column that the layout knows; absent kinds left out.
        layout: Of the file.
        file: Name of the file.
        row: Number of the row.
    """
    place = _place(cells)
    if isinstance(place, BadRow):
        return place
    technology = _technology(cells)
    if isinstance(technology, BadRow):
        return technology
    level_dbm = _level_dbm(cells["level"], technology, layout)
    if isinstance(level_dbm, BadRow):
        return level_dbm
    return Measurement(
        lon_deg=place[0],
        lat_deg=place[1],
        technology=technology,
        level_dbm=level_dbm,
        operator=_operator(cells),
        cell=_cell(cells),
        site_id=cells.get("site", ""),
        frequency_mhz=_frequency_mhz(cells, technology),
        time=cells.get("time", ""),
        file=file,
        row=row,
    )


def _place(cells: Mapping[str, str]) -> tuple[float, float] | BadRow:
    lon_deg, lat_deg = _number(cells["lon"]), _number(cells["lat"])
    if not (math.isfinite(lon_deg) and math.isfinite(lat_deg)):
        return BadRow.NOT_A_NUMBER
    if min(abs(lon_deg), abs(lat_deg)) < _NEAR_ZERO_DEG:
        return BadRow.NO_FIX
    # No place of Viet Nam lies west of 90 degrees: swapped means a latitude above it.
    if _MOST_LAT_DEG < abs(lat_deg) <= _MOST_LON_DEG and abs(lon_deg) <= _MOST_LAT_DEG:
        return BadRow.SWAPPED
    if abs(lon_deg) > _MOST_LON_DEG or abs(lat_deg) > _MOST_LAT_DEG:
        return BadRow.OFF_EARTH
    return lon_deg, lat_deg


def _technology(cells: Mapping[str, str]) -> Technology | BadRow:
    words = [
        re.sub(r"[\s\-_]+", "", cells.get(kind, "").casefold())
        for kind in ("technology", "generation")
    ]
    if any("nsa" in word or "endc" in word for word in words):
        return BadRow.MIXED_CARRIERS
    return next(
        (_BY_WORD[word] for word in words if word in _BY_WORD), BadRow.NO_TECHNOLOGY
    )


def _level_dbm(raw: str, technology: Technology, layout: Layout) -> float | BadRow:
    if raw.casefold() in _NOTHING:
        return BadRow.NO_LEVEL
    level_dbm = _number(raw)
    if math.isnan(level_dbm):
        return BadRow.NOT_A_NUMBER
    # Crowd files write 0 for a phone that did not tell.
    if level_dbm == 0 and layout.name == "OpenCelliD":
        return BadRow.NO_LEVEL
    if 0 <= level_dbm <= _GREATEST_INDEX:
        return BadRow.INDEX
    low_dbm, high_dbm = _LEVELS_DBM[technology]
    return level_dbm if low_dbm <= level_dbm <= high_dbm else BadRow.OUT_OF_RANGE


def _operator(cells: Mapping[str, str]) -> str:
    mcc, mnc = cells.get("mcc", ""), cells.get("mnc", "")
    if mcc.isdecimal() and mnc.isdecimal():
        return f"{int(mcc):03d}{int(mnc):02d}"
    return cells.get("operator", "")


def _cell(cells: Mapping[str, str]) -> str:
    parts = [cells.get(kind, "") for kind in ("area", "node", "cellid")]
    return cells.get("cell", "") or "-".join(part for part in parts if part)


def _frequency_mhz(cells: Mapping[str, str], technology: Technology) -> float | None:
    frequency_mhz = _number(cells.get("frequency", ""))
    if frequency_mhz > 0:
        return frequency_mhz
    channel = cells.get("channel", "")
    return downlink_mhz(technology, int(channel)) if channel.isdecimal() else None


def _number(raw: str) -> float:
    return float(raw) if _NUMBER.fullmatch(raw) else math.nan
