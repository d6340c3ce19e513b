"""Bad input: each problem with its place and fix, all at once, nothing written."""

import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from hatangso.errors import Finding, InvalidInputError, NotFoundError, Severity
from hatangso.workflows.check import load_province
from small_province import (
    LOCALITIES,
    SIDE,
    append_row,
    edit_csv,
    elevation_m,
    write_terrain,
)


def _errors(directory: Path) -> list[Finding]:
    with pytest.raises(InvalidInputError) as caught:
        load_province(directory)
    return [f for f in caught.value.findings if f.severity is Severity.ERROR]


def _only_error(directory: Path) -> Finding:
    found = _errors(directory)
    assert len(found) == 1, [str(finding) for finding in found]
    return found[0]


def test_a_good_directory_has_no_finding(province_directory: Path) -> None:
    inputs = load_province(province_directory)
    assert inputs.findings == ()
    assert len(inputs.province.localities) == len(LOCALITIES)


def test_an_empty_radio_cell_takes_the_default_of_its_technology(
    province_directory: Path,
) -> None:
    inputs = load_province(province_directory)
    service = inputs.province.services[-1]
    defaults = inputs.radio.service_defaults()[service.technology]
    assert service.frequency_mhz == defaults["frequency_mhz"]
    assert service.port_power_dbm == defaults["port_power_dbm"]


def test_a_site_outside_the_province_is_named_with_its_row(
    province_directory: Path,
) -> None:
    edit_csv(province_directory / "sites.csv", 3, "lon_deg", 105.9)
    found = _only_error(province_directory)
    assert (found.place.file, found.place.row) == ("sites.csv", 3)
    assert "km outside the province" in str(found)
    assert "S2" in str(found)


def test_swapped_coordinates_are_recognised(province_directory: Path) -> None:
    edit_csv(province_directory / "sites.csv", 2, "lon_deg", 21.105)
    edit_csv(province_directory / "sites.csv", 2, "lat_deg", 80)
    edit_csv(province_directory / "sites.csv", 3, "lon_deg", 21.095)
    edit_csv(province_directory / "sites.csv", 3, "lat_deg", 105.07)
    found = _errors(province_directory)
    assert [f.place.row for f in found] == [3, 2]
    # A latitude of 105 degrees cannot be read at all; the cell says so.
    assert found[0].place.column == "lat_deg"


def test_two_sites_with_one_id_name_both_rows(province_directory: Path) -> None:
    append_row(province_directory / "sites.csv", ("S1", "", 105.05, 21.1, 30, "VNPT"))
    found = _only_error(province_directory)
    assert found.place.row == 5
    assert "row 2" in str(found)


@pytest.mark.parametrize(
    ("file", "row", "column", "value"),
    [
        ("sites.csv", 2, "structure_height_m", -30),
        ("sites.csv", 2, "lat_deg", 121),
        ("services.csv", 2, "technology", "6G"),
        ("services.csv", 2, "antenna_height_m", -5),
        ("services.csv", 2, "antenna_height_m", 0.4),
        ("services.csv", 2, "bandwidth_mhz", 7.3),
        ("services.csv", 2, "frequency_mhz", 18),
        ("services.csv", 2, "site_id", "S9"),
        ("services.csv", 2, "antenna_height_m", 60),
        ("services.csv", 2, "azimuths_deg", "400"),
        ("localities.csv", 4, "people", -1),
        ("localities.csv", 4, "commune_code", "99999"),
        ("localities.csv", 4, "has_grid_power", "có"),
        ("figures.csv", 2, "document", "none"),
        ("figures.csv", 2, "value", "ba mươi"),
    ],
)
def test_a_bad_cell_is_named_with_its_place(
    province_directory: Path, file: str, row: int, column: str, value: object
) -> None:
    edit_csv(province_directory / file, row, column, value)
    found = _only_error(province_directory)
    assert (found.place.file, found.place.row) == (file, row)
    assert found.place.column == column
    assert str(found.fix)


def test_all_problems_of_all_files_come_at_once(province_directory: Path) -> None:
    edit_csv(province_directory / "sites.csv", 2, "structure_height_m", -30)
    edit_csv(province_directory / "services.csv", 4, "technology", "6G")
    edit_csv(province_directory / "localities.csv", 5, "commune_code", "99999")
    (province_directory / "communes.geojson").write_text("{", encoding="utf-8")
    shutil.rmtree(province_directory / "terrain")
    files = {finding.place.file for finding in _errors(province_directory)}
    assert files == {
        "sites.csv",
        "services.csv",
        "communes.geojson",
        "terrain",
    }
    assert not (province_directory / "results").exists()


def test_terrain_that_reaches_no_site_is_an_error(province_directory: Path) -> None:
    write_terrain(
        province_directory / "terrain" / "elevation.tif", elevation_m(), west=107.0
    )
    files = [finding.place.file for finding in _errors(province_directory)]
    assert files == ["sites.csv", "localities.csv"]


def test_terrain_that_reaches_some_sites_is_a_warning(province_directory: Path) -> None:
    write_terrain(
        province_directory / "terrain" / "elevation.tif", elevation_m()[:, :120]
    )
    texts = [str(finding) for finding in load_province(province_directory).findings]
    assert any("1 of 3 points lie outside the terrain" in text for text in texts)


def test_a_missing_reference_system_is_named_with_its_fix(
    province_directory: Path,
) -> None:
    path = province_directory / "terrain" / "elevation.tif"
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=240,
        width=240,
        count=1,
        dtype="int16",
        transform=rasterio.transform.from_origin(105.0, 21.2, 1 / 1200, 1 / 1200),
    ) as dataset:
        dataset.write(elevation_m(), 1)
    found = _only_error(province_directory)
    assert found.place.file == "terrain/elevation.tif"
    assert "reference system" in str(found)
    assert "EPSG:4326" in str(found)


def test_voids_and_false_negatives_are_mended_and_counted(
    province_directory: Path,
) -> None:
    cells = elevation_m()
    cells[10:13, 10:13] = -32768
    cells[100, 20] = -40
    write_terrain(province_directory / "terrain" / "elevation.tif", cells)
    inputs = load_province(province_directory)
    texts = [str(finding) for finding in inputs.findings]
    assert any("9 void cells were filled" in text for text in texts)
    assert any("1 cells lay below the sea" in text for text in texts)
    assert np.isfinite(inputs.terrain.elevation_m).all()
    assert inputs.terrain.elevation_m.min() >= 0


def test_a_layer_of_unknown_origin_is_refused(province_directory: Path) -> None:
    path = province_directory / "province.toml"
    text = path.read_text(encoding="utf-8").replace("[layers.sites]", "[layers.other]")
    path.write_text(text, encoding="utf-8")
    found = _only_error(province_directory)
    assert found.place.column == "layers.sites"


def test_localities_that_do_not_add_up_are_a_warning(province_directory: Path) -> None:
    edit_csv(province_directory / "localities.csv", 2, "people", 300)
    texts = [str(finding) for finding in load_province(province_directory).findings]
    assert len(texts) == 1
    assert "have 800 people, the commune has 1400" in texts[0]


def test_an_unknown_parameter_is_named(province_directory: Path) -> None:
    (province_directory / "parameters.toml").write_text(
        "[radio.propagation]\nreceiver_hight_m = 2\n[colour]\nx = 1\n", encoding="utf-8"
    )
    texts = [str(finding) for finding in _errors(province_directory)]
    assert any("colour" in text for text in texts)
    assert any("receiver_hight_m" in text for text in texts)


def test_a_path_that_is_no_province_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"province\.toml"):
        load_province(tmp_path)
    with pytest.raises(NotFoundError, match="there is no directory"):
        load_province(tmp_path / "nowhere")


def _edit_communes(directory: Path, change: Callable[[list[Any]], object]) -> None:
    path = directory / "communes.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content["features"])
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("area_km2", "abc"),
        ("area_km2", "230,5"),
        ("area_km2", 0),
        ("area_km2", -1),
        ("area_km2", None),
        ("area_km2", True),
        ("area_km2", float("nan")),
        ("people", True),
        ("people", -1),
        ("people", 1400.5),
        ("people", 1e30),
        ("people", float("inf")),
        ("people", "1400"),
        ("people_reality", "reel"),
        ("people_reality", ["real"]),
        ("predecessors", 5),
        ("predecessors", "Xã A"),
        ("predecessors", [5]),
        ("name_vi", " "),
        ("code", 1),
    ],
)
def test_a_bad_property_of_a_commune_is_one_error(
    province_directory: Path, name: str, value: object
) -> None:
    _edit_communes(
        province_directory, lambda found: found[0]["properties"].update({name: value})
    )
    found = _only_error(province_directory)
    place = found.place
    assert (place.file, place.row, place.column) == ("communes.geojson", 1, name)
    assert found.value == value or value != value  # noqa: PLR0124 - not a number


def test_a_whole_number_with_a_point_is_a_count(province_directory: Path) -> None:
    _edit_communes(
        province_directory, lambda found: found[0]["properties"].update(people=1400.0)
    )
    assert load_province(province_directory).province.communes[0].people == 1400


def test_texts_are_composed(province_directory: Path) -> None:
    name = unicodedata.normalize("NFD", "Phường Đồng Hỷ")
    _edit_communes(
        province_directory, lambda found: found[0]["properties"].update(name_vi=name)
    )
    for file in ("localities.csv", "province.toml"):
        path = province_directory / file
        text = unicodedata.normalize("NFD", path.read_text(encoding="utf-8-sig"))
        path.write_text(text, encoding="utf-8")
    province = load_province(province_directory).province
    assert province.communes[0].name_vi == "Phường Đồng Hỷ"
    assert province.localities[0].name == "Xóm Đồng Bằng"
    assert province.name_vi == "Thung Lũng"


def _in_metres(features: list[Any]) -> None:
    for feature in features:
        ring = feature["geometry"]["coordinates"][0]
        ring[:] = [[x * 1e5, y * 1e5] for x, y in ring]


def _swapped(features: list[Any]) -> None:
    for feature in features:
        ring = feature["geometry"]["coordinates"][0]
        ring[:] = [[y, x] for x, y in ring]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_in_metres, "2 features are not longitude and latitude; export"),
        (_swapped, "longitude and latitude are swapped"),
        (lambda found: found.clear(), "the layer has no feature"),
        (
            lambda found: found[0].update(properties=[1]),
            "the properties of the feature are not names with values",
        ),
        (lambda found: found[0].update(geometry="x"), "the geometry cannot be read"),
        (lambda found: found[0].update(geometry=None), "the feature has no geometry"),
    ],
)
def test_communes_that_cannot_be_used_are_one_error(
    province_directory: Path, change: Callable[[list[Any]], None], words: str
) -> None:
    _edit_communes(province_directory, change)
    found = _only_error(province_directory)
    assert found.place.file == "communes.geojson"
    assert words in str(found)


@pytest.mark.parametrize("x", ["1e999", "NaN", "586000.0", "1" + "0" * 400])
def test_a_road_off_the_earth_is_an_error(province_directory: Path, x: str) -> None:
    path = province_directory / "roads.geojson"
    text = path.read_text(encoding="utf-8").replace("105.19", x)
    path.write_text(text, encoding="utf-8")
    assert _only_error(province_directory).place.file == "roads.geojson"


def test_a_road_without_length_is_left_out(province_directory: Path) -> None:
    path = province_directory / "roads.geojson"
    text = path.read_text(encoding="utf-8").replace("105.19", "105.01")
    path.write_text(text, encoding="utf-8")
    inputs = load_province(province_directory)
    assert inputs.province.roads == ()
    assert "no length" in str(inputs.findings[0])


def test_a_time_of_day_is_a_day(province_directory: Path) -> None:
    path = province_directory / "province.toml"
    text = path.read_text(encoding="utf-8").replace("12-31", "12-31T00:00:00")
    path.write_text(text, encoding="utf-8")
    assert str(load_province(province_directory).province.data_date) == "2024-12-31"


def test_a_site_in_viet_nam_with_swapped_coordinates_is_told(
    province_directory: Path,
) -> None:
    edit_csv(province_directory / "sites.csv", 2, "lon_deg", 21.105)
    edit_csv(province_directory / "sites.csv", 2, "lat_deg", 105.02)
    found = _only_error(province_directory)
    assert str(found.fix) == "longitude and latitude are swapped: exchange them"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("costs = 5", '"5" is not a table'),
        ("siting = [1]", '"[1]" is not a table'),
        ("radio = []", '"[]" is not a table'),
    ],
)
def test_parameters_that_are_no_table_are_an_error(
    province_directory: Path, text: str, words: str
) -> None:
    path = province_directory / "parameters.toml"
    path.write_text(text + "\n", encoding="utf-8")
    assert words in str(_only_error(province_directory))


@pytest.mark.parametrize("file", ["localities.csv", "sites.csv", "services.csv"])
def test_a_table_without_rows_is_an_error(province_directory: Path, file: str) -> None:
    path = province_directory / file
    header = path.read_text(encoding="utf-8-sig").splitlines()[0]
    path.write_text(header + "\n", encoding="utf-8")
    problems = [str(finding.problem) for finding in _errors(province_directory)]
    assert "the table has no row" in problems


def test_undeclared_voids_are_never_ground(province_directory: Path) -> None:
    cells = elevation_m()
    cells[10, 10], cells[20, 20] = -9999, 32767
    write_terrain(province_directory / "terrain" / "elevation.tif", cells)
    inputs = load_province(province_directory)
    assert any("2 cells lie outside" in str(found) for found in inputs.findings)
    assert inputs.terrain.elevation_m.max() < 500


def test_a_file_that_cannot_be_opened_is_a_finding(
    province_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    names = ("sites.csv", "communes.geojson", "province.toml")
    read_bytes, read_text = Path.read_bytes, Path.read_text
    monkeypatch.setattr(
        Path, "read_bytes", lambda p: (refuse if p.name in names else read_bytes)(p)
    )
    monkeypatch.setattr(
        Path,
        "read_text",
        lambda p, **k: (refuse if p.name in names else read_text)(p, **k),
    )
    files = {found.place.file for found in _errors(province_directory)}
    assert files >= set(names)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("province.toml", b"["),
        ("province.toml", b"\xff"),
        ("sites.csv", b""),
        ("sites.csv", b"\xff"),
        ("documents.csv", b""),
        ("figures.csv", b""),
        ("communes.geojson", b""),
        ("communes.geojson", b"[" * 99_999),
        ("roads.geojson", b"[5]"),
        ("parameters.toml", b"\xff"),
        ("terrain/elevation.tif", b"x"),
        ("terrain/N21E105.hgt", b"x"),
    ],
)
def test_a_broken_file_is_one_error(
    province_directory: Path, file: str, content: bytes
) -> None:
    (province_directory / file).write_bytes(content)
    assert _only_error(province_directory).place.file == file


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ('key = "valley"', "key = 5", "key"),
        ('name_vi = "Thung Lũng"', "name_vi = []", "name_vi"),
        ("2024-12-31", '"2024-12-31"', "data_date"),
        ("= 50.0", "= true", "refractivity_gradient_n_per_km"),
        ("= 50.0", "= nan", "refractivity_gradient_n_per_km"),
        ("= 50.0", "= 500", "refractivity_gradient_n_per_km"),
    ],
)
def test_a_bad_entry_of_the_description_is_named(
    province_directory: Path, old: str, new: str, name: str
) -> None:
    path = province_directory / "province.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert _only_error(province_directory).place.column == name


def test_clutter_without_declared_voids_is_an_error(province_directory: Path) -> None:
    cells = np.full((SIDE, SIDE), 32767, dtype=np.int16)
    write_terrain(province_directory / "clutter.tif", cells)
    path = province_directory / "province.toml"
    text = path.read_text(encoding="utf-8").replace("[layers.ter", "[layers.clutter]\n"
        'reality = "real"\nsource = "x"\n[layers.ter')  # fmt: skip
    path.write_text(text, encoding="utf-8")
    assert _only_error(province_directory).place.file == "clutter.tif"


def test_a_number_outside_its_limits_is_told_as_such(province_directory: Path) -> None:
    path = province_directory / "province.toml"
    text = path.read_text(encoding="utf-8").replace("= 50.0", "= 500")
    path.write_text(text, encoding="utf-8")
    assert "500 is outside 0 to 150" in str(_only_error(province_directory))


def test_a_parameter_of_no_use_is_named_with_its_table(
    province_directory: Path,
) -> None:
    path = province_directory / "parameters.toml"
    path.write_text("[radio.technology.3G]\nrange_m = 5\n", encoding="utf-8")
    text = str(_only_error(province_directory))
    assert "technology.3G.range_m must lie between 100 and 100000" in text


def test_a_service_that_stands_twice_is_an_error(province_directory: Path) -> None:
    # Its copy would disturb it, and leave 3 dB of signal to interference.
    services = province_directory / "services.csv"
    twin = services.read_text(encoding="utf-8-sig").splitlines()[1].split(",")
    append_row(services, twin)
    found = _only_error(province_directory)
    assert (found.place.file, found.place.row) == ("services.csv", 7)
    assert "row 2" in str(found.problem)
    edit_csv(services, 7, "frequency_mhz", 1860)
    assert not load_province(province_directory).findings
