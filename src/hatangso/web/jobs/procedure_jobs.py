"""Judge the dossiers of one-stop offices, and take a new file of them, as jobs."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from hatangso.errors import InvalidInputError, Message
from hatangso.units import VIETNAM_TIME
from hatangso.web.access import Permission
from hatangso.web.jobs.apart import run_apart
from hatangso.web.jobs.job_kind import JobDesk, JobKind, Lane
from hatangso.web.kept_values import kept_text, read_kept
from hatangso.web.uploads import Trouble, Uploads
from hatangso.workflows.procedure_results import judge_province, take_dossiers
from hatangso.workflows.procedure_words import PROCEDURES_PAGE
from hatangso.workflows.progress import Progress

__all__ = [
    "DOSSIERS_JOB",
    "DOSSIER_SHELF",
    "JUDGE_JOB",
    "PROCEDURE_JOBS",
]

JUDGE_JOB, DOSSIERS_JOB = "procedures", "dossiers"
# Where files of dossiers wait that were sent in.
DOSSIER_SHELF = "dossiers"
_RETRIES = 3
_READING = "reading and judging the dossiers"
# What a process tells of a file that it refused: findings do not travel with errors.
_REFUSED = "refused"


def _judged(desk: JobDesk) -> Mapping[str, object]:
    """Judge the province's dossiers as it stands now."""
    return run_apart(
        _judge_apart, desk.directory, _moment(desk), progress=desk.progress
    )


def _judge_apart(
    directory: Path, as_of: datetime, progress: Progress
) -> Mapping[str, object]:
    progress.start(_READING, 1)
    summary = judge_province(directory, as_of=as_of)
    return {"judged": summary.judged, "address": PROCEDURES_PAGE}


def _taken(desk: JobDesk) -> Mapping[str, object]:
    """Put a file that was sent in into the place of the province's dossiers.

    Raises:
        InvalidInputError: The file cannot be used; why is kept beside it.
    """
    uploads = Uploads(desk.directory, DOSSIER_SHELF)
    upload = uploads.get(desk.text("upload"))
    told = run_apart(
        partial(_take_apart, source=upload.name, skips_errors=upload.skips_errors),
        desk.directory,
        uploads.path(upload),
        _moment(desk),
        progress=desk.progress,
    )
    if _REFUSED in told:
        message, findings = read_kept(str(told[_REFUSED]))
        shown = uploads.keep_trouble(upload, Trouble(message, findings))
        raise InvalidInputError(shown.text, findings=findings, **shown.values)
    uploads.forget_trouble(upload.id)
    return told


def _take_apart(
    directory: Path,
    file: Path,
    as_of: datetime,
    progress: Progress,
    *,
    source: str,
    skips_errors: bool,
) -> Mapping[str, object]:
    progress.start(_READING, 1)
    try:
        summary = take_dossiers(
            directory, file, as_of=as_of, source=source, skips_errors=skips_errors
        )
    except InvalidInputError as error:
        return {_REFUSED: kept_text((error.message, error.findings))}
    return {"judged": summary.judged, "address": PROCEDURES_PAGE}


def _moment(desk: JobDesk) -> datetime:
    return desk.now().astimezone(VIETNAM_TIME).replace(tzinfo=None)


PROCEDURE_JOBS = (
    JobKind(
        JUDGE_JOB,
        Message("Judge the dossiers"),
        Lane.QUICK,
        Permission.PLAN,
        _judged,
        retries=_RETRIES,
    ),
    JobKind(
        DOSSIERS_JOB,
        Message("Take a file of dossiers"),
        Lane.QUICK,
        Permission.PLAN,
        _taken,
        retries=_RETRIES,
    ),
)
