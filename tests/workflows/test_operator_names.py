"""Operators whose names are nearly the same: none takes the place of another."""

from pathlib import Path

import pytest
import rasterio

from hatangso.errors import NotFoundError
from hatangso.model.site import Technology
from hatangso.workflows.check import load_province
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.coverage_layers import coverage_layers
from hatangso.workflows.operator_names import operator_file_names
from hatangso.workflows.progress import Silent
from hatangso.workflows.workers import Workers
from small_province import NOW, edit_csv


@pytest.mark.parametrize(
    "operators",
    [
        ["A", "a", "A 2"],
        ["Viettel A", "Viettel-A", "viettel a", "Việttel  A"],
        ["!", "?", "unnamed"],
        ["ລາວ", "中国", "中国!"],
    ],
)
def test_no_two_operators_share_a_file_name(operators: list[str]) -> None:
    names = operator_file_names(operators)
    assert sorted(names) == sorted(operators)
    assert len(set(names.values())) == len(operators)
    assert not any("_" in name or "/" in name for name in names.values())
    assert operator_file_names(reversed(operators)) == names


def test_each_operator_has_its_own_rasters(province_directory: Path) -> None:
    edit_csv(province_directory / "services.csv", 4, "operator", "VIETTEL")
    compute_coverage(province_directory, progress=Silent(), now=NOW, workers=Workers(1))
    results = province_directory / "results"
    found = {}
    for path in sorted(results.glob("operator_*_4g.tif")):
        with rasterio.open(path) as dataset:
            found[dataset.tags()["OPERATOR"]] = path.name
    assert found == {
        "VIETTEL": "operator_viettel_4g.tif",
        "Viettel": "operator_viettel-2_4g.tif",
    }
    radio = load_province(province_directory).radio
    layers = coverage_layers(results, [Technology.G4], "", radio)
    assert [layer.operator for layer in layers] == ["", "Viettel", "VIETTEL"]


def test_two_spellings_of_an_operator_are_told(province_directory: Path) -> None:
    services = province_directory / "services.csv"
    edit_csv(services, 5, "operator", "Việt-tel")
    edit_csv(services, 6, "operator", "Việt-tel")
    found = load_province(province_directory).findings
    assert [(item.place.row, item.place.column) for item in found] == [(5, "operator")]
    assert '"Việt-tel" is written "Viettel" in row 2' in str(found[0])


def test_technologies_that_an_operator_does_not_run_are_passed_over(
    province_directory: Path,
) -> None:
    compute_coverage(province_directory, progress=Silent(), now=NOW, workers=Workers(1))
    results, radio = (
        province_directory / "results",
        load_province(province_directory).radio,
    )
    layers = coverage_layers(results, tuple(Technology), "vnpt", radio)
    assert [(x.operator, x.technology) for x in layers] == [("VNPT", Technology.G4)]
    with pytest.raises(NotFoundError, match="no 5G coverage of VNPT"):
        list(coverage_layers(results, [Technology.G5], "VNPT", radio))
