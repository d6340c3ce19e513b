"""Maps for paper: true to scale, legible without colour, nothing on top of a name."""

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Polygon, box

from drawn_pictures import (
    SVG,
    marks,
    read_picture,
    rectangles,
    size_of,
    texts,
    written,
)
from hatangso.documents.graphics.commune_map import commune_map
from hatangso.documents.graphics.drawing_notes import DrawingNotes
from hatangso.documents.graphics.fills import MOST_CLASSES, class_fills
from hatangso.documents.graphics.map_content import (
    Area,
    CommuneMapContent,
    Conflict,
    MapContent,
    MapPoint,
    PointLayer,
    RouteLayer,
    RouteSort,
    SiteMapContent,
    Spacing,
)
from hatangso.documents.graphics.map_plane import MapPlane
from hatangso.documents.graphics.map_sheet import lay_plane
from hatangso.documents.graphics.marks import MARK_TITLES, PointSort
from hatangso.documents.graphics.province_map import province_map
from hatangso.documents.graphics.site_map import site_map
from hatangso.units import EARTH_RADIUS_M

HOSTILE = "Xã <script>&\"'\x00\x0b Đồng"
NOTES = DrawingNotes(["Sở KH&CN"], date(2026, 10, 31), ["Lưu ý: trạm là mô phỏng."])
CLASSES = ("dưới 80 %", "từ 80 % đến dưới 95 %", "từ 95 %")


def _areas(rows: int = 4, cols: int = 5) -> list[Area]:
    names = ("Xã Phú Đình", "Phường Phan Đình Phùng", "Xã Sảng Mộc", "Xã Ô")
    return [
        Area(
            f"{row}{col}",
            f"{names[(row + col) % 4]} {row * cols + col}",
            box(
                105.5 + col * 0.12,
                21.4 + row * 0.1,
                105.62 + col * 0.12,
                21.5 + row * 0.1,
            ),
            (row + col) % 4 if (row + col) % 4 < 3 else None,
        )
        for row in range(rows)
        for col in range(cols)
    ]


def _points(count: int, seed: int = 3, label: str = "") -> list[MapPoint]:
    places = np.random.default_rng(seed).random((count, 2))
    return [
        MapPoint(105.5 + 0.6 * x, 21.4 + 0.4 * y, label and f"{label} {at}")
        for at, (x, y) in enumerate(places)
    ]


def _content(**changed: object) -> MapContent:
    what = {
        "areas": _areas(),
        "classes": CLASSES,
        "classes_title": "Tỷ lệ thôn, bản có sóng",
        "roads": [LineString([(105.4, 21.45), (105.8, 21.6), (106.3, 21.7)])],
        "points": [
            PointLayer(PointSort.SITE, _points(60)),
            PointLayer(PointSort.HOLE, _points(25, 5, "Bản Nà Lầu")),
        ],
        "notes": NOTES,
    }
    return MapContent(**{**what, **changed})


def _commune(**changed: object) -> CommuneMapContent:
    areas = _areas()
    layers = [
        PointLayer(PointSort.COVERED, _points(20, 1, "Thôn")),
        PointLayer(PointSort.HOLE, _points(20, 2, "Bản")),
    ]
    what = {"neighbours": [*areas[:7], *areas[8:]], "points": layers, "notes": NOTES}
    return CommuneMapContent(**{"commune": areas[7], **what, **changed})


def _sites(**changed: object) -> SiteMapContent:
    proposed = [MapPoint(105.8, 21.6, "P1"), MapPoint(105.802, 21.6, "P2")]
    what = {
        "existing": [MapPoint(105.8008, 21.6, "TNN-1"), MapPoint(107, 22, "xa")],
        "spacings": [Spacing(one.lon_deg, one.lat_deg, 100) for one in proposed],
        "conflicts": [
            Conflict(1, 105.8, 21.6, 105.8008, 21.6),
            Conflict(2, 105.802, 21.6, 105.8008, 21.6),
        ],
        "areas": _areas(),
        "notes": NOTES,
    }
    return SiteMapContent(**{"proposed": proposed, **what, **changed})


DRAWINGS = {
    "province": province_map(_content()),
    "commune": commune_map(_commune()),
    "sites": site_map(_sites()),
}


@pytest.fixture(params=sorted(DRAWINGS))
def drawing(request: pytest.FixtureRequest) -> str:
    return DRAWINGS[request.param]


def test_a_map_says_where_its_data_come_from(drawing: str) -> None:
    found = texts(read_picture(drawing))
    assert "Nguồn: Sở KH&CN; số liệu đến ngày 31/10/2026." in found
    assert "Lưu ý: trạm là mô phỏng." in found
    assert "B" in found


def test_no_label_lies_on_another(drawing: str) -> None:
    lines = [one for one in written(read_picture(drawing)) if one.role == "label"]
    assert len(lines) > 2
    hidden = [
        (one.text, other.text)
        for one, other in combinations(lines, 2)
        if one.box.meets(other.box)
    ]
    assert hidden == []


def test_no_text_is_smaller_than_print_allows_or_leaves_the_paper(drawing: str) -> None:
    root = read_picture(drawing)
    width, height = size_of(root)
    for one in written(root):
        assert one.size_pt >= 6.5
        assert one.box.x >= -0.5, one.text
        assert one.box.right <= width + 0.5, one.text
        assert 0 <= one.box.y < one.box.bottom <= height, one.text


def test_marks_lie_within_the_frame(drawing: str) -> None:
    root = read_picture(drawing)
    (frame,) = rectangles(root, "frame")
    places = marks(root)
    assert places
    assert all(frame.holds_point(x, y) for x, y in places)


def test_the_scale_bar_is_as_long_as_it_says(drawing: str) -> None:
    root = read_picture(drawing)
    first, second = rectangles(root, "scale")
    lengths = [
        float(one.get("data-length-m"))
        for one in root.iter(f"{SVG}rect")
        if one.get("data-length-m")
    ]
    label = next(one for one in texts(root) if one.split()[-1] in {"km", "m"})
    number, unit = label.split()
    told_m = float(number.replace(",", ".")) * (1000 if unit == "km" else 1)
    assert sum(lengths) == told_m
    assert first.width == pytest.approx(second.width, abs=0.05)


def test_a_known_distance_measures_true_on_paper() -> None:
    # Along the middle parallel of the areas, from the first border to the last.
    root = read_picture(province_map(_content(points=[])))
    bar = sum(one.width for one in rectangles(root, "scale"))
    label = next(one for one in texts(root) if one.endswith(" km"))
    points_per_km = bar / float(label.split()[0].replace(",", "."))
    corners = np.array([(105.5, 21.4), (106.1, 21.8)])
    plane = lay_plane(corners, 160, 165)
    (x0, _), (x1, _) = plane.xy([105.5, 106.1], [21.6, 21.6])
    km = np.radians(0.6) * np.cos(np.radians(21.6)) * EARTH_RADIUS_M / 1000
    assert (x1 - x0) / points_per_km == pytest.approx(km, rel=4e-3)


def test_a_circle_of_spacing_is_as_wide_as_the_rule() -> None:
    plane = MapPlane.fit(
        np.array([(105.79, 21.59), (105.81, 21.61)]),
        lay_plane(np.array([(105.79, 21.59), (105.81, 21.61)]), 160, 140).frame,
    )
    (x0, y0), (x1, y1) = plane.xy([105.8, 105.8], [21.6, 21.601])
    # A thousandth of a degree of latitude is 110.7 m here (WGS 84).
    assert abs(y1 - y0) / plane.points_per_m == pytest.approx(110.73, abs=0.1)
    assert x0 == pytest.approx(x1, abs=0.01)


def test_the_north_is_above_and_the_east_to_the_right() -> None:
    plane = lay_plane(np.array([(105.0, 21.0), (106.0, 22.0)]), 160, 165)
    (west, south), (east, north) = plane.xy([105.0, 106.0], [21.0, 22.0])
    assert west < east
    assert north < south


def test_classes_differ_by_hatch_and_by_grey() -> None:
    for count in range(2, MOST_CLASSES + 1):
        fills = class_fills(count)
        assert len({(one.path, one.ground) for one in fills}) == count
        greys = [int(one.ground[1:3], 16) for one in fills]
        assert greys == sorted(greys, reverse=True)
        assert len(set(greys)) == count


def test_every_fill_that_an_area_names_is_there() -> None:
    root = read_picture(DRAWINGS["province"])
    ids = {f"url(#{one.get('id')})" for one in root.iter(f"{SVG}pattern")}
    named = {one.get("fill") for one in root.iter() if "url" in (one.get("fill") or "")}
    assert named <= ids
    assert named


def test_every_mark_is_defined_and_has_a_title() -> None:
    layers = [PointLayer(sort, _points(2, at)) for at, sort in enumerate(PointSort)]
    root = read_picture(province_map(_content(points=layers)))
    defined = {one.get("id") for one in root.iter(f"{SVG}g") if one.get("id")}
    used = {one.get("href").removeprefix("#") for one in root.iter(f"{SVG}use")}
    assert used <= defined
    shapes = {
        "".join(str(path.get("d")) + str(path.get("fill")) for path in one.iter())
        for one in root.iter(f"{SVG}g")
        if one.get("id")
    }
    assert len(shapes) == len(PointSort)
    assert {f"{title} (2)" for title in MARK_TITLES.values()} <= set(texts(root))


def test_the_legend_counts_what_each_class_holds() -> None:
    found = texts(read_picture(DRAWINGS["province"]))
    assert "dưới 80 % (5)" in found
    assert "Chưa có số liệu (5)" in found


def test_what_the_frame_does_not_hold_is_not_in_the_legend() -> None:
    far = [LineString([(100, 10), (101, 11)])]
    found = texts(
        read_picture(
            province_map(
                _content(
                    roads=far,
                    routes=[RouteLayer(RouteSort.FIBRE, far)],
                    points=[PointLayer(PointSort.HOLE, [MapPoint(100, 10)])],
                )
            )
        )
    )
    assert not {"Đường bộ", "Tuyến cáp quang hiện có"} & set(found)
    assert not any("trắng sóng" in one for one in found)


def test_a_name_that_fits_nowhere_stands_below_by_its_number() -> None:
    small = box(106.1, 21.4, 106.112, 21.42)
    areas = [*_areas(), Area("x", "Phường Trưng Vương Đệ Nhất", small, 0)]
    root = read_picture(province_map(_content(areas=areas, points=[])))
    key = next(one for one in texts(root) if one.startswith("Tên theo số"))
    assert "1\u00a0Trưng Vương Đệ Nhất" in key
    assert "1" in texts(root)


def test_hostile_names_are_text() -> None:
    areas = [Area("1", HOSTILE, box(105, 21, 106, 22), 0)]
    points = [PointLayer(PointSort.HOLE, [MapPoint(105.5, 21.5, HOSTILE)], HOSTILE)]
    notes = DrawingNotes([HOSTILE], None, [HOSTILE])
    content = MapContent(areas, [HOSTILE], HOSTILE, points=points, notes=notes)
    root = read_picture(province_map(content))
    assert not list(root.iter(f"{SVG}script"))
    assert any("<script>&\"'" in one for one in texts(root))


@pytest.mark.parametrize(
    "svg",
    [
        province_map(MapContent([])),
        commune_map(CommuneMapContent(Area("1", "Xã Ô", Polygon()))),
        site_map(SiteMapContent([])),
        site_map(SiteMapContent([MapPoint(float("nan"), 21.0)])),
    ],
)
def test_a_map_of_nothing_says_so(svg: str) -> None:
    assert texts(read_picture(svg)) == ["chưa có số liệu"]


def test_shapes_that_cross_themselves_or_are_empty_do_not_stop_a_map() -> None:
    bow = Polygon([(105.5, 21.4), (105.7, 21.6), (105.7, 21.4), (105.5, 21.6)])
    parts = MultiPolygon([box(105.9, 21.4, 106, 21.5), box(106.1, 21.4, 106.2, 21.5)])
    areas = [
        Area("1", "Xã Nơ", bow, 0),
        Area("2", "Xã Đảo", parts, 1),
        Area("3", "Xã Không", Polygon(), None),
    ]
    root = read_picture(province_map(_content(areas=areas)))
    assert "Đảo" in texts(root)


def test_one_place_alone_is_a_map() -> None:
    content = MapContent([], points=[PointLayer(PointSort.HOLE, [MapPoint(105, 21)])])
    root = read_picture(province_map(content))
    assert len(marks(root)) == 1
    assert len(rectangles(root, "scale")) == 2


def test_the_same_map_is_the_same_bytes() -> None:
    assert province_map(_content()) == DRAWINGS["province"]
    assert commune_map(_commune()) == DRAWINGS["commune"]
    assert site_map(_sites()) == DRAWINGS["sites"]


def test_nothing_is_fetched_and_no_style_is_missed(drawing: str) -> None:
    assert "class=" not in drawing
    assert "style" not in drawing.replace("font-style", "")
    assert "http" not in drawing.replace("http://www.w3.org/2000/svg", "")
    assert "foreignObject" not in drawing


def test_a_province_of_many_roads_stays_small() -> None:
    steps = np.random.default_rng(1).normal(0, 0.002, (900, 120, 2)).cumsum(axis=1)
    starts = np.random.default_rng(2).random((900, 1, 2)) * (0.6, 0.4) + (105.5, 21.4)
    roads = [LineString(line) for line in starts + steps]
    layers = [PointLayer(PointSort.SITE, _points(3000))]
    svg = province_map(_content(roads=roads, points=layers))
    assert len(svg.encode()) < 1_500_000


def test_every_conflict_has_its_number() -> None:
    root = read_picture(DRAWINGS["sites"])
    numbers = [one for one in written(root) if one.role == "number"]
    # The legend shows a sample of one.
    assert sorted(one.text for one in numbers) == ["1", "1", "2"]
    assert not any(one.box.meets(two.box) for one, two in combinations(numbers, 2))


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(105.5, 106.1), st.floats(21.4, 21.8), st.text(max_size=14)),
        max_size=40,
    )
)
def test_labels_never_overlap_wherever_points_lie(
    found: list[tuple[float, float, str]],
) -> None:
    points = [MapPoint(*one) for one in found]
    layers = [PointLayer(PointSort.NEW_MAST, points)]
    root = read_picture(province_map(_content(points=layers)))
    (frame,) = rectangles(root, "frame")
    lines = [one for one in written(root) if one.role == "label"]
    assert not any(one.box.meets(two.box) for one, two in combinations(lines, 2))
    assert all(frame.holds(one.box) for one in lines)


def test_a_number_of_several_conflicts_is_written_once() -> None:
    ties = [Conflict(7, 105.8, 21.6, 105.8 + step, 21.6) for step in (0.001, 0.002)]
    root = read_picture(site_map(_sites(conflicts=ties)))
    assert texts(root).count("7") == 1


def test_a_day_that_nobody_has_said_is_not_written() -> None:
    notes = DrawingNotes(["Sở KH&CN"], date.min)
    found = texts(read_picture(province_map(_content(notes=notes))))
    assert "Nguồn: Sở KH&CN." in found
