"""Rows by their number."""

from typing import Any

from sqlalchemy import Connection, Row, Table, select

__all__ = ["numbered_row", "row_number"]

_LARGEST = 2**63 - 1


def row_number(number: int) -> int:
    """Return a number that databases can compare with; 0 for one that no row has."""
    return number if 0 < number <= _LARGEST else 0


def numbered_row(
    connection: Connection, table: Table, number: int, *, is_locked: bool = False
) -> Row[Any] | None:
    """Return a row; None when there is none.

    Args:
        connection: To the database.
        table: With a column ``id``.
        number: Of the row; of any size.
        is_locked: Whether nobody else may change the row until the end of the
            transaction.
    """
    question = select(table).where(table.c.id == row_number(number))
    if is_locked:
        question = question.with_for_update()
    return connection.execute(question).one_or_none()
