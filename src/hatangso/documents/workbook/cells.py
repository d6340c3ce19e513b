"""What a cell of a table is for a spreadsheet: a number, a day or text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from hatangso.documents.official.blocks import Column, ColumnKind
from hatangso.documents.official.spans import (
    Emphasis,
    Footnote,
    Sentence,
    TracedNumber,
)

__all__ = ["Cell", "cell_of", "plain_text"]

# What a spreadsheet cannot hold: it would not open, or show signs that nobody typed.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_TEXT = 32_000  # a cell holds 32,767 signs
_LONGEST_AFFIX = 40
_MOST_DECIMALS = 15
_FIRST_YEAR = 1901  # a spreadsheet counts a 29 February 1900 that never was
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_ORDINAL = re.compile(r"[1-9]\d{0,6}")
_GROUPED_FROM = 1_000


@dataclass(frozen=True)
class Cell:
    """A cell.

    Attributes:
        value: None for an empty one.
        number_format: Of a number or a day, empty for text.
        is_missing: Whether it is a number that nobody knows.
    """

    value: float | int | date | str | None
    number_format: str = ""
    is_bold: bool = False
    is_missing: bool = False


def plain_text(text: str) -> str:
    """Return a text as a cell can hold it."""
    written = _UNWRITABLE.sub("", text)
    if len(written) <= _LONGEST_TEXT:
        return written
    return f"{written[: _LONGEST_TEXT - 1]}…"


def cell_of(
    sentence: Sentence, column: Column, mark_of: Callable[[Footnote], str]
) -> Cell:
    """Return what stands in a cell.

    Args:
        sentence: Of the cell.
        column: Its kind decides whether digits are a number or words.
        mark_of: Keeps a note for the foot of the sheet, and returns its mark.
    """
    parts = [_part(span, mark_of) for span in sentence]
    numbers = [span for span in sentence if isinstance(span, TracedNumber)]
    text = plain_text("".join(parts))
    is_bold = any(isinstance(span, Emphasis) and span.is_bold for span in sentence)
    if len(numbers) == 1 and column.kind is ColumnKind.NUMBER:
        at = sentence.index(numbers[0])
        around = "".join(parts[:at]), "".join(parts[at + 1 :])
        return _number_cell(numbers[0], column, around, text)
    if not text.strip():
        return Cell(None)
    if column.kind is ColumnKind.DATE and (day := _day(text)):
        return Cell(day, "dd/mm/yyyy", is_bold)
    if column.kind is ColumnKind.ORDINAL and _ORDINAL.fullmatch(text.strip()):
        return Cell(int(text), "0", is_bold)
    return Cell(text, "", is_bold)


def _part(span: object, mark_of: Callable[[Footnote], str]) -> str:
    match span:
        case Footnote():
            return mark_of(span)
        case TracedNumber() | Emphasis():
            return span.text
        case _:
            return str(span)


def _number_cell(
    number: TracedNumber, column: Column, around: tuple[str, str], text: str
) -> Cell:
    """Return the cell of a number; signs around it become part of its format."""
    if number.value is None:
        return Cell(text, is_missing=True)
    before, after = around
    # Where the head of the column has no unit, the cell says it.
    if number.unit and not column.unit and not after.lstrip().startswith(number.unit):
        after = f" {number.unit}{after}"
    if any(len(one) > _LONGEST_AFFIX for one in (before, after)):
        return Cell(text)
    is_bare = number.text.strip() == str(number.value)
    is_year = is_bare and not number.unit and abs(number.value) >= _GROUPED_FROM
    pattern = "0" if is_year else "#,##0"
    if number.decimals > 0:
        pattern += "." + "0" * min(number.decimals, _MOST_DECIMALS)
    shown = f"{_literal(before)}{pattern}{_literal(after)}"
    # A sign before the number stands before the minus too, unless it is told apart.
    negative = f";{_literal(before)}-{pattern}{_literal(after)}" if before else ""
    return Cell(number.value, shown + negative)


def _literal(text: str) -> str:
    plain = plain_text(text).replace('"', "”").replace("\n", " ")
    return f'"{plain}"' if plain.strip() else ""


def _day(text: str) -> date | None:
    written = text.strip()
    if not _DAY.fullmatch(written):
        return None
    try:
        day = datetime.strptime(written, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None
