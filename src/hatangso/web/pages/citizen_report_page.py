"""Phản ánh: what people report about the signal, and what becomes of it."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import File, Form, Query, Request, UploadFile
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from hatangso.documents.whereabouts import Whereabouts
from hatangso.errors import InvalidInputError, Message, NotFoundError
from hatangso.model.citizen_report import CitizenReport, Reporter, ReportState
from hatangso.model.record import Action, Edit
from hatangso.model.site import Technology
from hatangso.registry.rights import refusal_of
from hatangso.web.access import Permission
from hatangso.web.application_state import VIETNAM_TIME, AppState, state_of, visitor_of
from hatangso.web.forms.typed_values import count_of
from hatangso.web.refusals import TooManyError
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.security.addresses import address_block
from hatangso.web.views.citizen_report_view import (
    REPORT_WORDS,
    report_seen,
    reports_seen,
)
from hatangso.web.views.hole_view import KIND, commune_names
from hatangso.workflows.hole_states import HoleState
from hatangso.workflows.register.edit_records import commit_edits

router = PageRouter()
_HOUR = timedelta(hours=1)
_MOST_PHOTOS = 3
# Many people may share an address; who tries codes needs millions.
_MOST_LOOKS = 200
_LARGEST_PHOTO = 12 * 1024 * 1024
Degrees = Annotated[float | None, Query(ge=-180, le=180, allow_inf_nan=False)]
_NO_PLACE = Message("set the pin on the map, or type where it is")
_NO_TEXT = Message("say what is wrong with the signal")


class ReportForm(BaseModel):
    """What the form sends; texts as they were typed."""

    lon_deg: str = Field(default="", max_length=40)
    lat_deg: str = Field(default="", max_length=40)
    operator: str = Field(default="", max_length=50)
    technology: str = Field(default="", max_length=10)
    text: str = Field(default="", max_length=4_000)
    name: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=50)
    email: str = Field(default="", max_length=200)


@router.page("/phan-anh", Permission.REPORT)
def report_form(request: Request, lon: Degrees = None, lat: Degrees = None) -> Response:
    """Show the form, with the pin where the visitor comes from on the map."""
    if lon is None or lat is None:
        return _form(request, ReportForm())
    return _form(request, ReportForm(lon_deg=f"{lon:.5f}", lat_deg=f"{lat:.5f}"))


def _form(
    request: Request,
    given: ReportForm,
    problems: dict[str, Message] | None = None,
) -> Response:
    province = state_of(request).snapshots.current().inputs.province
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(
        request,
        "report_form.html",
        status=status,
        given=given,
        problems=problems or {},
        operators=sorted({one.operator for one in province.services}),
        technologies=list(Technology),
        most_photos=_MOST_PHOTOS,
    )


@router.form("/phan-anh", Permission.REPORT)
def send_report(
    request: Request,
    given: Annotated[ReportForm, Form()],
) -> Response:
    """Keep a report and tell its reference."""
    state, visitor = state_of(request), visitor_of(request)
    place, problems = _place(given)
    if not given.text.strip():
        problems["text"] = _NO_TEXT
    if place is None or problems:
        return _form(request, given, problems)
    allowed = state.operations.throttle.allow(
        f"report from:{address_block(visitor.address)}",
        at=state.now(),
        limit=state.settings.reports_per_hour,
        per=_HOUR,
    )
    if not allowed:
        raise TooManyError(
            Message("many reports came from your address: try again in an hour"),
            wait_s=int(_HOUR.total_seconds()),
        )
    unit = _whereabouts(state).commune(*place)
    try:
        report = state.operations.citizen_reports.add(
            lon_deg=place[0],
            lat_deg=place[1],
            text=given.text,
            at=state.now(),
            commune_code=unit.code if unit else "",
            operator=given.operator,
            technology=given.technology,
            reporter=_reporter(given),
        )
    except InvalidInputError as error:
        return _form(request, given, {"text": error.message})
    return RedirectResponse(
        f"/phan-anh/{report.reference}?da=sent", HTTPStatus.SEE_OTHER
    )


def _reporter(given: ReportForm) -> Reporter | None:
    """Return who reported; None for somebody who left no word on that."""
    who = Reporter(given.name.strip(), given.phone.strip(), given.email.strip())
    return who if who != Reporter() else None


def _place(
    given: ReportForm,
) -> tuple[tuple[float, float] | None, dict[str, Message]]:
    """Return where the pin stands, or what is wrong with it."""
    numbers = []
    for text in (given.lon_deg, given.lat_deg):
        try:
            numbers.append(float(text.strip().replace(",", ".")))
        except ValueError:
            return None, {"place": _NO_PLACE}
    lon_deg, lat_deg = numbers
    if not (abs(lon_deg) <= 180 and abs(lat_deg) <= 90):  # noqa: PLR2004 - degrees
        return None, {"place": _NO_PLACE}
    return (lon_deg, lat_deg), {}


def _whereabouts(state: AppState) -> Whereabouts:
    snapshot = state.snapshots.current()
    return snapshot.part("whereabouts", lambda: Whereabouts(snapshot.inputs.province))


@router.page("/phan-anh/{reference}", Permission.REPORT)
def report_state(request: Request, reference: str) -> Response:
    """Show what became of a report; nothing of who sent it."""
    state, visitor = state_of(request), visitor_of(request)
    _count_look(state, visitor.address)
    found = state.operations.citizen_reports.by_reference(reference[:40])
    if found is None:
        raise NotFoundError(
            "there is no report {reference}: check the code", reference=reference[:40]
        )
    names = commune_names(state.snapshots.current(), visitor.language)
    return render(
        request,
        "report_state.html",
        report=found,
        words=REPORT_WORDS[found.state],
        commune=names.get(found.commune_code, ""),
        most_photos=_MOST_PHOTOS,
    )


def _count_look(state: AppState, address: str) -> None:
    """Count a code that somebody asks about, right or wrong.

    Raises:
        TooManyError: Somebody seems to be trying codes.
    """
    if not state.operations.throttle.allow(
        f"report looked up from:{address_block(address)}",
        at=state.now(),
        limit=_MOST_LOOKS,
        per=_HOUR,
    ):
        raise TooManyError(
            Message("too many codes were asked about: try again in an hour"),
            wait_s=int(_HOUR.total_seconds()),
        )


@router.form("/phan-anh/{reference}/anh", Permission.REPORT)
def add_photo(
    request: Request, reference: str, photo: Annotated[UploadFile, File()]
) -> Response:
    """Add a picture to a report that was just sent."""
    state, visitor = state_of(request), visitor_of(request)
    reports = state.operations.citizen_reports
    _count_look(state, visitor.address)
    found = reports.by_reference(reference[:40])
    if found is None or found.state is not ReportState.RECEIVED:
        raise NotFoundError("there is no such report to which pictures can be added")
    allowed = state.operations.throttle.allow(
        f"photo from:{address_block(visitor.address)}",
        at=state.now(),
        limit=state.settings.reports_per_hour * _MOST_PHOTOS,
        per=_HOUR,
    )
    if not allowed or len(found.photos) >= _MOST_PHOTOS:
        raise TooManyError(
            Message("no more pictures can be added"), wait_s=int(_HOUR.total_seconds())
        )
    data = photo.file.read(_LARGEST_PHOTO + 1)
    if len(data) > _LARGEST_PHOTO:
        raise InvalidInputError("the picture is too large: 12 MB at most")
    reports.add_photo(found.id, data)
    return RedirectResponse(
        f"/phan-anh/{found.reference}?da=saved", HTTPStatus.SEE_OTHER
    )


@router.page("/vung-lom/phan-anh/tat-ca", Permission.ANSWER)
def reports(request: Request, trang_thai: str = "") -> Response:
    """List people's reports."""
    state, visitor = state_of(request), visitor_of(request)
    known = {one.value for one in ReportState}
    states = (ReportState(trang_thai),) if trang_thai in known else ()
    return render(
        request,
        "reports.html",
        reports=reports_seen(state, visitor, states),
        words=REPORT_WORDS,
        chosen=trang_thai,
        communes=commune_names(state.snapshots.current(), visitor.language),
        keep_days=state.settings.keep_reports_days,
    )


@router.page("/vung-lom/phan-anh/{number}", Permission.ANSWER)
def report(request: Request, number: int) -> Response:
    """Show one report with who sent it, and what may be done."""
    state, visitor = state_of(request), visitor_of(request)
    found = report_seen(state, visitor, number)
    snapshot = state.snapshots.current()
    near = _whereabouts(state).locality_near(found.lon_deg, found.lat_deg)
    return render(
        request,
        "report.html",
        report=found,
        words=REPORT_WORDS[found.state],
        communes=commune_names(snapshot, visitor.language),
        near=near,
        holes=[
            one
            for one in snapshot.records(KIND)
            if one.values.get("commune_code") == found.commune_code
        ],
    )


@router.page("/vung-lom/phan-anh/{number}/anh/{name}", Permission.ANSWER)
def photo(request: Request, number: int, name: str) -> Response:
    """Show a picture of a report."""
    state = state_of(request)
    found = report_seen(state, visitor_of(request), number)
    if name not in found.photos:
        raise NotFoundError("there is no such picture")
    data = state.operations.citizen_reports.photo(name)
    headers = {"cache-control": "private, max-age=3600"}
    return Response(data, media_type="image/jpeg", headers=headers)


@router.form("/vung-lom/phan-anh/{number}/nhan", Permission.ANSWER)
def confirm(
    request: Request, number: int, vung_lom: Annotated[str, Form()] = ""
) -> Response:
    """Make a hole of the register from a report, or tie it to one that is there."""
    state, visitor = state_of(request), visitor_of(request)
    found = report_seen(state, visitor, number)
    kind = state.register.kinds[KIND]
    # A commune ties reports to its own holes.
    known = {
        one.id
        for one in state.snapshots.current().records(KIND)
        if refusal_of(visitor.actor, kind, one.values, one.values) is None
    }
    chosen = count_of(vung_lom)
    if chosen is not None and chosen in known:
        hole_id = chosen
    else:
        hole_id = _new_hole(state, request, found)
    state.operations.citizen_reports.change(
        number, state=ReportState.CONFIRMED, hole_id=hole_id, at=state.now()
    )
    return RedirectResponse(f"/vung-lom/{hole_id}?da=saved", HTTPStatus.SEE_OTHER)


def _new_hole(state: AppState, request: Request, found: CitizenReport) -> int:
    """Make a hole of a report, without anything about who sent it."""
    near = _whereabouts(state).locality_near(found.lon_deg, found.lat_deg)
    commune_code = found.commune_code or (near.commune_code if near else "")
    is_same = near is not None and near.commune_code == commune_code
    edit = Edit(
        KIND,
        Action.CREATE,
        values={
            "id": found.reference,
            "commune_code": commune_code,
            "locality": near.name if near and is_same else found.reference,
            "locality_id": near.id if near and is_same else None,
            "lon_deg": found.lon_deg,
            "lat_deg": found.lat_deg,
            "missing_technologies": found.technology or None,
            "missing_operators": found.operator or None,
            "found_on": found.created_at.astimezone(VIETNAM_TIME).date(),
            "state": HoleState.REPORTED.value,
        },
    )
    commit_edits(
        state.directory,
        [edit],
        actor=visitor_of(request).actor,
        at=state.now(),
        reason=f"Reported by the public: {found.reference}",
    )
    state.snapshots.forget()
    records = state.snapshots.current().records(KIND)
    return next(one.id for one in records if one.values["id"] == found.reference)


@router.form("/vung-lom/phan-anh/{number}/tra-loi", Permission.ANSWER)
def answer(
    request: Request,
    number: int,
    answer_text: Annotated[str, Form(max_length=4_000)] = "",
    ket_qua: Annotated[str, Form()] = ReportState.ANSWERED.value,
) -> Response:
    """Answer a report: the reporter reads it under the reference."""
    state = state_of(request)
    report_seen(state, visitor_of(request), number)
    if not answer_text.strip():
        raise InvalidInputError("the answer is empty: write what is to be told")
    is_rejected = ket_qua == ReportState.REJECTED.value
    state.operations.citizen_reports.change(
        number,
        state=ReportState.REJECTED if is_rejected else ReportState.ANSWERED,
        answer=answer_text,
        at=state.now(),
    )
    return RedirectResponse(
        f"/vung-lom/phan-anh/{number}?da=saved", HTTPStatus.SEE_OTHER
    )


@router.form("/vung-lom/phan-anh/{number}/xoa-nguoi-gui", Permission.ANSWER)
def erase(request: Request, number: int) -> Response:
    """Remove who sent a report, and the pictures."""
    state, visitor = state_of(request), visitor_of(request)
    report_seen(state, visitor, number)
    now = state.now()
    state.operations.citizen_reports.erase_reporter(number, now)
    state.operations.audit_trail.note(
        now, visitor.login, "reporter erased", visitor.address, report=str(number)
    )
    return RedirectResponse(
        f"/vung-lom/phan-anh/{number}?da=deleted", HTTPStatus.SEE_OTHER
    )
