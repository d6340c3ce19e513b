"""The command says what is missing where nothing is known of zones."""

from pathlib import Path

from typer.testing import CliRunner

from hatangso.cli.main import app
from small_province import build_small_province


def test_a_province_without_zones_is_told_what_to_import(tmp_path: Path) -> None:
    build_small_province(tmp_path)
    result = CliRunner().invoke(app, ["zones", str(tmp_path), "--language", "vi"])
    assert result.exit_code == 0, result.output
    told = " ".join(result.output.split())
    assert "Hãy nhập danh sách cơ sở công cộng thuộc loại khu" in told
    assert "Hãy nhập danh sách cảm biến" in told
