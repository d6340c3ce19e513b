"""Coverage of points: each technology's best server, and what stands in its way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from hatangso.geography.terrain import Terrain
from hatangso.model.antenna_pattern import AntennaPattern
from hatangso.model.coverage import CoverageLevel, Obstacle, PointCoverage
from hatangso.model.site import Service, Site, Technology
from hatangso.model.situation import Situation
from hatangso.radio.levels import LEVEL_BY_NUMBER, level_numbers
from hatangso.radio.link_budget import RATED_TECHNOLOGIES, RadioParameters
from hatangso.radio.links import Links, Placed, Receivers, links_between, profile_step_m
from hatangso.radio.masts import NO_PATTERNS, masts_of
from hatangso.radio.offers import offers_of
from hatangso.radio.radials import RadialScene
from hatangso.radio.second_opinion import itm_levels_dbm
from hatangso.units import FloatArray

__all__ = ["point_coverage"]


def point_coverage(
    terrain: Terrain,
    points: Sequence[Placed],
    sites: Sequence[Site],
    services: Sequence[Service],
    *,
    parameters: RadioParameters,
    refractivity_gradient_n_per_km: float,
    antenna_patterns: Mapping[str, AntennaPattern] = NO_PATTERNS,
    technologies: Sequence[Technology] = tuple(Technology),
    workers: int = 2,
) -> list[PointCoverage]:
    """Compute what each technology offers at each point, exactly, path by path.

    The verdict is that of Rec. ITU-R P.1812; the Irregular Terrain Model is asked for a
    second opinion on the same services, judged by the same thresholds.

    The level is unknown at a point without terrain. It is also unknown where no service
    is known to suffice but one is in range whose path cannot be computed for want of
    terrain under its site or on the way: it might.

    Args:
        terrain: Ground and clutter.
        points: Localities, facilities or anything else with a name and a place.
        sites: The sites.
        services: What they carry.
        parameters: The link budget.
        refractivity_gradient_n_per_km: Of the province.
        antenna_patterns: Measured patterns by the name that services call them.
        technologies: Those asked for.
        workers: Threads; the result does not depend on them.

    Returns:
        One record per point and technology, point by point, in the orders given.

    Raises:
        NotFoundError: A service names a site or a pattern that is not there.
        InvalidInputError: A carrier has a bandwidth that its standard does not know.
        OutOfRangeError: An antenna height or frequency is outside the model.
    """
    scene = RadialScene.under(
        terrain,
        parameters,
        refractivity_gradient_n_per_km=refractivity_gradient_n_per_km,
    )
    asked = [item for item in services if item.technology in technologies]
    masts = masts_of(terrain, sites, asked, parameters, antenna_patterns)
    receivers = Receivers.at(terrain, points)
    links = links_between(
        terrain, scene, masts, receivers, parameters=parameters, workers=workers
    )
    second_dbm = itm_levels_dbm(
        scene,
        links,
        technologies,
        points=len(points),
        parameters=parameters,
        step_m=profile_step_m(terrain.grid),
        workers=workers,
    )
    by_technology = {
        technology: _Answers(
            terrain=terrain,
            points=points,
            receivers=receivers,
            links=links,
            technology=technology,
            parameters=parameters,
            second_dbm=second_dbm[:, place],
        )
        for place, technology in enumerate(technologies)
    }
    return [
        by_technology[technology].at(number)
        for number in range(len(points))
        for technology in technologies
    ]


class _Answers:
    """What one technology offers at every point."""

    def __init__(
        self,
        *,
        terrain: Terrain,
        points: Sequence[Placed],
        receivers: Receivers,
        links: Links,
        technology: Technology,
        parameters: RadioParameters,
        second_dbm: FloatArray,
    ) -> None:
        self._grid = terrain.grid
        self._points = points
        self._receivers = receivers
        self._links = links
        self._technology = technology
        self._parameters = parameters
        self._second_dbm = second_dbm
        self._offers = offers_of(links, technology, len(points), parameters)

    def at(self, number: int) -> PointCoverage:
        """Return the answer for one point."""
        point_id, offers = self._points[number].id, self._offers
        link, links = int(offers.strongest[number]), self._links
        level = self._known(number, LEVEL_BY_NUMBER[int(offers.level[number])])
        second_dbm = float(self._second_dbm[number])
        found = PointCoverage(
            point_id,
            self._technology,
            level,
            in_vehicle=self._inside(number, Situation.IN_VEHICLE),
            indoors=self._inside(number, Situation.INDOORS),
            second_level_dbm=second_dbm if np.isfinite(second_dbm) else None,
            second_level=self._second_level(number),
        )
        if link < 0 or level is CoverageLevel.UNKNOWN:
            return found
        mast, radiator = links.radiators[links.radiator[link]]
        has_rate = self._technology in RATED_TECHNOLOGIES
        return replace(
            found,
            level_dbm=float(links.level_dbm[link]),
            site_id=mast.site.id,
            operator=radiator.operator,
            distance_m=float(links.paths.lengths_m[links.path[link]]),
            obstacle=self._obstacle(int(links.path[link])),
            operators=offers.operators[number],
            sinr_db=float(offers.sinr_db[number]) if has_rate else None,
            rate_mbps=float(offers.rate_mbps[number]) if has_rate else None,
        )

    def _known(self, number: int, level: CoverageLevel) -> CoverageLevel:
        """Return a level, or that it is unknown."""
        if not self._receivers.is_on_terrain[number]:
            return CoverageLevel.UNKNOWN
        if level is CoverageLevel.NONE and self._offers.is_doubtful[number]:
            return CoverageLevel.UNKNOWN
        return level

    def _second_level(self, number: int) -> CoverageLevel:
        """Return the level by the second opinion, which says nothing of rates."""
        level_dbm = self._second_dbm[number]
        if np.isnan(level_dbm):
            return CoverageLevel.UNKNOWN
        return self._known(number, self._by_level(level_dbm))

    def _inside(self, number: int, situation: Situation) -> CoverageLevel:
        """Return the level of the strongest service in a situation."""
        link = int(self._offers.strongest[number])
        if link < 0:
            return self._known(number, CoverageLevel.NONE)
        _, radiator = self._links.radiators[self._links.radiator[link]]
        level_dbm = self._parameters.situation_levels_dbm(
            self._links.level_dbm[link], situation, radiator.band.frequency_mhz
        )
        return self._known(number, self._by_level(float(level_dbm)))

    def _by_level(self, level_dbm: float) -> CoverageLevel:
        numbers = level_numbers(
            np.array(level_dbm), np.array(np.inf), self._technology, self._parameters
        )
        return LEVEL_BY_NUMBER[int(numbers)]

    def _obstacle(self, path: int) -> Obstacle | None:
        losses, paths = self._links.losses, self._links.paths
        if losses.is_line_of_sight[path] or not losses.excess_m[path] > 0:
            return None
        place_ratio = losses.place_ratio[path]
        row, col = paths.starts[path] + place_ratio * (
            paths.ends[path] - paths.starts[path]
        )
        lon_deg, lat_deg = self._grid.lon_lat(np.array(row), np.array(col))
        return Obstacle(
            lon_deg=float(lon_deg),
            lat_deg=float(lat_deg),
            distance_m=float((1 - place_ratio) * paths.lengths_m[path]),
            height_m=float(losses.top_m[path]),
            excess_m=float(losses.excess_m[path]),
            antenna_rise_m=float(losses.rise_m[path]),
        )
