"""Columns of numbers as values of a field: its unit, its limits, what is unsure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from hatangso.errors import Message, Severity
from hatangso.io.records.value_reading import ColumnReading, ReadCell, read_each
from hatangso.language.measure_units import factor_between, unit_named
from hatangso.language.typed_cells import Doubt, refused
from hatangso.language.typed_numbers import (
    NumberStyle,
    PercentDecision,
    PercentScale,
    StyleDecision,
    TypedNumber,
    decide_percent,
    decide_style,
    read_number,
    read_percent,
)
from hatangso.language.words import fold
from hatangso.model.file_reading import Question
from hatangso.model.raw_table import CellValue, RawColumn
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import Field, FieldType

__all__ = ["read_numbers"]

_COUNTS = (FieldType.WHOLE, FieldType.MONEY)
_MULTIPLIED = re.compile(r"\d\s*(nghin|ngan|trieu|tr|ty|ti|k|thousand|million|bn)\b")
# Floats are wrong in their last digit after a multiplication.
_KEPT_DIGITS = 15
_MOST_EXACT = 10**_KEPT_DIGITS
# A count that is so near to a whole number is one.
_WHOLE_TOLERANCE = 1e-6
_COMPARATOR_FIELD = "comparator"


@dataclass(frozen=True)
class _Asked:
    """What a column of numbers is read into."""

    item: Field
    column: RawColumn
    has_comparator: bool
    style: StyleDecision
    shares: PercentDecision | None
    factor: float

    @property
    def is_bare(self) -> bool:
        """Return whether a number stays as a spreadsheet has it."""
        return self.shares is None and self.factor == 1.0


def read_numbers(
    cells: Sequence[CellValue],
    item: Field,
    column: RawColumn,
    answers: Mapping[str, str],
    *,
    has_comparator: bool,
) -> ColumnReading:
    """Read a column of numbers.

    Args:
        cells: Of the column.
        item: WHOLE, NUMBER or MONEY.
        column: Its header, with the unit.
        answers: ``numbers:TITLE`` tells the style, ``percent:TITLE`` what 1 means.
        has_comparator: Whether the kind keeps the sign of "trên 300" itself.
    """
    questions: list[Question] = []
    style = _style(cells, item, column, answers, questions)
    shares = None
    if item.unit == "%":
        shares = _shares(cells, style, column, answers, questions)
    factor, doubts = _factor(column.unit, item)
    asked = _Asked(item, column, has_comparator, style, shares, factor or 1.0)
    result = read_each(lambda cell: _read(cell, asked), cells)
    notes = []
    if style.evidence and any(isinstance(cell, str) for cell in cells):
        notes.append(
            Message(
                'numbers of "{column}" were read like {style},'
                ' as "{evidence}" is written',
                {
                    "column": column.title,
                    "style": str(style.style),
                    "evidence": style.evidence,
                },
            )
        )
    if asked.factor != 1:
        notes.append(
            Message(
                'numbers of "{column}" are in {unit} and were multiplied by {factor:g}',
                {"column": column.title, "unit": column.unit, "factor": asked.factor},
            )
        )
    return ColumnReading(tuple(result), tuple(questions), tuple(notes), tuple(doubts))


def _style(
    cells: Sequence[CellValue],
    item: Field,
    column: RawColumn,
    answers: Mapping[str, str],
    questions: list[Question],
) -> StyleDecision:
    style = decide_style(
        cells, is_whole=item.type is FieldType.WHOLE, low=item.low, high=item.high
    )
    key = f"numbers:{column.title}"
    told = answers.get(key)
    if told in [str(one) for one in NumberStyle]:
        return style.told(NumberStyle(told))
    if style.is_ambiguous:
        first = style.unclear[0]
        questions.append(
            Question(
                key,
                Message(
                    '"{text}" in "{column}" can be {vietnamese:g} or {english:g}:'
                    " how are its numbers written?",
                    {
                        "text": first.text,
                        "column": column.title,
                        "vietnamese": first.vietnamese,
                        "english": first.english,
                    },
                ),
                (str(style.style), str(style.style.other)),
            )
        )
    return style


def _shares(
    cells: Sequence[CellValue],
    style: StyleDecision,
    column: RawColumn,
    answers: Mapping[str, str],
    questions: list[Question],
) -> PercentDecision:
    shares = decide_percent(cells, style)
    key = f"percent:{column.title}"
    told = answers.get(key)
    if told in [str(one) for one in PercentScale]:
        return PercentDecision(PercentScale(told))
    if shares.is_ambiguous:
        questions.append(
            Question(
                key,
                Message(
                    '{example} in "{column}" can be {percent:g}% or {example}%:'
                    " what does 1 mean there?",
                    {
                        "example": shares.example,
                        "percent": (shares.example or 0) * 100,
                        "column": column.title,
                    },
                ),
                (str(PercentScale.RATIO), str(PercentScale.PERCENT)),
            )
        )
    return shares


def _factor(given: str, item: Field) -> tuple[float | None, list[Doubt]]:
    """Return by what numbers in a unit must be multiplied; None when nobody knows."""
    if not given or item.unit == "%":
        return 1.0, []
    unit = unit_named(given)
    if not item.unit:
        # A count may be told in thousands; what else it is called changes nothing.
        is_multiple = unit is not None and " " in unit.name and float(unit.size) >= 1
        return (float(unit.size) if unit and is_multiple else 1.0), []
    factor = factor_between(given, item.unit)
    if factor is not None:
        return factor, []
    if fold(given) == fold(item.unit):
        return 1.0, []
    return None, [
        Doubt(
            Severity.WARNING,
            Message(
                '"{field}" is kept in {wanted}, and the file says {given}',
                {"field": item.label_vi, "wanted": item.unit, "given": given},
            ),
            Message("check that the numbers are in {wanted}", {"wanted": item.unit}),
        )
    ]


def _read(cell: CellValue, asked: _Asked) -> ReadCell:
    if type(cell) is int and abs(cell) < _MOST_EXACT and asked.is_bare:
        value, doubt = _typed(float(cell), cell, asked)
        return ReadCell(value, (doubt,) if doubt else ())
    if asked.shares is not None:
        number = read_percent(cell, asked.style, asked.shares)
        if number.value is not None:
            number = replace(number, value=_clean(number.value * 100))
    else:
        number = _in_unit(read_number(cell, asked.style), cell, asked)
    if number.value is None:
        return ReadCell(None, (number.doubt,) if number.doubt else ())
    doubts = [number.doubt] if number.doubt else []
    beside: dict[str, FieldValue] = {}
    if number.comparator != "=":
        if asked.has_comparator:
            beside[_COMPARATOR_FIELD] = number.comparator
        else:
            doubts.append(_compared(cell, number))
    if number.whole is not None and asked.shares is None:
        doubts.append(_half(cell, number, asked))
    value, doubt = _typed(number.value, cell, asked)
    doubts += [doubt] if doubt else []
    return ReadCell(value, tuple(doubts), beside)


def _clean(value: float) -> float:
    return float(f"{value:.{_KEPT_DIGITS}g}")


def _in_unit(number: TypedNumber, cell: CellValue, asked: _Asked) -> TypedNumber:
    """Return a number in the unit of its field."""
    if number.value is None:
        return number
    factor: float | None = asked.factor
    if isinstance(cell, str) and _MULTIPLIED.search(fold(cell)):
        # What the cell says itself counts, not what stands above the column.
        factor = 1.0
    if number.unit:
        factor, doubts = _factor(number.unit, asked.item)
        if doubts and number.doubt is None:
            number = replace(number, doubt=doubts[0])
    if factor in (None, 1.0) or number.value is None:
        return number
    return replace(number, value=_clean(number.value * (factor or 1.0)))


def _compared(cell: CellValue, number: TypedNumber) -> Doubt:
    return Doubt(
        Severity.WARNING,
        Message(
            '"{raw}" is not exact: {value:g} was taken',
            {"raw": cell, "value": number.value},
        ),
        Message("give the exact number"),
    )


def _half(cell: CellValue, number: TypedNumber, asked: _Asked) -> Doubt:
    return Doubt(
        Severity.WARNING,
        Message(
            '"{raw}" holds a part and a whole: {value:g} was taken for "{field}"',
            {"raw": cell, "value": number.value, "field": asked.item.label_vi},
        ),
        Message("put the whole into a column of its own"),
    )


def _typed(
    value: float, cell: CellValue, asked: _Asked
) -> tuple[FieldValue, Doubt | None]:
    """Return a number as its field keeps it, or why it cannot be kept."""
    item = asked.item
    if not isfinite(value):
        problem = Message('"{text}" is no number', {"text": cell})
        return None, refused(problem, Message("correct the number or its unit"))
    if not _is_within(value, item):
        low, high = item.low, item.high
        limits = {
            "raw": cell,
            "field": item.label_vi,
            "low": low,
            "high": high,
            "unit": item.unit,
        }
        if low is not None and high is not None:
            problem = Message(
                '{raw} is outside {low:g} to {high:g} {unit} for "{field}"', limits
            )
        elif low is not None:
            problem = Message('{raw} is below {low:g} {unit} for "{field}"', limits)
        else:
            problem = Message('{raw} is above {high:g} {unit} for "{field}"', limits)
        return None, refused(problem, Message("correct the number or its unit"))
    if item.type not in _COUNTS:
        return value, None
    nearest = round(value)
    is_whole = abs(value - nearest) <= _WHOLE_TOLERANCE * max(1, abs(value))
    if not is_whole and item.type is FieldType.WHOLE:
        return None, refused(
            Message(
                '{raw} is no whole number for "{field}"',
                {"raw": cell, "field": item.label_vi},
            ),
            Message("write {nearest} if that is meant", {"nearest": nearest}),
        )
    return nearest, None


def _is_within(value: float, item: Field) -> bool:
    above = item.low is None or value >= item.low
    return above and (item.high is None or value <= item.high)
