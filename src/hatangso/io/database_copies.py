"""Copy the rows of some tables from one database into another, whatever their sort."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, MetaData, Table, func, insert, select, text

from hatangso.errors import InvalidInputError
from hatangso.io.databases import connect, reading, writing

__all__ = ["copy_rows", "copy_sqlite"]

_ROWS_AT_ONCE = 1_000


def copy_rows(source: Path | str, target: Path | str, tables: MetaData) -> None:
    """Copy all rows, as they stand at one moment.

    Args:
        source: A file of SQLite, or the address of a PostgreSQL database.
        target: Likewise; its tables are there, and empty.
        tables: Which ones.

    Raises:
        InvalidInputError: A database cannot be used, or the target holds rows already.
    """
    there, here = connect(source), connect(target)
    try:
        with reading(there) as rows, writing(here) as copy:
            for table in tables.sorted_tables:
                _copy_table(rows, copy, table)
    finally:
        there.dispose()
        here.dispose()


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database of SQLite as it stands, while others go on writing."""
    with (
        closing(sqlite3.connect(source)) as rows,
        closing(sqlite3.connect(target)) as copy,
    ):
        rows.backup(copy)


def _copy_table(rows: Connection, copy: Connection, table: Table) -> None:
    if copy.execute(select(table).limit(1)).first() is not None:
        raise InvalidInputError(
            "the database is not empty, {table} has rows: name an empty one",
            table=table.name,
        )
    found = rows.execute(select(table).order_by(*table.primary_key)).mappings()
    for part in found.partitions(_ROWS_AT_ONCE):
        copy.execute(insert(table), [dict(row) for row in part])
    if copy.dialect.name == "postgresql":
        _count_on(copy, table)


def _count_on(copy: Connection, table: Table) -> None:
    """Let PostgreSQL give numbers after those that came along."""
    for column in table.primary_key:
        counter = copy.execute(
            select(func.pg_get_serial_sequence(table.name, column.name))
        ).scalar_one()
        newest = copy.execute(select(func.max(column))).scalar_one()
        if counter is not None and newest is not None:
            copy.execute(
                text("SELECT setval(:counter, :newest)"),
                {"counter": counter, "newest": newest},
            )
