"""The provinces as they are shipped."""

import csv
import json
import tomllib
import unicodedata
from pathlib import Path

import numpy as np
import pytest
import shapely

from hatangso.errors import NotFoundError
from hatangso.io.findings import Findings
from hatangso.io.parameter_files import parameter_set
from hatangso.io.province_directory import read_province
from hatangso.io.scenario_files import read_scenario
from hatangso.io.terrain_files import read_elevation
from hatangso.model.provenance import Reality
from hatangso.model.province import Province
from hatangso.packs.catalogue import pack_directory, pack_keys
from hatangso.radio.link_budget import radio_parameters

COMMUNES = {"thai_nguyen": 55, "bac_kan": 37, "bac_giang": 58, "nam_dinh": 57}
SITES = {"thai_nguyen": 1800, "bac_kan": 882, "bac_giang": 1417, "nam_dinh": 2000}
# From the printed counts and, where these are wrong, satellite: within 10 %.
PEOPLE = {
    "thai_nguyen": 1_395_000,
    "bac_kan": 366_000,
    "bac_giang": 2_032_000,
    "nam_dinh": 2_131_000,
}


@pytest.fixture(scope="module", params=sorted(COMMUNES))
def province(request: pytest.FixtureRequest) -> Province:
    findings = Findings()
    directory = pack_directory(request.param)
    defaults = radio_parameters(parameter_set("viet_nam")).service_defaults()
    province = read_province(directory, findings, service_defaults=defaults)
    assert [str(finding) for finding in findings] == []
    return province


def test_all_packs_together_are_at_most_twelve_megabytes() -> None:
    files = [f for key in pack_keys() for f in pack_directory(key).rglob("*")]
    assert sum(f.stat().st_size for f in files if f.is_file()) <= 12_000_000


def test_counts_are_those_of_the_sources(province: Province) -> None:
    assert len(province.communes) == COMMUNES[province.key]
    assert len(province.sites) == SITES[province.key]
    people = sum(unit.people for unit in province.communes)
    assert people == pytest.approx(PEOPLE[province.key], rel=0.1)


@pytest.mark.parametrize(("key", "total"), [("thai_nguyen", 2250), ("bac_kan", 1292)])
def test_settlements_come_near_the_known_total(key: str, total: int) -> None:
    lines = (pack_directory(key) / "localities.csv").read_text("utf-8").splitlines()
    assert len(lines) - 1 == pytest.approx(total, rel=0.02)


def test_people_of_settlements_add_up_commune_by_commune(province: Province) -> None:
    people = dict.fromkeys((unit.code for unit in province.communes), 0)
    for place in province.localities:
        people[place.commune_code] += place.people
    assert people == {unit.code: unit.people for unit in province.communes}


def test_settlements_lie_in_their_communes(province: Province) -> None:
    for unit in province.communes:
        inside = [x for x in province.localities if x.commune_code == unit.code]
        lon, lat = [x.lon_deg for x in inside], [x.lat_deg for x in inside]
        assert shapely.contains_xy(unit.geometry, lon, lat).all(), unit.name_vi


def test_identifiers_are_unique(province: Province) -> None:
    for things in (
        province.localities,
        province.sites,
        province.facilities,
        province.roads,
        province.figures,
        province.documents,
    ):
        names = [thing.id for thing in things]
        assert len(names) == len(set(names))


def test_sites_lie_in_the_province(province: Province) -> None:
    border = shapely.union_all([unit.geometry for unit in province.communes])
    lon, lat = [x.lon_deg for x in province.sites], [x.lat_deg for x in province.sites]
    assert shapely.contains_xy(border.buffer(0.002), lon, lat).all()


def test_every_site_has_a_service_of_its_owner(province: Province) -> None:
    operators = {(x.site_id, x.operator) for x in province.services}
    assert {(site.id, site.owner) for site in province.sites} <= operators


def test_communes_and_their_names_are_composed_text(province: Province) -> None:
    for unit in province.communes:
        assert unicodedata.is_normalized("NFC", unit.name_vi)
        assert unit.name_vi.startswith(unit.kind.capitalize())
        assert unit.predecessors
        assert len(unit.code) == 5


def test_a_repaired_count_says_why(province: Province) -> None:
    for unit in province.communes:
        assert (unit.people_reality is Reality.DERIVED) == bool(unit.people_note)


def test_every_layer_says_where_it_comes_from(province: Province) -> None:
    directory = pack_directory(province.key)
    layers = {path.stem for path in directory.iterdir()} - {
        "plan",
        "province",
        "results",
    }
    assert layers == set(province.provenances)
    for origin in province.provenances.values():
        assert origin.source
        assert origin.method
        assert origin.licence
        assert "{" not in origin.method
    assert province.provenances["sites"].reality is Reality.SYNTHETIC
    assert province.provenances["services"].reality is Reality.SYNTHETIC
    assert province.provenances["localities"].reality is Reality.DERIVED


def test_terrain_covers_what_the_notes_say(province: Province) -> None:
    raw = read_elevation(pack_directory(province.key) / "terrain" / "elevation.tif")
    assert raw.grid.crs == "EPSG:4326"
    known_m = raw.elevation_m[~raw.is_void]
    assert known_m.min() >= 0
    assert known_m.max() < 1_700
    lon, lat = np.array([105.5]), np.array([21.99])
    assert raw.grid.west + raw.grid.cols * raw.grid.cell_x < 106.7
    if province.key in {"thai_nguyen", "bac_kan"}:
        assert raw.grid.contains(lon, lat).all()


def test_printed_figures_and_flags_are_kept() -> None:
    with (pack_directory("bac_kan") / "figures.csv").open(encoding="utf-8-sig") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert (rows["I026"]["value"], rows["I026"]["flag"]) == ("100.9", "F01")
    assert (rows["I091"]["value"], rows["I091"]["flag"]) == ("1092", "F03")
    assert rows["I007"]["document"] != rows["I040"]["document"]


def test_figures_name_documents_that_are_there(province: Province) -> None:
    named = {figure.document for figure in province.figures}
    assert named == {document.id for document in province.documents}


def test_layers_are_one_feature_a_line_with_five_decimals(province: Province) -> None:
    path = pack_directory(province.key) / "roads.geojson"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(province.roads) + 2
    first = json.loads(lines[1].rstrip(","))
    for x, y in first["geometry"]["coordinates"]:
        assert (round(x, 5), round(y, 5)) == (x, y)


def test_province_files_say_what_they_assume(province: Province) -> None:
    text = (pack_directory(province.key) / "province.toml").read_text("utf-8")
    assert tomllib.loads(text)["key"] == province.key
    assert 45 <= province.refractivity_gradient_n_per_km <= 60
    assert "mô phỏng" in province.note_vi
    assert "synthetic" in province.note_en


@pytest.mark.parametrize(
    "name",
    [
        "Thái Nguyên",
        "thai-nguyen",
        "thainguyen",
        "THAI NGUYEN",
        "thai_nguyen",
        unicodedata.normalize("NFD", "Thái Nguyên"),
    ],
)
def test_a_pack_is_found_by_its_name_in_any_spelling(name: str) -> None:
    assert pack_directory(name).name == "thai_nguyen"


@pytest.mark.parametrize("name", ["Nam Ðịnh", "nam đinh", "NAM ĐỊNH"])
def test_letters_with_a_bar_are_a_d(name: str) -> None:
    assert pack_directory(name) == Path(pack_directory("nam_dinh"))


@pytest.mark.parametrize("name", ["Hà Nội", "", "thai", "../nam"])
def test_an_unknown_pack_is_answered_with_the_known_ones(name: str) -> None:
    with pytest.raises(NotFoundError, match="Bắc Kạn"):
        pack_directory(name)


@pytest.mark.parametrize("key", pack_keys())
def test_the_example_scenario_can_be_read(key: str) -> None:
    scenario = read_scenario(pack_directory(key) / "plan.toml")
    assert scenario.name == "plan"
    assert scenario.years == (2026, 2027, 2028)
    assert {goal.service for goal in scenario.goals} == {"4G", "5G-100", "fibre"}
