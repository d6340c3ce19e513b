"""Columns of coordinates as two rows of numbers, whatever they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from hatangso.language.typed_cells import Doubt
from hatangso.language.typed_numbers import decide_style, read_number
from hatangso.model.raw_table import CellValue, RawTable
from hatangso.units import FloatArray

__all__ = ["Axes", "axes_of_columns"]

# What no coordinate of Viet Nam exceeds, in metres.
_MOST_M = 3e6


@dataclass(frozen=True)
class Axes:
    """Two columns of coordinates.

    Attributes:
        first: East, unless the file has it the other way; NaN where nothing stands.
        second: North likewise.
        doubts: What is wrong or unsure in each row.
    """

    first: FloatArray
    second: FloatArray
    doubts: Sequence[list[Doubt]] = field(default_factory=list)


def axes_of_columns(table: RawTable, columns: Sequence[int]) -> Axes:
    """Read one column of pairs, or two columns of numbers.

    Args:
        table: Where they stand.
        columns: East and north; one column when both stand in one cell.
    """
    doubts: list[list[Doubt]] = [[] for _ in table.rows]
    first, second = (
        _numbers([row.cells[index] for row in table.rows], doubts) for index in columns
    )
    return Axes(first, second, doubts)


def _numbers(cells: Sequence[CellValue], doubts: list[list[Doubt]]) -> FloatArray:
    style = decide_style(cells, low=-_MOST_M, high=_MOST_M)
    numbers = np.full(len(cells), np.nan)
    for index, cell in enumerate(cells):
        number = read_number(cell, style)
        if number.doubt is not None:
            doubts[index].append(number.doubt)
        if number.value is not None:
            numbers[index] = number.value
    return numbers
