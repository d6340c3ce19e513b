"""A backup holds all of a province, and a restore makes the same one of it."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from argon2 import PasswordHasher

from hatangso.errors import InvalidInputError
from hatangso.model.account import AccountRole
from hatangso.model.record import Action, Actor, Edit, Role
from hatangso.operations.database import open_operations
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import open_register
from hatangso.workflows.backup import restore_backup, write_backup
from hatangso.workflows.progress import Silent
from hatangso.workflows.register.edit_records import commit_edits
from hatangso.workflows.register.register_tables import register_location
from hatangso.workflows.service_database import operations_location
from postgres_server import PostgresServer, find_programs, run_server
from small_province import LATER, NOW

QUIET = Silent()
PASSWORD = "ba con sông cùng chảy"  # noqa: S105 - of an account for tests
PLANNER = Actor("an.nguyen", Role.DEPARTMENT)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    with run_server(programs) as running:
        yield running


@pytest.fixture
def province(province_directory: Path) -> Path:
    """Return a province with a history and an account."""
    _fill(province_directory)
    return province_directory


def _fill(directory: Path) -> None:
    values = {"id": "S9", "name": "Trạm Mới", "lon_deg": 105.1, "lat_deg": 21.1}
    edit = Edit("site", Action.CREATE, values=values)
    commit_edits(directory, [edit], actor=PLANNER, at=NOW, reason="thử")
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with open_operations(operations_location(directory), hasher=cheap) as operations:
        account = operations.accounts.create(
            "an.nguyen",
            "Nguyễn Văn An",
            AccountRole.PLANNER,
            password=PASSWORD,
            at=NOW,
        )
        operations.sessions.start(account, NOW, lifetime=timedelta(hours=1))
        operations.jobs.ask(
            "coverage", lane="heavy", parameters={"a": 1}, asked_by="", at=NOW
        )


def _told(directory: Path) -> list[object]:
    """Return all that the register and the service of a province say."""
    with open_register(register_location(directory), shipped_kinds()) as register:
        records = [register.records(kind) for kind in shipped_kinds()]
        sets = register.change_sets()
        changes = [register.changes(one.id) for one in sets]
    with open_operations(operations_location(directory)) as operations:
        people = operations.accounts.list()
        right = operations.accounts.verify("an.nguyen", PASSWORD)
        jobs = operations.jobs.list()
    return [records, sets, changes, people, right is not None, jobs]


def _files(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and ".sqlite" not in path.name and path.name != ".lock"
    }


def test_a_restored_province_is_the_province(province: Path, tmp_path: Path) -> None:
    zipped, restored = tmp_path / "kept.zip", tmp_path / "restored"
    (province / "results" / ".tiles").mkdir(parents=True)
    (province / "results" / ".tiles" / "x").write_text("computed again")
    told = _told(province)
    made = write_backup(province, zipped, at=LATER, progress=QUIET)
    found = restore_backup(zipped, restored)
    assert found == made
    (province / "results" / ".tiles" / "x").unlink()
    assert _files(restored) == _files(province)
    assert _told(restored) == told
    assert zipped.stat().st_mode & 0o077 == 0
    assert (restored / "service.sqlite").stat().st_mode & 0o077 == 0


def test_a_backup_of_a_server_becomes_files_and_goes_back_to_a_server(
    province_directory: Path, tmp_path: Path, server: PostgresServer
) -> None:
    described = province_directory / "province.toml"
    text = described.read_text(encoding="utf-8")
    address = server.new_database(postgis=False)
    described.write_text(f'register = "{address}"\n{text}', encoding="utf-8")
    _fill(province_directory)
    told = _told(province_directory)
    zipped = tmp_path / "kept.zip"
    write_backup(province_directory, zipped, at=LATER, progress=QUIET)
    assert address.encode() not in ZipFile(zipped).read("province.toml")

    restore_backup(zipped, tmp_path / "files")
    assert _told(tmp_path / "files") == told
    assert (tmp_path / "files" / "province.toml").read_text(encoding="utf-8") == text

    other = server.new_database(postgis=False)
    restore_backup(zipped, tmp_path / "moved", register=other)
    assert _told(tmp_path / "moved") == told
    assert not list((tmp_path / "moved").glob("*.sqlite*"))
    # New rows get numbers of their own.
    with open_operations(other) as operations:
        job = operations.jobs.ask("x", lane="q", parameters={}, asked_by="", at=NOW)
    assert job.id == 2

    with pytest.raises(InvalidInputError, match="not empty"):
        restore_backup(zipped, tmp_path / "twice", register=other)
    assert not (tmp_path / "twice").exists()


def test_a_restore_overwrites_nothing(province: Path, tmp_path: Path) -> None:
    zipped = tmp_path / "kept.zip"
    write_backup(province, zipped, at=LATER, progress=QUIET)
    before = _files(province)
    with pytest.raises(InvalidInputError, match="is there already"):
        restore_backup(zipped, province)
    assert _files(province) == before


def test_an_empty_directory_may_be_restored_into(
    province: Path, tmp_path: Path
) -> None:
    zipped = tmp_path / "kept.zip"
    write_backup(province, zipped, at=LATER, progress=QUIET)
    (tmp_path / "new").mkdir()
    restore_backup(zipped, tmp_path / "new")
    assert _files(tmp_path / "new") == _files(province)


def test_a_damaged_backup_is_told_and_leaves_nothing(
    province: Path, tmp_path: Path
) -> None:
    zipped = tmp_path / "kept.zip"
    write_backup(province, zipped, at=LATER, progress=QUIET)
    changed = tmp_path / "changed.zip"
    with ZipFile(zipped) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            extra = b"x" if name == "sites.csv" else b""
            new.writestr(name, old.read(name) + extra)
    cut = tmp_path / "cut.zip"
    cut.write_bytes(zipped.read_bytes()[:-500])
    strange = tmp_path / "strange.zip"
    with ZipFile(strange, "w") as archive:
        archive.writestr("letter.txt", "no backup")
    for bad in (changed, cut, strange):
        with pytest.raises(InvalidInputError, match="no backup of hatangso"):
            restore_backup(bad, tmp_path / "restored")
        assert sorted(p.name for p in tmp_path.iterdir() if "restored" in p.name) == []


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "a/../../out", "a\\b"])
def test_no_file_of_a_backup_lands_outside(tmp_path: Path, name: str) -> None:
    evil = tmp_path / "evil.zip"
    listed = {
        "form": 1,
        "made_at": "2026-01-01T00:00:00+00:00",
        "version": "0",
        "files": {name: "0"},
    }
    with ZipFile(evil, "w") as archive:
        archive.writestr("backup.json", json.dumps(listed))
        archive.writestr(name, "evil")
    with pytest.raises(InvalidInputError, match="leads out"):
        restore_backup(evil, tmp_path / "restored")


def test_links_are_not_followed(province: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("elsewhere")
    (province / "link.csv").symlink_to(tmp_path / "secret")
    zipped = tmp_path / "kept.zip"
    write_backup(province, zipped, at=LATER, progress=QUIET)
    assert "link.csv" not in ZipFile(zipped).namelist()


def test_the_copy_of_a_database_is_whole(province: Path, tmp_path: Path) -> None:
    zipped = tmp_path / "kept.zip"
    write_backup(province, zipped, at=LATER, progress=QUIET)
    ZipFile(zipped).extract("register.sqlite", tmp_path)
    with sqlite3.connect(tmp_path / "register.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
