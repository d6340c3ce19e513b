"""The commands on people and on the programme."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hatangso.cli.main import app
from hatangso.model.record import Action, Actor, Edit
from hatangso.workflows.register.edit_records import commit_edits
from small_province import NOW


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def words(result: Result) -> str:
    return " ".join(result.output.split())


@pytest.fixture
def staffed(province_directory: Path) -> Path:
    """Return a province with a team, an agency, an event and two tasks."""
    told = {
        "community_team": [
            {
                "id": "T1",
                "name": "Tổ 1",
                "tier": "village",
                "members": 5,
                "commune_code": "00001",
                "locality": "Đồng Bằng",
                "trained_members": 4,
            },
            {
                "id": "T2",
                "name": "Tổ 2",
                "tier": "commune",
                "members": 3,
                "commune_code": "00001",
                "trained_members": 9,
            },
        ],
        "agency": [{"id": "A", "name": "Sở A", "staff": 10, "trained_staff": 5}],
        "outreach_event": [
            {"id": "E", "name": "Ra quân", "kind": "outreach", "participants": 2_500}
            | {"held_on": date(2025, 5, 1)}
        ],
        "task": [
            {"id": "V1", "name": "Việc trễ", "lead": "Sở A", "budget_vnd": 1_000}
            | {"deadline": date(2020, 1, 1), "state": "under_way"},
            {"id": "V2", "name": "Việc xong", "lead": "Sở B", "state": "done"}
            | {"done_percent": 60.0, "budget_vnd": 3_000, "disbursed_vnd": 3_500},
        ],
    }
    edits = [
        Edit(kind, Action.CREATE, values=values)
        for kind, rows in told.items()
        for values in rows
    ]
    commit_edits(province_directory, edits, actor=Actor("me"), at=NOW, reason="test")
    return province_directory


def test_a_person_reads_where_teams_and_training_are_missing(staffed: Path) -> None:
    told = words(run("people", staffed))
    assert "Xã, phường có tổ cấp xã: 1 trên 2" in told
    assert "Thôn có tổ: 1 trên 4; chưa có: 3" in told
    assert "Thành viên: 8. Đã tập huấn: 4 trên 5 (80,0 %)" in told
    assert "9 thành viên đã tập huấn trên 3 thành viên" in told
    assert "Cán bộ, công chức đã tập huấn: 5 trên 10 (50,0 %)" in told
    assert "lượt người tham gia: 2.500" in told


def test_a_machine_gets_every_commune(staffed: Path) -> None:
    found = json.loads(run("people", staffed, "--json").stdout)["people"]
    assert [one["commune"] for one in found["teams"]["communes"]] == ["00002", "00001"]
    assert found["contradictions"][0]["sort"] == "more_trained_than_members"


def test_a_person_reads_what_is_late_delivered_and_paid(staffed: Path) -> None:
    told = words(run("programme", staffed))
    assert "2 nhiệm vụ, 1 nhiệm vụ chậm." in told
    assert "Việc trễ (Sở A), thời hạn 01/01/2020: quá thời hạn" in told
    assert "Hoàn thành theo số nhiệm vụ: 50,0 % của 2 nhiệm vụ; 0 nhiệm vụ" in told
    assert "Hoàn thành theo kinh phí: 75,0 % của 2 nhiệm vụ" in told
    assert "Hoàn thành theo khối lượng báo cáo: 60,0 % của 1 nhiệm vụ; 1" in told
    assert "khối lượng mới đạt 60 %" in told
    assert "đã giải ngân 3.500 đồng trên kinh phí 3.000 đồng" in told


def test_the_programme_speaks_english_and_to_machines(staffed: Path) -> None:
    told = words(run("programme", staffed, "--language", "en"))
    assert "deadline passed" in told
    found = json.loads(run("programme", staffed, "--json").stdout)["programme"]
    assert [one["task"]["id"] for one in found["tasks"]] == ["V1", "V2"]


@pytest.mark.parametrize("command", ["people", "programme"])
def test_an_empty_register_says_what_to_import(
    province_directory: Path, command: str
) -> None:
    result = run(command, province_directory)
    assert result.exit_code == 0
    assert "hãy nhập" in result.output


@pytest.mark.parametrize("command", ["people", "programme"])
def test_a_folder_that_is_no_province_is_refused(tmp_path: Path, command: str) -> None:
    assert run(command, tmp_path).exit_code != 0


def test_parameters_that_say_nothing_are_refused(staffed: Path) -> None:
    (staffed / "parameters.toml").write_text("[people]\ntraining_valid_days = -1\n")
    result = run("people", staffed)
    assert result.exit_code != 0
    assert "training_valid_days" in result.output
