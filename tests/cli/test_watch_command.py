"""The command watches once or until it is stopped, and takes in files of others."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hatangso.cli.main import app
from small_province import build_small_province


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    folder = tmp_path / "valley"
    folder.mkdir()
    build_small_province(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "monitoring.toml").write_text(
        f"[[target]]\nname = 'Cổng'\nprobe = 'tcp'\naddress = '127.0.0.1'\n"
        f"port = {port}\ninterval_s = 5\n",
        encoding="utf-8",
    )
    return folder


def run(*told: object) -> str:
    result = CliRunner().invoke(app, ["watch", *map(str, told)])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_a_machine_gets_what_one_round_saw(directory: Path) -> None:
    result = CliRunner().invoke(app, ["watch", str(directory), "--once", "--json"])
    (target,) = json.loads(result.output)["watch"]["targets"]
    assert (target["name"], target["state"], target["fault"]) == (
        "Cổng",
        "down",
        "refused",
    )


def test_a_person_reads_it_in_either_language(directory: Path) -> None:
    assert "kết nối bị từ chối" in run(directory, "--once", "--language", "vi")
    told = run(directory, "--once", "--language", "en")
    assert "the connection is refused" in told
    assert "0 up, 0 slow, 1 down, 0 unknown" in told


def test_a_file_of_another_system_is_taken_in(directory: Path, tmp_path: Path) -> None:
    file = tmp_path / "kuma.csv"
    file.write_text(
        "monitor_id,status,time,ping\n7,1,2026-01-05 01:00:00,41\n"
        "7,0,2026-01-05 01:01:00,\n7,1,?,\n",
        encoding="utf-8",
    )
    told = run(directory, "--import", file, "--language", "en")
    assert "kuma.csv (Uptime Kuma): 3 rows, 1 refused, 0 duplicates" in told


def test_wrong_settings_end_the_command_with_all_findings(directory: Path) -> None:
    (directory / "monitoring.toml").write_text("[agent]\nspeed = 1\n[x]\n", "utf-8")
    result = CliRunner().invoke(
        app, ["watch", str(directory), "--once", "--json", "--language", "en"]
    )
    assert result.exit_code not in {0, 1, 2}
    findings = json.loads(result.output)["error"]["findings"]
    assert [one["place"]["column"] for one in findings] == ["x", "agent.speed"]


@pytest.mark.skipif(os.name == "nt", reason="signals are of Unix")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_the_agent_runs_until_it_is_stopped(directory: Path, name: str) -> None:
    command = [sys.executable, "-m", "hatangso", "watch", str(directory)]
    with subprocess.Popen(  # noqa: S603 - this interpreter
        [*command, "--language", "en"], stdout=subprocess.PIPE, text=True
    ) as agent:
        assert agent.stdout is not None
        for line in agent.stdout:
            if "Ctrl+C" in line:
                break
        agent.send_signal(getattr(signal, name))
        rest = agent.stdout.read()
    assert "Stopped" in rest
    assert agent.returncode == 0
