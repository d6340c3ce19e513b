"""Values of fields: whether one may stand in the register, and back from JSON."""

import math
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import date, datetime
from unicodedata import normalize

from hatangso.errors import Message
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import Field, FieldType, GeometryType, RecordKind
from hatangso.registry.shapes import normal_shape

__all__ = [
    "Check",
    "check_of",
    "checked_geometry",
    "values_from_json",
    "writable_text",
]

# From a known value to the value as it is kept, or to what is wrong with it.
Check = Callable[[FieldValue], FieldValue | Message]
_NUMBERS = (int, float)

_LARGEST_WHOLE = 2**63 - 1
_PERIOD = re.compile(r"\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
# What no database takes: the character NUL, and halves of characters.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def check_of(field: Field) -> Check:
    """Return what makes of a value what the register keeps, or says what is wrong.

    Texts are brought to NFC, whole numbers in a field of numbers become float.
    """
    check = _CHECKS[field.type]
    if field.type is FieldType.CHOICE:
        check = _choice_check(field)
    elif field.low is not None or field.high is not None:
        check = _limited(field, check)
    return check


def checked_geometry(kind: RecordKind, value: FieldValue) -> FieldValue | Message:
    """Return the shape of a line or polygon as the register keeps it, likewise."""
    if not isinstance(value, bytes):
        return Message("it is not well-known binary (WKB)")
    return normal_shape(kind, value)


def writable_text(text: str) -> str:
    """Return a text that databases take: names of files may hold half characters."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def values_from_json(
    kind: RecordKind, values: Mapping[str, object] | None
) -> dict[str, FieldValue] | None:
    """Return the values that the history keeps, in the order of the kind's fields.

    Fields that came later are None; fields that the kind no longer has are left out.
    """
    if values is None:
        return None
    found: dict[str, FieldValue] = {}
    for field in kind.fields:
        raw = values.get(field.name)
        found[field.name] = (
            date.fromisoformat(raw)
            if field.type is FieldType.DATE and isinstance(raw, str)
            else float(raw)
            if field.type is FieldType.NUMBER and isinstance(raw, int)
            else _plain(raw)
        )
    if kind.geometry in {GeometryType.LINE, GeometryType.POLYGON}:
        shape = values.get("geometry")
        found["geometry"] = b64decode(shape) if isinstance(shape, str) else None
    return found


def _plain(raw: object) -> FieldValue:
    """Return what JSON can hold by itself."""
    return raw if isinstance(raw, str | int | float) else None


def _text(value: FieldValue) -> FieldValue | Message:
    if not isinstance(value, str):
        return Message("it is not a text")
    if value.isascii() and "\x00" not in value:
        return value
    if _UNWRITABLE.search(value):
        return Message("it holds characters that are no text")
    return normalize("NFC", value)


def _whole(value: FieldValue) -> FieldValue | Message:
    if isinstance(value, bool) or not isinstance(value, int):
        return Message("it is not a whole number")
    if abs(value) > _LARGEST_WHOLE:
        return Message("it is too large to be kept")
    return value


def _number(value: FieldValue) -> FieldValue | Message:
    if type(value) is float and math.isfinite(value):
        return value
    if isinstance(value, bool) or not isinstance(value, _NUMBERS):
        return Message("it is not a number")
    if not math.isfinite(value):
        return Message("it is not a finite number")
    return float(value)


def _date(value: FieldValue) -> FieldValue | Message:
    if isinstance(value, datetime) or not isinstance(value, date):
        return Message("it is not a date")
    return value


def _yes_no(value: FieldValue) -> FieldValue | Message:
    return value if isinstance(value, bool) else Message("it is neither yes nor no")


def _period(value: FieldValue) -> FieldValue | Message:
    if isinstance(value, str) and _PERIOD.fullmatch(value):
        return value
    return Message(
        "it is not a period: write it like 2026, 2026-Q1, 2026-03 or 2026-03-31"
    )


_CHECKS: Mapping[FieldType, Check] = {
    FieldType.TEXT: _text,
    FieldType.WHOLE: _whole,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _whole,
    FieldType.DATE: _date,
    FieldType.PERIOD: _period,
    FieldType.YES_NO: _yes_no,
    FieldType.CHOICE: _text,
    FieldType.UNIT: _text,
    FieldType.REFERENCE: _text,
}


def _choice_check(field: Field) -> Check:
    """Return the check of a code among some."""
    codes = {choice.code: choice.code for choice in field.choices}
    wrong = Message("wanted is one of: {names}", {"names": ", ".join(codes)})
    return lambda value: codes.get(value, wrong) if isinstance(value, str) else wrong


def _limited(field: Field, check: Check) -> Check:
    """Return the check of a number that must keep the limits of its field."""
    low = -math.inf if field.low is None else field.low
    high = math.inf if field.high is None else field.high
    too_low = Message("the smallest allowed is {low}", {"low": field.low})
    too_high = Message("the largest allowed is {high}", {"high": field.high})

    def limited(value: FieldValue) -> FieldValue | Message:
        checked = check(value)
        if isinstance(checked, _NUMBERS):
            if checked < low:
                return too_low
            if checked > high:
                return too_high
        return checked

    return limited
