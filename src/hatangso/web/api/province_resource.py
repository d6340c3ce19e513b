"""The province: its name, its layers and where they come from, its coverage."""

from datetime import date
from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel, Field

from hatangso.model.coverage import CoverageLevel
from hatangso.model.site import Technology
from hatangso.web.access import Permission
from hatangso.web.api.shapes import PageOf
from hatangso.web.application_state import state_of
from hatangso.web.routing import ApiRouter

__all__ = ["router"]

router = ApiRouter(prefix="/api/v1", tags=["province"])
_MOST = 1_000


class LayerShape(BaseModel):
    """Where one layer of the data comes from."""

    layer: str
    reality: str = Field(description="real, derived or synthetic.")
    source: str
    as_of: str
    method: str
    licence: str


class ProvinceShape(BaseModel):
    """What is served."""

    key: str
    name_vi: str
    name_en: str
    data_date: date
    communes: int
    localities: int
    layers: list[LayerShape]


class PlaceCoverage(BaseModel):
    """What one technology offers at one locality, by simulation."""

    locality: str
    name: str
    commune_code: str
    lon_deg: float
    lat_deg: float
    people: int
    technology: Technology
    level: CoverageLevel
    second_level: CoverageLevel = Field(
        description="By the second propagation model; unknown when it was not asked."
    )
    is_uncertain: bool
    operators: list[str]


@router.ask("/province", Permission.READ_PUBLIC)
def province(request: Request) -> ProvinceShape:
    """Return what is served, and what its data rest on."""
    found = state_of(request).snapshots.current().inputs.province
    return ProvinceShape(
        key=found.key,
        name_vi=found.name_vi,
        name_en=found.name_en,
        data_date=found.data_date,
        communes=len(found.communes),
        localities=len(found.localities),
        layers=[
            LayerShape(
                layer=name,
                reality=origin.reality.value,
                source=origin.source,
                as_of=origin.as_of,
                method=origin.method,
                licence=origin.licence,
            )
            for name, origin in sorted(found.provenances.items())
        ],
    )


@router.ask("/coverage", Permission.READ_PUBLIC)
def coverage(
    request: Request,
    technology: Annotated[Technology, Query(description="Of the signal.")],
    level: Annotated[
        CoverageLevel | None, Query(description="Only places with this level.")
    ] = None,
    commune: Annotated[
        str, Query(max_length=20, description="Only places of this commune's code.")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> PageOf[PlaceCoverage]:
    """Return the simulated signal at localities, in the order of the data."""
    snapshot = state_of(request).snapshots.current()
    places = snapshot.part(
        "localities by id",
        lambda: {one.id: one for one in snapshot.inputs.province.localities},
    )
    found = [
        one
        for one in snapshot.coverage.localities
        if one.technology is technology
        and level in {None, one.level}
        and (not commune or places[one.point_id].commune_code == commune)
    ]
    return PageOf(
        total=len(found),
        offset=offset,
        items=[
            PlaceCoverage(
                locality=one.point_id,
                name=places[one.point_id].name,
                commune_code=places[one.point_id].commune_code,
                lon_deg=places[one.point_id].lon_deg,
                lat_deg=places[one.point_id].lat_deg,
                people=places[one.point_id].people,
                technology=one.technology,
                level=one.level,
                second_level=one.second_level,
                is_uncertain=one.is_uncertain,
                operators=list(one.operators),
            )
            for one in found[offset : offset + limit]
        ],
    )
