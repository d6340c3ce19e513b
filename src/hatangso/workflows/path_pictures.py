"""The ground towards the largest places without signal, or in doubt."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from hatangso.documents.report_content import (
    HeightAnswer,
    HeightVerdict,
    NeededAntenna,
    PathPicture,
)
from hatangso.errors import NotFoundError
from hatangso.geography.profile import TerrainProfile, terrain_profile
from hatangso.model.coverage import PointCoverage
from hatangso.model.place import Locality
from hatangso.model.site import Service, Technology
from hatangso.radio.path_models import PathModel, sight_line
from hatangso.workflows.assess import uncovered
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.needed_heights import (
    NeededMast,
    best_stations,
    needed_masts,
)
from hatangso.workflows.path_power import path_ground
from hatangso.workflows.path_request import Equipment, PathRequest

__all__ = ["hole_pictures", "path_picture", "uncertain_pictures"]

_MOST_HOLES = 6
_MOST_UNCERTAIN = 4
# Taller masts are rare in the province: what needs more needs another station.
_MOST_HEIGHT_M = 100.0


def hole_pictures(
    inputs: ProvinceInputs,
    coverages: Iterable[PointCoverage],
    technology: Technology,
) -> tuple[PathPicture, ...]:
    """Return the paths to the largest places without signal, and what they need.

    Args:
        inputs: The province and its terrain.
        coverages: Of the localities, all technologies.
        technology: Whose uncovered localities are shown.
    """
    holes = uncovered(coverages, inputs.province, technology)
    return tuple(
        replace(picture, needed=_needed(inputs, hole), limit_m=_MOST_HEIGHT_M)
        for hole, picture in _shown(inputs, holes, _MOST_HOLES)
    )


def uncertain_pictures(
    inputs: ProvinceInputs,
    coverages: Iterable[PointCoverage],
    technology: Technology,
    *,
    shown: Sequence[PathPicture] = (),
) -> tuple[PathPicture, ...]:
    """Return the paths to the largest places on which the two models disagree.

    Args:
        inputs: The province and its terrain.
        coverages: Of the localities, all technologies.
        technology: Whose uncertain localities are shown.
        shown: Pictures that there are already; their places are left out.
    """
    people = {place.id: place.people for place in inputs.province.localities}
    known = {picture.place_id for picture in shown}
    found = [
        one
        for one in coverages
        if one.technology is technology
        and one.is_uncertain
        and one.point_id not in known
    ]
    found.sort(key=lambda one: (-people[one.point_id], one.point_id))
    pictures = _shown(inputs, found, _MOST_UNCERTAIN)
    return tuple(picture for _, picture in pictures)


def _shown(
    inputs: ProvinceInputs, coverages: Iterable[PointCoverage], most: int
) -> Iterator[tuple[PointCoverage, PathPicture]]:
    """Yield the first places that have a station, with the path from it."""
    localities = {locality.id: locality for locality in inputs.province.localities}
    served = (
        (one, service)
        for one in coverages
        if (service := _service(inputs, one)) is not None
    )
    for one, service in islice(served, most):
        yield one, _picture(inputs, localities[one.point_id], service)


def _needed(inputs: ProvinceInputs, hole: PointCoverage) -> tuple[NeededAntenna, ...]:
    """Return how high the strongest station of each operator would have to be."""
    place = next(x for x in inputs.province.localities if x.id == hole.point_id)
    place_deg = place.lon_deg, place.lat_deg
    request = PathRequest(
        equipment=Equipment(technology=hole.technology), needed_limit_m=_MOST_HEIGHT_M
    )
    try:
        stations = best_stations(inputs, place_deg, request)
    except NotFoundError:
        return ()
    strongest = [station for station in stations if station.is_strongest]
    antennas = []
    for station in strongest:
        today_m = station.service.antenna_height_m
        # Whether today's antenna suffices is the end of a search up to it.
        so_far = replace(request, needed_limit_m=max(today_m, 1.0))
        masts = zip(
            needed_masts(inputs, [station], place_deg, request),
            needed_masts(inputs, [station], place_deg, so_far),
            strict=True,
        )
        antennas += [
            NeededAntenna(
                station=mast.site_id,
                operator=mast.operator,
                distance_m=mast.distance_m,
                antenna_m=today_m,
                first=_answer(mast, today, PathModel.P1812),
                second=_answer(mast, today, PathModel.ITM),
            )
            for mast, today in masts
        ]
    return tuple(antennas)


def _answer(mast: NeededMast, today: NeededMast, model: PathModel) -> HeightAnswer:
    """Return what a search says of a mast, beside one up to its antenna of today."""
    height_m, below = mast.heights[model].height_m, today.heights[model]
    if below.height_m is not None:
        verdict = HeightVerdict.ENOUGH if below.is_lasting else HeightVerdict.TILT
        return HeightAnswer(verdict, below.height_m)
    verdict = HeightVerdict.NEVER if height_m is None else HeightVerdict.RAISE
    return HeightAnswer(verdict, height_m)


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
    picture = path_picture(
        inputs,
        profile,
        names=(f"{site.id} ({service.operator})", locality.name),
        antennas_m=(service.antenna_height_m, inputs.radio.receiver_height_m),
        frequency_mhz=service.frequency_mhz,
    )
    return replace(picture, place_id=locality.id)


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
