"""Made-up sensors of industrial zones, a week of what they say, and incidents.

Everything here is invented to show what a province would see; nothing of it was ever
measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import shapely

from hatangso.io.csv_tables import write_csv
from hatangso.io.reading_files import READINGS_FILE, readings_content
from hatangso.model.industrial_zone import Building, Zone
from hatangso.model.province import Province
from hatangso.model.sensing import Series
from hatangso.units import VIETNAM_TIME, BoolArray, IntArray

__all__ = ["SENSOR_LAYERS", "write_sensors"]

SENSOR_LAYERS = ("sensors", "incidents", "sensor_readings")
_NOTE = "Số liệu mô phỏng để trình diễn"
_SENSOR_HEADER = (
    *("id", "name", "facility_id", "kind", "reading_unit", "lon_deg", "lat_deg"),
    *("height_m", "low_limit", "high_limit", "report_every_min", "state"),
    *("installed_on", "note"),
)
_INCIDENT_HEADER = (
    *("id", "name", "kind", "severity", "facility_id", "sensor_id", "opened_on"),
    *("closed_on", "cause", "note"),
)
_HOUR_S = 3600
_HOURS = 7 * 24
_MOST_ZONES = 3
# So many hours before the end a gap ends.
_GAP_AGO_H = 80
_CORNERS = 4
# Values about a smaller middle are told to a hundredth, others to a tenth.
_SMALL = 10
_DECIMALS = 5


@dataclass(frozen=True)
class _Sort:
    """A sensor that is made up: what it measures, and how its values go.

    Attributes:
        middle: About which its values go up and down.
        swing: By how much they do so within a day.
        noise: Standard deviation of the rest.
        drift: What the last day adds at its end, to pass a limit.
        quiet_h: So many hours before the end it falls silent.
        gap_h: So many hours are missing in the middle of the week.
    """

    kind: str
    name: str
    unit: str
    height_m: float
    low: float | None
    high: float | None
    middle: float
    swing: float
    noise: float
    drift: float = 0.0
    quiet_h: int = 0
    gap_h: int = 0


_SORTS = (
    _Sort("temperature", "Nhiệt độ nhà xưởng", "°C", 5, 5, 40, 24, 5, 0.6),
    _Sort("air_quality", "Bụi PM2,5 cổng chính", "µg/m³", 4, None, 50, 31, 6, 2, 34),
    _Sort("power", "Công suất trạm điện", "kW", 2, None, 4500, 2600, 1100, 90),
    _Sort("water_level", "Mức nước bể xử lý", "m", 1, 0.4, 3.2, 1.9, 0.4, 0.05, 0, 31),
    _Sort("noise", "Tiếng ồn ranh giới", "dB", 4, None, 70, 55, 8, 1.5),
    _Sort("camera", "Camera cổng chính", "", 6, None, None, 0, 0, 0),
    _Sort("humidity", "Độ ẩm nhà kho", "%", 4, 30, 85, 66, 9, 2, 0, 0, 14),
    _Sort("flow", "Lưu lượng nước thải", "m³/h", 1, None, 180, 96, 45, 5),
    _Sort("traffic", "Đếm xe cổng chính", "xe/giờ", 6, None, None, 140, 110, 12),
    _Sort("temperature", "Nhiệt độ trạm điện", "°C", 3, None, 75, 47, 9, 1.2),
    _Sort("air_quality", "Khí SO2 khu xử lý", "µg/m³", 4, None, 125, 48, 14, 5),
    _Sort("water_level", "Mức nước mương thoát", "m", 1, None, 1.8, 0.7, 0.2, 0.04),
)


def write_sensors(province: Province, directory: Path) -> None:
    """Write made-up sensors, incidents and readings of the largest zones."""
    zones = sorted(province.zones, key=lambda one: (-one.geometry.area, one.id))
    zones = zones[:_MOST_ZONES]
    placed = [
        (f"CB-{number:02d}", sort, zones[(number - 1) % len(zones)])
        for number, sort in enumerate(_SORTS, start=1)
    ]
    rows = [
        _sensor(identifier, sort, zone, _spot(zone, province.buildings, number))
        for number, (identifier, sort, zone) in enumerate(placed)
    ]
    write_csv(directory / "sensors.csv", _SENSOR_HEADER, rows)
    incidents = _incidents(placed, province.data_date)
    write_csv(directory / "incidents.csv", _INCIDENT_HEADER, incidents)
    end = datetime.combine(province.data_date, time(23), VIETNAM_TIME)
    said = {
        identifier: _series(sort, int(end.timestamp()), seed)
        for seed, (identifier, sort, _) in enumerate(placed)
        if sort.kind != "camera"
    }
    (directory / READINGS_FILE).write_bytes(readings_content(said))


def _spot(zone: Zone, buildings: Sequence[Building], number: int) -> shapely.Point:
    """Return where a sensor hangs: at a building of its zone."""
    own = [one for one in buildings if one.zone_id == zone.id]
    if not own:
        return shapely.point_on_surface(zone.geometry)
    # Far from each other in large zones, at other corners in small ones.
    building = own[number * max(1, len(own) // len(_SORTS)) % len(own)]
    corners = shapely.get_coordinates(building.geometry)
    return shapely.Point(corners[number // len(own) % _CORNERS])


def _sensor(
    identifier: str, sort: _Sort, zone: Zone, spot: shapely.Point
) -> tuple[object, ...]:
    return (
        *(identifier, f"{sort.name} ({identifier})", zone.facility_id, sort.kind),
        *(sort.unit, round(spot.x, _DECIMALS), round(spot.y, _DECIMALS)),
        *(sort.height_m, sort.low, sort.high),
        "" if sort.kind == "camera" else 60,
        *("operating", "2024-06-30", _NOTE),
    )


def _series(sort: _Sort, end_s: int, seed: int) -> Series:
    """Return a week of readings; hours that the sensor missed are not there."""
    random = np.random.default_rng(seed)
    ago = np.arange(_HOURS - 1, -1, -1)
    hour = (23 - ago) % 24
    values = (
        sort.middle
        + sort.swing * np.sin((hour - 9) / 24 * 2 * np.pi)
        + sort.noise * random.standard_normal(_HOURS)
        + sort.drift * np.clip(1 - ago / 24, 0, None)
    )
    # Three hours were lost here and there, as they are anywhere.
    is_heard = random.random(_HOURS) > 3 / _HOURS
    is_heard &= (ago >= sort.quiet_h) & ~_is_gap(ago - _GAP_AGO_H, sort.gap_h)
    at_s = end_s - _HOUR_S * ago
    rounded = np.round(np.maximum(values, 0), 2 if sort.middle < _SMALL else 1)
    return Series(at_s[is_heard], rounded[is_heard])


def _is_gap(hours_in: IntArray, length_h: int) -> BoolArray:
    return (hours_in >= 0) & (hours_in < length_h)


def _incidents(
    placed: Sequence[tuple[str, _Sort, Zone]], day: date
) -> list[tuple[object, ...]]:
    def ago(days: int) -> str:
        return (day - timedelta(days=days)).isoformat()

    first = placed[0][2].facility_id
    dust = next(one for one in placed if one[1].drift)
    water = next(one for one in placed if one[1].quiet_h)
    return [
        (
            *("SC-01", "Mất điện một phần khu công nghiệp", "power", "critical"),
            *(first, "", ago(1), "", "Đang kiểm tra đường dây trung thế", _NOTE),
        ),
        (
            *("SC-02", "Bụi PM2,5 vượt ngưỡng", "other", "warning"),
            *(dust[2].facility_id, dust[0], ago(0), "", "", _NOTE),
        ),
        (
            *("SC-03", "Cảm biến mức nước mất kết nối", "equipment", "notice"),
            *(water[2].facility_id, water[0], ago(2), "", "", _NOTE),
        ),
        (
            *("SC-04", "Đứt cáp quang vào khu công nghiệp", "network", "warning"),
            *(first, "", ago(20), ago(19), "Thi công đường nội bộ", _NOTE),
        ),
    ]
