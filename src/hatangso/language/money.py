"""Amounts of money as people type them: ``20 tỷ``, ``350 triệu``, ``1.500.000``."""

import re

from hatangso.errors import InvalidInputError
from hatangso.language.words import fold

__all__ = ["parse_money_vnd"]

_UNITS_VND = {
    "nghin ty": 10**12,
    "ngan ty": 10**12,
    "ty": 10**9,
    "trieu": 10**6,
    "nghin": 10**3,
    "ngan": 10**3,
    "": 1,
}
_AMOUNT = re.compile(r"(-?[\d.,]+)\s*([a-z ]*?)\s*(dong|vnd|d|₫)?")
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")


def parse_money_vnd(text: str) -> int:
    """Return an amount in đồng.

    A comma stands before decimals; points between groups of three digits are thousands,
    any other point stands before decimals too.

    Raises:
        InvalidInputError: The text is no amount of money.

    >>> parse_money_vnd("12,5 tỷ")
    12500000000
    >>> parse_money_vnd("1.500.000")
    1500000
    """
    # "tỉ" is how many write "tỷ".
    found = _AMOUNT.fullmatch(re.sub(r"\bti\b|(?<=\d)ti\b", "ty", fold(text).strip()))
    unit_vnd = _UNITS_VND.get(" ".join(found[2].split())) if found else None
    if found is None or unit_vnd is None:
        raise InvalidInputError(
            '"{text}" is not an amount of money: write it like 20 tỷ or 350 triệu',
            text=text,
        )
    digits = found[1]
    if _GROUPED.fullmatch(digits.lstrip("-")):
        digits = digits.replace(".", "")
    try:
        return round(float(digits.replace(",", ".")) * unit_vnd)
    except (ValueError, OverflowError):
        raise InvalidInputError(
            '"{text}" is not an amount of money: write it like 20 tỷ or 350 triệu',
            text=text,
        ) from None
