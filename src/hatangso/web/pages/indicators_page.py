"""Chỉ tiêu: all targets and indicators, and a page for each."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.indicators.series.analytics import AS_REPORTED, CURRENT, analytics
from hatangso.language import Language, sort_key
from hatangso.model.indicator import Indicator
from hatangso.model.indicator_series import AnalyticsTable
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.charts.bars import bar, patterns
from hatangso.web.charts.commune_map import (
    CommuneMap,
    CommunePaths,
    commune_map,
    commune_paths,
)
from hatangso.web.pages.overview_page import TODAY, judged
from hatangso.web.rendering import is_part_asked, render
from hatangso.web.routing import PageRouter
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.indicator_chart import series_chart
from hatangso.web.views.indicator_list import (
    LEFT_TO_DO,
    NO_COMPONENT,
    NO_LONGER,
    Choice,
    IndicatorLine,
    indicator_lines,
    indicators_chosen,
    page_of,
    target_lines,
    targets_chosen,
)
from hatangso.web.views.indicator_view import (
    AGGREGATIONS,
    commune_lines,
    commune_shades,
    doubts_of,
    groupings,
    reference_text,
    series_lines,
    target_cards,
)
from hatangso.web.views.overview_view import OUTLOOK_WORDS, missing_coverage
from hatangso.workflows.audit import figure_audit
from hatangso.workflows.indicator_definitions import shipped_taxonomies
from hatangso.workflows.indicator_words import shown_unit
from hatangso.workflows.scores import scheme_codes
from hatangso.workflows.target_remarks import COMPONENTS
from hatangso.workflows.targets import ProvinceTargets

router = PageRouter()
_ALL = "tat-ca"
_COMMUNES = "LEVEL-commune"
_COMMUNES_A_PAGE = 60
# Words of the address for boundaries; a day stands for itself.
_NOW = "hien-nay"
Word = Annotated[str, Query(max_length=100)]
Number = Annotated[int, Query(ge=1, le=10_000)]


@router.page("/chi-tieu", Permission.READ_PUBLIC)
def indicators(
    request: Request,
    phan: Word = "",
    ket_luan: Word = "",
    van_ban: Word = "",
    tim: Word = "",
    sap: Word = "",
    xet: Word = "",
    xem: Word = "",
    trang: Number = 1,
) -> Response:
    """List targets, or all indicators."""
    state, language = state_of(request), visitor_of(request).language
    snapshot = state.snapshots.current()
    today = state.today if xet == TODAY else None
    found = judged(snapshot, today)
    choice = Choice(phan, ket_luan, van_ban, tim.strip(), sap, xet, xem)
    values: dict[str, Any] = {"is_all": xem == _ALL}
    if xem == _ALL:
        known = snapshot.part(
            f"indicator lines in {language}",
            lambda: _indicator_lines(snapshot, language),
        )
        values["lines"] = page_of(indicators_chosen(known, choice), trang)
    else:
        lines = snapshot.part(
            f"target lines on {today} in {language}",
            lambda: target_lines(found, language),
        )
        values["lines"] = page_of(targets_chosen(lines, choice), trang)
    part = "parts/indicator_list.html" if is_part_asked(request) else "indicators.html"
    return render(
        request,
        part,
        choice=choice,
        targets=found,
        computed_missing=missing_coverage(found.computed_missing),
        documents=_documents(found, language),
        components={code or NO_COMPONENT: text for code, text in COMPONENTS.items()},
        outlooks=OUTLOOK_WORDS,
        left_to_do=LEFT_TO_DO,
        no_longer=NO_LONGER,
        schemes=scheme_codes(),
        **values,
    )


def _indicator_lines(
    snapshot: ProvinceSnapshot, language: Language
) -> tuple[IndicatorLine, ...]:
    series = snapshot.series
    table = analytics(series.data, series.catalogue, series.units)
    return indicator_lines(series.catalogue, table.rows, snapshot.targets, language)


def _documents(found: ProvinceTargets, language: Language) -> Mapping[str, str]:
    """Return the titles of the documents that set a target, in Vietnamese order."""
    used = {one.target.document for one in found.every.values()}
    titles = {
        one.id: (one.title_vi if language is Language.VI else one.title_en) or one.id
        for one in found.documents
        if one.id in used
    }
    return dict(sorted(titles.items(), key=lambda item: sort_key(item[1])))


@router.page("/chi-tieu/{code}", Permission.READ_PUBLIC)
def indicator(
    request: Request,
    code: str,
    dia_gioi: Word = "",
    xet: Word = "",
    trang: Number = 1,
) -> Response:
    """Show one indicator."""
    state, visitor = state_of(request), visitor_of(request)
    language = visitor.language
    snapshot = state.snapshots.current()
    series = snapshot.series
    found = judged(snapshot, state.today if xet == TODAY else None)
    if code not in series.catalogue:
        raise NotFoundError("no indicator has the code {code}", code=code)
    chosen = series.catalogue[code]
    boundaries = _boundaries(dia_gioi)
    table = _answer(snapshot, code, boundaries)
    standings = [one for one in found.standings if one.target.indicator == code]
    audit = snapshot.part(
        "figure audit", lambda: figure_audit(snapshot.inputs.province)
    )
    told = [row.value for row in table.rows if row.value is not None]
    figures = [one.figure for one in told] + [one.target.id for one in standings]
    return render(
        request,
        "indicator.html",
        indicator=chosen,
        unit=shown_unit(language, chosen.unit),
        component=COMPONENTS.get(chosen.component),
        cards=target_cards(
            standings, found, language, with_plans=visitor.may(Permission.READ)
        ),
        lines=series_lines(table, series.catalogue.indicators, language),
        chart=series_chart(
            chosen, table.rows, standings, series.catalogue.units, language
        ),
        doubts=doubts_of(audit, figures, language),
        groupings=groupings(chosen, shipped_taxonomies(series.catalogue), language),
        aggregations=AGGREGATIONS,
        reference=reference_text(chosen, language),
        boundaries=dia_gioi,
        is_today=xet == TODAY,
        api_boundaries=str(boundaries),
        stands_on=found.as_of,
        computed_missing=missing_coverage(found.computed_missing),
        patterns=patterns,
        bar=bar,
        **_communes(snapshot, chosen, boundaries, language, trang),
    )


def _boundaries(asked: str) -> str | date:
    """Return the boundaries that an address names.

    Raises:
        InvalidInputError: It is no day.
    """
    if asked in ("", _NOW):
        return CURRENT if asked else AS_REPORTED
    try:
        return date.fromisoformat(asked)
    except ValueError:
        raise InvalidInputError(
            "boundaries are those of a day, written like 2025-07-01, not {text}",
            text=asked,
        ) from None


def _answer(
    snapshot: ProvinceSnapshot, code: str, boundaries: str | date, *, ou: str = ""
) -> AnalyticsTable:
    """Return the series of an indicator; kept where few can be asked for."""
    series = snapshot.series

    def compute() -> AnalyticsTable:
        return analytics(
            series.data,
            series.catalogue,
            series.units,
            dx=[code],
            ou=[ou] if ou else (),
            boundaries=boundaries,
        )

    if isinstance(boundaries, date):
        return compute()
    return snapshot.part(f"{code} of {ou or 'province'}, {boundaries}", compute)


def _communes(
    snapshot: ProvinceSnapshot,
    chosen: Indicator,
    boundaries: str | date,
    language: Language,
    number: int,
) -> dict[str, Any]:
    """Return the communes ranked, with their map; nothing for other indicators."""
    if "commune" not in chosen.levels:
        return {"communes": None, "map": None}
    rows = _answer(snapshot, chosen.code, boundaries, ou=_COMMUNES).rows
    lines = commune_lines(rows, chosen, language)
    paths: CommunePaths | None = snapshot.part(
        "commune paths",
        lambda: commune_paths(
            {unit.code: unit.geometry for unit in snapshot.inputs.province.communes}
        ),
    )
    drawn = None
    known = [one for one in lines if one.step]
    if known and paths is not None and {one.code for one in known} & set(paths.paths):
        name = chosen.name_vi if language is Language.VI else chosen.name_en
        text = "; ".join(f"{one.name}: {one.value}" for one in known[:5])
        found = CommuneMap("communes", name, text, commune_shades(lines))
        drawn = commune_map(found, paths)
    return {
        "communes": page_of(lines, number, size=_COMMUNES_A_PAGE),
        "map": drawn,
        "best": known[-1] if known else None,
        "worst": known[0] if known else None,
    }
