"""Plans for programs: what to build, at what cost, how well that is proved."""

from typing import Annotated, Any

from fastapi import Path, Request
from pydantic import BaseModel, Field

from hatangso.io.plain_values import plain
from hatangso.io.results_directory import ResultsDirectory
from hatangso.web.access import Permission
from hatangso.web.api.shapes import PageOf
from hatangso.web.application_state import state_of
from hatangso.web.routing import ApiRouter
from hatangso.workflows.plan import kept_answer, kept_plans

__all__ = ["router"]

router = ApiRouter(prefix="/api/v1", tags=["plans"])


class PlanShape(BaseModel):
    """A plan in brief."""

    name: str = Field(description="Of its scenario.")
    finished_at: str = Field(description="When it was computed.")


@router.ask("/plans", Permission.READ)
def plans(request: Request) -> PageOf[PlanShape]:
    """Return the plans that were computed."""
    results = ResultsDirectory.of(state_of(request).directory)
    items = [
        PlanShape(name=name, finished_at=at) for name, at in kept_plans(results).items()
    ]
    return PageOf(total=len(items), offset=0, items=items)


@router.ask("/plans/{name}", Permission.READ)
def plan(
    request: Request,
    name: Annotated[str, Path(max_length=80, description="Of the scenario.")],
) -> dict[str, Any]:
    """Return a plan with its works, its proof, and whom it leaves out."""
    snapshot = state_of(request).snapshots.current()
    results = ResultsDirectory.of(snapshot.directory)
    answer = snapshot.part(
        f"plan:{name}", lambda: kept_answer(snapshot.inputs, results, name)
    )
    found = plain(answer)
    assert isinstance(found, dict)  # noqa: S101 - an answer is a record
    return found
