"""The service as a process: started, looked after, and ended in order."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import httpx
import psutil
import pytest
from typer.testing import CliRunner

from hatangso.cli.main import app

_PATIENCE_S = 60


def _serve(directory: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "hatangso", "serve", str(directory)]
    return subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--port", "0", "--language", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _told(process: "subprocess.Popen[str]", pattern: str) -> str:
    assert process.stdout
    for line in process.stdout:
        found = re.search(pattern, line)
        if found:
            return found[1]
    pytest.fail(f"the service ended without saying {pattern}")


def _until(is_so: Callable[[], bool]) -> bool:
    end_s = monotonic() + _PATIENCE_S
    while not is_so():
        if monotonic() > end_s:
            return False
        sleep(0.1)
    return True


def test_the_service_starts_keeps_its_workers_and_ends_in_order(
    province_directory: Path,
) -> None:
    with _serve(province_directory) as process:
        try:
            assert _told(process, r"administrator: (admin), password \S{16} ")
            address = _told(process, r"open at (http://127.0.0.1:\d+)")
            assert httpx.get(f"{address}/health").json() == {"status": "ok"}
            server = psutil.Process(process.pid)
            assert _until(lambda: len(server.children()) == 2)
            worker = server.children()[0]
            worker.kill()
            assert _until(
                lambda: len(server.children()) == 2 and worker not in server.children()
            )
            workers = server.children()
            process.send_signal(signal.SIGTERM)
            assert process.wait(_PATIENCE_S) == 0
            assert _until(lambda: not any(one.is_running() for one in workers))
        finally:
            process.kill()
    kept = province_directory / "service.sqlite"
    assert kept.stat().st_mode & 0o077 == 0


def test_a_worker_ends_when_its_server_is_gone(province_directory: Path) -> None:
    command = [sys.executable, "-m", "hatangso", "worker", str(province_directory)]
    # The number of a process that did not start it.
    with subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--lane", "quick", "--server", str(os.getppid())]
    ) as process:
        assert process.wait(_PATIENCE_S) == 0


def test_a_port_that_is_taken_is_told(province_directory: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(
            app, ["serve", str(province_directory), "--port", str(port)]
        )
    assert result.exit_code == 3
    assert f"cổng {port}" in " ".join(result.output.split())


def test_a_setting_that_cannot_be_is_named(
    province_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HATANGSO_UPLOAD_MB", "nhiều")
    result = CliRunner().invoke(app, ["serve", str(province_directory)])
    assert result.exit_code == 3
    assert "HATANGSO_UPLOAD_MB" in result.output


def test_a_backup_is_written_and_restored(
    province_directory: Path, tmp_path: Path
) -> None:
    kept, restored = tmp_path / "kept.zip", tmp_path / "restored"
    made = CliRunner().invoke(
        app, ["backup", str(province_directory), "--to", str(kept)]
    )
    assert made.exit_code == 0, made.output
    for code in (0, 3):
        result = CliRunner().invoke(
            app, ["restore", str(kept), "--into", str(restored)]
        )
        assert result.exit_code == code, result.output
    assert (restored / "sites.csv").read_bytes() == (
        province_directory / "sites.csv"
    ).read_bytes()
