"""What the monitoring agent sees: targets, alarms, and what was before.

Nothing here opens an address: the agent does, where the administrator starts it.
"""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Form, Query, Request
from starlette.responses import RedirectResponse, Response

from hatangso.errors import Message
from hatangso.language import format_number
from hatangso.model.monitoring import TargetState
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.charts.response_chart import response_chart
from hatangso.web.rendering import render, say
from hatangso.web.routing import PageRouter
from hatangso.web.views.monitoring_view import (
    STATE_TONES,
    alarm_lines,
    days_left,
    moment,
    monitoring_view,
    outage_lines,
    read_settings,
    response_hours,
    target_lines,
)
from hatangso.workflows.monitoring import target_history
from hatangso.workflows.monitoring_words import (
    CERTIFICATE_WORDS,
    END_WORDS,
    FAULT_WORDS,
    PROBE_WORDS,
    STATE_WORDS,
)

router = PageRouter()
_ROWS = 100
_DAYS = (1, 7, 30, 90)
_MOST_OUTAGES = 100
_LONGEST_NOTE = 1_000
_CHART_TEXT = Message(
    "The line is the mean of an hour; the strip below is drawn where something is"
    " known and grows red where the target was down."
)
_WORDS: dict[str, Any] = {
    "state_words": STATE_WORDS,
    "fault_words": FAULT_WORDS,
    "probe_words": PROBE_WORDS,
    "end_words": END_WORDS,
    "certificate_words": CERTIFICATE_WORDS,
    "tones": STATE_TONES,
}


@router.page("/he-thong/giam-sat", Permission.READ)
def monitoring(
    request: Request,
    trang_thai: Annotated[str, Query(max_length=20)] = "",
    trang: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Show open alarms, and every target as it is now."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    view = monitoring_view(state, snapshot, visitor)
    lines = [
        one
        for one in view.lines
        if trang_thai not in tuple(TargetState) or one.state == trang_thai
    ]
    pages = max(1, -(-len(lines) // _ROWS))
    page = min(trang, pages)
    return render(
        request,
        "monitoring.html",
        view=view,
        provenances=snapshot.inputs.province.provenances,
        lines=lines[(page - 1) * _ROWS : page * _ROWS],
        total=len(lines),
        page=page,
        pages=pages,
        asked=trang_thai,
        may_acknowledge=visitor.may(Permission.PLAN),
        **_WORDS,
    )


@router.page("/he-thong/giam-sat/{number:int}", Permission.READ)
def target(
    request: Request, number: int, ngay: Annotated[int, Query(ge=1, le=90)] = 7
) -> Response:
    """Show one target: how it is, how it was, its outages and alarms."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    settings = read_settings(state, snapshot)
    now_s = int(state.now().timestamp())
    history = target_history(
        state.operations,
        number,
        days=ngay,
        parameters=settings.parameters,
        now_s=now_s,
    )
    line = target_lines(
        state, snapshot, visitor, [history.target], settings, now_s=now_s
    )[0]
    return render(
        request,
        "monitoring_target.html",
        line=line,
        history=history,
        outages=outage_lines(history.outages[:_MOST_OUTAGES]),
        alarms=alarm_lines(history.alarms, {number: history.target}),
        chart=response_chart(
            "answers",
            response_hours(history),
            title=say(request, Message("How long answers took, by the hour")),
            text=say(request, _CHART_TEXT),
            number=lambda value: format_number(value, 0, visitor.language),
        ),
        days=ngay,
        periods=_DAYS,
        looked_at=moment(history.target.health.looked_at_s)
        if history.target.health
        else None,
        certificate_ends=moment(history.target.health.certificate_ends_at_s)
        if history.target.health
        else None,
        days_left=days_left(history.target.health, now_s),
        may_acknowledge=visitor.may(Permission.PLAN),
        **_WORDS,
    )


@router.form("/he-thong/giam-sat/bao-dong/{number:int}", Permission.PLAN)
def acknowledge(
    request: Request,
    number: int,
    ghi_chu: Annotated[str, Form(max_length=_LONGEST_NOTE)] = "",
) -> Response:
    """Note that somebody sees to an alarm."""
    state, visitor = state_of(request), visitor_of(request)
    alarm = state.operations.alarms.acknowledge(
        number,
        by=visitor.login,
        note=ghi_chu.strip(),
        at_s=int(state.now().timestamp()),
    )
    return RedirectResponse(
        f"/he-thong/giam-sat/{alarm.target_id}?da=saved", HTTPStatus.SEE_OTHER
    )
