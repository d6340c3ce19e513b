"""All kinds of jobs by their code; a job is asked for here, after a check of rights."""

from collections.abc import Mapping

from hatangso.errors import Message, NotFoundError
from hatangso.model.job import Job, JobState
from hatangso.web.access import Visitor
from hatangso.web.application_state import AppState
from hatangso.web.jobs.backup_jobs import BACKUP_JOBS
from hatangso.web.jobs.document_jobs import DOCUMENT_JOBS
from hatangso.web.jobs.import_jobs import IMPORT_JOBS
from hatangso.web.jobs.job_kind import JobKind
from hatangso.web.jobs.plan_jobs import PLAN_JOBS
from hatangso.web.jobs.procedure_jobs import PROCEDURE_JOBS
from hatangso.web.jobs.step_jobs import STEP_JOBS
from hatangso.web.refusals import Refusal, TooManyError

__all__ = ["JOB_KINDS", "ask_job", "job_kind"]

# More than anybody sends at once; fewer than keep others waiting for a day.
_MOST_OPEN = 100
_OPEN = (JobState.WAITING, JobState.RUNNING)
_WAIT_S = 60

JOB_KINDS: Mapping[str, JobKind] = {
    kind.code: kind
    for kind in (
        *STEP_JOBS,
        *BACKUP_JOBS,
        *PLAN_JOBS,
        *IMPORT_JOBS,
        *DOCUMENT_JOBS,
        *PROCEDURE_JOBS,
    )
}


def job_kind(code: str) -> JobKind:
    """Return a kind of job.

    Raises:
        NotFoundError: There is none of that code.
    """
    if code not in JOB_KINDS:
        raise NotFoundError("there is no job of the kind {code}", code=code)
    return JOB_KINDS[code]


def ask_job(
    state: AppState, visitor: Visitor, code: str, parameters: Mapping[str, object]
) -> Job:
    """Put a job into the queue; a worker takes it.

    Raises:
        NotFoundError: There is no such kind.
        Refusal: The visitor may not ask for it.
        TooManyError: Too many jobs of the visitor are waiting.
    """
    kind = job_kind(code)
    if not visitor.may(kind.permission):
        raise Refusal(Message("your account may not do this: ask an administrator"))
    open_ones = state.operations.jobs.list(
        limit=_MOST_OPEN, asked_by=visitor.login, states=_OPEN
    )
    if len(open_ones) >= _MOST_OPEN:
        raise TooManyError(
            Message(
                "{count} jobs of yours are waiting: let some of them end first",
                {"count": len(open_ones)},
            ),
            wait_s=_WAIT_S,
        )
    return state.operations.jobs.ask(
        kind.code,
        lane=kind.lane,
        parameters=parameters,
        asked_by=visitor.login,
        at=state.now(),
    )
