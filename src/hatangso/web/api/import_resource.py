"""Files for the register, sent by programs: understood, compared, then written."""

from datetime import datetime
from typing import Annotated

from fastapi import File, Form, Path, Query, Request, UploadFile
from pydantic import BaseModel, Field

from hatangso.errors import NotFoundError
from hatangso.language import translate
from hatangso.model.file_reading import DifferenceKind, ImportPreview
from hatangso.model.job import JobState
from hatangso.model.record import Record
from hatangso.registry.rights import visible
from hatangso.web.access import Permission
from hatangso.web.api.shapes import FindingShape, PageOf, finding_shape
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.jobs.import_jobs import IMPORT_JOB, TERRAIN_JOB
from hatangso.web.jobs.job_kinds import ask_job
from hatangso.web.pages.data_page import look_at
from hatangso.web.routing import ApiRouter
from hatangso.web.uploads import Upload, Uploads
from hatangso.web.views.import_list_view import may_see_preview, may_see_upload

__all__ = ["router"]

router = ApiRouter(prefix="/api/v1", tags=["imports"])
_MOST = 1_000
Id = Annotated[str, Path(max_length=40, description="Of the import.")]


class QuestionShape(BaseModel):
    """Something that the file does not tell."""

    key: str
    text: str
    answers: list[str]


class ImportShape(BaseModel):
    """A file that was sent in, and how far it is."""

    id: str
    file: str
    sender: str
    sent_at: datetime
    job: int = Field(description="Number of the newest job about it.")
    job_state: JobState
    problem: str | None = Field(description="Why that job failed.")
    questions: list[QuestionShape]
    differences: dict[str, int] = Field(description="How many rows have which effect.")
    findings: list[FindingShape]
    change_set: int | None = Field(description="What was written; null before.")


class DifferenceShape(BaseModel):
    """What one row of a file would change."""

    sheet: str
    row: int
    kind: str
    effect: DifferenceKind
    record_id: int | None
    before: dict[str, str | int | float | bool | None]
    after: dict[str, str | int | float | bool | None]


class AnswersShape(BaseModel):
    """What the file does not tell, by the keys of its questions."""

    answers: dict[str, str] = Field(max_length=500)


class WriteShape(BaseModel):
    """How a file is written."""

    reason: str = Field(min_length=1, max_length=500)
    skips_errors: bool = Field(
        default=False, description="Leave rows with errors out instead of refusing."
    )


@router.order("/imports", Permission.WRITE, status_code=202)
def send_file(
    request: Request,
    file: Annotated[UploadFile, File(description="A workbook, table or map layer.")],
    sender: Annotated[str, Form(max_length=200)] = "",
    kind: Annotated[str, Form(max_length=50)] = "",
) -> ImportShape:
    """Send a file in; a job looks at it."""
    state, visitor = state_of(request), visitor_of(request)
    if kind:
        state.register.kind(kind)
    upload = Uploads(state.directory).add(
        file.file,
        file.filename or "",
        by=visitor.login,
        at=state.now(),
        most_bytes=state.settings.upload_bytes,
        sender=sender.strip(),
        kind=kind,
    )
    return _shape(request, look_at(request, upload))


@router.ask("/imports/{upload_id}", Permission.WRITE)
def show(request: Request, upload_id: Id) -> ImportShape:
    """Return how far an import is, and what is wrong with its file."""
    return _shape(request, _own(request, upload_id))


@router.ask("/imports/{upload_id}/differences", Permission.WRITE)
def differences(
    request: Request,
    upload_id: Id,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 200,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> PageOf[DifferenceShape]:
    """Return what each row would change in the register."""
    state, visitor = state_of(request), visitor_of(request)
    upload = _own(request, upload_id)
    preview = _preview(request, upload)
    found = preview.differences if preview else ()

    def masked(
        kind: str, number: int, values: object
    ) -> dict[str, str | int | float | bool | None]:
        record = Record(kind, number, 1, dict(values))  # type: ignore[call-overload]
        shown = visible(visitor.actor, state.register.kinds[kind], record).values
        return {
            name: value
            if value is None or isinstance(value, str | int | float)
            else str(value)
            for name, value in shown.items()
        }

    return PageOf(
        total=len(found),
        offset=offset,
        items=[
            DifferenceShape(
                sheet=one.sheet,
                row=one.row,
                kind=one.kind,
                effect=one.effect,
                record_id=one.record_id,
                before=masked(one.kind, one.record_id or 0, one.before),
                after=masked(one.kind, one.record_id or 0, one.after),
            )
            for one in found[offset : offset + limit]
        ],
    )


@router.order("/imports/{upload_id}/answers", Permission.WRITE, status_code=202)
def answer(request: Request, upload_id: Id, told: AnswersShape) -> ImportShape:
    """Answer the file's questions; it is looked at again."""
    upload = _own(request, upload_id)
    answers = {**upload.answers, **told.answers}
    uploads = Uploads(state_of(request).directory)
    return _shape(request, look_at(request, uploads.change(upload.id, answers=answers)))


@router.order("/imports/{upload_id}/write", Permission.WRITE, status_code=202)
def write(request: Request, upload_id: Id, how: WriteShape) -> ImportShape:
    """Write the file into the register, all of it or nothing, as a job."""
    state, visitor = state_of(request), visitor_of(request)
    upload = _own(request, upload_id)
    uploads = Uploads(state.directory)
    uploads.change(upload.id, reason=how.reason, skips_errors=how.skips_errors)
    uploads.forget_trouble(upload.id)
    kind = TERRAIN_JOB if upload.is_raster else IMPORT_JOB
    parameters = {"upload": upload.id, "subject": upload.name}
    job = ask_job(state, visitor, kind, parameters)
    return _shape(request, uploads.change(upload.id, job=job.id, step=kind))


def _own(request: Request, upload_id: str) -> Upload:
    """Return a file that the asker may see.

    Raises:
        NotFoundError: There is none.
    """
    upload = Uploads(state_of(request).directory).get(upload_id)
    if not may_see_upload(visitor_of(request), upload):
        raise NotFoundError("there is no import {upload}", upload=upload_id)
    return upload


def _preview(request: Request, upload: Upload) -> ImportPreview | None:
    """Return what was compared; None where it was with rights that are not the asker's.

    It may hold what the asker may not read: the asker answers again to have it anew.
    """
    seen = Uploads(state_of(request).directory).seen(upload.id)
    if seen is None or seen.preview is None:
        return None
    return seen.preview if may_see_preview(visitor_of(request), seen.preview) else None


def _shape(request: Request, upload: Upload) -> ImportShape:
    state, language = state_of(request), visitor_of(request).language
    uploads = Uploads(state.directory)
    job = state.operations.jobs.get(upload.job)
    trouble, written = uploads.trouble(upload.id), uploads.written(upload.id)
    if job.state.is_over:
        # Whoever reads that it is done reads the register with it next.
        state.snapshots.forget()
    preview = _preview(request, upload) if job.state.is_over else None
    problem = trouble.message if trouble else job.problem
    findings = (
        *(preview.findings if preview else ()),
        *(trouble.findings if trouble else ()),
    )
    counts: dict[str, int] = {}
    for one in preview.differences if preview else ():
        counts[one.effect.value] = counts.get(one.effect.value, 0) + 1
    return ImportShape(
        id=upload.id,
        file=upload.name,
        sender=upload.sender,
        sent_at=upload.at,
        job=job.id,
        job_state=job.state,
        problem=None if problem is None else translate(problem, language),
        questions=[
            QuestionShape(
                key=one.key,
                text=translate(one.text, language),
                answers=list(one.answers),
            )
            for one in (preview.questions if preview else ())
        ],
        differences=counts,
        findings=[finding_shape(one, language) for one in findings],
        change_set=written.set_id if written else None,
    )
