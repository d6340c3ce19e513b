"""A small province made in code: a valley, a ridge, and a village behind it."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from hatangso.geography.grid import WGS84, Grid
from hatangso.io.csv_tables import write_csv
from hatangso.io.raster_files import write_geotiff

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
WEST, NORTH, CELL, SIDE = 105.0, 21.2, 1 / 1200, 240
LAYERS = (
    "communes",
    "localities",
    "sites",
    "services",
    "facilities",
    "roads",
    "figures",
    "documents",
    "terrain",
)
LOCALITIES: list[tuple[object, ...]] = [
    # A plain in the west, a ridge at 105.10, a valley in the east.
    ("L1", "Xóm Đồng Bằng", "00001", 105.030, 21.100, 900, 250, "yes"),
    ("L2", "Xóm Chân Núi", "00001", 105.060, 21.110, 500, 140, "yes"),
    ("L3", "Bản Khuất", "00002", 105.112, 21.100, 300, 80, "no"),
    ("L4", "Bản Xa", "00002", 105.160, 21.060, 120, 30, ""),
]
SITES: list[tuple[object, ...]] = [
    ("S1", "Trạm Đồng Bằng", 105.020, 21.105, 45, "Viettel"),
    ("S2", "Trạm Chân Núi", 105.070, 21.095, 30, "VNPT"),
    ("S3", "Trạm Phía Đông", 105.180, 21.150, 42, "Viettel"),
]
SERVICES: list[tuple[object, ...]] = [
    ("S1", "Viettel", "4G", 1840, 20, 43, 17, 0.5, 42, "0 120 240"),
    ("S1", "Viettel", "2G", 942, 0.2, 43, 15, 2, 42, ""),
    ("S2", "VNPT", "4G", 1860, 20, 43, 17, 0.5, 28, "60 180 300"),
    ("S2", "Viettel", "3G", 2140, 5, 43, 17, 0.5, 25, ""),
    # This one may leave to the defaults what it does not know.
    ("S3", "Viettel", "2G", "", "", "", "", "", 40, ""),
]
FIGURES: list[tuple[object, ...]] = [
    (
        "F1",
        "village_4g_ratio",
        "Tỷ lệ xóm được phủ sóng 4G",
        "Villages covered by 4G",
        "=",
        100,
        "%",
        "target",
        "2025",
        "plan",
        "",
        "",
    ),
    (
        "F2",
        "",
        "Tỷ lệ xóm được phủ sóng di động băng rộng 3G/4G",
        "Villages covered by 3G/4G",
        "=",
        99.6,
        "%",
        "actual",
        "2024-12-31",
        "plan",
        "",
        "",
    ),
]


def elevation_m() -> np.ndarray:
    """Return 20 m in the west and 60 m in the east of a ridge of 420 m."""
    lon = WEST + (np.arange(SIDE) + 0.5) * CELL
    ridge_m = 380 * np.exp(-(((lon - 105.10) / 0.006) ** 2))
    plain_m = np.where(lon < 105.10, 20.0, 60.0)
    return np.tile(plain_m + ridge_m, (SIDE, 1)).astype(np.int16)


def write_terrain(path: Path, cells: np.ndarray, *, west: float = WEST) -> None:
    """Write elevations as a tile; -32768 is void."""
    grid = Grid(WGS84, west, NORTH, CELL, CELL, *cells.shape)
    write_geotiff(path, cells, grid, nodata=-32768)


def edit_csv(path: Path, row: int, column: str, value: object) -> None:
    """Put a value into a cell; the header is row 1."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    cells = lines[row - 1].split(",")
    cells[lines[0].split(",").index(column)] = str(value)
    lines[row - 1] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def append_row(path: Path, cells: Iterable[object]) -> None:
    """Add a row to a table."""
    with path.open("a", encoding="utf-8") as stream:
        stream.write(",".join(map(str, cells)) + "\n")


TABLES: dict[str, tuple[str, list[tuple[object, ...]]]] = {
    "localities": (
        "id,name,commune_code,lon_deg,lat_deg,people,households,has_grid_power",
        LOCALITIES,
    ),
    "sites": ("id,name,lon_deg,lat_deg,structure_height_m,owner", SITES),
    "services": (
        (
            "site_id,operator,technology,frequency_mhz,bandwidth_mhz,port_power_dbm,"
            "antenna_gain_dbi,feeder_loss_db,antenna_height_m,azimuths_deg"
        ),
        SERVICES,
    ),
    "facilities": (
        "id,name,kind,lon_deg,lat_deg",
        [("T1", "Trường Tiểu học", "school", 105.031, 21.101)],
    ),
    "figures": (
        (
            "id,indicator,name_vi,name_en,comparator,value,unit,kind,period,document,"
            "flag,note"
        ),
        FIGURES,
    ),
    "documents": (
        "id,title_vi,title_en,issuer,issued",
        [("plan", "Kế hoạch thử", "Trial plan", "Thung Lũng", "2024-01-01")],
    ),
}


def build_small_province(directory: Path) -> None:
    """Write the small province into an empty directory."""
    _write_description(directory)
    _write_communes(directory)
    for name, (header, rows) in TABLES.items():
        write_csv(directory / f"{name}.csv", header.split(","), rows)
    _write_roads(directory)
    write_terrain(directory / "terrain" / "elevation.tif", elevation_m())


def _write_description(directory: Path) -> None:
    lines = [
        'key = "valley"',
        'name_vi = "Thung Lũng"',
        'name_en = "Valley"',
        "data_date = 2024-12-31",
        "refractivity_gradient_n_per_km = 50.0",
    ]
    for layer in LAYERS:
        reality = "synthetic" if layer in ("sites", "services") else "real"
        lines += [
            f"[layers.{layer}]",
            f'reality = "{reality}"',
            'source = "made for a test"',
        ]
    path = directory / "province.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_communes(directory: Path) -> None:
    def commune(code: str, name: str, west: float, east: float, people: int) -> object:
        south, north = NORTH - SIDE * CELL, NORTH
        ring = [[west, south], [east, south], [east, north], [west, north]]
        return {
            "type": "Feature",
            "properties": {
                "code": code,
                "name_vi": name,
                "name_en": name,
                "kind": "xã",
                "area_km2": 230.0,
                "people": people,
            },
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        }

    features = [
        commune("00001", "Xã Tây", WEST, 105.10, 1400),
        commune("00002", "Xã Đông", 105.10, WEST + SIDE * CELL, 420),
    ]
    content = {"type": "FeatureCollection", "features": features}
    (directory / "communes.geojson").write_text(json.dumps(content), encoding="utf-8")


def _write_roads(directory: Path) -> None:
    road = {
        "type": "Feature",
        "properties": {"id": "QL3", "kind": "national"},
        "geometry": {
            "type": "LineString",
            "coordinates": [[105.01, 21.10], [105.19, 21.10]],
        },
    }
    content = {"type": "FeatureCollection", "features": [road]}
    (directory / "roads.geojson").write_text(json.dumps(content), encoding="utf-8")
