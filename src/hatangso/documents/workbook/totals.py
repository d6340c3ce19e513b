"""Which rows a total adds up: those for which a formula can say so."""

from collections.abc import Sequence
from itertools import takewhile
from math import isclose
from typing import TypeGuard

from hatangso.documents.official.blocks import RowRole
from hatangso.documents.workbook.cells import Cell

__all__ = ["added_rows"]

_MOST_RANGES = 200  # a formula takes 255


def added_rows(
    cells: Sequence[Sequence[Cell]], roles: Sequence[RowRole], row: int, column: int
) -> tuple[tuple[int, int], ...]:
    """Return the first and last rows of the ranges that a total is the sum of.

    It is the sum of the rows of its group, above or below it, or of the whole table. A
    row whose number nobody knows leaves the total as it was told: none is returned.

    Args:
        cells: Of all rows.
        roles: Of the rows.
        row: That of the total.
        column: Of the number.
    """
    told = cells[row][column].value
    if not _is_number(told):
        return ()
    for rows in _candidates(roles, row):
        values = [cells[one][column].value for one in rows]
        numbers = [value for value in values if _is_number(value)]
        if not numbers or len(numbers) < len(values):
            continue
        if isclose(sum(numbers), told, rel_tol=1e-9, abs_tol=1e-9):
            ranges = _ranges(rows, roles)
            return ranges if len(ranges) <= _MOST_RANGES else ()
    return ()


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float)


def _candidates(
    roles: Sequence[RowRole], row: int
) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """Return the plain rows right above a row, right below it, and all."""

    def run(rows: range) -> list[int]:
        return list(takewhile(lambda at: roles[at] is RowRole.PLAIN, rows))

    plain = [at for at, role in enumerate(roles) if role is RowRole.PLAIN]
    above = run(range(row - 1, -1, -1))[::-1]
    return above, run(range(row + 1, len(roles))), plain


def _ranges(
    rows: Sequence[int], roles: Sequence[RowRole]
) -> tuple[tuple[int, int], ...]:
    """Return rows as ranges; rows of groups hold words only and part nothing."""
    found: list[tuple[int, int]] = []
    for at in rows:
        before = found[-1] if found else None
        between = roles[before[1] + 1 : at] if before else ()
        if before and all(role is RowRole.GROUP for role in between):
            found[-1] = before[0], at
        else:
            found.append((at, at))
    return tuple(found)
