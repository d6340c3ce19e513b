"""Columns of coordinates as two rows of numbers, whatever they stand for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from hatangso.errors import Message
from hatangso.io.records.value_reading import read_each
from hatangso.language.typed_cells import Doubt, refused
from hatangso.language.typed_coordinates import (
    CoordinateForm,
    TypedPair,
    looks_packed,
    read_coordinate,
    read_pair,
    unpacked_deg,
)
from hatangso.model.file_reading import Question
from hatangso.model.raw_table import CellValue, RawTable
from hatangso.units import FloatArray

__all__ = ["Axes", "axes_of_columns"]

_KEY = "angles"
_PLAIN, _PACKED = "degrees", "degrees.minutes-seconds"


@dataclass(frozen=True)
class Axes:
    """Two columns of coordinates.

    Attributes:
        first: East, unless the file has it the other way; NaN where nothing stands.
        second: North likewise.
        doubts: What is wrong or unsure in each row.
        questions: What nobody but a person can tell.
    """

    first: FloatArray
    second: FloatArray
    doubts: Sequence[list[Doubt]] = field(default_factory=list)
    questions: tuple[Question, ...] = ()


def axes_of_columns(
    table: RawTable, columns: Sequence[int], answers: Mapping[str, str]
) -> Axes:
    """Read one column of pairs, or two columns of numbers or angles.

    Args:
        table: Where they stand.
        columns: East and north; one column when both stand in one cell.
        answers: ``angles`` tells what the decimals of degrees are.
    """
    doubts: list[list[Doubt]] = [[] for _ in table.rows]
    if len(columns) == 1:
        pairs = [read_pair(row.cells[columns[0]]) for row in table.rows]
        return _of_pairs(pairs, doubts)
    first, second = (
        _numbers([row.cells[index] for row in table.rows], doubts) for index in columns
    )
    if not (looks_packed(_known(first)) and looks_packed(_known(second))):
        return Axes(first, second, doubts)
    told = answers.get(_KEY)
    if told == _PACKED:
        unpack = np.vectorize(unpacked_deg, otypes=[float])
        return Axes(unpack(first), unpack(second), doubts)
    question = Question(
        _KEY,
        Message(
            "is {value} a number of degrees, or degrees, minutes and seconds?",
            {"value": _known(first)[0]},
        ),
        (_PACKED, _PLAIN),
    )
    return Axes(first, second, doubts, () if told == _PLAIN else (question,))


def _known(numbers: FloatArray) -> list[float]:
    return [float(number) for number in numbers[np.isfinite(numbers)]]


def _of_pairs(pairs: Sequence[TypedPair], doubts: list[list[Doubt]]) -> Axes:
    for row, pair in enumerate(pairs):
        if pair.doubt is not None:
            doubts[row].append(pair.doubt)
    east = [np.nan if pair.east is None else pair.east for pair in pairs]
    north = [np.nan if pair.north is None else pair.north for pair in pairs]
    return Axes(np.array(east), np.array(north), doubts)


def _numbers(cells: Sequence[CellValue], doubts: list[list[Doubt]]) -> FloatArray:
    """Return the numbers of a column; those of another sort than most are refused."""
    read = read_each(read_coordinate, cells)
    forms = Counter(one.form for one in read if one.value is not None)
    usual = max(CoordinateForm, key=lambda form: forms[form])
    numbers = np.full(len(cells), np.nan)
    for index, one in enumerate(read):
        if one.doubt is not None:
            doubts[index].append(one.doubt)
        elif one.value is not None and one.form is not usual and one.value != 0:
            doubts[index].append(_of_other_form(cells[index], usual))
        elif one.value is not None:
            numbers[index] = one.value
    return numbers


def _of_other_form(cell: CellValue, usual: CoordinateForm) -> Doubt:
    column = Message("degrees")
    if usual is CoordinateForm.METRES:
        column = Message("metres")
    return refused(
        Message(
            '"{raw}" is not in {usual}, as the other rows of its column are',
            {"raw": cell, "usual": column},
        ),
        Message("write all coordinates of a column alike"),
    )
