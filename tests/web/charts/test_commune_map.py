"""Communes in shades."""

from shapely import MultiPolygon, Polygon, box

from drawn_charts import read_chart
from hatangso.web.charts.commune_map import (
    CommuneMap,
    Shade,
    commune_map,
    commune_paths,
)

SHAPES = {
    "1": box(105.0, 21.0, 105.5, 21.5),
    "2": MultiPolygon([box(105.5, 21.0, 106.0, 21.5), box(105.5, 21.6, 105.7, 21.8)]),
    "3": Polygon(),
}


def test_the_west_is_left_and_the_north_above() -> None:
    found = commune_paths(SHAPES)
    assert found is not None
    assert set(found.paths) == {"1", "2"}
    width, height = found.size
    assert width == 480
    assert 0 < height < width
    first = [
        tuple(map(float, part.split(",")))
        for part in found.paths["1"].strip("MZ").split("L")
    ]
    assert min(x for x, _ in first) == 0
    assert height - 1 < max(y for _, y in first) <= height


def test_a_province_without_shapes_has_no_map() -> None:
    assert commune_paths({"3": Polygon()}) is None


def test_what_is_not_known_is_no_shade_of_the_scale() -> None:
    paths = commune_paths(SHAPES)
    assert paths is not None
    found = CommuneMap("m", "Tỷ lệ", "", {"1": Shade(5, "Xã <Một>: 10 %")})
    drawn = {
        one.get("class"): one
        for one in read_chart(commune_map(found, paths)).iter("path")
    }
    assert drawn["shade-5"].find("title").text == "Xã <Một>: 10 %"
    assert drawn["shade-0"].get("fill") == "url(#tone-unknown)"
