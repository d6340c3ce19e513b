"""Numbers, money and dates as a reader of Vietnamese or English expects them."""

from datetime import date

from babel.dates import format_date as babel_format_date
from babel.numbers import format_decimal

from hatangso.language.sentences import Language

__all__ = ["format_date", "format_money_vnd", "format_number", "format_shortest"]

_BILLION = 1_000_000_000
_MILLION = 1_000_000


def format_number(
    value: float, decimals: int = 0, language: Language | str = Language.VI
) -> str:
    """Return a number with grouped thousands and a fixed number of decimals.

    >>> format_number(1234.5, 1)
    '1.234,5'
    >>> format_number(1234.5, 1, "en")
    '1,234.5'
    """
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    # A rounded -0.04 must not become "-0.0".
    rounded = round(value, decimals) + 0.0
    return str(format_decimal(rounded, format=pattern, locale=str(language)))


def format_shortest(
    value: float, most_decimals: int = 2, language: Language | str = Language.VI
) -> str:
    """Return a number with as many decimals as it has, up to a most.

    >>> format_shortest(1234.5)
    '1.234,5'
    >>> format_shortest(97.0)
    '97'
    """
    _, _, decimals = f"{value:.{most_decimals}f}".partition(".")
    return format_number(value, len(decimals.rstrip("0")), language)


def format_money_vnd(value_vnd: float, language: Language | str = Language.VI) -> str:
    """Return an amount in đồng in the unit that people say: tỷ, triệu, đồng.

    >>> format_money_vnd(12_340_000_000)
    '12,34 tỷ đồng'
    >>> format_money_vnd(350_000_000, "en")
    'VND 350 million'
    """
    is_vietnamese = str(language) == Language.VI
    for size, name_vi, name_en, shown in (
        (_BILLION, "tỷ", "billion", -4),
        (_MILLION, "triệu", "million", 0),
    ):
        # Rounded as the smaller unit would show it: 999,999,999 is not 1.000 triệu.
        if abs(round(value_vnd, shown)) >= size:
            amount = value_vnd / size
            decimals = next(n for n in (0, 1, 2) if n == 2 or _has(amount, n))  # noqa: PLR2004 - two decimals are the most shown
            number = format_number(amount, decimals, language)
            if is_vietnamese:
                return f"{number} {name_vi} đồng"
            return f"VND {number} {name_en}"
    number = format_number(value_vnd, 0, language)
    return f"{number} đồng" if is_vietnamese else f"VND {number}"


def _has(amount: float, decimals: int) -> bool:
    """Return whether so many decimals lose nothing that two would show."""
    return round(amount, decimals) == round(amount, 2)


def format_date(day: date, language: Language | str = Language.VI) -> str:
    """Return a date as dd/mm/yyyy, or day month year in English.

    >>> format_date(date(2026, 2, 3))
    '03/02/2026'
    """
    pattern = "dd/MM/yyyy" if str(language) == Language.VI else "d MMMM yyyy"
    return str(babel_format_date(day, format=pattern, locale=str(language)))
