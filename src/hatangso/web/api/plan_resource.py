"""Plans for programs: what to build, at what cost, how well that is proved."""

from typing import Annotated, Any

from fastapi import Path, Request
from pydantic import BaseModel, Field

from hatangso.io.plain_values import plain
from hatangso.io.results_directory import ResultsDirectory
from hatangso.web.access import Permission
from hatangso.web.api.shapes import PageOf
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.routing import ApiRouter
from hatangso.workflows.plan import kept_answer, kept_plans
from hatangso.workflows.scenario_store import (
    ScenarioFile,
    list_scenarios,
    save_scenario,
)

__all__ = ["router"]

router = ApiRouter(prefix="/api/v1", tags=["plans"])
Name = Annotated[str, Path(max_length=80, description="Of the scenario.")]


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
    name: Name,
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


class ScenarioShape(BaseModel):
    """A question to the planner, as its file holds it."""

    name: str
    sha256: str = Field(description="Of its file: send it back when you change it.")
    content: dict[str, Any]


class ScenarioOrder(BaseModel):
    """A scenario as it shall be."""

    sha256: str = Field(
        default="", max_length=64, description="Of the file that was read; new: empty."
    )
    content: dict[str, Any] = Field(description="Keys and tables of plan.toml.")


@router.ask("/scenarios", Permission.READ)
def scenarios(request: Request) -> PageOf[ScenarioShape]:
    """Return the scenarios of the province."""
    found = list_scenarios(state_of(request).directory)
    items = [_scenario(one) for one in found]
    return PageOf(total=len(items), offset=0, items=items)


@router.order("/scenarios/{name}", Permission.PLAN, method="PUT")
def put_scenario(request: Request, name: Name, order: ScenarioOrder) -> ScenarioShape:
    """Write a scenario, if all of it can be used; ask the job "plan" to answer it."""
    state, visitor = state_of(request), visitor_of(request)
    kept = save_scenario(state.directory, name, order.content, seen=order.sha256)
    state.operations.audit_trail.note(
        state.now(), visitor.login, "scenario saved", visitor.address, scenario=name
    )
    state.snapshots.forget()
    return _scenario(kept)


def _scenario(one: ScenarioFile) -> ScenarioShape:
    content = plain(one.content)
    assert isinstance(content, dict)  # noqa: S101 - a file of TOML is a table
    return ScenarioShape(name=one.name, sha256=one.sha256, content=content)
