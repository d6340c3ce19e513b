"""What the province runs, at a glance, and what is not as it should be."""

from fastapi import Request
from starlette.responses import Response

from hatangso.model.concern import Severity
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.concern_view import (
    SEVERITIES,
    concern_lines,
    concern_sorts,
    part_concerns,
    province_concerns,
)
from hatangso.web.views.indicator_list import page_of

router = PageRouter()
_ROWS = 100


@router.page("/he-thong", Permission.READ)
def systems(request: Request) -> Response:
    """Show every part of the plan with its concerns."""
    state = state_of(request)
    snapshot = state.snapshots.current()
    found = province_concerns(state, snapshot)
    return render(
        request,
        "systems.html",
        parts=part_concerns(snapshot, found),
        severities=SEVERITIES,
    )


@router.page("/he-thong/van-de", Permission.READ)
def concerns(
    request: Request, phan: str = "", loai: str = "", muc: str = "", trang: int = 1
) -> Response:
    """List concerns: of a part, of a sort, of a severity."""
    state = state_of(request)
    snapshot = state.snapshots.current()
    found = province_concerns(state, snapshot)
    lines = [
        one
        for one in concern_lines(snapshot, found, today=state.today)
        if (not phan or one.concern.component == phan)
        and (not loai or one.concern.sort == loai)
        and (muc not in tuple(Severity) or one.concern.severity == muc)
    ]
    shown = page_of(lines, trang, size=_ROWS)
    return render(
        request,
        "concerns.html",
        lines=shown.rows,
        total=shown.total,
        page=shown.number,
        pages=shown.pages,
        parts=part_concerns(snapshot, found),
        sorts=concern_sorts(snapshot, found),
        severities=SEVERITIES,
        asked={"phan": phan, "loai": loai, "muc": muc},
    )
