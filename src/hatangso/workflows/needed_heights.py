"""The masts that an uncovered place would need: how high, at which station."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hatangso.errors import NotFoundError
from hatangso.geography.grid import distances_m
from hatangso.geography.profile import course, terrain_profile
from hatangso.model.site import Service, Technology
from hatangso.radio.needed_height import NeededHeight, needed_height
from hatangso.radio.path_models import (
    PathConditions,
    PathGround,
    PathModel,
    basic_loss_db,
)
from hatangso.units import KM_PER_M
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.path_power import (
    LinkPower,
    depression_deg,
    given,
    link_power,
    path_conditions,
    path_ground,
)
from hatangso.workflows.path_request import PathRequest

__all__ = ["NeededMast", "Station", "best_stations", "needed_masts"]

# Shorter than this P.1812 is not defined, and the loss is that of free space.
_SHORTEST_M = 250.0


@dataclass(frozen=True)
class Station:
    """A service that could be raised, or the usual one on a mast not there yet.

    Attributes:
        service: Power and antennas.
        lon_deg: Longitude of its site.
        lat_deg: Latitude.
        distance_m: From the place.
        level_dbm: What arrives from it today; None of a mast not there yet.
        is_nearest: Whether no station of its operator is nearer.
        is_strongest: Whether none of them is stronger.
    """

    service: Service
    lon_deg: float
    lat_deg: float
    distance_m: float
    level_dbm: float | None = None
    is_nearest: bool = False
    is_strongest: bool = False


@dataclass(frozen=True)
class NeededMast:
    """The antenna height that one station would need.

    Attributes:
        site_id: The site; empty of a mast not there yet.
        operator: Who runs the service; empty likewise.
        technology: Its technology.
        distance_m: From the place.
        antenna_m: Height of its antenna today; None of a mast not there yet.
        is_nearest: Whether no station of its operator is nearer.
        is_strongest: Whether none of them is stronger.
        heights: What each model asks for.
    """

    site_id: str
    operator: str
    technology: Technology
    distance_m: float
    antenna_m: float | None
    is_nearest: bool
    is_strongest: bool
    heights: Mapping[PathModel, NeededHeight]


@dataclass(frozen=True)
class _Link:
    """What is needed to compute levels from any height of a station."""

    ground: PathGround
    conditions: PathConditions
    power: LinkPower
    receiver_m: float

    def level_dbm(self, model: PathModel, height_m: float) -> float:
        heights_m = height_m, self.receiver_m
        if self.ground.length_m < _SHORTEST_M:
            model = PathModel.P525
        loss_db = basic_loss_db(model, self.ground, heights_m, self.conditions)
        return self.power.level_dbm(loss_db, depression_deg(self.ground, heights_m))


def best_stations(
    inputs: ProvinceInputs, place_deg: tuple[float, float], request: PathRequest
) -> tuple[Station, ...]:
    """Return the strongest and the nearest station of each operator, strongest first.

    Only stations of one technology (4G unless another is asked for) within its range
    and with terrain all the way count.

    Args:
        inputs: The province.
        place_deg: Longitude and latitude of the place.
        request: Operator, technology and the parameters of the first model.

    Raises:
        NotFoundError: No such station is within range.
    """
    wanted = request.equipment
    technology = wanted.technology or Technology.G4
    services = [
        service
        for service in inputs.province.services
        if service.technology is technology
        and wanted.operator in {None, service.operator}
    ]
    found = [
        station
        for service in services
        if (station := _station(inputs, service, place_deg, request)) is not None
    ]
    if not found:
        raise NotFoundError(
            "no station with {technology} is within {range_km:.0f} km of the place:"
            " name a start",
            technology=technology,
            range_km=inputs.radio.range_m(technology) * KM_PER_M,
        )
    chosen = [
        station
        for operator in sorted({item.service.operator for item in found})
        for station in _best([x for x in found if x.service.operator == operator])
    ]
    return tuple(sorted(chosen, key=lambda item: -(item.level_dbm or 0)))


def _best(stations: Sequence[Station]) -> list[Station]:
    strongest = max(stations, key=lambda item: item.level_dbm or -np.inf)
    nearest = min(stations, key=lambda item: item.distance_m)
    if nearest.service.site_id == strongest.service.site_id:
        return [replace(strongest, is_nearest=True, is_strongest=True)]
    return [replace(strongest, is_strongest=True), replace(nearest, is_nearest=True)]


def _station(
    inputs: ProvinceInputs,
    service: Service,
    place_deg: tuple[float, float],
    request: PathRequest,
) -> Station | None:
    site = next(one for one in inputs.province.sites if one.id == service.site_id)
    ends = np.array([place_deg[0]]), np.array([place_deg[1]])
    distance_m = float(distances_m(site.lon_deg, site.lat_deg, *ends)[0])
    if not 1 <= distance_m <= inputs.radio.range_m(service.technology):
        return None
    station = Station(service, site.lon_deg, site.lat_deg, distance_m)
    link = _link(inputs, station, place_deg, request)
    if link is None:
        return None
    level_dbm = link.level_dbm(request.models[0], service.antenna_height_m)
    return replace(station, level_dbm=level_dbm)


def _link(
    inputs: ProvinceInputs,
    station: Station,
    place_deg: tuple[float, float],
    request: PathRequest,
) -> _Link | None:
    """Return the link of a station; None where terrain is missing on the way."""
    start_deg = station.lon_deg, station.lat_deg
    profile = terrain_profile(inputs.terrain, start_deg=start_deg, end_deg=place_deg)
    if not np.isfinite(profile.ground_m).all():
        return None
    province, radio, service = inputs.province, inputs.radio, station.service
    return _Link(
        path_ground(profile),
        path_conditions(
            request,
            radio,
            frequency_mhz=given(request.wave.frequency_mhz, service.frequency_mhz),
            latitude_deg=profile.middle_latitude_deg,
            refractivity_gradient_n_per_km=province.refractivity_gradient_n_per_km,
        ),
        link_power(
            service,
            radio,
            request,
            azimuth_deg=course(start_deg, place_deg)[0],
            patterns=province.antenna_patterns,
        ),
        given(request.end_height_m, radio.receiver_height_m),
    )


def needed_masts(
    inputs: ProvinceInputs,
    stations: Sequence[Station],
    place_deg: tuple[float, float],
    request: PathRequest,
) -> tuple[NeededMast, ...]:
    """Return the antenna height that each station would need to reach a place.

    Args:
        inputs: The province.
        stations: Those that could be raised; those without terrain on the way are left
            out.
        place_deg: Longitude and latitude of the place.
        request: The models, their parameters, and the limit of the search.

    Raises:
        OutOfRangeError: The limit is outside 1 to 3,000 m.
    """
    limit_m = given(request.needed_limit_m, 100.0)
    masts = []
    for station in stations:
        link = _link(inputs, station, place_deg, request)
        if link is None or link.power.threshold_dbm is None:
            continue
        service = station.service
        heights = {
            model: _needed(link, model, link.power.threshold_dbm, limit_m)
            for model in request.models
        }
        masts.append(
            NeededMast(
                site_id=service.site_id,
                operator=service.operator,
                technology=service.technology,
                distance_m=station.distance_m,
                antenna_m=service.antenna_height_m if service.site_id else None,
                is_nearest=station.is_nearest,
                is_strongest=station.is_strongest,
                heights=heights,
            )
        )
    return tuple(masts)


def _needed(
    link: _Link, model: PathModel, threshold_dbm: float, limit_m: float
) -> NeededHeight:
    return needed_height(
        lambda height_m: link.level_dbm(model, height_m),
        threshold_dbm=threshold_dbm,
        limit_m=limit_m,
    )
