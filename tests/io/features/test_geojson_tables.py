import json
from typing import Any

import pytest
import shapely

from hatangso.errors import InvalidInputError, Place, Severity
from hatangso.io.features.feature_limits import FeatureLimits
from hatangso.io.features.geojson_tables import read_geojson_table
from hatangso.model.raw_table import RawTable

POINT = {"type": "Point", "coordinates": [105.8348, 22.147]}


def _feature(geometry: Any = POINT, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _read(*features: Any, **members: Any) -> RawTable:
    document = {"type": "FeatureCollection", "features": list(features), **members}
    return _bytes(json.dumps(document).encode())


def _bytes(content: bytes) -> RawTable:
    return read_geojson_table(content, Place("a.geojson"), FeatureLimits())


def test_properties_stand_as_they_are() -> None:
    layer = _read(_feature(mã="0012", cao=42), _feature(cao=36.5, có=True, l=[1]))
    titles = [column.title for column in layer.columns]
    assert titles == ["mã", "cao", "có", "l"]
    assert [row.cells for row in layer.rows] == [
        ("0012", 42, None, None),
        (None, 36.5, True, "[1]"),
    ]


def test_without_crs_degrees_are_wgs84() -> None:
    assert _read(_feature()).crs == "EPSG:4326"


def test_metres_without_crs_are_nobodys() -> None:
    layer = _read(_feature({"type": "Point", "coordinates": [431191.6, 2450092.6]}))
    assert layer.crs == ""
    assert "does not say" in str(layer.notes[0])


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("urn:ogc:def:crs:EPSG::9213", "EPSG:9213"),
        ("urn:ogc:def:crs:EPSG:9.8:9213", "EPSG:9213"),
        ("EPSG:3405", "EPSG:3405"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
    ],
)
def test_an_old_crs_member_is_believed(name: str, crs: str) -> None:
    layer = _read(_feature(), crs={"type": "name", "properties": {"name": name}})
    assert layer.crs == crs


def test_an_unknown_crs_is_told() -> None:
    layer = _read(_feature(), crs={"type": "name", "properties": {"name": "VN2000"}})
    assert layer.crs == ""
    assert '"VN2000" is not known' in str(layer.findings[0].problem)


def test_each_feature_that_cannot_be_read_is_told_with_its_number() -> None:
    broken = {"type": "Point", "coordinates": ["105,8", "22,1"]}
    layer = _read(_feature(), _feature(broken), _feature(None), "x")
    errors = [f.place.row for f in layer.findings if f.severity is Severity.ERROR]
    warnings = [f.place.row for f in layer.findings if f.severity is Severity.WARNING]
    assert (errors, warnings) == ([2, 4], [2, 3, 4])
    assert len(layer.rows) == 4


def test_an_open_ring_is_closed() -> None:
    ring = [[105.0, 21.0], [105.1, 21.0], [105.1, 21.1]]
    layer = _read(_feature({"type": "Polygon", "coordinates": [ring]}))
    shape = shapely.from_wkb(layer.rows[0].geometry)
    assert shape.area == pytest.approx(0.005)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1, 2]", b'{"type": "Topology"}', b"\xff\xfe{", b"[" * 100_000],
)
def test_what_is_no_geojson_is_refused_by_its_name(content: bytes) -> None:
    with pytest.raises(InvalidInputError, match=r"a\.geojson"):
        _bytes(content)


def test_a_byte_order_mark_and_decomposed_texts_do_no_harm() -> None:
    text = json.dumps({"type": "FeatureCollection", "features": [_feature(x="Đồng")]})
    layer = _bytes(b"\xef\xbb\xbf" + text.encode())
    assert layer.rows[0].cells == ("Đồng",)
