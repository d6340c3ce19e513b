"""Dữ liệu, checks: figures that do not fit, faults of the tables, source documents."""

from fastapi import Request
from starlette.responses import Response

from hatangso.errors import InvalidInputError
from hatangso.model.province import Province
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.rights import visible
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.audit_view import (
    AuditView,
    audit_view,
    check_findings,
    document_views,
)
from hatangso.web.views.import_findings_view import findings_view

router = PageRouter()


@router.page("/du-lieu/kiem-tra", Permission.READ)
def checks(request: Request, muc: str = "", nhom: str = "", trang: int = 1) -> Response:
    """Show what does not fit in the figures and the tables of the province."""
    snapshot = state_of(request).snapshots.current()
    found = check_findings(snapshot)
    return render(
        request,
        "audit.html",
        audit=_audit(request, snapshot),
        view=findings_view(
            found,
            language=visitor_of(request).language,
            severity=muc,
            group=nhom,
            page=trang,
        ),
        severity=muc,
        group=nhom,
    )


@router.page("/du-lieu/tai-lieu", Permission.READ)
def documents(request: Request) -> Response:
    """Show the documents that figures and targets come from."""
    snapshot, visitor = state_of(request).snapshots.current(), visitor_of(request)
    province = _province(snapshot)
    views = []
    if province is not None:
        audit = _audit(request, snapshot)
        doubts = audit.doubts if audit else ()
        kind = shipped_kinds()["document"]
        views = document_views(
            province,
            [visible(visitor.actor, kind, one) for one in snapshot.records(kind.code)],
            {figure.id for doubt in doubts for figure in doubt.figures},
            visitor.language,
        )
    return render(
        request, "documents.html", documents=views, is_broken=province is None
    )


def _province(snapshot: ProvinceSnapshot) -> Province | None:
    """Return the province; None when its tables have errors, which the checks show."""
    try:
        return snapshot.inputs.province
    except InvalidInputError:
        return None


def _audit(request: Request, snapshot: ProvinceSnapshot) -> AuditView | None:
    province, language = _province(snapshot), visitor_of(request).language
    if province is None:
        return None
    return snapshot.part(f"audit:{language}", lambda: audit_view(province, language))
