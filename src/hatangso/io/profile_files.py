"""Read a terrain profile in the CSV layout of ITU-R Study Group 3's data banks.

A file has lines ``name:,value``, a part between ``{Begin of Profile}`` and ``{End of
Profile}`` with one row per point (distance in km, ground in m, code of the cover, its
height in m, radio-climatic zone), and a part of measurements, whose rows tell wave and
antennas. Rows of a finding are lines of the file.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

from hatangso.errors import Finding, InvalidInputError, Message, NotFoundError, Place
from hatangso.geography.grid import distances_m
from hatangso.io.findings import Findings
from hatangso.units import FloatArray, IntArray

__all__ = ["LinkSetup", "ProfileFile", "read_profile"]

_FEWEST_POINTS = 5
_M_PER_KM = 1000.0
_LONGEST_KM, _LONGEST_USUAL_STEP_KM = 3_000.0, 50.0
_LOWEST_M, _HIGHEST_M = -500.0, 9_000.0
_HIGHEST_COVER_M = 500.0
_ZONES = (1, 3, 4)
_INLAND = 4
_COVERS = range(1, 6)
_HIGHEST_ANTENNA_M = 3_000.0
_LEAST_MHZ, _MOST_MHZ = 30.0, 6_000.0
_MOST_PERCENT = 50.0
_POLARISATIONS = {"1": "horizontal", "2": "vertical"}
# Share by which a stated length may differ from the last distance.
_LENGTH_TOLERANCE_RATIO = 0.01
_COORDINATE_TOLERANCE_RATIO = 0.05
_COLUMNS = ("distance", "ground", "cover code", "cover height", "zone")
_NUMBER_FIX = Message("write a number with a decimal point")


@dataclass(frozen=True)
class LinkSetup:
    """One row of measurements: the wave and the antennas that the file speaks of.

    Attributes:
        frequency_mhz: Of the wave; None where the row does not tell.
        start_height_m: Transmitting antenna above the ground.
        end_height_m: Receiving antenna above the ground.
        polarisation: ``horizontal`` or ``vertical``; None where the row tells neither.
        time_percent: Share of the time.
    """

    frequency_mhz: float | None = None
    start_height_m: float | None = None
    end_height_m: float | None = None
    polarisation: str | None = None
    time_percent: float | None = None


@dataclass(frozen=True)
class ProfileFile:
    """A profile as its file tells it, from the transmitter to the receiver.

    Attributes:
        start: Name of the transmitter, or empty.
        end: Name of the receiver, or empty.
        start_deg: Longitude and latitude of the transmitter; None where not given.
        end_deg: The same of the receiver.
        refractivity_gradient_n_per_km: Lapse rate of the air, above 0.
        surface_refractivity_n: Reduced to the sea.
        distance_m: From the transmitter, one element per point.
        ground_m: Above sea level.
        clutter_m: Height of the cover; 0 where the file has none.
        zones: Radio-climatic zones 1, 3 or 4; inland where the file has none.
        setups: The rows of measurements.
        findings: Warnings.
    """

    start: str
    end: str
    start_deg: tuple[float, float] | None
    end_deg: tuple[float, float] | None
    refractivity_gradient_n_per_km: float | None
    surface_refractivity_n: float | None
    distance_m: FloatArray
    ground_m: FloatArray
    clutter_m: FloatArray
    zones: IntArray
    setups: tuple[LinkSetup, ...]
    findings: tuple[Finding, ...] = field(default=(), compare=False)


def read_profile(path: Path) -> ProfileFile:
    """Read a profile file and say everything that is wrong with it.

    Raises:
        NotFoundError: There is no such file.
        InvalidInputError: It cannot be used; the error carries all findings.
    """
    if not path.is_file():
        raise NotFoundError("there is no profile file {path}", path=path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInputError(
            "{path} is not UTF-8 text: save the profile as CSV (UTF-8)", path=path
        ) from None
    lines = list(enumerate(csv.reader(text.splitlines()), start=1))
    return _Reader(path.name, lines).read()


Line = tuple[int, list[str]]


class _Reader:
    """Reads one file; findings collect on the way."""

    def __init__(self, file: str, lines: Sequence[Line]) -> None:
        self._file = file
        self._lines = lines
        self._findings = Findings()
        self._heads = {
            cells[0].strip().rstrip(":").lower(): (row, cells[1].strip())
            for row, cells in lines
            if len(cells) > 1 and cells[0].strip().endswith(":")
        }

    def read(self) -> ProfileFile:
        points = self._points()
        setups = self._setups()
        start_deg = self._place("tx")
        end_deg = self._place("rx")
        gradient = self._head(self._find("average annual values dn"), 0, 150)
        refractivity = self._head(self._find("average annual sea-level"), 200, 500)
        if len(points):
            self._check_length(points, start_deg, end_deg)
        self._findings.raise_errors()
        if self._text("first point tx or rx").upper().startswith("R"):
            points = points[::-1].copy()
            points[:, 0] = points[0, 0] - points[:, 0]
        return ProfileFile(
            start=self._text("tx site name"),
            end=self._text("rx site name"),
            start_deg=start_deg,
            end_deg=end_deg,
            refractivity_gradient_n_per_km=gradient,
            surface_refractivity_n=refractivity,
            distance_m=points[:, 0] * _M_PER_KM,
            ground_m=points[:, 1],
            clutter_m=points[:, 3],
            zones=points[:, 4].astype(int),
            setups=setups,
            findings=tuple(self._findings),
        )

    def _error(
        self,
        row: int | None,
        column: str | None,
        problem: Message,
        fix: Message,
        value: object = None,
    ) -> None:
        self._findings.error(Place(self._file, row, column), problem, fix, value)

    def _warn(self, row: int | None, problem: Message, fix: Message) -> None:
        self._findings.warn(Place(self._file, row), problem, fix)

    # Heads.

    def _find(self, begin: str) -> str:
        return next((name for name in self._heads if name.startswith(begin)), begin)

    def _text(self, name: str) -> str:
        return self._heads.get(name, (0, ""))[1]

    def _head(self, name: str, low: float, high: float) -> float | None:
        row, text = self._heads.get(name, (0, ""))
        if not text:
            return None
        return self._number(row, name, text, low, high)

    def _place(self, end: str) -> tuple[float, float] | None:
        lon_deg = self._head(f"{end} lon", -180, 180)
        lat_deg = self._head(f"{end} lat", -90, 90)
        return None if lon_deg is None or lat_deg is None else (lon_deg, lat_deg)

    def _number(
        self, row: int, column: str, text: str, low: float, high: float
    ) -> float | None:
        """Return a number, None with a finding where it is of no use."""
        try:
            value = float(text)
        except ValueError:
            value = np.nan
        if not np.isfinite(value):
            problem = Message('"{raw}" is not a number', {"raw": text})
            self._error(row, column, problem, _NUMBER_FIX, text)
            return None
        if not low <= value <= high:
            problem = Message(
                "{value:g} is outside {low:g} to {high:g}",
                {"value": value, "low": low, "high": high},
            )
            fix = Message("check the value and its unit")
            self._error(row, column, problem, fix, value)
            return None
        return value

    # Points.

    def _section(self, name: str) -> list[Line]:
        """Return the lines between the marks of a part."""
        inside, found = False, []
        for row, cells in self._lines:
            mark = cells[0].strip().lower() if cells else ""
            if mark == f"{{begin of {name}}}":
                inside = True
            elif mark == f"{{end of {name}}}":
                break
            elif inside and any(cell.strip() for cell in cells):
                found.append((row, [cell.strip() for cell in cells]))
        return found

    def _points(self) -> FloatArray:
        """Return the points, shape (point, 5); empty where one is of no use."""
        lines = [line for line in self._section("profile") if line[1][0][:1] != "#"]
        stated = next((line for line in lines if _is_count(line)), None)
        rows = [line for line in lines if not _is_count(line)]
        if len(rows) < _FEWEST_POINTS:
            self._error(
                None,
                None,
                Message(
                    "the profile has {points} points; it needs {fewest} or more",
                    {"points": len(rows), "fewest": _FEWEST_POINTS},
                ),
                Message("write them into its part Profile, one row per point"),
                len(rows),
            )
            return np.empty((0, 5))
        points = [self._point(row, cells) for row, cells in rows]
        if stated is not None:
            self._check_count(stated, len(rows))
        self._check_distances(rows, points)
        if any(None in point for point in points):
            return np.empty((0, 5))
        return np.array(points, dtype=float)

    def _point(self, row: int, cells: list[str]) -> list[float | None]:
        cells = [*cells, *[""] * (len(_COLUMNS) - len(cells))][: len(_COLUMNS)]
        limits: tuple[tuple[float, float, float | None], ...] = (
            (0.0, np.inf, None),
            (_LOWEST_M, _HIGHEST_M, None),
            (-np.inf, np.inf, 0.0),
            (0.0, _HIGHEST_COVER_M, 0.0),
            (-np.inf, np.inf, float(_INLAND)),
        )
        point = [
            usual
            if not text and usual is not None
            else self._number(row, column, text, low, high)
            for column, text, (low, high, usual) in zip(
                _COLUMNS, cells, limits, strict=True
            )
        ]
        if cells[2]:
            self._check_code(row, 2, point[2], tuple(_COVERS))
        self._check_code(row, 4, point[4], _ZONES)
        return point

    def _check_code(
        self, row: int, column: int, code: float | None, known: tuple[int, ...]
    ) -> None:
        if code is None or code in known:
            return
        problem = Message("{value:g} is no known code", {"value": code})
        names = ", ".join(str(item) for item in known)
        fix = Message("write one of: {names}", {"names": names})
        self._error(row, _COLUMNS[column], problem, fix, code)

    def _check_count(self, line: Line, points: int) -> None:
        row, cells = line
        stated = cells[1] if len(cells) > 1 else ""
        if stated != str(points):
            problem = Message(
                "the file announces {stated} points; there are {points}",
                {"stated": stated, "points": points},
            )
            self._warn(row, problem, Message("check that no row is missing"))

    def _check_distances(
        self, rows: Sequence[Line], points: Sequence[list[float | None]]
    ) -> None:
        found = [
            (row, point[0])
            for (row, _), point in zip(rows, points, strict=True)
            if point[0] is not None
        ]
        if found and found[0][1] != 0:
            problem = Message(
                "the first distance is {value:g}, not 0", {"value": found[0][1]}
            )
            fix = Message("begin the profile at its first antenna")
            self._error(found[0][0], _COLUMNS[0], problem, fix, found[0][1])
        for (_, before), (row, here) in pairwise(found):
            if here is not None and before is not None and here <= before:
                problem = Message(
                    "the distance {value:g} does not lie beyond {before:g}",
                    {"value": here, "before": before},
                )
                fix = Message("sort the points and leave out double ones")
                self._error(row, _COLUMNS[0], problem, fix, here)
        if found:
            self._check_unit([distance for _, distance in found if distance], found[-1])

    def _check_unit(
        self, distances_km: list[float], last: tuple[int, float | None]
    ) -> None:
        """Suspect metres where kilometres are wanted."""
        row, length_km = last
        steps_km = np.diff([0.0, *distances_km])
        is_too_long = length_km is not None and length_km > _LONGEST_KM
        is_coarse = len(steps_km) > 0 and np.median(steps_km) >= _LONGEST_USUAL_STEP_KM
        if not (is_too_long or is_coarse):
            return
        problem = Message(
            "a path of {value:g} km, one point every {step:g} km: these look like"
            " metres",
            {"value": length_km, "step": float(np.median(steps_km))},
        )
        fix = Message("write distances in kilometres")
        self._error(row, _COLUMNS[0], problem, fix, length_km)

    def _check_length(
        self,
        points: FloatArray,
        start_deg: tuple[float, float] | None,
        end_deg: tuple[float, float] | None,
    ) -> None:
        length_km = float(points[-1, 0])
        name = self._find("tot. path length")
        row, text = self._heads.get(name, (0, ""))
        stated_km = self._head(name, 0, np.inf)
        if stated_km and _differ(stated_km, length_km, _LENGTH_TOLERANCE_RATIO):
            problem = Message(
                "the file announces a path of {stated} km; its last point lies at"
                " {length_km:g} km",
                {"stated": text, "length_km": length_km},
            )
            self._warn(row, problem, Message("check that no row is missing"))
        if start_deg is None or end_deg is None:
            return
        ends = np.array([end_deg[0]]), np.array([end_deg[1]])
        apart_km = float(distances_m(*start_deg, *ends)[0]) / _M_PER_KM
        if _differ(apart_km, length_km, _COORDINATE_TOLERANCE_RATIO):
            problem = Message(
                "the coordinates lie {apart_km:.1f} km apart, the ends of the profile"
                " {length_km:.1f} km",
                {"apart_km": apart_km, "length_km": length_km},
            )
            self._warn(None, problem, Message("check coordinates and distances"))

    # Measurements.

    def _setups(self) -> tuple[LinkSetup, ...]:
        return tuple(
            self._setup(row, cells)
            for row, cells in self._section("measurements")
            if cells[0][:1] != "#"
        )

    def _setup(self, row: int, cells: list[str]) -> LinkSetup:
        cells = [*cells, *[""] * 15]

        def read(at: int, column: str, low: float, high: float) -> float | None:
            if not cells[at]:
                return None
            return self._number(row, column, cells[at], low, high)

        return LinkSetup(
            frequency_mhz=self._frequency_mhz(row, cells[0], read),
            start_height_m=read(1, "Tx antenna height", 0.5, _HIGHEST_ANTENNA_M),
            end_height_m=read(3, "Rx antenna height", 0.5, _HIGHEST_ANTENNA_M),
            polarisation=_POLARISATIONS.get(cells[4]),
            time_percent=read(14, "Time percentage", 1, _MOST_PERCENT),
        )

    def _frequency_mhz(
        self,
        row: int,
        text: str,
        read: Callable[[int, str, float, float], float | None],
    ) -> float | None:
        try:
            is_ghz = 0 < float(text) <= _MOST_MHZ / 1000
        except ValueError:
            is_ghz = False
        if is_ghz:
            problem = Message(
                "a frequency of {value} MHz looks like GHz", {"value": text}
            )
            fix = Message("write frequencies in MHz, 30 to 6000")
            self._error(row, "Frequency", problem, fix, text)
            return None
        return read(0, "Frequency", _LEAST_MHZ, _MOST_MHZ)


def _is_count(line: Line) -> bool:
    return line[1][0].lower().startswith("number of points")


def _differ(first: float, second: float, tolerance_ratio: float) -> bool:
    return abs(first - second) > tolerance_ratio * max(first, second)
