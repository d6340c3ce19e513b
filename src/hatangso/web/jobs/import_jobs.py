"""Look at files that were sent in, and write them into the register, as jobs."""

from collections.abc import Callable, Mapping
from pathlib import Path

from hatangso.errors import (
    HatangsoError,
    InvalidInputError,
    Message,
    NotFoundError,
)
from hatangso.io.terrain_import import describe_raster
from hatangso.model.record import ChangeSet
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.access import PERMISSIONS, Permission
from hatangso.web.jobs.job_kind import JobDesk, JobKind, Lane
from hatangso.web.uploads import SeenFile, Trouble, Upload, Uploads, Written
from hatangso.workflows.register.import_files import (
    CommitSummary,
    commit_import,
    preview_import,
)
from hatangso.workflows.register.import_reading import tables_of
from hatangso.workflows.register.import_request import ImportRequest, import_file
from hatangso.workflows.register.register_tables import opened_register

__all__ = ["IMPORT_JOB", "IMPORT_JOBS", "PREVIEW_JOB", "TERRAIN_JOB"]

PREVIEW_JOB, IMPORT_JOB, TERRAIN_JOB = "preview", "import", "terrain"
_RETRIES = 3
_ADDRESS = "/du-lieu/nhap/{}"
_READING = Message("reading the file")
_COMPARING = Message("holding the file against the register")
_WRITING = Message("writing into the register")


def _looked_at(desk: JobDesk) -> Mapping[str, object]:
    """Understand a file, or keep why it cannot be understood: both are an answer."""
    uploads = Uploads(desk.directory)
    upload = _own(desk, uploads)
    try:
        desk.progress.start(_READING.text, 2)
        uploads.keep_seen(upload, _seen(desk, upload, uploads.path(upload)))
    except HatangsoError as error:
        _keep_trouble(uploads, upload, error)
    return {"upload": upload.id, "address": _ADDRESS.format(upload.id)}


def _seen(desk: JobDesk, upload: Upload, path: Path) -> SeenFile:
    """Return what a file holds."""
    if upload.is_raster:
        return SeenFile(None, terrain=describe_raster(path))
    tables = tuple(tables_of(path))
    desk.progress.start(_COMPARING.text, 2)
    desk.progress.advance(1)
    preview = preview_import(
        desk.directory,
        path,
        actor=desk.actor,
        today=desk.now().date(),
        sender=upload.sender,
        kind=upload.kind,
        answers=upload.answers,
    )
    return SeenFile(preview, tables)


def _imported(desk: JobDesk) -> Mapping[str, object]:
    """Write what was seen of a file, once: a second try finds what the first wrote."""
    uploads = Uploads(desk.directory)
    upload = _own(desk, uploads)
    desk.progress.start(_WRITING.text, 1)
    try:
        done = _written_before(desk, uploads, upload) or _commit(desk, uploads, upload)
    except HatangsoError as error:
        _keep_trouble(uploads, upload, error)
        raise
    counts = done.change_set.counts if done.change_set else {}
    set_id = done.change_set.id if done.change_set else None
    told = tuple((kind, action, count) for (kind, action), count in counts.items())
    uploads.keep_written(upload, Written(set_id, desk.now(), told, done.notes))
    address = _ADDRESS.format(upload.id) + "/xong"
    return {"upload": upload.id, "set": set_id, "address": address}


def _commit(desk: JobDesk, uploads: Uploads, upload: Upload) -> CommitSummary:
    seen = uploads.seen(upload.id)
    if seen is None or seen.preview is None:
        raise InvalidInputError("{file} was not looked at yet", file=upload.name)
    rows = None
    if upload.left_out:
        all_rows = {(one.sheet, one.row) for one in seen.preview.differences}
        rows = all_rows - upload.left_out
    answers = dict(upload.answers)
    if upload.kind:
        answers["kind"] = upload.kind
    return commit_import(
        desk.directory,
        seen.preview,
        actor=desk.actor,
        at=desk.now(),
        reason=upload.reason,
        rows=rows,
        skips_errors=upload.skips_errors,
        answers=answers,
    )


def _written_before(
    desk: JobDesk, uploads: Uploads, upload: Upload
) -> CommitSummary | None:
    """Return what a worker wrote that died before it could say so."""
    seen = uploads.seen(upload.id)
    if seen is None or seen.preview is None:
        return None
    with opened_register(desk.directory, shipped_kinds(), at=desk.now()) as register:
        newest = register.newest_set()
        if newest <= (seen.preview.newest_set or 0):
            return None
        sets = register.change_sets()
    return next(
        (CommitSummary(one) for one in reversed(sets) if _is_of(one, seen, desk)), None
    )


def _is_of(one: ChangeSet, seen: SeenFile, desk: JobDesk) -> bool:
    assert seen.preview is not None  # noqa: S101 - by its only caller
    return (
        one.id > (seen.preview.newest_set or 0)
        and one.source_sha256 == seen.preview.sha256
        and one.actor == desk.actor.name
    )


def _terrain_taken(desk: JobDesk) -> Mapping[str, object]:
    """Put an elevation file into the province."""
    uploads = Uploads(desk.directory)
    upload = _own(desk, uploads)
    try:
        import_file(
            desk.directory,
            uploads.path(upload),
            ImportRequest(skips_errors=upload.skips_errors),
            actor=desk.actor,
            now=desk.now(),
            seen=lambda _: None,
        )
    except HatangsoError as error:
        _keep_trouble(uploads, upload, error)
        raise
    uploads.keep_written(upload, Written(None, desk.now()))
    return {"upload": upload.id, "address": _ADDRESS.format(upload.id) + "/xong"}


def _own(desk: JobDesk, uploads: Uploads) -> Upload:
    """Return the file that a job is about: programs may name any.

    Raises:
        NotFoundError: There is none; those of others are only for planners.
    """
    upload, account = uploads.get(desk.text("upload")), desk.account
    if account is not None and (
        account.login == upload.by or Permission.PLAN in PERMISSIONS[account.role]
    ):
        return upload
    raise NotFoundError(
        "this file is no longer here: files are removed after some days; send it again"
    )


def _keep_trouble(uploads: Uploads, upload: Upload, error: HatangsoError) -> None:
    """Keep why a job failed; the error then says it with the name the sender knows."""
    findings = error.findings if isinstance(error, InvalidInputError) else ()
    error.message = uploads.keep_trouble(upload, Trouble(error.message, findings))


def _kind(
    code: str,
    title: Message,
    permission: Permission,
    run: Callable[[JobDesk], Mapping[str, object]],
) -> JobKind:
    return JobKind(code, title, Lane.QUICK, permission, run, retries=_RETRIES)


IMPORT_JOBS = (
    _kind(PREVIEW_JOB, Message("Look at a file"), Permission.WRITE, _looked_at),
    _kind(IMPORT_JOB, Message("Import a file"), Permission.WRITE, _imported),
    _kind(TERRAIN_JOB, Message("Import elevation"), Permission.PLAN, _terrain_taken),
)
