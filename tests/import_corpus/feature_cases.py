"""Cases of files of features: systems of coordinates, texts, shapes."""

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely import Point, Polygon

from feature_samples import write_layer, write_shapefile, zipped, zipped_shapefile
from import_corpus import contents, real_places
from import_corpus.corpus_nouns import Case, ExpectedTable, Problem, Refusal, Typed
from import_corpus.placing import placed
from import_corpus.real_places import Place
from import_corpus.traps import _TO_TCVN3
from import_corpus.writers import write_csv, write_xlsx

__all__ = ["FEATURE_CASES"]

_WGS84 = CRS.from_epsg(4326)
_MERIDIANS = {
    "bac_kan": (106.5, 107.0),
    "thai_nguyen": (106.5, 105.5),
    "bac_giang": (107.0, 106.5),
    "nam_dinh": (105.5, 105.0),
}
_EPSG = {106.5: 9213, 107.0: 9214, 105.5: 9209, 105.0: 5897}
# So many points tell a shift of 200 m from the borders of their communes.
_MANY = 400


@dataclass(frozen=True)
class _System:
    """How a file got its metres.

    Attributes:
        has_shift: Whether the datum was shifted, as the circular asks.
        scale: At the central meridian.
    """

    meridian_deg: float
    has_shift: bool = True
    scale: float = 0.9999

    def metres(self, places: Sequence[Place]) -> tuple[Any, Any]:
        """Return metres to the east and to the north."""
        lon_deg = [place.lon_deg for place in places]
        lat_deg = [place.lat_deg for place in places]
        target = CRS.from_epsg(_EPSG[self.meridian_deg])
        if not self.has_shift:
            target = CRS.from_proj4(
                f"+proj=tmerc +lat_0=0 +lon_0={self.meridian_deg} +k={self.scale}"
                " +x_0=500000 +y_0=0 +ellps=WGS84 +units=m"
            )
            source = CRS.from_proj4("+proj=longlat +ellps=WGS84")
        else:
            source = _WGS84
        transformer = Transformer.from_crs(source, target, always_xy=True)
        return transformer.transform(lon_deg, lat_deg)


def _columns(places: Sequence[Place]) -> dict[str, np.ndarray]:
    return {
        "MA_TRAM": np.array([place.id for place in places], dtype=object),
        "TEN_TRAM": np.array([place.name for place in places], dtype=object),
        "XA": np.array([place.commune for place in places], dtype=object),
        "CAO_COT": np.array([float(place.size) for place in places]),
    }


def _expected(places: Sequence[Place], sheet: str, *problems: Problem) -> ExpectedTable:
    rows = {
        number: {
            "id": place.id,
            "name": place.name,
            "commune_code": place.commune_code,
            "structure_height_m": place.size,
            "lon_deg": place.lon_deg,
            "lat_deg": place.lat_deg,
        }
        for number, place in enumerate(places, start=1)
    }
    return ExpectedTable(sheet, "site", rows, {}, problems)


def _places(province: str, count: int = _MANY) -> list[Place]:
    return real_places.spread(real_places.all_sites(province), count)


def _shapefile_case(
    name: str,
    category: str,
    places: Sequence[Place],
    points: Callable[[], Sequence[Any]],
    *,
    columns: dict[str, np.ndarray] | None = None,
    crs: str | None = "EPSG:9213",
    encoding: str = "UTF-8",
    without: Sequence[str] = (),
    **more: Any,
) -> Case:
    def write(folder: Path) -> Path:
        inner = folder / name
        inner.mkdir(exist_ok=True)
        shapefile = inner / "tram.shp"
        write_shapefile(
            shapefile, points(), columns or _columns(places), crs=crs, encoding=encoding
        )
        target = folder / f"{name}.zip"
        return zipped_shapefile(target, shapefile, folder="Du lieu/", without=without)

    province = more.pop("province", "thai_nguyen")
    problems = more.pop("problems", ())
    return Case(
        name, category, write, (_expected(places, "tram", *problems),), province, **more
    )


def _system_cases() -> list[Case]:
    """Each province in its own meridian, the neighbour's, and with the usual slips."""
    return [case for province in _MERIDIANS for case in _cases_of_province(province)]


def _cases_of_province(province: str) -> list[Case]:
    own, neighbour = _MERIDIANS[province]
    places = _places(province)
    key = province.replace("_", "-")

    def points(system: _System) -> Callable[[], Sequence[Any]]:
        return lambda: [
            Point(x, y) for x, y in zip(*system.metres(places), strict=True)
        ]

    plain = {"category": "vn2000", "places": places, "province": province}
    return [
        _shapefile_case(
            f"vn2000-{key}-kinh-tuyen-tinh",
            points=points(_System(own)),
            crs=None,
            without=[".prj"],
            **plain,
        ),
        _shapefile_case(
            f"vn2000-{key}-kinh-tuyen-lan-can",
            points=points(_System(neighbour)),
            crs=None,
            without=[".prj"],
            **plain,
        ),
        _table_case(
            f"vn2000-{key}-khong-chuyen-datum",
            province,
            places,
            _System(own, has_shift=False),
        ),
        _table_case(
            f"vn2000-{key}-k-0-9996",
            province,
            places,
            _System(own, has_shift=False, scale=0.9996),
            is_text=True,
        ),
        _table_case(
            f"vn2000-{key}-dao-truc", province, places, _System(own), is_swapped=True
        ),
    ]


def _table_case(
    name: str,
    province: str,
    places: Sequence[Place],
    system: _System,
    *,
    is_swapped: bool = False,
    is_text: bool = False,
) -> Case:
    """Return a workbook with X to the north and Y to the east, or the other way."""
    east, north = (np.round(values, 3).tolist() for values in system.metres(places))
    if is_swapped:
        east, north = north, east
    sheet = contents.site_list(province, len(places), places=places)
    lines = []
    for index, line in enumerate(sheet.lines):
        place = places[index]
        cells = {
            **line.cells,
            "lat_deg": Typed(north[index], place.lat_deg),
            "lon_deg": Typed(east[index], place.lon_deg),
        }
        lines.append(replace(line, cells=cells))
    titles = {
        "lat_deg": ("Tọa độ VN-2000", "X (m)"),
        "lon_deg": ("Tọa độ VN-2000", "Y (m)"),
    }
    sheet = replace(
        sheet,
        lines=tuple(lines),
        headings=tuple(
            replace(h, titles=titles.get(h.field, h.titles)) for h in sheet.headings
        ),
    )
    grid = placed(sheet)
    expected = replace(grid.expected, sheet="" if is_text else grid.expected.sheet)
    suffix = ".csv" if is_text else ".xlsx"

    def write(folder: Path) -> Path:
        path = folder / f"{name}{suffix}"
        if is_text:
            return write_csv(path, [grid], delimiter=";")
        return write_xlsx(path, [grid])

    return Case(name, "vn2000", write, (expected,), province)


def _text_cases() -> list[Case]:
    places = _places("thai_nguyen", 40)
    points = [Point(place.lon_deg, place.lat_deg) for place in places]
    # TCVN3 has small letters with tones only, and is typed as it is shown.
    names = [place.name.lower() for place in places]
    communes = [place.commune.lower() for place in places]
    low = [replace(place, name=name) for place, name in zip(places, names, strict=True)]
    tcvn3 = {
        **_columns(places),
        "TEN_TRAM": np.array([n.translate(_TO_TCVN3) for n in names], dtype=object),
        "XA": np.array([n.translate(_TO_TCVN3) for n in communes], dtype=object),
    }
    plain = {"crs": "EPSG:4326", "category": "texts"}
    return [
        _shapefile_case(
            "shp-utf8-khong-cpg",
            places=places,
            points=lambda: points,
            without=[".cpg"],
            **plain,
        ),
        _shapefile_case(
            "shp-tcvn3",
            places=low,
            points=lambda: points,
            columns=tcvn3,
            encoding="ISO-8859-1",
            without=[".cpg"],
            **plain,
        ),
        _shapefile_case(
            "shp-khong-shx",
            places=places,
            points=lambda: points,
            without=[".shx"],
            **plain,
        ),
        replace(
            _shapefile_case(
                "shp-khong-dbf",
                places=places,
                points=lambda: points,
                without=[".dbf"],
                **plain,
            ),
            expected=Refusal("has no tram.dbf"),
            category="hostile",
        ),
    ]


def _other_formats() -> list[Case]:
    places = _places("thai_nguyen", 30)
    expected = _expected(places, "")

    def geojson(folder: Path) -> Path:
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [p.lon_deg, p.lat_deg]},
                "properties": {
                    "Mã trạm": p.id,
                    "Tên trạm": p.name,
                    "Xã": p.commune,
                    "Độ cao cột (m)": p.size,
                },
            }
            for p in places
        ]
        path = folder / "tram-geojson.geojson"
        document = {"type": "FeatureCollection", "features": features}
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        return path

    def geojson_vn2000(folder: Path) -> Path:
        path = geojson(folder)
        document = json.loads(path.read_text(encoding="utf-8"))
        name = {"name": "urn:ogc:def:crs:EPSG::9213"}
        document["crs"] = {"type": "name", "properties": name}
        metres = zip(*_System(106.5).metres(places), strict=True)
        for feature, position in zip(document["features"], metres, strict=True):
            feature["geometry"]["coordinates"] = list(position)
        target = folder / "tram-geojson-vn2000.geojson"
        target.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        return target

    def geopackage(folder: Path) -> Path:
        path = folder / "tram-gpkg.gpkg"
        points = [Point(p.lon_deg, p.lat_deg) for p in places]
        write_layer(
            path,
            points,
            _columns(places),
            crs="EPSG:4326",
            driver="GPKG",
            layer="Trạm BTS",
            geometry_type="Point",
        )
        return path

    return [
        Case("tram-geojson", "features", geojson, (expected,)),
        Case("tram-geojson-vn2000", "features", geojson_vn2000, (expected,)),
        Case(
            "tram-gpkg", "features", geopackage, (replace(expected, sheet="Trạm BTS"),)
        ),
        Case(
            "tram-kml",
            "features",
            lambda folder: _kml(folder, places),
            _of_folders(places),
        ),
        Case(
            "tram-kmz",
            "features",
            lambda folder: zipped(
                folder / "tram-kmz.kmz", {"doc.kml": _kml(folder, places)}
            ),
            _of_folders(places),
        ),
    ]


def _kml(folder: Path, places: Sequence[Place]) -> Path:
    """Write a folder for each half of the places."""
    half = len(places) // 2
    parts = []
    for title, some in (
        ("Trạm BTS phía Bắc", places[:half]),
        ("Trạm BTS phía Nam", places[half:]),
    ):
        marks = "".join(
            f"<Placemark><name>{p.name}</name><ExtendedData>"
            f'<Data name="Mã trạm"><value>{p.id}</value></Data>'
            f'<Data name="Xã"><value>{p.commune}</value></Data>'
            f'<Data name="Độ cao cột (m)"><value>{p.size}</value></Data></ExtendedData>'
            f"<Point><coordinates>{p.lon_deg},{p.lat_deg},0</coordinates></Point></Placemark>"
            for p in some
        )
        parts.append(f"<Folder><name>{title}</name>{marks}</Folder>")
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document><name>Trạm</name>{''.join(parts)}</Document></kml>"
    )
    path = folder / "tram-kml.kml"
    path.write_text(text, encoding="utf-8")
    return path


def _of_folders(places: Sequence[Place]) -> tuple[ExpectedTable, ...]:
    half = len(places) // 2
    whole = _expected(places, "")
    return tuple(
        replace(
            whole,
            sheet=title,
            rows={n: v for n, v in whole.rows.items() if (n <= half) == is_first},
        )
        for title, is_first in (
            ("Trạm BTS phía Bắc", True),
            ("Trạm BTS phía Nam", False),
        )
    )


def _position_cases() -> list[Case]:
    places = _places("thai_nguyen", 40)
    points = [Point(place.lon_deg, place.lat_deg) for place in places]
    swapped = [Point(p.y, p.x) for p in points]
    plain = {"crs": "EPSG:4326", "category": "positions"}
    found = [
        _shapefile_case(
            "do-dao-kinh-vi", places=places, points=lambda: swapped, **plain
        )
    ]
    for name, lon_deg, lat_deg, part in (
        ("diem-ngoai-bien", 107.9, 20.1, "outside the province"),
        ("diem-o-nuoc-khac", 139.7, 35.7, "outside the province"),
        ("diem-khong-khong", 0.0, 0.0, "off Africa"),
    ):
        moved = [replace(places[0], lon_deg=lon_deg, lat_deg=lat_deg), *places[1:]]
        shapes = [Point(lon_deg, lat_deg), *points[1:]]
        told = (Problem("error", part, 1),)
        found.append(
            _shapefile_case(
                name,
                places=moved,
                points=lambda shapes=shapes: shapes,
                problems=told,
                **plain,
            )
        )
    return found


def _shape_cases() -> list[Case]:
    """Borders of communes, one of which crosses itself."""
    borders = list(real_places.communes("thai_nguyen").items())[:6]
    names = [name for _, (name, _) in borders]
    bow = Polygon([(105.80, 21.55), (105.84, 21.59), (105.84, 21.55), (105.80, 21.59)])
    shapes = [bow, *(border for _, (_, border) in borders[1:])]
    mended = shapely.make_valid(bow, method="structure")

    def write(folder: Path) -> Path:
        path = folder / "ranh-gioi-tu-cat.gpkg"
        columns = {
            "Mã đơn vị": np.array([code for code, _ in borders], dtype=object),
            "Tên đơn vị": np.array(names, dtype=object),
            "Cấp": np.array(["Cấp xã"] * len(borders), dtype=object),
        }
        write_layer(
            path,
            shapes,
            columns,
            crs="EPSG:4326",
            driver="GPKG",
            layer="Đơn vị hành chính",
            geometry_type="Unknown",
        )
        return path

    rows = {
        number: {
            "code": code,
            "name": name,
            "level": "commune",
            "geometry": mended if number == 1 else border,
        }
        for number, (code, (name, border)) in enumerate(borders, start=1)
    }
    problem = Problem("warning", "crosses itself", 1)
    table = ExpectedTable("Đơn vị hành chính", "unit", rows, {}, (problem,))
    return [
        Case("ranh-gioi-tu-cat", "features", write, (table,), kind="unit"),
    ]


def _cell_list() -> Case:
    """A list of cells of two countries, as OpenCelliD publishes it."""
    places = _places("thai_nguyen", 30)
    header = (
        "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,"
        "updated,averageSignal"
    )
    lines = [header, "GSM,460,0,1,1,0,106.1,22.9,900,3,1,1459692342,1488347104,0"]
    rows = {}
    for index, place in enumerate(places):
        network, operator = ((4, "Viettel"), (2, "VNPT"), (1, "MobiFone"))[index % 3]
        radio, technology = (("LTE", "4G"), ("UMTS", "3G"), ("GSM", "2G"))[index % 3]
        lines.append(
            f"{radio},452,{network},24101,{70000 + index},0,{place.lon_deg},"
            f"{place.lat_deg},1000,{5 + index},1,1459692342,1488347104,{-80 - index}"
        )
        rows[index + 3] = {
            "technology": technology,
            "operator": operator,
            "cell": f"452-{network:02d}-24101-{70000 + index}",
            "lon_deg": place.lon_deg,
            "lat_deg": place.lat_deg,
            "samples": 5 + index,
            "measured_on": date(2017, 3, 1),
            "level_dbm": -80 - index,
            "method": "crowd",
            "statistic": "mean",
        }

    def write(folder: Path) -> Path:
        path = folder / "opencellid-452.csv.gz"
        path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
        return path

    table = ExpectedTable("", "measurement", rows)
    return Case("opencellid-452", "features", write, (table,))


FEATURE_CASES = (
    _cell_list(),
    *_system_cases(),
    *_text_cases(),
    *_other_formats(),
    *_position_cases(),
    *_shape_cases(),
)
