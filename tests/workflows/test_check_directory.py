"""Bad input: each problem with its place and fix, all at once, nothing written."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import rasterio

from hatangso.errors import Finding, InvalidInputError, NotFoundError, Severity
from hatangso.workflows.check import load_province
from small_province import LOCALITIES, append_row, edit_csv, elevation_m, write_terrain


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
