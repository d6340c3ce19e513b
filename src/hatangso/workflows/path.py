"""Study the path between two places: what stands in it, what two models make of it."""

from dataclasses import dataclass
from pathlib import Path as FilePath

import numpy as np

from hatangso.documents.path_drawing import render_path_svg
from hatangso.documents.report_content import PathPicture
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.geography.profile import TerrainProfile, terrain_profile
from hatangso.language import Language
from hatangso.model.province import Province
from hatangso.radio.itm import TerrainLoss, point_to_point_loss
from hatangso.radio.itm_inputs import Conditions, Ground
from hatangso.radio.itm_inputs import TerrainProfile as BareProfile
from hatangso.radio.itu_p1812 import (
    Atmosphere,
    Locations,
    Path,
    TransmissionLoss,
    transmission_loss,
)
from hatangso.units import KM_PER_M
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.path_pictures import path_picture

__all__ = ["End", "PathRequest", "PathStudy", "study_path"]

_PERCENT = 100
# Structure of a station whose antenna height nobody gave.
_USUAL_ANTENNA_M = 30.0


@dataclass(frozen=True)
class PathRequest:
    """What is asked.

    Attributes:
        start: Identifier of a site, locality or facility, or ``longitude,latitude``.
        end: The same of the other end.
        start_height_m: Antenna above the ground; None takes the highest antenna of a
            site, 30 m elsewhere.
        end_height_m: The same of the other end; None takes the receiver's height.
        frequency_mhz: 30 to 6,000.
        time_percent: Share of the time, 1 to 50.
        location_percent: Share of the locations, above 0 and below 100.
    """

    start: str
    end: str
    start_height_m: float | None = None
    end_height_m: float | None = None
    frequency_mhz: float = 1800.0
    time_percent: float = 50.0
    location_percent: float = 50.0


@dataclass(frozen=True)
class End:
    """One end of a path.

    Attributes:
        name: As it was named or asked for.
        ground_m: Above sea level.
        antenna_m: Above the ground.
    """

    name: str
    lon_deg: float
    lat_deg: float
    ground_m: float
    antenna_m: float


@dataclass(frozen=True)
class PathStudy:
    """What was found.

    Attributes:
        excess_m: How far the highest obstacle rises above the line of sight, the
            curvature of the Earth and clutter included; below 0 when it stays under.
        excess_at_m: Distance of that obstacle from the start.
        p1812: Rec. ITU-R P.1812-8, every intermediate by name.
        itm: Irregular Terrain Model on bare ground, the second opinion.
        picture: The SVG file that was written, if one was asked for.
    """

    start: End
    end: End
    distance_m: float
    frequency_mhz: float
    excess_m: float
    excess_at_m: float
    p1812: TransmissionLoss
    itm: TerrainLoss
    picture: FilePath | None = None


def study_path(
    directory: FilePath,
    request: PathRequest,
    *,
    picture: FilePath | None = None,
    language: Language = Language.VI,
) -> PathStudy:
    """Study a path over the terrain of a province.

    Args:
        directory: The province directory.
        request: The ends and the wave.
        picture: SVG file to draw the path into.
        language: Of the picture.

    Raises:
        NotFoundError: No site, locality or facility has the name.
        InvalidInputError: An end lies off the terrain, or both are the same.
        OutOfRangeError: A number is outside the models' definition.
    """
    inputs = load_province(directory)
    start, end = _place(request.start, inputs), _place(request.end, inputs)
    profile = terrain_profile(inputs.terrain, start_deg=start[1:3], end_deg=end[1:3])
    if not np.isfinite(profile.ground_m).all():
        raise InvalidInputError(
            "the path from {start} to {end} leaves the terrain: add the missing tiles",
            start=request.start,
            end=request.end,
        )
    receiver_m = inputs.radio.receiver_height_m
    ends = (
        _end(start, profile.ground_m[0], _given(request.start_height_m, start[3])),
        _end(end, profile.ground_m[-1], _given(request.end_height_m, receiver_m)),
    )
    drawn = path_picture(
        inputs,
        profile,
        names=(ends[0].name, ends[1].name),
        antennas_m=(ends[0].antenna_m, ends[1].antenna_m),
        frequency_mhz=request.frequency_mhz,
    )
    if picture is not None:
        picture.write_text(render_path_svg(drawn, language), encoding="utf-8")
    excess_m = _excess_m(drawn)
    highest = int(np.argmax(excess_m[1:-1])) + 1
    return PathStudy(
        start=ends[0],
        end=ends[1],
        distance_m=float(profile.distance_m[-1]),
        frequency_mhz=request.frequency_mhz,
        excess_m=float(excess_m[highest]),
        excess_at_m=float(profile.distance_m[highest]),
        p1812=_p1812(inputs, profile, ends, request),
        itm=_itm(inputs, profile, ends, request),
        picture=picture,
    )


def _given(asked_m: float | None, usual_m: float) -> float:
    """Return what was asked for; a height of 0 is asked for too, and refused later."""
    return usual_m if asked_m is None else asked_m


def _place(asked: str, inputs: ProvinceInputs) -> tuple[str, float, float, float]:
    """Return name, longitude, latitude and usual antenna height of an end."""
    province = inputs.province
    for site in province.sites:
        if site.id == asked:
            height_m = _highest_antenna_m(province, site.id)
            return asked, site.lon_deg, site.lat_deg, height_m
    for locality in province.localities:
        if asked in (locality.id, locality.name):
            name = locality.name
            return name, locality.lon_deg, locality.lat_deg, _USUAL_ANTENNA_M
    for facility in province.facilities:
        if asked in (facility.id, facility.name):
            name = facility.name
            return name, facility.lon_deg, facility.lat_deg, _USUAL_ANTENNA_M
    try:
        lon_deg, lat_deg = (float(part) for part in asked.split(","))
    except ValueError:
        raise NotFoundError(
            "no site, locality or facility is called {name}: give its id, or"
            " longitude,latitude",
            name=asked,
        ) from None
    return asked, lon_deg, lat_deg, _USUAL_ANTENNA_M


def _highest_antenna_m(province: Province, site_id: str) -> float:
    heights_m = [
        service.antenna_height_m
        for service in province.services
        if service.site_id == site_id
    ]
    return max(heights_m, default=_USUAL_ANTENNA_M)


def _end(
    place: tuple[str, float, float, float], ground_m: float, antenna_m: float
) -> End:
    return End(place[0], place[1], place[2], float(ground_m), antenna_m)


def _excess_m(picture: PathPicture) -> np.ndarray:
    """Return how far each point rises above the line of sight."""
    distance_m = np.array(picture.distance_m)
    length_m = distance_m[-1]
    bulge_m = distance_m * (length_m - distance_m) / (2 * picture.earth_radius_m)
    share = distance_m / length_m
    sight_m = picture.start_m + share * (picture.end_m - picture.start_m)
    top_m = np.array(picture.ground_m) + np.array(picture.clutter_m) + bulge_m
    return np.asarray(top_m - sight_m)


def _p1812(
    inputs: ProvinceInputs,
    profile: TerrainProfile,
    ends: tuple[End, End],
    request: PathRequest,
) -> TransmissionLoss:
    path = Path(
        distance_km=profile.distance_m * KM_PER_M,
        terrain_m=profile.ground_m,
        clutter_m=profile.clutter_m,
        transmitter_height_m=ends[0].antenna_m,
        receiver_height_m=ends[1].antenna_m,
    )
    air = Atmosphere(
        latitude_deg=(ends[0].lat_deg + ends[1].lat_deg) / 2,
        refractivity_gradient_n_per_km=inputs.province.refractivity_gradient_n_per_km,
        surface_refractivity_n=inputs.radio.surface_refractivity_n,
    )
    return transmission_loss(
        path,
        frequency_mhz=request.frequency_mhz,
        time_ratio=request.time_percent / _PERCENT,
        atmosphere=air,
        polarisation=inputs.radio.polarisation,
        locations=Locations(
            ratio=request.location_percent / _PERCENT,
            deviation_db=inputs.radio.location_sigma_db,
        ),
    )


def _itm(
    inputs: ProvinceInputs,
    profile: TerrainProfile,
    ends: tuple[End, End],
    request: PathRequest,
) -> TerrainLoss:
    radio = inputs.radio
    bare = BareProfile(
        elevation_m=profile.ground_m,
        step_m=float(profile.distance_m[1]),
        transmitter_height_m=ends[0].antenna_m,
        receiver_height_m=ends[1].antenna_m,
    )
    return point_to_point_loss(
        bare,
        Conditions(
            frequency_mhz=request.frequency_mhz,
            refractivity_n=radio.surface_refractivity_n,
            climate=radio.itm_climate,
            polarisation=radio.polarisation,
            ground=Ground(
                radio.itm_ground_permittivity, radio.itm_ground_conductivity_s_m
            ),
        ),
    )
