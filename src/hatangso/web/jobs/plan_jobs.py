"""Plans as jobs: minutes of work, atomic, may be done twice."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from hatangso.errors import Message, StaleResultError
from hatangso.web.access import Permission
from hatangso.web.jobs.apart import run_apart
from hatangso.web.jobs.job_kind import JobDesk, JobKind, Lane
from hatangso.web.jobs.step_jobs import RETRIES
from hatangso.workflows.plan import plan_build_out
from hatangso.workflows.plan_request import PlanRequest
from hatangso.workflows.progress import Progress
from hatangso.workflows.scenario_store import scenario_path

__all__ = ["PLAN_JOBS"]


def _plan(desk: JobDesk) -> Mapping[str, object]:
    """Plan a scenario of the directory; the pages checked its name before."""
    name = desk.text("scenario")
    more_vnd, gap_ratio = (
        desk.parameters.get(one) for one in ("more_vnd", "gap_ratio")
    )
    request = PlanRequest(
        scenario_file=scenario_path(desk.directory, name),
        with_curve=desk.parameters.get("curve") is True,
        with_sharing=desk.parameters.get("sharing") is True,
        with_prices=desk.parameters.get("prices") is True,
        more_vnd=more_vnd if isinstance(more_vnd, int) else None,
        gap_ratio=gap_ratio if isinstance(gap_ratio, float) else None,
    )
    run_apart(_planned, desk.directory, request, desk.now(), progress=desk.progress)
    return {"address": f"/quy-hoach/{name}"}


def _planned(
    directory: Path, request: PlanRequest, now: datetime, progress: Progress
) -> None:
    try:
        plan_build_out(directory, request, progress=progress, now=now)
    except StaleResultError as error:
        # Said for people at the command line there.
        raise StaleResultError(
            "{file} changed after the coverage was computed: compute the coverage"
            " again, then make the plan",
            file=error.message.values.get("file", ""),
        ) from error


PLAN_JOBS = (
    JobKind(
        "plan",
        Message("Make a plan"),
        Lane.HEAVY,
        Permission.PLAN,
        _plan,
        retries=RETRIES,
    ),
)
