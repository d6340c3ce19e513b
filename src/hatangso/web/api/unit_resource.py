"""Administrative units through time: any name to a unit on a day."""

from datetime import date
from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel, Field

from hatangso.model.unit_history import UnitExistence
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of
from hatangso.web.routing import ApiRouter
from hatangso.workflows.unit_lookup import look_up

__all__ = ["router"]

router = ApiRouter(prefix="/api/v1", tags=["units"])


class UnitShape(BaseModel):
    """A unit for as long as it legally was the same unit."""

    code: str
    name: str
    kind: str
    level: str
    parent_code: str
    valid_from: date | None
    valid_to: date | None


class UnitAnswerShape(BaseModel):
    """A name, understood."""

    day: date
    unit: UnitShape | None = Field(description="Null when it is none, or several.")
    candidates: list[UnitShape]
    made_of: list[UnitShape]
    followed_by: list[UnitShape]


@router.ask("/units", Permission.READ_PUBLIC)
def units(
    request: Request,
    name: Annotated[str, Query(min_length=1, max_length=200, description="Or code.")],
    day: Annotated[date | None, Query(description="Today if left out.")] = None,
    parent: Annotated[str, Query(max_length=200, description="Units above.")] = "",
) -> UnitAnswerShape:
    """Find the unit that a name meant on a day, however it is spelled."""
    asked = day or state_of(request).today
    found = look_up(name, day=asked, parent=parent)
    unit = found.match.unit
    return UnitAnswerShape(
        day=found.day,
        unit=None if unit is None else _shape(unit),
        candidates=[_shape(one) for one in found.match.candidates],
        made_of=[_shape(step.old) for step in found.made_of],
        followed_by=[_shape(step.new) for step in found.followed_by],
    )


def _shape(unit: UnitExistence) -> UnitShape:
    return UnitShape(
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        level=unit.level.value,
        parent_code=unit.parent_code,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
    )
