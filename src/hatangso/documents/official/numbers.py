"""Make numbers of documents: written as Vietnamese writes them, with their source."""

import math
from typing import SupportsFloat, SupportsIndex, TypedDict, Unpack

from hatangso.documents.official.spans import NO_DATA, TracedNumber
from hatangso.errors import InvalidInputError
from hatangso.language import format_money_vnd, format_number
from hatangso.model.provenance import Reality

__all__ = ["MONEY_UNITS", "Origin", "decimals_of", "money", "percent", "traced"]

_NO_BREAK = "\N{NO-BREAK SPACE}"
_MOST_DECIMALS = 2
MONEY_UNITS = {"đồng": 1, "triệu đồng": 1_000_000, "tỷ đồng": 1_000_000_000}
"""Units in which documents give money, in đồng."""


class Origin(TypedDict):
    """What a number is and where it comes from: see `TracedNumber`."""

    key: str
    label: str
    period: str
    source: str
    reality: Reality


def decimals_of(value: float | None) -> int:
    """Return as many decimals as a value has, two at most; 0 for what nobody knows."""
    if value is None:
        return 0
    _, _, shown = f"{value:.{_MOST_DECIMALS}f}".partition(".")
    return len(shown.rstrip("0"))


def traced(
    value: SupportsFloat | SupportsIndex | None,
    *,
    unit: str = "",
    decimals: int = 0,
    shows_unit: bool = False,
    **origin: Unpack[Origin],
) -> TracedNumber:
    """Return a number as printed: ``1.234,5``; "chưa có số liệu" when nobody knows it.

    Args:
        value: None and what is no number (NaN) stand for what nobody knows.
        unit: Of the value, empty for a pure number.
        decimals: Printed, and shown by a spreadsheet.
        shows_unit: Whether the unit stands behind the number: in a sentence, not in a
            column that names it in its title.
        origin: What the number is and where it comes from.
    """
    known = _known(value)
    text = NO_DATA if known is None else format_number(known, decimals)
    if known is not None and unit and shows_unit:
        text = f"{text}{_NO_BREAK}{unit}"
    return TracedNumber(text=text, value=known, unit=unit, decimals=decimals, **origin)


def percent(
    ratio: SupportsFloat | SupportsIndex | None,
    *,
    decimals: int = 1,
    shows_unit: bool = True,
    **origin: Unpack[Origin],
) -> TracedNumber:
    """Return a share as printed: ``96,4 %`` for 0.964; its value is in percent.

    Args:
        ratio: 0 to 1, None for what nobody knows.
        decimals: Printed; those that are 0 too.
        shows_unit: False in a column that names the unit in its title.
        origin: What the number is and where it comes from.
    """
    known = _known(ratio)
    # 0.964 * 100 is 96.39999…: what is kept is what was meant.
    in_percent = None if known is None else round(known * 100, 9)
    return traced(
        in_percent, unit="%", decimals=decimals, shows_unit=shows_unit, **origin
    )


def money(
    value_vnd: SupportsFloat | SupportsIndex | None,
    *,
    unit: str = "",
    decimals: int = 0,
    **origin: Unpack[Origin],
) -> TracedNumber:
    """Return an amount of money.

    Args:
        value_vnd: In đồng, None for what nobody knows.
        unit: Empty in a sentence, which gets ``12,34 tỷ đồng``; in a column the unit of
            its title, one of `MONEY_UNITS`, which then is not printed.
        decimals: Of a column.
        origin: What the number is and where it comes from.

    Raises:
        InvalidInputError: The unit is none of money.
    """
    known = _known(value_vnd)
    if unit:
        if unit not in MONEY_UNITS:
            raise InvalidInputError(
                "money is not given in {unit}; use one of {units}",
                unit=unit,
                units=tuple(MONEY_UNITS),
            )
        amount = known if known is None or unit == "đồng" else known / MONEY_UNITS[unit]
        return traced(amount, unit=unit, decimals=decimals, **origin)
    text = NO_DATA if known is None else format_money_vnd(known)
    return TracedNumber(
        text=text.replace(" ", _NO_BREAK) if known is not None else text,
        value=known,
        unit="đồng",
        decimals=0,
        **origin,
    )


def _known(value: SupportsFloat | SupportsIndex | None) -> float | int | None:
    """Return a plain number of whatever holds one, None when it holds none."""
    if value is None:
        return None
    if isinstance(value, SupportsIndex):
        return value.__index__()
    number = float(value)
    if not math.isfinite(number):
        return None
    return number
