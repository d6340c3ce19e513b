"""The command prints the same counts to a person and to a machine."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hatangso.cli.main import app

ROWS = """\
Mã hồ sơ;Thủ tục;Lĩnh vực;Cơ quan;Ngày tiếp nhận;Hạn trả;Ngày trả;Trạng thái
1;Khai sinh;Hộ tịch;Xã A;05/01/2026 08:00;09/01/2026 17:00;08/01/2026 10:00;Đã trả
2;Khai sinh;Hộ tịch;Xã A;05/01/2026 08:00;09/01/2026 17:00;09/01/2026 10:00;Đã trả
3;Khai tử;Hộ tịch;Xã B;05/01/2026 08:00;09/01/2026 17:00;12/01/2026 08:30;Đã trả
4;Khai tử;Hộ tịch;Xã B;05/02/2026 08:00;10/02/2026 17:00;;Đang xử lý
5;Khai tử;Hộ tịch;Xã B;05/02/2026 08:00;01/02/2026 17:00;;Đang xử lý
"""


@pytest.fixture
def dossiers(tmp_path: Path) -> Path:
    path = tmp_path / "ho-so.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def run(*told: object) -> str:
    result = CliRunner().invoke(app, ["procedures", *map(str, told)])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_machine_gets_every_count_and_the_points(dossiers: Path) -> None:
    found = json.loads(run(dossiers, "--as-of", "28/02/2026", "--json"))["procedures"]
    assert (found["rows"], found["judged"], found["refused_rows"]) == (5, 4, 1)
    whole = found["whole"]
    assert whole["on_time_ratio"] == 0.5
    assert whole["counts"]["early"] == 1
    assert whole["counts"]["waiting_late"] == 1
    # Saturday 10/1 is worked for 2/1: a day and an hour late.
    assert whole["late_mean_h"] == 9.0
    assert found["progress_points"] == 10.0
    assert [group["key"] for group in found["groups"]] == ["Xã A", "Xã B"]
    assert found["waiting_late"][0]["id"] == "4"


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("procedure", ["Khai sinh", "Khai tử"]),
        ("field", ["Hộ tịch"]),
        ("month", ["2026-01", "2026-02"]),
    ],
)
def test_dossiers_are_counted_by_what_is_asked(
    dossiers: Path, by: str, keys: list[str]
) -> None:
    told = run(dossiers, "--as-of", "28/02/2026", "--by", by, "--json")
    groups = json.loads(told)["procedures"]["groups"]
    assert [group["key"] for group in groups] == keys


def test_a_person_reads_a_table_in_either_language(
    dossiers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    told = run(dossiers, "--as-of", "28/02/2026", "--language", "vi")
    assert "trên 20 điểm" in told
    assert "hạn trả trước ngày tiếp nhận" in told
    assert "50,00" in told
    told = run(dossiers, "--as-of", "28/02/2026", "--language", "en")
    assert "10.00 of 20 points" in " ".join(told.split())
    assert "awaits supplement" in " ".join(told.split())


def test_a_province_changes_the_calendar(dossiers: Path, tmp_path: Path) -> None:
    calendar = tmp_path / "lich.toml"
    calendar.write_text(
        "[[day_off]]\nfirst = 2026-01-10\nname = 'Không làm bù'\n"
        "source = 'tỉnh'\nassumption = false\n",
        encoding="utf-8",
    )
    told = run(dossiers, "--as-of", "28/02/2026", "--calendar", calendar, "--json")
    assert json.loads(told)["procedures"]["whole"]["late_mean_h"] == 1.0


def test_times_in_the_future_and_unknown_years_are_told(tmp_path: Path) -> None:
    path = tmp_path / "ho-so.csv"
    path.write_text(
        "Mã hồ sơ;Ngày tiếp nhận;Hạn trả\nA;05/01/2031;09/01/2031\n"
        "B;05/01/2026;09/01/2026\n",
        encoding="utf-8",
    )
    told = json.loads(run(path, "--as-of", "28/02/2026", "--json"))["procedures"]
    texts = [finding["problem"] for finding in told["findings"]]
    assert any("in the future" in text for text in texts)
    assert any("no public holidays of 2031" in text for text in texts)
    assert told["whole"]["counts"]["not_yet"] == 1


def test_a_file_of_refused_rows_alone_has_no_ratio(tmp_path: Path) -> None:
    path = tmp_path / "ho-so.csv"
    path.write_text(
        "Mã hồ sơ;Ngày tiếp nhận;Hạn trả\nA;không rõ;09/01/2031\nB;?;\n",
        encoding="utf-8",
    )
    told = json.loads(run(path, "--as-of", "28/02/2026", "--json"))["procedures"]
    assert told["refused_rows"] == told["rows"] == 2
    assert told["progress_points"] is None


def test_a_province_directory_is_judged_with_its_calendar_and_kept(
    dossiers: Path,
) -> None:
    directory = dossiers.parent
    dossiers.rename(directory / "dossiers.csv")
    (directory / "working_calendar.toml").write_text(
        "[[day_off]]\nfirst = 2026-01-12\npart = 'morning'\nname = 'họp'\n"
        "source = 'tỉnh'\nassumption = false\n",
        encoding="utf-8",
    )
    told = run(directory, "--as-of", "28/02/2026", "--by", "month", "--json")
    found = json.loads(told)["procedures"]
    assert found["judged"] == 4
    # The dossier came back at 8:30 of a morning that was off.
    assert found["whole"]["late_mean_h"] == 8.0
    assert (directory / "results/procedures.npz").is_file()


def test_a_directory_without_dossiers_says_what_to_put_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["procedures", str(tmp_path), "--language", "vi"])
    assert result.exit_code != 0
    assert "chưa có hồ sơ" in " ".join(result.output.split())
