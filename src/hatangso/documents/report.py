"""The report: one HTML file in two languages that needs nothing beside itself."""

import json
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from math import ceil

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from markupsafe import Markup

from hatangso.documents import answers, bilingual
from hatangso.documents.cost_curve import draw_cost_curve
from hatangso.documents.hole_rows import hole_rows
from hatangso.documents.map_drawing import MapDrawing, draw_map
from hatangso.documents.map_images import LEVEL_COLOURS
from hatangso.documents.opinions import two_opinions
from hatangso.documents.path_drawing import draw_path
from hatangso.documents.plan_rows import KIND_WORDS, left_out_rows, plan_rows
from hatangso.documents.report_content import CostAssumption, ReportContent, Text
from hatangso.documents.report_words import LAYER_WORDS, REALITY_WORDS, SCRIPT_WORDS
from hatangso.documents.service_rows import service_rows
from hatangso.documents.target_rows import figure_lines, target_rows
from hatangso.documents.uncertain_rows import uncertain_rows
from hatangso.model.provenance import Reality

__all__ = ["render_report"]

_SHORT_HASH = 12
_NOISE_RATIO = 1e-9


def render_report(content: ReportContent) -> str:
    """Return the report as one HTML document.

    The same content gives the same text. Everything that comes from the content is
    escaped; the page forbids itself every connection and every script but its own.
    """
    script = _package_text("report.js")
    template = _environment().get_template("report.html")
    return template.render(
        **_context(content),
        style=Markup(_package_text("report.css")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
    )


def _context(content: ReportContent) -> dict[str, object]:
    found = answers.technology_answers(content)
    technologies = [answer.technology for answer in found]
    main = tuple(
        one for one in content.coverages if one.technology is content.main_technology
    )
    holes = hole_rows(content, main)
    drawing = draw_map(content, technologies)
    items = plan_rows(content)
    people = {place.id: place.people for place in content.province.localities}
    return {
        "content": content,
        "answers": found,
        "main": next(
            (one for one in found if one.technology is content.main_technology), None
        ),
        "opinions": two_opinions(people, main),
        "services": service_rows(content),
        "uncertain": uncertain_rows(content, main),
        "uncertain_threshold": _threshold(content),
        "status_counts": answers.status_counts(content.assessments),
        "targets": target_rows(content),
        "targets_rest_on_synthetic": any(
            one.value is not None and one.value.rests_on_synthetic
            for one in content.assessments
        ),
        "terrain_is_measured": _is_terrain_measured(content),
        "holes": holes,
        "commune_answers": answers.commune_answers(content, main),
        "communes": {unit.code: unit for unit in content.province.communes},
        "map": drawing,
        "points_json": _points_json(drawing),
        "script_data": _script_data(content, drawing),
        "paths": [draw_path(picture) for picture in content.paths],
        "uncertain_paths": [draw_path(picture) for picture in content.uncertain_paths],
        "path_numbers": _path_numbers(content),
        "items": items,
        "left_out": left_out_rows(content, holes),
        "curve": draw_cost_curve(content.plan) if content.plan else None,
        "synthetic": content.province.synthetic_layers(*answers.PLAN_LAYERS),
        "coverage_layers": answers.COVERAGE_LAYERS,
        "plan_layers": answers.PLAN_LAYERS,
        "figure_lines": lambda note: figure_lines(content, note),
        "mark": lambda *layers: _mark(content, layers),
    }


def _threshold(content: ReportContent) -> Text:
    """Return the threshold of the main technology in brackets; nothing without."""
    for one in content.thresholds:
        if one.technology is content.main_technology:
            shown = bilingual.plain_number(one.basic_dbm)
            return Text(f" ({shown.vi} dBm)", f" ({shown.en} dBm)")
    return Text("", "")


def _path_numbers(content: ReportContent) -> dict[str, int]:
    """Return the number of the profile that shows a place; tables lead there."""
    pictures = (*content.paths, *content.uncertain_paths)
    return {picture.place_id: n for n, picture in enumerate(pictures, start=1)}


def _is_terrain_measured(content: ReportContent) -> bool:
    """Return whether the terrain is real; one that says nothing counts as real."""
    terrain = content.province.provenances.get("terrain")
    return terrain is None or terrain.reality is Reality.REAL


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
        mark_of=_reality_mark,
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


def _script_data(content: ReportContent, drawing: MapDrawing | None) -> Markup:
    data: dict[str, object] = {
        "words": SCRIPT_WORDS,
        "technology": content.main_technology,
        "km_per_unit": drawing.projection.km_per_unit if drawing else 0,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no "<" is left


def _points_json(drawing: MapDrawing | None) -> Markup:
    # The drawing has replaced every "<" already.
    return Markup(drawing.data_json if drawing else "null")  # noqa: S704


def _translated_attribute(name: str, vi: str, en: str) -> Markup:
    """Return an attribute in Vietnamese that the script can turn into English."""
    return Markup('{0}="{1}" data-i18n="{0}" data-vi="{1}" data-en="{2}"').format(
        name, vi, en
    )


def _label(vi: str, en: str) -> Markup:
    """Return what a cell is called where the table has no head, on a phone."""
    return Markup('data-label-vi="{}" data-label-en="{}"').format(vi, en)


def _mark(content: ReportContent, layers: Iterable[str]) -> Markup:
    layers = [layer for layer in layers if layer in content.province.provenances]
    return _reality_mark(
        answers.weakest_reality(content, layers), _rests(content, layers)
    )


def _rests(content: ReportContent, layers: Iterable[str]) -> Text:
    parts = []
    for layer in layers:
        name = LAYER_WORDS.get(layer, Text(layer, layer))
        word = REALITY_WORDS[content.province.provenances[layer].reality]
        parts.append(Text(f"{name.vi} ({word.vi})", f"{name.en} ({word.en})"))
    return Text(
        "Dựa trên: " + "; ".join(part.vi for part in parts),
        "Rests on: " + "; ".join(part.en for part in parts),
    )


def _reality_mark(name: str, title: Text | None = None) -> Markup:
    reality = Reality(name)
    word = REALITY_WORDS[reality]
    hint = _translated_attribute("title", title.vi, title.en) if title else Markup("")
    return Markup('<span class="mark {}" {}>{}</span>').format(
        reality.value, hint, bilingual.both(word)
    )


def _assumed(assumption: CostAssumption) -> Text:
    """Return a price per unit as people say it; the unit "1" is a plain ratio."""
    money, slash, per = assumption.unit.vi.partition("/")
    if money == "đồng":
        amount = bilingual.money(assumption.value)
        return Text(f"{amount.vi}{slash}{per}", f"{amount.en}{slash}{per}")
    number, unit = bilingual.plain_number(assumption.value), assumption.unit
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
