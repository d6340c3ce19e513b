"""The report: one HTML file in two languages that needs nothing beside itself."""

from collections.abc import Iterable

from markupsafe import Markup

from hatangso.documents import answers, bilingual
from hatangso.documents.hole_rows import hole_rows
from hatangso.documents.map_drawing import MapDrawing, draw_map
from hatangso.documents.opinions import two_opinions
from hatangso.documents.page import reality_mark, render_page
from hatangso.documents.path_drawing import draw_path
from hatangso.documents.plan_chapter import plan_chapter
from hatangso.documents.plan_map import draw_plan
from hatangso.documents.report_content import ReportContent, Text
from hatangso.documents.report_words import LAYER_WORDS, REALITY_WORDS
from hatangso.documents.service_rows import service_rows
from hatangso.documents.target_rows import figure_lines, target_rows
from hatangso.documents.uncertain_rows import uncertain_rows
from hatangso.model.provenance import Reality

__all__ = ["render_report"]


def render_report(content: ReportContent) -> str:
    """Return the report as one HTML document.

    The same content gives the same text. Everything that comes from the content is
    escaped; the page forbids itself every connection and every script but its own.
    """
    drawing = draw_map(
        content, [one.technology for one in answers.technology_answers(content)]
    )
    return render_page(
        "report.html",
        _context(content, drawing),
        script_data={
            "technology": content.main_technology,
            "km_per_unit": drawing.projection.km_per_unit if drawing else 0,
        },
    )


def _context(content: ReportContent, drawing: MapDrawing | None) -> dict[str, object]:
    found = answers.technology_answers(content)
    main = tuple(
        one for one in content.coverages if one.technology is content.main_technology
    )
    chapter = plan_chapter(content)
    bundles = [row.bundle for row in chapter.bundles] if chapter else []
    holes = hole_rows(content, main, bundles)
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
        "paths": [draw_path(picture) for picture in content.paths],
        "uncertain_paths": [draw_path(picture) for picture in content.uncertain_paths],
        "path_numbers": _path_numbers(content),
        "chapter": chapter,
        "plan_map": draw_plan(bundles, drawing.projection)
        if drawing and bundles
        else None,
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


def _points_json(drawing: MapDrawing | None) -> Markup:
    # The drawing has replaced every "<" already.
    return Markup(drawing.data_json if drawing else "null")  # noqa: S704


def _mark(content: ReportContent, layers: Iterable[str]) -> Markup:
    layers = [layer for layer in layers if layer in content.province.provenances]
    return reality_mark(
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
