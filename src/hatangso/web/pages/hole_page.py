"""Vùng lõm: places without signal, from the first report to the day they have it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from hatangso.documents.kinds.petition_answer import petition_answer
from hatangso.errors import (
    Finding,
    InvalidInputError,
    Message,
    NotFoundError,
    Place,
    Severity,
    StaleResultError,
)
from hatangso.language import Language
from hatangso.model.citizen_report import CitizenReport
from hatangso.model.record import (
    Action,
    Change,
    ChangeSet,
    Edit,
    FieldValue,
    Record,
)
from hatangso.model.record_kind import RecordKind
from hatangso.model.site import Technology
from hatangso.registry.rights import refusal_of, visible
from hatangso.web.access import Permission, Visitor
from hatangso.web.application_state import AppState, state_of, visitor_of
from hatangso.web.forms.typed_values import read_typed
from hatangso.web.refusals import status_of
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.citizen_report_view import reports_seen
from hatangso.web.views.hole_view import (
    KIND,
    STATE_TONES,
    HoleFilter,
    commune_names,
    computed_holes,
    hole_rows,
    state_counts,
    state_words,
)
from hatangso.web.views.recompute_view import recompute_view
from hatangso.workflows.documents.kinds.petition_answer import hole_answer
from hatangso.workflows.hole_cases import petition_case
from hatangso.workflows.hole_evidence import NearestSite, nearest_sites
from hatangso.workflows.hole_states import (
    NEXT_STATES,
    HoleState,
    state_of_hole,
    take_step,
)
from hatangso.workflows.register.edit_records import commit_edits

router = PageRouter()
_PER_PAGE = 50
_MOST_TAKEN = 200
_LONGEST = 2_000
_FOUND = Message("Found by the computed coverage")
# Fields that a step may fill in, in the order of its form.
STEP_FIELDS = (
    "kind",
    "responsible_operator",
    "promised_on",
    "funding_source",
    "budget_vnd",
    "evidence",
    "closed_on",
    "note",
)
# What only those who may read plans see of a hole; the public sees the rest.
_INNER_FIELDS = {
    "budget_vnd",
    "note",
    "evidence",
    "nearest_site",
    "viettel_site",
    "vnpt_site",
    "mobifone_site",
    "vietnamobile_site",
}
Text = Annotated[str, Query(max_length=200)]


@router.page("/vung-lom", Permission.READ_PUBLIC)
def holes(
    request: Request,
    tim: Text = "",
    trang_thai: Text = "",
    loai: Text = "",
    xa: Text = "",
    nha_mang: Text = "",
    qua_han: Text = "",
    trang: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """List the holes of the register."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    kind = state.register.kinds[KIND]
    everything = hole_rows(snapshot, kind, visitor, HoleFilter(), state.today)
    wanted = HoleFilter(tim, trang_thai, loai, xa, nha_mang, only_late=bool(qua_han))
    rows = hole_rows(snapshot, kind, visitor, wanted, state.today)
    start = (trang - 1) * _PER_PAGE
    return render(
        request,
        "holes.html",
        rows=rows[start : start + _PER_PAGE],
        total=len(rows),
        page=trang,
        pages=max(-(-len(rows) // _PER_PAGE), 1),
        counts=state_counts(everything),
        late=sum(row.is_late for row in everything),
        wanted=wanted,
        communes=commune_names(snapshot, visitor.language),
        operators=sorted({row.operator for row in everything if row.operator}),
        kind=kind,
        tones=STATE_TONES,
        words=state_words(kind, visitor.language),
        computed=_computed_count(state),
    )


def _computed_count(state: AppState) -> int | None:
    """Return how many computed holes no record speaks of; None without coverage."""
    snapshot = state.snapshots.current()
    try:
        return len(computed_holes(snapshot, Technology.G4, Language.VI))
    except (NotFoundError, StaleResultError):
        return None


@router.page("/vung-lom/mo-phong", Permission.READ_PUBLIC)
def computed(
    request: Request,
    cong_nghe: Technology = Technology.G4,
    trang: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """List the localities for which the computation finds no signal."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    missing = recompute_view(state, visitor).reason
    found = [] if missing else computed_holes(snapshot, cong_nghe, visitor.language)
    start = (trang - 1) * _PER_PAGE
    layers = ("terrain", "clutter", "localities", "sites", "services")
    return render(
        request,
        "holes_computed.html",
        rows=found[start : start + _PER_PAGE],
        total=len(found),
        people=sum(one.people for one in found),
        uncertain=sum(one.is_uncertain for one in found),
        page=trang,
        pages=max(-(-len(found) // _PER_PAGE), 1),
        technology=cong_nghe,
        technologies=list(Technology),
        missing=missing,
        synthetic=snapshot.inputs.province.synthetic_layers(*layers),
    )


@router.form("/vung-lom/mo-phong", Permission.WRITE)
def take_computed(
    request: Request,
    noi: Annotated[list[str], Form(max_length=_MOST_TAKEN)],
    cong_nghe: Annotated[Technology, Form()] = Technology.G4,
) -> Response:
    """Take computed holes into the register, as reported by the computation."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    chosen = set(noi)
    found = [
        one
        for one in computed_holes(snapshot, cong_nghe, visitor.language)
        if one.id in chosen
    ]
    edits = [
        Edit(
            KIND,
            Action.CREATE,
            values={
                "id": f"ML-{one.id}-{cong_nghe.value}",
                "commune_code": one.commune_code,
                "locality": one.place,
                "locality_id": one.id,
                "missing_technologies": cong_nghe.value,
                "lon_deg": one.lon_deg,
                "lat_deg": one.lat_deg,
                "people": one.people,
                "households": one.households,
                "has_grid_power": one.has_grid_power,
                "obstruction": one.reason,
                "found_on": state.today,
                "state": HoleState.REPORTED.value,
            },
        )
        for one in found
    ]
    commit_edits(
        state.directory,
        edits,
        actor=visitor.actor,
        at=state.now(),
        reason=_FOUND.text,
    )
    state.snapshots.forget()
    return RedirectResponse("/vung-lom?da=saved", HTTPStatus.SEE_OTHER)


@router.page("/vung-lom/{number}", Permission.READ_PUBLIC)
def hole(request: Request, number: int) -> Response:
    """Show one hole, what is known of it, and what may come next."""
    return _hole_page(request, number)


def _hole_page(
    request: Request,
    number: int,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    error: InvalidInputError | StaleResultError | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    kind = state.register.kinds[KIND]
    record = _record(state, number)
    seen = visible(visitor.actor, kind, record)
    is_reader = visitor.may(Permission.READ)
    is_answering = visitor.may(Permission.ANSWER)
    sites = _sites(snapshot, seen) if is_reader else ()
    code = str(seen.values.get("commune_code"))
    commune = commune_names(snapshot, visitor.language).get(code, "")
    # Voters are answered in Vietnamese, whoever drafts it.
    own_name = commune_names(snapshot, Language.VI).get(code, "")
    state_now = state_of_hole(record)
    return render(
        request,
        "hole.html",
        status=status,
        record=seen,
        kind=kind,
        fields=[
            one
            for one in kind.fields
            if seen.values.get(one.name) is not None
            and (is_reader or one.name not in _INNER_FIELDS)
        ],
        commune=commune,
        state_now=state_now,
        tones=STATE_TONES,
        words=state_words(kind, visitor.language),
        steps=NEXT_STATES[state_now] if _may_change(visitor, kind, record) else (),
        step_fields={name: kind.field(name) for name in STEP_FIELDS},
        operators=sorted({one.operator for one in snapshot.inputs.province.services}),
        sites=sites,
        changes=_changes(state, number) if is_reader else (),
        answer=petition_answer(petition_case(seen, own_name, sites))
        if is_answering
        else (),
        letter=f"/van-ban/loai/petition_answer?hole={hole_answer(number)}"
        if visitor.may(Permission.DOCUMENTS)
        else "",
        reports=_reports(state, visitor, number) if is_answering else (),
        error=error,
        findings_of_error=error.findings
        if isinstance(error, InvalidInputError)
        else (),
        given=given or {},
    )


def _may_change(visitor: Visitor, kind: RecordKind, record: Record) -> bool:
    values = record.values
    return visitor.may(Permission.WRITE) and (
        refusal_of(visitor.actor, kind, values, values) is None
    )


def _sites(snapshot: ProvinceSnapshot, record: Record) -> tuple[NearestSite, ...]:
    """Return the nearest site per operator; none for a hole without a place."""
    lon_deg, lat_deg = record.values.get("lon_deg"), record.values.get("lat_deg")
    if not (isinstance(lon_deg, float) and isinstance(lat_deg, float)):
        return ()
    return snapshot.part(
        f"nearest:{lon_deg}:{lat_deg}",
        lambda: nearest_sites(snapshot.inputs, lon_deg, lat_deg),
    )


def _changes(state: AppState, number: int) -> list[tuple[Change, ChangeSet]]:
    """Return what happened to a hole, the newest first, with who did it when."""
    sets = {one.id: one for one in state.register.change_sets()}
    found = state.register.history(KIND, number)
    return [(one, sets[one.set_id]) for one in reversed(found)]


def _reports(state: AppState, visitor: Visitor, number: int) -> list[CitizenReport]:
    """Return people's reports that belong to a hole, as far as they may be seen."""
    return [one for one in reports_seen(state, visitor) if one.hole_id == number]


class StepForm(BaseModel):
    """What the form of a step sends; texts as they were typed."""

    to: HoleState
    revision: int
    reason: str = Field(default="", max_length=500)
    kind: str = Field(default="", max_length=_LONGEST)
    responsible_operator: str = Field(default="", max_length=_LONGEST)
    promised_on: str = Field(default="", max_length=_LONGEST)
    funding_source: str = Field(default="", max_length=_LONGEST)
    budget_vnd: str = Field(default="", max_length=_LONGEST)
    evidence: str = Field(default="", max_length=_LONGEST)
    closed_on: str = Field(default="", max_length=_LONGEST)
    note: str = Field(default="", max_length=_LONGEST)


@router.form("/vung-lom/{number}/buoc", Permission.WRITE)
def step(request: Request, number: int, sent: Annotated[StepForm, Form()]) -> Response:
    """Bring a hole one step further."""
    state, visitor = state_of(request), visitor_of(request)
    try:
        record = _record(state, number)
        _require_revision(record, sent.revision)
        take_step(
            state.directory,
            record,
            sent.to,
            _typed(state, sent),
            actor=visitor.actor,
            at=state.now(),
            reason=sent.reason.strip(),
        )
    except (InvalidInputError, StaleResultError) as error:
        state.snapshots.forget()
        return _hole_page(
            request,
            number,
            status=status_of(error),
            error=error,
            given=sent.model_dump(mode="json"),
        )
    state.snapshots.forget()
    return RedirectResponse(f"/vung-lom/{number}?da=saved", HTTPStatus.SEE_OTHER)


def _require_revision(record: Record, seen: int) -> None:
    """Refuse a step from a state that is no longer.

    Raises:
        StaleResultError: Somebody changed the hole meanwhile.
    """
    if record.revision != seen:
        raise StaleResultError(
            "somebody changed this hole meanwhile: see what it says now, then send"
            " again"
        )


def _typed(state: AppState, sent: StepForm) -> dict[str, FieldValue]:
    """Return the fields of a step's form as the register takes them.

    Raises:
        InvalidInputError: Some cannot be read; it carries a finding for each.
    """
    kind = state.register.kinds[KIND]
    values: dict[str, FieldValue] = {}
    findings = []
    for name in STEP_FIELDS:
        text = str(getattr(sent, name))
        if not text.strip():
            continue
        read = read_typed(kind.field(name), text)
        if read.problem is not None:
            fix = read.fix or Message("correct it")
            place = Place(KIND, column=name)
            findings.append(Finding(Severity.ERROR, place, read.problem, fix, text))
        values[name] = read.value
    if findings:
        raise InvalidInputError(
            "{count} fields cannot be read", findings=findings, count=len(findings)
        )
    return values


def _record(state: AppState, number: int) -> Record:
    """Return a hole as it stands."""
    for record in state.snapshots.current().records(KIND):
        if record.id == number:
            return record
    raise NotFoundError("there is no coverage hole {number}", number=number)
