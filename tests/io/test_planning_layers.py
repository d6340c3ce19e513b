"""What a province may say for its planner: fibre, difficulty, protected areas."""

import json
from pathlib import Path

import pytest

from hatangso.io.csv_tables import write_csv
from hatangso.io.findings import Findings
from hatangso.io.parameter_files import parameter_set
from hatangso.io.province_directory import read_province
from hatangso.model.province import Province
from hatangso.radio.link_budget import radio_parameters
from small_province import TABLES, build_small_province

DEFAULTS = radio_parameters(parameter_set("viet_nam")).service_defaults()
RING = [[105.02, 21.02], [105.05, 21.02], [105.05, 21.05], [105.02, 21.02]]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    build_small_province(tmp_path)
    return tmp_path


def read(directory: Path) -> tuple[Province, list[str]]:
    findings = Findings()
    province = read_province(directory, findings, service_defaults=DEFAULTS)
    return province, [str(finding) for finding in findings]


def add_columns(directory: Path, table: str, columns: str, *values: str) -> None:
    """Write a table with more columns; each value fills the cells of a row."""
    header, rows = TABLES[table]
    filled = [
        (*row, *(values[number] if number < len(values) else ",").split(","))
        for number, row in enumerate(rows)
    ]
    name = directory / f"{table}.csv"
    cells = [row[: len(f"{header},{columns}".split(","))] for row in filled]
    write_csv(name, f"{header},{columns}".split(","), cells)


def write_areas(directory: Path, *features: object) -> None:
    content = {"type": "FeatureCollection", "features": list(features)}
    path = directory / "protected_areas.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    with (directory / "province.toml").open("a", encoding="utf-8") as stream:
        stream.write('[layers.protected_areas]\nreality = "real"\nsource = "test"\n')


def area(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def polygon(ring: list[list[float]]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [ring]}


def test_places_say_who_has_fibre_and_how_difficult_they_are(directory: Path) -> None:
    add_columns(
        directory, "localities", "difficulty_class,has_fibre", "I,yes", "special,no"
    )
    add_columns(directory, "sites", "has_fibre", "no")
    add_columns(directory, "facilities", "has_fibre", "yes")

    province, findings = read(directory)

    assert findings == []
    assert [one.has_fibre for one in province.localities] == [True, False, None, None]
    assert [one.difficulty_class for one in province.localities] == [
        "I",
        "special",
        "",
        "",
    ]
    assert [one.has_fibre for one in province.sites] == [False, None, None]
    assert [one.has_fibre for one in province.facilities] == [True]


def test_a_province_without_the_columns_says_nothing(directory: Path) -> None:
    province, findings = read(directory)

    assert findings == []
    assert {one.has_fibre for one in province.localities} == {None}
    assert {one.difficulty_class for one in province.localities} == {""}
    assert province.protected_areas == ()


def test_strange_words_are_told_all_at_once(directory: Path) -> None:
    add_columns(
        directory, "localities", "difficulty_class,has_fibre", "IV,yes", "I,maybe"
    )

    _, findings = read(directory)

    assert len(findings) == 2
    assert 'localities.csv:2:difficulty_class: "IV"' in findings[0]
    assert "I, II, III, special" in findings[0]
    assert 'localities.csv:3:has_fibre: "maybe"' in findings[1]


def test_protected_areas_are_read(directory: Path) -> None:
    several = {"type": "MultiPolygon", "coordinates": [[RING]]}
    write_areas(
        directory, area(polygon(RING), name="Khu A"), area(several, name="Khu B")
    )

    province, findings = read(directory)

    assert findings == []
    assert [one.name for one in province.protected_areas] == ["Khu A", "Khu B"]
    assert province.protected_areas[0].geometry.area == pytest.approx(0.00045)


def test_rings_that_cross_are_mended(directory: Path) -> None:
    bow = [[105.0, 21.0], [105.1, 21.1], [105.1, 21.0], [105.0, 21.1], [105.0, 21.0]]
    write_areas(directory, area(polygon(bow), name="Khu A"))

    province, findings = read(directory)

    assert findings == []
    assert province.protected_areas[0].geometry.is_valid


def test_areas_that_cannot_be_used_are_told_all_at_once(directory: Path) -> None:
    line = {"type": "LineString", "coordinates": RING}
    write_areas(
        directory,
        area(line, name="Khu A"),
        area(polygon(RING)),
        area(polygon(RING), name="Khu C"),
    )

    province, findings = read(directory)

    assert [one.name for one in province.protected_areas] == ["Khu C"]
    assert len(findings) == 2
    assert "protected_areas.geojson:1" in findings[0]
    assert "not a Polygon or MultiPolygon" in findings[0]
    assert "protected_areas.geojson:2:name" in findings[1]


def test_the_origin_of_protected_areas_is_demanded(directory: Path) -> None:
    description = (directory / "province.toml").read_text(encoding="utf-8")
    write_areas(directory, area(polygon(RING), name="Khu A"))
    (directory / "province.toml").write_text(description, encoding="utf-8")

    _, findings = read(directory)

    assert len(findings) == 1
    assert "layers.protected_areas" in findings[0]
