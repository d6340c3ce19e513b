import json
from pathlib import Path

from typer.testing import CliRunner

from hatangso.cli.main import app
from hatangso.packs.catalogue import pack_directory


def test_doubts_are_said_with_their_sum_in_both_languages() -> None:
    bac_kan = str(pack_directory("bac_kan"))
    result = CliRunner().invoke(app, ["audit", bac_kan])
    assert result.exit_code == 0
    assert "1.292 / 1.092 = 118,3 %" in result.output
    assert "không sửa số nào" in result.output
    result = CliRunner().invoke(app, ["audit", bac_kan, "--language", "en"])
    assert "1,292 / 1,092 = 118.3 %" in result.output


def test_a_machine_gets_records_with_their_figures() -> None:
    arguments = ["audit", str(pack_directory("thai_nguyen")), "--json"]
    found = json.loads(CliRunner().invoke(app, arguments).stdout)["audit"]
    assert {record["rule"] for record in found["records"]} >= {
        "target_already_met",
        "before_national",
    }
    assert found["figures"]["I141"]["document"] == "thai-nguyen-de-an-2024"


def test_a_directory_that_is_none_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["audit", str(tmp_path / "nowhere")])
    assert result.exit_code != 0
    assert "nowhere" in result.output.replace("\n", "")
