import json

from typer.testing import CliRunner, Result

from hatangso.cli.main import app
from hatangso.packs.catalogue import pack_directory


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["targets", *arguments])


def test_every_target_comes_with_its_document_and_evidence() -> None:
    result = run(str(pack_directory("thai_nguyen")), "--json")
    found = json.loads(result.stdout)["targets"]["standings"]
    fibre = next(item for item in found if item["target"]["id"] == "I141")
    assert fibre["outlook"] == "met"
    assert fibre["document"]["issuer"] == "Thái Nguyên"
    assert fibre["evidence"][0]["assessment"]["value"]["value"] == 100
    assert all(item["document"] for item in found)


def test_a_target_that_nobody_measured_is_not_called_missed() -> None:
    directory = str(pack_directory("bac_kan"))
    counts = json.loads(run(directory, "--json", "--on", "01/03/2026").stdout)["counts"]
    assert counts["missed"] == 0
    assert counts["not_measurable"] > 50


def test_a_person_reads_the_counts_in_vietnamese() -> None:
    output = run(str(pack_directory("nam_dinh"))).output
    assert "chưa đo được: " in output
    assert "Nam Định, 31/12/2024: " in output
