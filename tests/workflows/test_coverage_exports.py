import csv
import json
from pathlib import Path
from typing import Any

import h3
import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from pyproj import Geod
from typer.testing import CliRunner

from hatangso.cli.main import app
from hatangso.errors import InvalidInputError, NotFoundError, StaleResultError
from hatangso.geography.area import area_km2
from hatangso.io.geojson import read_geojson
from hatangso.model.site import Technology
from hatangso.workflows.check import load_province
from hatangso.workflows.coverage_layers import coverage_layers
from hatangso.workflows.export import (
    ExportFormat,
    ExportRequest,
    ExportSummary,
    export_coverage,
)
from hatangso.workflows.origin import raster_tags, weakest_reality
from hatangso.workflows.progress import Silent
from small_coverage import GRID, OPERATORS, publish_coverage
from small_province import LATER, LOCALITIES, NOW, build_small_province, edit_csv

KM2 = float((np.broadcast_to(area_km2(GRID), GRID.shape)[5:]).sum())


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("valley")
    build_small_province(directory)
    publish_coverage(directory)
    return directory


def export(directory: Path, output: Path, form: str, **asked: Any) -> ExportSummary:
    request = ExportRequest(ExportFormat(form), output=output, **asked)
    return export_coverage(directory, request, progress=Silent(), now=NOW)


def table(path: Path, layer: str) -> dict[str, Any]:
    meta, _, geometry, columns = pyogrio.raw.read(path, layer=layer)
    found = dict(zip(meta["fields"], columns, strict=True))
    return {**found, "geometry": shapely.from_wkb(geometry), "crs": meta["crs"]}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def geodesic_km2(geometry: shapely.Geometry) -> float:
    oriented = shapely.orient_polygons(geometry)
    return Geod(ellps="WGS84").geometry_area_perimeter(oriented)[0] / 1e6


def test_zones_of_each_operator_and_situation_cover_the_province(
    covered: Path, tmp_path: Path
) -> None:
    export(covered, tmp_path, "zones", technology=Technology.G4)
    zones = table(tmp_path / "zones.gpkg", "zones_4g")
    assert zones["crs"] == "EPSG:4326"
    assert set(zones["operator"]) == {"*", *OPERATORS}
    groups = set(zip(zones["operator"], zones["situation"], strict=True))
    assert len(groups) == 9
    for operator, situation in groups:
        is_one = (zones["operator"] == operator) & (zones["situation"] == situation)
        parts = zones["geometry"][is_one]
        assert geodesic_km2(shapely.union_all(parts)) == pytest.approx(KM2, rel=1e-3)
        assert zones["area_km2"][is_one].sum() == pytest.approx(KM2, abs=0.01)
        assert sum(map(geodesic_km2, parts)) == pytest.approx(
            geodesic_km2(shapely.union_all(parts)), rel=1e-9
        )


def test_zones_say_what_they_are_in_vietnamese_and_how_sure(
    covered: Path, tmp_path: Path
) -> None:
    export(covered, tmp_path, "zones", technology=Technology.G4, operator="viet nam so")
    (features,) = [read_geojson(tmp_path / "zones_4g.geojson")]
    first = features[0].properties
    assert {f.properties["operator"] for f in features} == {"Việt Nam Số"}
    assert (first["zone_vi"], first["zone"]) == ("Vùng 1", "zone 1")
    assert {f.properties["zone_vi"] for f in features} >= {
        "Vùng 1", "Không có dịch vụ", "Chưa xác định",
    }  # fmt: skip
    assert {f.properties["situation_vi"] for f in features} == {
        "Ngoài trời", "Trong xe", "Trong nhà",
    }  # fmt: skip
    assert (first["minimum_rate_mbps"], first["date"]) == (5.0, "2024-12-31")
    assert first["model"] == "Rec. ITU-R P.1812-8"
    assert first["edge_probability"] == 0.9
    assert (first["reality"], first["synthetic_layers"]) == (
        "synthetic",
        "sites; services",
    )
    nothing = next(f for f in features if f.properties["zone"] == "no service")
    assert nothing.properties["minimum_level_dbm"] is None


def test_service_shrinks_from_outdoors_to_indoors(
    covered: Path, tmp_path: Path
) -> None:
    export(covered, tmp_path, "zones", technology=Technology.G2, operator="Viettel")
    zones = table(tmp_path / "zones.gpkg", "zones_2g")
    km2 = {
        situation: zones["area_km2"][
            (zones["situation"] == situation) & (zones["zone"] == "no service")
        ].sum()
        for situation in ("outdoors", "in_vehicle", "indoors")
    }
    assert km2["outdoors"] < km2["in_vehicle"] < km2["indoors"]


def test_neighbouring_zones_share_their_border(covered: Path, tmp_path: Path) -> None:
    export(covered, tmp_path, "zones", technology=Technology.G5, operator="Viettel")
    zones = table(tmp_path / "zones.gpkg", "zones_5g")
    for situation in set(zones["situation"]):
        parts = shapely.get_parts(zones["geometry"][zones["situation"] == situation])
        assert shapely.coverage_is_valid(parts)


def test_shares_of_hexagons_add_up_to_the_raster(covered: Path, tmp_path: Path) -> None:
    export(covered, tmp_path, "h3", technology=Technology.G4)
    best = [r for r in rows_of(tmp_path / "h3_8.csv") if r["operator"] == "*"]
    assert all(h3.get_resolution(row["h3"]) == 8 for row in best)
    assert sum(float(r["area_km2"]) for r in best) == pytest.approx(KM2, abs=1e-3)
    with rasterio.open(covered / "results" / "level_4g.tif") as dataset:
        numbers = dataset.read(1)
    for column, wanted in (("basic_or_good_ratio", (2, 3)), ("good_ratio", (3,)),
                           ("unknown_ratio", (4,))):  # fmt: skip
        km2 = (area_km2(GRID) * np.isin(numbers, wanted)).sum()
        shares = sum(float(r[column]) * float(r["area_km2"]) for r in best)
        assert shares == pytest.approx(km2, rel=1e-3)
    assert sum(int(row["people"]) for row in best) == sum(row[5] for row in LOCALITIES)
    assert {row["synthetic_layers"] for row in best} == {"sites; services"}


def test_the_median_of_a_hexagon_is_that_of_its_cells(
    covered: Path, tmp_path: Path
) -> None:
    export(covered, tmp_path, "h3", technology=Technology.G4, operator="VIETTEL",
           resolution=9)  # fmt: skip
    rows = {row["h3"]: row for row in rows_of(tmp_path / "h3_9.csv")}
    with rasterio.open(covered / "results" / "operator_viettel_4g.tif") as dataset:
        levels, rates = dataset.read(1), dataset.read(3)
    # The hexagon of the middle cell is smaller than the block around it.
    block = np.s_[110:131, 110:131]
    lon_deg, lat_deg = GRID.lon_lat(*np.indices(GRID.shape, dtype=float))
    cell_of = np.vectorize(lambda lat, lon: h3.latlng_to_cell(lat, lon, 9))
    cells = cell_of(lat_deg[block], lon_deg[block])
    row = rows[cells[10, 10]]
    for name, raster in (("level_dbm", levels), ("rate_mbps", rates)):
        median = np.nanmedian(raster[block][cells == cells[10, 10]])
        assert float(row[f"median_{name}"]) == pytest.approx(median, abs=0.051)


def test_hexagons_have_one_layer_per_technology(covered: Path, tmp_path: Path) -> None:
    export(covered, tmp_path, "h3", operator="Viettel")
    path = tmp_path / "h3_8.gpkg"
    assert [name for name, _ in pyogrio.list_layers(path)] == [
        "h3_2g", "h3_3g", "h3_4g", "h3_5g",
    ]  # fmt: skip
    found = table(path, "h3_2g")
    assert np.isnan(found["median_rate_mbps"]).all()
    assert set(shapely.get_num_coordinates(found["geometry"]).tolist()) == {7}


def test_maps_of_the_fcc_have_its_fields(covered: Path, tmp_path: Path) -> None:
    summary = export(
        covered, tmp_path, "fcc-bdc", operator="Viettel", provider_id=123456
    )
    names = [file.stem for file in summary.files if file.suffix == ".gpkg"]
    assert names == [
        "bdc_viettel_300_0p2_0p05",
        "bdc_viettel_400_5_1",
        "bdc_viettel_500_35_3",
        "bdc_viettel_500_7_1",
    ]
    found = table(tmp_path / f"{names[1]}.gpkg", names[1])
    assert [n for n in found if n not in ("geometry", "crs")] == [
        "providerid", "brandname", "technology", "mindown", "minup", "environmnt",
        "minsignal",
    ]  # fmt: skip
    assert set(found["providerid"].tolist()) == {123456}
    assert set(found["brandname"]) == {"Viettel"}
    assert set(found["technology"].tolist()) == {400}
    assert set(found["environmnt"].tolist()) == {0, 1}
    assert set((found["minsignal"] % 10).tolist()) == {0}
    # The ranges of one map do not overlap.
    parts = found["geometry"]
    assert shapely.union_all(parts).area == pytest.approx(shapely.area(parts).sum())


def test_levels_of_a_map_of_the_fcc_reach_what_it_says(
    covered: Path, tmp_path: Path
) -> None:
    export(covered, tmp_path, "fcc-bdc", operator="Viettel", technology=Technology.G4)
    found = table(tmp_path / "bdc_viettel_400_5_1.gpkg", "bdc_viettel_400_5_1")
    with rasterio.open(covered / "results" / "operator_viettel_4g.tif") as dataset:
        levels = dataset.read(1)
    rows, cols = np.indices(GRID.shape, dtype=float)
    lon_deg, lat_deg = GRID.lon_lat(rows, cols)
    for geometry, least_dbm in zip(found["geometry"], found["minsignal"], strict=True):
        inside = levels[shapely.contains_xy(geometry, lon_deg, lat_deg)]
        # Specks and simplified lines move a few cells.
        assert (inside >= least_dbm).mean() > 0.93
        assert (inside < least_dbm + 10).mean() > 0.93


def test_what_the_fcc_asks_and_nobody_knows_stays_empty_and_is_said(
    covered: Path, tmp_path: Path
) -> None:
    summary = export(covered, tmp_path, "fcc-bdc", operator="Viettel")
    found = table(tmp_path / "bdc_viettel_400_5_1.gpkg", "bdc_viettel_400_5_1")
    assert set(found["providerid"]) == {None}
    notes = " ".join(map(str, summary.notes))
    assert "no provider id was given" in notes
    assert "uplink rates are not computed" in notes
    facts = json.loads((tmp_path / "export_fcc_bdc.json").read_text(encoding="utf-8"))
    assert facts["reality"] == "synthetic"
    assert {"vi", "en"} == set(facts["notes"][0])
    model = rows_of(tmp_path / "bdc_propagation_model.csv")[0]
    assert (model["receiver_height"], model["model_id"]) == ("1.5", "itu_r_p1812_8")


@pytest.mark.parametrize("form", list(ExportFormat))
def test_equal_exports_have_equal_bytes(
    covered: Path, tmp_path: Path, form: str
) -> None:
    for folder in ("a", "b"):
        export(covered, tmp_path / folder, form, operator="Viettel")
    files = sorted(file.name for file in (tmp_path / "a").iterdir())
    assert files == sorted(file.name for file in (tmp_path / "b").iterdir())
    for name in files:
        one, other = (tmp_path / folder / name for folder in ("a", "b"))
        assert one.read_bytes() == other.read_bytes(), name


def test_a_geopackage_tells_its_provenance(covered: Path, tmp_path: Path) -> None:
    export(covered, tmp_path, "h3", operator="Viettel", technology=Technology.G4)
    with rasterio.Env():
        info = pyogrio.read_info(tmp_path / "h3_8.gpkg", layer="h3_4g")
    assert info["dataset_metadata"]["reality"] == "synthetic"
    assert info["dataset_metadata"]["province"] == "Thung Lũng"


def test_an_export_into_the_results_is_noted_and_replaced(
    province_directory: Path,
) -> None:
    results = publish_coverage(province_directory)
    request = ExportRequest(ExportFormat.ZONES)
    export_coverage(province_directory, request, progress=Silent(), now=NOW)
    assert (results.path / "zones_2g.geojson").is_file()
    request = ExportRequest(ExportFormat.ZONES, technology=Technology.G4)
    export_coverage(province_directory, request, progress=Silent(), now=LATER)
    assert not (results.path / "zones_2g.geojson").exists()
    step = results.step("export zones")
    assert "results/zones.gpkg" in step["outputs"]  # type: ignore[operator]
    assert "results/operator_viettel_4g.tif" in step["inputs"]  # type: ignore[operator]


def test_an_export_needs_a_fresh_coverage(province_directory: Path) -> None:
    request = ExportRequest(ExportFormat.ZONES)
    with pytest.raises(NotFoundError, match="run hatangso coverage"):
        export_coverage(province_directory, request, progress=Silent(), now=NOW)
    results = publish_coverage(province_directory)
    edit_csv(province_directory / "sites.csv", 2, "structure_height_m", 50)
    with pytest.raises(StaleResultError, match=r"sites\.csv changed"):
        export_coverage(province_directory, request, progress=Silent(), now=NOW)
    assert not (results.path / "zones.gpkg").exists()


def test_a_request_that_makes_no_sense_is_refused(
    covered: Path, tmp_path: Path
) -> None:
    with pytest.raises(NotFoundError, match=r"4G coverage of Vietell.*Viettel"):
        export(covered, tmp_path, "zones", technology=Technology.G4, operator="Vietell")
    with pytest.raises(InvalidInputError, match="--operator"):
        export(covered, tmp_path, "fcc-bdc", provider_id=1)
    with pytest.raises(InvalidInputError, match="no 2G"):
        export(covered, tmp_path, "fcc-bdc", technology=Technology.G2)
    with pytest.raises(InvalidInputError, match="8 or 9; it is 7"):
        export(covered, tmp_path, "h3", resolution=7)
    assert list(tmp_path.iterdir()) == []


def test_a_coverage_without_operators_gives_zones_of_the_best_one_alone(
    province_directory: Path, tmp_path: Path
) -> None:
    results = publish_coverage(province_directory)
    for path in results.path.glob("operator_*.tif"):
        path.unlink()
    manifest = json.loads((results.path / "manifest.json").read_text("utf-8"))
    outputs = manifest["steps"]["coverage"]["outputs"]
    for name in [name for name in outputs if "operator_" in name]:
        del outputs[name]
    (results.path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    export(province_directory, tmp_path / "z", "zones", technology=Technology.G3)
    assert set(table(tmp_path / "z" / "zones.gpkg", "zones_3g")["operator"]) == {"*"}
    with pytest.raises(InvalidInputError, match="one operator's"):
        export(province_directory, tmp_path / "f", "fcc-bdc")
    assert not (tmp_path / "f").exists()


def test_the_command_says_what_it_wrote(covered: Path, tmp_path: Path) -> None:
    command = ["export", str(covered), "--format", "h3", "--technology", "4g"]
    out = CliRunner().invoke(app, [*command, "--output", str(tmp_path)])
    assert out.exit_code == 0
    assert "đối tượng trong 3 tệp" in out.output
    assert "dữ liệu mô phỏng" in out.output.lower() or "mô phỏng" in out.output
    out = CliRunner().invoke(app, [*command, "--output", str(tmp_path), "--json"])
    assert json.loads(out.output)["export"]["features"] > 100
    out = CliRunner().invoke(app, [*command, "--operator", "Nobody"])
    assert out.exit_code == 4


def test_tags_of_a_raster_name_what_it_rests_on(covered: Path) -> None:
    province = load_province(covered).province
    tags = raster_tags(province, "terrain", "sites")
    assert (tags["REALITY"], tags["SYNTHETIC_LAYERS"]) == ("synthetic", "sites")
    assert tags["SOURCE_LAYERS"] == "terrain; sites"
    assert raster_tags(province, "terrain")["REALITY"] == "real"
    assert weakest_reality(province, "nobody") == ""


def test_an_operator_keeps_its_own_classes_where_its_raster_has_them(
    covered: Path,
) -> None:
    radio = load_province(covered).radio
    results = covered / "results"
    for technology in (Technology.G2, Technology.G4):
        kinds = [technology]
        (layer,) = coverage_layers(results, kinds, "Viettel", radio)
        (best, *_) = coverage_layers(results, kinds, "", radio)
        assert (layer.numbers[5:, :8] == 4).all()
        assert (layer.rate_mbps is None) == (technology is Technology.G2)
        assert (layer.numbers > 0).tolist() == best.is_inside.tolist()


def test_without_classes_an_operator_gets_them_from_its_levels(covered: Path) -> None:
    radio = load_province(covered).radio
    kinds = [Technology.G4]
    (layer,) = coverage_layers(covered / "results", kinds, "Việt Nam Số", radio)
    basic_dbm, good_dbm = radio.thresholds_dbm(Technology.G4)
    inside = layer.is_inside
    assert (layer.numbers[inside] == 3).sum() == (
        layer.level_dbm[inside] >= good_dbm
    ).sum()
    reached = np.isin(layer.numbers[inside], (2, 3))
    assert reached.sum() == (layer.level_dbm[inside] >= basic_dbm).sum()
