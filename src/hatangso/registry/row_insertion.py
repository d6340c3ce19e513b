"""Many new rows of one table at once, past the work that SQLAlchemy does for each."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, insert

__all__ = ["insert_rows"]


def insert_rows(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows, all with the same columns.

    SQLAlchemy writes the statement and tells how each type is handed over; that is
    done column by column, which takes a third of the time of ``execute``.

    Args:
        connection: In the transaction that may write.
        table: Of the rows.
        rows: Values by column; the database fills columns that none of them has.
    """
    if not rows:
        return
    names = sorted(rows[0])
    dialect = connection.dialect
    statement = insert(table).compile(dialect=dialect, column_keys=names)
    order = statement.positiontup or names
    columns: list[Iterable[Any]] = []
    for name in order:
        values = map(itemgetter(name), rows)
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        columns.append(values if process is None else map(process, values))
    handed = list(zip(*columns, strict=True))
    if statement.positiontup is None:
        by_name = [dict(zip(order, row, strict=True)) for row in handed]
        connection.exec_driver_sql(str(statement), by_name)
    else:
        connection.exec_driver_sql(str(statement), handed)
