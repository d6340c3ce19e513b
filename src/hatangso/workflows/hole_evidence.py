"""What is known about a place without signal: who is nearest, and what stands between.

A petition asks: which station is nearest, how far, what blocks it, is there power.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hatangso.geography.grid import distances_m
from hatangso.geography.profile import terrain_profile
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.path_models import sight_line
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.path_power import path_ground

__all__ = ["NearestSite", "Obstruction", "nearest_sites"]


@dataclass(frozen=True)
class Obstruction:
    """What rises highest above the line of sight.

    Attributes:
        top_m: Ground and clutter above sea level.
        from_place_m: How far that is from the place.
        excess_m: How far it rises above the line.
    """

    top_m: float
    from_place_m: float
    excess_m: float


@dataclass(frozen=True)
class NearestSite:
    """The nearest site of one operator, and what stands in the way.

    Attributes:
        technologies: What the operator runs on it, the oldest first.
        antenna_m: Its highest antenna above the ground.
        is_terrain_known: Whether the ground is known all the way.
        obstacle: None when the place is in sight, or the ground is not known.
    """

    operator: str
    site: Site
    distance_m: float
    technologies: tuple[Technology, ...]
    antenna_m: float
    is_terrain_known: bool
    obstacle: Obstruction | None = None


def nearest_sites(
    inputs: ProvinceInputs, lon_deg: float, lat_deg: float
) -> tuple[NearestSite, ...]:
    """Return the nearest site of every operator, nearest first."""
    sites = {site.id: site for site in inputs.province.sites}
    by_operator: dict[str, list[Service]] = {}
    for service in inputs.province.services:
        if service.site_id in sites:
            by_operator.setdefault(service.operator, []).append(service)
    found = [
        _nearest(inputs, operator, services, sites, (lon_deg, lat_deg))
        for operator, services in by_operator.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.distance_m, one.operator)))


def _nearest(
    inputs: ProvinceInputs,
    operator: str,
    services: Iterable[Service],
    sites: dict[str, Site],
    place_deg: tuple[float, float],
) -> NearestSite:
    """Return the nearest site of one operator."""
    on_site: dict[str, list[Service]] = {}
    for service in services:
        on_site.setdefault(service.site_id, []).append(service)
    ids = sorted(on_site)
    lons_deg = np.array([sites[one].lon_deg for one in ids])
    lats_deg = np.array([sites[one].lat_deg for one in ids])
    away_m = distances_m(*place_deg, lons_deg, lats_deg)
    index = int(np.argmin(away_m))
    here = on_site[ids[index]]
    highest = max(here, key=lambda one: (one.antenna_height_m, -one.frequency_mhz))
    is_known, obstacle = _obstacle(inputs, sites[ids[index]], highest, place_deg)
    return NearestSite(
        operator=operator,
        site=sites[ids[index]],
        distance_m=float(away_m[index]),
        technologies=tuple(sorted({one.technology for one in here})),
        antenna_m=highest.antenna_height_m,
        is_terrain_known=is_known,
        obstacle=obstacle,
    )


def _obstacle(
    inputs: ProvinceInputs,
    site: Site,
    service: Service,
    place_deg: tuple[float, float],
) -> tuple[bool, Obstruction | None]:
    """Return whether the ground is known, and what rises above the line of sight."""
    profile = terrain_profile(
        inputs.terrain, start_deg=(site.lon_deg, site.lat_deg), end_deg=place_deg
    )
    if not np.isfinite(profile.ground_m).all():
        return False, None
    line = sight_line(
        path_ground(profile),
        (service.antenna_height_m, inputs.radio.receiver_height_m),
        frequency_mhz=service.frequency_mhz,
        gradient_n_per_km=inputs.province.refractivity_gradient_n_per_km,
    )
    if line.is_in_sight:
        return True, None
    at = line.highest
    return True, Obstruction(
        top_m=float(line.ground_m[at] + line.clutter_m[at]),
        from_place_m=line.length_m - float(line.distance_m[at]),
        excess_m=float(line.excess_m[at]),
    )
