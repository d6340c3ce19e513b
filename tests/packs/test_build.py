"""The builder on sources made here: two communes in a small valley."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import Affine

from hatangso.errors import InvalidInputError
from hatangso.io.terrain_files import read_elevation
from hatangso.model.provenance import Reality
from hatangso.model.province import Province
from hatangso.packs.build import build_pack, main
from hatangso.packs.communes import read_communes, split_predecessors
from hatangso.packs.recipes import Recipe, read_recipes

SQUARES = {
    "05001": [[105.50, 21.50], [105.55, 21.50], [105.55, 21.55], [105.50, 21.55]],
    "05002": [[105.55, 21.50], [105.60, 21.50], [105.60, 21.55], [105.55, 21.55]],
}
ROWS = [
    # code, printed people, satellite, suspect, area printed beside the people
    ("05001", "601.0", "9207.0", "True", "30.0"),
    ("05002", "5000.0", "4800.0", "False", "30.0"),
]
# Identifier, amenity, name, longitude, latitude.
POINTS = [
    (1, "school", "Trường Tiểu học Hà", 105.51, 21.51),
    (2, "hospital", None, 105.56, 21.52),
    (3, "townhall", "Áo Cưới VIP", 105.56, 21.53),
    (4, "bench", None, 105.56, 21.53),
    (6, "school", "Trường xa", 104.0, 21.53),
    (7, "clinic", "Phòng khám Mắt", 105.57, 21.54),
    (8, "college", "Trường Trung cấp nghề", 105.57, 21.54),
]


def layer(path: Path, features: list[tuple[dict[str, Any], str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": kind, "coordinates": coordinates},
            }
            for properties, kind, coordinates in features
        ],
    }
    path.write_text(json.dumps(content), encoding="utf-8")


def table(path: Path, header: str, rows: list[tuple[object, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header.split(","), *rows])


def write_units(folder: Path) -> None:
    layer(
        folder / "units" / "communes_2025_thai_nguyen.geojson",
        [
            (
                {
                    "code": code,
                    "fullName": name,
                    "fullNameEn": "Name",
                    "areaKm2": 28.7,
                    "merged_from": "Xã A, Xã B (phần còn lại sau khi chia, tách)",
                },
                "Polygon",
                [[*SQUARES[code], SQUARES[code][0]]],
            )
            # The first name is written with combining accents (NFD).
            for code, name in [
                ("05002", "Phường Bình"),
                ("05001", "Xa\u0303 Thâ\u0300n Sa"),
            ]
        ],
    )
    table(
        folder / "population" / "communes_2025.csv",
        "code,pop,worldpop2020,pop_suspect,dientichkm2,areaKm2,area_ratio",
        [(c, p, w, s, a, "28.7", "1.04") for c, p, w, s, a in ROWS],
    )
    table(
        folder / "units" / "old_to_new_communes.csv",
        "districtCode,wardCode,province,district,ward,newWardCode",
        [
            ("170", "5901.0", "Tỉnh Thái Nguyên", "Huyện Võ Nhai", "Xã A", "05001"),
            ("170", "5902.0", "Tỉnh Thái Nguyên", "Huyện Võ Nhai", "Xã B", "05001"),
            ("164", "5443.0", "Tỉnh Thái Nguyên", "Thành Phố T", "Phường C", "05002"),
            ("58", "1834.0", "Tỉnh Bắc Kạn", "Thành Phố Bắc Kạn", "Phường D", "01840"),
        ],
    )
    people = np.array([[80, 5, 5, 60, 5, 5]] * 6, dtype=np.float32)
    path = folder / "population" / "worldpop_2020_1km_thai_nguyen.tif"
    where = {
        "crs": "EPSG:4326",
        "transform": Affine(1 / 60, 0, 105.5, 0, -1 / 120, 21.55),
    }
    with rasterio.open(
        path, "w", "GTiff", 6, 6, 1, dtype="float32", **where
    ) as dataset:
        dataset.write(people, 1)


def write_osm(folder: Path) -> None:
    osm = folder / "osm" / "thai_nguyen"
    points = [
        ({"osm_id": number, "amenity": amenity, "name": name}, "Point", [x, y])
        for number, amenity, name, x, y in POINTS
    ]
    cave = {"osm_id": 5, "amenity": None, "tourism": "attraction", "name": "Hang Đá"}
    layer(osm / "poi.geojson", [*points, (cave, "Point", [105.57, 21.53])])
    lake = [[[105.52, 21.52], [105.53, 21.52], [105.53, 21.53], [105.52, 21.52]]]
    layer(osm / "lakes.geojson", [({}, "Polygon", lake)])
    layer(osm / "urban.geojson", [])
    layer(osm / "industrial.geojson", [({"osm_id": 9, "name": None}, "Polygon", lake)])
    road = [[105.5, 21.525], [105.6, 21.525]]
    layer(osm / "roads.geojson", [({"length_m": 1.0}, "LineString", road)])
    village = {"osm_id": "7", "fclass": "village", "name": "Hạ Sơn"}
    city = {"osm_id": "8", "fclass": "city", "name": "Phố"}
    layer(
        osm / "places.geojson",
        [(village, "Point", [105.515, 21.515]), (city, "Point", [105.57, 21.53])],
    )


def write_terrain(folder: Path) -> None:
    (folder / "terrain").mkdir()
    column = np.arange(1201)
    valley_m = np.abs(column % 60 - 30)[None, :] * 12 + np.zeros((1201, 1))
    cells = (valley_m + 20).astype(">i2")
    cells[560:563, 640:642] = -32768
    cells[570, 650] = -40
    cells.tofile(folder / "terrain" / "N21E105.hgt")


# Columns of telecom_facts.csv that matter, in the order of T001 to T009.
FACTS = [
    ("2024-09", "BTS sites (điểm thu phát sóng)", "1800"),
    ("2024-09", "mobile subscribers", "1760000"),
    ("2024-09", "fibre to commune", "100"),
    ("2024-09", "villages with internet access service", "99.8"),
    ("2024-12", "villages with fixed fibre broadband", "100"),
    ("2024-12", "villages with 3G/4G", "99.6"),
    ("2023", "villages of Võ Nhai without 3G/4G", "11"),
    ("2021-2023", "BTS sites added", "312"),
    ("2023", "telecom/internet/pay-TV companies", "7"),
]
FIGURES = """\
id,province,indicator_vi,indicator_en,comparator,value,unit,kind,period,source,flag,note
I140,Thái Nguyên,x,x,=,99.6,%,actual,2024-12-31,thai-nguyen-2024,"F13,F14",n
I142,Thái Nguyên,x,x,=,100,%,target,2025,thai-nguyen-2024,,
I001,Bắc Kạn,x,x,=,1,%,target,2025,bac-kan-2025,,
"""


def write_figures(folder: Path) -> None:
    (folder / "figures").mkdir()
    path = folder / "figures" / "province_figures.csv"
    path.write_text(FIGURES, encoding="utf-8")
    table(
        folder / "statistics" / "telecom_facts.csv",
        "province,as_of,indicator,value",
        [("Thái Nguyên", *fact) for fact in FACTS],
    )


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    write_units(folder)
    write_osm(folder)
    write_terrain(folder)
    write_figures(folder)
    return folder


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    tiny = read_recipes()["thai_nguyen"]
    return replace(tiny, site_count=25, settlement_total=30, count_5g=2)


@pytest.fixture(scope="module")
def built(
    sources: Path, recipe: Recipe, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Province, Path]:
    directory = tmp_path_factory.mktemp("packs") / "thai_nguyen"
    return build_pack(sources, recipe, directory), directory


def test_building_twice_gives_the_same_bytes(
    sources: Path, recipe: Recipe, built: tuple[Province, Path], tmp_path: Path
) -> None:
    build_pack(sources, recipe, tmp_path)
    files = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    assert len(files) >= 17
    for file in files:
        assert (tmp_path / file).read_bytes() == (built[1] / file).read_bytes(), file


def test_a_suspicious_count_is_replaced_and_the_printed_one_kept_in_words(
    built: tuple[Province, Path],
) -> None:
    first, second = built[0].communes
    assert (first.people, first.people_reality) == (11_048, Reality.DERIVED)
    assert "601 người" in first.people_note
    assert "0,07 lần" in first.people_note
    assert (second.people, second.people_reality) == (5_000, Reality.REAL)
    assert second.people_note == ""


def test_names_are_composed_and_kinds_read_from_them(
    built: tuple[Province, Path],
) -> None:
    assert [unit.name_vi for unit in built[0].communes] == ["Xã Thần Sa", "Phường Bình"]
    assert [unit.kind for unit in built[0].communes] == ["xã", "phường"]


def test_people_of_settlements_add_up_to_their_communes(
    built: tuple[Province, Path],
) -> None:
    province, _ = built
    for unit in province.communes:
        inside = [x for x in province.localities if x.commune_code == unit.code]
        assert sum(place.people for place in inside) == unit.people
        assert all(
            shapely.contains_xy(unit.geometry, x.lon_deg, x.lat_deg) for x in inside
        )
    assert len(province.localities) == pytest.approx(30, abs=1)


def test_settlements_are_called_as_in_the_province(
    built: tuple[Province, Path],
) -> None:
    names = [place.name for place in built[0].localities]
    assert "Hạ Sơn" in names
    assert "Phố" not in names
    assert "Xóm 1 (Thần Sa)" in names
    assert "Tổ dân phố 1 (Bình)" in names


def test_sites_are_as_many_as_asked_and_inside(built: tuple[Province, Path]) -> None:
    province, _ = built
    border = shapely.union_all([unit.geometry for unit in province.communes])
    assert len(province.sites) == 25
    for site in province.sites:
        assert shapely.contains_xy(border, site.lon_deg, site.lat_deg)
    assert {x.site_id for x in province.services} == {x.id for x in province.sites}


def test_facilities_are_those_whose_names_fit_their_tags(
    built: tuple[Province, Path],
) -> None:
    facilities = {place.id: place for place in built[0].facilities}
    assert facilities["osm-n1"].kind == "school"
    assert facilities["osm-n2"].name == "Bệnh viện chưa rõ tên (Phường Bình)"
    assert facilities["osm-n5"].kind == "tourist_site"
    assert facilities["osm-n7"].kind == "other"
    assert facilities["osm-n8"].kind == "school"
    assert facilities["osm-w9"].kind == "industrial_zone"
    assert not {"osm-n3", "osm-n4", "osm-n6"} & set(facilities)
    assert facilities["ubnd-05001"].name == "UBND xã Thần Sa (vị trí ước tính)"


def test_terrain_is_mended_and_the_province_says_so(
    built: tuple[Province, Path],
) -> None:
    province, directory = built
    raw = read_elevation(directory / "terrain" / "elevation.tif")
    assert not raw.is_void.any()
    assert raw.elevation_m.min() == 0
    assert raw.grid.shape == (109, 169)
    method = province.provenances["terrain"].method
    assert "6 void cells filled" in method
    assert "1 cells below the sea" in method


def test_slopes_are_forest_and_lakes_are_open(built: tuple[Province, Path]) -> None:
    with rasterio.open(built[1] / "clutter.tif") as dataset:
        clutter_m = dataset.read(1)
        (lake,) = dataset.sample([(105.527, 21.522)])
    assert set(np.unique(clutter_m)) == {0, 15}
    assert lake[0] == 0


def test_figures_keep_value_flag_and_note_and_name_who_set_them(
    built: tuple[Province, Path],
) -> None:
    figures = {figure.id: figure for figure in built[0].figures}
    assert figures["I140"].flag == "F13,F14"
    assert (figures["I140"].value, figures["I140"].note) == (99.6, "n")
    assert figures["I142"].document == "thai-nguyen-de-an-2024"
    assert figures["T001"].value == 1800
    assert "I001" not in figures
    names = {document.id for document in built[0].documents}
    assert {figure.document for figure in figures.values()} == names


def test_every_file_has_its_origin(built: tuple[Province, Path]) -> None:
    province, directory = built
    layers = {path.stem for path in directory.iterdir()} - {"province"}
    assert layers == set(province.provenances)


def test_a_flat_province_has_flat_ground(
    sources: Path, recipe: Recipe, tmp_path: Path
) -> None:
    flat = replace(recipe, terrain="flat", flat_m=2)
    province = build_pack(sources, flat, tmp_path)
    raw = read_elevation(tmp_path / "terrain" / "elevation.tif")
    assert (raw.elevation_m == 2).all()
    assert province.provenances["terrain"].reality is Reality.DERIVED


def test_the_command_builds_where_it_is_told(
    sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--sources", str(sources), "--province", "thai_nguyen"]
    assert main([*arguments, "--out", str(tmp_path)]) == 0
    assert "1800 sites" in capsys.readouterr().out
    assert (tmp_path / "thai_nguyen" / "sites.csv").is_file()


def test_a_commune_without_people_in_the_table_is_named(
    sources: Path, tmp_path: Path
) -> None:
    for folder in ("units", "population"):
        (tmp_path / folder).symlink_to(sources / folder)
    (tmp_path / "population").unlink()
    table(tmp_path / "population" / "communes_2025.csv", "code,pop", [("05001", 1)])
    with pytest.raises(InvalidInputError, match="05002"):
        read_communes(tmp_path, "thai_nguyen")


def test_a_missing_fact_is_named(sources: Path, recipe: Recipe, tmp_path: Path) -> None:
    for folder in ("units", "population", "osm", "terrain", "figures"):
        (tmp_path / folder).symlink_to(sources / folder)
    table(
        tmp_path / "statistics" / "telecom_facts.csv",
        "province,as_of,indicator,value",
        [],
    )
    with pytest.raises(InvalidInputError, match="T001"):
        build_pack(tmp_path, recipe, tmp_path / "out")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("", ()),
        ("Xã A", ("Xã A",)),
        ("Xã A (một phần, đã chia), Xã B", ("Xã A (một phần, đã chia)", "Xã B")),
    ],
)
def test_predecessors_are_split_outside_parentheses(
    printed: str, expected: tuple[str, ...]
) -> None:
    assert split_predecessors(printed) == expected


def test_a_note_says_what_is_wrong_with_a_printed_count(
    sources: Path, tmp_path: Path
) -> None:
    (tmp_path / "units").symlink_to(sources / "units")
    table(
        tmp_path / "population" / "communes_2025.csv",
        "code,pop,worldpop2020,pop_suspect,dientichkm2,areaKm2,area_ratio",
        [
            ("05001", "22292.0", "22273.0", "True", "223.76", "44.65", "5.01"),
            ("05002", "", "1000.0", "True", "30", "30", ""),
        ],
    )
    first, second = read_communes(tmp_path, "thai_nguyen")
    assert "22.292 người kèm diện tích 223,76 km²" in first.people_note
    assert second.people == 1_200
    assert second.people_note.startswith("Nguồn không in dân số")
