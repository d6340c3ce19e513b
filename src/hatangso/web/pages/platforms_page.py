"""Nền tảng số: services, documents and mail, certificates, meetings, the catalogue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from hatangso.errors import HatangsoError, Message, NotFoundError
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.platforms.certificates import CertificateState
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.access import Permission
from hatangso.web.forms.typed_values import read_typed
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.indicator_list import page_of
from hatangso.web.views.platform_lists import (
    BY_AGENCY,
    BY_FIELD,
    RecordList,
    group_of_gap,
)
from hatangso.web.views.platform_view import (
    PlatformView,
    ReportedLine,
    platform_view,
    reported_lines,
)
from hatangso.web.views.record_query import query_of
from hatangso.web.views.record_sight import unit_names
from hatangso.web.views.record_table_view import TableBuilder
from hatangso.web.views.register_visit import RegisterVisit, register_visit
from hatangso.workflows.platforms import REPORTED

__all__: list[str] = []

router = PageRouter()
_PATH = "/he-thong/nen-tang"
_ROWS = 100
_BUDGET = Field("budget_vnd", FieldType.MONEY, "Kinh phí", "Budget", low=0)
# What a list shows of each record.
_COLUMNS = {
    "data_service": ("id", "name", "platform", "consumers", "is_used", "monthly_calls"),
    "public_service": (
        *("id", "name", "agency", "level"),
        *("dossiers_a_year", "online_dossiers_a_year"),
    ),
    "agency": (
        *("id", "name", "tier", "staff", "documents_a_year"),
        *("signed_documents_a_year", "mail_accounts", "used_mail_accounts"),
    ),
    "signing_certificate": (
        *("id", "holder", "agency", "purpose", "issued_on", "ends_on", "state"),
    ),
    "conference_endpoint": ("id", "name", "agency", "tier", "is_encrypted", "state"),
    "online_meeting": (
        *("id", "name", "held_on", "endpoints", "failed_endpoints", "minutes"),
    ),
    "information_system": ("id", "name", "agency", "kind", "users", "address", "state"),
}
STATE_WORDS = {
    CertificateState.VALID: Message("hold"),
    CertificateState.NOT_YET: Message("not yet begun"),
    CertificateState.ENDED: Message("ended"),
    CertificateState.WITHDRAWN: Message("withdrawn"),
    CertificateState.IMPOSSIBLE: Message("end before they were issued"),
    CertificateState.NO_END: Message("last day not known"),
}
Number = Annotated[int, Query(ge=1, le=10_000)]
Word = Annotated[str, Query(max_length=300)]


@dataclass(frozen=True)
class _Look:
    """What every page about platforms shows."""

    visit: RegisterVisit
    view: PlatformView

    def choices(self, kind: str, name: str) -> Callable[[str], str]:
        """Return how the codes of a field are said."""
        item = shipped_kinds()[kind].field(name)
        return lambda code: self.visit.words.choice(item, code)

    def values(self) -> dict[str, Any]:
        """Return what the templates need."""
        visit = self.visit
        natures = {kind: visit.nature(shipped_kinds()[kind]) for kind in _COLUMNS}
        reported: Mapping[str, Sequence[ReportedLine]] = dict.fromkeys(REPORTED, ())
        problem = None
        try:
            reported = reported_lines(visit.snapshot, visit.words.language)
        except HatangsoError as error:
            # The register is told even where another file of the province is wrong.
            problem = error.message
        return {
            "view": self.view,
            "summary": self.view.summary,
            "inputs": self.view.inputs,
            "reported": reported,
            "reported_problem": problem,
            "natures": natures,
            "tier_name": self.choices("agency", "tier"),
            "platform_name": self.choices("data_service", "platform"),
            "purpose_name": self.choices("signing_certificate", "purpose"),
            "kind_name": self.choices("information_system", "kind"),
            "state_name": self.choices("information_system", "state"),
            "certificate_states": STATE_WORDS,
            "group_of_gap": group_of_gap,
            "by_agency": BY_AGENCY,
            "by_field": BY_FIELD,
        }


def _look(request: Request) -> _Look:
    visit = register_visit(request)
    return _Look(visit, platform_view(visit.snapshot, visit.today))


@router.page(_PATH, Permission.READ)
def platforms(request: Request) -> Response:
    """Show how platforms stand, in few numbers."""
    return render(request, "platforms.html", **_look(request).values())


@router.page(f"{_PATH}/dich-vu-du-lieu", Permission.READ)
def data_services(request: Request, kinh_phi: Word = "", trang: Number = 1) -> Response:
    """Show which data services are not used, by what their use would save."""
    look = _look(request)
    typed = read_typed(_BUDGET, kinh_phi)
    budget = typed.value if isinstance(typed.value, int) else None
    selection = None if budget is None else look.view.within(budget)
    lines = page_of(look.view.summary.data.missing, trang, size=_ROWS)
    return render(
        request,
        "platforms_data.html",
        lines=lines.rows,
        page=lines.number,
        pages=lines.pages,
        total=lines.total,
        budget=kinh_phi.strip(),
        budget_vnd=budget,
        problem=typed.problem if kinh_phi.strip() else None,
        selection=selection,
        chosen=look.view.chosen(selection) if selection else [],
        **look.values(),
    )


@router.page(f"{_PATH}/dich-vu-cong", Permission.READ)
def public_services(
    request: Request, theo: Word = BY_AGENCY, trang: Number = 1
) -> Response:
    """Show public services by agency or by field of work."""
    look = _look(request)
    public = look.view.summary.public
    group = BY_FIELD if theo == BY_FIELD else BY_AGENCY
    groups = public.by_field if group == BY_FIELD else public.by_agency
    lines = page_of(groups, trang, size=_ROWS)
    return render(
        request,
        "platforms_services.html",
        lines=lines.rows,
        page=lines.number,
        pages=lines.pages,
        total=lines.total,
        group=group,
        **look.values(),
    )


@router.page(f"{_PATH}/van-ban-thu-dien-tu", Permission.READ)
def offices(request: Request, trang: Number = 1) -> Response:
    """Show document management, mail and signing certificates."""
    look = _look(request)
    lines = page_of(look.view.summary.certificates.agencies, trang, size=_ROWS)
    return render(
        request,
        "platforms_offices.html",
        lines=lines.rows,
        page=lines.number,
        pages=lines.pages,
        total=lines.total,
        **look.values(),
    )


@router.page(f"{_PATH}/hoi-nghi", Permission.READ)
def conference(request: Request, trang: Number = 1) -> Response:
    """Show endpoints and meetings of video conferences."""
    look = _look(request)
    snapshot, words = look.visit.snapshot, look.visit.words
    names = unit_names(snapshot, words.language)
    codes = look.view.summary.conference.communes_without
    communes = words.sorted((code, names.get(code, code)) for code in codes)
    lines = page_of(communes, trang, size=_ROWS)
    meetings = {one.number: one for one in look.view.inputs.meetings}
    return render(
        request,
        "platforms_meetings.html",
        lines=lines.rows,
        page=lines.number,
        pages=lines.pages,
        total=lines.total,
        meetings=meetings,
        **look.values(),
    )


@router.page(f"{_PATH}/danh-muc", Permission.READ)
def catalogue(request: Request) -> Response:
    """Show the catalogue of information systems, counted."""
    return render(request, "platforms_catalogue.html", **_look(request).values())


@router.page(f"{_PATH}/danh-sach/{{word}}", Permission.READ)
def records(
    request: Request, word: str, nhom: Word | None = None, trang: Number = 1
) -> Response:
    """List the records behind a number.

    Raises:
        NotFoundError: No number has such a list now.
    """
    look = _look(request)
    found = look.view.lists.get((word, nhom))
    if found is None:
        raise NotFoundError("there is no such list of records: data may have changed")
    kind = shipped_kinds()[found.kind]
    visit = look.visit
    seen = visit.seen(kind)
    places = {number: place for place, number in enumerate(found.numbers)}
    shown = sorted(
        (one for one in seen.records if one.id in places), key=lambda x: places[x.id]
    )
    query = replace(
        query_of(kind, QueryParams(), visit.actor),
        page=trang,
        columns=_COLUMNS[kind.code],
    )
    table = TableBuilder(seen, query, visit.words, visit.today).table(shown)
    return render(
        request,
        "platforms_list.html",
        listed=found,
        group=_group_words(look, kind, found),
        table=table,
        page=table.page,
        pages=table.pages,
        total=table.count,
        kind=kind,
        words=visit.words,
        back=_back(found),
        **look.values(),
    )


def _group_words(look: _Look, kind: RecordKind, found: RecordList) -> str | Message:
    """Return the group of a list as people say it."""
    if found.group in tuple(CertificateState):
        return STATE_WORDS[CertificateState(found.group)]
    for item in kind.fields:
        if any(one.code == found.group for one in item.choices):
            return look.visit.words.choice(item, found.group or "")
    return found.label or (Message("(not told)") if found.group is not None else "")


def _back(found: RecordList) -> str:
    """Return the page that a list belongs to."""
    pages = {
        "data_service": "dich-vu-du-lieu",
        "public_service": "dich-vu-cong",
        "agency": "van-ban-thu-dien-tu",
        "signing_certificate": "van-ban-thu-dien-tu",
        "conference_endpoint": "hoi-nghi",
        "online_meeting": "hoi-nghi",
        "information_system": "danh-muc",
    }
    return f"{_PATH}/{pages[found.kind]}"
