"""Masts: what stands at one place, in the order in which the kernels want it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from scipy import ndimage

from hatangso.errors import NotFoundError
from hatangso.geography.terrain import Terrain
from hatangso.model.antenna_pattern import AntennaPattern
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.antenna import Sector, omnidirectional_pattern, parametric_pattern
from hatangso.radio.kernels import HALF
from hatangso.radio.link_budget import RadioParameters, reference_eirp_dbm
from hatangso.radio.radials import Band, require_terrain
from hatangso.units import BoolArray, FloatArray

__all__ = [
    "NO_PATTERNS",
    "Mast",
    "Radiator",
    "ground_m",
    "masts_of",
    "sectors_of",
    "sites_on_terrain",
]

_HORIZON_DEG = np.zeros(())
NO_PATTERNS: Mapping[str, AntennaPattern] = MappingProxyType({})


@dataclass(frozen=True)
class Radiator:
    """One service, seen from the receiver.

    Attributes:
        number: Place of the service in the list that was given.
        service: The service.
        band: Antenna height and frequency.
        eirp_dbm: EIRP of its reference signal in the main direction.
        sectors: Its antennas; an omnidirectional one is a single sector.
    """

    number: int
    service: Service
    band: Band
    eirp_dbm: float
    sectors: tuple[Sector, ...]

    @property
    def operator(self) -> str:
        """Return who runs it."""
        return self.service.operator

    @property
    def technology(self) -> Technology:
        """Return its technology."""
        return self.service.technology

    def strength_dbm(
        self, azimuths_deg: FloatArray, depression_deg: FloatArray = _HORIZON_DEG
    ) -> FloatArray:
        """Return the EIRP of the best sector towards directions.

        Args:
            azimuths_deg: Clockwise from north.
            depression_deg: How far below the horizon, -90 to 90.

        Returns:
            EIRP of the reference signal, of the shape that both make together.
        """
        gains_db = self._gains_db(azimuths_deg, depression_deg)
        return np.asarray(self.eirp_dbm + np.max(gains_db, axis=0))

    def total_strength_dbm(
        self, azimuths_deg: FloatArray, depression_deg: FloatArray = _HORIZON_DEG
    ) -> FloatArray:
        """Return the power sum of all its sectors; see ``strength_dbm``."""
        gains_db = self._gains_db(azimuths_deg, depression_deg)
        powers = np.sum(10 ** (gains_db / 10), axis=0)
        return np.asarray(self.eirp_dbm + 10 * np.log10(powers))

    def _gains_db(
        self, azimuths_deg: FloatArray, depression_deg: FloatArray
    ) -> FloatArray:
        """Return the gains of the sectors, (sector, ...)."""
        return np.array(
            [sector.gain_db(azimuths_deg, depression_deg) for sector in self.sectors]
        )


@dataclass(frozen=True)
class Mast:
    """A site with services.

    Attributes:
        number: Place of the site in the list that was given, from 0.
        site: The site.
        radiators: Its services, in the order of the list that was given.
        is_on_terrain: Whether there is ground under it.
    """

    number: int
    site: Site
    radiators: tuple[Radiator, ...]
    is_on_terrain: bool


def sites_on_terrain(terrain: Terrain, sites: Sequence[Site]) -> BoolArray:
    """Return which sites stand on known ground; coverage leaves out the others."""
    require_terrain(terrain)
    lon_deg = np.array([site.lon_deg for site in sites], dtype=np.float64)
    lat_deg = np.array([site.lat_deg for site in sites], dtype=np.float64)
    return np.isfinite(ground_m(terrain, lon_deg, lat_deg))


def ground_m(terrain: Terrain, lon_deg: FloatArray, lat_deg: FloatArray) -> FloatArray:
    """Return the interpolated ground under points, NaN where there is none."""
    row, col = terrain.grid.positions(lon_deg, lat_deg)
    rows, cols = terrain.grid.shape
    is_inside = (row >= -HALF) & (row <= rows - HALF)
    is_inside &= (col >= -HALF) & (col <= cols - HALF)
    elevation_m = np.asarray(terrain.elevation_m, dtype=np.float64)
    found_m = ndimage.map_coordinates(elevation_m, (row, col), order=1, mode="nearest")
    return np.where(is_inside, found_m, np.nan)


def masts_of(
    terrain: Terrain,
    sites: Sequence[Site],
    services: Sequence[Service],
    parameters: RadioParameters,
    antenna_patterns: Mapping[str, AntennaPattern] = NO_PATTERNS,
) -> list[Mast]:
    """Return the sites that carry services, in the order of the sites.

    Args:
        terrain: Ground and clutter.
        sites: The sites.
        services: What they carry.
        parameters: The link budget, and antennas without a pattern.
        antenna_patterns: Measured patterns by the name that services call them.

    Raises:
        NotFoundError: A service names a site or a pattern that is not there.
        InvalidInputError: A carrier has a bandwidth that its standard does not know.
        OutOfRangeError: An antenna height or frequency is outside the model.
    """
    radiators: dict[str, list[Radiator]] = {site.id: [] for site in sites}
    for number, service in enumerate(services):
        if service.site_id not in radiators:
            raise NotFoundError(
                "a service stands on site {site}, which does not exist",
                site=service.site_id,
            )
        radiators[service.site_id].append(
            _radiator(number, service, parameters, antenna_patterns)
        )
    is_on_terrain = sites_on_terrain(terrain, sites)
    return [
        Mast(number, site, tuple(radiators[site.id]), bool(is_on_terrain[number]))
        for number, site in enumerate(sites)
        if radiators[site.id]
    ]


def _radiator(
    number: int,
    service: Service,
    parameters: RadioParameters,
    patterns: Mapping[str, AntennaPattern],
) -> Radiator:
    return Radiator(
        number,
        service,
        Band(service.antenna_height_m, service.frequency_mhz),
        reference_eirp_dbm(service, parameters),
        sectors_of(service, parameters, patterns),
    )


def sectors_of(
    service: Service,
    parameters: RadioParameters,
    patterns: Mapping[str, AntennaPattern] = NO_PATTERNS,
) -> tuple[Sector, ...]:
    """Return the antennas of a service; an omnidirectional one is a single sector.

    Raises:
        NotFoundError: The service names a pattern that is not there.
    """
    pattern = _pattern(service, parameters, patterns)
    turned_deg = service.electrical_tilt_deg - pattern.electrical_tilt_deg
    if not service.azimuths_deg:
        # Which way an omnidirectional antenna leans nobody can tell.
        return (Sector(pattern, 0.0, 0.0, turned_deg),)
    return tuple(
        Sector(pattern, azimuth_deg, service.mechanical_tilt_deg, turned_deg)
        for azimuth_deg in service.azimuths_deg
    )


def _pattern(
    service: Service,
    parameters: RadioParameters,
    patterns: Mapping[str, AntennaPattern],
) -> AntennaPattern:
    """Return the measured pattern of a service, or a parametric one."""
    if service.antenna_pattern:
        if service.antenna_pattern not in patterns:
            raise NotFoundError(
                "no antenna pattern is called {name}", name=service.antenna_pattern
            )
        return patterns[service.antenna_pattern]
    chosen = parameters.technologies[service.technology]
    if not service.azimuths_deg:
        return omnidirectional_pattern(
            chosen.vertical_beamwidth_deg, parameters.sector_side_lobe_db
        )
    return parametric_pattern(
        parameters.sector_beamwidth_deg,
        chosen.vertical_beamwidth_deg,
        parameters.sector_front_to_back_db,
        parameters.sector_side_lobe_db,
    )
