"""Industrial zones for programs: coverage, sensors with their state, incidents."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path, Request
from pydantic import BaseModel, Field

from hatangso.model.coverage import CoverageLevel
from hatangso.model.site import Technology
from hatangso.sensing.judgement import SensorState
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of
from hatangso.web.routing import ApiRouter
from hatangso.web.views.sensor_view import moment_of
from hatangso.web.views.zone_view import (
    ZoneLine,
    twins_now,
    zone_line,
    zone_lines,
    zone_of,
)
from hatangso.workflows.zone_coverage import ZoneCoverage
from hatangso.workflows.zone_twin import IncidentTwin, SensorTwin

__all__ = ["router"]

router = ApiRouter(prefix="/api/v1", tags=["industrial zones"])
_LARGEST_ID = 2**53
Number = Annotated[
    int,
    Path(
        ge=-_LARGEST_ID,
        le=_LARGEST_ID,
        description="Of the record of the facility; below zero for one that waits to"
        " be taken into the register.",
    ),
]


class ZoneLineShape(BaseModel):
    """A zone in the list."""

    id: int = Field(description="Number of the record of its facility.")
    code: str
    name: str
    reached_5g_ratio: float | None = Field(
        description="Of its area, as far as computed; null when nobody can tell."
    )
    sensors: int
    out_of_limits: int
    silent: int
    open_incidents: int


class ZonesShape(BaseModel):
    """All zones."""

    as_of: datetime
    is_of_readings: bool = Field(
        description="Whether that is the moment of the newest reading, since the"
        " readings are made up."
    )
    items: list[ZoneLineShape]


class ZoneCoverageShape(BaseModel):
    """What a technology offers in a zone."""

    technology: Technology
    level: CoverageLevel = Field(description="At the point of the facility.")
    reached_ratio: float | None
    known_ratio: float | None


class SensorShape(BaseModel):
    """A sensor as it stands."""

    id: int
    code: str
    name: str
    kind: str
    unit: str
    lon_deg: float | None
    lat_deg: float | None
    state: SensorState | None = Field(
        description="Null for one that is not meant to work."
    )
    value: float | None = Field(description="Null when it is not known.")
    latest_value: float | None
    latest_at: datetime | None
    low_limit: float | None
    high_limit: float | None


class IncidentShape(BaseModel):
    """An incident."""

    id: int
    code: str
    name: str
    kind: str
    severity: str
    opened_on: date | None
    closed_on: date | None
    is_open: bool


class ZoneShape(ZoneLineShape):
    """A zone with all that is known of it."""

    as_of: datetime
    coverage: list[ZoneCoverageShape]
    sensor_list: list[SensorShape]
    incidents: list[IncidentShape]


@router.ask("/zones", Permission.READ)
def zones(request: Request) -> ZonesShape:
    """List the industrial zones."""
    state = state_of(request)
    summary = twins_now(state, state.snapshots.current())
    return ZonesShape(
        as_of=summary.moment,
        is_of_readings=summary.is_of_readings,
        items=[ZoneLineShape(**_told(one)) for one in zone_lines(summary)],
    )


@router.ask("/zones/{number}", Permission.READ)
def zone(request: Request, number: Number) -> ZoneShape:
    """Give an industrial zone as it stands."""
    state = state_of(request)
    summary = twins_now(state, state.snapshots.current())
    found = zone_of(summary, number)
    return ZoneShape(
        **_told(zone_line(found)),
        as_of=summary.moment,
        coverage=[_coverage(one) for one in found.coverage],
        sensor_list=[_sensor(one) for one in found.sensors],
        incidents=[_incident(one) for one in found.incidents],
    )


def _told(line: ZoneLine) -> dict[str, Any]:
    """Return what list and zone both say."""
    one = line.zone
    return {
        "id": one.number,
        "code": one.id,
        "name": one.name,
        "reached_5g_ratio": line.share,
        "sensors": len(one.sensors),
        "out_of_limits": line.out_n,
        "silent": line.silent_n,
        "open_incidents": len(one.open_incidents),
    }


def _coverage(one: ZoneCoverage) -> ZoneCoverageShape:
    return ZoneCoverageShape(
        technology=one.technology,
        level=one.level,
        reached_ratio=one.reached_ratio,
        known_ratio=one.known_ratio,
    )


def _sensor(one: SensorTwin) -> SensorShape:
    judgement = one.judgement
    latest_s = judgement.latest_s if judgement else None
    return SensorShape(
        id=one.number,
        code=one.id,
        name=one.name,
        kind=one.kind,
        unit=one.unit,
        lon_deg=one.lon_deg,
        lat_deg=one.lat_deg,
        state=judgement.state if judgement else None,
        value=judgement.value if judgement else None,
        latest_value=judgement.latest if judgement else None,
        latest_at=None if latest_s is None else moment_of(latest_s),
        low_limit=one.limits.low,
        high_limit=one.limits.high,
    )


def _incident(one: IncidentTwin) -> IncidentShape:
    return IncidentShape(
        id=one.number,
        code=one.id,
        name=one.name,
        kind=one.kind,
        severity=one.severity,
        opened_on=one.opened_on,
        closed_on=one.closed_on,
        is_open=one.is_open,
    )
