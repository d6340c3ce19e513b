import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from hatangso.cli.main import app
from hatangso.packs.catalogue import pack_directory

BAC_KAN, THAI_NGUYEN = (
    str(pack_directory(name)) for name in ("bac_kan", "thai_nguyen")
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["indicators", *arguments])


def rows(*arguments: str) -> list[dict[str, str]]:
    text = run(*arguments, "--format", "csv").stdout
    return list(csv.DictReader(io.StringIO(text)))


def test_two_provinces_stand_on_the_boundaries_of_the_merged_one() -> None:
    dx = "station_site_count;village_count;station_count;fibre_length"
    found = rows(BAC_KAN, THAI_NGUYEN, "--dx", dx, "--boundaries", "current")
    told = {(row["dx"], row["pe"]): row for row in found}
    # 882 masts of Bắc Kạn and 1,800 of Thái Nguyên in the registers of the packs.
    sites = told["station_site_count", "2024-12-31"]
    assert (sites["ou"], float(sites["value"]), sites["missing"]) == ("19", 2682, "")
    # 1,294 and 2,251 villages.
    assert float(told["village_count", "2024-12-31"]["value"]) == 3545
    # Only Bắc Kạn prints these two: 882 stations and 7,285 km of fibre.
    for code, value in (("station_count", 882), ("fibre_length", 7285)):
        row = told[code, "2024-03"]
        assert (float(row["value"]), row["missing"]) == (value, "19")
        assert (row["status"], row["is_restated"], row["method"]) == (
            "restated",
            "yes",
            "sum",
        )
        assert row["source"] == "bac-kan-2024"


def test_communes_sum_to_their_province() -> None:
    dx = ("--dx", "station_site_count", "--pe", "2024-12-31")
    communes = rows(THAI_NGUYEN, *dx, "--ou", "LEVEL-commune")
    (province,) = rows(THAI_NGUYEN, *dx)
    assert len(communes) == 55
    assert sum(float(row["value"]) for row in communes) == 1800
    assert float(province["value"]) == 1800


def test_json_tells_where_a_value_comes_from() -> None:
    result = run(BAC_KAN, "--dx", "telephone_density", "--pe", "2024", "--json")
    (row,) = json.loads(result.stdout)["rows"]
    assert (row["value"], row["status"], row["origin"]) == (
        100.9,
        "reported",
        "reported",
    )
    assert row["source_title"].startswith("Bài báo về kế hoạch")
    (beside,) = row["beside"]
    assert (beside["origin"], beside["numerator"]) == ("calculated", 355492)


def test_a_group_of_an_official_document_can_be_asked_for() -> None:
    found = {row["dx"] for row in rows(BAC_KAN, "--dx", "dii-2023/platforms")}
    assert found >= {"agency_platform_ratio", "ndxp_service_used_count"}
    assert "station_count" not in found


def test_a_person_reads_vietnamese() -> None:
    output = run(BAC_KAN, "--dx", "internet_user_ratio").output
    assert "96,4 %" in output
    assert "chỉ tiêu 90 %, bac-kan-ke-hoach-2023" in output


def test_a_workbook_is_written_the_same_twice(tmp_path: Path) -> None:
    books = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for book in books:
        run(
            *(BAC_KAN, "--dx", "station_count", "--format", "xlsx"),
            *("--output", str(book)),
        )
    assert books[0].read_bytes() == books[1].read_bytes()
    sheet = openpyxl.load_workbook(books[0]).active
    assert sheet is not None
    assert sheet["H2"].value == 882


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--format", "xlsx"), "--output"),
        (("--dx", "no_such"), "no_such"),
        (("--pe", "2024-Q9"), "2024-Q9"),
        (("--ou", "06", "--boundaries", "current"), "Thái Nguyên (19)"),
        (("--boundaries", "yesterday"), "yesterday"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    arguments: tuple[str, ...], told: str
) -> None:
    result = run(BAC_KAN, *arguments, "--language", "en")
    assert result.exit_code > 0
    assert told in result.output
