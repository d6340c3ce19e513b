import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hatangso.cli.main import app
from hatangso.model.record import Actor
from hatangso.workflows.register.import_files import commit_import, preview_import

NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
LEVELS = """Ngày đo;Giờ đo;Nhà mạng;Công nghệ;Mức thu (dBm)
31/10/2025;08:00;VNPT;4G;-95
31/10/2025;08:01;VNPT;4G;-120
"""
I_SPEED = """Kết quả đo i-Speed mạng cố định (VNNIC)
Tháng;Nhà mạng;Tải xuống (Mb/s);Tải lên (Mb/s);Độ trễ (ms);Số mẫu
10/2025;Tất cả;95,57;80,1;9;12500
"""


@pytest.fixture
def measured(province_directory: Path, tmp_path: Path) -> Path:
    for name, text in (("muc.csv", LEVELS), ("toc-do.csv", I_SPEED)):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        preview = preview_import(
            province_directory,
            path,
            actor=Actor("lan"),
            today=NOW.date(),
            kind="measurement",
        )
        commit_import(province_directory, preview, actor=Actor("lan"), at=NOW)
    return province_directory


def said(*words: str) -> str:
    result = CliRunner().invoke(app, ["quality", *words])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_without_a_least_level_the_command_asks_for_it(measured: Path) -> None:
    text = said(str(measured), "--language", "en")
    assert "2 samples of level wait for the least level" in text
    assert "--least-level-dbm -110" in text
    assert "median download 95.57, upload 80.10 Mb/s" in text


def test_with_a_least_level_the_share_is_told_with_its_interval(
    measured: Path,
) -> None:
    text = said(str(measured), "--least-level-dbm", "-110", "--by-operator")
    # Wilson's interval of 1 in 2.
    assert "50,0 % (9,5\N{EN DASH}90,5 %) trong 2 mẫu" in text
    assert "yêu cầu: ≥ 95 %" in text


def test_a_machine_reads_the_same(measured: Path) -> None:
    words = ["quality", str(measured), "--json", "--least-level-dbm", "-110"]
    told = json.loads(CliRunner().invoke(app, words).stdout)["quality"]
    (group,) = told["availability"]
    assert group["share"]["value"] == 0.5
    assert told["rules"]["radio_availability"]["at_least_ratio"] == 0.95
    assert told["medians"][0]["samples"] == 12500
