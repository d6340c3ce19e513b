"""Targets and indicators: where the province stands, and the values behind it."""

import threading
from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from hatangso.errors import InvalidInputError
from hatangso.indicators.series.analytics import AS_REPORTED
from hatangso.io.indicator_tables import analytics_csv, analytics_json
from hatangso.io.sdmx_csv import sdmx_csv
from hatangso.language import translate
from hatangso.model.unit_history import SuccessionBasis
from hatangso.web.access import Permission
from hatangso.web.api.shapes import FindingShape, PageOf, finding_shape
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.routing import ApiRouter
from hatangso.workflows.audit import audit_province
from hatangso.workflows.indicator_definitions import shipped_catalogue
from hatangso.workflows.indicators import answer_of
from hatangso.workflows.target_table import TARGET_COLUMNS, target_table
from hatangso.workflows.targets import targets_on

__all__ = ["router"]

router = ApiRouter(prefix="/api/v1", tags=["targets and indicators"])
_MOST = 1_000
_MOST_CODES = 50
_turn = threading.Lock()
_CSV = {"text/csv": {"schema": {"type": "string"}}}
Codes = Annotated[str, Query(max_length=2_000)]


class AnswerFormat(StrEnum):
    """How values are handed on."""

    JSON = "json"
    CSV = "csv"
    SDMX_CSV = "sdmx-csv"


class IndicatorShape(BaseModel):
    """A definition."""

    code: str
    name_vi: str
    name_en: str
    unit: str
    component: str


class AuditShape(BaseModel):
    """Printed figures that do not fit together."""

    rule: str
    figures: list[str]
    problem: str
    arithmetic: str
    suggestion: str
    suggested_value: float | None
    is_note: bool


class TargetPage(BaseModel):
    """Targets with their evidence: one row per piece of evidence."""

    as_of: date
    total: int
    offset: int
    items: list[dict[str, str | float | int | None]]
    findings: list[FindingShape]


@router.ask("/targets", Permission.READ_PUBLIC)
def targets(
    request: Request,
    as_of: Annotated[
        date | None, Query(description="Day of the judgement; that of the data.")
    ] = None,
    component: Annotated[str, Query(max_length=50)] = "",
    outlook: Annotated[str, Query(max_length=50)] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 200,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> TargetPage:
    """Return every target, the document that issued it, and where it stands."""
    snapshot = state_of(request).snapshots.current()
    found = snapshot.targets
    if as_of is not None and as_of != found.as_of:
        # Any day may be asked for, so that none is kept: one at a time, others wait.
        with _turn:
            found = targets_on(snapshot.inputs, as_of=as_of)
    rows = [dict(zip(TARGET_COLUMNS, row, strict=True)) for row in target_table(found)]
    rows = [
        row
        for row in rows
        if (not component or row["component"] == component)
        and (not outlook or row["outlook"] == outlook)
    ]
    language = visitor_of(request).language
    return TargetPage(
        as_of=found.as_of,
        total=len(rows),
        offset=offset,
        items=[
            {name: _plain(value) for name, value in row.items()}
            for row in rows[offset : offset + limit]
        ],
        findings=[finding_shape(one, language) for one in found.findings],
    )


def _plain(value: object) -> str | float | int | None:
    """Return a cell as JSON holds it; a cell that is empty as null."""
    if value is None or value == "":
        return None
    return value if isinstance(value, int | float) else str(value)


@router.ask("/indicators", Permission.READ_PUBLIC)
def indicators() -> PageOf[IndicatorShape]:
    """Return the definitions of all indicators."""
    items = [
        IndicatorShape(
            code=one.code,
            name_vi=one.name_vi,
            name_en=one.name_en,
            unit=one.unit,
            component=one.component,
        )
        for one in shipped_catalogue()
    ]
    return PageOf(total=len(items), offset=0, items=items)


@router.ask(
    "/analytics",
    Permission.READ_PUBLIC,
    responses={200: {"content": _CSV}},
    response_model=dict[str, object],
)
def analytics(
    request: Request,
    dx: Annotated[Codes, Query(description="Codes of indicators, by semicolons.")] = "",
    pe: Annotated[Codes, Query(description="Periods: 2024;2024-Q4;2025-03.")] = "",
    ou: Annotated[Codes, Query(description="Units: codes, names, LEVEL-commune.")] = "",
    boundaries: Annotated[
        str,
        Query(max_length=20, description="as-reported, current, or a day: 2025-07-01."),
    ] = AS_REPORTED,
    by: Annotated[
        SuccessionBasis, Query(description="By what divided units are divided.")
    ] = SuccessionBasis.PEOPLE,
    known_on: Annotated[
        date | None, Query(description="Leave out what was said after this day.")
    ] = None,
    form: Annotated[AnswerFormat, Query(alias="format")] = AnswerFormat.JSON,
) -> Response:
    """Return values by indicator, unit and period, restated on other units if asked."""
    snapshot = state_of(request).snapshots.current()
    table = answer_of(
        snapshot.series,
        dx=_listed(dx),
        pe=_listed(pe),
        ou=_listed(ou),
        boundaries=boundaries,
        known_on=known_on,
        basis=by,
    )
    language = visitor_of(request).language
    if form is AnswerFormat.JSON:
        text = analytics_json(table, language)
        return Response(text, media_type="application/json")
    is_plain = form is AnswerFormat.CSV
    written = analytics_csv(table, language) if is_plain else sdmx_csv(table)
    return Response(written, media_type="text/csv; charset=utf-8")


def _listed(text: str) -> tuple[str, ...]:
    """Return what stands between semicolons."""
    found = tuple(part.strip() for part in text.split(";") if part.strip())
    if len(found) > _MOST_CODES:
        raise InvalidInputError(
            "{count} names are asked for at once: ask for at most {most}",
            count=len(found),
            most=_MOST_CODES,
        )
    return found


@router.ask("/audit", Permission.READ_PUBLIC)
def audit(request: Request) -> PageOf[AuditShape]:
    """Return the printed figures that do not fit together, with the arithmetic."""
    language = visitor_of(request).language
    snapshot = state_of(request).snapshots.current()
    found = snapshot.part("audit", lambda: audit_province(snapshot.directory))
    items = [
        AuditShape(
            rule=one.rule,
            is_note=one.is_note,
            suggested_value=one.suggested_value,
            figures=list(one.figures),
            problem=translate(one.problem, language),
            arithmetic=translate(one.arithmetic, language),
            suggestion=translate(one.suggestion, language),
        )
        for one in found.records
    ]
    return PageOf(total=len(items), offset=0, items=items)
