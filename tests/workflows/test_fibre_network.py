"""Places joined by fibre, on the small province with a loop of roads."""

import csv
import json
from pathlib import Path

import pyogrio
import pytest
import shapely
from typer.testing import CliRunner, Result

from hatangso.cli.main import app
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.workflows.fibre_network import FibreRequest, join_by_fibre
from small_province import NOW, append_row, edit_csv

OFFICES = [
    ("U1", "UBND xã Tây", "commune_office", 105.03, 21.101),
    ("U2", "UBND xã Đông", "commune_office", 105.12, 21.101),
    ("U3", "UBND xã Bắc", "commune_office", 105.12, 21.131),
    ("U4", "UBND xã Xa", "commune_office", 105.18, 21.101),
]
LOOP = [[105.03, 21.10], [105.03, 21.13], [105.12, 21.13], [105.12, 21.10]]


class Silent:
    """Progress that nobody watches."""

    def start(self, step: str, total: int) -> None:
        """Begin."""

    def advance(self, done: int) -> None:
        """Go on."""


def draw_roads(directory: Path, lines: dict[str, list[list[float]]]) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"id": name, "kind": "provincial"},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for name, line in lines.items()
    ]
    content = {"type": "FeatureCollection", "features": features}
    (directory / "roads.geojson").write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def looped(province_directory: Path) -> Path:
    """Return the small province with offices, and a road round its ridge."""
    for office in OFFICES:
        append_row(province_directory / "facilities.csv", office)
    main = [[105.01, 21.10], [105.19, 21.10]]
    draw_roads(province_directory, {"QL3": main, "DT1": LOOP})
    return province_directory


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["fibre", *map(str, arguments)])


def test_rings_come_as_a_table_as_facts_and_as_a_map(looped: Path) -> None:
    result = run(looped, "--rings", "--root", "U1", "--json")

    assert result.exit_code == 0, result.output
    facts = json.loads(result.stdout)["fibre"]
    assert (facts["places"], facts["places_joined"]) == (4, 4)
    assert facts["places_doubled"] == 3
    assert [one["id"] for one in facts["single"]] == ["U4"]
    assert facts["single"][0]["only_ways"] == [facts["bridges"][0]["route"]]
    assert facts["tree"]["gap_ratio"] == 0
    assert facts["rings"]["gap_ratio"] == pytest.approx(0, abs=1e-7)
    results = looped / "results"
    kept = json.loads((results / "fibre_network.json").read_text(encoding="utf-8"))
    assert {name: kept[name] for name in facts} == facts
    with (results / "fibre_network.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert sum(int(row["cost_vnd"]) for row in rows) == facts["cost_vnd"]
    assert sum(row["is_added"] == "yes" for row in rows) >= 1
    _, _, lines, cells = pyogrio.raw.read(
        results / "fibre_network.gpkg", layer="fibre_routes", columns=["part"]
    )
    assert shapely.get_type_id(shapely.from_wkb(lines)).tolist() == [1] * len(rows)
    assert set(cells[0]) == {"tree", "ring"}
    _, _, _, cells = pyogrio.raw.read(
        results / "fibre_network.gpkg",
        layer="fibre_places",
        columns=["id", "is_doubled"],
    )
    assert dict(zip(*cells, strict=True)) == {"U1": 1, "U2": 1, "U3": 1, "U4": 0}


def test_a_person_reads_cost_proof_and_what_stays_single(looped: Path) -> None:
    words = " ".join(run(looped, "--rings").output.split())

    assert "Nối 4 trên 4 nơi bằng" in words
    assert "Nút trung tâm được giả định là UBND xã Tây (U1)" in words
    assert "Đã chứng minh: không có cách nào rẻ hơn." in words
    assert "3 trên 4 nơi vẫn thông tới nút trung tâm" in words
    assert "UBND xã Xa chỉ có một đường nối" in words


def test_the_same_question_gives_the_same_bytes(looped: Path) -> None:
    request = FibreRequest(with_rings=True, with_localities=True)
    names = [f"fibre_network.{kind}" for kind in ("csv", "json", "gpkg")]
    bytes_of = []
    for _ in range(2):
        join_by_fibre(looped, request, progress=Silent(), now=NOW)
        bytes_of.append([(looped / "results" / one).read_bytes() for one in names])
    assert bytes_of[0] == bytes_of[1]


def test_the_fibre_of_today_can_be_the_root(looped: Path) -> None:
    request = FibreRequest(uses_existing=True)
    today = join_by_fibre(looped, request, progress=Silent(), now=NOW)
    anew = join_by_fibre(looped, FibreRequest(), progress=Silent(), now=NOW)

    assert today.network.root == ""
    assert today.network.cost_vnd < anew.network.cost_vnd
    assert "sites" in today.synthetic_layers
    assert "sites" not in anew.synthetic_layers


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--kinds", "bank"], 3, '"bank" không phải là loại công trình'),
        (["--kinds", "school,market"], 4, "không có nơi nào thuộc các loại: market"),
        (["--root", "U9"], 4, "mang mã U9"),
        (["--root", "U1", "--use-existing"], 3, "hãy bỏ --root hoặc --use-existing"),
        (["--kinds", "school"], 3, "hiện chỉ có 1"),
    ],
)
def test_a_bad_question_is_refused(
    looped: Path, options: list[str], code: int, words: str
) -> None:
    result = run(looped, *options)

    assert result.exit_code == code
    assert words in result.output
    assert not (looped / "results" / "fibre_network.csv").exists()


def test_roads_that_join_nothing_are_told(looped: Path) -> None:
    near = [[105.02, 21.10], [105.04, 21.10]]
    draw_roads(looped, {"QL3": near})
    result = run(looped)
    assert result.exit_code == 7
    assert "không nơi nào khác được đường nối với nút trung tâm" in result.output
    assert "UBND xã Bắc" in result.output
    (looped / "roads.geojson").unlink()
    assert "hãy thêm roads.geojson" in run(looped).output


def test_places_that_all_have_fibre_leave_nothing_to_join(looped: Path) -> None:
    path = looped / "facilities.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    cells = [
        f"{line},{'yes' if number else 'has_fibre'}"
        for number, line in enumerate(lines)
    ]
    path.write_text("\n".join(cells) + "\n", encoding="utf-8")
    with pytest.raises(NotFoundError, match="all places say that they have fibre"):
        join_by_fibre(
            looped, FibreRequest(uses_existing=True), progress=Silent(), now=NOW
        )


def test_an_error_of_the_directory_comes_first(looped: Path) -> None:
    edit_csv(looped / "sites.csv", 2, "structure_height_m", -30)
    with pytest.raises(InvalidInputError):
        join_by_fibre(looped, FibreRequest(), progress=Silent(), now=NOW)
