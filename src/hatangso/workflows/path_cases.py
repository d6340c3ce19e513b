"""A path with everything that is needed to study it, from a province or from a file."""

from dataclasses import dataclass, replace

import numpy as np

from hatangso.errors import Finding, InvalidInputError, NotFoundError
from hatangso.geography.profile import (
    TerrainProfile,
    course,
    places_along,
    terrain_profile,
)
from hatangso.io.parameter_files import DEFAULT_SET, parameter_set
from hatangso.io.profile_files import LinkSetup, ProfileFile
from hatangso.model.site import Service, Technology
from hatangso.radio.itu_p1812 import Polarisation, centre_latitude_deg
from hatangso.radio.link_budget import RadioParameters, radio_parameters
from hatangso.radio.path_models import PathConditions, PathGround
from hatangso.units import KM_PER_M, FloatArray
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.path_power import (
    LinkPower,
    chosen_service,
    given,
    link_power,
    path_conditions,
    path_ground,
    usual_service,
)
from hatangso.workflows.path_request import PathRequest
from hatangso.workflows.path_study import End

__all__ = ["PathCase", "case_of_file", "case_of_province", "find_place", "service_at"]

# Structure of a station whose antenna height nobody gave.
_USUAL_ANTENNA_M = 30.0
# For a file that does not tell: 45 N/km is the middle of the world's land.
_USUAL_GRADIENT_N_PER_KM = 45.0
_GREATEST_LON_DEG, _GREATEST_LAT_DEG = 180, 90


@dataclass(frozen=True)
class PathCase:
    """A path with everything that is needed to study it.

    Attributes:
        ends: Start and end.
        ground: The profile.
        lon_deg: Of its points; None along a file without coordinates.
        lat_deg: The same.
        conditions: Everything but profile and antennas.
        power: The link budget; None where nobody has said.
        findings: What the check of the input warned of.
        synthetic_layers: Those of the province's layers used that are synthetic.
    """

    ends: tuple[End, End]
    ground: PathGround
    lon_deg: FloatArray | None
    lat_deg: FloatArray | None
    conditions: PathConditions
    power: LinkPower | None
    findings: tuple[Finding, ...] = ()
    synthetic_layers: tuple[str, ...] = ()

    @property
    def heights_m(self) -> tuple[float, float]:
        """Return the antennas above the ground."""
        return self.ends[0].antenna_m, self.ends[1].antenna_m


def case_of_province(inputs: ProvinceInputs, request: PathRequest) -> PathCase:
    """Return the path between two places of a province.

    Raises:
        NotFoundError: No site, locality or facility has the name.
        InvalidInputError: An end lies off the terrain, or both are the same.
        OutOfRangeError: A number is outside the models' definition.
    """
    start, end = find_place(request.start, inputs), find_place(request.end, inputs)
    profile = _profile(inputs, request, start, end)
    service = service_at(inputs, request)
    usual_m = service.antenna_height_m if service.site_id else _USUAL_ANTENNA_M
    ends = (
        _end(start, profile.ground_m[0], given(request.start_height_m, usual_m)),
        _end(
            end,
            profile.ground_m[-1],
            given(request.end_height_m, inputs.radio.receiver_height_m),
        ),
    )
    conditions = path_conditions(
        request,
        inputs.radio,
        frequency_mhz=given(request.wave.frequency_mhz, service.frequency_mhz),
        latitude_deg=profile.middle_latitude_deg,
        refractivity_gradient_n_per_km=inputs.province.refractivity_gradient_n_per_km,
    )
    power = link_power(
        service,
        inputs.radio,
        request,
        azimuth_deg=course(start[1:3], end[1:3])[0],
        patterns=inputs.province.antenna_patterns,
    )
    return PathCase(
        ends,
        path_ground(profile),
        profile.lon_deg,
        profile.lat_deg,
        conditions,
        power,
        synthetic_layers=_synthetic_layers(inputs, request, service),
    )


def _synthetic_layers(
    inputs: ProvinceInputs, request: PathRequest, service: Service
) -> tuple[str, ...]:
    """Return the synthetic ones of the layers that the path rests on."""
    province, ends = inputs.province, {request.start, request.end}
    names = {
        "localities": {x for one in province.localities for x in (one.id, one.name)},
        "facilities": {x for one in province.facilities for x in (one.id, one.name)},
        "sites": {one.id for one in province.sites},
    }
    layers = [name for name, known in names.items() if not ends.isdisjoint(known)]
    if service.site_id:
        layers.append("services")
    return province.synthetic_layers("terrain", "clutter", *layers)


def service_at(inputs: ProvinceInputs, request: PathRequest) -> Service:
    """Return the service that transmits; what is usual where there is none yet."""
    found = chosen_service(inputs.province, request.start, request)
    if found is not None:
        return found
    technology = request.equipment.technology or Technology.G4
    return usual_service(technology, inputs.radio)


def _profile(
    inputs: ProvinceInputs,
    request: PathRequest,
    start: tuple[str, float, float],
    end: tuple[str, float, float],
) -> TerrainProfile:
    profile = terrain_profile(inputs.terrain, start_deg=start[1:3], end_deg=end[1:3])
    missing = np.flatnonzero(~np.isfinite(profile.ground_m))
    if len(missing):
        raise InvalidInputError(
            "the path from {start} to {end} leaves the terrain after {at_km:.2f} km,"
            " at {lon:.5f}, {lat:.5f}: add the missing tiles",
            start=request.start,
            end=request.end,
            at_km=float(profile.distance_m[missing[0]]) * KM_PER_M,
            lon=float(profile.lon_deg[missing[0]]),
            lat=float(profile.lat_deg[missing[0]]),
        )
    return profile


def find_place(asked: str, inputs: ProvinceInputs) -> tuple[str, float, float]:
    """Return name, longitude and latitude of an end."""
    province = inputs.province
    for site in province.sites:
        if site.id == asked:
            return asked, site.lon_deg, site.lat_deg
    for locality in province.localities:
        if asked in {locality.id, locality.name}:
            return locality.name, locality.lon_deg, locality.lat_deg
    for facility in province.facilities:
        if asked in {facility.id, facility.name}:
            return facility.name, facility.lon_deg, facility.lat_deg
    try:
        lon_deg, lat_deg = (float(part) for part in asked.split(","))
    except ValueError:
        raise NotFoundError(
            "no site, locality or facility is called {name}: give its id, or"
            " longitude,latitude",
            name=asked,
        ) from None
    _require_on_earth(asked, lon_deg, lat_deg)
    return asked, lon_deg, lat_deg


def _require_on_earth(asked: str, lon_deg: float, lat_deg: float) -> None:
    """Check a longitude and a latitude that somebody typed."""
    if abs(lon_deg) <= _GREATEST_LON_DEG and abs(lat_deg) <= _GREATEST_LAT_DEG:
        return
    raise InvalidInputError(
        "{name} is no place: write longitude,latitude, the longitude from -180 to 180"
        " and the latitude from -90 to 90",
        name=asked,
    )


def _end(
    place: tuple[str, float | None, float | None], ground_m: float, antenna_m: float
) -> End:
    return End(*place, float(ground_m), antenna_m)


def case_of_file(file: ProfileFile, request: PathRequest) -> PathCase:
    """Return the path of a profile file.

    Raises:
        NotFoundError: The file has no such row of measurements.
        InvalidInputError: Nobody tells the frequency or the latitude.
        OutOfRangeError: A number is outside the models' definition.
    """
    radio = radio_parameters(parameter_set(DEFAULT_SET))
    setup = _setup(file, request.measurement)
    request = _with_setup(request, setup)
    technology = request.equipment.technology
    frequency_mhz = request.wave.frequency_mhz
    if frequency_mhz is None and technology is not None:
        frequency_mhz = radio.technologies[technology].frequency_mhz
    if frequency_mhz is None:
        raise InvalidInputError("the profile file tells no frequency: give one")
    antennas_m = (
        given(setup.start_height_m, _USUAL_ANTENNA_M),
        given(setup.end_height_m, radio.receiver_height_m),
    )
    start = (file.start or "1", *(file.start_deg or (None, None)))
    end = (file.end or "2", *(file.end_deg or (None, None)))
    gradient = given(file.refractivity_gradient_n_per_km, _USUAL_GRADIENT_N_PER_KM)
    refractivity_n = file.surface_refractivity_n
    conditions = path_conditions(
        request,
        replace(
            radio,
            surface_refractivity_n=given(refractivity_n, radio.surface_refractivity_n),
        ),
        frequency_mhz=frequency_mhz,
        latitude_deg=_latitude_deg(file, request),
        refractivity_gradient_n_per_km=gradient,
    )
    lon_deg, lat_deg = _places(file)
    return PathCase(
        (
            _end(start, file.ground_m[0], given(request.start_height_m, antennas_m[0])),
            _end(end, file.ground_m[-1], given(request.end_height_m, antennas_m[1])),
        ),
        PathGround(file.distance_m, file.ground_m, file.clutter_m, file.zones),
        lon_deg,
        lat_deg,
        conditions,
        _file_power(file, request, radio),
        file.findings,
    )


def _setup(file: ProfileFile, number: int) -> LinkSetup:
    if not file.setups:
        return LinkSetup()
    if not 1 <= number <= len(file.setups):
        raise NotFoundError(
            "the profile file has measurements 1 to {last}; there is no {number}",
            last=len(file.setups),
            number=number,
        )
    return file.setups[number - 1]


def _with_setup(request: PathRequest, setup: LinkSetup) -> PathRequest:
    """Return the request with what the file says where nothing was asked."""
    wave = request.wave
    polarisation = wave.polarisation
    if polarisation is None and setup.polarisation is not None:
        polarisation = Polarisation(setup.polarisation)
    first = (wave.frequency_mhz, wave.time_percent)
    told = (setup.frequency_mhz, setup.time_percent)
    frequency_mhz, time_percent = (
        here if asked is None else asked
        for asked, here in zip(first, told, strict=True)
    )
    wave = replace(
        wave,
        frequency_mhz=frequency_mhz,
        polarisation=polarisation,
        time_percent=time_percent,
    )
    return replace(request, wave=wave)


def _latitude_deg(file: ProfileFile, request: PathRequest) -> float:
    asked_deg = request.surroundings.latitude_deg
    if asked_deg is not None:
        return asked_deg
    if file.start_deg is None or file.end_deg is None:
        raise InvalidInputError(
            "the profile file tells no coordinates: give the latitude of its middle"
        )
    length_km = float(file.distance_m[-1]) * KM_PER_M
    return centre_latitude_deg(file.start_deg, file.end_deg, length_km=length_km)


def _places(file: ProfileFile) -> tuple[FloatArray | None, FloatArray | None]:
    if file.start_deg is None or file.end_deg is None:
        return None, None
    azimuth_deg, _ = course(file.start_deg, file.end_deg)
    return places_along(
        file.start_deg, azimuth_deg=azimuth_deg, distance_m=file.distance_m
    )


def _file_power(
    file: ProfileFile, request: PathRequest, radio: RadioParameters
) -> LinkPower | None:
    """Return the link budget; a file has none unless a power or technology is asked."""
    wanted = request.equipment
    if wanted.technology is None and wanted.eirp_dbm is None:
        return None
    azimuth_deg = 0.0
    if file.start_deg is not None and file.end_deg is not None:
        azimuth_deg, _ = course(file.start_deg, file.end_deg)
    technology = wanted.technology or Technology.G4
    service = usual_service(technology, radio)
    power = link_power(service, radio, request, azimuth_deg=azimuth_deg)
    if wanted.technology is not None:
        return power
    return replace(power, technology=None, threshold_dbm=wanted.threshold_dbm)
