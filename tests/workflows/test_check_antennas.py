"""Antennas and parameter sets of a province directory."""

from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError
from hatangso.model.site import Technology
from hatangso.workflows.check import load_province
from small_province import edit_csv

COLUMNS = "antenna_pattern,mechanical_tilt_deg,electrical_tilt_deg,mimo_layers"


@pytest.fixture
def directory(province_directory: Path) -> Path:
    """Return the small province with the optional columns and a pattern."""
    path = province_directory / "services.csv"
    header, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    lines = [f"{header},{COLUMNS}", *(f"{row},,,," for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    folder = province_directory / "antennas"
    folder.mkdir()
    cut = [f"{angle} {min(angle, 360 - angle) / 10}" for angle in range(360)]
    lines = ["GAIN 18 dBi", "ELECTRICAL_TILT 2", "HORIZONTAL 360", *cut]
    content = "\n".join([*lines, "VERTICAL 360", *cut])
    (folder / "panel.msi").write_text(content, encoding="utf-8")
    description = province_directory / "province.toml"
    text = description.read_text(encoding="utf-8")
    layer = '[layers.antennas]\nreality = "real"\nsource = "made for a test"\n'
    description.write_text(text + layer, encoding="utf-8")
    return province_directory


def _errors(directory: Path) -> list[str]:
    with pytest.raises(InvalidInputError) as caught:
        load_province(directory)
    return [str(finding) for finding in caught.value.findings]


def test_empty_cells_take_the_defaults_of_the_technology(directory: Path) -> None:
    inputs = load_province(directory)
    for service in inputs.province.services:
        usual = inputs.radio.technologies[service.technology]
        assert service.antenna_pattern == ""
        assert service.electrical_tilt_deg == usual.electrical_tilt_deg
        assert service.mimo_layers == usual.mimo_layers
        assert isinstance(service.mimo_layers, int)


def test_cells_are_read(directory: Path) -> None:
    path = directory / "services.csv"
    for column, value in zip(COLUMNS.split(","), ("panel", 2, -1.5, 4), strict=True):
        edit_csv(path, 2, column, value)
    service = load_province(directory).province.services[0]
    assert service.antenna_pattern == "panel"
    assert service.mechanical_tilt_deg == 2
    assert service.electrical_tilt_deg == -1.5
    assert service.mimo_layers == 4
    # The file says what gain the antenna has; the cell of the table counts.
    assert service.antenna_gain_dbi == 17


def test_a_pattern_tells_gain_and_tilt_that_the_table_leaves_empty(
    directory: Path,
) -> None:
    edit_csv(directory / "services.csv", 6, "antenna_pattern", "panel")
    service = load_province(directory).province.services[4]
    assert service.antenna_gain_dbi == 18
    assert service.electrical_tilt_deg == 2


def test_pattern_files_belong_to_the_inputs(directory: Path) -> None:
    inputs = load_province(directory)
    assert directory / "antennas" / "panel.msi" in inputs.files
    assert list(inputs.province.antenna_patterns) == ["panel"]


def test_patterns_need_an_origin(directory: Path) -> None:
    path = directory / "province.toml"
    text = path.read_text(encoding="utf-8").replace("layers.antennas", "layers.other")
    path.write_text(text, encoding="utf-8")
    assert "the layer antennas has no origin" in _errors(directory)[0]


def test_a_pattern_that_is_not_there_is_an_error(directory: Path) -> None:
    edit_csv(directory / "services.csv", 3, "antenna_pattern", "nowhere")
    (told,) = _errors(directory)
    assert "services.csv:3:antenna_pattern" in told
    assert "antennas/nowhere.msi" in told
    assert "write one of: panel" in told


def test_a_broken_pattern_is_one_error(directory: Path) -> None:
    edit_csv(directory / "services.csv", 3, "antenna_pattern", "panel")
    path = directory / "antennas" / "panel.msi"
    text = path.read_text(encoding="utf-8").replace("GAIN 18 dBi", "GAIN 18 dBm")
    path.write_text(text, encoding="utf-8")
    (told,) = _errors(directory)
    assert "antennas/panel.msi:1:GAIN" in told


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("mechanical_tilt_deg", "45"),
        ("electrical_tilt_deg", "nan"),
        ("mimo_layers", "2.5"),
        ("mimo_layers", "0"),
        ("mimo_layers", "9"),
    ],
)
def test_numbers_of_no_use_are_errors(directory: Path, column: str, value: str) -> None:
    edit_csv(directory / "services.csv", 3, column, value)
    (told,) = _errors(directory)
    assert f"services.csv:3:{column}" in told


def test_a_province_chooses_its_parameter_set(directory: Path) -> None:
    path = directory / "parameters.toml"
    chosen = '[radio]\nparameter_set = "fcc_bdc"\n'
    own = "[radio.technology.4G]\nbasic_dbm = -120.0\n"
    path.write_text(chosen + own, encoding="utf-8")
    radio = load_province(directory).radio
    assert radio.as_mapping()["parameter_set"] == "fcc_bdc"
    assert radio.thresholds_mbps(Technology.G5) == (7, 35)
    assert radio.technologies[Technology.G4].basic_dbm == -120


def test_without_a_choice_the_set_is_that_of_viet_nam(directory: Path) -> None:
    assert load_province(directory).radio.parameter_set == "viet_nam"


@pytest.mark.parametrize("name", ['"mars"', "5", '"../parameters"'])
def test_an_unknown_parameter_set_is_an_error(directory: Path, name: str) -> None:
    path = directory / "parameters.toml"
    path.write_text(f"[radio]\nparameter_set = {name}\n", encoding="utf-8")
    (told,) = _errors(directory)
    assert "parameters.toml:radio.parameter_set" in told
    assert "fcc_bdc, ofcom, viet_nam" in told
