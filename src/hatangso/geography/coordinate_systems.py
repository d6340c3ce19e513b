"""Coordinate systems that files of Viet Nam are in, rightly made and wrongly made."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from hatangso.errors import InvalidInputError, Message
from hatangso.units import FloatArray

__all__ = [
    "WGS84_DEGREES",
    "CoordinateSystem",
    "candidate_systems",
    "named_system",
    "system_of_code",
]

_PROVINCIAL_SCALE, _NATIONAL_SCALE = 0.9999, 0.9996
_VN2000, _WGS84 = "EPSG:4756", "EPSG:4326"
# Central meridians of the zones of 3 degrees with their codes, and of 6 degrees with
# those of VN-2000 and WGS 84.
# Source: EPSG data set, areas of use in Viet Nam.
_PROVINCIAL = {
    102.0: 5896, 103.0: 9205, 104.0: 9206, 104.5: 9207, 104.75: 9208, 105.0: 5897,
    105.5: 9209, 105.75: 9210, 106.0: 9211, 106.25: 9212, 106.5: 9213, 107.0: 9214,
    107.25: 9215, 107.5: 9216, 107.75: 5899, 108.0: 5898, 108.25: 9217, 108.5: 9218,
}  # fmt: skip
_NATIONAL = {105.0: (3405, 32648), 111.0: (3406, 32649)}
_FALSE_EASTING_M = 500_000.0
# Source: Decision 05/2007/QĐ-BTNMT; EPSG "VN-2000 to WGS 84 (2)"; the second has the
# turns of a frame the other way round, as PROJ wants them there.
_SHIFT = (
    "+x=-191.90441429 +y=-39.30318279 +z=-111.45032835 "
    "+rx=-0.00928836 +ry=0.01975479 +rz=-0.00427372 +s=0.252906278"
)
_TOWGS84 = (
    "-191.90441429,-39.30318279,-111.45032835,"
    "0.00928836,-0.01975479,0.00427372,0.252906278"
)
_CODE = re.compile(
    r"(?:EPSG:(?P<epsg>\d+)|TM:(?P<meridian>[\d.]+):(?P<scale>[\d.]+))"
    r"(?P<unshifted>\+no-shift)?(?P<north>\+north-first)?"
)
_VN2000_NAME = re.compile(r"(?:vn|viet\s*nam)[ _-]?2000", re.IGNORECASE)


@dataclass(frozen=True)
class CoordinateSystem:
    """How two columns of numbers stand for places.

    Attributes:
        meridian_deg: Central meridian of a transverse Mercator projection in metres,
            with 500 km added to the east; None for degrees.
        scale_ratio: Scale on that meridian; 1 for degrees.
        is_shifted: The datum is VN-2000, so that places must be shifted to WGS 84;
            False for WGS 84, and for VN-2000 whose maker left the shift out.
        is_north_first: The first column holds latitudes or metres to the north.
    """

    meridian_deg: float | None = None
    scale_ratio: float = 1.0
    is_shifted: bool = False
    is_north_first: bool = False

    @property
    def code(self) -> str:
        """Return a short name that `system_of_code` understands."""
        return self._base_code + ("+north-first" if self.is_north_first else "")

    @property
    def _base_code(self) -> str:
        meridian, scale = self.meridian_deg, self.scale_ratio
        if meridian is None:
            return _VN2000 if self.is_shifted else _WGS84
        if scale == _NATIONAL_SCALE and meridian in _NATIONAL:
            return f"EPSG:{_NATIONAL[meridian][0 if self.is_shifted else 1]}"
        unshifted = "" if self.is_shifted else "+no-shift"
        if scale == _PROVINCIAL_SCALE and meridian in _PROVINCIAL:
            return f"EPSG:{_PROVINCIAL[meridian]}{unshifted}"
        return f"TM:{meridian:g}:{scale:g}{unshifted}"

    @property
    def crs(self) -> str:
        """Return the system as text for pyproj and QGIS, east first."""
        code = self._base_code
        if code.startswith("EPSG:") and "+" not in code:
            return code
        shift = f" +towgs84={_TOWGS84}" if self.is_shifted else ""
        return f"{_projection(self)} +units=m{shift} +no_defs +type=crs"

    @property
    def is_usual(self) -> bool:
        """Tell whether makers of files mean to use it: it has a code of its own."""
        code = self._base_code
        return code.startswith("EPSG:") and "+" not in code and code != _VN2000

    @property
    def name(self) -> Message:
        """Return what a person calls it."""
        if self.meridian_deg is None:
            base = Message("degrees, WGS 84")
            if self.is_shifted:
                base = Message("degrees, VN-2000")
        else:
            values = {
                "meridian": _degrees_and_minutes(self.meridian_deg),
                "scale": self.scale_ratio,
            }
            base = Message("VN-2000, meridian {meridian}, k = {scale}", values)
            if not self.is_shifted:
                text = "meridian {meridian}, k = {scale}, without shift of datum"
                base = Message(text, values)
        if not self.is_north_first:
            return base
        return Message("{system}, north before east", {"system": base})

    def lon_lat(
        self, first: ArrayLike, second: ArrayLike
    ) -> tuple[FloatArray, FloatArray]:
        """Return longitudes and latitudes in WGS 84.

        Args:
            first: The first column, any shape; east unless the system says north.
            second: The second column, the same shape.

        Returns:
            Two arrays of that shape; NaN where a number is missing or no place.
        """
        one, other = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
        east, north = (other, one) if self.is_north_first else (one, other)
        lon, lat = east, north
        if self.meridian_deg is not None:
            lon, lat = _to_degrees(replace(self, is_north_first=False)).transform(
                east, north
            )
        is_place = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) <= 90)  # noqa: PLR2004 - a pole
        lon, lat = np.where(is_place, lon, np.nan), np.where(is_place, lat, np.nan)
        if self.is_shifted:
            lon, lat = _datum_shift().transform(lon, lat)
            lon, lat = (np.where(is_place, axis, np.nan) for axis in (lon, lat))
        return lon, lat

    def xy(
        self, lon_deg: ArrayLike, lat_deg: ArrayLike
    ) -> tuple[FloatArray, FloatArray]:
        """Return the two columns for places in WGS 84: what `lon_lat` takes."""
        east, north = np.asarray(lon_deg, dtype=float), np.asarray(lat_deg, dtype=float)
        if self.is_shifted:
            east, north = _datum_shift().transform(east, north, direction="INVERSE")
        if self.meridian_deg is not None:
            system = replace(self, is_north_first=False)
            east, north = _to_degrees(system).transform(
                east, north, direction="INVERSE"
            )
        east, north = np.asarray(east), np.asarray(north)
        return (north, east) if self.is_north_first else (east, north)


WGS84_DEGREES = CoordinateSystem()


def _projection(system: CoordinateSystem) -> str:
    return (
        f"+proj=tmerc +lat_0=0 +lon_0={system.meridian_deg:.10g} "
        f"+k={system.scale_ratio:.10g} +x_0={_FALSE_EASTING_M:.0f} +y_0=0 +ellps=WGS84"
    )


@lru_cache(maxsize=256)
def _to_degrees(system: CoordinateSystem) -> Transformer:
    """Return from metres to degrees of the same datum."""
    return Transformer.from_pipeline(
        f"+proj=pipeline +step +inv {_projection(system)} "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


@lru_cache(maxsize=1)
def _datum_shift() -> Transformer:
    """Return from VN-2000 to WGS 84, both in degrees, heights left alone."""
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        "+step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
        f"+step +proj=helmert {_SHIFT} +convention=coordinate_frame "
        "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


def _degrees_and_minutes(meridian_deg: float) -> str:
    """Return an angle as ``106°30'``."""
    minutes = round(meridian_deg * 60)
    return f"{minutes // 60}°{minutes % 60:02d}'"


def candidate_systems() -> tuple[CoordinateSystem, ...]:
    """Return every system that a file may be in, the usual ones first.

    Degrees and all zones of VN-2000; the zones also without the shift of datum and with
    the scale of the other width of zone, as careless makers of files have them; each
    with its columns in either order.
    """
    east_first = tuple(_east_first())
    return east_first + tuple(replace(one, is_north_first=True) for one in east_first)


def _east_first() -> Iterator[CoordinateSystem]:
    yield WGS84_DEGREES
    yield from (
        CoordinateSystem(m, _PROVINCIAL_SCALE, is_shifted=True) for m in _PROVINCIAL
    )
    yield from (
        CoordinateSystem(m, _NATIONAL_SCALE, is_shifted=True) for m in _NATIONAL
    )
    yield from (CoordinateSystem(m, _NATIONAL_SCALE) for m in _NATIONAL)
    yield CoordinateSystem(is_shifted=True)
    yield from (CoordinateSystem(m, _PROVINCIAL_SCALE) for m in _PROVINCIAL)
    for meridian in _PROVINCIAL:
        if meridian not in _NATIONAL:
            yield CoordinateSystem(meridian, _NATIONAL_SCALE)
            yield CoordinateSystem(meridian, _NATIONAL_SCALE, is_shifted=True)


def system_of_code(code: str) -> CoordinateSystem:
    """Return the system of a code.

    Raises:
        InvalidInputError: It is the code of no system that files of Viet Nam are in.

    >>> system_of_code("EPSG:9213+no-shift").scale_ratio
    0.9999
    >>> system_of_code("TM:106.5:0.9996+no-shift").code
    'TM:106.5:0.9996+no-shift'
    """
    found = _CODE.fullmatch(code.strip())
    if found is None:
        system = named_system(code)
    elif found["epsg"]:
        system = named_system(f"EPSG:{found['epsg']}")
    else:
        meridian, scale = float(found["meridian"]), float(found["scale"])
        system = CoordinateSystem(meridian, scale, is_shifted=True)
    if system is None:
        raise InvalidInputError(
            '"{code}" is no coordinate system of Viet Nam: write one like EPSG:9213',
            code=code,
        )
    if found and found["unshifted"]:
        system = replace(system, is_shifted=False)
    return replace(system, is_north_first=bool(found and found["north"]))


@lru_cache(maxsize=64)
def named_system(crs: str) -> CoordinateSystem | None:
    """Return the system that a .prj file, WKT, PROJ text or EPSG code names.

    A datum named VN-2000 means that the shift is still to be done, and so does a shift
    that the text itself holds.

    Returns:
        None when the text is empty or names another projection.
    """
    try:
        parsed = CRS.from_user_input(crs)
    except CRSError:
        return None
    is_shifted = _holds_shift(parsed) or _names_vn2000(parsed)
    if parsed.is_bound and parsed.source_crs is not None:
        parsed = parsed.source_crs
    if parsed.is_geographic:
        return CoordinateSystem(is_shifted=is_shifted)
    operation = parsed.coordinate_operation
    if operation is None or "Transverse Mercator" not in operation.method_name:
        return None
    if any(axis.unit_conversion_factor != 1 for axis in parsed.axis_info[:2]):
        return None
    values = {item.name: float(item.value) for item in operation.params}
    origin_m = [values.get(f"False {axis}") for axis in ("easting", "northing")]
    if origin_m != [_FALSE_EASTING_M, 0.0]:
        return None
    return CoordinateSystem(
        round(values["Longitude of natural origin"], 9),
        round(values["Scale factor at natural origin"], 9),
        is_shifted=is_shifted,
    )


def _holds_shift(crs: CRS) -> bool:
    """Tell whether a text holds a shift of datum that is not zero."""
    operation = crs.coordinate_operation if crs.is_bound else None
    return operation is not None and any(operation.towgs84)


def _names_vn2000(crs: CRS) -> bool:
    geodetic = crs.geodetic_crs
    if geodetic is None:
        return False
    names = (geodetic.name, geodetic.datum.name if geodetic.datum else "")
    return any(_VN2000_NAME.search(name) for name in names)
