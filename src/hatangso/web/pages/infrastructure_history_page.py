"""What changed in the register: sets of changes, each with what it did, and undo."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from hatangso.errors import InvalidInputError, StaleResultError
from hatangso.language import sort_key
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.access import Permission
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.record_history_view import (
    HistoryQuery,
    is_undoable,
    set_line,
    shown_change,
    sought_sets,
)
from hatangso.web.views.record_query import read_day_typed
from hatangso.web.views.register_visit import register_visit, went_well
from hatangso.workflows.register.import_files import undo_import

__all__: list[str] = []

router = PageRouter()
_PAGE = 50


@router.page("/ha-tang/lich-su", Permission.READ)
def history_page(
    request: Request,
    ai: str = "",
    loai: str = "",
    tep: str = "",
    tu: str = "",
    den: str = "",
    trang: int = 1,
) -> Response:
    """Show what changed, the newest first."""
    visit = register_visit(request)
    query = HistoryQuery(ai, loai, tep, read_day_typed(tu), read_day_typed(den))
    sets = visit.change_sets()
    found = sought_sets(sets, query)
    undone = {one.undoes: one.id for one in sets if one.undoes is not None}
    pages = max(-(-len(found) // _PAGE), 1)
    page = min(max(trang, 1), pages)
    shown = found[(page - 1) * _PAGE : page * _PAGE]
    kinds = [(code, visit.words.kind(one)) for code, one in shipped_kinds().items()]
    return render(
        request,
        "register_history.html",
        sets=[set_line(one, visit.words, undone) for one in shown],
        kinds=visit.words.sorted(kinds),
        people=sorted({one.actor for one in sets}, key=sort_key),
        asked={"ai": ai, "loai": loai, "tep": tep, "tu": tu, "den": den},
        count=len(found),
        page=page,
        pages=pages,
    )


@router.page("/ha-tang/lich-su/{set_id:int}", Permission.READ)
def set_page(request: Request, set_id: int, trang: int = 1) -> Response:
    """Show what one set changed."""
    return _show(request, set_id, trang)


@router.form("/ha-tang/lich-su/{set_id:int}/hoan-tac", Permission.WRITE)
def undo(
    request: Request, set_id: int, reason: Annotated[str, Form()] = ""
) -> Response:
    """Take a set back, as a set of its own."""
    visit = register_visit(request)
    try:
        done = undo_import(
            visit.state.directory,
            set_id,
            actor=visit.actor,
            at=visit.at,
            reason=reason.strip(),
        )
    except (InvalidInputError, StaleResultError) as error:
        return _show(request, set_id, 1, refusal=error)
    finally:
        visit.state.snapshots.forget()
    number = done.change_set.id if done.change_set else set_id
    return went_well(f"/ha-tang/lich-su/{number}", "undone")


def _show(
    request: Request,
    set_id: int,
    page: int,
    *,
    refusal: InvalidInputError | StaleResultError | None = None,
) -> Response:
    visit = register_visit(request)
    changes = visit.changes(set_id)
    sets = visit.change_sets()
    undone = {one.undoes: one.id for one in sets if one.undoes is not None}
    pages = max(-(-len(changes) // _PAGE), 1)
    page = min(max(page, 1), pages)
    shown = changes[(page - 1) * _PAGE : page * _PAGE]
    kinds = shipped_kinds()
    living = {
        code: frozenset(visit.seen(kinds[code]).by_id)
        for code in {one.kind for one in shown} & set(kinds)
    }
    may_undo = visit.visitor.may(Permission.WRITE) and set_id not in undone
    return render(
        request,
        "register_set.html",
        status=HTTPStatus.OK if refusal is None else HTTPStatus.CONFLICT,
        made=next(set_line(o, visit.words, undone) for o in sets if o.id == set_id),
        changes=[
            (
                visit.words.kind(kinds[one.kind]) if one.kind in kinds else one.kind,
                shown_change(
                    one, visit.actor, visit.words, living=living.get(one.kind)
                ),
            )
            for one in shown
        ],
        count=len(changes),
        page=page,
        pages=pages,
        may_undo=may_undo and is_undoable(changes, visit.actor),
        refusal=refusal,
    )
