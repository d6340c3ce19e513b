"""What people type into a form, as values of fields; and values as they are typed.

A value is written so that it is read back as the same, whoever reads it: without marks
between thousands, and with a fourth decimal where three could be taken for thousands.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hatangso.errors import Message
from hatangso.io.records.date_reading import read_periods
from hatangso.io.records.number_reading import read_numbers
from hatangso.io.records.value_reading import ColumnReading, read_texts
from hatangso.language import Language
from hatangso.language.number_phrases import NumberStyle
from hatangso.language.typed_coordinates import CoordinateForm, read_coordinate
from hatangso.language.typed_dates import DayOrderDecision, read_day
from hatangso.language.typed_numbers import PercentScale
from hatangso.model.raw_table import RawColumn
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import Field, FieldType
from hatangso.registry.field_values import check_of

__all__ = ["NO", "YES", "TypedValue", "count_of", "read_typed", "typed_text"]

YES, NO = "co", "khong"
_POSITION = frozenset({"lon_deg", "lat_deg"})
_DECIMALS_OF_THOUSANDS = 3
_MOST_DIGITS = 18
_COLUMN = "A"
_REQUIRED = Message("it is required")
# A centimetre: degrees, minutes and seconds have no end as decimals.
_POSITION_DECIMALS = 7


@dataclass(frozen=True)
class TypedValue:
    """What somebody typed into a field.

    Attributes:
        value: None when nothing was typed, or a problem stands in the way.
        problem: What is wrong; None when nothing is.
        fix: How to mend it.
        styles: How the number could be written, where that decides what it is: the
            form asks back.
    """

    value: FieldValue
    problem: Message | None = None
    fix: Message | None = None
    styles: tuple[NumberStyle, ...] = ()


def count_of(text: str) -> int | None:
    """Return a whole number of an address or a hidden field; None for anything else.

    Longer ones than any number of a record are none: what is compared with databases
    has its limits, and so has what can be read at all.

    >>> count_of("12"), count_of("-1"), count_of("²"), count_of("9" * 30)
    (12, None, None, None)
    """
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None


def typed_text(value: FieldValue, language: Language) -> str:
    """Return a value as somebody would type it; empty when it is not known.

    >>> typed_text(1.234, Language.VI), typed_text(1234.0, Language.VI)
    ('1,2340', '1234')
    """
    if value is None or isinstance(value, bytes):
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return _typed_number(value, language)
    return str(value)


def _typed_number(value: float, language: Language) -> str:
    digits, _, decimals = format(Decimal(repr(value)), "f").partition(".")
    if decimals.strip("0") == "":
        return digits
    if len(decimals) == _DECIMALS_OF_THOUSANDS:
        decimals += "0"
    return digits + ("," if language is Language.VI else ".") + decimals


def read_typed(item: Field, text: str, *, style: str = "") -> TypedValue:
    """Read what was typed into a field, and check it as the register does.

    Args:
        item: The field.
        text: As it was sent.
        style: How its number is written, where the form asked; empty: not asked yet.

    >>> from hatangso.model.record_kind import Field, FieldType
    >>> item = Field("height_m", FieldType.NUMBER, "Cao", "Height")
    >>> read_typed(item, "1.234,5").value
    1234.5
    """
    if not text.strip():
        return _checked(item, TypedValue(None))
    read = _READERS[item.type]
    if item.name in _POSITION:
        read = _read_position
    found = read(item, text, style)
    return found if found.problem else _checked(item, found)


def _checked(item: Field, found: TypedValue) -> TypedValue:
    """Return a value as the register keeps it, or with what it has against it."""
    if found.value is None:
        return TypedValue(None, _REQUIRED if item.is_required else None)
    result = check_of(item)(found.value)
    if isinstance(result, Message):
        return TypedValue(None, result)
    return TypedValue(result)


def _read_text(item: Field, text: str, _style: str) -> TypedValue:
    return _only_cell(read_texts([text], item, is_guarded=False))


def _read_code(_item: Field, text: str, _style: str) -> TypedValue:
    return TypedValue(text.strip())


def _read_yes_no(_item: Field, text: str, _style: str) -> TypedValue:
    return TypedValue({YES: True, NO: False}.get(text.strip()))


def _read_number(item: Field, text: str, style: str) -> TypedValue:
    if item.type is FieldType.MONEY and not any(map(str.isalpha, text)):
        # Nobody types parts of a đồng: 500.000 is half a million. "1,5 tỷ" has words.
        item = replace(item, type=FieldType.WHOLE)
    title = item.label_vi
    answers = {f"percent:{title}": str(PercentScale.PERCENT)}
    if style:
        answers[f"numbers:{title}"] = style
    column = RawColumn(_COLUMN, (title,))
    reading = read_numbers([text], item, column, answers, has_comparator=False)
    if reading.questions:
        styles = tuple(NumberStyle(one) for one in reading.questions[0].answers)
        return TypedValue(
            None,
            Message('"{text}" can be read in two ways', {"text": text.strip()}),
            Message("choose which one is meant"),
            styles,
        )
    return _only_cell(reading)


def _read_date(_item: Field, text: str, _style: str) -> TypedValue:
    found = read_day(text, DayOrderDecision())
    if found.day is None and found.doubt:
        return TypedValue(None, found.doubt.problem, found.doubt.fix)
    return TypedValue(found.day)


def _read_period(item: Field, text: str, _style: str) -> TypedValue:
    return _only_cell(read_periods([text], item, RawColumn(_COLUMN, (_COLUMN,)), {}))


def _read_position(_item: Field, text: str, _style: str) -> TypedValue:
    found = read_coordinate(text)
    if found.doubt:
        return TypedValue(None, found.doubt.problem, found.doubt.fix)
    if found.form is CoordinateForm.METRES:
        return TypedValue(
            None,
            Message('"{text}" is in metres', {"text": text.strip()}),
            Message("write degrees of WGS 84, or import a file in VN-2000"),
        )
    if found.value is None:
        return TypedValue(None)
    return TypedValue(round(found.value, _POSITION_DECIMALS))


def _only_cell(reading: ColumnReading) -> TypedValue:
    cell = reading.cells[0]
    if cell.is_error or cell.value is None:
        doubt = next(iter(cell.doubts), None)
        if doubt:
            return TypedValue(None, doubt.problem, doubt.fix)
    return TypedValue(cell.value)


_READERS: Mapping[FieldType, Callable[[Field, str, str], TypedValue]] = {
    FieldType.TEXT: _read_text,
    FieldType.WHOLE: _read_number,
    FieldType.NUMBER: _read_number,
    FieldType.MONEY: _read_number,
    FieldType.DATE: _read_date,
    FieldType.PERIOD: _read_period,
    FieldType.YES_NO: _read_yes_no,
    FieldType.CHOICE: _read_code,
    FieldType.UNIT: _read_code,
    FieldType.REFERENCE: _read_text,
}
