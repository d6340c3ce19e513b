"""The service's data are made, brought up to date, shared, copied."""

import sqlite3
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from traceback import format_exception

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

import job_taker
from hatangso.errors import InvalidInputError
from hatangso.io.databases import connect, reading, writing
from hatangso.model.account import Account
from hatangso.operations.database import Operations, open_operations
from hatangso.operations.tables import METADATA
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import open_register
from service_samples import CHEAP, NOON


def test_migrations_make_the_tables_of_the_service(location: Path | str) -> None:
    """A table changed without a migration: scripts/draft_migration.py --service."""
    open_operations(location).close()
    engine = connect(location)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True,
            "include_name": lambda name, kind, _: (
                kind != "table" or name != "service_version")})  # fmt: skip
        assert compare_metadata(context, METADATA) == []
        made = set(inspect(connection).get_table_names())
    engine.dispose()
    assert made - {"sqlite_sequence"} == {*METADATA.tables, "service_version"}
    assert all(name.startswith("service_") for name in METADATA.tables)


def test_data_of_a_newer_version_are_refused(location: Path | str) -> None:
    open_operations(location).close()
    engine = connect(location)
    with writing(engine) as connection:
        connection.execute(text("UPDATE service_version SET version = '9999'"))
    engine.dispose()
    with pytest.raises(InvalidInputError, match="9999, written by a newer hatangso"):
        open_operations(location)


def test_what_is_kept_is_there_when_it_is_opened_again(location: Path | str) -> None:
    with open_operations(location) as operations:
        operations.audit_trail.note(NOON, "an", "sign-in", "::1")
    with open_operations(location) as operations:
        assert [one.who for one in operations.audit_trail.entries()] == ["an"]


def test_register_and_service_share_a_database(location: Path | str) -> None:
    for _ in range(2):
        open_register(location, shipped_kinds()).close()
        open_operations(location).close()


def test_several_processes_may_make_the_tables_at_once(location: Path | str) -> None:
    script = str(Path(job_taker.__file__))
    command = [sys.executable, script, "take", str(location), "heavy"]
    makers = [subprocess.Popen(command) for _ in range(3)]  # noqa: S603 - ours
    assert [maker.wait(timeout=60) for maker in makers] == [0, 0, 0]


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "service.sqlite"
    with open_operations(path) as operations:
        operations.audit_trail.note(NOON, "an", "sign-in", "::1")
        for file in tmp_path.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        operations.copy_to(tmp_path / "copy.sqlite")
    assert stat.S_IMODE((tmp_path / "copy.sqlite").stat().st_mode) == 0o600


def test_a_copy_holds_all_while_others_write(tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with open_operations(tmp_path / "service.sqlite") as operations:
        with open_operations(tmp_path / "service.sqlite") as other:
            operations.audit_trail.note(NOON, "an", "sign-in", "::1")
            with writing(other._engine):
                operations.copy_to(copy)
        operations.audit_trail.note(NOON, "bình", "sign-in", "::1")
        operations.copy_to(tmp_path / "copy2.sqlite")
    with open_operations(copy) as copied:
        assert [one.who for one in copied.audit_trail.entries()] == ["an"]
    with open_operations(tmp_path / "copy2.sqlite") as copied:
        assert len(copied.audit_trail.entries()) == 2
    assert not list(tmp_path.glob(".*"))


def test_a_copy_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with (
        open_operations(tmp_path / "service.sqlite") as operations,
        pytest.raises(InvalidInputError, match="cannot be written"),
    ):
        operations.copy_to(tmp_path / "nowhere" / "copy.sqlite")


@pytest.mark.parametrize("location", ["postgresql"], indirect=True)
def test_postgresql_is_backed_up_by_its_own_program(
    location: str, tmp_path: Path
) -> None:
    with (
        open_operations(location) as operations,
        pytest.raises(InvalidInputError, match="pg_dump"),
    ):
        operations.copy_to(tmp_path / "copy.sqlite")


def test_what_is_erased_is_gone_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "service.sqlite"
    with open_operations(path, hasher=CHEAP) as operations:
        operations.throttle.allow("x", at=NOON, limit=1, per=timedelta(1))
        with writing(operations._engine) as connection:
            connection.execute(
                text("UPDATE service_throttle SET bucket_sha256 = 'Nguyễn Thị Bưởi'")
            )
        operations.throttle.purge(NOON + timedelta(days=2))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert "Bưởi".encode() not in path.read_bytes()


@pytest.mark.parametrize("location", ["postgresql"], indirect=True)
def test_an_error_of_the_database_shows_nothing_of_what_was_to_be_kept(
    location: str,
) -> None:
    with open_operations(location) as operations:
        engine = operations._engine
        with pytest.raises(InvalidInputError) as told, writing(engine) as connection:
            connection.execute(
                text("SELECT :hash, 1 / 0"), {"hash": "argon2id of somebody"}
            )
        assert "somebody" not in "".join(format_exception(told.value))


def test_what_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    bad = tmp_path / "notes.sqlite"
    bad.write_text("Thái Nguyên " * 500, encoding="utf-8")
    for location in (bad, tmp_path / "nowhere" / "service.sqlite", "mysql://a/b"):
        with pytest.raises(InvalidInputError):
            open_operations(location)


def test_numbers_that_no_row_has_find_nothing(
    operations: Operations, administrator: Account
) -> None:
    for number in (0, -1, 2**63, 10**40):
        operations.sessions.end_all(number)
        operations.accounts.seen(number, NOON)
        assert operations.tokens.list(number) == []
        assert operations.jobs.lines(number) == []
        assert operations.jobs.beat(number, NOON)
        for get in (
            operations.accounts.get,
            operations.accounts.delete,
            operations.accounts.change,
            operations.jobs.get,
            operations.citizen_reports.get,
        ):
            with pytest.raises(LookupError):
                get(number)
        with pytest.raises(LookupError):
            operations.tokens.revoke(number, NOON)
    assert operations.accounts.list() == [administrator]
    assert operations.audit_trail.entries(before_id=10**40, limit=-1) == []
