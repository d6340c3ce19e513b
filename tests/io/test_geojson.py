import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon

from hatangso.errors import InvalidInputError, Message
from hatangso.io.geojson import (
    Feature,
    read_features,
    read_geojson,
    write_geojson,
)

SQUARE = Polygon([(105, 21), (106, 21), (106, 22), (105, 21)])


def test_writes_one_feature_a_line(tmp_path: Path) -> None:
    path = tmp_path / "new" / "x.geojson"
    write_geojson(path, [Feature(SQUARE, {"a": "Xã"}), Feature(Point(1, 2), {})])
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    assert '"Xã"' in lines[1]
    assert json.loads(lines[2])["geometry"]["coordinates"] == [1.0, 2.0]


@given(
    st.lists(
        st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=5
    )
)
def test_reading_gives_back_what_was_written_to_a_metre(
    tmp_path_factory: pytest.TempPathFactory, points: list[tuple[float, float]]
) -> None:
    path = tmp_path_factory.mktemp("geojson") / "x.geojson"
    write_geojson(path, [Feature(LineString(points), {"id": 1})])
    (feature,) = read_geojson(path)
    assert feature.properties == {"id": 1}
    assert feature.geometry.equals_exact(LineString(points), 1e-5)


def test_keeps_the_parts_of_a_multipolygon(tmp_path: Path) -> None:
    write_geojson(tmp_path / "x", [Feature(MultiPolygon([SQUARE]), {})])
    assert read_geojson(tmp_path / "x")[0].geometry == MultiPolygon([SQUARE])


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"features": [1]}'])
def test_names_a_file_that_is_no_geojson(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"bad\.geojson"):
        read_geojson(tmp_path / "bad.geojson")


@pytest.mark.parametrize(
    "geometry", ["null", '{"type": "Poin"}', '{"type": "Point", "coordinates": []}']
)
def test_marks_a_feature_without_usable_geometry(tmp_path: Path, geometry: str) -> None:
    text = f'{{"features": [{{"geometry": {geometry}}}]}}'
    (tmp_path / "x.geojson").write_text(text, encoding="utf-8")
    (problem,) = read_features(tmp_path / "x.geojson")
    assert isinstance(problem, Message)
    assert read_geojson(tmp_path / "x.geojson") == ()


def test_refuses_a_layer_in_another_reference_system(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::9213"}}
    content = {"type": "FeatureCollection", "crs": crs, "features": []}
    (tmp_path / "x.geojson").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InvalidInputError, match="9213"):
        read_geojson(tmp_path / "x.geojson")
