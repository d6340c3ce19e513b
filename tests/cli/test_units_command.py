"""The commands on units: what they print and how they end."""

import json
from pathlib import Path

from typer.testing import CliRunner

from hatangso.cli.main import app

RUNNER = CliRunner()


def test_a_unit_is_shown_with_what_followed_it() -> None:
    result = RUNNER.invoke(app, ["units", "TT. Trại Cau", "--on", "01/07/2025"])
    assert result.exit_code == 0
    assert "thị trấn Trại Cau (05662), huyện Đồng Hỷ" in result.output
    assert "30/06/2025" in result.output
    assert "Được kế tục bởi" in result.output


def test_homonyms_are_listed() -> None:
    asked = ["units", "P. Quang Trung", "--on", "2024-01-01", "--language", "en"]
    result = RUNNER.invoke(app, asked)
    assert "thành phố Nam Định" in result.output
    assert "Which one?" in result.output
    told = RUNNER.invoke(app, [*asked, "--parent", "TP Nam Định"])
    assert "Made of" not in told.output
    assert "Followed by" in told.output


def test_a_unit_is_given_to_machines() -> None:
    result = RUNNER.invoke(app, ["units", "5443", "--on", "01/08/2025", "--json"])
    unit = json.loads(result.output)["unit"]
    assert unit["match"]["unit"]["code"] == "05443"
    assert len(unit["made_of"]) == 8


def test_a_day_that_is_none_is_refused() -> None:
    result = RUNNER.invoke(app, ["units", "5443", "--on", "31/02/2025"])
    assert result.exit_code == 3


def test_a_table_is_restated(tmp_path: Path) -> None:
    file, output = tmp_path / "bang.csv", tmp_path / "moi.csv"
    file.write_text("ma,so_ho\n05662,3\n05698,4\n", encoding="utf-8")
    asked = ["restate", str(file), "--to", "2025-07-01"]
    shown = RUNNER.invoke(app, asked)
    assert "05662,xã,Trại Cau,tỉnh Thái Nguyên,7,people,yes,no,," in shown.stdout
    written = RUNNER.invoke(app, [*asked, "--by", "area", "--output", str(output)])
    assert written.exit_code == 0
    assert "diện tích" in written.output
    assert "05662" in output.read_text(encoding="utf-8-sig")
    machine = RUNNER.invoke(app, [*asked, "--json"])
    rows = json.loads(machine.stdout)["restated"]["rows"]
    assert rows[0]["counts"][0]["value"] == 7


def test_a_table_that_cannot_be_restated_ends_with_its_findings(tmp_path: Path) -> None:
    file = tmp_path / "bang.csv"
    file.write_text("ma,so_ho\n99999,3\n88888,4\n", encoding="utf-8")
    result = RUNNER.invoke(app, ["restate", str(file), "--to", "2025-07-01"])
    assert result.exit_code == 3
