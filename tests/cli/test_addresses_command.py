"""The command tells coverage, looks up both ways, and gives codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hatangso.cli.main import app
from hatangso.geography.address_codes.codes import place_code
from small_province import build_small_province

CODE = place_code(105.03, 21.1)


@pytest.fixture
def province(tmp_path: Path) -> Path:
    build_small_province(tmp_path)
    return tmp_path


def run(*told: object, exit_code: int = 0) -> str:
    result = CliRunner().invoke(app, ["addresses", *map(str, told)])
    assert result.exit_code == exit_code, result.output
    return " ".join(result.output.split())


def test_both_languages_say_what_is_not_known(province: Path) -> None:
    told = run(province, "--language", "vi")
    assert "Nhập danh sách hộ kèm mã" in told
    assert "0 hộ" not in told
    assert "0,0 %" not in told
    assert "postcodes.csv" in told
    assert "giả định" in told
    assert "is assumed" in run(province, "--language", "en")
    found = json.loads(run(province, "--json"))
    assert found["addresses"]["codes"] == 0
    assert found["addresses"]["communes"][0]["households"] == 390


def test_a_place_is_looked_up(province: Path) -> None:
    told = run(province, "--find", "21.1, 105.03", "--language", "vi")
    assert CODE in told
    assert "Xã Tây" in told
    assert "Xóm Đồng Bằng" in told
    found = json.loads(run(province, "--find", CODE, "--json"))["address"]
    assert (found["commune_code"], found["is_whole"]) == ("00001", False)


def test_what_is_no_code_is_an_error(province: Path) -> None:
    assert "quá ngắn" in run(
        province, "--find", "HRVX+M4", "--language", "vi", exit_code=3
    )
    assert "--points" in run(province, "--out", "x.csv", exit_code=3)


def test_codes_are_given_to_a_table(province: Path, tmp_path: Path) -> None:
    points, out = tmp_path / "nha.csv", tmp_path / "ma.csv"
    points.write_text("lon_deg,lat_deg\n105.03,21.1\n105.03,21.1\n", encoding="utf-8")
    told = run(province, "--points", points, "--out", out, "--language", "vi")
    assert "2 nhà" in told
    assert f"{place_code(105.03, 21.1, 12)}/2" in out.read_text(encoding="utf-8-sig")
