"""Amounts of money as people type them: ``20 tỷ``, ``350 triệu``, ``1.500.000``."""

import re

from hatangso.errors import InvalidInputError
from hatangso.language import fold

__all__ = ["parse_money_vnd"]

_UNITS_VND = {"ty": 10**9, "trieu": 10**6, "dong": 1, "": 1}
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
    plain = fold(text).removesuffix(" dong").strip()
    found = re.fullmatch(r"(-?[\d.,]+)\s*([a-z]*)", plain)
    unit_vnd = _UNITS_VND.get(found[2]) if found else None
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
    except ValueError:
        raise InvalidInputError(
            '"{text}" is not an amount of money: write it like 20 tỷ or 350 triệu',
            text=text,
        ) from None
