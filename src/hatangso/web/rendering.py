"""Pages from templates: words in the visitor's language, numbers as it writes them."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from hatangso import __version__
from hatangso.errors import Message
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.language import (
    Language,
    as_sentence,
    format_date,
    format_money_vnd,
    format_number,
    format_shortest,
    translate,
)
from hatangso.web.access import Permission
from hatangso.web.application_state import VIETNAM_TIME, state_of, visitor_of
from hatangso.web.assets import asset
from hatangso.web.navigation import page_links

__all__ = [
    "DASH",
    "FLASHES",
    "is_part_asked",
    "render",
    "say",
    "text_of",
]

# What a form did, by the word that its answer puts into the address: ``?da=saved``.
FLASHES = {
    "saved": Message("Saved."),
    "deleted": Message("Deleted."),
    "sent": Message("Sent."),
    "started": Message("Started: it goes on in the background."),
    "undone": Message("Taken back."),
}
# What stands where nobody knows: never a zero.
DASH = "\N{EN DASH}"


def render(
    request: Request,
    template: str,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> Response:
    """Return a page, or 304 when the browser has the same already."""
    visitor = visitor_of(request)
    state = state_of(request)
    page = _environment(visitor.language).get_template(template)
    html = page.render(
        request=request,
        visitor=visitor,
        language=visitor.language.value,
        Permission=Permission,
        csrf_token=visitor.csrf_token,
        links=page_links(visitor, request.url.path),
        today=state.today,
        settings=state.settings,
        version=__version__,
        province_name=_province_name(state.directory, visitor.language),
        theme=_theme(request),
        **_flash(request) | values,
    )
    body = html.encode()
    sent = {"vary": "Cookie, HX-Request", "cache-control": "private, no-cache"}
    sent |= dict(headers or {})
    if status == HTTPStatus.OK:
        # The token of forms counts: a page kept from before a sign-in would send an
        # old one for ever.
        sent["etag"] = f'W/"{sha256(body).hexdigest()[:24]}"'
        if request.headers.get("if-none-match") == sent["etag"]:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=sent)
    return HTMLResponse(html, status_code=status, headers=sent)


def is_part_asked(request: Request) -> bool:
    """Return whether HTMX asks for a part of the page only."""
    return (
        request.headers.get("hx-request") == "true"
        and request.headers.get("hx-boosted") != "true"
    )


def say(request: Request, sentence: Message | str) -> str:
    """Return a sentence in the visitor's language."""
    return translate(sentence, visitor_of(request).language)


def text_of(value: object, language: Language) -> str:
    """Return a plain value as a reader of a language expects it; unknown is a dash."""
    if value is None or value == "":
        return DASH
    for kind, shown in _SHOWN.items():
        if isinstance(value, kind):
            return shown(value, language)
    return str(value)


def _theme(request: Request) -> str:
    """Return the colours that the browser keeps; those of the device otherwise."""
    kept = request.cookies.get("theme", "")
    return kept if kept in {"light", "dark"} else "auto"


def _flash(request: Request) -> dict[str, object]:
    """Return what the last form did, told by the page that it led to."""
    told = FLASHES.get(request.query_params.get("da", ""))
    if told is None:
        return {"flash": "", "flash_tone": ""}
    return {"flash": say(request, told), "flash_tone": "good"}


@cache
def _names(directory: Path) -> tuple[str, str]:
    """Return the names of a province as its description has them."""
    described = tomllib.loads(
        (directory / DESCRIPTION_FILE).read_text(encoding="utf-8-sig")
    )
    name = str(described.get("name_vi", directory.name))
    return name, str(described.get("name_en", name))


def _province_name(directory: Path, language: Language) -> str:
    return _names(directory)[language is not Language.VI]


@cache
def _environment(language: Language) -> Environment:
    """Return the templates in a language."""
    environment = Environment(
        loader=PackageLoader("hatangso.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def words(text: str | Message, **gaps: object) -> str:
        if isinstance(text, Message):
            return translate(text, language)
        return translate(Message(text, gaps), language)

    def number(value: float | None, decimals: int = 0) -> str:
        return DASH if value is None else format_number(value, decimals, language)

    def shortest(value: float | None, most_decimals: int = 2) -> str:
        if value is None:
            return DASH
        return format_shortest(value, most_decimals, language)

    def percent(ratio: float | None, most_decimals: int = 1) -> str:
        if ratio is None:
            return DASH
        # A non-breaking space, as Vietnamese offices write "99,6 %"; none in English.
        gap = "\N{NO-BREAK SPACE}" if language is Language.VI else ""
        return format_shortest(ratio * 100, most_decimals, language) + gap + "%"

    def money(value_vnd: float | None) -> str:
        return DASH if value_vnd is None else format_money_vnd(value_vnd, language)

    environment.globals.update(_=words, asset=asset, vi=language is Language.VI)
    environment.filters.update(
        date=lambda day: DASH if day is None else _day(day, language),
        datetime=lambda at: DASH if at is None else _moment(at, language),
        money=money,
        number=number,
        other_language=_other_language,
        percent=percent,
        sentence=as_sentence,
        shortest=shortest,
        text=lambda value: text_of(value, language),
        with_page=_with_page,
        words=words,
    )
    return environment


def _other_language(params: QueryParams, now: str) -> str:
    return _with(params, "lang", "en" if now == "vi" else "vi")


def _with_page(params: QueryParams, page: int) -> str:
    return _with(params, "trang", str(page))


def _with(params: QueryParams, name: str, value: str) -> str:
    """Return what an address asks, with one part of it said anew."""
    kept = [(key, said) for key, said in params.multi_items() if key != name]
    return urlencode([*kept, (name, value)])


def _day(day: date, language: Language) -> str:
    return format_date(day, language)


def _moment(at: datetime, language: Language) -> Markup:
    """Return a moment on the clocks of Viet Nam."""
    local = at.astimezone(VIETNAM_TIME)
    shown = f"{local:%H:%M} {_day(local.date(), language)}"
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), shown)


_YES, _NO = Message("yes"), Message("no")
# From the narrowest kind to the widest: a truth is a whole number to Python, too.
_SHOWN: Mapping[type, Callable[[Any, Language], str]] = {
    bool: lambda value, language: translate(_YES if value else _NO, language),
    Message: translate,
    datetime: _moment,
    date: _day,
    int: lambda value, language: format_number(value, 0, language),
    float: lambda value, language: format_shortest(value, 2, language),
}
