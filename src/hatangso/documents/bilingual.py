"""Words and numbers in both languages at once, as safe HTML."""

import re
from collections.abc import Callable
from datetime import date

from markupsafe import Markup, escape

from hatangso.documents.report_content import Text
from hatangso.errors import Message
from hatangso.language import (
    Language,
    format_date,
    format_money_vnd,
    format_number,
    translate,
)
from hatangso.units import KM_PER_M

__all__ = [
    "both",
    "day",
    "distance",
    "keep_units",
    "money",
    "number",
    "percent",
    "period",
    "plain_number",
    "say",
    "sentence",
    "unit",
    "write_text",
]

_MOST_DECIMALS = 2
# A minus stands alone before its number; in a date or a span it does not.
_HYPHEN_BEFORE_NUMBER = re.compile(r"(?<![\w.])-(?=\d)")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ISO_MONTH = re.compile(r"\d{4}-\d{2}")
_UNIT_GAP = re.compile(r"(?<=\d) (?=(?:m|km|dBm|dB)\b)")
_QUARTER = re.compile(r"\d{4}-Q[1-4]")
_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")
_SWAPPED = str.maketrans(",.", ".,")
_ROMAN = ("", "I", "II", "III", "IV")
_UNITS_EN = {
    "bậc": "places",
    "cấp": "tiers",
    "chứng thư số": "certificates",
    "cuộc họp": "meetings",
    "dịch vụ": "services",
    "doanh nghiệp": "enterprises",
    "đồng": "VND",
    "đồng/km": "VND/km",
    "đồng/m": "VND/m",
    "đồng/năm": "VND/year",
    "điểm": "points",
    "điểm cầu": "endpoints",
    "điểm dân cư": "localities",
    "đường/hộ": "lines/household",
    "hệ thống": "systems",
    "kết nối/người": "connections/person",
    "lượt": "visits",
    "mã/hộ": "codes/household",
    "máy chủ": "servers",
    "máy chủ ảo": "virtual machines",
    "máy/người": "devices/person",
    "mục tiêu": "goals",
    "mũi đột phá": "thrusts",
    "năm": "years",
    "người": "people",
    "tài khoản": "accounts",
    "tài khoản/người": "accounts/person",
    "tài khoản/người trưởng thành": "accounts/adult",
    "thôn": "villages",
    "thứ hạng": "rank",
    "thuê bao": "subscriptions",
    "thuê bao/100 dân": "subscriptions/100 people",
    "tỉnh": "provinces",
    "tổ": "teams",
    "tốp": "top",
    "trạm": "stations",
    "xã": "communes",
    "xóm": "villages",
    "định danh/người": "identities/person",
    "công ty/1.000 dân": "companies/1,000 people",
}


def both(text: Text | Markup) -> Markup:
    """Return both languages as spans, or once when they are the same."""
    if isinstance(text, Markup):
        return text
    if text.vi == text.en:
        return escape(text.vi)
    return Markup('<span lang="vi">{}</span><span lang="en">{}</span>').format(
        text.vi, text.en
    )


def say(vi: str, en: str, **values: object) -> Markup:
    """Return a sentence in both languages with its gaps filled for each.

    Args:
        vi: Vietnamese template: ``{n} xóm``. Trusted HTML; the values are escaped.
        en: The English one, with the same gaps.
        values: Whole numbers are grouped, floats get one decimal, `Text` speaks the
            language of its sentence; `Markup` must not hold spans of both languages.
    """
    filled = [
        Markup(template).format(  # noqa: S704 - templates are ours; values are escaped
            **{name: _spoken(value, language) for name, value in values.items()}
        )
        for template, language in ((vi, Language.VI), (en, Language.EN))
    ]
    if filled[0] == filled[1]:
        return filled[0]
    frame = Markup('<span lang="vi">{}</span><span lang="en">{}</span>')
    return frame.format(*filled)


def _spoken(value: object, language: Language) -> object:
    if isinstance(value, Text):
        return value.vi if language is Language.VI else value.en
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return format_number(value, 0 if isinstance(value, int) else 1, language)


def write_text(write: Callable[[Language], str]) -> Text:
    """Return what a function writes in each language."""
    return Text(write(Language.VI), write(Language.EN))


def number(value: float, decimals: int = 0) -> Text:
    """Return a number with fixed decimals: 1.234,5 and 1,234.5."""
    text = write_text(lambda language: format_number(value, decimals, language))
    return Text(_with_minus(text.vi), _with_minus(text.en))


def _with_minus(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}")


def plain_number(value: float) -> Text:
    """Return a number with as many decimals as it needs, two at most."""
    decimals = next(
        (n for n in range(_MOST_DECIMALS) if round(value, n) == round(value, 2)),
        _MOST_DECIMALS,
    )
    return number(value, decimals)


def percent(ratio: float, decimals: int = 1) -> Text:
    r"""Return a ratio (0 to 1) as per cent; 100 % is never the result of rounding.

    >>> percent(0.99996).vi
    '99,9\xa0%'
    """
    step = 10.0**-decimals
    shown = round(100 * ratio, decimals)
    if ratio < 1 <= shown / 100:
        shown = 100 - step
    if ratio > 0 >= shown:
        shown = step
    text = number(shown, decimals)
    # A narrow space that does not break, as official Vietnamese print has it.
    return Text(f"{text.vi}\N{NO-BREAK SPACE}%", f"{text.en}%")


def money(value_vnd: float) -> Text:
    """Return an amount in đồng: 12,3 tỷ đồng and VND 12.3 billion."""
    return write_text(lambda language: format_money_vnd(value_vnd, language))


def day(value: date) -> Text:
    """Return a date: 03/02/2026 and 3 February 2026."""
    return write_text(lambda language: format_date(value, language))


def distance(distance_m: float) -> Text:
    """Return a distance in km with one decimal."""
    text = number(distance_m * KM_PER_M, 1)
    return Text(f"{text.vi} km", f"{text.en} km")


def keep_units(text: Text) -> Text:
    """Return the text with numbers that never part from their unit at a line's end."""
    return Text(
        *(_UNIT_GAP.sub("\N{NO-BREAK SPACE}", one) for one in (text.vi, text.en))
    )


def period(printed: str) -> Text:
    """Return a period as printed, with ISO dates and months as people write them.

    >>> period("2024-12-31").vi, period("2024-03").vi, period("2024-Q4").en
    ('31/12/2024', '3/2024', 'Q4 2024')
    """
    if _ISO_DAY.fullmatch(printed):
        return day(date.fromisoformat(printed))
    if _ISO_MONTH.fullmatch(printed):
        year, month = printed.split("-")
        return Text(f"{int(month)}/{year}", f"{int(month)}/{year}")
    if _QUARTER.fullmatch(printed):
        year, quarter = printed.split("-Q")
        return Text(f"quý {_ROMAN[int(quarter)]}/{year}", f"Q{quarter} {year}")
    return Text(printed, printed)


def sentence(message: Message) -> Text:
    """Return a message in both languages, numbers and dates as each one writes them.

    >>> sentence(Message("{part:.10g} of {whole:.1f}", {"part": 12345, "whole": 2}))
    Text(vi='12.345 of 2,0', en='12,345 of 2.0')
    """

    def write(language: Language) -> str:
        values = {
            name: getattr(period(value), language) if isinstance(value, str) else value
            for name, value in message.values.items()
        }
        text = translate(Message(message.text, values), language)
        return _HYPHEN_BEFORE_NUMBER.sub("\N{MINUS SIGN}", text)

    return write_text(write)


def unit(name: str) -> Text:
    """Return a unit as printed, and in English where it is a Vietnamese word."""
    return Text(name, _UNITS_EN.get(name, name))
