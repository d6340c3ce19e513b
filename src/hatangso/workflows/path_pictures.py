"""The ground towards the largest places without signal."""

from collections.abc import Iterable

from hatangso.documents.report_content import PathPicture
from hatangso.geography.profile import TerrainProfile, terrain_profile
from hatangso.model.coverage import PointCoverage
from hatangso.model.place import Locality
from hatangso.model.site import Service, Technology
from hatangso.radio.path_models import sight_line
from hatangso.workflows.assess import uncovered
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.path_power import path_ground

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
    line = sight_line(
        path_ground(profile),
        antennas_m,
        frequency_mhz=frequency_mhz,
        gradient_n_per_km=inputs.province.refractivity_gradient_n_per_km,
    )
    return PathPicture(place=names[1], station=names[0], line=line)
