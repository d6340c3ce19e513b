"""Numbers as people type them: ``1.234,5``, ``1,9 triệu``, ``trên 300``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from math import isfinite

from hatangso.errors import Message, Severity
from hatangso.language.measure_units import (
    MULTIPLIERS,
    UNREAD_MULTIPLIERS,
    unit_named,
)
from hatangso.language.typed_cells import Cell, Doubt, is_nothing, plain_text, refused
from hatangso.language.words import fold

__all__ = ["NumberStyle", "TypedNumber", "read_in_style"]


class NumberStyle(StrEnum):
    """Which marks stand in numbers, by an example."""

    VIETNAMESE = "1.234,5"
    ENGLISH = "1,234.5"

    @property
    def other(self) -> "NumberStyle":
        """Return the other style."""
        is_english = self is NumberStyle.ENGLISH
        return NumberStyle.VIETNAMESE if is_english else NumberStyle.ENGLISH


@dataclass(frozen=True)
class TypedNumber:
    """A cell, read.

    Attributes:
        value: None when the cell is empty or cannot be understood.
        comparator: ``=``, ``>``, ``<``, ``>=``, ``<=`` or ``~`` (about).
        whole: What the number is a part of: 350 of ``230/350``; None when not told.
        unit: What stands behind the number, as hatangso shows it; empty when nothing.
        is_missing: The cell says nothing, or that nothing is known.
        has_decimals: Digits stand behind a decimal mark, and no word like ``triệu``
            makes a whole number of them.
        doubt: What is wrong or unsure; an ERROR leaves no value.
    """

    value: float | None
    comparator: str = "="
    whole: float | None = None
    unit: str = ""
    is_missing: bool = False
    has_decimals: bool = False
    doubt: Doubt | None = None


# Without diacritics, as `fold` leaves them.
_COMPARATORS = {
    ">=": (">=", "=>", "≥", "it nhat", "toi thieu", "khong duoi", "khong it hon", "tu",
           "at least", "min"),
    "<=": ("<=", "=<", "≤", "khong qua", "khong vuot qua", "khong tren", "toi da",
           "nhieu nhat", "at most", "up to", "max"),
    ">": (">", "tren", "hon", "lon hon", "nhieu hon", "vuot", "over", "more than",
          "above"),
    "<": ("<", "duoi", "nho hon", "it hon", "chua den", "chua toi", "gan", "under",
          "less than", "below"),
    "~": ("~", "≈", "khoang", "xap xi", "uoc", "uoc tinh", "uoc dat", "chung", "about",
          "approximately", "approx.", "approx", "ca."),
    "=": ("=", "dat"),
}  # fmt: skip
_BEHIND = {
    "tro len": ">=",
    "or more": ">=",
    "+": ">=",
    "tro xuong": "<=",
    "or less": "<=",
}
_SIGN_OF = {word: sign for sign, words in _COMPARATORS.items() for word in words}


def _either(words: Mapping[str, object]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in longest_first)


_DIGITS = r"(?:[0-9]+(?:[.,][0-9]+)*(?: [0-9]{3}(?![0-9]))*(?:[.,][0-9]+)*|[.,][0-9]+)"
_POWER = r"(?:e[+-]?[0-9]{1,3})?"
_FRONT = re.compile(rf"({_either(_SIGN_OF)})(?![a-z])\s*")
_BACK = re.compile(rf"\s*({_either(_BEHIND)})$")
_NUMBER = re.compile(rf"([+-]?) ?({_DIGITS}{_POWER})")
_PART_OF = re.compile(rf"\s*/\s*({_DIGITS})(?![0-9/.,])")
_RANGE = re.compile(rf"\s*(?:-|\u2013|\u2014|÷|~|\.\.+|den|toi|to)\s*({_DIGITS})")
_MULTIPLIER = re.compile(rf"\s*({_either(MULTIPLIERS)})(?![a-z0-9/])")
_REMARK = re.compile(r"(?<=\S)\s*\(([^()]*)\)$")
_BRACKETED = re.compile(r"\([^()]*\)")
_SHEET_ERROR = re.compile(r"#(?:n/a|ref!|div/0!|value!|name\?|num!|null!|#+)")
_DITTO = frozenset({'"', "''", "”", "“", "〃", "nt", "nhu tren", "ditto"})
_POWERED = re.compile(r"([0-9]+(?:[.,][0-9]+)?)(e[+-]?[0-9]{1,3})")
_BARE = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_MARKS = {NumberStyle.VIETNAMESE: (".", ","), NumberStyle.ENGLISH: (",", ".")}
_WHOLE_PART = (
    r"([0-9]+|[1-9][0-9]{{0,2}}(?:[{0}][0-9]{{3}})+|[1-9][0-9]{{0,2}}(?: [0-9]{{3}})+)?"
)
_FORMS = {
    style: re.compile(_WHOLE_PART.format(group) + rf"(?:[{mark}]([0-9]+))?")
    for style, (group, mark) in _MARKS.items()
}
_FIRST_YEAR, _LAST_YEAR, _MONTHS = 1990, 2100, 12
_WRITE_NUMBER = Message("write one number, like 12 or 1234")


def read_in_style(cell: Cell, style: NumberStyle) -> TypedNumber:
    """Read a cell whose marks are known; columns are decided by `decide_style`.

    >>> read_in_style("trên 1,9 triệu", NumberStyle.VIETNAMESE).value
    1900000.0
    >>> read_in_style("230/350", NumberStyle.VIETNAMESE).whole
    350.0
    """
    if isinstance(cell, str):
        return _read_text(cell, style)
    if cell is None:
        return TypedNumber(None, is_missing=True)
    if isinstance(cell, bool):
        problem = Message("{value} is no number", {"value": str(cell).upper()})
        return TypedNumber(None, doubt=refused(problem, _WRITE_NUMBER))
    if isinstance(cell, (date, time)):
        problem = Message(
            "the spreadsheet turned this into a date or time: {value}",
            {"value": str(cell)},
        )
        fix = Message("format the column as text and type the number again")
        return TypedNumber(None, doubt=refused(problem, fix))
    if not isfinite(cell):
        return TypedNumber(None, is_missing=True)
    # A spreadsheet keeps 15 digits; what follows is noise of binary arithmetic.
    return TypedNumber(float(f"{cell:.15g}"))


@lru_cache(maxsize=65536)
def _read_text(text: str, style: NumberStyle) -> TypedNumber:
    # Most cells are a bare number: reading them must cost little.
    if _BARE.fullmatch(text):
        bare = parsed(text, style)
        if bare is None:
            return _unreadable(text, text, style)
        return TypedNumber(float(bare[0]), has_decimals=bare[1])
    shown = plain_text(text)
    plain = fold(shown)
    if is_nothing(shown) or plain == "khong":
        doubt = _zero_or_unknown(text) if plain == "khong" else None
        return TypedNumber(None, is_missing=True, doubt=doubt)
    stranger = _no_number_at_all(text, plain)
    if stranger is not None:
        return TypedNumber(None, doubt=stranger)
    remark = _REMARK.search(shown)
    number = _read_phrase(text, shown[: remark.start()] if remark else shown, style)
    return _with_remark(number, remark[1], text) if remark else number


def _no_number_at_all(text: str, plain: str) -> Doubt | None:
    """Return what is wrong with errors, signs for repeating, and brackets."""
    if _SHEET_ERROR.fullmatch(plain):
        problem = Message('the spreadsheet shows an error: "{text}"', {"text": text})
        return refused(problem, Message("mend its formula"))
    if plain in _DITTO:
        problem = Message('"{text}" repeats the cell above', {"text": text})
        return refused(problem, Message("write the value itself into every cell"))
    if _BRACKETED.fullmatch(plain):
        problem = Message('"{text}" stands in brackets', {"text": text})
        fix = Message("write a minus if it is below zero, and no brackets otherwise")
        return refused(problem, fix)
    return None


def _zero_or_unknown(text: str) -> Doubt:
    problem = Message(
        '"{text}" may mean zero or not known; it was read as not known', {"text": text}
    )
    return Doubt(Severity.WARNING, problem, Message("write 0 if it means zero"))


def _read_phrase(text: str, shown: str, style: NumberStyle) -> TypedNumber:
    """Read comparator, number, whole or multiplier, and unit."""
    plain = fold(shown)
    # Where folding keeps the places of letters, units keep their diacritics.
    shown = shown if len(shown) == len(plain) else plain
    comparator, start, end = _comparator(plain)
    found = _NUMBER.match(plain, start, end)
    value = parsed(found[2], style) if found else None
    if found is None or value is None:
        return _unreadable(text, found[2] if found else "", style)
    signed = -value[0] if found[1] == "-" else value[0]
    number = TypedNumber(float(signed), comparator, has_decimals=value[1])
    tail = plain[found.end() : end]
    if _RANGE.match(tail):
        problem = Message('"{text}" holds two numbers', {"text": text})
        return TypedNumber(None, doubt=refused(problem, _WRITE_NUMBER))
    if "e" in found[2]:
        number = replace(number, doubt=_digits_lost(text))
    part, times = _PART_OF.match(tail), _MULTIPLIER.match(tail)
    if part:
        number = _with_whole(number, part[1], text, style)
    elif times:
        product = signed * MULTIPLIERS[times[1]]
        has_decimals = product != product.to_integral_value()
        number = replace(number, value=float(product), has_decimals=has_decimals)
    read = part or times
    return _with_unit(
        number, shown[found.end() + (read.end() if read else 0) : end], text
    )


def _comparator(plain: str) -> tuple[str, int, int]:
    """Return the sign, and where the number begins and its unit ends."""
    sign, start = "=", 0
    while front := _FRONT.match(plain, start):
        sign = _SIGN_OF[front[1]] if _SIGN_OF[front[1]] != "=" else sign
        start = front.end()
    back = _BACK.search(plain)
    if back is None:
        return sign, start, len(plain)
    return _BEHIND[back[1]], start, back.start()


def parsed(digits: str, style: NumberStyle) -> tuple[Decimal, bool] | None:
    """Return a number and whether it has decimals, None when the style forbids it."""
    powered = _POWERED.fullmatch(digits)
    if powered:
        return Decimal(powered[1].replace(",", ".") + powered[2]), False
    found = _FORMS[style].fullmatch(digits)
    if found is None:
        return None
    whole = re.sub(r"[ .,]", "", found[1] or "0")
    return Decimal(f"{whole}.{found[2] or 0}"), found[2] is not None


def _unreadable(text: str, digits: str, style: NumberStyle) -> TypedNumber:
    values: dict[str, object] = {"text": text, "style": style, "other": style.other}
    problem = Message('"{text}" is no number', values)
    if digits and parsed(digits, style.other):
        problem = Message(
            '"{text}" is written like {other}, the column like {style}', values
        )
    return TypedNumber(None, doubt=refused(problem, _WRITE_NUMBER))


def _digits_lost(text: str) -> Doubt:
    problem = Message('"{text}" has lost its last digits', {"text": text})
    fix = Message("widen the column before saving, or format it as a number")
    return Doubt(Severity.WARNING, problem, fix)


def _with_whole(
    number: TypedNumber, digits: str, text: str, style: NumberStyle
) -> TypedNumber:
    whole, value = parsed(digits, style), number.value or 0
    if whole is None:
        return _unreadable(text, digits, style)
    doubt = number.doubt
    if value > whole[0]:
        problem = Message('the part is larger than the whole: "{text}"', {"text": text})
        fix = Message("check both numbers against their source")
        doubt = Doubt(Severity.WARNING, problem, fix)
    elif value in range(1, _MONTHS + 1) and _FIRST_YEAR <= whole[0] <= _LAST_YEAR:
        problem = Message('"{text}" may be a month', {"text": text})
        doubt = Doubt(Severity.WARNING, problem, _WRITE_NUMBER)
    decimals = number.has_decimals or whole[1]
    return replace(number, whole=float(whole[0]), has_decimals=decimals, doubt=doubt)


def _with_unit(number: TypedNumber, shown: str, text: str) -> TypedNumber:
    named = shown.strip(" .,;")
    if not named or number.value is None:
        return number
    unit = unit_named(named)
    if unit is not None:
        return replace(number, unit=unit.name)
    is_larger = named.split()[0].lower() in UNREAD_MULTIPLIERS
    if is_larger or any(sign.isnumeric() for sign in named):
        problem = Message('"{text}" is no number', {"text": text})
        return TypedNumber(None, doubt=refused(problem, _WRITE_NUMBER))
    problem = Message(
        '"{words}" behind the number was not understood', {"words": named}
    )
    fix = Message("write the number alone and put words into a column of remarks")
    return replace(number, unit=named, doubt=Doubt(Severity.WARNING, problem, fix))


def _with_remark(number: TypedNumber, remark: str, text: str) -> TypedNumber:
    unit = unit_named(remark)
    if unit is not None and not number.unit:
        return replace(number, unit=unit.name)
    if number.doubt is not None:
        return number
    problem = Message('the remark in "{text}" was left out', {"text": text})
    fix = Message("write the number alone and put words into a column of remarks")
    return replace(number, doubt=Doubt(Severity.SUGGESTION, problem, fix))
