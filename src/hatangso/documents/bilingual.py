"""Words and numbers in both languages at once, as safe HTML."""

from collections.abc import Callable
from datetime import date

from markupsafe import Markup, escape

from hatangso.documents.report_content import Text
from hatangso.language import (
    Language,
    format_date,
    format_money_vnd,
    format_number,
)
from hatangso.units import KM_PER_M

__all__ = [
    "both",
    "day",
    "distance",
    "money",
    "number",
    "percent",
    "plain_number",
    "say",
    "unit",
    "write_text",
]

_MOST_DECIMALS = 2
_UNITS_EN = {
    "bậc": "places",
    "cấp": "tiers",
    "chứng thư số": "certificates",
    "cuộc họp": "meetings",
    "dịch vụ": "services",
    "doanh nghiệp": "enterprises",
    "đồng": "VND",
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
    return write_text(lambda language: format_number(value, decimals, language))


def plain_number(value: float) -> Text:
    """Return a number with as many decimals as it needs, two at most."""
    decimals = next(
        (n for n in range(_MOST_DECIMALS) if round(value, n) == round(value, 2)),
        _MOST_DECIMALS,
    )
    return number(value, decimals)


def percent(ratio: float, decimals: int = 1) -> Text:
    """Return a ratio (0 to 1) as per cent; 100 % is never the result of rounding.

    >>> percent(0.99996).vi
    '99,9 %'
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


def unit(name: str) -> Text:
    """Return a unit as printed, and in English where it is a Vietnamese word."""
    return Text(name, _UNITS_EN.get(name, name))
