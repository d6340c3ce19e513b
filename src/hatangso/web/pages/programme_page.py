"""Chương trình: what is late, what is delivered and paid, and what tasks move."""

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.charts.bars import bar, patterns
from hatangso.web.charts.timeline import time_axis
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.programme_view import (
    SHOWN,
    TaskFilter,
    filtered,
    kept_programme,
    leads,
    programme_span,
    sources,
    task_line,
)

router = PageRouter()
_PER_PAGE = 50
Text = Annotated[str, Query(max_length=200)]


@router.page("/he-thong/chuong-trinh", Permission.READ)
def programme(
    request: Request,
    *,
    tim: Text = "",
    chu_tri: Text = "",
    nguon: Text = "",
    xem: Text = "",
    trang: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Show how the programme of the province stands."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot, today = state.snapshots.current(), state.today
    found = kept_programme(snapshot, today)
    wanted = TaskFilter(tim.strip(), chu_tri, nguon, xem)
    asked = filtered(found, wanted)
    shown = asked[(trang - 1) * _PER_PAGE : trang * _PER_PAGE]
    span = programme_span(shown, today)
    return render(
        request,
        "programme.html",
        found=found,
        wanted=wanted,
        shown_words={name: words for name, (words, _) in SHOWN.items()},
        lines=[
            task_line(one, span, snapshot.targets, visitor.language, today=today)
            for one in shown
        ],
        axis=time_axis(span),
        total=len(asked),
        page=trang,
        pages=max(-(-len(asked) // _PER_PAGE), 1),
        leads=leads(found),
        sources=sources(found),
        provenances=snapshot.inputs.province.provenances,
        patterns=patterns,
        bar=bar,
    )
