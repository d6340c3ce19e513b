"""Thủ tục: which dossiers of one-stop offices are in time, and which are not."""

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from hatangso.errors import (
    Finding,
    HatangsoError,
    Message,
    NotFoundError,
    StaleResultError,
)
from hatangso.model.job import Job, JobState
from hatangso.model.judged_dossiers import JudgedDossiers
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.jobs.job_kinds import ask_job
from hatangso.web.jobs.procedure_jobs import (
    DOSSIER_SHELF,
    DOSSIERS_JOB,
    JUDGE_JOB,
)
from hatangso.web.pages.data_page import SentForm
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.uploads import Uploads
from hatangso.web.views.job_view import job_view
from hatangso.web.views.procedures_view import (
    COLUMNS,
    STATE_FILTERS,
    ProcedureTables,
    dossier_page,
    procedure_tables,
)
from hatangso.workflows.procedure_results import (
    DOSSIER_LAYER,
    KeptProcedures,
    kept_dossiers,
    kept_is_fresh,
    kept_procedures,
    kept_stamp,
)
from hatangso.workflows.procedure_words import (
    GROUP_NAMES,
    GROUP_WORDS,
    PROCEDURES_PAGE,
    UNNAMED,
    dossiers_address,
)
from hatangso.workflows.procedures import DOSSIER_FILES, Grouping
from hatangso.workflows.register.layer_origins import reality_of, synthetic_note

router = PageRouter()
_JOBS = (JUDGE_JOB, DOSSIERS_JOB)
_NO_FILE = Message("choose a file first")
_USUAL = "co-quan"


@dataclass(frozen=True)
class Kept:
    """What was kept of dossiers; both are None when nothing was.

    Attributes:
        is_fresh: Whether it belongs to the files that lie there now.
    """

    summary: KeptProcedures | None = None
    dossiers: JudgedDossiers | None = None
    is_fresh: bool = True


@dataclass
class _Shelf:
    """What was read last, and of which state of the files."""

    kept: Kept
    stamp: object = None


@router.page(PROCEDURES_PAGE, Permission.READ)
def procedures(request: Request, theo: str = _USUAL, trang: int = 1) -> Response:
    """Show how many dossiers are in time, by what is asked."""
    return _page(request, theo, page=trang)


@router.page(f"{PROCEDURES_PAGE}/ho-so", Permission.READ)
def dossiers(
    request: Request,
    *,
    agency: Annotated[str | None, Query(alias="co-quan")] = None,
    procedure: Annotated[str | None, Query(alias="thu-tuc")] = None,
    field: Annotated[str | None, Query(alias="linh-vuc")] = None,
    month: Annotated[str | None, Query(alias="thang")] = None,
    state: Annotated[str, Query(alias="trang-thai")] = "",
    page: Annotated[int, Query(alias="trang")] = 1,
) -> Response:
    """List the dossiers behind a number."""
    kept = _kept(request)
    if kept.dossiers is None or kept.summary is None:
        return RedirectResponse(PROCEDURES_PAGE, HTTPStatus.SEE_OTHER)
    asked = (agency, procedure, field, month)
    chosen = {
        by: name
        for by, name in zip(GROUP_NAMES.values(), asked, strict=True)
        if name is not None
    }
    return render(
        request,
        "procedure_dossiers.html",
        kept=kept,
        view=dossier_page(kept.dossiers, chosen, state, page),
        query=dict(request.query_params),
        chosen=[(GROUP_WORDS[by], name or UNNAMED) for by, name in chosen.items()],
        state=state if state in STATE_FILTERS else "",
        states=[
            (name, words, dossiers_address(chosen, name))
            for name, (words, _) in STATE_FILTERS.items()
        ],
        every=dossiers_address(chosen),
    )


@router.form(f"{PROCEDURES_PAGE}/tinh-lai", Permission.PLAN)
def judge_again(request: Request) -> Response:
    """Ask for the dossiers to be judged as it stands now."""
    ask_job(state_of(request), visitor_of(request), JUDGE_JOB, {})
    return RedirectResponse(PROCEDURES_PAGE, HTTPStatus.SEE_OTHER)


@router.form(f"{PROCEDURES_PAGE}/tep", Permission.PLAN)
def send_dossiers(request: Request, form: SentForm) -> Response:
    """Keep a file of dossiers, and ask for it to be taken."""
    state, visitor = state_of(request), visitor_of(request)
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return _page(request, _USUAL, wrong=_NO_FILE)
    uploads = Uploads(state.directory, DOSSIER_SHELF)
    try:
        upload = uploads.add(
            file.file,
            file.filename,
            by=visitor.login,
            at=state.now(),
            most_bytes=state.settings.upload_bytes,
        )
    except HatangsoError as error:
        return _page(request, _USUAL, wrong=error.message)
    uploads.change(upload.id, skips_errors=bool(form.get("bo_loi")))
    ask_job(state, visitor, DOSSIERS_JOB, {"upload": upload.id, "subject": upload.name})
    state.operations.audit_trail.note(
        state.now(), visitor.login, "dossiers sent", visitor.address, file=upload.name
    )
    return RedirectResponse(PROCEDURES_PAGE, HTTPStatus.SEE_OTHER)


def _page(
    request: Request, by_name: str, *, page: int = 1, wrong: Message | None = None
) -> Response:
    state, visitor = state_of(request), visitor_of(request)
    by = GROUP_NAMES.get(by_name, Grouping.AGENCY)
    kept, trouble = _kept(request), None
    newest = next(iter(state.operations.jobs.list(limit=1, kinds=_JOBS)), None)
    is_open = newest is not None and newest.state is not JobState.DONE
    tables = ProcedureTables()
    if kept.summary is not None and kept.dossiers is not None:
        tables = procedure_tables(kept.summary, kept.dossiers, by, page)
    if newest is not None and is_open and visitor.may(Permission.PLAN):
        trouble = _findings(request, newest)
    return render(
        request,
        "procedures.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        kept=kept,
        summary=kept.summary,
        by=by,
        theo=by_name if by_name in GROUP_NAMES else _USUAL,
        by_words=GROUP_WORDS[by],
        groupings=[
            (name, GROUP_WORDS[one], one is by) for name, one in GROUP_NAMES.items()
        ],
        columns=[STATE_FILTERS[name][0] for name in COLUMNS],
        unnamed=UNNAMED,
        every=dossiers_address({}),
        late_list=dossiers_address({}, "waiting_late"),
        reality_of_file=reality_of(state.directory, DOSSIER_LAYER),
        notes=synthetic_note(state.directory, DOSSIER_LAYER),
        has_file=any((state.directory / name).is_file() for name in DOSSIER_FILES),
        job=job_view(state, visitor, newest) if newest and is_open else None,
        trouble=trouble or (),
        wrong=wrong,
        most_mb=state.settings.upload_mb,
        tables=tables,
    )


def _kept(request: Request) -> Kept:
    """Return what was kept, read once per state of the files."""
    state = state_of(request)
    shelf = state.snapshots.current().part("procedures", lambda: _Shelf(Kept()))
    stamp = kept_stamp(state.directory)
    if shelf.stamp != stamp:
        shelf.kept, shelf.stamp = _read(state.directory), stamp
    return shelf.kept


def _read(directory: Path) -> Kept:
    try:
        summary = kept_procedures(directory)
        fresh = kept_is_fresh(directory, summary)
        return Kept(summary, kept_dossiers(directory), is_fresh=fresh)
    except (NotFoundError, StaleResultError, FileNotFoundError):
        return Kept()


def _findings(request: Request, job: Job) -> tuple[Finding, ...]:
    """Return what is wrong with the file that a job could not take."""
    uploads = Uploads(state_of(request).directory, DOSSIER_SHELF)
    told = uploads.trouble(str(job.parameters.get("upload", "0" * 16)))
    return told.findings if told else ()
