"""What ``parts/recompute.html`` shows: that results are older than the data."""

from dataclasses import dataclass

from hatangso.errors import InvalidInputError, Message, NotFoundError, StaleResultError
from hatangso.model.job import JobState
from hatangso.web.access import Permission, Visitor
from hatangso.web.application_state import AppState
from hatangso.web.views.job_view import JobView, job_view, may_see

__all__ = ["RecomputeView", "recompute_view"]

_OPEN = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True)
class RecomputeView:
    """Whether the coverage must be computed again, and who does it.

    Attributes:
        reason: Why; None when the results belong to the data.
        may_ask: Whether the visitor may ask for it.
        job: The job that computes it already, if the visitor may see it.
    """

    reason: Message | None
    may_ask: bool
    job: JobView | None


def recompute_view(state: AppState, visitor: Visitor) -> RecomputeView:
    """Return whether the coverage is older than the data that it rests on."""
    snapshot = state.snapshots.current()
    reason = snapshot.part("recompute reason", lambda: _reason(state))
    may_ask = visitor.may(Permission.PLAN)
    job = None
    if may_ask:
        found = state.operations.jobs.list(limit=1, kinds=("coverage",), states=_OPEN)
        job = next(
            (job_view(state, visitor, x) for x in found if may_see(visitor, x)), None
        )
    return RecomputeView(reason, may_ask, job)


def _reason(state: AppState) -> Message | None:
    try:
        _ = state.snapshots.current().coverage
    except NotFoundError:
        return Message("The coverage was not computed yet.")
    except StaleResultError as error:
        file = error.message.values.get("file", "")
        return Message(
            "The data changed after the coverage was computed ({file}).", {"file": file}
        )
    except InvalidInputError as error:
        return error.message
    return None
