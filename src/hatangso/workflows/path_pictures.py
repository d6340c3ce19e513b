"""The ground towards the largest places without signal."""

from collections.abc import Iterable

import numpy as np

from hatangso.documents.report_content import PathPicture
from hatangso.geography.profile import TerrainProfile, terrain_profile
from hatangso.model.coverage import PointCoverage
from hatangso.model.place import Locality
from hatangso.model.site import Service, Technology
from hatangso.radio.itu_p1812 import effective_earth_radius_km
from hatangso.units import KM_PER_M
from hatangso.workflows.assess import uncovered
from hatangso.workflows.check import ProvinceInputs

__all__ = ["path_picture", "path_pictures"]

_MOST_PICTURES = 6


def path_pictures(
    inputs: ProvinceInputs,
    coverages: Iterable[PointCoverage],
    technology: Technology,
) -> tuple[PathPicture, ...]:
    """Return pictures of the paths from the strongest stations, most people first.

    Args:
        inputs: The province and its terrain.
        coverages: Of the localities, all technologies.
        technology: Whose uncovered localities are shown.
    """
    province = inputs.province
    localities = {locality.id: locality for locality in province.localities}
    pictures = []
    for hole in uncovered(coverages, province, technology):
        service = _service(inputs, hole)
        if service is not None:
            pictures.append(_picture(inputs, localities[hole.point_id], service))
        if len(pictures) == _MOST_PICTURES:
            break
    return tuple(pictures)


def _service(inputs: ProvinceInputs, hole: PointCoverage) -> Service | None:
    """Return the highest antenna of the strongest station, None without a station."""
    services = [
        service
        for service in inputs.province.services
        if (service.site_id, service.operator, service.technology)
        == (hole.site_id, hole.operator, hole.technology)
    ]
    return max(services, key=lambda one: one.antenna_height_m, default=None)


def _picture(
    inputs: ProvinceInputs, locality: Locality, service: Service
) -> PathPicture:
    site = next(one for one in inputs.province.sites if one.id == service.site_id)
    profile = terrain_profile(
        inputs.terrain,
        start_deg=(site.lon_deg, site.lat_deg),
        end_deg=(locality.lon_deg, locality.lat_deg),
    )
    return path_picture(
        inputs,
        profile,
        names=(f"{site.id} ({service.operator})", locality.name),
        antennas_m=(service.antenna_height_m, inputs.radio.receiver_height_m),
        frequency_mhz=service.frequency_mhz,
    )


def path_picture(
    inputs: ProvinceInputs,
    profile: TerrainProfile,
    *,
    names: tuple[str, str],
    antennas_m: tuple[float, float],
    frequency_mhz: float,
) -> PathPicture:
    """Return the picture of a path.

    Args:
        inputs: The province: its air bends the path.
        profile: The ground from the station to the place, without a gap.
        names: Of the station and of the place.
        antennas_m: Above the ground, of both ends.
        frequency_mhz: Of the wave; it decides the Fresnel zone.
    """
    # The model counts no clutter at the ends (Rec. ITU-R P.1812, Attachment 1).
    clutter_m = np.concatenate([[0.0], profile.clutter_m[1:-1], [0.0]])
    gradient = inputs.province.refractivity_gradient_n_per_km
    return PathPicture(
        place=names[1],
        station=names[0],
        distance_m=tuple(profile.distance_m.tolist()),
        ground_m=tuple(profile.ground_m.tolist()),
        clutter_m=tuple(clutter_m.tolist()),
        start_m=float(profile.ground_m[0]) + antennas_m[0],
        end_m=float(profile.ground_m[-1]) + antennas_m[1],
        frequency_mhz=frequency_mhz,
        earth_radius_m=effective_earth_radius_km(gradient) / KM_PER_M,
    )
