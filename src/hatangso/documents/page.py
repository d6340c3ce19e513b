"""HTML pages in two languages that need nothing beside themselves."""

import json
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from math import ceil

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from markupsafe import Markup

from hatangso.documents import bilingual
from hatangso.documents.map_images import LEVEL_COLOURS
from hatangso.documents.plan_words import KIND_WORDS
from hatangso.documents.report_content import CostAssumption, Text
from hatangso.documents.report_words import LAYER_WORDS, REALITY_WORDS, SCRIPT_WORDS
from hatangso.model.provenance import Reality

__all__ = ["reality_mark", "render_page"]

_SHORT_HASH = 12
_NOISE_RATIO = 1e-9
_DASH = "\N{EN DASH}"


def render_page(
    template: str,
    context: Mapping[str, object],
    *,
    script_data: Mapping[str, object] | None = None,
) -> str:
    """Return a page as one HTML document.

    The same context gives the same text. Everything in it is escaped; the page forbids
    itself every connection and every script but its own.

    Args:
        template: Name of a template of this package.
        context: What the template shows.
        script_data: What the script needs besides its words.
    """
    script = _package_text("report.js")
    return (
        _environment()
        .get_template(template)
        .render(
            **context,
            script_data=_script_data(script_data or {}),
            style=Markup(_package_text("report.css")),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            script_hash=b64encode(sha256(script.encode()).digest()).decode(),
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=_PackageTemplates(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        t=bilingual.say,
        i18n=_translated_attribute,
        label=_label,
        mark_of=reality_mark,
        colours={level.value: colour for level, colour in LEVEL_COLOURS.items()},
        kind_words=KIND_WORDS,
        layer_words=LAYER_WORDS,
        reality_words=REALITY_WORDS,
        Text=Text,
    )
    environment.filters.update(
        both=bilingual.both,
        number=bilingual.number,
        plain_number=bilingual.plain_number,
        percent=bilingual.percent,
        gap_percent=_gap_percent,
        assumed=_assumed,
        assumed_range=_assumed_range,
        money=bilingual.money,
        day=bilingual.day,
        km=bilingual.distance,
        keep_units=bilingual.keep_units,
        period=bilingual.period,
        unit=bilingual.unit,
        data_uri=_data_uri,
        short_hash=lambda text: text[:_SHORT_HASH],
    )
    return environment


class _PackageTemplates(BaseLoader):
    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, None]:
        """Return a template of this package.

        Raises:
            TemplateNotFound: The package has no such template.
        """
        del environment
        path = files("hatangso.documents") / "templates" / template
        if not path.is_file():
            raise TemplateNotFound(template)
        return path.read_text(encoding="utf-8"), template, None


@cache
def _package_text(name: str) -> str:
    path = files("hatangso.documents") / "templates" / name
    return path.read_text(encoding="utf-8")


def _script_data(data: Mapping[str, object]) -> Markup:
    text = json.dumps(
        {"words": SCRIPT_WORDS, **data}, ensure_ascii=False, separators=(",", ":")
    )
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no "<" is left


def _translated_attribute(name: str, vi: str, en: str) -> Markup:
    """Return an attribute in Vietnamese that the script can turn into English."""
    return Markup('{0}="{1}" data-i18n="{0}" data-vi="{1}" data-en="{2}"').format(
        name, vi, en
    )


def _label(vi: str, en: str) -> Markup:
    """Return what a cell is called where the table has no head, on a phone."""
    return Markup('data-label-vi="{}" data-label-en="{}"').format(vi, en)


def reality_mark(name: str, title: Text | None = None) -> Markup:
    """Return the mark that says how real something is."""
    reality = Reality(name)
    word = REALITY_WORDS[reality]
    hint = _translated_attribute("title", title.vi, title.en) if title else Markup("")
    return Markup('<span class="mark {}" {}>{}</span>').format(
        reality.value, hint, bilingual.both(word)
    )


def _assumed(assumption: CostAssumption) -> Text:
    """Return a price per unit as people say it; the unit "1" is a plain ratio."""
    return _priced(assumption.value, assumption.unit)


def _assumed_range(assumption: CostAssumption) -> Text:
    """Return the range of a price; a dash where the value is taken as known."""
    low, high = assumption.low, assumption.high
    if low is None or high is None or low == high:
        return Text(_DASH, _DASH)
    least, most = (_priced(one, assumption.unit) for one in (low, high))
    return Text(f"{least.vi} {_DASH} {most.vi}", f"{least.en} {_DASH} {most.en}")


def _priced(value: float, unit: Text) -> Text:
    money, slash, per = unit.vi.partition("/")
    if money == "đồng":
        amount = bilingual.money(value)
        return Text(f"{amount.vi}{slash}{per}", f"{amount.en}{slash}{per}")
    number = bilingual.plain_number(value)
    if unit.vi == "1":
        return number
    return Text(f"{number.vi} {unit.vi}".strip(), f"{number.en} {unit.en}".strip())


def _gap_percent(ratio: float) -> Text:
    """Return a bound in per cent, rounded up to one decimal."""
    thousandths = ceil(1000 * ratio - 1000 * _NOISE_RATIO)
    return bilingual.percent(max(thousandths, 0) / 1000)


def _data_uri(png: bytes) -> Markup:
    text = b64encode(png).decode("ascii")
    return Markup("data:image/png;base64,{}").format(text)
