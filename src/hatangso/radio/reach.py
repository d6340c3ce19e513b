"""Reach: which points a transmitter that is not there yet would bring to a level."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hatangso.geography.terrain import Terrain
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.links import Placed, Receivers, links_between
from hatangso.radio.masts import masts_of
from hatangso.radio.radials import RadialScene
from hatangso.units import BoolArray, FloatArray

__all__ = ["Reach", "Transmitter", "reach"]


@dataclass(frozen=True)
class Transmitter:
    """A service that could be built, with its technology's usual equipment.

    Attributes:
        lon_deg: Longitude, WGS 84.
        lat_deg: Latitude, WGS 84.
        antenna_height_m: Antenna above the ground, 1 to 3,000.
        technology: Decides frequency, bandwidth, power and gain.
        azimuths_deg: Main directions of the sectors; empty for an omnidirectional
            antenna of the same gain.
    """

    lon_deg: float
    lat_deg: float
    antenna_height_m: float
    technology: Technology
    azimuths_deg: tuple[float, ...] = (0.0, 120.0, 240.0)


@dataclass(frozen=True)
class Reach:
    """What transmitters would give to points.

    Attributes:
        is_reached: Whether the level would be basic or better, (transmitter, point).
        level_dbm: Median level, the same shape, float32; NaN out of range and where
            terrain is missing.
    """

    is_reached: BoolArray
    level_dbm: FloatArray


def reach(
    terrain: Terrain,
    transmitters: Sequence[Transmitter],
    points: Sequence[Placed],
    *,
    parameters: RadioParameters,
    refractivity_gradient_n_per_km: float,
    workers: int = 2,
) -> Reach:
    """Compute which points each transmitter would reach on its own.

    Args:
        terrain: Ground and clutter.
        transmitters: What could be built.
        points: Localities or anything else with a name and a place.
        parameters: The link budget, with the usual equipment of each technology.
        refractivity_gradient_n_per_km: Of the province.
        workers: Threads; the result does not depend on them.

    Raises:
        OutOfRangeError: An antenna height is outside the model.
    """
    scene = RadialScene.under(
        terrain,
        parameters,
        refractivity_gradient_n_per_km=refractivity_gradient_n_per_km,
    )
    sites = [_site(i, item) for i, item in enumerate(transmitters)]
    services = [_service(i, item, parameters) for i, item in enumerate(transmitters)]
    masts = masts_of(terrain, sites, services, parameters)
    links = links_between(
        terrain,
        scene,
        masts,
        Receivers.at(terrain, points),
        parameters=parameters,
        workers=workers,
    )
    shape = (len(transmitters), len(points))
    level_dbm = np.full(shape, np.nan, dtype=np.float32)
    is_reached = np.zeros(shape, dtype=bool)
    # Every transmitter is a mast of its own with a single service.
    level_dbm[links.radiator, links.point] = links.level_dbm
    basic_dbm = np.array(
        [parameters.thresholds_dbm(item.technology)[0] for item in transmitters]
    )
    is_reached[links.radiator, links.point] = (
        links.level_dbm >= basic_dbm[links.radiator]
    )
    return Reach(is_reached, level_dbm)


def _site(number: int, item: Transmitter) -> Site:
    return Site(str(number), item.lon_deg, item.lat_deg, item.antenna_height_m, "")


def _service(number: int, item: Transmitter, parameters: RadioParameters) -> Service:
    return Service(
        site_id=str(number),
        operator="",
        technology=item.technology,
        antenna_height_m=item.antenna_height_m,
        azimuths_deg=item.azimuths_deg,
        **parameters.service_defaults()[item.technology],
    )
