import hashlib
import time
from pathlib import Path

import pyogrio
import shapely

from hatangso.io.geopackage import VectorLayer, write_geopackage

POINTS = VectorLayer(
    "localities",
    [shapely.Point(105.8, 21.6), shapely.Point(105.9, 21.7)],
    {"name": ["Đồng Hỷ", "Võ Nhai"], "people": [120, 80], "site": ["TNN-1", None]},
)
BORDERS = VectorLayer(
    "communes",
    [shapely.box(105, 21, 106, 22), shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])],
    {"code": ["05443", "00001"]},
)


def test_layers_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "province.gpkg"
    empty = VectorLayer("empty", [], {"name": []})
    write_geopackage(path, [POINTS, empty, BORDERS])
    assert pyogrio.list_layers(path)[:, 0].tolist() == ["localities", "communes"]
    meta, _, geometry, fields = pyogrio.raw.read(path, layer="localities")
    assert meta["crs"] == "EPSG:4326"
    assert shapely.from_wkb(geometry).tolist() == list(POINTS.geometries)
    assert [column.tolist() for column in fields] == [
        ["Đồng Hỷ", "Võ Nhai"],
        [120, 80],
        ["TNN-1", None],
    ]


def test_the_same_layers_give_the_same_bytes(tmp_path: Path) -> None:
    digests = set()
    for name in ("a.gpkg", "b.gpkg"):
        write_geopackage(tmp_path / name, [POINTS, BORDERS])
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
        # The file must not hold the second in which it was written.
        time.sleep(1.1)
    assert len(digests) == 1
