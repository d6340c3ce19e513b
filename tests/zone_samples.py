"""An industrial zone in the small province: outline, buildings, sensors, readings."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from hatangso.io.csv_tables import write_csv
from hatangso.units import VIETNAM_TIME
from small_province import append_row

ZONE_ID = "Z1"
LAST = datetime(2026, 1, 2, 10, 0, tzinfo=VIETNAM_TIME)
_HOURLY = (60, "operating")
_SENSOR_COLUMNS = (
    *("id", "name", "facility_id", "kind", "reading_unit", "lon_deg", "lat_deg"),
    *("height_m", "low_limit", "high_limit", "report_every_min", "state"),
)
_INCIDENT_COLUMNS = (
    *("id", "name", "kind", "severity", "facility_id", "sensor_id"),
    *("opened_on", "closed_on"),
)
_SENSORS: list[tuple[object, ...]] = [
    (
        *("C1", "Nhiệt độ xưởng 1", "Z1", "temperature", "°C", 105.022, 21.102),
        *(6, 10, 40, *_HOURLY),
    ),
    (
        *("C2", "Bụi cổng chính", "Z1", "air_quality", "µg/m³", 105.024, 21.104),
        *(4, "", 50, *_HOURLY),
    ),
    (
        *("C3", "Mức nước hồ", "Z1", "water_level", "m", 105.026, 21.106),
        *(1, 0.5, 3, *_HOURLY),
    ),
    (
        *("C4", "Camera cổng", "Z1", "camera", "", 105.0265, 21.1065),
        *(5, "", "", "", "operating"),
    ),
    (
        *("C5", "Cảm biến sắp lắp", "Z1", "noise", "dB", 105.027, 21.107),
        *(5, "", 70, 60, "planned"),
    ),
    (
        *("C6", "Đếm xe quốc lộ", "", "traffic", "xe/giờ", 105.10, 21.10),
        *(6, "", "", *_HOURLY),
    ),
]
_INCIDENTS: list[tuple[object, ...]] = [
    ("I1", "Mất điện xưởng 1", "power", "critical", "Z1", "", "2025-12-30", ""),
    ("I2", "Bụi vượt ngưỡng", "equipment", "warning", "", "C2", "2026-01-01", ""),
    ("I3", "Đứt cáp", "network", "notice", "Z1", "", "2025-11-01", "2025-11-02"),
    ("I4", "Ngập đường", "flood", "notice", "", "", "2026-01-01", ""),
]


def reading(sensor: str, hours_ago: float, value: object) -> tuple[object, ...]:
    """Return a row of readings, so long before the last."""
    at = LAST - timedelta(hours=hours_ago)
    return sensor, at.isoformat(timespec="minutes"), value


READINGS: Sequence[tuple[object, ...]] = [
    *(reading("C1", ago, 25 + ago % 3) for ago in range(48, -1, -1)),
    # Above its limit since four hours ago.
    *(reading("C2", ago, 30 if ago > 4 else 80) for ago in range(48, -1, -1)),
    # Silent since ten hours ago.
    *(reading("C3", ago, 1.5) for ago in range(48, 9, -1)),
    *(reading("C6", ago, 300) for ago in range(5, -1, -1)),
]


def add_zone(directory: Path, *, with_readings: bool = True) -> None:
    """Put a zone with sensors and incidents into the small province."""
    append_row(
        directory / "facilities.csv",
        (ZONE_ID, "KCN Thung Lũng", "industrial_zone", 105.025, 21.105),
    )
    append_row(
        directory / "facilities.csv",
        ("Z2", "CCN Xa", "industrial_zone", 105.16, 21.06),
    )
    _write(directory, "zones", _outline())
    _write(directory, "buildings", *_buildings())
    write_csv(directory / "sensors.csv", _SENSOR_COLUMNS, _SENSORS)
    write_csv(directory / "incidents.csv", _INCIDENT_COLUMNS, _INCIDENTS)
    for name in ("sensors", "incidents"):
        _origin(directory, name)
    if with_readings:
        write_readings(directory / "sensor_readings.csv", READINGS)
        _origin(directory, "sensor_readings")


def write_readings(path: Path, rows: Sequence[tuple[object, ...]]) -> Path:
    """Write a file of readings."""
    write_csv(path, ("sensor_id", "at", "value"), rows)
    return path


def _origin(directory: Path, name: str) -> None:
    with (directory / "province.toml").open("a", encoding="utf-8") as stream:
        stream.write(f'[layers.{name}]\nreality = "real"\nsource = "test"\n')


def _write(directory: Path, name: str, *features: object) -> None:
    content = {"type": "FeatureCollection", "features": list(features)}
    path = directory / f"{name}.geojson"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    _origin(directory, name)


def _area(properties: object, west: float, south: float, side: float) -> object:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _outline() -> object:
    told = {"id": "K1", "name": "KCN Thung Lũng", "facility_id": ZONE_ID}
    return _area(told, 105.02, 21.10, 0.01)


def _buildings() -> list[object]:
    told = [
        {"id": "B1", "name": "Xưởng 1", "kind": "factory", "height_m": 14},
        {"id": "B2", "name": "Nhà điều hành", "kind": "office", "storeys": 4},
        {"id": "B3", "name": ""},
    ]
    return [
        _area(one | {"zone_id": "K1"}, 105.021 + 0.003 * number, 21.102, 0.002)
        for number, one in enumerate(told)
    ]
