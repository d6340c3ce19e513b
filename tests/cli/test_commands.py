"""The commands as a person and as a machine use them."""

import errno
import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hatangso import __version__
from hatangso.cli.console import Output
from hatangso.cli.main import app
from hatangso.errors import InvalidInputError
from hatangso.language import Language
from hatangso.language.money import parse_money_vnd
from small_province import append_row, edit_csv


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_version_is_the_packages() -> None:
    assert _run("--version").stdout == f"hatangso {__version__}\n"


def test_check_says_what_is_there_in_both_languages(province_directory: Path) -> None:
    result = _run("check", province_directory)
    assert result.exit_code == 0
    assert "2 xã" in result.output
    result = _run("check", province_directory, "--language", "en")
    assert "4 localities, 3 sites" in result.output


def test_errors_come_with_place_fix_and_exit_code(province_directory: Path) -> None:
    edit_csv(province_directory / "sites.csv", 2, "structure_height_m", -30)
    edit_csv(province_directory / "services.csv", 2, "technology", "6G")
    result = _run("check", province_directory)
    assert result.exit_code == 3
    assert "sites.csv, dòng 2, cột structure_height_m" in result.output
    assert "services.csv, dòng 2, cột technology" in result.output
    result = _run("check", province_directory, "--json")
    assert result.exit_code == 3
    error = json.loads(result.stdout)["error"]
    assert error["exit_code"] == 3
    assert [finding["place"]["row"] for finding in error["findings"]] == [2, 2]


def test_every_step_runs_and_speaks_json(province_directory: Path) -> None:
    results = {}
    for step in ("coverage", "assess", "plan", "report"):
        result = _run(step, province_directory, "--json")
        assert result.exit_code == 0, result.output
        results.update(json.loads(result.stdout))
    assert results["coverage"]["localities"]["4G"]["good"] >= 1
    assert results["assessment"]["uncovered"] >= 1
    assert results["plan"]["answer"]["plan"]["gap_ratio"] == 0
    assert Path(results["report"]["report"]).is_file()


def test_every_step_speaks_to_a_person(province_directory: Path) -> None:
    for step, words in (
        ("coverage", "mô phỏng"),
        ("assess", "Chỉ tiêu"),
        ("plan", "tỷ đồng"),
        ("report", "report.html"),
    ):
        result = _run(step, province_directory)
        assert result.exit_code == 0, result.output
        assert words in result.output.replace("\n", "")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--budget", "0"), 3),
        (("--budget", "hai mươi"), 3),
        (("--goal-percent", "120"), 3),
        (("--operator", "FPT"), 4),
        (("--technology", "6G"), 2),
    ],
)
def test_a_plan_without_sense_is_refused(
    province_directory: Path, options: tuple[str, ...], code: int
) -> None:
    assert _run("coverage", province_directory).exit_code == 0
    result = _run("plan", province_directory, *options)
    assert result.exit_code == code
    assert not (province_directory / "results" / "plan.json").exists()


def test_stale_and_missing_results_have_their_codes(province_directory: Path) -> None:
    assert _run("plan", province_directory).exit_code == 4
    assert _run("coverage", province_directory).exit_code == 0
    append_row(province_directory / "sites.csv", ("S9", "", 105.05, 21.1, 30, "A"))
    assert _run("plan", province_directory).exit_code == 6


def test_an_unknown_province_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    result = _run("demo", "Hà Giang", "--output", tmp_path)
    assert result.exit_code == 4
    assert "Thái Nguyên" in result.output


@pytest.mark.parametrize(
    ("text", "amount_vnd"),
    [
        ("20 tỷ", 20_000_000_000),
        ("20 tỷ đồng", 20_000_000_000),
        ("12,5 tỷ", 12_500_000_000),
        ("12.5 ty", 12_500_000_000),
        ("350 triệu", 350_000_000),
        ("1.500.000", 1_500_000),
        ("1500000 đồng", 1_500_000),
        ("-3 tỷ", -3_000_000_000),
        ("20 tỉ", 20_000_000_000),
        ("20tỉ đồng", 20_000_000_000),
        ("1,5 nghìn tỷ", 1_500_000_000_000),
        ("2 ngàn  tỉ VND", 2_000_000_000_000),
        ("500 nghìn", 500_000),
        ("20 tỷ VNĐ", 20_000_000_000),
        ("1.500.000đ", 1_500_000),
        ("350 triệu ₫", 350_000_000),
    ],
)
def test_money_is_read_as_people_write_it(text: str, amount_vnd: int) -> None:
    assert parse_money_vnd(text) == amount_vnd


@pytest.mark.parametrize(
    "text", ["", "tỷ", "20 dollars", "1,2,3 tỷ", "--5", "5 d d", "2 tỷ tỷ"]
)
def test_what_is_no_money_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="not an amount of money"):
        parse_money_vnd(text)


def test_the_technology_may_be_written_small(province_directory: Path) -> None:
    assert _run("coverage", province_directory).exit_code == 0
    result = _run("assess", province_directory, "--technology", "4g", "--json")
    assert json.loads(result.stdout)["assessment"]["technology"] == "4G"


def test_features_are_not_called_rows(province_directory: Path) -> None:
    path = province_directory / "communes.geojson"
    text = path.read_text(encoding="utf-8").replace("1400", "-1")
    path.write_text(text, encoding="utf-8")
    result = _run("check", province_directory)
    assert "communes.geojson, đối tượng 1, cột people" in result.output
    result = _run("check", province_directory, "--language", "en")
    assert "communes.geojson, feature 1, column people" in result.output


def test_a_file_in_the_place_of_a_folder_is_told(
    province_directory: Path, tmp_path: Path
) -> None:
    (province_directory / "results").write_text("x", encoding="utf-8")
    result = _run("coverage", province_directory, "--language", "en")
    assert result.exit_code == 3
    assert "results is a file where a folder is needed" in result.output
    taken = tmp_path / "taken"
    taken.write_text("x", encoding="utf-8")
    result = _run("demo", "bac_kan", "--output", taken)
    assert result.exit_code == 3
    assert "taken" in result.output.replace("\n", "")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "may not be read or written"),
        (errno.EROFS, "may not be read or written"),
        (errno.ENOSPC, "no space left"),
        (errno.EIO, "cannot be read or written (Input/output error)"),
    ],
)
def test_a_failing_disk_is_told_with_the_path(
    capsys: pytest.CaptureFixture[str], number: int, words: str
) -> None:
    output = Output(Language.EN, is_json=False)
    with pytest.raises(SystemExit) as caught, output.errors_shown():
        raise OSError(number, os.strerror(number), "/data/x")
    assert caught.value.code == 3
    error = capsys.readouterr().err
    assert words in error
    assert "/data/x" in error


def test_json_holds_only_what_json_knows(province_directory: Path) -> None:
    path = province_directory / "communes.geojson"
    text = path.read_text(encoding="utf-8").replace("1400", "NaN")
    path.write_text(text, encoding="utf-8")
    result = _run("check", province_directory, "--json")
    assert "NaN" not in result.stdout
    assert json.loads(result.stdout)["error"]["findings"][0]["value"] == "nan"
