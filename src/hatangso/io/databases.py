"""Connections to a database: SQLite in a file, or PostgreSQL.

Readers never wait. SQLite has one writer at a time, who sees what all before it wrote;
on PostgreSQL those who name the same turn have it so too.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Table,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from hatangso.errors import InterruptedRunError, InvalidInputError

__all__ = ["connect", "insert_for", "reading", "writing"]

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
        "the database is SQLite or PostgreSQL, not {name}",
        name=url.get_backend_name(),
    )


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees the database as it stands now, and goes on to.

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
def writing(engine: Engine, *, turn: int | None = None) -> Iterator[Connection]:
    """Yield a connection that may write; keep all of it or, on an error, nothing.

    Args:
        engine: Of the database.
        turn: Number that writers of PostgreSQL share who wait for each other; without
            one they wait only where they change the same rows.

    Raises:
        InvalidInputError: The database cannot be reached or written.
    """
    writer = engine.execution_options(**{_WRITES: True})
    with _told(engine), writer.begin() as connection:
        if turn is not None and connection.dialect.name == "postgresql":
            _wait_for_turn(connection, turn)
        yield connection


def insert_for(
    connection: Connection, table: Table
) -> sqlite.Insert | postgresql.Insert:
    """Return an insertion that may say what to do where the row is there already."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


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
            "there is no folder {folder} for the database: make it first", folder=folder
        )


def _engine(url: URL, **options: object) -> Engine:
    """Return the engine of an address."""
    try:
        return create_engine(
            url,
            # Traces of errors go into logs; what was to be kept does not.
            hide_parameters=True,
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


def _wait_for_turn(connection: Connection, turn: int) -> None:
    """Wait until no other transaction has the turn."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE_S}s'")
    connection.execute(select(func.pg_advisory_xact_lock(turn)))


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
                "another program keeps the database {where} busy: try again when it"
                " is done",
                where=where,
            ) from error
        raise InvalidInputError(
            "the database {where} cannot be used: {reason}", where=where, reason=reason
        ) from error


def _is_waiting_over(error: DBAPIError) -> bool:
    """Return whether another writer held the database for too long."""
    lock_not_available = "55P03"
    return (
        getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY")
        or getattr(error.orig, "sqlstate", None) == lock_not_available
    )
