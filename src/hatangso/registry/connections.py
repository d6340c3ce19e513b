"""Connections to the register's database: SQLite in a file, or PostgreSQL.

One writer at a time, on both: who writes sees what all before it wrote, and readers
never wait.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from hatangso.errors import InterruptedRunError, InvalidInputError

__all__ = ["connect", "reading", "writing"]

_PATIENCE_S = 60
_WRITES = "hatangso_writes"


def connect(location: Path | str) -> Engine:
    """Return a way to the database; nothing is asked of it yet.

    Args:
        location: A file of SQLite, made when it is first written; or the address of
            a database: ``postgresql://user@host/name``.

    Raises:
        InvalidInputError: The address is none, or names a database other than SQLite
            and PostgreSQL, or PostgreSQL's driver is not installed.
    """
    url = _url(location)
    if url.get_backend_name() == "sqlite":
        _require_folder(url)
        engine = _engine(url, connect_args={"timeout": _PATIENCE_S})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.get_backend_name() == "postgresql":
        return _engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    raise InvalidInputError(
        "a register lies in SQLite or PostgreSQL, not in {name}",
        name=url.get_backend_name(),
    )


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees the register as it stands now, and goes on to.

    Raises:
        InvalidInputError: The database cannot be reached or read.
    """
    reader = engine
    if engine.dialect.name == "postgresql":
        # SQLite's transactions see one moment by themselves.
        reader = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    with _told(engine), reader.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield the one connection that may write; keep all of it or, on an error, nothing.

    Raises:
        InvalidInputError: The database cannot be reached or written.
    """
    writer = engine.execution_options(**{_WRITES: True})
    with _told(engine), writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            _wait_for_turn(connection)
        yield connection


def _url(location: Path | str) -> URL:
    """Return the address of a database."""
    if isinstance(location, Path) or "://" not in location:
        return URL.create("sqlite", database=str(location))
    try:
        return make_url(location)
    except ArgumentError as error:
        raise InvalidInputError(
            "{location} is no address of a database: write one like"
            " postgresql://user@host/name",
            location=location,
        ) from error


def _require_folder(url: URL) -> None:
    """Refuse a file whose folder is not there."""
    folder = Path(url.database or "").parent
    if not folder.is_dir():
        raise InvalidInputError(
            "there is no folder {folder} for the register: make it first", folder=folder
        )


def _engine(url: URL, **options: object) -> Engine:
    """Return the engine of an address."""
    try:
        return create_engine(
            url,
            json_serializer=lambda value: msgspec.json.encode(value).decode(),
            json_deserializer=msgspec.json.decode,
            **options,
        )
    except (ImportError, NoSuchModuleError) as error:
        raise InvalidInputError(
            "{name} cannot be reached without its driver: pip install"
            " 'hatangso[postgresql]'",
            name=url.render_as_string(),
        ) from error


def _prepare_sqlite(
    connection: sqlite3.Connection, _entry: ConnectionPoolEntry
) -> None:
    """Make a fresh connection safe: what was committed outlives a loss of power."""
    # SQLAlchemy begins transactions itself, see _begin_sqlite.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; one that writes waits for its turn now, not half-way."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _wait_for_turn(connection: Connection) -> None:
    """Wait until no other transaction writes into the register."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE_S}s'")
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7305804402466844020)")


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """Turn the database's own complaints into sentences."""
    try:
        yield
    except DBAPIError as error:
        where = engine.url.render_as_string()
        reason = str(error.orig).strip()
        if _is_waiting_over(error):
            raise InterruptedRunError(
                "another program keeps the register {where} busy: try again when it"
                " is done",
                where=where,
            ) from error
        raise InvalidInputError(
            "the register {where} cannot be used: {reason}", where=where, reason=reason
        ) from error


def _is_waiting_over(error: DBAPIError) -> bool:
    """Return whether another writer held the register for too long."""
    lock_not_available = "55P03"
    return (
        getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY")
        or getattr(error.orig, "sqlstate", None) == lock_not_available
    )
