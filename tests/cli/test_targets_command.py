import csv
import io
import json
import re
from functools import cache

import pytest
from typer.testing import CliRunner, Result

from hatangso.cli.main import app
from hatangso.packs.catalogue import pack_directory

BAC_KAN, THAI_NGUYEN = "bac_kan", "thai_nguyen"


@cache
def run(pack: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["targets", str(pack_directory(pack)), *arguments])


def words(result: Result) -> str:
    """Return what was printed without the breaks between lines."""
    return " ".join(result.output.split())


def test_every_target_comes_with_its_document_and_evidence() -> None:
    found = json.loads(run(THAI_NGUYEN, "--json").stdout)["targets"]["standings"]
    fibre = next(item for item in found if item["target"]["id"] == "I141")
    assert fibre["outlook"] == "met"
    assert fibre["document"]["issuer"] == "Thái Nguyên"
    assert (fibre["component"], fibre["is_national"]) == ("VT", False)
    assert "already_met" in fibre["notes"]
    assert fibre["evidence"][0]["assessment"]["value"]["value"] == 100
    assert all(item["document"] for item in found)


def test_a_target_that_nobody_measured_is_not_called_missed() -> None:
    counts = json.loads(run(BAC_KAN, "--json", "--on", "01/03/2026").stdout)["counts"]
    assert counts["missed"] == 0
    assert counts["not_measurable"] > 50


def test_a_person_reads_a_target_its_document_and_its_gap_in_vietnamese() -> None:
    told = words(run(BAC_KAN, "--component", "VT"))
    assert (
        "? Tỷ lệ thôn được phủ sóng băng rộng di động: 100 %, năm 2025 chưa đạt, chưa"
        " đủ số liệu để dự báo · Kế hoạch phát triển hạ tầng số giai đoạn"
        " 2023\N{EN DASH}2025 tỉnh Bắc Kạn (10/2023), theo bài báo (I001) suy ra"
        " từ “Tỷ lệ thôn được phủ"
        " sóng di động”: ≤ 97 % (31/12/2024; bac-kan-2025); còn thiếu ít nhất 3 điểm"
        " phần trăm = 42 thôn"
    ) in told


# F06, in words.
def test_the_later_document_says_what_it_replaces_and_what_the_nation_asks() -> None:
    told = words(run(BAC_KAN, "--language", "en"))
    assert "85%, 2025" in told.replace(" %", "%")
    assert "Replaces another number: 100 %, 2025 (Plan for developing" in told
    assert "The national target asks for more: 100 %, 2025 (Decision 36/QĐ-TTg" in told
    assert "replaced, not counted · Plan for developing" in told


# F15, in words.
def test_a_promise_before_the_nation_is_said_once_at_the_provincial_target() -> None:
    told = words(run(THAI_NGUYEN))
    sentence = (
        "Sớm hơn lộ trình quốc gia: Tỷ lệ dân số được phủ sóng 5G 99 %, năm 2030"
        " (QĐ 1132/QĐ-TTg: Chiến lược hạ tầng số)."
    )
    assert told.count(sentence) == 1


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("pack", ["bac_giang", BAC_KAN, "nam_dinh", THAI_NGUYEN])
def test_nothing_is_wider_than_eighty_columns(pack: str, language: str) -> None:
    lines = run(pack, "--language", language).output.splitlines()
    assert [line for line in lines if len(line) > 80] == []


def test_no_date_or_period_is_printed_as_machines_write_it() -> None:
    output = run(THAI_NGUYEN).output
    assert not re.search(r"\d{4}-\d{2}(?!\d)", output)
    assert "không nêu năm," not in output
    assert "> 10 MW, không nêu năm" in words(run(THAI_NGUYEN))


# F08 and F13, in words.
def test_what_is_met_before_its_year_is_to_be_set_higher() -> None:
    advice = "say that the target is met, or set a higher one"
    told = words(run(BAC_KAN, "--status", "met", "--language", "en")).lower()
    assert "met before it is due · plan for developing" in told
    assert "the target asks for less than was already reported: reported 96.4 %" in told
    assert advice in told
    told = words(run(THAI_NGUYEN, "--status", "met", "--language", "en")).lower()
    assert told.count(advice) == 2


def test_filters_keep_parts_of_the_plan_and_answers() -> None:
    found = json.loads(
        run(BAC_KAN, "--json", "--component", "sd", "--status", "met").stdout
    )
    assert [one["target"]["id"] for one in found["targets"]["standings"]] == ["I006"]
    assert found["counts_by_component"]["SD"]["met"] == 1


def test_an_unknown_part_of_the_plan_is_answered_with_the_known_ones() -> None:
    result = run(BAC_KAN, "--component", "VTT")
    assert result.exit_code not in {0, 1}
    assert "VTT" in result.output
    assert "TTDL" in result.output


def test_the_counts_of_the_parts_add_up_to_those_of_the_province() -> None:
    told = json.loads(run("nam_dinh", "--json").stdout)
    parts = told["counts_by_component"].values()
    for outlook, count in told["counts"].items():
        assert sum(part[outlook] for part in parts) == count


def test_a_table_has_one_row_for_each_target_and_evidence() -> None:
    result = run(THAI_NGUYEN, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    fibre = [row for row in rows if row["target_id"] == "I141"]
    assert [row["value_source"] for row in fibre] == [
        "thai-nguyen-2024",
        "thai-nguyen-bao-2024",
    ]
    assert {row["due"] for row in rows if row["target_id"] == "I163"} == {
        "không nêu năm"
    }
    limit = next(row for row in rows if row["target_id"] == "I142")
    assert (limit["via"], limit["gap_is"], limit["gap"]) == (
        "village_mobile_broadband_ratio",
        ">=",
        "0.4",
    )
    standings = json.loads(run(THAI_NGUYEN, "--json").stdout)["targets"]["standings"]
    assert len(rows) == sum(len(one["evidence"]) for one in standings)
