"""Masts: what stands at one place, in the order in which the kernels want it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from hatangso.errors import NotFoundError
from hatangso.geography.terrain import Terrain
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.antenna import sector_gain_db
from hatangso.radio.kernels import HALF
from hatangso.radio.link_budget import RadioParameters, reference_eirp_dbm
from hatangso.radio.radials import Band, require_terrain
from hatangso.units import BoolArray, FloatArray

__all__ = ["Mast", "Radiator", "ground_m", "masts_of", "sites_on_terrain"]


@dataclass(frozen=True)
class Radiator:
    """One service, seen from the receiver.

    Attributes:
        number: Place of the service in the list that was given.
        operator: Who runs it.
        technology: Its technology.
        band: Antenna height and frequency.
        eirp_dbm: EIRP of its reference signal in the main direction.
        azimuths_deg: Main directions; empty when omnidirectional.
    """

    number: int
    operator: str
    technology: Technology
    band: Band
    eirp_dbm: float
    azimuths_deg: tuple[float, ...]

    def strength_dbm(
        self, azimuths_deg: FloatArray, parameters: RadioParameters
    ) -> FloatArray:
        """Return the EIRP towards directions, clockwise from north."""
        gain_db = sector_gain_db(
            azimuths_deg,
            self.azimuths_deg,
            beamwidth_deg=parameters.sector_beamwidth_deg,
            front_to_back_db=parameters.sector_front_to_back_db,
        )
        return self.eirp_dbm + gain_db


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
) -> list[Mast]:
    """Return the sites that carry services, in the order of the sites.

    Raises:
        NotFoundError: A service names a site that is not there.
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
        radiators[service.site_id].append(_radiator(number, service, parameters))
    is_on_terrain = sites_on_terrain(terrain, sites)
    return [
        Mast(number, site, tuple(radiators[site.id]), bool(is_on_terrain[number]))
        for number, site in enumerate(sites)
        if radiators[site.id]
    ]


def _radiator(number: int, service: Service, parameters: RadioParameters) -> Radiator:
    return Radiator(
        number,
        service.operator,
        service.technology,
        Band(service.antenna_height_m, service.frequency_mhz),
        reference_eirp_dbm(service, parameters),
        service.azimuths_deg,
    )
