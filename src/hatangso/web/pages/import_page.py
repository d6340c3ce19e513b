"""Dữ liệu, one file: what it holds, what is wrong, what changes, and the import."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from hatangso.errors import InvalidInputError, Message, NotFoundError
from hatangso.model.file_reading import ImportPreview
from hatangso.model.job import JobState
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.jobs.import_jobs import IMPORT_JOB, TERRAIN_JOB
from hatangso.web.jobs.job_kinds import ask_job
from hatangso.web.pages.data_page import SentForm, look_at
from hatangso.web.pages.template_page import commune_codes
from hatangso.web.rendering import is_part_asked, render
from hatangso.web.routing import PageRouter
from hatangso.web.uploads import SeenFile, Trouble, Upload, Uploads, Written
from hatangso.web.views.import_changes_view import (
    changes_view,
    commit_view,
    filtered,
    named_rows,
)
from hatangso.web.views.import_findings_view import findings_view, near_rows
from hatangso.web.views.import_list_view import (
    counts_in_words,
    may_see_preview,
    may_see_upload,
    undone_by,
)
from hatangso.web.views.import_view import answers_given, understanding_view
from hatangso.web.views.job_view import JobView, job_view

router = PageRouter()
_LONGEST = 500
_STEPS = (
    ("", Message("What was understood")),
    ("/van-de", Message("Problems")),
    ("/thay-doi", Message("What would change")),
    ("/ghi", Message("Import")),
    ("/xong", Message("Done")),
)
_INTERRUPTED = Message("the work on this file was interrupted: look at it again")

_OTHER_RIGHTS = Message(
    "this file was looked at with other rights than yours: look at it again"
)


@dataclass(frozen=True)
class Frame:
    """A file and how far it is: what every step shows.

    Attributes:
        job: The work on it that is not over; None when nothing runs.
    """

    upload: Upload
    seen: SeenFile | None
    written: Written | None
    trouble: Trouble | None
    job: JobView | None

    @property
    def address(self) -> str:
        """Return where the file's pages are."""
        return f"/du-lieu/nhap/{self.upload.id}"

    @property
    def preview(self) -> ImportPreview | None:
        """Return what was compared; None for a raster and before the first look."""
        return self.seen.preview if self.seen else None

    @property
    def steps(self) -> tuple[tuple[str, Message, bool], ...]:
        """Return the steps: address, words, and whether they can be gone to."""
        can_look = self.preview is not None
        reachable = (True, can_look, can_look, can_look, self.written is not None)
        return tuple(
            (self.address + end, words, is_there)
            for (end, words), is_there in zip(_STEPS, reachable, strict=True)
        )


def _frame(request: Request, upload_id: str) -> Frame:
    """Return a file that the visitor may see.

    Raises:
        NotFoundError: There is none; those of others are none of the visitor's.
    """
    state, visitor = state_of(request), visitor_of(request)
    uploads = Uploads(state.directory)
    upload = uploads.get(upload_id)
    if not may_see_upload(visitor, upload):
        raise NotFoundError(
            "this file is no longer here: files are removed after some days;"
            " send it again"
        )
    seen, trouble = uploads.seen(upload_id), uploads.trouble(upload_id)
    if seen and seen.preview and not may_see_preview(visitor, seen.preview):
        # It may hold what the visitor may not read.
        seen, trouble = None, Trouble(_OTHER_RIGHTS)
    written, running = uploads.written(upload_id), None
    if upload.job:
        job = state.operations.jobs.get(upload.job)
        if not job.state.is_over:
            running = job_view(state, visitor, job)
        elif job.state is not JobState.DONE and trouble is None:
            trouble = Trouble(job.problem or _INTERRUPTED)
    return Frame(upload, seen, written, trouble, running)


def _show(
    request: Request,
    frame: Frame,
    template: str,
    *,
    step: str = "",
    status: HTTPStatus = HTTPStatus.OK,
    **values: Any,  # noqa: ANN401 - what the template names
) -> Response:
    """Show a step; while somebody works on the file, how far that is."""
    if frame.job is not None:
        template = "import_wait.html"
    return render(
        request,
        template,
        status=status,
        frame=frame,
        upload=frame.upload,
        job=frame.job,
        step=frame.address + step,
        **values,
    )


@router.page("/du-lieu/nhap/{upload_id}", Permission.WRITE)
def understood(request: Request, upload_id: str) -> Response:
    """Show what was understood of a file."""
    frame = _frame(request, upload_id)
    if frame.seen is None or frame.job is not None:
        return _show(request, frame, "import_trouble.html")
    if frame.preview is None:
        return _show(request, frame, "import_terrain.html", terrain=frame.seen.terrain)
    view = understanding_view(
        frame.upload,
        frame.seen,
        language=visitor_of(request).language,
        communes=commune_codes(state_of(request)),
    )
    return _show(request, frame, "import_understood.html", view=view)


@router.form("/du-lieu/nhap/{upload_id}/tra-loi", Permission.WRITE)
def answer(request: Request, upload_id: str, form: SentForm) -> Response:
    """Keep answers, and look at the file again with them."""
    frame = _frame(request, upload_id)
    _refuse_written(frame)
    uploads = Uploads(state_of(request).directory)
    if form.get("quen"):
        uploads.change(upload_id, answers={}, kind="")
    else:
        told = [
            (key, text) for key, text in form.multi_items() if isinstance(text, str)
        ]
        answers = answers_given(frame.upload, frame.seen, told)
        kind = str(form.get("kind_of_file", frame.upload.kind))
        uploads.change(
            upload_id, answers=answers, kind=kind if kind in shipped_kinds() else ""
        )
    look_at(request, uploads.get(upload_id))
    return _back(frame)


@router.form("/du-lieu/nhap/{upload_id}/xem-lai", Permission.WRITE)
def look_again(request: Request, upload_id: str) -> Response:
    """Hold a file against the register as it stands now."""
    frame = _frame(request, upload_id)
    _refuse_written(frame)
    look_at(request, frame.upload)
    return _back(frame)


@router.page("/du-lieu/nhap/{upload_id}/van-de", Permission.WRITE)
def problems(
    request: Request,
    upload_id: str,
    muc: str = "",
    nhom: str = "",
    trang_tinh: str | None = None,
    trang: int = 1,
) -> Response:
    """Show what is wrong with a file, cell by cell."""
    frame = _frame(request, upload_id)
    if frame.preview is None:
        return _back(frame)
    view = findings_view(
        frame.preview.findings,
        language=visitor_of(request).language,
        severity=muc,
        group=nhom,
        sheet=trang_tinh,
        page=trang,
    )
    return _show(
        request,
        frame,
        "import_problems.html",
        step="/van-de",
        view=view,
        severity=muc,
        group=nhom,
        sheet=trang_tinh,
    )


@router.page("/du-lieu/nhap/{upload_id}/dong", Permission.WRITE)
def rows_around(
    request: Request, upload_id: str, dong: int, trang_tinh: str = ""
) -> Response:
    """Show a row as it stands in the file, with those around it."""
    frame = _frame(request, upload_id)
    language = visitor_of(request).language
    near = near_rows(frame.seen, trang_tinh, dong, language) if frame.seen else None
    template = "parts/import_rows.html" if is_part_asked(request) else "import_row.html"
    return _show(request, frame, template, step="/van-de", near=near, row=dong)


@router.page("/du-lieu/nhap/{upload_id}/thay-doi", Permission.WRITE)
def changes(
    request: Request,
    upload_id: str,
    loai: str = "",
    trang_tinh: str | None = None,
    trang: int = 1,
) -> Response:
    """Show how the register would change."""
    frame = _frame(request, upload_id)
    if frame.preview is None:
        return _back(frame)
    view = changes_view(
        frame.preview,
        frame.upload,
        language=visitor_of(request).language,
        effect=loai,
        sheet=trang_tinh,
        page=trang,
    )
    return _show(
        request,
        frame,
        "import_changes.html",
        step="/thay-doi",
        view=view,
        effect=loai,
        sheet=trang_tinh,
    )


@router.form("/du-lieu/nhap/{upload_id}/chon", Permission.WRITE)
def choose_rows(request: Request, upload_id: str, form: SentForm) -> Response:
    """Keep which rows are taken: those of one page, or all that a filter shows."""
    frame = _frame(request, upload_id)
    _refuse_written(frame)
    if frame.preview is None:
        return _back(frame)
    effect = str(form.get("loai", ""))
    sheet = str(form["trang_tinh"]) if form.get("co_trang_tinh") else None
    uploads = Uploads(state_of(request).directory)
    if form.get("tat_ca"):
        rows = {
            (one.sheet, one.row) for one, _ in filtered(frame.preview, effect, sheet)
        }
        is_taken = form["tat_ca"] == "1"
        taken, left = (rows, set()) if is_taken else (set(), rows)
    else:
        taken = named_rows([str(one) for one in form.getlist("lay")])
        left = named_rows([str(one) for one in form.getlist("dong")]) - taken
    upload = uploads.change(upload_id, leave_out=left, take=taken)
    if is_part_asked(request):
        view = changes_view(
            frame.preview, upload, language=visitor_of(request).language
        )
        return render(request, "parts/import_choice.html", view=view)
    target = str(form.get("ve", ""))
    is_here = target.startswith(f"{frame.address}/thay-doi")
    return RedirectResponse(
        target if is_here else f"{frame.address}/thay-doi", HTTPStatus.SEE_OTHER
    )


@router.page("/du-lieu/nhap/{upload_id}/ghi", Permission.WRITE)
def ready(request: Request, upload_id: str) -> Response:
    """Show what would be written, and ask why."""
    frame = _frame(request, upload_id)
    if frame.preview is None:
        return _back(frame)
    view = commit_view(frame.preview, frame.upload)
    return _show(request, frame, "import_commit.html", step="/ghi", view=view)


@router.form("/du-lieu/nhap/{upload_id}/ghi", Permission.WRITE)
def write(
    request: Request,
    upload_id: str,
    ly_do: Annotated[str, Form()] = "",
    bo_loi: Annotated[str, Form()] = "",
) -> Response:
    """Write a file into the register, or an elevation file into the province."""
    state, visitor = state_of(request), visitor_of(request)
    frame = _frame(request, upload_id)
    _refuse_written(frame)
    uploads = Uploads(state.directory)
    # First the choice: a worker may take the job at once.
    uploads.change(
        upload_id, reason=ly_do.strip()[:_LONGEST], skips_errors=bool(bo_loi)
    )
    uploads.forget_trouble(upload_id)
    kind = TERRAIN_JOB if frame.upload.is_raster else IMPORT_JOB
    parameters = {"upload": upload_id, "subject": frame.upload.name}
    job = ask_job(state, visitor, kind, parameters)
    uploads.change(upload_id, job=job.id, step=kind)
    return RedirectResponse(f"{frame.address}/ghi", HTTPStatus.SEE_OTHER)


@router.page("/du-lieu/nhap/{upload_id}/xong", Permission.WRITE)
def done(request: Request, upload_id: str) -> Response:
    """Show what was written, and what to do now."""
    state, visitor = state_of(request), visitor_of(request)
    frame = _frame(request, upload_id)
    written = frame.written
    if written is None:
        return _back(frame)
    counts = {(kind, action): count for kind, action, count in written.counts}
    undone = undone_by(state.register.change_sets())
    return _show(
        request,
        frame,
        "import_done.html",
        step="/xong",
        written=written,
        counts=counts_in_words(counts, visitor.language),
        undone=undone.get(written.set_id) if written.set_id else None,
    )


@router.form("/du-lieu/nhap/{upload_id}/xoa", Permission.WRITE)
def remove(request: Request, upload_id: str) -> Response:
    """Forget a file."""
    frame = _frame(request, upload_id)
    if frame.job is not None:
        raise InvalidInputError(
            "somebody works on {file} just now: remove it afterwards",
            file=frame.upload.name,
        )
    Uploads(state_of(request).directory).remove(upload_id)
    return RedirectResponse("/du-lieu?da=deleted", HTTPStatus.SEE_OTHER)


@router.form("/du-lieu/tinh-phu-song", Permission.PLAN)
def compute_again(request: Request) -> Response:
    """Compute coverage and targets with what the register holds now."""
    job = ask_job(state_of(request), visitor_of(request), "coverage", {})
    return RedirectResponse(f"/viec/{job.id}", HTTPStatus.SEE_OTHER)


def _back(frame: Frame) -> Response:
    return RedirectResponse(frame.address, HTTPStatus.SEE_OTHER)


def _refuse_written(frame: Frame) -> None:
    """Refuse to change a choice that was carried out.

    Raises:
        InvalidInputError: The file is in the register.
    """
    if frame.written is not None:
        raise InvalidInputError(
            "{file} was imported already: send it again to import it once more",
            file=frame.upload.name,
        )
