"""Who could serve a place: the strongest station of each operator, and the way."""

from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel, Field

from hatangso.model.site import Technology
from hatangso.web.access import Permission
from hatangso.web.api.shapes import PageOf
from hatangso.web.application_state import state_of
from hatangso.web.map.path_answer import station_answers
from hatangso.web.routing import ApiRouter

__all__ = ["router"]

router = ApiRouter(prefix="/api/v1", tags=["signal"])


class StationShape(BaseModel):
    """A station, and what arrives from it."""

    site_id: str
    operator: str
    distance_km: float
    level_dbm: float | None = Field(description="Median by Rec. ITU-R P.1812.")
    second_dbm: float | None = Field(description="By the Irregular Terrain Model.")
    threshold_dbm: float | None = Field(description="What is enough.")
    loss_db: float | None


@router.ask("/signal", Permission.READ)
def signal(
    request: Request,
    lon_deg: Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)],
    lat_deg: Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)],
    technology: Technology = Technology.G4,
) -> PageOf[StationShape]:
    """Return the strongest station of each operator at a place, strongest first."""
    snapshot = state_of(request).snapshots.current()
    items = [
        StationShape(
            site_id=one.site_id,
            operator=one.operator,
            distance_km=one.distance_km,
            level_dbm=one.level_dbm,
            second_dbm=one.second_dbm,
            threshold_dbm=one.threshold_dbm,
            loss_db=one.loss_db,
        )
        for one in station_answers(snapshot, (lon_deg, lat_deg), technology)
    ]
    return PageOf(total=len(items), offset=0, items=items)
