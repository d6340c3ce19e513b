"""Cases of lines: cable routes in shapefiles, MapInfo and KML."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely import LineString, Point

from feature_samples import write_layer, write_shapefile, zipped, zipped_shapefile
from import_corpus import real_places
from import_corpus.corpus_nouns import Case, ExpectedTable, Problem

__all__ = ["ROUTE_CASES"]

_KINDS = (("Cáp treo", "aerial"), ("Cáp chôn trực tiếp", "buried"), ("Cống bể", "duct"))


@dataclass(frozen=True)
class _Route:
    """A cable between two sites."""

    id: str
    name: str
    kind: str
    code: str
    fibres: int
    line: LineString


def _routes(count: int = 12) -> list[_Route]:
    places = real_places.spread(real_places.all_sites("thai_nguyen"), count + 1)
    found = []
    for index, (start, end) in enumerate(pairwise(places)):
        kind, code = _KINDS[index % len(_KINDS)]
        middle = ((start.lon_deg + end.lon_deg) / 2, start.lat_deg)
        line = LineString(
            [(start.lon_deg, start.lat_deg), middle, (end.lon_deg, end.lat_deg)]
        )
        name = f"{start.name} - {end.name}"
        found.append(_Route(f"TC-{index:02d}", name, kind, code, 24, line))
    return found


def _columns(routes: Sequence[_Route]) -> dict[str, np.ndarray[Any, Any]]:
    return {
        "MA_TUYEN": np.array([route.id for route in routes], dtype=object),
        "TEN_TUYEN": np.array([route.name for route in routes], dtype=object),
        "LOAI_TUYEN": np.array([route.kind for route in routes], dtype=object),
        "SO_SOI": np.array([route.fibres for route in routes]),
    }


def _expected(
    routes: Sequence[_Route], sheet: str, *problems: Problem
) -> tuple[ExpectedTable, ...]:
    rows = {
        number: {
            "id": route.id,
            "name": route.name,
            "kind": route.code,
            "fibres": route.fibres,
            "geometry": route.line,
        }
        for number, route in enumerate(routes, start=1)
    }
    return (ExpectedTable(sheet, "route", rows, {}, problems),)


def _in_metres(routes: Sequence[_Route], epsg: int) -> list[LineString]:
    transformer = Transformer.from_crs(4326, epsg, always_xy=True)
    return [
        shapely.transform(
            route.line, lambda x: np.column_stack(transformer.transform(*x.T))
        )
        for route in routes
    ]


def _shapefile(name: str, epsg: int, *, without: Sequence[str] = ()) -> Case:
    routes = _routes()

    def write(folder: Path) -> Path:
        inner = folder / name
        inner.mkdir(exist_ok=True)
        path = inner / "tuyen.shp"
        lines = _in_metres(routes, epsg)
        write_shapefile(path, lines, _columns(routes), crs=f"EPSG:{epsg}")
        return zipped_shapefile(folder / f"{name}.zip", path, without=without)

    # Lines that name no commune tell less of their coordinates.
    asked = ("?crs",) if without else ()
    return Case(name, "features", write, _expected(routes, "tuyen"), questions=asked)


def _mapinfo() -> Case:
    routes = _routes()
    plain = ["A", "B", "C"]
    renamed = [
        _Route(r.id, plain[i % 3] + r.id, r.kind, r.code, r.fibres, r.line)
        for i, r in enumerate(routes)
    ]

    def write(folder: Path) -> Path:
        inner = folder / "tuyen-mapinfo"
        inner.mkdir(exist_ok=True)
        columns = _columns(renamed)
        texts = [str(text).encode().decode("latin-1") for text in columns["LOAI_TUYEN"]]
        columns["LOAI_TUYEN"] = np.array(texts, dtype=object)
        write_layer(
            inner / "tuyen.mif",
            [route.line for route in renamed],
            columns,
            crs="EPSG:4326",
            encoding="ISO-8859-1",
            driver="MapInfo File",
            geometry_type="LineString",
        )
        parts = {part.name: part for part in sorted(inner.iterdir())}
        return zipped(folder / "tuyen-mapinfo.zip", parts)

    return Case("tuyen-mapinfo", "features", write, _expected(renamed, "tuyen"))


def _kml() -> Case:
    routes = _routes()

    def write(folder: Path) -> Path:
        marks = "".join(
            f"<Placemark><name>{route.name}</name><ExtendedData>"
            f'<Data name="Mã tuyến"><value>{route.id}</value></Data>'
            f'<Data name="Loại tuyến"><value>{route.kind}</value></Data>'
            f'<Data name="Số sợi quang"><value>{route.fibres}</value></Data>'
            "</ExtendedData><LineString><coordinates>"
            f"{' '.join(f'{x},{y},0' for x, y in route.line.coords)}"
            "</coordinates></LineString></Placemark>"
            for route in routes
        )
        path = folder / "tuyen-kml.kml"
        text = f"<kml><Folder><name>Tuyến cáp quang</name>{marks}</Folder></kml>"
        path.write_text(text, encoding="utf-8")
        return path

    return Case("tuyen-kml", "features", write, _expected(routes, "Tuyến cáp quang"))


def _mixed() -> Case:
    """Return routes among which one is a point and one has no shape."""
    routes = _routes()

    def write(folder: Path) -> Path:
        path = folder / "tuyen-lan-diem.gpkg"
        shapes = [Point(105.8, 21.6), None, *(route.line for route in routes[2:])]
        write_layer(
            path,
            shapes,
            _columns(routes),
            crs="EPSG:4326",
            driver="GPKG",
            layer="Tuyến cáp quang",
        )
        return path

    (table,) = _expected(
        routes,
        "Tuyến cáp quang",
        Problem("warning", "mixes shapes"),
        Problem("warning", "has no shape", 2),
        Problem("error", "", 1),
    )
    rows = {
        number: {
            name: value
            for name, value in values.items()
            if name != "geometry" or number > 2
        }
        for number, values in table.rows.items()
    }
    return Case(
        "tuyen-lan-diem",
        "features",
        write,
        (ExpectedTable(table.sheet, table.kind, rows, {}, table.problems),),
    )


ROUTE_CASES = (
    _shapefile("tuyen-shp-vn2000", 9213),
    _shapefile("tuyen-shp-vn2000-khong-prj", 9213, without=[".prj"]),
    _mapinfo(),
    _kml(),
    _mixed(),
)
